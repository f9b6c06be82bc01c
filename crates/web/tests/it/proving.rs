//! The tree by which the record is proved, as whoever trusts nobody reads it over HTTP.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::StatusCode;
use operations::{
    Desk, Published, Settings, extend_log, open_log_key, rotate_log_key, verify_published,
};
use tree::ProofFile;

use crate::made;
use crate::support::{NOW, Service, services};

/// A service, asked as an address is.
struct Address<'s>(&'s Service);

#[async_trait]
impl Published for Address<'_> {
    async fn get(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        let answer = self.0.get(&format!("/log/{path}")).await;
        Ok((answer.status == StatusCode::OK).then(|| answer.body.to_vec()))
    }
}

/// Everything is there for another program, tiles may be kept for ever, and nothing unposted has a proof.
#[tokio::test]
async fn the_tree_is_served_to_whoever_checks_it() {
    for (label, service) in services("web_proving").await {
        made::record(&service).await;
        assert_eq!(service.get("/log/checkpoint").await.status, StatusCode::NOT_FOUND);
        assert_eq!(service.get("/statements/1/proof").await.header("retry-after"), "5", "{label}");
        let directory = tempfile::tempdir().unwrap();
        let log_key = Some(directory.path().join("log.key"));
        let settings = Settings { log_key, ..(*service.desk.settings).clone() };
        let desk = Desk { settings: Arc::new(settings), ..service.desk.clone() };
        let now = NOW.parse().unwrap();
        open_log_key(&desk, now).await.unwrap();
        let key = rotate_log_key(&desk, now).await.unwrap();
        extend_log(&desk, &key, now, &|_| {}).await.unwrap();

        let verified = verify_published(&Address(&service), None, &|_, _, _| {}).await.unwrap();
        assert_eq!(verified.findings, [], "{label}");
        let size = verified.checkpoint.unwrap().size;
        let tile = service.get(&format!("/log/tile/0/000.p/{size}")).await;
        assert_eq!(tile.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(tile.header("content-type"), "application/octet-stream");
        let checkpoint = service.get("/log/checkpoint").await;
        assert_eq!(checkpoint.header("cache-control"), "no-cache");
        assert_eq!(checkpoint.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(service.get("/log/keys").await.text().lines().count(), 2);
        let beyond = format!("/log/tile/0/000.p/{}", size + 1);
        for absent in [beyond.as_str(), "/log/tile/entries/000", "/log/tile/1/0", "/log/tile/x"] {
            assert_eq!(service.get(absent).await.status, StatusCode::NOT_FOUND, "{absent}");
        }
        assert!(service.get("/log").await.text().contains(&format!("{size} entries, signed")));

        let proof = service.get("/statements/1/proof").await;
        let proof = ProofFile::parse(&proof.text()).unwrap();
        let shown = proof.check(&[key.public()]).unwrap();
        assert!(shown.leaves.iter().all(|(_, leaf)| leaf.number == 1), "{label}");
        let json: serde_json::Value =
            serde_json::from_str(&service.get("/statements/1.json").await.text()).unwrap();
        let newest =
            proof.entries.iter().rev().find(|it| it.parts.contains_key("subject")).unwrap();
        for (name, value) in tree::parts_of(&json) {
            assert_eq!(newest.parts[&name].value, value, "{label}: {name}");
        }
        for unposted in ["/statements/4/proof", "/statements/9999/proof"] {
            assert_eq!(service.get(unposted).await.status, StatusCode::NOT_FOUND, "{unposted}");
        }
    }
}
