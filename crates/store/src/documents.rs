//! Documents that statements refer to.

use std::collections::HashMap;

use sqlx::FromRow;

use crate::changes::DOCUMENTS;
use crate::connection::Connection;
use crate::decode::known;
use crate::sql::{Value, key, sql, texts};
use crate::{Changes, DocumentEntry, Fault, Reader, Transaction};

const BY_NAME: &str = "
    select name_key, name, title, status, stream, date, obsoleted_by, also, group_acronym, intended from documents
    where name_key in (texts($1)) order by name_key";

const REMOVE: &str = "delete from documents where name_key in (texts($1))";

const INSERT: &str = "insert into documents (name_key, name, title, status, stream, date, obsoleted_by, also, group_acronym,
     intended) values";

/// How many are looked up at once; an import has a hundred thousand and more.
const MANY: usize = 5_000;

#[derive(FromRow)]
struct DocumentRow {
    name_key: String,
    name: String,
    title: String,
    status: String,
    stream: String,
    date: String,
    obsoleted_by: String,
    also: String,
    group_acronym: String,
    intended: String,
}

impl Reader {
    /// Returns documents by name, in whatever case they are written; those that nobody knows are left out.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn documents(&self, names: &[String]) -> Result<Vec<DocumentEntry>, Fault> {
        let mut connection = self.ask("look up documents").await?;
        let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
        Ok(by_keys(&mut connection, &keys).await?.into_iter().map(|(_, entry)| entry).collect())
    }
}

impl Transaction {
    /// Brings documents in by name; of a name that comes twice, the last counts.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_documents(&mut self, documents: &[DocumentEntry]) -> Result<Changes, Fault> {
        let mut wanted: HashMap<String, &DocumentEntry> = HashMap::new();
        for document in documents {
            wanted.insert(key(&document.name), document);
        }
        let mut wanted: Vec<(String, &DocumentEntry)> = wanted.into_iter().collect();
        wanted.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut changes = Changes::default();
        for some in wanted.chunks(MANY) {
            save(&mut self.connection, some, &mut changes).await?;
        }
        if changes.added + changes.changed > 0 {
            self.note_shown();
            self.changed.note_all(DOCUMENTS);
        }
        Ok(changes)
    }
}

async fn save(
    connection: &mut Connection,
    wanted: &[(String, &DocumentEntry)],
    changes: &mut Changes,
) -> Result<(), Fault> {
    let keys: Vec<String> = wanted.iter().map(|(key, _)| key.clone()).collect();
    let known: HashMap<String, DocumentEntry> =
        by_keys(connection, &keys).await?.into_iter().collect();
    let (mut rows, mut replaced): (Vec<Value>, Vec<String>) = (Vec::new(), Vec::new());
    for (key, document) in wanted {
        match known.get(key) {
            Some(known) if known == *document => {
                changes.unchanged += 1;
                continue;
            }
            Some(_) => {
                changes.changed += 1;
                replaced.push(key.clone());
            }
            None => changes.added += 1,
        }
        rows.extend::<[Value; 10]>([
            key.into(),
            (&document.name).into(),
            (&document.title).into(),
            (&document.status).into(),
            (&document.stream).into(),
            (&document.date).into(),
            texts(&document.obsoleted_by).into(),
            texts(&document.also).into(),
            (&document.group).into(),
            (&document.intended).into(),
        ]);
    }
    connection.run(sql(REMOVE).bind(texts(&replaced))).await?;
    connection.insert(INSERT, 10, rows).await
}

async fn by_keys(
    connection: &mut Connection,
    keys: &[String],
) -> Result<Vec<(String, DocumentEntry)>, Fault> {
    let rows: Vec<DocumentRow> = connection.all(sql(BY_NAME).bind(texts(keys))).await?;
    rows.into_iter()
        .map(|row| {
            let entry = DocumentEntry {
                name: row.name,
                title: row.title,
                status: row.status,
                stream: row.stream,
                date: row.date,
                obsoleted_by: names(&row.obsoleted_by)?,
                also: names(&row.also)?,
                group: row.group_acronym,
                intended: row.intended,
            };
            Ok((row.name_key, entry))
        })
        .collect()
}

fn names(list: &str) -> Result<Vec<String>, Fault> {
    known(serde_json::from_str(list).ok(), "list of names", list)
}
