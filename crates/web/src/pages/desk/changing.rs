//! What is changed about a statement on the record: something added, a correction, a statement in its place.

use askama::Template;
use askama::filters::HtmlSafe;
use rules::{Direction, Number, Statement, Travelled};

use super::acts::ActForms;
use super::faults::label;
use crate::pieces::{Choice, Field, FieldKind};

/// What somebody may change about a statement on the record.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk/changing.html")]
pub(crate) struct Changing {
    number: i64,
    /// The deliveries may be sent again; one of them is wrong, with what was typed.
    pub(crate) resend: Option<Resend>,
    add: Option<Add>,
    correct: Option<Correct>,
    /// The correction on its way that the person sees.
    correction: Option<Number>,
    revise: bool,
    /// Whether they may begin another with its words.
    again: Option<Field>,
    is_received: bool,
    agree: Option<[Field; 3]>,
    hide: Option<Hide>,
}

/// What was typed into the form of a delivery, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Resend {
    pub(crate) delivery: i64,
    pub(crate) typed: String,
    pub(crate) fault: String,
}

/// Adding a file or a link.
#[derive(Debug, Clone)]
struct Add {
    file: Field,
    url: Field,
    title: Field,
    tell: Option<Field>,
}

/// Taking a file from view, and showing again what was taken.
#[derive(Debug, Clone)]
struct Hide {
    position: Field,
    /// Whether there is anything in view.
    any_in_view: bool,
    why: Field,
    /// What was taken from view: position and reason.
    hidden: Vec<(i64, String)>,
}

/// Beginning a correction.
#[derive(Debug, Clone)]
struct Correct {
    why: Field,
    resend: Option<Field>,
    role: Option<Field>,
}

/// What somebody may do, as the rules answer it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MayChange {
    pub(crate) resend: bool,
    pub(crate) add: bool,
    /// Whether they may tell those who have it.
    pub(crate) tell: bool,
    pub(crate) correct: bool,
    pub(crate) revise: bool,
    pub(crate) again: bool,
    /// Whether they may note that its sender agreed to a later day.
    pub(crate) agree: bool,
    /// Whether they may take files from view.
    pub(crate) hide: bool,
    /// The correction on its way that they see.
    pub(crate) correction: Option<Number>,
}

impl Changing {
    /// Returns what there is, with what was typed and what is wrong.
    pub(crate) fn new(
        statement: &Statement,
        may: MayChange,
        role: Option<Field>,
        faults: &[(&'static str, String)],
        typed: impl Fn(&str) -> String,
    ) -> Self {
        let field = |name: &'static str, kind| {
            Field::new(name, label(name), kind).value(&typed(name)).faults(faults)
        };
        let is_received = statement.direction == Direction::Incoming;
        let check = |name: &'static str, words: &str| {
            let kind = FieldKind::Checks(vec![Choice::new("yes", words, "")]);
            field(name, kind).optional()
        };
        let add = || Add {
            file: field("file", FieldKind::Files).optional(),
            url: field("url", FieldKind::Line)
                .optional()
                .hint("Where a document is published, beginning with https://."),
            title: field("title", FieldKind::Line)
                .optional()
                .hint("What it is called; left empty, the name of the file."),
            tell: may.tell.then(|| {
                check(
                    "tell",
                    if is_received {
                        "Tell those who have it"
                    } else {
                        "Tell everyone who got the statement"
                    },
                )
            }),
        };
        let was_mailed = is_received || statement.travelled == Travelled::Mailed;
        let correct = || {
            Correct {
            why: field("correction_why", FieldKind::Line).hint(
                "Such as: the interval in the second paragraph was wrong. It stands on the page for everyone.",
            ),
            resend: was_mailed.then(|| {
                check("resend", if is_received { "Tell those who have it, with all of it" } else { "Send the correction to everyone who got the statement" })
            }),
            role,
        }
        };
        let begins = may.correct && may.correction.is_none();
        Self {
            number: statement.number.0,
            resend: may.resend.then(|| Resend {
                delivery: typed("delivery").parse().unwrap_or_default(),
                typed: typed("resend_to"),
                fault: crate::pieces::joined("resend_to", faults),
            }),
            add: may.add.then(add),
            correct: begins.then(correct),
            correction: may.correction,
            revise: may.revise,
            again: may.again.then(|| check("follows_up", "It follows up on this one")),
            is_received,
            agree: may.agree.then(|| agreed(&field, is_received)),
            hide: may.hide.then(|| Hide::of(statement, &field)),
        }
    }

    fn is_empty(&self) -> bool {
        self.add.is_none()
            && self.correct.is_none()
            && self.correction.is_none()
            && !self.revise
            && self.again.is_none()
            && self.agree.is_none()
            && self.hide.is_none()
    }

    fn add_is_wrong(add: &Add) -> bool {
        let tell = add.tell.as_ref().is_some_and(|tell| !tell.fault.is_empty());
        ActForms::is_wrong(&[&add.file, &add.url, &add.title]) || tell
    }

    fn agree_is_wrong(agree: &[Field; 3]) -> bool {
        ActForms::is_wrong(&agree.each_ref())
    }

    fn correct_is_wrong(correct: &Correct) -> bool {
        ActForms::is_wrong(&[&correct.why])
    }

    pub(crate) fn sample() -> Self {
        let statement = crate::pages::samples::statement();
        let may = MayChange {
            resend: true,
            add: true,
            tell: true,
            correct: true,
            revise: true,
            again: true,
            agree: true,
            hide: true,
            correction: None,
        };
        let faults =
            [("correction_why", "Say what is corrected and why: everyone reads it.".to_owned())];
        Self::new(&statement, may, None, &faults, |_| String::new())
    }
}

/// Returns the fields of a later day that its sender agreed to; of what we sent, that is somebody of ours.
fn agreed(field: &impl Fn(&'static str, FieldKind) -> Field, is_received: bool) -> [Field; 3] {
    let who = if is_received { "Who agreed for its sender." } else { "Who of ours agreed." };
    [
        field("agreed_day", FieldKind::Day),
        field("agreed_by", FieldKind::Line).hint(who),
        field("agreed_where", FieldKind::Line)
            .hint("A link, or words such as: by mail on 3 March."),
    ]
}

impl Hide {
    fn of(statement: &Statement, field: &impl Fn(&'static str, FieldKind) -> Field) -> Self {
        let files = statement.attachments.iter();
        let (shown, hidden): (Vec<_>, Vec<_>) = files.partition(|one| one.hidden.is_none());
        let choices = shown.iter().map(|one| {
            let position = one.position.to_string();
            Choice::new(&position, &format!("{position}: {}", one.title), "")
        });
        Self {
            any_in_view: !shown.is_empty(),
            position: field("hide_position", FieldKind::Select(choices.collect())),
            why: field("hide_reason", FieldKind::Line)
                .hint("Such as: it names a person who asked not to be named. It stands in its place for everyone."),
            hidden: hidden
                .iter()
                .map(|one| (one.position, one.hidden.clone().unwrap_or_default()))
                .collect(),
        }
    }

    fn is_wrong(&self) -> bool {
        ActForms::is_wrong(&[&self.position, &self.why])
    }
}

impl HtmlSafe for Changing {}
