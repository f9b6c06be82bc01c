//! Statements are saved whole and come back as they were (REC-10, REC-11).

use std::collections::HashMap;

use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rules::{
    AttachmentBody, EventKind, Number, PersonId, Rendition, RenditionKind, State, Statement,
};
use store::testing::stores;
use store::{Fault, Store};

use crate::any_statement::{Cast, any_statement};
use crate::made;

async fn load(store: &Store, number: i64) -> Statement {
    store.reader().statement(Number(number)).await.expect("loads").expect("is there")
}

/// Renditions belong to files: of one file that two statements have, the last that was saved counts.
fn with_renditions_of(
    mut statement: Statement,
    saved: &HashMap<String, Vec<Rendition>>,
) -> Statement {
    for attachment in &mut statement.attachments {
        if let AttachmentBody::File { sha256: Some(sha256), renditions, .. } = &mut attachment.body
        {
            *renditions = saved.get(sha256).cloned().unwrap_or_default();
        }
    }
    statement
}

#[test]
fn any_statement_comes_back_as_it_was_saved_on_both_databases() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        for (label, store, _guard) in stores("any").await {
            let directory = made::directory(&store).await;
            let people = made::people();
            let mut ids: Vec<PersonId> = Vec::new();
            for person in &people {
                let found = store.reader().person_by_address(&person.addresses[0]).await;
                ids.push(found.expect("asked").expect("known"));
            }
            let groups = directory.groups().into_iter();
            let groups = groups.filter_map(|group| directory.reference(group.id)).collect();
            let cast = Cast { people: ids, groups };
            let mut runner = TestRunner::new(Config {
                cases: 40,
                failure_persistence: None,
                ..Config::default()
            });
            let strategy = prop::collection::vec(any_statement(&cast), 1..6);
            let next = std::cell::Cell::new(1_i64);
            let handle = tokio::runtime::Handle::current();
            let result = tokio::task::block_in_place(|| {
                runner.run(&strategy, |mut statements| {
                    for statement in &mut statements {
                        statement.number = Number(next.get());
                        next.set(next.get() + 1);
                    }
                    handle.block_on(saved_and_loaded(&store, statements));
                    Ok(())
                })
            });
            result.expect(label);
        }
    });
}

async fn saved_and_loaded(store: &Store, statements: Vec<Statement>) {
    // The first half at once, as an import does; the other one by one; then some are saved over others.
    let (at_once, singly) = statements.split_at(statements.len() / 2);
    let mut tx = store.begin("save").await.expect("a transaction");
    tx.insert_statements(at_once).await.expect("inserted");
    for statement in singly {
        tx.save_statement(statement).await.expect("saved");
    }
    tx.commit().await.expect("kept");
    let mut numbers: Vec<Number> = statements.iter().map(|statement| statement.number).collect();
    numbers.reverse();
    let loaded = store.reader().statements(&numbers).await.expect("loaded");
    let expected: Vec<Statement> = statements
        .iter()
        .rev()
        .map(|statement| Statement { revision: 1, ..statement.clone() })
        .collect();
    assert_eq!(loaded, expected);
    let first = Statement {
        number: statements[statements.len() - 1].number,
        revision: 1,
        ..statements[0].clone()
    };
    made::save(store, std::slice::from_ref(&first)).await;
    let mut renditions = HashMap::new();
    for attachment in &first.attachments {
        if let AttachmentBody::File { sha256: Some(sha256), renditions: made, .. } =
            &attachment.body
        {
            renditions.insert(sha256.clone(), made.clone());
        }
    }
    let expected = with_renditions_of(Statement { revision: 2, ..first }, &renditions);
    assert_eq!(load(store, expected.number.0).await, expected);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    for (label, store, _guard) in stores("absent").await {
        let reader = store.reader();
        assert_eq!(reader.statement(Number(1)).await.expect("asked"), None, "{label}");
        assert_eq!(reader.statements(&[]).await.expect("asked"), [], "{label}");
        assert_eq!(reader.unposted().await.expect("asked"), [], "{label}");
        assert_eq!(reader.history(Number(1), true).await.expect("asked"), [], "{label}");
        assert_eq!(reader.legacy_attachment("x.pdf").await.expect("asked"), None, "{label}");
        assert_eq!(reader.by_identifier("").await.expect("asked"), [], "{label}");
    }
}

#[tokio::test]
async fn whoever_saves_second_is_told_and_overwrites_nothing() {
    for (label, store, _guard) in stores("outdated").await {
        let directory = made::directory(&store).await;
        made::save(&store, &[made::received(&directory, 1, date(2026, 3, 1))]).await;
        let seen = load(&store, 1).await;
        assert_eq!(seen.revision, 1, "{label}");
        let one = Statement { subject: "One".to_owned(), ..seen.clone() };
        made::save(&store, &[one]).await;
        let other = Statement { subject: "Other".to_owned(), ..seen.clone() };
        for outdated in [other, Statement { revision: 0, ..seen }] {
            let mut tx = store.begin("save what is outdated").await.expect("a transaction");
            let fault = tx.save_statement(&outdated).await.expect_err("is refused");
            assert!(matches!(fault, Fault::Outdated { .. }), "{label}");
            assert_eq!(fault.to_string(), "somebody else saved statement 1 in the meantime");
        }
        assert_eq!(load(&store, 1).await.subject, "One", "{label}");
    }
}

#[tokio::test]
async fn of_two_who_save_at_once_one_wins_and_the_other_is_told() {
    for (label, store, _guard) in stores("twowriters").await {
        let directory = made::directory(&store).await;
        made::save(&store, &[made::received(&directory, 1, date(2026, 3, 1))]).await;
        let save = |subject: &'static str| {
            let store = store.clone();
            async move {
                let seen = load(&store, 1).await;
                let mut tx = store.begin("save at once").await.expect("a transaction");
                let new = Statement { subject: subject.to_owned(), ..seen };
                let saved = tx.save_statement(&new).await;
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                match saved {
                    Ok(()) => tx.commit().await.map(|()| subject),
                    Err(fault) => Err(fault),
                }
            }
        };
        let (one, other) = tokio::join!(save("One"), save("Other"));
        let (winner, loser) = if one.is_ok() { (one, other) } else { (other, one) };
        assert!(matches!(loser, Err(Fault::Outdated { .. })), "{label}: {loser:?}");
        let statement = load(&store, 1).await;
        assert_eq!(statement.subject, winner.expect("one wins"), "{label}");
        assert_eq!(statement.revision, 2, "{label}");
    }
}

#[tokio::test]
async fn numbers_are_given_out_once_whoever_asks() {
    for (label, store, _guard) in stores("numbers").await {
        let mut tx = store.begin("lift the counter").await.expect("a transaction");
        tx.keep_numbers_above(Number(2000)).await.expect("lifted");
        tx.keep_numbers_above(Number(7)).await.expect("left");
        tx.commit().await.expect("kept");
        let next = || {
            let store = store.clone();
            async move {
                let mut tx = store.begin("reserve a number").await.expect("a transaction");
                let number = tx.next_number().await.expect("a number");
                tx.commit().await.expect("kept");
                number.0
            }
        };
        let (a, b, c, d) = tokio::join!(next(), next(), next(), next());
        let mut numbers = [a, b, c, d];
        numbers.sort_unstable();
        assert_eq!(numbers, [2001, 2002, 2003, 2004], "{label}");
    }
}

#[tokio::test]
async fn what_is_not_committed_is_lost() {
    for (label, store, _guard) in stores("dropped").await {
        let directory = made::directory(&store).await;
        let mut tx = store.begin("save and forget").await.expect("a transaction");
        let statement = made::received(&directory, 1, date(2026, 3, 1));
        tx.save_statement(&statement).await.expect("saved");
        assert!(tx.statement(Number(1)).await.expect("loads").is_some(), "{label}");
        drop(tx);
        assert_eq!(store.reader().statement(Number(1)).await.expect("loads"), None, "{label}");
        made::save(&store, &[statement]).await;
    }
}

#[tokio::test]
async fn a_statement_is_found_by_its_identifiers_and_its_message_in_whatever_case() {
    for (label, store, _guard) in stores("identifiers").await {
        let directory = made::directory(&store).await;
        let day = date(2026, 3, 1);
        let long = "x".repeat(5_000);
        let identifiers = vec!["S2-2403861".to_owned(), long.clone()];
        let draft =
            Statement { identifiers, state: State::Draft, ..made::received(&directory, 1, day) };
        let mailed = Statement {
            message_id: Some("Abc.1@example.com".to_owned()),
            ..made::received(&directory, 2, day)
        };
        let both = Statement {
            identifiers: vec!["abc.1@example.com".to_owned(), format!("{long}y")],
            ..made::received(&directory, 3, day)
        };
        made::save(&store, &[draft, mailed, both]).await;
        let reader = store.reader();
        for (identifier, found) in [
            ("s2-2403861", vec![1]),
            (" S2-2403861 ", vec![1]),
            ("abc.1@EXAMPLE.com", vec![2, 3]),
            (&long, vec![1]),
            ("S2-240386", vec![]),
        ] {
            let numbers = reader.by_identifier(identifier).await.expect("asked");
            let numbers: Vec<i64> = numbers.iter().map(|number| number.0).collect();
            assert_eq!(numbers, found, "{label}: {identifier}");
        }
    }
}

#[tokio::test]
async fn what_is_not_posted_is_listed_apart_and_the_public_numbers_leave_it_out() {
    for (label, store, _guard) in stores("unposted").await {
        let directory = made::directory(&store).await;
        let statements: Vec<Statement> = (1_i8..)
            .zip(State::ALL)
            .map(|(n, state)| Statement {
                state,
                ..made::received(&directory, n.into(), date(2026, 3, n))
            })
            .collect();
        made::save(&store, &statements).await;
        let unposted = store.reader().unposted().await.expect("asked");
        let states: Vec<State> = unposted.iter().map(|statement| statement.state).collect();
        assert_eq!(states, [State::Dropped, State::InReview, State::Draft], "{label}");
        let numbers = store.reader().public_numbers().await.expect("asked");
        assert_eq!(numbers, [Number(3), Number(4)], "{label}");
    }
}

#[tokio::test]
async fn an_attachment_is_found_by_the_name_under_which_the_present_tool_serves_it() {
    for (label, store, _guard) in stores("legacy").await {
        let directory = made::directory(&store).await;
        let file = |legacy_name: &str| rules::Attachment {
            position: 2,
            title: "A letter".to_owned(),
            body: AttachmentBody::File {
                name: "letter.doc".to_owned(),
                media_type: "application/msword".to_owned(),
                sha256: None,
                size: 0,
                legacy_name: Some(legacy_name.to_owned()),
                renditions: vec![],
            },
            source: rules::AttachmentSource::Imported,
            added_after_sending: false,
            hidden: None,
            made_of: None,
        };
        let statement = Statement {
            attachments: vec![file("liaison-2026-letter.doc")],
            ..made::received(&directory, 7, date(2026, 3, 1))
        };
        made::save(&store, &[statement]).await;
        let found = |name: &'static str| {
            let reader = store.reader();
            async move { reader.legacy_attachment(name).await.expect("asked") }
        };
        assert_eq!(found("liaison-2026-letter.doc").await, Some((Number(7), 2)), "{label}");
        assert_eq!(found("liaison-2026-LETTER.doc").await, None, "{label}");
    }
}

#[tokio::test]
async fn what_a_database_cannot_keep_in_text_is_kept_as_the_sign_for_it_on_both() {
    for (label, store, _guard) in stores("nul").await {
        let directory = made::directory(&store).await;
        let statement = Statement {
            text: "a\0b".to_owned(),
            ..made::received(&directory, 1, date(2026, 3, 1))
        };
        made::save(&store, &[statement]).await;
        assert_eq!(load(&store, 1).await.text, "a\u{FFFD}b", "{label}");
    }
}

#[tokio::test]
async fn the_change_count_grows_with_what_the_public_can_see_and_with_nothing_else() {
    for (label, store, _guard) in stores("changes").await {
        let directory = made::directory(&store).await;
        let mut last = store.change_count().await.expect("a count");
        assert_eq!(last, 1, "{label}: the directory is public");
        let posted = made::received(&directory, 1, date(2026, 3, 1));
        let draft = Statement { state: State::Draft, number: Number(2), ..posted.clone() };
        made::save(&store, &[draft]).await;
        assert_eq!(store.change_count().await.expect("a count"), last, "{label}: a draft");
        made::save(&store, &[posted]).await;
        last += 1;
        assert_eq!(store.change_count().await.expect("a count"), last, "{label}: a statement");
        let mut tx = store.begin("remark").await.expect("a transaction");
        let mut event = made::event(1, 1, EventKind::Commented, made::now());
        event.public = false;
        tx.add_event(&event).await.expect("added");
        tx.commit().await.expect("kept");
        assert_eq!(store.change_count().await.expect("a count"), last, "{label}: a private remark");
        let mut tx = store.begin("remark").await.expect("a transaction");
        tx.add_event(&made::event(2, 1, EventKind::Commented, made::now())).await.expect("added");
        drop(tx);
        assert_eq!(store.change_count().await.expect("a count"), last, "{label}: nothing kept");
        let mut tx = store.begin("remark").await.expect("a transaction");
        tx.add_event(&made::event(2, 1, EventKind::Commented, made::now())).await.expect("added");
        tx.commit().await.expect("kept");
        assert_eq!(store.change_count().await.expect("a count"), last + 1, "{label}: a remark");
    }
}

#[tokio::test]
async fn a_rendition_belongs_to_the_file_whichever_statement_has_it() {
    for (label, store, _guard) in stores("renditions").await {
        let directory = made::directory(&store).await;
        let pdf = Rendition { kind: RenditionKind::Pdf, sha256: "b".repeat(64), size: 9 };
        let with = |number, renditions: Vec<Rendition>| Statement {
            attachments: vec![rules::Attachment {
                position: 1,
                title: "A letter".to_owned(),
                body: AttachmentBody::File {
                    name: "letter.docx".to_owned(),
                    media_type: "application/x".to_owned(),
                    sha256: Some("a".repeat(64)),
                    size: 5,
                    legacy_name: None,
                    renditions,
                },
                source: rules::AttachmentSource::Received,
                added_after_sending: false,
                hidden: None,
                made_of: None,
            }],
            ..made::received(&directory, number, date(2026, 3, 1))
        };
        made::save(&store, &[with(1, vec![]), with(2, vec![pdf.clone()])]).await;
        let expected = Statement { revision: 1, ..with(1, vec![pdf]) };
        assert_eq!(load(&store, 1).await, expected, "{label}");
    }
}
