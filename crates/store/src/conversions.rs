//! What is read from attached files and made of them.

use std::collections::HashMap;

use jiff::Timestamp;
use rules::{AttachmentSource, Direction, Number, Rendition, Statement};
use sqlx::FromRow;

use crate::connection::Connection;
use crate::search::index;
use crate::sql::{numbers, sql};
use crate::statements::load;
use crate::{ClaimedConversion, Fault, Reader, Transaction};

/// The public statements to which a file is attached.
const PUBLIC_WITH: &str = "
    select distinct a.number from attachments a join statements s on s.number = a.number
    where a.sha256 = $1 and s.public order by a.number";

const TEXT: &str = "select text from conversions where number = $1 and position = $2";

const WORDS: &str = "
    select position, sha256, done, text, warning from conversions where number = $1 order by position";

const TEXTS: &str = "
    select number, position, text from conversions
    where number in (numbers($1)) and done and text <> '' order by number, position";

/// Files whose words are known already keep them.
const QUEUE: &str = "
    insert into conversions (number, position, sha256, done, text, warning, tried)
    select number, position, sha256, false, '', '', 0 from attachments
    where number in (numbers($1)) and sha256 is not null
    on conflict (number, position) do update set
        sha256 = excluded.sha256, done = false, text = '', warning = '', tried = 0, claimed_until = null
    where conversions.sha256 <> excluded.sha256";

/// What is attached no longer.
const REMOVE: &str = "
    delete from conversions where number in (numbers($1)) and not exists (
        select 1 from attachments a
        where a.number = conversions.number and a.position = conversions.position and a.sha256 is not null)";

/// Changes nothing; whoever saves the statement waits until the transaction ends, and then sees the words.
const HOLD: &str = "update statements set revision = revision where number = $1";

const SAVE_TEXT: &str = "
    update conversions set done = true, text = $3, warning = $4, claimed_until = null
    where number = $1 and position = $2";

const SAVE_RENDITION: &str = "
    insert into renditions (file_sha256, kind, sha256, size) values ($1, $2, $3, $4)
    on conflict (file_sha256, kind) do update set sha256 = excluded.sha256, size = excluded.size
    where renditions.sha256 <> excluded.sha256 or renditions.size <> excluded.size";

/// One statement, so that two workers never get the same row; the condition stands twice as in the outbox. What was
/// tried most comes last, so that a file on which workers break holds up no other.
const CLAIM: &str = "
    update conversions set tried = tried + 1, claimed_until = $2
    where not done and (claimed_until is null or claimed_until <= $1) and (number, position) in (
        select number, position from conversions
        where not done and (claimed_until is null or claimed_until <= $1)
        order by tried, number, position limit $3)
    returning number, position, sha256, tried - 1 as tried,
        (select a.name from attachments a
            where a.number = conversions.number and a.position = conversions.position) as name,
        (select a.media_type from attachments a
            where a.number = conversions.number and a.position = conversions.position) as media_type,
        (select a.source from attachments a
            where a.number = conversions.number and a.position = conversions.position) as source,
        (select s.direction from statements s where s.number = conversions.number) as direction";

/// Whoever's claim ended meanwhile does not get it back.
const KEEP_CLAIM: &str = "
    update conversions set claimed_until = $4
    where number = $1 and position = $2 and not done and claimed_until is not null and claimed_until > $3";

#[derive(FromRow)]
struct ClaimedRow {
    number: i64,
    position: i64,
    sha256: String,
    tried: i64,
    name: Option<String>,
    media_type: Option<String>,
    source: Option<String>,
    direction: Option<String>,
}

/// What was read from an attachment.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AttachmentWords {
    /// Its place among those of the statement.
    pub position: i64,
    /// The file that was read, or is to be.
    pub sha256: String,
    /// Whether it was read.
    pub done: bool,
    /// Its words.
    pub text: String,
    /// Why there are none, or not all.
    pub warning: String,
}

/// The words read from the attachments of statements: (position, text), by the statement's number.
pub(crate) type Texts = HashMap<i64, Vec<(i64, String)>>;

impl Reader {
    /// Returns the words read from an attachment; empty if none were or none could be.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn attachment_text(&self, number: Number, position: i64) -> Result<String, Fault> {
        let mut connection = self.ask("load an attachment's words").await?;
        let text = connection.first(sql(TEXT).bind(number).bind(position)).await?;
        Ok(text.map(|(text,)| text).unwrap_or_default())
    }

    /// Returns what was read from the attachments of a statement, and what is still to be, in their order.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn attachment_words(&self, number: Number) -> Result<Vec<AttachmentWords>, Fault> {
        let mut connection = self.ask("load the words of attachments").await?;
        connection.all(sql(WORDS).bind(number)).await
    }
}

impl Transaction {
    /// Keeps the words of an attachment, and indexes them. A failure to read is kept as empty words with the
    /// reason.
    ///
    /// Nothing happens if the attachment is there no longer.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_attachment_text(
        &mut self,
        number: Number,
        position: i64,
        text: &str,
        warning: &str,
    ) -> Result<(), Fault> {
        self.connection.run(sql(HOLD).bind(number)).await?;
        let save = sql(SAVE_TEXT).bind(number).bind(position).bind(text).bind(warning);
        if self.connection.run(save).await? == 0 {
            return Ok(());
        }
        let statements = load::statements(&mut self.connection, &[number]).await?;
        let statements: Vec<&Statement> = statements.iter().collect();
        if statements.iter().any(|statement| statement.state.is_public()) {
            self.note_shown();
            self.changed.note_saved(&statements);
        }
        let texts = texts(&mut self.connection, &numbers([number.0])).await?;
        index::forget(&mut self.connection, number).await?;
        index::add(&mut self.connection, &statements, &texts).await
    }

    /// Keeps a rendition of a file.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_rendition(
        &mut self,
        sha256_of_file: &str,
        rendition: &Rendition,
    ) -> Result<(), Fault> {
        self.note_shown();
        let with: Vec<(i64,)> = self.connection.all(sql(PUBLIC_WITH).bind(sha256_of_file)).await?;
        self.changed.note_numbers(with.into_iter().map(|(number,)| Number(number)));
        save_rendition(&mut self.connection, sha256_of_file, rendition).await
    }

    /// Claims files whose words are to be read, at most `limit`, until `until`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn claim_conversions(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<ClaimedConversion>, Fault> {
        let claim = sql(CLAIM).bind(now).bind(until).bind(limit.max(0));
        let mut rows: Vec<ClaimedRow> = self.connection.all(claim).await?;
        rows.sort_by_key(|row| (row.tried, row.number, row.position));
        Ok(rows.into_iter().map(claimed).collect())
    }

    /// Keeps a claim that has not ended yet until `until`, for whoever is still reading.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn hold_conversion(
        &mut self,
        number: Number,
        position: i64,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<(), Fault> {
        let keep = sql(KEEP_CLAIM).bind(number).bind(position);
        self.connection.run(keep.bind(now).bind(until)).await?;
        Ok(())
    }
}

fn claimed(row: ClaimedRow) -> ClaimedConversion {
    let source = row.source.as_deref().and_then(AttachmentSource::from_slug);
    ClaimedConversion {
        number: Number(row.number),
        position: row.position,
        sha256: row.sha256,
        name: row.name.unwrap_or_default(),
        media_type: row.media_type.unwrap_or_default(),
        is_letter: source.is_some_and(AttachmentSource::is_letter),
        is_received: row.direction.as_deref() == Some(Direction::Incoming.slug()),
        tried: row.tried,
    }
}

/// Queues the files of statements that were saved to be read, and returns the words of those that were.
pub(crate) async fn queue(
    connection: &mut Connection,
    statements: &[&Statement],
) -> Result<Texts, Fault> {
    let list = numbers(statements.iter().map(|statement| statement.number.0));
    connection.run(sql(QUEUE).bind(&list)).await?;
    if statements.iter().all(|statement| statement.revision == 0) {
        return Ok(Texts::new());
    }
    connection.run(sql(REMOVE).bind(&list)).await?;
    texts(connection, &list).await
}

/// Returns the words read from the attachments of statements.
pub(crate) async fn texts(connection: &mut Connection, list: &str) -> Result<Texts, Fault> {
    let rows: Vec<(i64, i64, String)> = connection.all(sql(TEXTS).bind(list)).await?;
    let mut texts = Texts::new();
    for (number, position, text) in rows {
        texts.entry(number).or_default().push((position, text));
    }
    Ok(texts)
}

/// Keeps a rendition of a file, in place of another of its kind.
pub(crate) async fn save_rendition(
    connection: &mut Connection,
    sha256_of_file: &str,
    rendition: &Rendition,
) -> Result<(), Fault> {
    let save = sql(SAVE_RENDITION).bind(sha256_of_file).bind(rendition.kind.slug());
    connection.run(save.bind(&rendition.sha256).bind(rendition.size)).await?;
    Ok(())
}
