//! Received messages, by where they stand.

use std::collections::HashMap;

use askama::Template;
use operations::{ItemGlance, ItemOwner, LetterGlance};
use rules::{ItemState, Number, Purpose};
use store::{Count, Item};

use crate::pieces::{Day, Instant, Paging, PurposeMark};
use crate::view::View;
use crate::words;

/// Received messages in one state, with how many there are in each.
#[derive(Debug, Template)]
#[template(path = "desk/inbox.html")]
pub(crate) struct InboxPage {
    view: View,
    tabs: Vec<Tab>,
    rows: Vec<ItemRow>,
    nothing: &'static str,
    paging: Paging,
}

/// A state with how many messages are in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tab {
    pub(crate) state: ItemState,
    pub(crate) count: Count,
    pub(crate) is_here: bool,
}

/// A message in the list.
#[derive(Debug, Clone)]
pub(crate) struct ItemRow {
    id: i64,
    subject: String,
    from: String,
    received_at: Instant,
    files: String,
    reason: String,
    statement: Option<Number>,
    read: RowRead,
    owner: ItemOwner,
}

/// What a row shows of the letter in a message.
#[derive(Debug, Clone, Default)]
struct RowRead {
    is_being_read: bool,
    /// Why it is no statement; empty if it is one, or was not read.
    no_statement: String,
    /// The bodies that it comes from and is addressed to, in the letter's words.
    bodies: String,
    purpose: Option<PurposeMark>,
    deadline: Option<Day>,
    /// How many fields are to be checked, in words.
    to_check: String,
    /// How many statements the message holds, in words; empty if it is one.
    several: String,
}

impl Tab {
    fn name(self) -> &'static str {
        match self.state {
            ItemState::Waiting => "Waiting",
            ItemState::SetAside => "Set aside",
            ItemState::Quarantined => "Spam",
            ItemState::Closed => "Closed",
            ItemState::Taken => "Recorded",
        }
    }

    fn count(self) -> String {
        words::counted(self.count)
    }

    fn address(self) -> String {
        match self.state {
            ItemState::Waiting => "/desk/inbox".to_owned(),
            state => format!("/desk/inbox?state={}", state.slug()),
        }
    }
}

impl RowRead {
    fn of(glance: Option<&ItemGlance>) -> Self {
        let letters = match glance {
            None => return Self::default(),
            Some(ItemGlance::BeingRead) => return Self { is_being_read: true, ..Self::default() },
            Some(ItemGlance::Read(letters)) => letters,
        };
        let statements: Vec<&LetterGlance> =
            letters.iter().filter(|one| one.is_statement).collect();
        let Some(first) = statements.first() else {
            let reason = letters.first().map(|one| one.reason.clone());
            return Self { no_statement: reason.unwrap_or_default(), ..Self::default() };
        };
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let several = match statements.len() {
            1 => String::new(),
            number => words::count(count(number), "statement", "statements"),
        };
        Self {
            is_being_read: false,
            no_statement: String::new(),
            bodies: match (first.from.join(", "), first.to.join(", ")) {
                (from, to) if from.is_empty() || to.is_empty() => from,
                (from, to) => format!("{from} to {to}"),
            },
            purpose: first
                .purpose
                .filter(|one| *one != Purpose::Comment)
                .map(|one| PurposeMark(Some(one))),
            deadline: first.deadline.map(Day),
            to_check: match first.doubts {
                0 => String::new(),
                number => words::count(count(number), "field to check", "fields to check"),
            },
            several,
        }
    }
}

impl ItemRow {
    fn of(item: &Item, glance: Option<&ItemGlance>) -> Self {
        let files = i64::try_from(item.parts.len()).unwrap_or(i64::MAX);
        Self {
            id: item.id,
            subject: subject_read(glance).unwrap_or_else(|| subject(item)).to_owned(),
            from: sender(item).to_owned(),
            received_at: Instant(item.received_at),
            files: if files == 0 { String::new() } else { words::count(files, "file", "files") },
            reason: item.reason.clone(),
            statement: item.statement,
            read: RowRead::of(glance),
            owner: ItemOwner::default(),
        }
    }
}

/// Returns the subject of the first statement in a message, if one was read.
fn subject_read(glance: Option<&ItemGlance>) -> Option<&str> {
    let Some(ItemGlance::Read(letters)) = glance else { return None };
    let first = letters.iter().find(|letter| letter.is_statement)?;
    Some(first.subject.as_str()).filter(|subject| !subject.trim().is_empty())
}

/// Returns the subject of a message, or that it has none.
pub(crate) fn subject(item: &Item) -> &str {
    if item.subject.trim().is_empty() { "(no subject)" } else { &item.subject }
}

/// Returns who sent a message, or that nobody knows.
pub(crate) fn sender(item: &Item) -> &str {
    match (item.from.trim(), item.envelope_from().trim()) {
        ("", "") => "an unknown sender",
        ("", envelope) => envelope,
        (from, _) => from,
    }
}

impl InboxPage {
    /// Makes one page of the list.
    pub(crate) fn new(
        view: View,
        tabs: Vec<Tab>,
        items: &[Item],
        (glances, owners): (&HashMap<i64, ItemGlance>, &HashMap<i64, ItemOwner>),
        page: i64,
        has_more: bool,
    ) -> Self {
        let state = tabs.iter().find(|tab| tab.is_here).map_or(ItemState::Waiting, |tab| tab.state);
        let nothing = match state {
            ItemState::Waiting => {
                "No message waits. What is mailed to the addresses of this service arrives here."
            }
            ItemState::SetAside => "Nothing was set aside: every message could be read.",
            ItemState::Quarantined => "Nothing looked like spam.",
            ItemState::Closed => "No message was closed.",
            ItemState::Taken => "No statement was made from a message yet.",
        };
        let rows = items.iter().map(|item| ItemRow {
            owner: owners.get(&item.id).cloned().unwrap_or_default(),
            ..ItemRow::of(item, glances.get(&item.id))
        });
        let rows = rows.collect();
        Self { view, tabs, rows, nothing, paging: paging(state, page, has_more) }
    }

    pub(crate) fn sample() -> Self {
        let tab = |state, count, is_here| Tab { state, count: Count::Exactly(count), is_here };
        let row = ItemRow {
            id: 5,
            subject: "LS on <clocks>".to_owned(),
            from: "Sam Sender <sam@example.com>".to_owned(),
            received_at: Instant(jiff::Timestamp::UNIX_EPOCH),
            files: "2 files".to_owned(),
            reason: String::new(),
            statement: None,
            read: RowRead {
                bodies: "Study Group <1>".to_owned(),
                purpose: Some(PurposeMark(Some(Purpose::Action))),
                deadline: Some(Day(jiff::civil::date(2026, 3, 31))),
                to_check: "1 field to check".to_owned(),
                several: "2 statements".to_owned(),
                ..RowRead::default()
            },
            owner: ItemOwner {
                assigned: "Lea <Manager>".to_owned(),
                held_by: "Nora <Coordinator>".to_owned(),
            },
        };
        Self {
            view: View::signed_in_sample("/desk/inbox"),
            tabs: vec![tab(ItemState::Waiting, 1, true), tab(ItemState::SetAside, 0, false)],
            rows: vec![row],
            nothing: "",
            paging: paging(ItemState::Waiting, 1, false),
        }
    }
}

fn paging(state: ItemState, page: i64, has_more: bool) -> Paging {
    let address = |page: i64| format!("/desk/inbox?state={}&page={page}", state.slug());
    Paging {
        before: (page > 1).then(|| address(page - 1)),
        next: has_more.then(|| address(page + 1)),
        here: if page > 1 || has_more { format!("Page {page}") } else { String::new() },
    }
}
