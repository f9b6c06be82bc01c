//! The one thing to do next with a received statement.

use askama::Template;
use askama::filters::HtmlSafe;
use rules::{Needed, Standpoint};

use super::Seen;
use crate::words;

/// The one thing to do next.
#[derive(Debug, Default, Template)]
#[template(path = "desk/next.html")]
pub(in crate::pages::statement) struct Next {
    pub(super) number: i64,
    /// Who asks for what, by when, and who sees to it.
    pub(super) asked_line: String,
    pub(super) may_reply: bool,
    pub(super) may_take: bool,
    /// Answers on their way that the person may see: number, and how far they are.
    pub(super) under_way: Vec<(i64, String)>,
    /// Whether the mail is kept by which it was answered.
    pub(super) has_kept_mail: bool,
    pub(super) title: String,
    pub(super) sentence: String,
    pub(super) by: NextBy,
    /// Whether it is to draft the answer.
    pub(super) is_reply: bool,
    /// Whether it is to take it.
    pub(super) is_take: bool,
}

/// How it is done.
#[derive(Debug, Default)]
pub(super) enum NextBy {
    /// By a click: the verb, and the words on the button.
    Post(&'static str, &'static str),
    /// By going there: the address, and the words on it.
    Go(String, &'static str),
    /// There is nothing to do.
    #[default]
    Nothing,
}

impl Next {
    pub(super) fn of(seen: &Seen<'_>) -> Self {
        let handling = &seen.statement.handling;
        let assignee = handling.assignee.as_ref();
        let is_open = seen.statement.is_open(seen.is_answered);
        match handling.needed(is_open) {
            None => Self::over(seen),
            _ if seen.has_left => {
                let name = assignee.map(|it| it.name.as_str()).unwrap_or_default();
                Self::take(format!(
                    "{name} holds no role any more, and cannot see to it: take it, or hand it to somebody below."
                ))
            }
            Some(Needed::Owner) => {
                Self::take("Nobody sees to it. Take it, or hand it to somebody below.".to_owned())
            }
            Some(Needed::Acceptance) => Self::pending(seen),
            Some(Needed::Answer) => Self::answer(seen),
        }
    }

    fn new(title: &str, sentence: String, by: NextBy) -> Self {
        Self { title: title.to_owned(), sentence, by, ..Self::default() }
    }

    fn take(sentence: String) -> Self {
        let by = NextBy::Post("take-on", "I see to it");
        Self { is_take: true, ..Self::new("It needs somebody who sees to it", sentence, by) }
    }

    /// Somebody was asked, and did not say yet whether they see to it.
    fn pending(seen: &Seen<'_>) -> Self {
        let Some(assignee) = &seen.statement.handling.assignee else {
            return Self::take(String::new());
        };
        let since = words::day_at(assignee.since);
        if Some(assignee.person) == seen.actor.person {
            let giver = assignee.handed_by.and_then(|it| seen.directory.person(it));
            let giver = giver.map_or("Somebody", |it| it.name.as_str());
            let sentence = format!(
                "{giver} asked you on {since}. Take it on, or hand it back with a word under “Besides”."
            );
            let by = NextBy::Post("take-on", "Take it on");
            return Self { is_take: true, ..Self::new("Will you see to it?", sentence, by) };
        }
        let sentence =
            format!("{} was asked on {since}, and has not taken it on yet.", assignee.name);
        Self::new("It waits to be taken on", sentence, NextBy::Nothing)
    }

    fn answer(seen: &Seen<'_>) -> Self {
        let (handling, number) = (&seen.statement.handling, seen.statement.number);
        let reply = || NextBy::Go(format!("/statements/{number}/reply"), "Draft the answer");
        let write = |title: &str, sentence: String| {
            let by = if seen.may_reply { reply() } else { NextBy::Nothing };
            Self { is_reply: true, ..Self::new(title, sentence, by) }
        };
        if let Some(first) = seen.under_way.first() {
            let by = NextBy::Go(format!("/statements/{}/preview", first.number), "Go on with it");
            let sentence =
                format!("Statement {} answers it, and is not on the record yet.", first.number);
            return Self { is_reply: true, ..Self::new("An answer is on its way", sentence, by) };
        }
        let putting = if seen.putting.to.is_empty() { "note-putting" } else { "put-to-group" };
        match seen.statement.standpoint(seen.is_answered) {
            Standpoint::GroupHeard => {
                let heard = handling.heard().map(|it| it.kind.to_string()).unwrap_or_default();
                write(
                    "Write the answer",
                    format!("{heard}. The answer begins with that, already addressed."),
                )
            }
            Standpoint::PutToGroup => Self::new(
                "Note what the group says",
                "It was asked. Once it is clear what it says, note it: the answer begins with it.".to_owned(),
                NextBy::Go(at_form(seen, "hear-group"), "Note what it says"),
            ),
            Standpoint::Promised => {
                let by = handling.promised.map(words::day).unwrap_or_default();
                write("Answer as promised", format!("An answer was promised by {by}."))
            }
            _ => Self::new(
                "Does a published document answer it?",
                "Then draft the answer now. If not, put it to the group: the mail to its list is drafted below.".to_owned(),
                NextBy::Go(at_form(seen, putting), "Put it to the group"),
            ),
        }
    }

    /// Nothing more is to be done.
    fn over(seen: &Seen<'_>) -> Self {
        let standpoint = seen.statement.standpoint(seen.is_answered);
        let sentence = match standpoint {
            Standpoint::Nothing => {
                "It asks for nothing. Should the group want to say something all the same, it can."
            }
            _ => "Nothing more is to be done. Should that be wrong, open it again below.",
        };
        Self::new(&standpoint.to_string(), sentence.to_owned(), NextBy::Nothing)
    }
}

/// The page with a form open, and the form in view.
fn at_form(seen: &Seen<'_>, form: &str) -> String {
    format!("/statements/{}?do={form}#do-{form}", seen.statement.number)
}

impl HtmlSafe for Next {}
