//! By when an answer is wanted, and how that stands.

use jiff::civil::{Date, date};
use rules::DeadlineKind::{Agreed, Requested, Stated};
use rules::{Deadline, DeadlineMark};

use crate::made::{TODAY, deadline};

/// PUR-4: what the receiver asks for changes nothing until the sender agrees.
#[test]
fn a_requested_deadline_governs_only_once_it_is_agreed() {
    let stated = deadline(Stated, date(2026, 9, 30));
    let requested = deadline(Requested, date(2026, 11, 30));
    let agreed = deadline(Agreed, date(2026, 10, 31));
    assert_eq!(Deadline::in_force(&[]), None);
    assert_eq!(Deadline::in_force(std::slice::from_ref(&requested)), None);
    let asked = [stated.clone(), requested.clone()];
    assert_eq!(Deadline::in_force(&asked), Some(&stated));
    let settled = [stated, requested, agreed.clone()];
    assert_eq!(Deadline::in_force(&settled), Some(&agreed));
}

/// A correction is added beside what it corrects; the last of its kind holds.
#[test]
fn the_last_deadline_of_its_kind_holds() {
    let first = deadline(Stated, date(2026, 9, 30));
    let second = deadline(Stated, date(2026, 9, 15));
    assert_eq!(Deadline::in_force(&[first, second.clone()]), Some(&second));
    let sooner = deadline(Agreed, date(2026, 10, 1));
    let later = deadline(Agreed, date(2026, 12, 1));
    assert_eq!(Deadline::in_force(&[sooner, later.clone(), second]), Some(&later));
}

/// RSP-1: it is open through its last day, and passed on the next.
#[test]
fn a_deadline_is_open_to_the_end_of_its_day() {
    let mark = |date: Date| deadline(Stated, date).mark(TODAY, false);
    assert_eq!(mark(date(2026, 9, 2)), DeadlineMark::Open { days_left: 1 });
    assert_eq!(mark(TODAY), DeadlineMark::Open { days_left: 0 });
    assert_eq!(mark(date(2026, 8, 31)), DeadlineMark::Passed { days_ago: 1 });
    assert_eq!(mark(date(2027, 9, 1)), DeadlineMark::Open { days_left: 365 });
    assert_eq!(mark(date(1995, 9, 1)), DeadlineMark::Passed { days_ago: 11_323 });
}

/// An imported date can be far off; the arithmetic stays whole.
#[test]
fn the_furthest_dates_are_counted_in_days() {
    let furthest = deadline(Stated, Date::MAX).mark(Date::MIN, false);
    assert_eq!(furthest, DeadlineMark::Open { days_left: 7_304_483 });
}

/// What was asked for and done is met, whenever its day was.
#[test]
fn a_deadline_that_was_met_stays_met() {
    for date in [date(2020, 1, 1), TODAY, date(2030, 1, 1)] {
        assert_eq!(deadline(Stated, date).mark(TODAY, true), DeadlineMark::Met);
    }
}
