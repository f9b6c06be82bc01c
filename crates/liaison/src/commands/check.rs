//! `liaison check`: the documents that a text refers to, and what is to be said of them.

use std::io::{self, Read};
use std::path::PathBuf;

use clap::Args;
use letters::{Kind, Limits, Text, kind_of, text_of};
use operations::{CheckedDocument, check_documents, check_documents_by_name};
use rules::{DocumentKind, Policy};
use serde::Serialize;
use workers::Sandboxed;

use super::block_on;
use crate::failed::Failed;
use crate::opening::WhereIfAny;
use crate::say::say;

/// Say which RFCs and Internet-Drafts a text refers to, and what it should say of them.
///
/// Prints one JSON object for each document: its name, kind, status and stream; its standing, which is `fine`,
/// `work-in-progress`, `say-so` (it is to be said that it does not represent our consensus) or `unknown`; whether the text
/// says so; the words that are offered; and where it stands in the text. Statuses are those that `liaison import documents`
/// brought in; without --data and --config names alone decide.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Letters and messages of any format; - is standard input.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    place: WhereIfAny,
}

/// A line of what is printed.
#[derive(Debug, Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    document: &'a CheckedDocument,
    file: String,
}

impl Check {
    pub(super) fn run(self) -> Result<(), Failed> {
        block_on(async {
            let desk = match self.place.place() {
                Some(place) => Some(place.desk().await?),
                None => None,
            };
            let by_name =
                Policy::built_in("ietf").map_err(|error| Failed::because(error.to_string()))?;
            let converter = Sandboxed::look();
            let (mut unread, mut checked) = (0, Vec::new());
            for file in &self.files {
                let text = match bytes(file).map(|bytes| read(&bytes, file, &converter)) {
                    Ok(text) => text,
                    Err(failed) => {
                        eprintln!("liaison: {failed}");
                        unread += 1;
                        continue;
                    }
                };
                for warning in &text.warnings {
                    eprintln!("liaison: {}: {warning}", file.display());
                }
                let documents = match &desk {
                    Some(desk) => {
                        check_documents(&desk.store.reader(), &desk.policy, &text.text).await?
                    }
                    None => check_documents_by_name(&by_name, &text.text),
                };
                print(&documents, file)?;
                checked.extend(documents);
            }
            if let Some(desk) = &desk {
                desk.store.close().await;
            }
            say_what_is_missing(&checked, desk.is_some());
            match unread {
                0 => Ok(()),
                _ => Err(Failed::because("not all of these were read")),
            }
        })
    }
}

fn print(documents: &[CheckedDocument], file: &std::path::Path) -> Result<(), Failed> {
    for document in documents {
        let line = Line { document, file: file.display().to_string() };
        let line = serde_json::to_string(&line)
            .map_err(|error| Failed::because(format!("a document cannot be printed: {error}")))?;
        say!("{line}");
    }
    Ok(())
}

/// Says once that statuses are missing, and how to get them.
fn say_what_is_missing(checked: &[CheckedDocument], has_place: bool) {
    let mut rfcs = checked.iter().filter(|it| it.kind == DocumentKind::Rfc).peekable();
    if !has_place {
        eprintln!(
            "liaison: checked by name alone: bring the state of documents in with `liaison import documents`, and say \
             where it is with --data DIR or --config FILE"
        );
    } else if rfcs.peek().is_some() && rfcs.all(|it| it.status.is_none()) {
        eprintln!(
            "liaison: nothing is known of these RFCs: bring the state of documents in with `liaison import documents`"
        );
    }
}

fn bytes(file: &PathBuf) -> Result<Vec<u8>, Failed> {
    let unread = |error| Failed::because(format!("{} cannot be read: {error}", file.display()));
    let most = u64::try_from(Limits::default().bytes).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(unread)?;
    } else {
        let opened = std::fs::File::open(file).map_err(unread)?;
        opened.take(most).read_to_end(&mut bytes).map_err(unread)?;
    }
    Ok(bytes)
}

/// Returns the text of a letter, or of a message with its attachments.
fn read(bytes: &[u8], file: &std::path::Path, converter: &Sandboxed) -> Text {
    let limits = Limits::default();
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let kind = kind_of(bytes, &name);
    if kind != Kind::Message {
        return text_of(bytes, kind, converter, &limits);
    }
    let message = match mail::read(bytes, &mail::Limits::default()) {
        Ok(message) => message,
        Err(refusal) => {
            return Text { text: String::new(), warnings: vec![refusal.to_string()] };
        }
    };
    let mut whole =
        Text { text: format!("{}\n\n{}", message.subject, message.text), warnings: Vec::new() };
    for part in message.parts.iter().filter(|part| part.is_attachment && !part.is_message) {
        let name = part.name.clone().unwrap_or_default();
        let text = text_of(&part.bytes, kind_of(&part.bytes, &name), converter, &limits);
        if !text.text.is_empty() && whole.text.len() < limits.text_bytes {
            whole.text.push_str("\n\n");
            whole.text.push_str(&text.text);
        }
        whole
            .warnings
            .extend(text.warnings.into_iter().map(|warning| format!("{name}: {warning}")));
    }
    whole
}
