//! Statements hang together by their links (RSP-6).

use jiff::civil::date;
use rules::{LinkKind, Number, State, Statement};
use store::Store;
use store::testing::stores;

use crate::made;

async fn exchange(store: &Store, number: i64) -> Vec<(i64, Vec<(LinkKind, i64)>)> {
    let exchange = store.reader().exchange(Number(number)).await.expect("loaded");
    exchange
        .into_iter()
        .map(|row| {
            let links = row.links.into_iter().map(|(kind, number)| (kind, number.0)).collect();
            (row.row.number.0, links)
        })
        .collect()
}

#[tokio::test]
async fn an_exchange_is_all_that_hangs_together_oldest_first_and_circles_end() {
    use LinkKind::{Answers, FollowsUp, RefersTo};
    for (label, store, _guard) in stores("exchange").await {
        let directory = made::directory(&store).await;
        let statement = |number: i64, links: &[(LinkKind, i64)]| Statement {
            links: links.iter().map(|(kind, number)| made::link(*kind, *number)).collect(),
            ..made::received(
                &directory,
                number,
                date(2026, 3, i8::try_from(number).expect("a day")),
            )
        };
        let statements = [
            statement(1, &[(RefersTo, 4)]),
            statement(2, &[(Answers, 1), (RefersTo, 999)]),
            statement(3, &[(FollowsUp, 2), (RefersTo, 3)]),
            statement(4, &[(RefersTo, 3), (Answers, 5)]),
            Statement { state: State::Draft, ..statement(5, &[(Answers, 6), (Answers, 3)]) },
            statement(6, &[]),
            statement(7, &[]),
        ];
        made::save(&store, &statements).await;
        let expected = vec![
            (1, vec![(RefersTo, 4)]),
            (2, vec![(Answers, 1)]),
            (3, vec![(FollowsUp, 2), (RefersTo, 3)]),
            (4, vec![(RefersTo, 3)]),
        ];
        for number in 1..=4 {
            assert_eq!(exchange(&store, number).await, expected, "{label}: {number}");
        }
        // A draft is shown in its exchange to those who may see it, and to nobody by way of another.
        let mut with_draft = expected.clone();
        with_draft[3].1.push((Answers, 5));
        with_draft.push((5, vec![(Answers, 6), (Answers, 3)]));
        with_draft.push((6, vec![]));
        assert_eq!(exchange(&store, 5).await, with_draft, "{label}");
        assert_eq!(exchange(&store, 6).await, [(6, vec![])], "{label}");
        assert_eq!(exchange(&store, 7).await, [(7, vec![])], "{label}");
        assert_eq!(exchange(&store, 8).await, [], "{label}");
    }
}

#[tokio::test]
async fn a_long_exchange_is_shown_as_far_as_its_nearest_200() {
    for (label, store, _guard) in stores("longexchange").await {
        let directory = made::directory(&store).await;
        let statements: Vec<Statement> = (1..=500)
            .map(|number| Statement {
                links: vec![made::link(LinkKind::FollowsUp, number - 1)],
                ..made::received(&directory, number, date(2026, 3, 1))
            })
            .collect();
        let mut tx = store.begin("save many").await.expect("a transaction");
        tx.insert_statements(&statements).await.expect("inserted");
        tx.commit().await.expect("kept");
        let numbers: Vec<i64> =
            exchange(&store, 250).await.into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers.len(), 200, "{label}");
        assert!(
            numbers.contains(&250) && numbers.contains(&151) && numbers.contains(&349),
            "{label}"
        );
        assert!(numbers.is_sorted(), "{label}");
    }
}
