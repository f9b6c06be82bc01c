//! Whoever asks may go away at any moment, and leaves nothing behind that stands in the way of others.

use std::task::Poll;

use rules::Number;
use store::testing::stores;

/// Goes on with something that many times, and drops it there; says whether it ended before.
async fn ends<T>(turns: usize, what: impl Future<Output = T>) -> bool {
    let (mut what, mut turn) = (std::pin::pin!(what), 0);
    std::future::poll_fn(|context| {
        if turn == turns {
            return Poll::Ready(false);
        }
        turn += 1;
        what.as_mut().poll(context).map(|_| true)
    })
    .await
}

#[tokio::test]
async fn what_is_cut_off_anywhere_keeps_nobody_else_from_writing() {
    for (label, store, _guard) in stores("cut_off").await {
        for turns in 0.. {
            let reader = store.reader();
            let asks = ends(turns, reader.mail_of(Number(1))).await;
            let writes = ends(turns, async {
                let mut tx = store.begin("reserve a number").await?;
                tx.next_number().await?;
                tx.commit().await
            });
            let writes = writes.await;
            for _ in 0..3 {
                let mut tx = store.begin("reserve a number").await.expect("a transaction");
                tx.next_number().await.unwrap_or_else(|fault| panic!("{label} {turns}: {fault}"));
                tx.commit().await.expect("kept");
            }
            if asks && writes {
                break;
            }
        }
    }
}
