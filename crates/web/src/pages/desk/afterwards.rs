//! What is done with a statement once it is on the record: who has it, research, feedback, comments.

use askama::Template;
use askama::filters::HtmlSafe;
use operations::FeedbackDraft;
use rules::{Directory, GivenKind, GroupState, Mailbox, Policy, Statement};

use super::acts::{ActForms, RemarkForm};
use super::faults::label;
use super::groups::{GroupLists, GroupsField};
use crate::pages::statement::notes::given_words;
use crate::pieces::{Choice, Field, FieldKind};

/// What somebody may do with a statement that is on the record, besides answering it and taking it back.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk/afterwards.html")]
pub(crate) struct Afterwards {
    number: i64,
    /// Whom a received statement names; empty for one that we sent.
    named: String,
    /// Who sees to it in place of those, each with how and since when.
    has_it: Vec<String>,
    /// The research groups that it was relayed to, likewise.
    relayed: Vec<String>,
    give: Option<GroupsField>,
    give_role: Option<Field>,
    feedback: Option<Feedback>,
    /// Whether it is about research; none where nobody is asked about that, or the person does not say.
    mark: Option<bool>,
    /// Whether it is about research, where somebody is asked about that.
    about_research: bool,
    /// In which role somebody is asked about research.
    asked: String,
    relay: Option<(Field, Field)>,
    remark: Option<RemarkForm>,
    remark_role: Option<Field>,
    lists: GroupLists,
}

/// The note for informal feedback, as it was drafted or changed.
#[derive(Debug, Clone)]
struct Feedback {
    to: String,
    subject: Field,
    text: Field,
}

/// What somebody may do, as the rules answer it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MayAfterwards {
    pub(crate) give: bool,
    pub(crate) mark: bool,
    pub(crate) relay: bool,
    pub(crate) comment: bool,
}

impl Afterwards {
    /// Returns what there is, with what was typed and what is wrong.
    pub(crate) fn new(
        statement: &Statement,
        may: MayAfterwards,
        (directory, policy): (&Directory, &Policy),
        draft: Option<FeedbackDraft>,
        faults: &[(&'static str, String)],
        typed: impl Fn(&str) -> String,
    ) -> Self {
        let has =
            |kind: GivenKind| statement.distributed_to.iter().filter(move |it| it.kind == kind);
        let holders = has(GivenKind::Given).chain(has(GivenKind::Forwarded));
        let is_received = statement.direction == rules::Direction::Incoming;
        let or_typed = |name: &str, usual: String| {
            let typed = typed(name);
            if typed.is_empty() { usual } else { typed }
        };
        let acronyms: Vec<&str> =
            statement.holders().iter().map(|it| it.acronym.as_str()).collect();
        let give = GroupsField::new(
            "give_to",
            "Acronyms of our groups, one a line. Those that are new are told, with all of it and what is expected of \
             them; those that you take out are told too."
                .to_owned(),
            "ours",
            &or_typed("give_to", acronyms.join(", ")),
        );
        let field = |name: &'static str, kind| Field::new(name, label(name), kind).faults(faults);
        let relay = || {
            let relayed: Vec<&str> =
                statement.relayed_to().iter().map(|group| group.acronym.as_str()).collect();
            let chosen = or_typed("relay_to", relayed.join("\n"));
            let groups = field("relay_to", FieldKind::Checks(research_groups(directory, policy)));
            let note = field("relay_note", FieldKind::Lines(3)).optional();
            (
                groups
                    .value(&chosen)
                    .hint("Those that you add are told, and those that you take out."),
                note.value(&typed("relay_note")),
            )
        };
        let feedback = draft.filter(|_| may.give).map(|draft| Feedback {
            to: draft.to.iter().map(Mailbox::to_string).collect::<Vec<_>>().join(", "),
            subject: field("feedback_subject", FieldKind::Line)
                .value(&or_typed("feedback_subject", draft.subject)),
            text: field("feedback_text", FieldKind::Lines(12))
                .value(&or_typed("feedback_text", draft.text)),
        });
        Self {
            number: statement.number.0,
            named: if is_received { statement.to.words() } else { String::new() },
            has_it: holders.map(given_words).collect(),
            relayed: has(GivenKind::Relayed).map(given_words).collect(),
            give: may.give.then(|| give.faults(faults)),
            give_role: None,
            feedback,
            mark: may.mark.then_some(statement.about_research),
            about_research: statement.about_research && policy.has_research(),
            asked: policy.research_role_words().unwrap_or_default(),
            relay: may.relay.then(relay),
            remark: may.comment.then(|| RemarkForm::new(true, faults, &typed)),
            remark_role: None,
            lists: GroupLists::of(directory, policy),
        }
    }

    /// Lets somebody choose the role in which they act, where several let them (OUT-9).
    pub(crate) fn with_roles(self, give_role: Option<Field>, remark_role: Option<Field>) -> Self {
        Self { give_role, remark_role, ..self }
    }

    fn give_is_wrong(&self) -> bool {
        self.give.as_ref().is_some_and(|give| !give.fault.is_empty())
    }

    fn feedback_is_wrong(feedback: &Feedback) -> bool {
        ActForms::is_wrong(&[&feedback.subject, &feedback.text])
    }

    fn relay_is_wrong(groups: &Field, note: &Field) -> bool {
        ActForms::is_wrong(&[groups, note])
    }

    pub(crate) fn sample() -> Self {
        let statement = crate::pages::samples::statement();
        let policy = crate::pages::samples::policy();
        let may = MayAfterwards { give: true, mark: true, relay: true, comment: true };
        let draft = FeedbackDraft {
            to: statement.from.liaison_contact.clone().into_iter().collect(),
            subject: "For <ITU-X>: who has it now".to_owned(),
            text: "Dear colleague,\n\nplease tell them.\n".to_owned(),
        };
        let directory = Directory::default();
        Self::new(&statement, may, (&directory, &policy), Some(draft), &[], |_| String::new())
    }
}

/// Returns the research groups at work, as choices.
fn research_groups(directory: &Directory, policy: &Policy) -> Vec<Choice> {
    let is_one = |group: &&rules::Group| {
        group.state != GroupState::Concluded && policy.is_research_group(group.id, directory)
    };
    let groups = directory.groups().into_iter().filter(is_one);
    groups.map(|group| Choice::new(&group.acronym, &group.name, &group.acronym)).collect()
}

impl HtmlSafe for Afterwards {}
