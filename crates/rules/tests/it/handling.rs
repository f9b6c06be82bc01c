//! What is open, what is overdue, and how a received statement stands (REC-9, RSP-1, RSP-7).

use jiff::civil::date;
use jiff::{Timestamp, ToSpan};
use rules::{
    Assignee, Deadline, DeadlineKind, Direction, Discussion, DiscussionKind, Doer, Needed, Number,
    Outcome, OutcomeKind, PersonId, Purpose, Standpoint, State, Statement, day_anywhere,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn asked(purpose: Purpose, deadline: Option<jiff::civil::Date>) -> Statement {
    let deadline = deadline.map(|date| Deadline {
        date,
        kind: DeadlineKind::Stated,
        set_by: "ETU".to_owned(),
        set_on: None,
    });
    Statement {
        state: State::Posted,
        purpose: Some(purpose),
        deadlines: deadline.into_iter().collect(),
        ..Statement::blank(Number(1), Direction::Incoming, at("2026-02-01T08:00:00Z"))
    }
}

fn discussion(kind: DiscussionKind) -> Discussion {
    let at = at("2026-02-02T08:00:00Z");
    Discussion { kind, link: String::new(), words: "So.".to_owned(), by: "Anna".to_owned(), at }
}

/// RSP-1: a day has passed once it has passed everywhere on earth, and not before.
#[test]
fn a_deadline_holds_to_its_end_anywhere_on_earth() {
    let statement = asked(Purpose::Action, Some(date(2026, 3, 31)));
    let late = |now: &str| statement.is_overdue(false, day_anywhere(at(now)));
    assert!(!late("2026-03-31T23:59:59Z"));
    assert!(!late("2026-04-01T11:59:59Z"));
    assert!(late("2026-04-01T12:00:00Z"));
    assert!(!statement.is_overdue(true, date(2033, 1, 1)));
    let mut promised = statement.clone();
    promised.handling.promised = Some(date(2026, 5, 1));
    assert_eq!(promised.due(), Some(date(2026, 5, 1)));
    assert!(!promised.is_overdue(false, date(2026, 4, 30)));
    let undated = asked(Purpose::Action, None);
    assert!(undated.is_open(false) && !undated.is_overdue(false, date(2033, 1, 1)));
}

/// RSP-1, RSP-4, RSP-5: what asks for something is open until something came of it; opened again it waits as before.
#[test]
fn what_asks_for_something_is_open_until_something_came_of_it() {
    let open = |change: &dyn Fn(&mut Statement)| {
        let mut statement = asked(Purpose::Action, None);
        change(&mut statement);
        statement.is_open(false)
    };
    assert!(open(&|_| {}));
    assert!(!open(&|it| it.purpose = Some(Purpose::Information)));
    assert!(open(&|it| (it.purpose, it.handling.asked) = (None, Some("question".to_owned()))));
    assert!(!open(&|it| it.state = State::Withdrawn));
    assert!(!open(&|it| it.direction = Direction::Outgoing));
    assert!(!open(&|it| it.action_taken = Some(true)));
    let reopened = Some(at("2026-03-01T08:00:00Z"));
    assert!(open(&|it| (it.action_taken, it.handling.reopened_at) = (Some(true), reopened)));
    let outcome = |kind| Outcome {
        kind,
        at: at("2026-02-03T08:00:00Z"),
        by: "Anna".to_owned(),
        role: String::new(),
        words: String::new(),
        link: String::new(),
        message: None,
    };
    for kind in OutcomeKind::ALL {
        assert!(!open(&|it| it.handling.outcome = Some(outcome(kind))), "{kind:?}");
        assert_eq!(OutcomeKind::from_slug(kind.slug()), Some(kind));
    }
    let mut statement = asked(Purpose::Action, None);
    assert!(statement.handling.counts(None));
    statement.handling.reopened_at = reopened;
    let answered = |days: i64| Some(at("2026-03-01T08:00:00Z") + (24 * days).hours());
    assert!(statement.handling.counts(answered(1)));
    assert!(!statement.handling.counts(answered(0)) && !statement.handling.counts(None));
}

/// RSP-7, IN-5: how it stands and what it needs; the group's last word counts, and asking it again asks anew.
#[test]
fn how_it_stands_follows_from_what_was_done() {
    let mut statement = asked(Purpose::Action, None);
    let stands = |statement: &Statement| statement.standpoint(false);
    assert_eq!(stands(&statement), Standpoint::Waits);
    assert_eq!(statement.handling.needed(true), Some(Needed::Owner));
    let (id, name) = (Some(PersonId(7)), "Cy".to_owned());
    let by = Doer::Person { id, name, role: String::new() };
    statement.handling.assign_to_recorder(&by, at("2026-02-01T09:00:00Z"));
    assert_eq!(statement.handling.needed(true), Some(Needed::Answer));
    let handed = statement.handling.assignee.clone();
    statement.handling.assignee = handed.map(|it| Assignee { accepted: false, ..it });
    assert_eq!(statement.handling.needed(true), Some(Needed::Acceptance));
    assert_eq!(statement.handling.needed(false), None);
    for (kind, expected) in [
        (DiscussionKind::Acknowledged, Standpoint::Acknowledged),
        (DiscussionKind::Discussed, Standpoint::Discussed),
        (DiscussionKind::PutToGroup, Standpoint::PutToGroup),
        (DiscussionKind::Comments, Standpoint::GroupHeard),
        (DiscussionKind::Consensus, Standpoint::GroupHeard),
        (DiscussionKind::PutToGroup, Standpoint::PutToGroup),
        (DiscussionKind::NoInterest, Standpoint::GroupHeard),
    ] {
        statement.handling.discussions.push(discussion(kind));
        assert_eq!(stands(&statement), expected, "{kind:?}");
    }
    assert_eq!(statement.handling.heard().map(|it| it.kind), Some(DiscussionKind::NoInterest));
    statement.handling.promised = Some(date(2026, 5, 1));
    assert_eq!(stands(&statement), Standpoint::Promised);
    assert_eq!(statement.standpoint(true), Standpoint::Answered);
}
