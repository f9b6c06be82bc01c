//! What a page asks of the database does not grow with the record (design §9).

use jiff::civil::date;
use rules::{Event, EventKind, LinkKind, Number, Purpose, Statement};
use store::testing::stores;
use store::{Find, Ids, Store};

use crate::made;

/// Fills a store up to so many statements, each with an event, and each third an answer to the one before.
async fn fill(store: &Store, ids: &Ids, from: i64, to: i64) {
    let directory = store.reader().directory().await.expect("the directory");
    let mut statements = Vec::new();
    let mut events = Vec::new();
    for number in from..=to {
        let month = i8::try_from(number % 12).expect("small") + 1;
        let year = 1995 + i16::try_from(number % 30).expect("small");
        let mut statement = made::received(&directory, number, date(year, month, 1));
        if number % 3 == 0 {
            statement = made::sent(&directory, number, date(year, month, 2));
            statement.purpose = Some(Purpose::Response);
            statement.links = vec![made::link(LinkKind::Answers, number - 1)];
        }
        statement.deadlines = vec![made::deadline(date(year, month, 28))];
        statements.push(statement);
        events.push(made::event(number, number, EventKind::Imported, made::now()));
    }
    let mut tx = store.begin("fill").await.expect("a transaction");
    tx.insert_statements(&statements).await.expect("inserted");
    tx.add_events(&events).await.expect("added");
    let items: Vec<store::Item> = (from..=to).map(crate::inbox::item).collect();
    tx.save_items(&items).await.expect("saved");
    for number in from..=to {
        let mail = crate::outbox::mail(number, Some(number), &["one@example.com"]);
        tx.queue_mail(&mail, false, ids).await.expect("queued");
    }
    tx.commit().await.expect("kept");
}

/// Asks what pages ask, and returns how many queries each took.
async fn costs(store: &Store) -> Vec<(&'static str, u64)> {
    let reader = store.reader();
    let mut costs = Vec::new();
    macro_rules! cost {
        ($name:literal, $asked:expr) => {{
            let before = store.queries_made();
            let answer = $asked.await.expect($name);
            costs.push(($name, store.queries_made() - before));
            answer
        }};
    }
    let statement: Option<Statement> = cost!("statement", reader.statement(Number(3)));
    assert!(statement.is_some());
    let numbers: Vec<Number> = (1..=20).map(Number).collect();
    assert_eq!(cost!("statements", reader.statements(&numbers)).len(), 20);
    assert_eq!(cost!("find", reader.find(&Find::default(), 1, 20)).rows.len(), 20);
    let unanswered = Find { unanswered: true, ..Find::default() };
    cost!("find unanswered", reader.find(&unanswered, 1, 20));
    let words = Find { words: "clocks -noon".to_owned(), ..Find::default() };
    cost!("find words", reader.find(&words, 1, 20));
    cost!("facets", reader.facets(&Find::default()));
    assert_eq!(cost!("exchange", reader.exchange(Number(3))).len(), 2);
    let history: Vec<Event> = cost!("history", reader.history(Number(3), true));
    assert_eq!(history.len(), 1);
    assert_eq!(cost!("linked from", reader.linked_from(Number(2))).len(), 1);
    cost!("per year", reader.per_year());
    cost!("organizations", reader.organizations("ietf"));
    cost!("directory", reader.directory());
    let (items, _) = cost!("inbox", reader.items(rules::ItemState::Waiting, 1, 20));
    assert_eq!(items.len(), 20);
    let ids: Vec<i64> = items.iter().map(|item| item.id).collect();
    assert_eq!(cost!("inbox readings", reader.reading_summaries(&ids)).len(), 20);
    cost!("message", reader.item(3));
    assert!(cost!("reading", reader.reading(3)).is_some());
    let identifiers: Vec<String> = (1..=20).map(|number| format!("LS{number}")).collect();
    cost!("identified", reader.by_identifiers(&identifiers));
    let (mails, _) = cost!("outbox", reader.mails(1, 20));
    assert_eq!(mails.len(), 20);
    cost!("mail of a statement", reader.mail_of(Number(3)));
    for (name, objects) in [("liaisonstatement", 20), ("liaisonstatementevent", 0)] {
        let resource = store::datatracker::resource(name).expect("a resource");
        let (filters, order) = (Vec::new(), Vec::new());
        let ask = store::datatracker::Ask { resource, filters, order, offset: 0, limit: 20 };
        let found = cost!("a page for today's clients", reader.datatracker(&ask));
        assert_eq!(found.objects.len(), objects);
    }
    costs
}

#[tokio::test]
async fn a_page_costs_the_same_queries_at_20_and_at_2000_statements() {
    for (label, store, _guard) in stores("costs").await {
        made::directory(&store).await;
        let ids = made::ids();
        fill(&store, &ids, 1, 20).await;
        let few = costs(&store).await;
        fill(&store, &ids, 21, 2_000).await;
        let many = costs(&store).await;
        assert_eq!(few, many, "{label}");
        let shown: Vec<String> =
            few.iter().map(|(name, queries)| format!("{name}: {queries}")).collect();
        insta::allow_duplicates! {
            insta::assert_snapshot!(shown.join("\n"), @r"
            statement: 9
            statements: 11
            find: 5
            find unanswered: 5
            find words: 7
            facets: 5
            exchange: 5
            history: 1
            linked from: 4
            per year: 1
            organizations: 1
            directory: 1
            inbox: 3
            inbox readings: 1
            message: 3
            reading: 1
            identified: 1
            outbox: 4
            mail of a statement: 3
            a page for today's clients: 7
            a page for today's clients: 3
            ");
        }
    }
}
