//! What somebody may do with a statement that is not on the record, and the forms for it.

use rules::{Directory, GateKind, Statement};

use super::faults::label;
use crate::pieces::{Choice, Field, FieldKind};

/// What somebody may do with a statement now.
#[derive(Debug, Clone, Default)]
pub(crate) struct Acts {
    pub(crate) edit: bool,
    pub(crate) submit: bool,
    /// The groups for which they agree to what somebody else drafted, each with the role in which they do.
    pub(crate) agree: Vec<(String, String)>,
    /// The organizations about which they are asked: acronym, name, whether they must say something.
    pub(crate) advise: Vec<(String, String, bool)>,
    /// The fields in which they choose the role in which they act, by name.
    pub(crate) roles: Vec<Field>,
    /// The groups for which they approve, each with the role in which they do.
    pub(crate) approve: Vec<(String, String)>,
    pub(crate) review: bool,
    pub(crate) note: bool,
    pub(crate) drop: bool,
    pub(crate) revive: bool,
    pub(crate) record: bool,
}

/// The fields of the forms that ask for more than a click, with what was typed.
#[derive(Debug, Clone)]
pub(crate) struct ActForms {
    pub(crate) group: Field,
    pub(crate) authority: Field,
    pub(crate) comment: Field,
    pub(crate) advice: Field,
    pub(crate) reason: Field,
    pub(crate) travelled: Field,
    pub(crate) sent_on: Field,
}

impl Acts {
    /// Says whether there is anything that they may do.
    pub(crate) fn is_empty(&self) -> bool {
        let others =
            [self.edit, self.submit, self.review, self.note, self.drop, self.revive, self.record];
        let asked = [self.approve.is_empty(), self.agree.is_empty(), self.advise.is_empty()];
        !asked.contains(&false) && !others.contains(&true)
    }

    /// Returns the field in which they choose the role of an act, if there is anything to choose.
    pub(crate) fn role(&self, name: &str) -> Option<&Field> {
        self.roles.iter().find(|field| field.name == name)
    }
}

impl ActForms {
    /// Returns the fields, with what was typed and what is wrong.
    pub(crate) fn new(
        statement: &Statement,
        directory: &Directory,
        faults: &[(&'static str, String)],
        typed: impl Fn(&str) -> String,
    ) -> Self {
        let field = |name: &'static str, kind, hint| {
            Field::new(name, label(name), kind).hint(hint).value(&typed(name)).faults(faults)
        };
        let closed = statement
            .gates
            .iter()
            .filter(|gate| gate.kind == GateKind::Approval && !gate.is_open());
        let group = |gate: &rules::Gate| {
            directory.group(gate.group?).map(|group| Choice::new(&group.acronym, &group.name, ""))
        };
        let groups: Vec<Choice> = closed.filter_map(group).collect();
        Self {
            group: field("group", FieldKind::Select(groups), ""),
            authority: field(
                "authority",
                FieldKind::Line,
                "The name of whoever answers for the group.",
            ),
            comment: field("comment", FieldKind::Line, "Such as: by mail to the list on 3 March."),
            advice: field(
                "advice",
                FieldKind::Lines(3),
                "The form that they want, whom to write to instead, a meeting to be in time for. You cannot stop it. It is kept in the history, which is public once the statement is.",
            )
            .optional(),
            reason: field("reason", FieldKind::Lines(2), "It is kept in the history."),
            travelled: field(
                "travelled",
                FieldKind::Line,
                "Such as: a form on their site, a letter, a mail of one’s own.",
            ),
            sent_on: field("sent_on", FieldKind::Day, "The day on which it was sent."),
        }
    }

    /// Says whether something is wrong with what was typed into one of these.
    pub(crate) fn is_wrong(fields: &[&Field]) -> bool {
        fields.iter().any(|field| !field.fault.is_empty())
    }
}
