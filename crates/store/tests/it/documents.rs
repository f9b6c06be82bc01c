//! Documents are brought in by name, and found however the name is written.

use store::testing::stores;
use store::{Changes, DocumentEntry, Store};

pub(crate) fn document(name: &str, title: &str) -> DocumentEntry {
    DocumentEntry {
        name: name.to_owned(),
        title: title.to_owned(),
        status: "PROPOSED STANDARD".to_owned(),
        stream: "IETF".to_owned(),
        date: "June 2026".to_owned(),
        obsoleted_by: Vec::new(),
        also: vec!["STD0099".to_owned(), "a \"quoted\" one".to_owned()],
        group: "tsync".to_owned(),
        intended: "INTERNET STANDARD".to_owned(),
    }
}

async fn bring(store: &Store, documents: &[DocumentEntry]) -> Changes {
    let mut tx = store.begin("bring documents").await.expect("a transaction");
    let changes = tx.save_documents(documents).await.expect("brought");
    tx.commit().await.expect("kept");
    changes
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

#[tokio::test]
async fn documents_are_found_by_name_in_whatever_case() {
    for (label, store, _guard) in stores("documents").await {
        let (one, draft) =
            (document("RFC9999", "Clocks"), document("draft-made-clocks", "A draft"));
        bring(&store, &[one.clone(), draft.clone()]).await;
        let asked = names(&["rfc9999", "RFC9999", "Draft-Made-Clocks", "RFC1", "\0", "\"[]", ""]);
        let found = store.reader().documents(&asked).await.expect("asked");
        assert_eq!(found, [draft, one], "{label}");
        assert_eq!(store.reader().documents(&[]).await.expect("asked"), [], "{label}");
    }
}

#[tokio::test]
async fn bringing_documents_again_changes_only_what_changed() {
    for (label, store, _guard) in stores("documentsagain").await {
        let first = [document("RFC9998", "One"), document("RFC9999", "Two")];
        let changes = bring(&store, &first).await;
        assert_eq!(changes, Changes { added: 2, ..Changes::default() }, "{label}");
        let before = store.change_count().await.expect("counted");
        let changes = bring(&store, &first).await;
        assert_eq!(changes, Changes { unchanged: 2, ..Changes::default() }, "{label}");
        assert_eq!(
            store.change_count().await.expect("counted"),
            before,
            "{label}: no page changed"
        );
        let obsolete =
            DocumentEntry { obsoleted_by: names(&["RFC9997"]), ..document("rfc9999", "Two") };
        let again =
            [first[0].clone(), document("RFC9997", "Three"), first[1].clone(), obsolete.clone()];
        let changes = bring(&store, &again).await;
        assert_eq!(changes, Changes { added: 1, changed: 1, unchanged: 1 }, "{label}");
        let found = store.reader().documents(&names(&["RFC9999"])).await.expect("asked");
        assert_eq!(found, [obsolete], "{label}: of a name that comes twice, the last counts");
        assert!(store.change_count().await.expect("counted") > before, "{label}");
    }
}

#[tokio::test]
async fn a_whole_index_is_brought_in_many_at_a_time() {
    for (label, store, _guard) in stores("manydocuments").await {
        let all: Vec<DocumentEntry> =
            (1..=6_000).map(|n| document(&format!("RFC{n:04}"), "Made")).collect();
        let before = store.queries_made();
        let changes = bring(&store, &all).await;
        assert_eq!(changes.added, 6_000, "{label}");
        let queries = store.queries_made() - before;
        assert!(queries < 40, "{label}: {queries} queries for 6,000 documents");
        let names: Vec<String> = all.iter().map(|document| document.name.clone()).collect();
        assert_eq!(store.reader().documents(&names).await.expect("asked").len(), 6_000, "{label}");
    }
}
