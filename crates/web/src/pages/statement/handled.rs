//! What is done with a received statement, for everyone.

use rules::{Direction, Policy, Statement};

use crate::pieces::Day;
use crate::words;

/// What is done with a received statement (REC-9).
#[derive(Debug)]
pub(crate) struct Handled {
    /// How it stands, in words.
    pub(crate) standpoint: String,
    /// Who sees to it: the name, and since when, in words; empty if nobody does.
    pub(crate) with: String,
    pub(crate) since: String,
    /// What is asked, and whose consensus an answer takes; empty where nobody said.
    pub(crate) asked: String,
    pub(crate) takes: String,
    /// The group that takes the lead; empty if none does.
    pub(crate) lead: String,
    /// The day by which an answer was promised.
    pub(crate) promised: Option<Day>,
    pub(crate) steps: Vec<Step>,
    /// What was answered, or why nothing is; empty while there is no outcome.
    pub(crate) outcome: String,
    /// Where the answer can be read.
    pub(crate) outcome_link: String,
}

/// Something that was done.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) what: String,
    pub(crate) words: String,
    pub(crate) link: String,
    pub(crate) about: String,
}

impl Handled {
    pub(crate) fn of(
        statement: &Statement,
        is_answered: bool,
        has_left: bool,
        policy: &Policy,
    ) -> Option<Self> {
        if statement.direction == Direction::Outgoing || !statement.state.is_public() {
            return None;
        }
        let handling = &statement.handling;
        let assignee = handling.assignee.as_ref();
        let outcome = handling.outcome.as_ref();
        let steps = handling.discussions.iter().map(|it| Step {
            what: it.kind.to_string(),
            words: words::obscured(&it.words),
            link: it.link.clone(),
            about: format!("{}, {}", it.by, words::day_at(it.at)),
        });
        let ask = handling.asked.as_deref().and_then(|slug| policy.ask(slug));
        Some(Self {
            asked: ask.map(|ask| ask.name.clone()).unwrap_or_default(),
            takes: ask.map(|ask| ask.takes.clone()).unwrap_or_default(),
            standpoint: statement.standpoint(is_answered).to_string(),
            with: assignee.map(|it| it.name.clone()).unwrap_or_default(),
            since: assignee.map_or_else(String::new, |it| {
                let since = words::day_at(it.since);
                match (has_left, it.accepted) {
                    (true, _) => format!("since {since}; holds no role any more"),
                    (false, true) => format!("since {since}"),
                    (false, false) => format!("asked on {since}, not taken on yet"),
                }
            }),
            lead: handling.lead.as_ref().map(|it| it.name.clone()).unwrap_or_default(),
            promised: handling.promised.map(Day),
            steps: steps.collect(),
            outcome: outcome.map_or_else(String::new, |it| {
                let role =
                    if it.role.is_empty() { String::new() } else { format!(" ({})", it.role) };
                let on = words::day_at(it.at);
                let words = words::obscured(it.words.trim());
                let said = if words.is_empty() { String::new() } else { format!("{words} ") };
                format!("{said}{}{role}, {on}.", it.by)
            }),
            outcome_link: outcome.map(|it| it.link.clone()).unwrap_or_default(),
        })
    }
}
