//! Bringing in what is known of documents: RFCs and Internet-Drafts with status and stream, and the members of series
//! (DOC-1).

mod answers;
mod rfc_index;
mod tables;

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use store::{Changes, DocumentEntry};

use crate::{Desk, ImportFault};

/// How many documents are looked up at once.
const AT_ONCE: usize = 2000;

/// Brings documents in from the RFC Editor's `rfc-index.xml`, from tables of RFCs or of series, from the datatracker's
/// document answers (Internet-Drafts), or from all of these in a directory.
///
/// Can be repeated, in any order: what one file does not say, another's word for it stays.
///
/// # Errors
/// [`ImportFault::Input`] with file and line if one is not what it should be; nothing is then imported.
pub async fn import_documents(desk: &Desk, path: &Path) -> Result<Changes, ImportFault> {
    let mut documents: HashMap<String, DocumentEntry> = HashMap::new();
    for file in files(path).await? {
        let place = file.display().to_string();
        let text =
            tokio::fs::read_to_string(&file).await.map_err(|error| unreadable(&file, &error))?;
        for document in read(desk, &text, &place).await? {
            let known = documents.remove(&document.name);
            let document = match known {
                Some(known) => merged(&known, document),
                None => document,
            };
            documents.insert(document.name.clone(), document);
        }
    }
    let mut documents: Vec<DocumentEntry> = documents.into_values().collect();
    documents.sort_by(|one, other| one.name.cmp(&other.name));
    save(desk, documents).await
}

async fn save(desk: &Desk, documents: Vec<DocumentEntry>) -> Result<Changes, ImportFault> {
    let reader = desk.store.reader();
    let mut wanted = Vec::with_capacity(documents.len());
    for some in documents.chunks(AT_ONCE) {
        let names: Vec<String> = some.iter().map(|document| document.name.clone()).collect();
        let known = reader.documents(&names).await?;
        let known: HashMap<&str, &DocumentEntry> =
            known.iter().map(|document| (document.name.as_str(), document)).collect();
        wanted.extend(some.iter().cloned().map(
            |document| match known.get(document.name.as_str()) {
                Some(known) => merged(known, document),
                None => document,
            },
        ));
    }
    let mut tx = desk.store.begin("import documents").await?;
    let changes = tx.save_documents(&wanted).await?;
    tx.commit().await?;
    Ok(changes)
}

/// Returns the files to read: the one named, or all tables and indexes of a directory, by name.
async fn files(path: &Path) -> Result<Vec<PathBuf>, ImportFault> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let fault = |error| unreadable(path, &error);
    let (mut files, mut entries) = (Vec::new(), tokio::fs::read_dir(path).await.map_err(fault)?);
    while let Some(entry) = entries.next_entry().await.map_err(fault)? {
        let file = entry.path();
        let part =
            |part: Option<&OsStr>| part.and_then(OsStr::to_str).unwrap_or_default().to_owned();
        let is_table = matches!(part(file.extension()).as_str(), "tsv" | "xml");
        // Of the datatracker's answers, which may all stand in one directory, those on documents.
        let is_answer =
            part(file.extension()) == "json" && part(file.file_stem()).starts_with("document");
        if is_table || is_answer {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        let what = "there is no .tsv and no .xml file in it, and no document*.json: name a table or rfc-index.xml";
        return Err(ImportFault::input(&path.display().to_string(), what));
    }
    Ok(files)
}

async fn read(desk: &Desk, text: &str, place: &str) -> Result<Vec<DocumentEntry>, ImportFault> {
    match text.trim_start_matches('\u{feff}').trim_start().chars().next() {
        Some('<') => rfc_index::read(text, place),
        Some('{') => answers::read(desk, text, place).await,
        _ => tables::read(text, place),
    }
}

/// Returns what a later word on a document says, and of what it does not say, what was known.
fn merged(known: &DocumentEntry, said: DocumentEntry) -> DocumentEntry {
    let text = |said: String, known: &String| if said.is_empty() { known.clone() } else { said };
    let list =
        |said: Vec<String>, known: &[String]| if said.is_empty() { known.to_vec() } else { said };
    DocumentEntry {
        title: text(said.title, &known.title),
        status: text(said.status, &known.status),
        stream: text(said.stream, &known.stream),
        date: text(said.date, &known.date),
        obsoleted_by: list(said.obsoleted_by, &known.obsoleted_by),
        also: list(said.also, &known.also),
        group: text(said.group, &known.group),
        intended: text(said.intended, &known.intended),
        name: said.name,
    }
}

/// Returns the name of a document as the RFC Editor writes it: `RFC9110`, `BCP0014`.
///
/// Takes `9110`, `RFC9110`, `rfc 9110` and the like.
fn name(written: &str, series: &str) -> Option<String> {
    let upper = written.trim().to_ascii_uppercase();
    let start = upper.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = upper.split_at(start);
    let letters = letters.trim_end_matches([' ', '-']);
    let series = if letters.is_empty() { series } else { letters };
    let number: u32 = digits.parse().ok()?;
    Some(format!("{series}{number:04}"))
}

/// Returns the names in a list between spaces or commas.
fn names(list: &str, series: &str) -> Option<Vec<String>> {
    let pieces = list.split([' ', ',', ';']).filter(|piece| !piece.is_empty());
    pieces.map(|piece| name(piece, series)).collect()
}

fn unreadable(path: &Path, error: &std::io::Error) -> ImportFault {
    ImportFault::input(&path.display().to_string(), format!("it cannot be read: {error}"))
}
