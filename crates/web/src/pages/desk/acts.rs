//! What somebody may do with a statement that is not on the record, and the forms for it.

use rules::{Directory, GateKind, Group, HeldRole, Policy, RoleKind, Statement};

use super::faults::label;
use crate::pieces::{Choice, Field, FieldKind};

/// What somebody may do with a statement now.
#[derive(Debug, Clone, Default)]
pub(crate) struct Acts {
    pub(crate) edit: bool,
    pub(crate) submit: bool,
    /// The groups for which they agree to what somebody else drafted, each with the role in which they do.
    pub(crate) agree: Vec<(String, String)>,
    /// What they are asked for advice on.
    pub(crate) advise: Vec<AdviceAsked>,
    /// The fields in which they choose the role in which they act, by name.
    pub(crate) roles: Vec<Field>,
    /// The groups for which they approve, each with the role in which they do.
    pub(crate) approve: Vec<(String, String)>,
    pub(crate) review: bool,
    pub(crate) note: bool,
    pub(crate) send_back: bool,
    pub(crate) tell: bool,
    /// Whether they may put another letter in the place of the one that goes out.
    pub(crate) convert: bool,
    pub(crate) drop: bool,
    pub(crate) revive: bool,
    /// Whether they may send it by other means now, and note how it went.
    pub(crate) send: bool,
    pub(crate) record: bool,
    pub(crate) comment: bool,
}

/// Something that somebody is asked for advice on (OUT-4, IN-4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AdviceAsked {
    /// The group for which the gate is.
    pub(crate) acronym: String,
    /// For whom they would answer, if they were not asked themselves.
    pub(crate) title: String,
    /// Why they are asked.
    pub(crate) why: String,
    /// Whether they answer for somebody else, and must say why.
    pub(crate) must_say: bool,
}

impl AdviceAsked {
    pub(crate) fn new(
        group: &Group,
        asked: HeldRole,
        must_say: bool,
        directory: &Directory,
        policy: &Policy,
    ) -> Self {
        let role = policy.role_words(asked.kind);
        let why = if asked.kind == RoleKind::LiaisonManager {
            format!("It is to go to {}, whose liaison you manage.", group.name)
        } else {
            let held = policy.held_words(asked, directory);
            format!("It answers what is about research: you are asked as {held}.")
        };
        Self {
            acronym: group.acronym.clone(),
            title: format!("Answer for the {role} of {}", group.name),
            why,
            must_say,
        }
    }
}

/// The fields of the forms that ask for more than a click, with what was typed.
#[derive(Debug, Clone)]
pub(crate) struct ActForms {
    pub(crate) group: Field,
    pub(crate) authority: Field,
    pub(crate) comment: Field,
    pub(crate) advice: Field,
    pub(crate) reason: Field,
    pub(crate) back_words: Field,
    pub(crate) telling_subject: Field,
    pub(crate) telling_text: Field,
    pub(crate) told_on: Field,
    pub(crate) told_where: Field,
    pub(crate) travelled: Field,
    pub(crate) sent_on: Field,
    pub(crate) remark: RemarkForm,
}

/// The fields of a comment.
#[derive(Debug, Clone)]
pub(crate) struct RemarkForm {
    pub(crate) words: Field,
    pub(crate) readers: Field,
}

impl RemarkForm {
    /// Returns the fields, with what was typed and what is wrong; `is_public` is the statement.
    pub(crate) fn new(
        is_public: bool,
        faults: &[(&'static str, String)],
        typed: impl Fn(&str) -> String,
    ) -> Self {
        let when = if is_public {
            "It stands in the public history at once."
        } else {
            "It stands in the public history once the statement is public."
        };
        let readers = vec![
            Choice::new(
                "involved",
                "Those who are involved",
                "Nobody else sees it, and nobody is mailed.",
            ),
            Choice::new("everyone", "Everyone", when),
        ];
        let chosen = typed("remark_for");
        let chosen = if chosen.is_empty() { "involved".to_owned() } else { chosen };
        let field = |name: &'static str, kind| Field::new(name, label(name), kind).faults(faults);
        Self {
            words: field("remark", FieldKind::Lines(3)).value(&typed("remark")),
            readers: field("remark_for", FieldKind::Radios(readers)).value(&chosen),
        }
    }

    /// Says whether something is wrong with it.
    pub(crate) fn is_wrong(&self) -> bool {
        ActForms::is_wrong(&[&self.words, &self.readers])
    }
}

impl Acts {
    /// Says whether there is anything that they may do.
    pub(crate) fn is_empty(&self) -> bool {
        let others = [
            self.edit,
            self.submit,
            self.review,
            self.note,
            self.send_back,
            self.tell,
            self.drop,
            self.revive,
            self.record,
            self.send,
            self.comment,
        ];
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
        let how = Some(typed("travelled")).filter(|how| !how.is_empty());
        let how = how.or(statement.goes_by_other_means().map(str::to_owned)).unwrap_or_default();
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
            back_words: field(
                "back_words",
                FieldKind::Lines(4),
                "Whoever drafted it is mailed this. It is kept in the history, which is public once the statement is.",
            ),
            telling_subject: field("telling_subject", FieldKind::Line, ""),
            telling_text: field("telling_text", FieldKind::Lines(14), ""),
            told_on: field("told_on", FieldKind::Day, ""),
            told_where: field(
                "told_where",
                FieldKind::Line,
                "A link into the list’s archive, or words such as: at the meeting in Vienna.",
            ),
            travelled: field(
                "travelled",
                FieldKind::Line,
                "Such as: a form on their site, a letter, a mail of one’s own.",
            )
            .value(&how),
            sent_on: field("sent_on", FieldKind::Day, "The day on which it was sent."),
            remark: RemarkForm::new(false, faults, &typed),
        }
    }

    /// Says whether something is wrong with what was typed into one of these.
    pub(crate) fn is_wrong(fields: &[&Field]) -> bool {
        fields.iter().any(|field| !field.fault.is_empty())
    }
}
