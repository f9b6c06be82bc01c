//! Bringing documents in, on both databases.

use std::path::{Path, PathBuf};

use operations::import_documents;
use store::Changes;

use crate::imports::real_data;
use crate::world::{World, empty_worlds};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/documents").join(name)
}

async fn known(world: &World, names: &[&str]) -> Vec<store::DocumentEntry> {
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    world.desk.store.reader().documents(&names).await.unwrap()
}

/// DOC-1: status and stream come from the RFC Editor's index, with what takes a document's place and its series.
#[tokio::test]
async fn the_index_gives_status_and_stream_of_every_document() {
    for world in empty_worlds("rfc_index").await {
        let changes = import_documents(&world.desk, &fixture("rfc-index.xml")).await.unwrap();
        assert_eq!(changes, Changes { added: 4, changed: 0, unchanged: 0 });
        let all = known(&world, &["rfc2119", "RFC9998", "RFC0010", "BCP0014"]).await;
        insta::assert_debug_snapshot!("rfc_index", all);
        let again = import_documents(&world.desk, &fixture("rfc-index.xml")).await.unwrap();
        assert_eq!(again, Changes { added: 0, changed: 0, unchanged: 4 });
    }
}

/// What a table does not say, the index's word for it stays.
#[tokio::test]
async fn a_table_takes_nothing_away_that_it_does_not_know() {
    for world in empty_worlds("table_after_index").await {
        import_documents(&world.desk, &fixture("rfc-index.xml")).await.unwrap();
        let changes = import_documents(&world.desk, &fixture("rfc-index.tsv")).await.unwrap();
        assert_eq!(changes, Changes { added: 0, changed: 1, unchanged: 1 });
        let all = known(&world, &["RFC0010", "RFC9998"]).await;
        let facts: Vec<(&str, &str)> =
            all.iter().map(|it| (it.status.as_str(), it.stream.as_str())).collect();
        assert_eq!(facts, [("HISTORIC", "LEGACY"), ("EXPERIMENTAL", "IRTF")]);
    }
}

/// A directory is read whole; an index or table that is cut or is none is refused with its line.
#[tokio::test]
async fn a_file_that_is_cut_is_refused_with_its_line() {
    for world in empty_worlds("cut_documents").await {
        let whole = std::fs::read_to_string(fixture("rfc-index.xml")).unwrap();
        let directory = tempfile::tempdir().unwrap();
        let spoiled = [
            ("cut.xml", whole[..whole.len() / 2].to_owned()),
            ("unclosed.xml", whole.replace("</rfc-index>", "")),
            ("other.xml", "<html><p>Not found</p></html>".to_owned()),
            ("crossed.xml", whole.replacen("</title>", "</titel>", 1)),
            ("nameless.xml", whole.replace("RFC9998", "somewhere")),
            ("headless.tsv", "9110\tSemantics\n".to_owned()),
            ("broken.tsv", "rfc\ttitle\n9110\tSemantics\nnine\tNo number\n".to_owned()),
            ("series.tsv", "subseries\trfcs\nBCP0014\tnone yet\n".to_owned()),
        ];
        let mut said = Vec::new();
        for (name, text) in spoiled {
            let path = directory.path().join(name);
            std::fs::write(&path, text).unwrap();
            let fault = import_documents(&world.desk, &path).await.unwrap_err().to_string();
            said.push(fault.replace(&directory.path().display().to_string(), "DIR"));
            std::fs::remove_file(&path).unwrap();
        }
        let fault = import_documents(&world.desk, directory.path()).await.unwrap_err().to_string();
        said.push(fault.replace(&directory.path().display().to_string(), "DIR"));
        insta::assert_snapshot!("cut_documents", said.join("\n"));
        assert!(known(&world, &["RFC9110", "RFC2119"]).await.is_empty());
        let all = import_documents(&world.desk, &fixture("")).await.unwrap();
        assert_eq!(all.added, 4);
    }
}

/// The real tables: every RFC with its status, and the series with their members.
#[tokio::test]
async fn the_real_tables_come_in_whole() {
    let Some(documents) = real_data("documents") else { return };
    for world in empty_worlds("real_documents").await {
        let first = import_documents(&world.desk, &documents).await.unwrap();
        let again = import_documents(&world.desk, &documents).await.unwrap();
        assert_eq!(again, Changes { added: 0, changed: 0, unchanged: first.added });
        let all = known(&world, &["RFC9110", "RFC2616", "BCP0009"]).await;
        let facts: Vec<(&str, &str)> =
            all.iter().map(|it| (it.name.as_str(), it.status.as_str())).collect();
        assert_eq!(
            facts,
            [("BCP0009", ""), ("RFC2616", "DRAFT STANDARD"), ("RFC9110", "INTERNET STANDARD")]
        );
        assert!(all[0].also.contains(&"RFC2026".to_owned()), "{:?}", all[0].also);
        assert!(!all[1].obsoleted_by.is_empty());
    }
}
