//! A policy told in plain words, for everyone who wants to know who must agree to what.

use super::{Drafter, Level, Policy, Reach, Step, in_a_row};
use crate::{Direction, GateKind, RoleKind};

/// What a policy says, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyWords {
    /// Level by level, who speaks.
    pub levels: Vec<LevelWords>,
    /// Who drafts at every level, in a sentence each.
    pub drafters: Vec<String>,
    /// What must be given before a statement of ours goes out, in a sentence each, in order.
    pub outgoing: Vec<String>,
    /// Whether these are given one after the other or side by side.
    pub order: String,
    /// What is looked at while a statement is drafted, in a sentence each.
    pub drafting: Vec<String>,
    /// What must be given before a received one is on the record.
    pub incoming: Vec<String>,
    /// Whose received messages are, and what keeps a letter from being read by everyone, in a sentence each.
    pub inbox: Vec<String>,
    /// Which organizations want letters in a form of their own, in a sentence each; empty where none does.
    pub letters: Vec<String>,
    /// Who is asked about research, in a sentence each; empty where nobody is.
    pub research: Vec<String>,
    /// Who gets the receipt of a received statement, and who may give it to others, in a sentence each.
    pub afterwards: Vec<String>,
    /// When somebody is reminded, and who, in a sentence each.
    pub reminders: Vec<String>,
    /// What a statement may ask for, and whose consensus an answer takes.
    pub asks: Vec<(String, String)>,
    /// Which messages are kept apart as spam, in a sentence each.
    pub spam: Vec<String>,
    /// Step by step, who hears of it by mail.
    pub told: Vec<(String, String)>,
    /// How levels of consensus read in a statement.
    pub consensus: Vec<String>,
    /// How a kind of document stands, and what is said of it.
    pub documents: Vec<(String, String)>,
}

/// Who speaks at a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelWords {
    /// What it is called.
    pub name: String,
    /// Who drafts.
    pub drafts: String,
    /// Who agrees to what others drafted.
    pub agrees: String,
    /// Who approves.
    pub approves: String,
    /// What is not needed there; empty if everything is.
    pub without: String,
}

impl Policy {
    /// Tells whether mails that ask sign their readers in.
    fn link_words(&self) -> String {
        match self.gates.link_days.filter(|days| *days > 0) {
            Some(days) => format!(
                "The mail that asks somebody holds a link of their own, which signs them in once while it waits for them, \
                 for {days} days at most."
            ),
            None => "The mails that ask hold no link that signs in.".to_owned(),
        }
    }

    /// Tells in which order gates open, and what a change meanwhile takes back.
    fn order_words(&self) -> String {
        let order = match self.gates.are_in_order(Direction::Outgoing) {
            true => "One after the other: whoever comes next is asked when the one before is done.",
            false => {
                "Side by side: everyone is asked at once, and with the last the statement is posted and mailed."
            }
        };
        let free = self.gates.free_fields().iter().map(|field| field.words().to_owned());
        match in_a_row(free, "and") {
            free if free.is_empty() => {
                format!("{order} A change takes back what was given before it.")
            }
            free => format!(
                "{order} A change takes back what was given before it, unless nothing changes but {free}."
            ),
        }
    }

    /// Tells the policy in words.
    pub fn in_words(&self) -> PolicyWords {
        let outgoing = self.gates.of(Direction::Outgoing);
        let incoming = self.gates.of(Direction::Incoming);
        let nothing = "Nothing: it is posted as soon as it is entered.".to_owned();
        PolicyWords {
            levels: self.levels.iter().map(|level| self.level_words(level)).collect(),
            drafters: self.drafters.iter().map(|drafter| self.drafter_words(drafter)).collect(),
            outgoing: outgoing.iter().map(|kind| self.gate_words(*kind)).collect(),
            order: format!("{} {}", self.order_words(), self.link_words()),
            incoming: if incoming.is_empty() {
                vec![nothing]
            } else {
                vec![format!(
                    "Review by the {} for its organization, or by {}.",
                    self.role_words(RoleKind::LiaisonManager),
                    self.a_role(RoleKind::Coordinator)
                )]
            },
            drafting: self.drafting_words(),
            inbox: self.inbox_words(),
            letters: self.letters_words(),
            research: self.research_words(),
            afterwards: self.afterwards_words(),
            reminders: self.reminders_words(),
            asks: self.asks().iter().map(|ask| (ask.name.clone(), ask.takes.clone())).collect(),
            spam: self.spam_words(),
            told: Step::ALL.into_iter().filter_map(|step| self.told_words(step)).collect(),
            consensus: self
                .offered_consensus()
                .into_iter()
                .map(|level| self.consensus_words(level))
                .collect(),
            documents: self.documents.in_words(),
        }
    }

    fn level_words(&self, level: &Level) -> LevelWords {
        let roles = |kinds: &[RoleKind]| -> Vec<String> {
            kinds.iter().map(|kind| self.role_words(*kind)).collect()
        };
        let anywhere = roles(&level.drafts_anywhere).into_iter();
        let anywhere = anywhere.map(|role| format!("any {role}"));
        let authority = self.authority_words(level);
        LevelWords {
            name: level.name.clone(),
            drafts: in_a_row(roles(&level.drafts).into_iter().chain(anywhere), "or"),
            agrees: if level.agrees.is_empty() {
                format!("the {authority}, by approving")
            } else {
                in_a_row(roles(&level.agrees), "or")
            },
            approves: authority,
            without: in_a_row(level.without.iter().map(ToString::to_string), "and"),
        }
    }

    fn drafter_words(&self, drafter: &Drafter) -> String {
        let who = match &drafter.group {
            Some(group) => format!("Whoever is {} of {group}", self.role_words(drafter.role)),
            None => format!("Whoever is {}", self.a_role(drafter.role)),
        };
        match drafter.to {
            Reach::Any => format!("{who} drafts for every group, to any organization."),
            Reach::Own => {
                format!("{who} drafts for every group, to the organization of their liaison alone.")
            }
        }
    }

    fn gate_words(&self, kind: GateKind) -> String {
        let coordinator = self.a_role(RoleKind::Coordinator);
        let manager = self.role_words(RoleKind::LiaisonManager);
        match kind {
            GateKind::Agreement => {
                "Agreement, where somebody else drafted it: those who decide for each sending group agree to what it \
                 says and to what stands behind it."
                    .to_owned()
            }
            GateKind::Approval => format!(
                "Approval by whoever answers for each sending group. One that was given elsewhere may be \
                 noted by {coordinator}, with who gave it and how."
            ),
            GateKind::Consultation => {
                let days = match self.gates.consultation_days {
                    Some(days) => format!(" After {days} days it is not waited for any longer."),
                    None => String::new(),
                };
                let without = if self.gates.consult_always {
                    format!(" Where there is none, {coordinator} answers, with a comment.")
                } else {
                    String::new()
                };
                format!(
                    "Advice from the {manager} for each organization that it goes to; they can advise, not forbid.{without}{days}"
                )
            }
            GateKind::Review => format!("Review by {coordinator}."),
        }
    }

    fn inbox_words(&self) -> Vec<String> {
        let roles = self.inbox_roles().iter().map(|role| match role {
            RoleKind::LiaisonManager => {
                format!("the {} for the organization that it comes from", self.role_words(*role))
            }
            role => self.a_role(*role),
        });
        let roles: Vec<String> = roles.collect();
        let mut words = vec![format!(
            "A received message is put before {}, until somebody takes it up.",
            roles.join(", else ")
        )];
        if self.has_markings() {
            let words_of_it = "A letter that says that it is not for everyone waits until whoever records it has decided what may be read.";
            words.push(words_of_it.to_owned());
        }
        words
    }

    fn research_words(&self) -> Vec<String> {
        let Some(asked) = self.research_role_words() else { return Vec::new() };
        vec![
            format!(
                "What is marked as being about research reaches the {asked}, who may relay it to research groups."
            ),
            format!(
                "A reply to it waits for the advice of the {asked}, who can advise, not forbid."
            ),
        ]
    }

    fn afterwards_words(&self) -> Vec<String> {
        let manager = self.role_words(RoleKind::LiaisonManager);
        let copied = if self.receipts_to_senders_cc() {
            "Its sender gets one receipt, and so do those whom they copied."
        } else {
            "Its sender gets one receipt; those whom they copied get none."
        };
        vec![
            format!(
                "What was sent to the wrong group is given to the right one by the {manager} for its organization, by \
                 {} or by the secretariat. What it says of whom it was sent to stays.",
                self.a_role(RoleKind::Coordinator)
            ),
            copied.to_owned(),
        ]
    }

    fn told_words(&self, step: Step) -> Option<(String, String)> {
        let told = self.told(step);
        let who = in_a_row(told.iter().map(|it| it.words().to_owned()), "and");
        (!told.is_empty()).then(|| (step.words().to_owned(), who))
    }
}
