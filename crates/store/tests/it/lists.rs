//! Lists are filtered, counted, sorted and paged the same on both databases (REC-1).

use jiff::ToSpan as _;
use jiff::civil::date;
use rules::{
    Attachment, AttachmentBody, AttachmentSource, Direction, Given, GivenKind, GivenTo, LinkKind,
    Number, Purpose, State, Statement,
};
use store::testing::stores;
use store::{Count, DeadlineFilter, Facets, Find, Reader, Row, Sort, Store};

use crate::made;

/// A record in which every filter finds something and leaves something out.
async fn record(store: &Store) {
    let directory = made::directory(store).await;
    let received = |number, day| made::received(&directory, number, day);
    let sent = |number, day| made::sent(&directory, number, day);
    let link_to = |name: &str| Attachment {
        position: 1,
        title: name.to_owned(),
        body: AttachmentBody::Link { url: format!("https://example.com/{name}") },
        source: AttachmentSource::Uploaded,
        added_after_sending: false,
        hidden: None,
        made_of: None,
    };
    let hidden = Attachment { position: 2, hidden: Some("Private".to_owned()), ..link_to("b") };
    let statements = [
        Statement {
            purpose: Some(Purpose::Action),
            deadlines: vec![made::deadline(date(2025, 6, 30))],
            subject: "Zulu clocks".to_owned(),
            attachments: vec![link_to("a"), hidden],
            ..received(1, date(2025, 3, 1))
        },
        Statement {
            purpose: Some(Purpose::Response),
            links: vec![made::link(LinkKind::Answers, 1)],
            subject: "“Äther” and clocks".to_owned(),
            ..sent(2, date(2025, 6, 1))
        },
        Statement {
            purpose: Some(Purpose::Action),
            deadlines: vec![made::deadline(date(2026, 12, 31))],
            from: made::side(&directory, &["etu-sg1-wp2", "kio"]),
            to: made::side(&directory, &["tsync", "iab"]),
            subject: "alpha clocks".to_owned(),
            ..received(3, date(2026, 3, 1))
        },
        Statement {
            deadlines: vec![made::deadline(date(2026, 3, 31))],
            from: made::side(&directory, &["kio"]),
            to: rules::Side {
                as_written: vec!["The Timekeepers".to_owned()],
                ..rules::Side::default()
            },
            ..received(4, date(2026, 3, 1))
        },
        Statement {
            purpose: None,
            from: rules::Side {
                as_written: vec!["Nobody".to_owned(), "No One".to_owned()],
                ..rules::Side::default()
            },
            action_taken: Some(true),
            ..received(5, date(1995, 1, 31))
        },
        Statement {
            purpose: Some(Purpose::Action),
            action_taken: Some(true),
            ..received(6, date(1996, 2, 29))
        },
        Statement {
            state: State::Withdrawn,
            to: made::side(&directory, &["etu"]),
            ..sent(7, date(2026, 4, 1))
        },
        Statement {
            state: State::Draft,
            links: vec![made::link(LinkKind::Answers, 3)],
            ..sent(8, date(2026, 5, 1))
        },
        Statement { state: State::InReview, ..received(9, date(2026, 5, 2)) },
    ];
    made::save(store, &statements).await;
}

async fn numbers(reader: &Reader, find: Find) -> Vec<i64> {
    let found = reader.find(&find, 1, 50).await.expect("found");
    let numbers: Vec<i64> = found.rows.iter().map(|row| row.number.0).collect();
    let total = i64::try_from(numbers.len()).expect("a few");
    assert_eq!(found.total, Count::Exactly(total), "{find:?}");
    numbers
}

fn named(acronym: &str) -> Option<String> {
    Some(acronym.to_owned())
}

fn shown(row: &Row) -> String {
    let names = |names: &[(String, String)]| {
        let names = names.iter().map(|(acronym, name)| format!("{name} [{acronym}]"));
        names.collect::<Vec<_>>().join(", ")
    };
    let answers: Vec<String> = row.answered_by.iter().map(Number::to_string).collect();
    format!(
        "{} {} {} {}, {}, “{}” from {} to {}, recorded {}, by {}, answered by {}, taken {:?}, {} attached{}",
        row.number,
        row.day,
        row.direction,
        row.state,
        row.purpose.map_or("no purpose", Purpose::slug),
        row.subject,
        names(&row.from),
        names(&row.to),
        row.recorded_at.map_or(String::new(), |at| at.to_string()),
        row.deadline.map_or("no day".to_owned(), |day| day.to_string()),
        answers.join(", "),
        row.action_taken,
        row.attachments,
        row.snippet,
    )
}

#[tokio::test]
async fn a_list_shows_every_public_statement_newest_first() {
    for (label, store, _guard) in stores("list").await {
        record(&store).await;
        let found = store.reader().find(&Find::default(), 1, 50).await.expect("found");
        assert_eq!(found.total, Count::Exactly(7), "{label}");
        let rows: Vec<String> = found.rows.iter().map(shown).collect();
        insta::allow_duplicates! {
            insta::assert_snapshot!(rows.join("\n"), @r"
            7 2026-04-01 outgoing withdrawn, information, “On clocks, part 7” from Time Synchronization [tsync] to Example Telecommunication Union [etu], recorded 2026-04-01T12:00:00Z, by no day, answered by , taken None, 0 attached
            4 2026-03-01 incoming posted, information, “On clocks, part 4” from Kilohertz Organization [kio] to The Timekeepers [], recorded 2026-03-01T12:00:00Z, by 2026-03-31, answered by , taken None, 0 attached
            3 2026-03-01 incoming posted, action, “alpha clocks” from ETU Study Group 1, Party 2 [etu-sg1-wp2], Kilohertz Organization [kio] to Time Synchronization [tsync], IAB [iab], recorded 2026-03-01T12:00:00Z, by 2026-12-31, answered by , taken None, 0 attached
            2 2025-06-01 outgoing posted, response, ““Äther” and clocks” from Time Synchronization [tsync] to ETU Study Group 1 [etu-sg1], recorded 2025-06-01T12:00:00Z, by no day, answered by , taken None, 0 attached
            1 2025-03-01 incoming posted, action, “Zulu clocks” from ETU Study Group 1 [etu-sg1] to Time Synchronization [tsync], recorded 2025-03-01T12:00:00Z, by 2025-06-30, answered by 2, taken None, 1 attached
            6 1996-02-29 incoming posted, action, “On clocks, part 6” from ETU Study Group 1 [etu-sg1] to Time Synchronization [tsync], recorded 1996-02-29T12:00:00Z, by no day, answered by , taken Some(true), 0 attached
            5 1995-01-31 incoming posted, no purpose, “On clocks, part 5” from Nobody [], No One [] to Time Synchronization [tsync], recorded 1995-01-31T12:00:00Z, by no day, answered by , taken Some(true), 0 attached
            ");
        }
    }
}

#[tokio::test]
async fn each_filter_leaves_out_what_it_should() {
    for (label, store, _guard) in stores("filters").await {
        record(&store).await;
        let reader = store.reader();
        let today = made::TODAY;
        let all = Find::default();
        let cases = [
            (Find { organization: named("etu"), ..all.clone() }, vec![7, 3, 2, 1, 6]),
            (Find { organization: named("ETU "), ..all.clone() }, vec![7, 3, 2, 1, 6]),
            (Find { organization: named("ietf"), ..all.clone() }, vec![7, 3, 2, 1, 6, 5]),
            (Find { organization: named("nowhere"), ..all.clone() }, vec![]),
            // A group matches itself and everything inside it.
            (Find { group: named("etu-sg1"), ..all.clone() }, vec![3, 2, 1, 6]),
            (Find { group: named("etu-sg1-wp2"), ..all.clone() }, vec![3]),
            (Find { group: named("tim"), ..all.clone() }, vec![7, 3, 2, 1, 6, 5]),
            (Find { from: named("tim"), ..all.clone() }, vec![7, 2]),
            (Find { from: named("etu"), ..all.clone() }, vec![3, 1, 6]),
            (Find { to: named("etu"), ..all.clone() }, vec![7, 2]),
            (Find { from: named("kio"), to: named("iab"), ..all.clone() }, vec![3]),
            (Find { direction: Some(Direction::Outgoing), ..all.clone() }, vec![7, 2]),
            (Find { purpose: Some(Some(Purpose::Action)), ..all.clone() }, vec![3, 1, 6]),
            (Find { purpose: Some(None), ..all.clone() }, vec![5]),
            (Find { year: Some(2026), ..all.clone() }, vec![7, 4, 3]),
            (Find { year: Some(1995), ..all.clone() }, vec![5]),
            (Find { deadline: Some(DeadlineFilter::Any), ..all.clone() }, vec![4, 3, 1]),
            (Find { deadline: Some(DeadlineFilter::OpenOn(today)), ..all.clone() }, vec![3]),
            (Find { deadline: Some(DeadlineFilter::PassedOn(today)), ..all.clone() }, vec![4, 1]),
            // 1 is answered; of 6 the present tool says that the action was taken; the answer to 3 is a draft.
            (Find { unanswered: true, ..all.clone() }, vec![4, 3]),
            (Find { states: vec![State::Withdrawn], ..all.clone() }, vec![7]),
            (Find { states: vec![State::Draft, State::InReview], ..all.clone() }, vec![9, 8]),
            (Find { states: vec![State::Draft, State::Withdrawn], ..all.clone() }, vec![8, 7]),
            (
                Find {
                    direction: Some(Direction::Incoming),
                    purpose: Some(Some(Purpose::Action)),
                    year: Some(2026),
                    organization: named("kio"),
                    deadline: Some(DeadlineFilter::Any),
                    ..all.clone()
                },
                vec![3],
            ),
        ];
        for (find, expected) in cases {
            assert_eq!(numbers(&reader, find.clone()).await, expected, "{label}: {find:?}");
        }
    }
}

#[tokio::test]
async fn a_deadline_is_open_to_the_end_of_its_day() {
    for (label, store, _guard) in stores("lastday").await {
        record(&store).await;
        let reader = store.reader();
        let last = date(2026, 12, 31);
        let open = Find { deadline: Some(DeadlineFilter::OpenOn(last)), ..Find::default() };
        assert_eq!(numbers(&reader, open).await, [3], "{label}");
        let after = last.tomorrow().expect("a day");
        let open = Find { deadline: Some(DeadlineFilter::OpenOn(after)), ..Find::default() };
        assert_eq!(numbers(&reader, open).await, Vec::<i64>::new(), "{label}");
    }
}

/// RSP-3: where an answer was promised by a day, that day is shown, sorted by and filtered by, in place of the deadline.
#[tokio::test]
async fn a_promised_day_is_the_one_that_lists_show_sort_and_filter_by() {
    for (label, store, _guard) in stores("promisedday").await {
        record(&store).await;
        let reader = store.reader();
        let watch = |filter| Find { deadline: Some(filter), ..Find::default() };
        let by_day = Find { sort: Sort::Deadline, ..Find::default() };
        let today = made::TODAY;
        assert_eq!(numbers(&reader, by_day.clone()).await, [1, 4, 3, 2, 5, 6, 7], "{label}");
        assert_eq!(numbers(&reader, watch(DeadlineFilter::PassedOn(today))).await, [4, 1]);
        // 4 passed and is put off; 6 named no day at all.
        let days = [(4, date(2027, 2, 1)), (6, date(2026, 3, 1))];
        let mut tx = store.begin("promise").await.expect("begun");
        for (number, day) in days {
            let mut statement = tx.statement(Number(number)).await.expect("asked").expect("there");
            statement.handling.promised = Some(day);
            tx.save_statement(&statement).await.expect("saved");
        }
        tx.commit().await.expect("committed");
        let shown = reader.find(&by_day, 1, 50).await.expect("found").rows;
        let shown: Vec<_> = shown.iter().map(|row| (row.number.0, row.day_to_watch())).collect();
        let expected = [
            (1, Some(date(2025, 6, 30))),
            (6, Some(date(2026, 3, 1))),
            (3, Some(date(2026, 12, 31))),
            (4, Some(date(2027, 2, 1))),
            (2, None),
            (5, None),
            (7, None),
        ];
        assert_eq!(shown, expected, "{label}");
        for (filter, expected) in [
            (DeadlineFilter::PassedOn(today), vec![1, 6]),
            (DeadlineFilter::OpenOn(today), vec![4, 3]),
            (DeadlineFilter::Any, vec![4, 3, 1, 6]),
            (DeadlineFilter::Stated, vec![4, 3, 1]),
        ] {
            assert_eq!(numbers(&reader, watch(filter)).await, expected, "{label} {filter:?}");
        }
        // Going on from one statement keeps the same order.
        let mut followed = Vec::new();
        while let Some(row) = {
            let after = followed.last().map(|number| Number(*number));
            reader.find_after(&by_day, after, 1).await.expect("found").0.rows.pop()
        } {
            followed.push(row.number.0);
        }
        assert_eq!(followed, expected.map(|(number, _)| number), "{label}");
    }
}

#[tokio::test]
async fn lists_are_sorted_the_same_on_both_databases() {
    for (label, store, _guard) in stores("sorted").await {
        record(&store).await;
        let reader = store.reader();
        for (sort, expected) in [
            (Sort::Newest, [7, 4, 3, 2, 1, 6, 5]),
            (Sort::Oldest, [5, 6, 1, 2, 3, 4, 7]),
            (Sort::Deadline, [1, 4, 3, 2, 5, 6, 7]),
            (Sort::Subject, [3, 2, 4, 5, 6, 7, 1]),
        ] {
            let find = Find { sort, ..Find::default() };
            assert_eq!(numbers(&reader, find).await, expected, "{label}: {sort:?}");
        }
    }
}

#[tokio::test]
async fn a_list_comes_in_pages_and_no_page_number_is_an_error() {
    for (label, store, _guard) in stores("pages").await {
        record(&store).await;
        let reader = store.reader();
        for (page, per_page, expected) in [
            (1, 3, vec![7, 4, 3]),
            (2, 3, vec![2, 1, 6]),
            (3, 3, vec![5]),
            (4, 3, vec![]),
            (0, 3, vec![7, 4, 3]),
            (-5, -5, vec![7]),
            (i64::MAX, i64::MAX, vec![]),
        ] {
            let found = reader.find(&Find::default(), page, per_page).await.expect("found");
            let numbers: Vec<i64> = found.rows.iter().map(|row| row.number.0).collect();
            assert_eq!(numbers, expected, "{label}: {page} of {per_page}");
            assert_eq!(found.total, Count::Exactly(7), "{label}");
        }
    }
}

fn facets_shown(facets: &Facets) -> String {
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}",
        facets.directions, facets.purposes, facets.years, facets.organizations
    )
}

#[tokio::test]
async fn what_can_be_filtered_is_counted_under_the_other_filters() {
    for (_, store, _guard) in stores("facets").await {
        record(&store).await;
        let reader = store.reader();
        let facets = reader.facets(&Find::default()).await.expect("counted");
        insta::allow_duplicates! {
            insta::assert_snapshot!(facets_shown(&facets), @r#"
            [("incoming", 5), ("outgoing", 2)]
            [("information", 2), ("action", 3), ("response", 1), ("", 1)]
            [(2026, 3), (2025, 2), (1996, 1), (1995, 1)]
            [("etu", "Example Telecommunication Union", 5), ("kio", "Kilohertz Organization", 2)]
            "#);
        }
        let find = Find {
            direction: Some(Direction::Incoming),
            organization: named("kio"),
            year: Some(2026),
            ..Find::default()
        };
        let facets = reader.facets(&find).await.expect("counted");
        insta::allow_duplicates! {
            insta::assert_snapshot!(facets_shown(&facets), @r#"
            [("incoming", 2)]
            [("information", 1), ("action", 1)]
            [(2026, 2)]
            [("kio", "Kilohertz Organization", 2), ("etu", "Example Telecommunication Union", 1)]
            "#);
        }
        let nothing = Find { group: named("nowhere"), ..Find::default() };
        assert_eq!(reader.facets(&nothing).await.expect("counted"), Facets::default());
    }
}

#[tokio::test]
async fn the_record_is_counted_by_year_and_by_organization() {
    for (label, store, _guard) in stores("counted").await {
        record(&store).await;
        let reader = store.reader();
        let years = reader.per_year().await.expect("counted");
        assert_eq!(years, [(1995, 1, 0), (1996, 1, 0), (2025, 1, 1), (2026, 2, 1)], "{label}");
        let organizations = reader.organizations("IETF").await.expect("counted");
        let organizations: Vec<String> = organizations
            .iter()
            .map(|row| {
                let newest = row.newest.map(|day| day.to_string()).unwrap_or_default();
                let (name, state) = (&row.name, row.state.slug());
                format!("{} {name}, {state}: {} {} {newest}", row.acronym, row.received, row.sent)
            })
            .collect();
        insta::allow_duplicates! {
            insta::assert_snapshot!(organizations.join("\n"), @r"
            etu Example Telecommunication Union, active: 3 2 2026-04-01
            kio Kilohertz Organization, active: 2 0 2026-03-01
            ");
        }
    }
}

#[tokio::test]
async fn a_statement_knows_what_links_to_it() {
    for (label, store, _guard) in stores("linkedfrom").await {
        record(&store).await;
        let linked = |number| {
            let reader = store.reader();
            async move { reader.linked_from(Number(number)).await.expect("loaded") }
        };
        let to_one = linked(1).await;
        let shown: Vec<String> = to_one
            .iter()
            .map(|(kind, row)| format!("{} {}", kind.reversed(), shown(row)))
            .collect();
        insta::allow_duplicates! {
            insta::assert_snapshot!(shown.join("\n"), @"answered by 2 2025-06-01 outgoing posted, response, ““Äther” and clocks” from Time Synchronization [tsync] to ETU Study Group 1 [etu-sg1], recorded 2025-06-01T12:00:00Z, by no day, answered by , taken None, 0 attached");
        }
        assert_eq!(linked(3).await, [], "{label}: only a draft links to it");
    }
}

/// IN-3, REC-11: what was given to a group is among its statements, and says who sees to it; To stays as it is.
#[tokio::test]
async fn what_was_given_to_a_group_is_among_its_statements() {
    for (label, store, _guard) in stores("given").await {
        let directory = made::directory(&store).await;
        let reference = |acronym: &str| {
            let group = directory.by_acronym(acronym).expect("known").id;
            directory.reference(group).expect("known")
        };
        let given = |acronym: &str, kind| Given {
            to: GivenTo::Group(reference(acronym)),
            kind,
            since: Some(made::now()),
            by: "Cy Coordinator".to_owned(),
            role: "liaison coordinator".to_owned(),
        };
        let named = Given {
            to: GivenTo::Named("All of it".to_owned()),
            kind: GivenKind::Forwarded,
            since: None,
            by: String::new(),
            role: String::new(),
        };
        let mut received = made::received(&directory, 1, date(2026, 3, 1));
        received.distributed_to =
            vec![named, given("iab", GivenKind::Given), given("tim", GivenKind::Relayed)];
        let to = received.to.groups.len();
        made::save(&store, &[received.clone()]).await;
        let reader = store.reader();
        let kept = reader.statement(Number(1)).await.expect("loads").expect("there");
        assert_eq!(kept.distributed_to, received.distributed_to, "{label}");
        for group in ["iab", "tim"] {
            let find = Find { group: Some(group.to_owned()), ..Find::default() };
            assert_eq!(numbers(&reader, find).await, [1], "{label}: {group}");
        }
        let find = Find { to: Some("iab".to_owned()), ..Find::default() };
        assert_eq!(numbers(&reader, find).await, Vec::<i64>::new(), "{label}: it names another");
        let rows = reader.find(&Find::default(), 1, 10).await.expect("found").rows;
        assert_eq!(rows[0].given, [("iab".to_owned(), "IAB".to_owned())], "{label}");
        assert_eq!(rows[0].to.len(), to, "{label}");
        let words = Find { words: "\"all of it\"".to_owned(), ..Find::default() };
        assert_eq!(numbers(&reader, words).await, [1], "{label}: words are found");
    }
}

/// A group of a large record: its newest pages come in the same order, wherever its statements stand among all, and it is
/// counted no further than to a thousand.
#[tokio::test]
async fn what_concerns_a_group_of_a_large_record_is_counted_to_a_thousand() {
    const LARGE: i64 = 20_000;
    for (label, store, _guard) in stores("large").await {
        let directory = made::directory(&store).await;
        let day = |number: i64| date(2020, 1, 1).saturating_add((number % 1_500).days());
        let received = |number| made::received(&directory, number, day(number));
        let many: Vec<Statement> = (1..=1_001).map(received).collect();
        let mut tx = store.begin("import").await.expect("a transaction");
        tx.insert_statements(&many).await.expect("inserted");
        tx.commit().await.expect("kept");
        let reader = store.reader();
        let of_group = Find { from: named("etu"), ..Find::default() };
        let found = reader.find(&of_group, 2, 50).await.expect("found");
        assert_eq!(found.total, Count::Exactly(1_001), "{label}: in a small record");

        let kio = Statement {
            from: made::side(&directory, &["kio"]),
            ..made::received(&directory, LARGE + 1, date(2026, 3, 1))
        };
        made::save(&store, &[kio]).await;
        let filters = [
            of_group.clone(),
            Find { organization: named("etu"), ..Find::default() },
            Find { group: named("tsync"), direction: Some(Direction::Incoming), ..Find::default() },
            Find { to: named("tsync"), year: Some(2021), ..Find::default() },
        ];
        for find in filters {
            let total = reader.find(&find, 1, 1).await.expect("found").total;
            // As in a small record, and as among the newest of a large one.
            for page in [1, 3, 21] {
                let sorted =
                    reader.page_of(&find, page, 50, Count::Exactly(0)).await.expect("found");
                let newest =
                    reader.page_of(&find, page, 50, Count::MoreThan(0)).await.expect("found");
                assert_eq!(newest, sorted, "{label}: page {page} of {find:?}");
                assert_eq!(newest.is_empty(), find.year.is_some() && page > 8, "{label}: {find:?}");
            }
            let is_counted = find.year.is_some();
            assert_eq!(matches!(total, Count::Exactly(_)), is_counted, "{label}: {find:?}");
        }
        let counted = reader.facets(&of_group).await.expect("counted");
        assert_eq!((counted.total, counted.beyond.len()), (Count::MoreThan(1_000), 4), "{label}");
        let kio = numbers(&reader, Find { from: named("kio"), ..Find::default() }).await;
        assert_eq!(kio, [LARGE + 1], "{label}");
    }
}
