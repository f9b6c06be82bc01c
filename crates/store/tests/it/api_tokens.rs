//! Tokens with which programs act for people.

use jiff::SignedDuration;
use rules::{PersonId, Scope};
use store::ApiToken;
use store::testing::stores;

use crate::made;

pub(crate) fn token(id: i64, person: PersonId) -> ApiToken {
    let created_at = made::now();
    ApiToken {
        id,
        person,
        name: "nightly copy".to_owned(),
        scopes: vec![Scope::Read, Scope::Act],
        created_at,
        expires_at: created_at + SignedDuration::from_hours(24),
        used_at: None,
    }
}

#[tokio::test]
async fn a_token_is_found_by_its_digest_until_it_expires_or_is_revoked() {
    for (label, store, _guard) in stores("tokens").await {
        made::directory(&store).await;
        let reader = store.reader();
        let anna = reader.person_by_address("anna@example.org").await.expect("asked");
        let anna = anna.expect("known");
        let (first, second) = (token(1, anna), token(2, anna));
        let mut tx = store.begin("make tokens").await.expect("a transaction");
        tx.save_api_token("one", &first).await.expect("kept");
        tx.save_api_token("two", &second).await.expect("kept");
        tx.commit().await.expect("kept");
        let now = made::now();
        let found = reader.api_token("one", now).await.expect("asked");
        assert_eq!(found.as_ref(), Some(&first), "{label}");
        assert_eq!(reader.api_token("one", first.expires_at).await.expect("asked"), None);
        assert_eq!(reader.api_token("three", now).await.expect("asked"), None, "{label}");

        let mut tx = store.begin("use and revoke").await.expect("a transaction");
        tx.api_token_used(1, now + SignedDuration::from_secs(61)).await.expect("noted");
        tx.api_token_used(1, now).await.expect("noted");
        let revoked = tx.revoke_api_token(2).await.expect("revoked");
        assert_eq!(revoked, Some((anna, "nightly copy".to_owned())), "{label}");
        assert_eq!(tx.revoke_api_token(2).await.expect("asked"), None, "{label}: once");
        tx.commit().await.expect("kept");
        assert_eq!(reader.api_token("two", now).await.expect("asked"), None, "{label}");
        let used_at = Some(now + SignedDuration::from_secs(60));
        let left = vec![ApiToken { used_at, ..first }];
        assert_eq!(reader.api_tokens_of(anna).await.expect("asked"), left, "{label}");
        assert_eq!(reader.api_tokens().await.expect("asked"), left, "{label}");
    }
}
