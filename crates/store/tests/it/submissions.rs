//! What was handed in with the form is confirmed once, and thrown away when nobody did.

use jiff::SignedDuration;
use store::Submission;
use store::testing::stores;

use crate::made;

pub(crate) fn submission(id: i64) -> Submission {
    let created_at = made::now() + SignedDuration::from_secs(id);
    Submission {
        id,
        sha256: format!("message {id}"),
        size: 800,
        name: "Del Egate".to_owned(),
        organization: "Example Union".to_owned(),
        address: "del@example.net".to_owned(),
        created_at,
        expires_at: created_at + SignedDuration::from_hours(24),
    }
}

#[tokio::test]
async fn a_token_confirms_once_and_not_when_its_time_has_passed() {
    for (_, store, _guard) in stores("submissions").await {
        let (now, day) = (made::now(), SignedDuration::from_hours(24));
        let mut tx = store.begin("hand in").await.expect("there");
        for (id, token) in [(1, "aa"), (2, "bb"), (3_600, "cc")] {
            tx.save_submission(&submission(id), token).await.expect("there");
        }
        tx.commit().await.expect("there");
        let mut tx = store.begin("confirm").await.expect("there");
        assert_eq!(tx.submissions_waiting().await.expect("there"), (3, 2_400));
        assert_eq!(tx.submission("aa", now).await.expect("there"), Some(submission(1)));
        assert_eq!(tx.use_submission("aa", now).await.expect("there"), Some(submission(1)));
        assert_eq!(tx.use_submission("aa", now).await.expect("there"), None, "it was used up");
        assert_eq!(tx.submission("aa", now).await.expect("there"), None);
        let late = submission(2).expires_at;
        assert_eq!(tx.use_submission("bb", late).await.expect("there"), None, "it is too late");
        let removed = tx.remove_expired_submissions(now + day + SignedDuration::from_mins(1)).await;
        assert_eq!(removed.expect("there"), [submission(2)], "the third has time left");
        assert_eq!(tx.submissions_waiting().await.expect("there"), (1, 800));
        tx.commit().await.expect("there");
    }
}
