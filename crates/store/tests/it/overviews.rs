//! What is counted over the record is what the lists hold, on both databases.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use rules::{Direction, Handling, LinkKind, Outcome, OutcomeKind, Purpose, State, Statement};
use store::testing::stores;
use store::{AnswerFilter, Count, DeadlineFilter, Find, Reader, Store};

use crate::made;

/// The day of a question in a leap year, and of answers around each turn of month and year.
const ASKED: Date = date(2024, 2, 28);
const ANSWERED: [Date; 6] = [
    date(2024, 2, 27),
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(2024, 12, 31),
    date(2101, 3, 1),
];

/// Questions in both directions with every outcome, and what none may count.
async fn record(store: &Store) {
    let directory = made::directory(store).await;
    let mut statements = Vec::new();
    for (n, answered) in (0..).zip(ANSWERED) {
        let question = Statement {
            purpose: Some(Purpose::Action),
            deadlines: vec![made::deadline(date(2024, 3, 1))],
            ..made::received(&directory, 10 + n, ASKED)
        };
        let answer = Statement {
            links: vec![made::link(LinkKind::Answers, 10 + n)],
            ..made::sent(&directory, 20 + n, answered)
        };
        statements.extend([question, answer]);
    }
    let asked = |number, of: Statement| Statement {
        number: rules::Number(number),
        purpose: Some(Purpose::Action),
        ..of
    };
    let received = |number| asked(number, made::received(&directory, number, ASKED));
    let sent = |number| asked(number, made::sent(&directory, number, date(2025, 1, 1)));
    let answer = |number, to| Statement {
        links: vec![made::link(LinkKind::Answers, to)],
        ..made::received(&directory, number, date(2025, 2, 1))
    };
    statements.extend([
        received(30),
        Statement { action_taken: Some(true), ..received(31) },
        Statement { state: State::Withdrawn, ..received(32) },
        Statement { state: State::Draft, ..sent(33) },
        Statement { from: made::side(&directory, &["etu-sg1-wp2", "kio"]), ..received(34) },
        Statement { handling: came(OutcomeKind::AnsweredInformally), ..received(42) },
        Statement { handling: came(OutcomeKind::NoAnswer), ..received(43) },
        sent(35),
        sent(36),
        answer(37, 36),
        answer(38, 36),
        Statement { settles: Some(false), ..answer(39, 35) },
        Statement { state: State::Withdrawn, ..answer(40, 35) },
        Statement {
            purpose: None,
            deadlines: vec![made::deadline(date(2026, 1, 1))],
            ..received(41)
        },
    ]);
    made::save(store, &statements).await;
}

fn came(kind: OutcomeKind) -> Handling {
    let outcome = Outcome {
        kind,
        at: made::now(),
        by: "Anna Chair".to_owned(),
        role: "chair of tsync".to_owned(),
        words: "It is not ours.".to_owned(),
        link: String::new(),
        message: None,
    };
    Handling { outcome: Some(outcome), ..Handling::default() }
}

async fn length(reader: &Reader, find: Find) -> i64 {
    match reader.find(&find, 1, 1).await.expect("answered").total {
        Count::Exactly(count) | Count::MoreThan(count) => count,
    }
}

fn of(organization: &str) -> Option<String> {
    Some(organization.to_owned()).filter(|acronym| !acronym.is_empty())
}

#[tokio::test]
async fn each_number_is_the_length_of_a_list() {
    for (label, store, _guard) in stores("overviews").await {
        record(&store).await;
        let reader = store.reader();
        let mut seen = BTreeSet::new();
        for of_all in ["", "etu", "kio", "nobody"] {
            let statistics =
                reader.statistics("ietf", of(of_all).as_deref()).await.expect("counted");
            for row in &statistics.exchanged {
                let find = Find {
                    year: Some(row.year),
                    direction: Some(row.direction),
                    purpose: Some(row.purpose),
                    organization: of(of_all),
                    ..Find::default()
                };
                assert_eq!(length(&reader, find).await, row.count, "{label} {of_all} {row:?}");
            }
            for row in &statistics.with {
                let find = Find {
                    year: Some(row.year),
                    direction: Some(row.direction),
                    organization: of(&row.acronym),
                    ..Find::default()
                };
                assert_eq!(length(&reader, find).await, row.count, "{label} {row:?}");
            }
            for row in &statistics.asked {
                let find = Find {
                    year: Some(row.year),
                    direction: Some(row.direction),
                    purpose: Some(row.purpose),
                    answer: Some(row.outcome),
                    organization: of(of_all),
                    ..Find::default()
                };
                seen.insert(row.outcome);
                assert_eq!(length(&reader, find).await, row.count, "{label} {of_all} {row:?}");
            }
            for row in &statistics.asked_with {
                let find = Find {
                    direction: Some(row.direction),
                    answer: Some(row.outcome),
                    organization: of(&row.acronym),
                    ..Find::default()
                };
                assert_eq!(length(&reader, find).await, row.count, "{label} {row:?}");
            }
            for direction in Direction::ALL {
                let expected = |answer, deadline| Find {
                    direction: Some(direction),
                    answer: Some(answer),
                    deadline,
                    organization: of(of_all),
                    ..Find::default()
                };
                let sum = |rows: &[store::DaysRow]| {
                    let rows = rows.iter().filter(|row| row.direction == direction);
                    rows.map(|row| row.count).sum::<i64>()
                };
                let taken = length(&reader, expected(AnswerFilter::Given, None)).await;
                assert_eq!(taken, sum(&statistics.taken), "{label} {of_all}");
                let dated = expected(AnswerFilter::Expected, Some(DeadlineFilter::Stated));
                assert_eq!(length(&reader, dated).await, sum(&statistics.given), "{label}");
            }
        }
        assert_eq!(seen, BTreeSet::from(AnswerFilter::OUTCOMES), "{label}: every outcome is met");
    }
}

/// Days are counted in SQL, over leap days and turns of years, as a calendar does.
#[tokio::test]
async fn days_are_counted_as_a_calendar_does() {
    for (label, store, _guard) in stores("overviewdays").await {
        record(&store).await;
        let statistics = store.reader().statistics("ietf", Some("etu")).await.expect("counted");
        let taken = statistics.taken.iter().filter(|row| row.direction == Direction::Incoming);
        let taken: Vec<i64> = taken.map(|row| row.days).collect();
        let expected = ANSWERED.map(|day| i64::from((day - ASKED).get_days()));
        assert_eq!(taken, expected, "{label}");
        // The first of two answers counts; what was taken back and what is preliminary do not.
        let returned = statistics.taken.iter().filter(|row| row.direction == Direction::Outgoing);
        assert_eq!(returned.map(|row| (row.days, row.count)).collect::<Vec<_>>(), [(31, 1)]);
    }
}

/// Deadlines are counted by day, and those apart that wait.
#[tokio::test]
async fn deadlines_are_counted_by_day() {
    for (label, store, _guard) in stores("overviewdue").await {
        record(&store).await;
        let find = Find { direction: Some(Direction::Incoming), ..Find::default() };
        let due = store.reader().due(&find, date(2024, 1, 1), date(2026, 1, 1)).await;
        let due: Vec<_> = due
            .expect("counted")
            .into_iter()
            .map(|row| (row.day.to_string(), row.all, row.open))
            .collect();
        let expected = [("2024-03-01".to_owned(), 6, 0), ("2026-01-01".to_owned(), 1, 1)];
        assert_eq!(due, expected, "{label}");
    }
}
