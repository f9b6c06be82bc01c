//! Words find the same statements on both databases, and as a plain reading of all of them says (WEB-2).

use std::cell::RefCell;

use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use rules::{Directory, Number, State, Statement};
use store::testing::stores;
use store::{Count, Facet, Facets, Find, Found, Store};

use crate::conversions::read;
use crate::made;

/// What is written, and the words that it is.
const VOCABULARY: [(&str, &[&str]); 14] = [
    ("clock", &["clock"]),
    ("CLOCK", &["clock"]),
    ("Zürich", &["zurich"]),
    ("zurich,", &["zurich"]),
    ("x.pdf", &["x", "pdf"]),
    ("pdf", &["pdf"]),
    ("S2-2403861", &["s2", "2403861"]),
    ("(s2)", &["s2"]),
    ("Réseau", &["reseau"]),
    ("第二", &["第", "二"]),
    ("noon!", &["noon"]),
    ("the", &["the"]),
    ("or", &["or"]),
    ("study", &["study"]),
];

type Word = (&'static str, &'static [&'static str]);

/// A statement as a plain reader sees it: its own number, whether all may see it, and the words of each field.
#[derive(Debug, Clone)]
struct Plain {
    number: i64,
    day: Date,
    public: bool,
    fields: Vec<Vec<&'static str>>,
}

/// What is made of a statement: its fields, its state, its day, whether its attachment is hidden.
type Made = (Vec<Vec<Word>>, State, i8, bool);

fn any_statement() -> impl Strategy<Value = Made> {
    let field = vec(select(VOCABULARY.to_vec()), 0..5);
    (vec(field, 5), select(State::ALL.to_vec()), 1_i8..28, prop::bool::weighted(0.2))
}

/// Part of a query: whether it is excluded, whether in quotes, what is written.
type Term = (bool, bool, Vec<Word>);

fn any_query() -> impl Strategy<Value = Vec<Term>> {
    let words = vec(select(VOCABULARY.to_vec()), 1..4);
    vec((prop::bool::weighted(0.3), any::<bool>(), words), 1..4)
}

fn written(words: &[Word]) -> String {
    words.iter().map(|(written, _)| *written).collect::<Vec<_>>().join(" ")
}

fn folded(words: &[Word]) -> Vec<&'static str> {
    words.iter().flat_map(|(_, folded)| folded.iter().copied()).collect()
}

/// Makes the statement with the fields subject, text, identifier, attachment's title and attachment's words.
fn statement(directory: &Directory, number: i64, made: &Made) -> Statement {
    let (fields, state, day, hidden) = made;
    let mut attachment = made::file(1, "", Some("aa"));
    attachment.title = written(&fields[3]);
    attachment.hidden = hidden.then(|| "Private".to_owned());
    Statement {
        subject: written(&fields[0]),
        text: written(&fields[1]),
        identifiers: vec![written(&fields[2])],
        state: *state,
        attachments: vec![attachment],
        ..made::received(directory, number, date(2026, 3, *day))
    }
}

fn plain(number: i64, (fields, state, day, hidden): &Made) -> Plain {
    let seen = if *hidden { 3 } else { 5 };
    let mut fields: Vec<Vec<&str>> = fields[..seen].iter().map(|field| folded(field)).collect();
    // The groups on both sides.
    fields.extend([vec!["etu", "sg1"], vec!["etu", "study", "group", "1"]]);
    fields.extend([vec!["tsync"], vec!["time", "synchronization"]]);
    Plain { number, day: date(2026, 3, *day), public: state.is_public(), fields }
}

fn typed(query: &[Term]) -> String {
    let term = |(not, quoted, words): &Term| {
        let not = if *not { "-" } else { "" };
        if *quoted {
            format!("{not}\"{}\"", written(words))
        } else {
            let words = words.iter().map(|(written, _)| format!("{not}{written}"));
            words.collect::<Vec<_>>().join(" ")
        }
    };
    query.iter().map(term).collect::<Vec<_>>().join(" ")
}

/// Says whether a statement has what is asked for, by reading it.
fn matches(query: &[Term], statement: &Plain) -> bool {
    let has = |phrase: &[&str]| {
        statement.fields.iter().any(|field| field.windows(phrase.len()).any(|at| at == phrase))
    };
    query.iter().all(|(not, quoted, words)| {
        if *quoted {
            has(&folded(words)) != *not
        } else {
            words.iter().all(|(_, folded)| has(folded) != *not)
        }
    })
}

fn listed(query: &[Term], all: &[Plain]) -> Vec<i64> {
    let mut found: Vec<&Plain> = all.iter().filter(|it| it.public && matches(query, it)).collect();
    found.sort_by_key(|it| std::cmp::Reverse((it.day, it.number)));
    found.into_iter().map(|it| it.number).collect()
}

async fn find(store: &Store, words: &str) -> Found {
    let find = Find { words: words.to_owned(), ..Find::default() };
    store.reader().find(&find, 1, 1_000).await.expect("no query is an error")
}

async fn found(store: &Store, words: &str) -> Vec<i64> {
    find(store, words).await.rows.iter().map(|row| row.number.0).collect()
}

async fn save(store: &Store, directory: &Directory, made: &[(i64, Made)]) {
    // Half at once, as an import does; the other one by one; every third is saved once more.
    let all: Vec<Statement> =
        made.iter().map(|(number, made)| statement(directory, *number, made)).collect();
    let (at_once, singly) = all.split_at(all.len() / 2);
    let mut tx = store.begin("import").await.expect("a transaction");
    tx.insert_statements(at_once).await.expect("inserted");
    tx.commit().await.expect("kept");
    made::save(store, singly).await;
    for (number, (fields, ..)) in made {
        read(store, *number, 1, &written(&fields[4]), "").await;
    }
    let again = all.iter().step_by(3).map(|it| Statement { revision: 1, ..it.clone() });
    made::save(store, &again.collect::<Vec<_>>()).await;
}

/// The property that all of search rests on.
#[test]
fn words_find_what_a_plain_reading_of_all_statements_finds() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        for (label, store, _guard) in stores("searched").await {
            let directory = made::directory(&store).await;
            let all: RefCell<Vec<Plain>> = RefCell::default();
            let handle = tokio::runtime::Handle::current();
            let mut runner = TestRunner::new(Config {
                cases: 5,
                failure_persistence: None,
                max_shrink_iters: 0,
                ..Config::default()
            });
            let strategy = (vec(any_statement(), 6..14), vec(any_query(), 60));
            let result = tokio::task::block_in_place(|| {
                runner.run(&strategy, |(made, queries)| {
                    let before = all.borrow().len();
                    let numbered = (1_i64..).map(|n| n + i64::try_from(before).expect("few"));
                    let made: Vec<(i64, Made)> = numbered.zip(made).collect();
                    all.borrow_mut().extend(made.iter().map(|(number, made)| plain(*number, made)));
                    let all = all.borrow().clone();
                    handle.block_on(async {
                        save(&store, &directory, &made).await;
                        for query in queries {
                            let typed = typed(&query);
                            let expected = listed(&query, &all);
                            assert_eq!(found(&store, &typed).await, expected, "{typed}");
                        }
                    });
                    Ok(())
                })
            });
            result.expect(label);
        }
    });
}

#[test]
fn whatever_is_typed_finds_the_same_on_both_databases() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let stores = stores("typed").await;
        for (_, store, _guard) in &stores {
            let directory = made::directory(store).await;
            let texts =
                ["a b c", "a-b \"c\"", "é’s :*", "the AND or NOT near", "第二 a'b", "x & y | !z"];
            let statements = (1_i64..).zip(texts).map(|(number, text)| Statement {
                text: text.to_owned(),
                ..made::received(&directory, number, date(2026, 3, 1))
            });
            made::save(store, &statements.collect::<Vec<_>>()).await;
        }
        let handle = tokio::runtime::Handle::current();
        let mut runner =
            TestRunner::new(Config { cases: 150, failure_persistence: None, ..Config::default() });
        let strategy = prop_oneof![any::<String>(), "[-\"'a-eé第 *:()&|!<>^~.\\\\%_]{0,30}"];
        let result = tokio::task::block_in_place(|| {
            runner.run(&strategy, |typed| {
                let mut answers = Vec::new();
                for (_, store, _guard) in &stores {
                    answers.push(handle.block_on(found(store, &typed)));
                }
                prop_assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
                Ok(())
            })
        });
        result.expect("the same on both");
    });
}

/// Whoever may not see a statement does not find it, on any list (VIS).
#[tokio::test]
async fn what_is_not_on_the_record_is_not_found_by_a_stranger() {
    for (label, store, _guard) in stores("unposted").await {
        let directory = made::directory(&store).await;
        for (number, state) in (1_i64..).zip(State::ALL) {
            let subject = "Holdover".to_owned();
            let received = made::received(&directory, number, date(2026, 3, 1));
            made::save(&store, &[Statement { state, subject, ..received }]).await;
        }
        let mut public: Vec<i64> = (1_i64..)
            .zip(State::ALL)
            .filter(|(_, state)| state.is_public())
            .map(|(number, _)| number)
            .collect();
        public.reverse();
        assert_eq!(found(&store, "holdover").await, public, "{label}");
        let found = find(&store, "holdover").await;
        assert_eq!(found.total, Count::Exactly(i64::try_from(public.len()).expect("few")));
        let drafts =
            Find { words: "holdover".to_owned(), states: vec![State::Draft], ..Find::default() };
        let drafts = store.reader().find(&drafts, 1, 10).await.expect("found");
        assert_eq!(drafts.rows.len(), 1, "{label}: who asks for drafts finds them");
    }
}

#[tokio::test]
async fn a_statement_is_found_by_its_newest_words_alone() {
    for (label, store, _guard) in stores("newest").await {
        let directory = made::directory(&store).await;
        let first = Statement {
            text: "the old words".to_owned(),
            ..made::received(&directory, 1, date(2026, 3, 1))
        };
        made::save(&store, std::slice::from_ref(&first)).await;
        // Another day puts it to another place in the index.
        let again = Statement {
            text: "the new words".to_owned(),
            sent_on: Some(date(2026, 4, 1)),
            revision: 1,
            ..first
        };
        made::save(&store, &[again]).await;
        assert_eq!(found(&store, "old").await, Vec::<i64>::new(), "{label}");
        assert_eq!(found(&store, "\"new words\"").await, [1], "{label}");
        assert_eq!(found(&store, "-old").await, [1], "{label}");
    }
}

#[tokio::test]
async fn a_phrase_is_found_anywhere_in_a_text_of_hundreds_of_pages() {
    for (label, store, _guard) in stores("longtext").await {
        let directory = made::directory(&store).await;
        let words: Vec<String> = (0..60_000).map(|n| format!("w{}", n % 7_001)).collect();
        let mut long =
            Statement { text: words.join(" "), ..made::received(&directory, 1, date(2026, 3, 1)) };
        made::save(&store, std::slice::from_ref(&long)).await;
        for phrase in ["w9 w10 w11", "w7000 w0", "w3986 w3987"] {
            assert_eq!(found(&store, &format!("\"{phrase}\"")).await, [1], "{label}: {phrase}");
        }
        assert_eq!(found(&store, "w9 w5000 clocks").await, [1], "{label}");
        assert_eq!(found(&store, "\"w9 w11\"").await, Vec::<i64>::new(), "{label}");
        assert_eq!(found(&store, "-\"w9 w10\"").await, Vec::<i64>::new(), "{label}");
        (long.revision, long.text) = (1, "short".to_owned());
        made::save(&store, &[long]).await;
        assert_eq!(found(&store, "\"w9 w10\"").await, Vec::<i64>::new(), "{label}: it is gone");
    }
}

#[tokio::test]
async fn what_is_found_is_counted_to_a_thousand() {
    for (label, store, _guard) in stores("counting").await {
        let directory = made::directory(&store).await;
        let received = |number| made::received(&directory, number, date(2026, 3, 1));
        let many: Vec<Statement> = (1..=1_000).map(received).collect();
        let mut tx = store.begin("import").await.expect("a transaction");
        tx.insert_statements(&many).await.expect("inserted");
        tx.commit().await.expect("kept");
        assert_eq!(find(&store, "clock").await.total, Count::Exactly(1_000), "{label}");
        let counted = facets(&store, "clock", None).await;
        assert_eq!((counted.total, counted.beyond), (Count::Exactly(1_000), vec![]), "{label}");
        assert_eq!(counted.years, [(2026, 1_000)], "{label}");
        made::save(&store, &[made::received(&directory, 1_001, date(2025, 3, 1))]).await;
        assert_eq!(find(&store, "clock").await.total, Count::MoreThan(1_000), "{label}");
        assert_eq!(find(&store, "").await.total, Count::Exactly(1_001), "{label}");
        assert_eq!(find(&store, "77").await.total, Count::Exactly(1), "{label}");
        // The index in order, the same is found.
        store.settle().await.expect("settled");
        assert_eq!(find(&store, "77").await.total, Count::Exactly(1), "{label}");
        let uncounted = facets(&store, "clock", None).await;
        let expected = Facets {
            total: Count::MoreThan(1_000),
            beyond: Facet::ALL.to_vec(),
            ..Facets::default()
        };
        assert_eq!(uncounted, expected, "{label}");
        let of_a_year = facets(&store, "clock", Some(2025)).await;
        assert_eq!(of_a_year.total, Count::Exactly(1), "{label}");
        assert_eq!(of_a_year.beyond, [Facet::Year], "{label}: there are more in all years");
        assert_eq!(of_a_year.directions, [("incoming".to_owned(), 1)], "{label}");
        assert_eq!(of_a_year.years, [], "{label}");
        let all = facets(&store, "", None).await;
        assert_eq!(all.years, [(2026, 1_000), (2025, 1)], "{label}: without words all are counted");
    }
}

async fn facets(store: &Store, words: &str, year: Option<i16>) -> Facets {
    let find = Find { words: words.to_owned(), year, ..Find::default() };
    store.reader().facets(&find).await.expect("counted")
}

#[tokio::test]
async fn a_number_too_large_for_the_index_is_refused() {
    for (label, store, _guard) in stores("toolarge").await {
        let directory = made::directory(&store).await;
        let mut tx = store.begin("import").await.expect("a transaction");
        let largest = (1_i64 << 40) - 1;
        let received = |number| made::received(&directory, number, date(2026, 3, 1));
        tx.save_statement(&received(largest)).await.expect("saved");
        let fault = tx.save_statement(&received(largest + 1)).await.expect_err("refused");
        insta::allow_duplicates! {
            insta::assert_snapshot!(fault, @"statement 1099511627776 cannot be kept: numbers go from 0 to 1099511627775");
        }
        drop(tx);
        let statement = store.reader().statement(Number(largest)).await.expect("asked");
        assert_eq!(statement, None, "{label}: nothing was kept");
    }
}
