//! The forms of whoever sees to a received statement.

use rules::{Actor, Ask, DiscussionKind, LinkKind, Verb, may};

use super::{Seen, Way};
use crate::pages::desk::faults::label;
use crate::pieces::{Choice, Field, FieldKind};

/// The forms, with what was typed and what is wrong.
pub(super) struct Fields<'a> {
    seen: &'a Seen<'a>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(seen: &'a Seen<'a>) -> Self {
        Self { seen }
    }

    fn field(&self, name: &'static str, kind: FieldKind, usual: &str) -> Field {
        let typed = (self.seen.typed)(name);
        let value = if typed.is_empty() { usual } else { &typed };
        Field::new(name, label(name), kind).value(value).faults(self.seen.faults)
    }

    fn can(&self, verb: Verb) -> bool {
        let Seen { statement, directory, policy, .. } = *self.seen;
        let actor: &Actor = self.seen.actor;
        may(actor, verb, statement, directory, policy).is_ok()
    }

    /// Putting it to the group, and hearing it (RSP-7).
    pub(super) fn for_group(&self) -> Vec<Way> {
        let putting = &self.seen.putting;
        let lists: Vec<&str> = putting.to.iter().map(|it| it.address()).collect();
        let mut ways = Vec::new();
        if !lists.is_empty() {
            ways.push(Way {
                verb: "put-to-group",
                name: "Put it to the group, by mail to its list",
                hint: format!(
                    "A draft, which nobody has sent. It goes to {}; answers go there and to you.",
                    lists.join(" and ")
                ),
                fields: vec![
                    self.field("putting_subject", FieldKind::Line, &putting.subject),
                    self.field("putting_text", FieldKind::Text(14), &putting.text),
                ],
                button: "Send it to the list",
            });
        }
        let today = jiff::tz::TimeZone::UTC.to_datetime(self.seen.now).date().to_string();
        ways.push(Way {
            verb: "note-putting",
            name: "It was put to the group elsewhere",
            hint: "At a meeting, or by a mail that you sent yourself.".to_owned(),
            fields: vec![
                self.field("put_on", FieldKind::Day, &today),
                self.field("put_where", FieldKind::Line, "")
                    .hint("A link into the list’s archive, a meeting, a call."),
            ],
            button: "Note it",
        });
        let heard = DiscussionKind::HEARD;
        let heard = heard.map(|kind| Choice::new(kind.slug(), &kind.to_string(), ""));
        ways.push(Way {
            verb: "hear-group",
            name: "Note what the group says",
            hint: "The answer begins with it, and says what stands behind it.".to_owned(),
            fields: vec![
                self.field("heard", FieldKind::Radios(heard.to_vec()), ""),
                self.field("heard_words", FieldKind::Lines(5), "")
                    .optional()
                    .hint("As it is to stand in the answer."),
                self.field("heard_link", FieldKind::Line, "")
                    .optional()
                    .hint("Where the discussion can be read."),
            ],
            button: "Note it",
        });
        ways
    }

    /// Answers that are no statement, and none at all (RSP-3 to RSP-5).
    pub(super) fn for_answering(&self) -> Vec<Way> {
        vec![
            Way {
                verb: "promise",
                name: "An answer by a day",
                hint: "For when its sender heard of a day: that day is watched from then on."
                    .to_owned(),
                fields: vec![
                    self.field("promised", FieldKind::Day, ""),
                    self.field("promised_words", FieldKind::Line, "")
                        .hint("As in: by mail to their secretary."),
                ],
                button: "Note the day",
            },
            Way {
                verb: "answered-informally",
                name: "It was answered by mail",
                hint: "Everyone reads what was answered; the mail itself is kept for those who are involved."
                    .to_owned(),
                fields: vec![
                    self.field("informal_words", FieldKind::Lines(3), ""),
                    self.field("informal_pasted", FieldKind::Text(6), "")
                        .optional()
                        .hint("The whole mail, with its header if you have it."),
                    self.field("informal_file", FieldKind::Files, "")
                        .optional()
                        .hint("Or the mail as a file (.eml)."),
                    self.field("informal_item", FieldKind::Line, "")
                        .optional()
                        .hint("Or the number of the message, if it was forwarded to the inbox."),
                    self.field("informal_link", FieldKind::Line, "")
                        .optional()
                        .hint("Or where it can be read, such as a list’s archive."),
                ],
                button: "Note that it was answered",
            },
            Way {
                verb: "no-answer",
                name: "No answer is sent",
                hint: "None is owed. Whoever keeps the relationship is asked to let the sender know."
                    .to_owned(),
                fields: vec![self.field("no_answer_reason", FieldKind::Lines(3), "")],
                button: "Decide that none is sent",
            },
        ]
    }

    /// Who sees to it (IN-5, RSP-2).
    pub(super) fn for_people(&self) -> Vec<Way> {
        if !self.can(Verb::Assign) {
            return Vec::new();
        }
        let handling = &self.seen.statement.handling;
        let assignee = handling.assignee.as_ref();
        let mut ways = Vec::new();
        if assignee.is_some_and(|it| Some(it.person) == self.seen.actor.person) {
            ways.push(Way {
                verb: "hand-back",
                name: "Hand it back",
                hint: "To whoever handed it to you, else to nobody: those who coordinate are told."
                    .to_owned(),
                fields: vec![self.field("hand_back_words", FieldKind::Lines(2), "")],
                button: "Hand it back",
            });
        }
        let people = self.seen.people.iter();
        let mut choices = vec![Choice::new("", "Choose", "")];
        choices.extend(people.map(|(address, name)| Choice::new(address, name, "")));
        ways.push(Way {
            verb: "hand-on",
            name: "Hand it on",
            hint: "Whoever you choose is asked to take it on.".to_owned(),
            fields: vec![
                self.field("hand_to", FieldKind::Select(choices), ""),
                self.field("hand_to_other", FieldKind::Line, "")
                    .optional()
                    .hint("Or the address of anybody in the directory who holds a role."),
                self.field("hand_note", FieldKind::Lines(2), "").optional(),
            ],
            button: "Hand it on",
        });
        let holders = self.seen.statement.holders();
        if holders.len() > 1 {
            let choice = |group: &&rules::GroupRef| Choice::new(&group.acronym, &group.name, "");
            let lead = handling.lead.as_ref().map(|it| it.acronym.clone()).unwrap_or_default();
            ways.push(Way {
                verb: "lead",
                name: "Which group takes the lead?",
                hint: "All groups that have it are told.".to_owned(),
                fields: vec![self.field(
                    "lead",
                    FieldKind::Radios(holders.iter().map(choice).collect()),
                    &lead,
                )],
                button: "Note it",
            });
        }
        ways
    }

    /// What is noted on the record.
    pub(super) fn for_record(&self, is_over: bool) -> Vec<Way> {
        let handling = &self.seen.statement.handling;
        let kinds = [DiscussionKind::Discussed, DiscussionKind::Acknowledged];
        let kinds = kinds.map(|kind| Choice::new(kind.slug(), &kind.to_string(), ""));
        let readers = [
            Choice::new("everyone", "Everyone", ""),
            Choice::new("involved", "Those who are involved in it", ""),
        ];
        let mut ways = vec![Way {
            verb: "note-action",
            name: "Note what is done, with a link",
            hint: "A thread in a list’s archive, an issue, minutes.".to_owned(),
            fields: vec![
                self.field("action", FieldKind::Radios(kinds.to_vec()), "discussed"),
                self.field("action_link", FieldKind::Line, "").optional(),
                self.field("action_words", FieldKind::Line, "").optional(),
                self.field("action_for", FieldKind::Radios(readers.to_vec()), "everyone"),
            ],
            button: "Note it",
        }];
        if !self.seen.policy.asks().is_empty() {
            let choice = |ask: &Ask| Choice::new(&ask.slug, &ask.name, &ask.takes);
            let mut choices: Vec<Choice> = self.seen.policy.asks().iter().map(choice).collect();
            choices.push(Choice::new("", "Not said", ""));
            let asked = handling.asked.clone().unwrap_or_default();
            ways.push(Way {
                verb: "asked",
                name: "What is asked?",
                hint: "So that everyone sees whose consensus an answer takes.".to_owned(),
                fields: vec![self.field("asked", FieldKind::Radios(choices), &asked)],
                button: "Note it",
            });
        }
        if is_over {
            ways.push(Way {
                verb: "open-again",
                name: "Open it again",
                hint: "It waits for an answer then; what was answered stays on the record."
                    .to_owned(),
                fields: vec![self.field("reopen_reason", FieldKind::Lines(2), "")],
                button: "Open it again",
            });
        }
        ways.extend(self.links());
        ways
    }

    /// Mending what it is to others.
    fn links(&self) -> Option<Way> {
        let links = &self.seen.statement.links;
        let numbers = |kind: LinkKind| {
            let these = links.iter().filter(|link| link.kind == kind);
            these.map(|link| link.number.to_string()).collect::<Vec<_>>().join(", ")
        };
        self.can(Verb::MendLinks).then(|| Way {
            verb: "links",
            name: "Mend its links",
            hint: "Numbers of statements on the record. The history says what it said before."
                .to_owned(),
            fields: vec![
                self.field("links_answers", FieldKind::Line, &numbers(LinkKind::Answers))
                    .optional(),
                self.field("links_follows_up", FieldKind::Line, &numbers(LinkKind::FollowsUp))
                    .optional(),
                self.field("links_reason", FieldKind::Line, ""),
            ],
            button: "Mend them",
        })
    }
}
