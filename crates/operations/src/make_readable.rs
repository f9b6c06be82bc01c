//! Making a PDF of a file that few can read, to go beside it (BOD-3).
//!
//! Somebody asks for it, a worker makes it, and it is attached as if they had done so themselves: what was approved before is asked
//! for again. While it is being made, the statement is neither submitted nor posted, since that would be without it; they may
//! let it go without.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use letters::ConvertError;
use rules::{
    Actor, Attachment, MadeOf, Number, Outlived, Refusal, Statement, Unreadable, Verb, name_of_pdf,
    outlived, unreadable,
};
use store::{ClaimedPdf, Reader, Transaction, WantedPdf};

use crate::acting::load;
use crate::attachments::{keep_file, save_changed};
use crate::desk::day_of;
use crate::{Desk, Failure};

/// How long a worker may make a PDF before others may take it over; LibreOffice is stopped after a minute.
const LEASE: SignedDuration = SignedDuration::from_mins(3);

/// How often is begun what never came to an end.
const TRIES: i64 = 3;

/// How everybody can read the files of a statement of ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadableForms {
    /// The files that few can read, with nothing beside them that everybody can.
    pub lacking: Vec<Lacking>,
    /// What was made of files that do not come with it any more.
    pub outlived: Vec<Outlived>,
}

/// A file that few can read, with nothing beside it that everybody can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking {
    /// The file.
    pub file: Unreadable,
    /// How far it is with a PDF of it.
    pub making: Making,
}

/// Says how far it is with a PDF of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Making {
    /// Nobody asked for one.
    Unasked,
    /// It is being made.
    Now,
    /// None could be made, with why and what to do.
    Failed(String),
}

/// Returns how everybody can read the files of a statement; of one that was received, there is nothing to say.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn readable_forms(
    reader: &Reader,
    statement: &Statement,
) -> Result<ReadableForms, Failure> {
    let (lacking, outlived) = (unreadable(statement), outlived(statement));
    let wanted = match lacking.is_empty() {
        true => Vec::new(),
        false => reader.wanted_pdfs(statement.number).await?,
    };
    let lacking = lacking.into_iter().map(|file| Lacking { making: making(&file, &wanted), file });
    Ok(ReadableForms { lacking: lacking.collect(), outlived })
}

/// Asks for a PDF of a file, to go beside it; asking twice makes one.
///
/// # Errors
/// [`Failure::NotFound`] if there is no such file; [`Failure::Refused`] if none can be made of it, everybody can read it, or for
/// whoever may not change the statement.
pub async fn want_pdf(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    position: i64,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("want a PDF").await?;
    let statement = load(desk, &mut tx, actor, Verb::Edit, number, None).await?.statement;
    if !statement.attachments.iter().any(|one| one.position == position) {
        return Err(Failure::NotFound("attachment"));
    }
    let file = unreadable(&statement).into_iter().find(|file| file.position == position);
    let file = file.ok_or_else(|| {
        refused("Everybody can read it as it is, or another file beside it.".to_owned())
    })?;
    if !file.can_be_made {
        return Err(refused(format!("No PDF can be made of {} here: {SAVE}.", file.name)));
    }
    let person = actor.person.ok_or(Failure::NotFound("statement"))?;
    tx.want_pdf(number, (position, &file.sha256), person).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets a statement go without the PDF that is being made of a file, or could not be.
///
/// # Errors
/// [`Failure::NotFound`], or [`Failure::Refused`] for whoever may not change the statement.
pub async fn forgo_pdf(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    position: i64,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("forgo a PDF").await?;
    load(desk, &mut tx, actor, Verb::Edit, number, None).await?;
    tx.forget_pdf(number, (position, "")).await?;
    tx.commit().await?;
    Ok(())
}

/// Claims a file of which a PDF is wanted, with its bytes.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn take_wanted_pdf(
    desk: &Desk,
    now: Timestamp,
) -> Result<Option<(ClaimedPdf, Bytes)>, Failure> {
    let mut tx = desk.store.begin("claim a PDF").await?;
    let claimed = tx.claim_pdf(now, now + LEASE).await?;
    let Some(claimed) = claimed else { return Ok(None) };
    let file = (claimed.position, claimed.sha256.as_str());
    let bytes = match &claimed.name {
        // It was taken away, or another took its place.
        None => {
            tx.forget_pdf(claimed.number, file).await?;
            None
        }
        Some(name) if claimed.tried >= TRIES => {
            let fault = failed(name, "making it never came to an end");
            tx.fail_pdf(claimed.number, file, &fault).await?;
            None
        }
        Some(name) => {
            let bytes = desk.store.files().get(&claimed.sha256).await?;
            if bytes.is_none() {
                let fault = failed(name, "its bytes are not among the files");
                tx.fail_pdf(claimed.number, file, &fault).await?;
            }
            bytes
        }
    };
    tx.commit().await?;
    Ok(bytes.map(|bytes| (claimed, bytes)))
}

/// Attaches the PDF that was made of a file, in place of one that was made of an earlier file of that name; or keeps why none
/// could be made.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn finish_pdf(
    desk: &Desk,
    claimed: &ClaimedPdf,
    made: Result<Bytes, ConvertError>,
    now: Timestamp,
) -> Result<(), Failure> {
    let name = claimed.name.as_deref().unwrap_or_default();
    let attached = match made {
        Ok(pdf) => attach_pdf(desk, claimed, name, pdf, now).await,
        Err(why) => Err(Failure::Unacceptable(why_not(&why))),
    };
    let why = match attached {
        Ok(()) => return Ok(()),
        Err(Failure::Unacceptable(why)) => why,
        Err(Failure::Refused(Refusal::Fields(faults))) => {
            faults.into_iter().map(|(_, fault)| fault).collect::<Vec<_>>().join(" ")
        }
        Err(Failure::Refused(_) | Failure::NotFound(_)) => {
            "whoever asked for it may not change the statement any more".to_owned()
        }
        Err(failure) => return Err(failure),
    };
    let mut tx = desk.store.begin("note that there is no PDF").await?;
    let file = (claimed.position, claimed.sha256.as_str());
    tx.fail_pdf(claimed.number, file, &failed(name, &why)).await?;
    tx.commit().await?;
    Ok(())
}

async fn attach_pdf(
    desk: &Desk,
    claimed: &ClaimedPdf,
    name: &str,
    pdf: Bytes,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("attach a PDF").await?;
    let (number, file) = (claimed.number, (claimed.position, claimed.sha256.as_str()));
    // Somebody let it go without meanwhile.
    if !tx.forget_pdf(number, file).await? {
        return Ok(());
    }
    let directory = desk.store.reader().directory().await?;
    let actor = directory.actor(claimed.person, day_of(now));
    let mut loaded = load(desk, &mut tx, &actor, Verb::Edit, number, None).await?;
    let statement = &mut loaded.statement;
    if unreadable(statement).iter().any(|it| (it.position, it.sha256.as_str()) == file) {
        let gone: Vec<Outlived> =
            outlived(statement).into_iter().filter(|it| it.made_of == name).collect();
        statement.attachments.retain(|one| !gone.iter().any(|it| it.position == one.position));
        let last = statement.attachments.iter().map(|one| one.position).max().unwrap_or(0);
        let pdf_name = name_of_pdf(statement, name);
        let kept = keep_file(desk, last + 1, &pdf_name, "", pdf).await?;
        let made_of = Some(MadeOf { name: name.to_owned(), sha256: claimed.sha256.clone() });
        statement.attachments.push(Attachment { made_of, ..kept });
        let words = format!("Added: {pdf_name}, made by this tool of {name}");
        return save_changed(desk, tx, &actor, loaded, &words, now).await;
    }
    tx.commit().await?;
    Ok(())
}

/// Refuses to go on while a PDF is being made that is to go with the statement.
pub(crate) async fn none_being_made(
    tx: &mut Transaction,
    statement: &Statement,
) -> Result<(), Failure> {
    let lacking = unreadable(statement);
    if lacking.is_empty() {
        return Ok(());
    }
    let wanted = tx.wanted_pdfs(statement.number).await?;
    match being_made(lacking.into_iter().filter(|file| making(file, &wanted) == Making::Now)) {
        Some(fault) => Err(Failure::Refused(Refusal::Fields(vec![fault]))),
        None => Ok(()),
    }
}

/// Returns what keeps a statement from being submitted while PDFs are being made of these files.
pub(crate) fn being_made(
    files: impl Iterator<Item = Unreadable>,
) -> Option<(&'static str, String)> {
    let names: Vec<String> = files.map(|file| file.name).collect();
    (!names.is_empty()).then(|| {
        let names = names.join(" and ");
        let fault = format!(
            "A PDF of {names} is being made, to go with the statement: wait until it is there, or let it go without."
        );
        ("file", fault)
    })
}

fn making(file: &Unreadable, wanted: &[WantedPdf]) -> Making {
    let is_of = |it: &&WantedPdf| it.position == file.position && it.sha256 == file.sha256;
    match wanted.iter().find(is_of) {
        None => Making::Unasked,
        Some(wanted) if wanted.fault.is_empty() => Making::Now,
        Some(wanted) => Making::Failed(wanted.fault.clone()),
    }
}

/// What to do where no PDF can be made here.
const SAVE: &str = "save it as a PDF in the program with which it was written, and attach that";

fn failed(name: &str, why: &str) -> String {
    format!("No PDF could be made of {name}: {}. Try again, or {SAVE}.", why.trim_end_matches('.'))
}

/// Says in words for whoever wrote the file why no PDF could be made of it.
fn why_not(error: &ConvertError) -> String {
    match error {
        ConvertError::Missing { .. } | ConvertError::NoSandbox { .. } => {
            "LibreOffice, which makes them, cannot be run on this server".to_owned()
        }
        ConvertError::Protected => "it is protected by a password".to_owned(),
        ConvertError::TooSlow { seconds, .. } => {
            format!("LibreOffice was stopped after {seconds} seconds")
        }
        ConvertError::TooLarge { limit, .. } => format!("it would have more than {limit} bytes"),
        ConvertError::Unreadable { .. } => "LibreOffice cannot read it".to_owned(),
        ConvertError::Fault { .. } => "LibreOffice could not be run".to_owned(),
    }
}

fn refused(fault: String) -> Failure {
    Failure::Refused(Refusal::Fields(vec![("file", fault)]))
}
