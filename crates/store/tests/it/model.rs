//! Lists, counts and exchanges say what a plain reading of all statements says, whatever is in them.

use std::cell::RefCell;
use std::collections::BTreeSet;

use jiff::civil::Date;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};
use rules::{
    Direction, Directory, Given, GroupRef, LinkKind, Number, OutcomeKind, Purpose, Side, State,
    Statement,
};
use store::testing::stores;
use store::{AnswerFilter, Count, DeadlineFilter, Find, Sort, Store};

use crate::any_statement::{Cast, any_statement};
use crate::made;

fn any_find() -> impl Strategy<Value = Find> {
    let acronyms: Vec<String> = made::groups()
        .into_iter()
        .map(|group| group.acronym)
        .chain(["nowhere".to_owned()])
        .collect();
    let group = || option::weighted(0.2, select(acronyms.clone()));
    let day = (0_i16..=9999).prop_map(|year| Date::new(year, 6, 15).expect("a day"));
    let deadline = prop_oneof![
        Just(DeadlineFilter::Any),
        Just(DeadlineFilter::Stated),
        day.clone().prop_map(DeadlineFilter::OpenOn),
        day.prop_map(DeadlineFilter::PassedOn),
    ];
    let purpose = option::of(select(Purpose::ALL.to_vec()));
    let sorts = vec![Sort::Newest, Sort::Oldest, Sort::Deadline, Sort::Due, Sort::DueLast];
    (
        (group(), group(), group(), group()),
        option::weighted(0.3, select(Direction::ALL.to_vec())),
        option::weighted(0.3, purpose),
        vec(select(State::ALL.to_vec()), 0..3),
        option::weighted(0.3, deadline),
        prop::bool::weighted(0.3),
        option::weighted(0.3, select(AnswerFilter::ALL.to_vec())),
        (any_span(), any_span()),
        select(sorts),
    )
        .prop_map(
            |(groups, direction, purpose, states, deadline, unanswered, answer, spans, sort)| {
                Find {
                    words: String::new(),
                    organization: groups.0,
                    group: groups.1,
                    from: groups.2,
                    to: groups.3,
                    direction,
                    purpose,
                    states,
                    year: None,
                    deadline,
                    unanswered,
                    ownerless: false,
                    left: Vec::new(),
                    assignee: None,
                    among: Vec::new(),
                    answer,
                    days: spans.0,
                    due: spans.1,
                    sort,
                }
            },
        )
}

/// A span of days, seldom bounded at all.
fn any_span() -> impl Strategy<Value = (Option<Date>, Option<Date>)> {
    let day = || (0_i16..=9999).prop_map(|year| Date::new(year, 6, 15).expect("a day"));
    (option::weighted(0.1, day()), option::weighted(0.1, day()))
}

fn is_within(day: Option<Date>, span: (Option<Date>, Option<Date>)) -> bool {
    span.0.is_none_or(|from| day.is_some_and(|day| day >= from))
        && span.1.is_none_or(|until| day.is_some_and(|day| day <= until))
}

/// Only what was received has a day that is watched.
fn due(statement: &Statement) -> Option<Date> {
    statement.due().filter(|_| statement.direction == Direction::Incoming)
}

/// The day that a list shows: what was sent has none but its deadline.
fn day_to_watch(statement: &Statement) -> Option<Date> {
    due(statement).or(statement.deadline().map(|deadline| deadline.date))
}

/// Says how what a statement asks for came out, given the day of the first answer; nothing if it asks for none.
fn outcome(statement: &Statement, answered: Option<Date>) -> Option<AnswerFilter> {
    let deadline = statement.deadline().map(|deadline| deadline.date);
    let handling = &statement.handling;
    let asks = statement.purpose == Some(Purpose::Action)
        || deadline.is_some()
        || handling.promised.is_some()
        || handling.asked.is_some()
        || handling.reopened_at.is_some();
    if statement.state != State::Posted || !asks {
        return None;
    }
    let is_marked = statement.action_taken == Some(true) && handling.reopened_at.is_none();
    let came_of_it = handling.outcome.as_ref().map(|outcome| outcome.kind);
    Some(match (answered, deadline, came_of_it) {
        (Some(_), None, _) => AnswerFilter::Undated,
        (Some(answered), Some(deadline), _) if answered <= deadline => AnswerFilter::InTime,
        (Some(_), Some(_), _) => AnswerFilter::Late,
        (None, _, Some(OutcomeKind::AnsweredInformally)) => AnswerFilter::Informal,
        (None, _, Some(OutcomeKind::NoAnswer)) => AnswerFilter::NoAnswer,
        (None, _, None) if is_marked => AnswerFilter::MarkedDone,
        (None, _, None) => AnswerFilter::Missing,
    })
}

/// Says whether a statement is to be in a list, by reading it.
fn belongs(find: &Find, statement: &Statement, all: &[Statement], directory: &Directory) -> bool {
    let sides =
        |sides: &[&Side], wanted: &Option<String>, fits: &dyn Fn(&GroupRef, &str) -> bool| {
            wanted.as_ref().is_none_or(|wanted| {
                sides.iter().flat_map(|side| &side.groups).any(|group| fits(group, wanted))
            })
        };
    let organization = |group: &GroupRef, wanted: &str| group.organization == wanted;
    let inside = |group: &GroupRef, wanted: &str| {
        directory.line(group.id).iter().any(|group| group.acronym == wanted)
    };
    let (from, to) = (&statement.from, &statement.to);
    let (stated, watched) = (statement.deadline(), day_to_watch(statement));
    let answered = || {
        // What was taken back answers nothing, and what is preliminary settles nothing.
        let settles = |other: &&Statement| {
            other.state == State::Posted
                && other.settles != Some(false)
                && statement.handling.counts(other.recorded_at)
        };
        let posted = all.iter().filter(settles);
        let answers = posted.filter(|other| other.answers().contains(&statement.number));
        answers.map(Statement::day).min()
    };
    let state = if find.states.is_empty() {
        statement.state.is_public()
    } else {
        find.states.contains(&statement.state)
    };
    state
        && sides(&[from, to], &find.organization, &organization)
        && (sides(&[from, to], &find.group, &inside)
            || find.group.as_ref().is_some_and(|wanted| {
                let mut given = statement.distributed_to.iter().filter_map(Given::group);
                given.any(|group| inside(group, wanted))
            }))
        && sides(&[from], &find.from, &inside)
        && sides(&[to], &find.to, &inside)
        && find.direction.is_none_or(|direction| direction == statement.direction)
        && find.purpose.is_none_or(|purpose| purpose == statement.purpose)
        && find.year.is_none_or(|year| year == statement.day().year())
        && find.deadline.is_none_or(|filter| match filter {
            DeadlineFilter::Any => watched.is_some(),
            DeadlineFilter::Stated => stated.is_some(),
            DeadlineFilter::OpenOn(day) => watched.is_some_and(|watched| watched >= day),
            DeadlineFilter::PassedOn(day) => watched.is_some_and(|watched| watched < day),
        })
        && (!find.unanswered || statement.is_open(answered().is_some()))
        && is_within(Some(statement.day()), find.days)
        && is_within(due(statement), find.due)
        && find.answer.is_none_or(|wanted| {
            let outcome = outcome(statement, answered());
            match wanted {
                AnswerFilter::Expected => outcome.is_some(),
                AnswerFilter::Given => outcome.is_some() && answered().is_some(),
                wanted => outcome == Some(wanted),
            }
        })
}

fn listed(find: &Find, all: &[Statement], directory: &Directory) -> Vec<i64> {
    let mut found: Vec<&Statement> =
        all.iter().filter(|statement| belongs(find, statement, all, directory)).collect();
    match find.sort {
        Sort::Newest => found.sort_by_key(|it| std::cmp::Reverse((it.day(), it.number))),
        Sort::Oldest => found.sort_by_key(|it| (it.day(), it.number)),
        Sort::Due => found.sort_by_key(|it| (due(it).is_none(), due(it), it.number)),
        Sort::DueLast => {
            found.sort_by_key(|it| (due(it).is_none(), std::cmp::Reverse(due(it)), it.number));
        }
        Sort::Deadline | Sort::Subject => found.sort_by_key(|it| {
            let watched = day_to_watch(it);
            (watched.is_none(), watched, it.number)
        }),
    }
    found.into_iter().map(|statement| statement.number.0).collect()
}

/// Follows the links of all public statements in both directions.
fn hangs_together(start: &Statement, all: &[Statement]) -> BTreeSet<i64> {
    let mut seen = BTreeSet::from([start.number.0]);
    let mut next = vec![start];
    while let Some(one) = next.pop() {
        let linked = |other: &Statement| {
            let to =
                |a: &Statement, b: &Statement| a.links.iter().any(|link| link.number == b.number);
            to(one, other) || to(other, one)
        };
        for other in all.iter().filter(|other| other.state.is_public() && linked(other)) {
            if seen.insert(other.number.0) {
                next.push(other);
            }
        }
    }
    seen
}

async fn check(store: &Store, directory: &Directory, all: &[Statement], finds: &[Find]) {
    let reader = store.reader();
    for find in finds {
        // Some year that is there, for each second list.
        let mut find = find.clone();
        find.year = all
            .first()
            .filter(|_| !find.unanswered)
            .map(|it| it.day().year())
            .filter(|year| year % 2 == 0);
        let expected = listed(&find, all, directory);
        let found = reader.find(&find, 1, 1_000).await.expect("found");
        let numbers: Vec<i64> = found.rows.iter().map(|row| row.number.0).collect();
        assert_eq!(numbers, expected, "{find:?}");
        let total = i64::try_from(expected.len()).expect("few");
        assert_eq!(found.total, Count::Exactly(total), "{find:?}");
        let facets = reader.facets(&find).await.expect("counted");
        let one = |direction: Direction| Find { direction: Some(direction), ..find.clone() };
        let directions: Vec<(String, i64)> = Direction::ALL
            .into_iter()
            .map(|direction| (direction, listed(&one(direction), all, directory).len()))
            .filter(|(_, count)| *count > 0)
            .map(|(direction, count)| {
                (direction.slug().to_owned(), i64::try_from(count).expect("few"))
            })
            .collect();
        assert_eq!(facets.directions, directions, "{find:?}");
        let any_purpose = Find { purpose: None, ..find.clone() };
        let purposes: i64 = facets.purposes.iter().map(|(_, count)| count).sum();
        assert_eq!(
            purposes,
            i64::try_from(listed(&any_purpose, all, directory).len()).expect("few")
        );
        let any_year = Find { year: None, ..find.clone() };
        let years: i64 = facets.years.iter().map(|(_, count)| count).sum();
        assert_eq!(years, i64::try_from(listed(&any_year, all, directory).len()).expect("few"));
    }
    for statement in all.iter().take(10) {
        let exchange = reader.exchange(statement.number).await.expect("loaded");
        let numbers: BTreeSet<i64> = exchange.iter().map(|row| row.row.number.0).collect();
        assert_eq!(numbers, hangs_together(statement, all), "{}", statement.number);
    }
}

#[test]
fn lists_and_exchanges_are_what_a_plain_reading_of_all_statements_says() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        for (label, store, _guard) in stores("model").await {
            let directory = made::directory(&store).await;
            let groups = directory.groups().into_iter();
            let groups = groups.filter_map(|group| directory.reference(group.id)).collect();
            let anna = store.reader().person_by_address("anna@example.org").await.expect("asked");
            let cast = Cast { people: vec![anna.expect("known")], groups };
            let statements = vec((any_statement(&cast), vec(any::<Index>(), 0..3)), 10..30);
            let strategy = (statements, vec(any_find(), 20));
            let saved: RefCell<Vec<Statement>> = RefCell::default();
            let handle = tokio::runtime::Handle::current();
            let mut runner = TestRunner::new(Config {
                cases: 6,
                failure_persistence: None,
                ..Config::default()
            });
            let result = tokio::task::block_in_place(|| {
                runner.run(&strategy, |(statements, finds)| {
                    let new = numbered(statements, saved.borrow().len());
                    saved.borrow_mut().extend(new.iter().cloned());
                    let all = saved.borrow().clone();
                    handle.block_on(async {
                        made::save(&store, &new).await;
                        check(&store, &directory, &all, &finds).await;
                    });
                    Ok(())
                })
            });
            result.expect(label);
        }
    });
}

/// Gives statements their numbers, and links to each other.
fn numbered(statements: Vec<(Statement, Vec<Index>)>, before: usize) -> Vec<Statement> {
    let count = statements.len();
    let number = |place: usize| Number(i64::try_from(before + place + 1).expect("small"));
    statements
        .into_iter()
        .enumerate()
        .map(|(place, (mut statement, targets))| {
            statement.number = number(place);
            statement.links.clear();
            for target in targets {
                let kind =
                    if target.index(2) == 0 { LinkKind::Answers } else { LinkKind::RefersTo };
                statement.links.push(made::link(kind, number(target.index(count)).0));
            }
            statement
        })
        .collect()
}
