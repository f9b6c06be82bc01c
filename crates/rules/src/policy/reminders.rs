//! When somebody is reminded of what waits for them, and who (RSP-1).

use serde::Deserialize;

use super::answers::filled;
use super::{Policy, Wrong, in_a_row, wrong};
use crate::RoleKind;

/// When somebody is reminded, and who.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    /// On which days before a deadline, 0 being the day itself; once it has passed, on the day after and weekly.
    pub before_days: Vec<u16>,
    /// Who is reminded before it.
    pub before: Vec<Reminded>,
    /// Who is, from the day that it passes.
    pub passed: Vec<Reminded>,
    /// After how many days a deadline that passed is history, of which nobody is reminded.
    pub forget_days: u16,
    /// How many days after they were asked those who open a gate are reminded; weekly after the last.
    pub gate_days: Vec<u16>,
    /// After how many days a gate that waits is put before others too.
    pub escalate_days: u16,
    /// Before whom.
    pub escalate: Vec<Reminded>,
    /// After how many days those whose a received message is are reminded of it; weekly from then on.
    pub record_days: u16,
    /// After how many days without a change a draft is dropped.
    pub draft_days: u16,
    /// How many days before that its author is warned.
    pub draft_warning_days: u16,
    /// How many days after a deadline of ours passed without an answer a reminder to the other side is drafted.
    pub ask_again_days: u16,
    /// Its words, with slots.
    ask_again: String,
}

/// Somebody who is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reminded {
    /// Whoever has it in hand.
    Assignee,
    /// The chairs of the group that takes the lead, else of all that have it (RSP-2).
    LeadChairs,
    /// The liaison managers for the organization on the other side.
    LiaisonManager,
    /// The coordinators.
    Coordinators,
}

/// What a reminder to the other side says of the statement that waits for its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwaitedWords {
    /// `{subject}`: its subject.
    pub subject: String,
    /// `{to}`: to whom it went.
    pub to: String,
    /// `{sent}`: the day on which it was sent.
    pub sent: String,
    /// `{deadline}`: the day that it named.
    pub deadline: String,
    /// `{record}`: its permanent address.
    pub record: String,
}

const SLOTS: [&str; 6] = ["subject", "to", "sent", "deadline", "record", "organization"];

impl Policy {
    /// Returns when somebody is reminded, and who.
    pub fn reminders(&self) -> &Reminders {
        &self.reminders
    }

    /// Returns the words of a reminder to the other side, each slot filled once.
    pub fn ask_again_with(&self, words: &AwaitedWords) -> String {
        filled(&self.reminders.ask_again, |slot| match slot {
            "subject" => &words.subject,
            "to" => &words.to,
            "sent" => &words.sent,
            "deadline" => &words.deadline,
            "record" => &words.record,
            _ => &self.short_name,
        })
    }

    pub(super) fn reminders_words(&self) -> Vec<String> {
        let it = &self.reminders;
        let who =
            |who: &[Reminded]| in_a_row(who.iter().map(|who| self.reminded_words(*who)), "and");
        let before: Vec<String> =
            it.before_days.iter().filter(|days| **days > 0).map(ToString::to_string).collect();
        let on_the_day = if it.before_days.contains(&0) { " and on the day itself" } else { "" };
        let before = if before.is_empty() {
            format!(
                "On the day of its deadline, {} are reminded of an answer that is wanted.",
                who(&it.before)
            )
        } else {
            format!(
                "{} days before the deadline of an answer that is wanted{on_the_day}, {} are reminded.",
                in_a_row(before, "and"),
                who(&it.before)
            )
        };
        let gates: Vec<String> = it.gate_days.iter().map(ToString::to_string).collect();
        vec![
            before,
            format!(
                "Once it has passed everywhere on earth, {} are told, and again each week for {} days.",
                who(&it.passed),
                it.forget_days
            ),
            format!(
                "Whoever is asked to agree, approve, advise or review is reminded after {} days, and then each week; \
                 after {} days {} hear of it too.",
                in_a_row(gates, "and"),
                it.escalate_days,
                who(&it.escalate)
            ),
            format!(
                "Those whose a received message is are reminded when it waits for {} days.",
                it.record_days
            ),
            format!(
                "A draft that nobody changes for {} days is dropped, and can be revived; its author is warned {} days before.",
                it.draft_days, it.draft_warning_days
            ),
            format!(
                "{} days after a deadline of ours passed without an answer, a reminder to the other side is drafted for the {}, \
                 else for {}; nobody else sends it.",
                it.ask_again_days,
                self.role_words(RoleKind::LiaisonManager),
                self.a_role(RoleKind::Coordinator)
            ),
            "Everybody gets at most one such message a day; what is answered or done is not reminded of.".to_owned(),
        ]
    }

    fn reminded_words(&self, who: Reminded) -> String {
        match who {
            Reminded::Assignee => "whoever has it in hand".to_owned(),
            Reminded::LeadChairs => {
                format!("the {}s of the group that leads", self.role_words(RoleKind::Chair))
            }
            Reminded::LiaisonManager => {
                format!("the {} for its sender", self.role_words(RoleKind::LiaisonManager))
            }
            Reminded::Coordinators => {
                format!("the {}s", self.role_words(RoleKind::Coordinator))
            }
        }
    }
}

impl Default for Reminders {
    /// What holds where a policy says nothing of it.
    fn default() -> Self {
        use Reminded::{Assignee, Coordinators, LeadChairs, LiaisonManager};
        Self {
            before_days: vec![14, 7, 2, 0],
            before: vec![Assignee, LeadChairs, LiaisonManager],
            passed: vec![Assignee, LeadChairs, LiaisonManager, Coordinators],
            forget_days: 365,
            gate_days: vec![3, 7],
            escalate_days: 7,
            escalate: vec![Coordinators],
            record_days: 2,
            draft_days: 180,
            draft_warning_days: 14,
            ask_again_days: 14,
            ask_again: "Dear colleagues,\n\non {sent} we sent “{subject}” to {to}, and asked for an answer by {deadline}. \
                        Could you tell us how it stands?\n\n{record}\n"
                .to_owned(),
        }
    }
}

impl Reminders {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        for (key, who) in
            [("before", &self.before), ("passed", &self.passed), ("escalate", &self.escalate)]
        {
            if who.is_empty() {
                return wrong(format!(
                    "nobody in “{key}” of the reminders: what is owed would pass unseen"
                ))
                .at(&["reminders", key]);
            }
        }
        for (key, days) in [("before_days", &self.before_days), ("gate_days", &self.gate_days)] {
            if days.is_empty() || days.iter().any(|day| *day > 366) {
                return wrong(format!(
                    "in “{key}” of the reminders no days, or such as are above 366"
                ))
                .at(&["reminders", key]);
            }
        }
        if self.draft_warning_days == 0 || self.draft_warning_days >= self.draft_days {
            return wrong(format!(
                "that the author of a draft is warned {} days before it is dropped after {}: warn them between the two",
                self.draft_warning_days, self.draft_days
            ))
            .at(&["reminders", "draft_warning_days"]);
        }
        let mut slots = self.ask_again.split('{').skip(1).map(|piece| piece.split('}').next());
        let unknown = slots.find(|slot| slot.is_none_or(|slot| !SLOTS.contains(&slot))).flatten();
        if let Some(slot) = unknown {
            let known = in_a_row(SLOTS.map(|slot| format!("{{{slot}}}")), "and");
            return wrong(format!(
                "a reminder to the other side with the slot “{{{slot}}}”, which nothing fills: there are {known}"
            ))
            .at(&["reminders", "ask_again"]);
        }
        Ok(())
    }
}
