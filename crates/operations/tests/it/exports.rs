//! The public record as a file, on both databases.

use std::path::Path;
use std::sync::Mutex;

use operations::{Failure, export_mbox, export_record, fill_demo, import_mbox, withdraw_statement};
use serde_json::Value;

use crate::world::{World, empty_worlds, now};

async fn export(world: &World, directory: &Path) -> Result<u64, Failure> {
    export_record(&world.desk, directory, &|_, _| {}).await
}

fn lines(directory: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(directory.join("statements.jsonl")).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn files(directory: &Path) -> Vec<String> {
    let names = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.into_string().unwrap()).collect()
}

/// REC-1, REC-6: a line has everything that the record holds: approvals, contacts, files with digests, the exchange.
#[tokio::test]
async fn a_line_has_everything_that_the_record_holds_of_a_statement() {
    for world in empty_worlds("export_shape").await {
        fill_demo(&world.desk, now()).await.unwrap();
        let directory = tempfile::tempdir().unwrap();
        export(&world, directory.path()).await.unwrap();
        let lines = lines(directory.path());
        let subjects = [
            "Holdover of boundary clocks after loss of the time source",
            "Compact certificates for chains of operators",
            "First thoughts on verifiers and the keeping of evidence",
        ];
        let shown: Vec<&Value> = lines
            .iter()
            .filter(|line| subjects.contains(&line["subject"].as_str().unwrap()))
            .collect();
        insta::assert_json_snapshot!("exported_lines", shown, { "[].text" => "[text]" });
    }
}

/// Whoever may not see a statement does not find it in an export; a withdrawn one stays on the record.
#[tokio::test]
async fn only_what_is_public_is_exported_by_number() {
    for world in empty_worlds("export_public").await {
        fill_demo(&world.desk, now()).await.unwrap();
        let unposted = world.desk.store.reader().unposted().await.unwrap();
        assert_eq!(unposted.len(), 4);
        let directory = tempfile::tempdir().unwrap();
        let progress = Mutex::new(Vec::new());
        let tell = |done, total| progress.lock().unwrap().push((done, total));
        let count = export_record(&world.desk, directory.path(), &tell).await.unwrap();
        let lines = lines(directory.path());
        assert_eq!(u64::try_from(lines.len()).unwrap(), count);
        assert_eq!(progress.into_inner().unwrap().last(), Some(&(count, count)));
        let numbers: Vec<i64> = lines.iter().map(|line| line["number"].as_i64().unwrap()).collect();
        assert!(numbers.is_sorted());
        assert!(unposted.iter().all(|it| !numbers.contains(&it.number.0)));
        let withdrawn = lines.iter().filter(|line| line["state"] == "withdrawn").count();
        assert_eq!(withdrawn, 1);
        let coordinator = world.actor("cy.novak").await;
        let newest = rules::Number(*numbers.last().unwrap());
        let why = "It was sent twice.";
        let done = withdraw_statement(&world.desk, &coordinator, newest, why, now()).await;
        done.unwrap();
        assert_eq!(export(&world, directory.path()).await.unwrap(), count);
    }
}

/// An export appears whole or not at all, and leaves nothing else behind.
#[tokio::test]
async fn an_export_appears_whole_or_not_at_all() {
    for world in empty_worlds("export_whole").await {
        let directory = tempfile::tempdir().unwrap();
        let deep = directory.path().join("years/2026");
        assert_eq!(export(&world, &deep).await.unwrap(), 0);
        assert_eq!(files(&deep), ["statements.jsonl"]);
        fill_demo(&world.desk, now()).await.unwrap();
        export(&world, &deep).await.unwrap();
        assert_eq!(files(&deep), ["statements.jsonl"]);
        assert!(!lines(&deep).is_empty());
        let file = deep.join("statements.jsonl");
        let refused = export(&world, &file).await.unwrap_err().to_string();
        assert!(refused.starts_with("The export cannot be written to "), "{refused}");
    }
}

/// CON-5, REC-1: each public statement is a message of the file, the very one where the tool mailed it; another
/// installation takes all of them into its inbox, and a second time none.
#[tokio::test]
async fn the_record_goes_as_messages_into_another_installation() {
    let others = empty_worlds("export_mbox_other").await;
    for (world, other) in empty_worlds("export_mbox").await.iter().zip(&others) {
        fill_demo(&world.desk, now()).await.unwrap();
        let directory = tempfile::tempdir().unwrap();
        let count = export_mbox(&world.desk, directory.path(), &|_, _| {}).await.unwrap();
        let public = world.desk.store.reader().public_numbers().await.unwrap();
        assert_eq!(count, u64::try_from(public.len()).unwrap());
        assert_eq!(files(directory.path()), ["statements.mbox"]);
        let file = directory.path().join("statements.mbox");
        let open = || std::io::BufReader::new(std::fs::File::open(&file).unwrap());
        let messages = mail::Mbox::new(open(), usize::MAX);
        let messages: Vec<Vec<u8>> = messages.map(|message| message.unwrap().bytes).collect();
        let mut as_mailed = 0;
        for number in public {
            let mails = world.desk.store.reader().mail_of(number).await.unwrap();
            for fate in mails.iter().filter(|fate| fate.mail.kind == "statement") {
                let sent = world.desk.store.files().get(&fate.mail.sha256).await.unwrap().unwrap();
                as_mailed += usize::from(messages.iter().any(|message| **message == *sent));
            }
        }
        let texts = messages.iter().map(|message| String::from_utf8_lossy(message));
        let composed = texts.filter(|it| it.contains("Message-ID: <record.statement-"));
        // Each is the very message that was mailed, or one that nobody was ever sent.
        assert!(as_mailed > 0);
        assert_eq!(as_mailed + composed.count(), messages.len());
        let bring = || import_mbox(&other.desk, open(), &|_| {}, now());
        let brought = bring().await.unwrap();
        assert_eq!((brought.new, brought.refused.clone()), (count, Vec::new()));
        assert_eq!(bring().await.unwrap().new, 0);
    }
}
