//! What waits for whom, and when somebody is reminded of it (RSP-1).

use jiff::civil::{Date, date};
use jiff::{Span, Timestamp, ToSpan};
use proptest::prelude::*;
use rules::{
    DraftFate, PersonId, Policy, Request, Task, Today, deadline_step, draft_fate, request_duties,
    waiting_step,
};

use crate::made;

fn today(day: Date) -> Today {
    Today { utc: day, anywhere: day.yesterday().expect("a day before") }
}

fn policy() -> Policy {
    Policy::built_in("ietf").expect("it is built in")
}

/// RSP-1: the last evening of a deadline is its own everywhere on earth: in UTC it passes at noon of the next day.
#[test]
fn a_deadline_holds_to_its_end_anywhere_on_earth() {
    let at = |text: &str| Today::at(text.parse::<Timestamp>().expect("an instant"));
    let due = date(2026, 11, 30);
    assert!(!at("2026-11-30T23:59:59Z").has_passed(due));
    assert!(!at("2026-12-01T11:59:59Z").has_passed(due));
    assert!(at("2026-12-01T12:00:00Z").has_passed(due));
}

/// The steps that fall due on so many days, each with the first day on which it has.
fn steps_of(due: Date, since: Date, days: i64) -> Vec<(Date, Date)> {
    let policy = policy();
    let mut steps: Vec<(Date, Date)> = Vec::new();
    for n in 0..days {
        let day = since + Span::new().days(n);
        if let Some(step) = deadline_step(due, since, today(day), &policy)
            && steps.last().is_none_or(|(_, last)| *last != step)
        {
            steps.push((day, step));
        }
    }
    steps
}

/// RSP-1: the days before are those of the policy; once it has passed it is told of on the day after, and then each week.
#[test]
fn the_days_of_the_policy_are_kept_and_then_each_week() {
    let (due, since) = (date(2026, 3, 31), date(2026, 3, 1));
    let days: Vec<String> =
        steps_of(due, since, 55).iter().map(|(day, step)| format!("{day} {step}")).collect();
    insta::assert_snapshot!(days.join("\n"), @r"
    2026-03-17 2026-03-17
    2026-03-24 2026-03-24
    2026-03-29 2026-03-29
    2026-03-31 2026-03-31
    2026-04-02 2026-04-01
    2026-04-09 2026-04-08
    2026-04-16 2026-04-15
    2026-04-23 2026-04-22
    ");
}

proptest! {
    #[test]
    fn steps_go_on_and_never_back(length in 0_i64..120, days in 1_i64..520) {
        let since = date(2026, 1, 1);
        let due = since + Span::new().days(length);
        let steps = steps_of(due, since, days);
        prop_assert!(steps.iter().all(|(day, step)| *step > since && step <= day));
        prop_assert!(steps.windows(2).all(|two| two[0].1 < two[1].1));
        // Two before, and no more than one a week after.
        let after = steps.iter().filter(|(_, step)| *step > due).count();
        prop_assert!(i64::try_from(after).expect("few") <= 1 + 366 / 7);
    }

    #[test]
    fn what_waits_is_reminded_of_on_its_days_and_then_weekly(waited in 0_i64..400) {
        let since = date(2026, 1, 1);
        let step = waiting_step(since, &[3, 7], today(since + Span::new().days(waited)));
        let expected = match waited {
            0..3 => None,
            3..7 => Some(3),
            _ => Some(7 + (waited - 7) / 7 * 7),
        };
        prop_assert_eq!(step, expected.map(|days| since + Span::new().days(days)));
    }

    /// A draft is never dropped without a warning that came as many days before as the policy has.
    #[test]
    fn a_draft_is_warned_of_before_it_is_dropped(first_run in 0_i64..400) {
        let (policy, changed) = (policy(), date(2026, 1, 1));
        let mut warned = None;
        for n in first_run..first_run + 400 {
            let day = changed + Span::new().days(n);
            match draft_fate(changed, warned, today(day), &policy) {
                DraftFate::Warn { drop_on } => {
                    prop_assert!(drop_on >= day + 14.days());
                    warned = Some(day);
                }
                DraftFate::Drop => {
                    prop_assert!(n >= 180);
                    let warned: Date = warned.expect("it was warned of");
                    prop_assert!(day >= warned + 14.days());
                    return Ok(());
                }
                DraftFate::Stays | DraftFate::Warned { .. } => {}
            }
        }
        prop_assert!(false, "it was never dropped");
    }
}

/// RSP-1, RSP-2: before the day whoever has it, the chairs and the liaison manager; once it has passed the coordinators too; an
/// assignee who left is nobody's owner any more, and where nobody is known the coordinators are told at once.
#[test]
fn each_is_told_why_it_is_theirs_and_somebody_always_is() {
    let made::World { directory, policy } = made::World::new();
    let group = |acronym: &str| directory.by_acronym(acronym).expect("a group").id;
    let request = Request {
        number: rules::Number(17),
        subject: "Question".to_owned(),
        ours: vec![group("tsync")],
        theirs: vec![group("etu-sg1")],
        other_side: "ETU Study Group 1".to_owned(),
        person: None,
        person_name: String::new(),
        is_accepted: false,
        due: Some(date(2026, 3, 31)),
        since: date(2026, 3, 1),
        under_way: None,
    };
    let told = |request: &Request, day: Date| {
        let duties = request_duties(request, &directory, &policy, today(day));
        let name = |person: PersonId| {
            directory.person(person).map(|person| person.name.clone()).expect("a person")
        };
        let line = |duty: &rules::Duty| {
            let step = duty.step.map_or("no reminder".to_owned(), |step| step.to_string());
            format!("{}: {} ({step}). {}", name(duty.person), duty.task.words(), duty.why)
        };
        duties.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let left = Request {
        person: Some(PersonId(999)),
        person_name: "Gone Away".to_owned(),
        ours: Vec::new(),
        ..request.clone()
    };
    let all = [
        ("three weeks before", told(&request, date(2026, 3, 10))),
        ("two weeks before", told(&request, date(2026, 3, 17))),
        ("passed", told(&request, date(2026, 4, 2))),
        ("whoever had it left", told(&left, date(2026, 3, 17))),
    ];
    let all = all.map(|(when, told)| format!("{when}\n{told}\n"));
    insta::assert_snapshot!(all.join("\n"));
    let is_answer = |duty: &&rules::Duty| duty.task == Task::Answer;
    let now = request_duties(&request, &directory, &policy, today(date(2027, 6, 1)));
    assert_eq!(
        now.iter().filter(is_answer).count(),
        0,
        "what passed more than a year ago is history"
    );
}
