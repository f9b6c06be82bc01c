//! What consensus rests on, as somebody types it: one a line (OUT-6, OUT-8).

use rules::{Attachment, Basis, BasisAt, Statement};

use crate::attachments::web_address;
use crate::form::lines;

/// The most that consensus rests on.
const MOST: usize = 20;

/// Reads the lines of a form: what it is, a colon, then a document, a file of the statement or an address.
///
/// # Errors
/// What is wrong with the first line that names none of these, in a sentence.
pub(crate) fn basis_typed(typed: &str, attachments: &[Attachment]) -> Result<Vec<Basis>, String> {
    let lines = lines(typed)?;
    if lines.len() > MOST {
        return Err(format!("At most {MOST} are taken: name those that matter."));
    }
    let mut basis: Vec<Basis> = Vec::with_capacity(lines.len());
    for line in &lines {
        let one = read(line, attachments)?;
        if !basis.contains(&one) {
            basis.push(one);
        }
    }
    Ok(basis)
}

fn read(line: &str, attachments: &[Attachment]) -> Result<Basis, String> {
    let address = ["https://", "http://"].iter().filter_map(|scheme| line.find(scheme)).min();
    if let Some((label, url)) = address.and_then(|at| line.split_at_checked(at)) {
        let url = web_address(url)?;
        return Ok(Basis { label: label_of(label), at: BasisAt::Url(url) });
    }
    let whole = named(line, attachments).map(|at| Basis { label: String::new(), at });
    let parts = || {
        let (label, name) = line.rsplit_once(':')?;
        Some(Basis { label: label_of(label), at: named(name, attachments)? })
    };
    whole.or_else(parts).ok_or_else(|| {
        format!(
            "“{line}” names no RFC or draft, no file that comes with the statement, and no address that begins with https://: \
             write one of these at the end of the line, after what it is and a colon."
        )
    })
}

/// Returns the document or the file of that name.
fn named(name: &str, attachments: &[Attachment]) -> Option<BasisAt> {
    let name = name.trim();
    let is_it = |one: &&Attachment| {
        one.sha256().is_some() && !one.is_letter() && one.file_name().eq_ignore_ascii_case(name)
    };
    if let Some(file) = attachments.iter().find(is_it) {
        return Some(BasisAt::File(file.file_name().to_owned()));
    }
    match letters::documents(name).as_slice() {
        [one] if one.at == (0..name.len()) => Some(BasisAt::Document(match &one.revision {
            Some(revision) => format!("{}-{revision}", one.name),
            None => one.name.clone(),
        })),
        _ => None,
    }
}

fn label_of(words: &str) -> String {
    words.trim().trim_end_matches([':', '<', ' ']).trim().to_owned()
}

/// Returns what the consensus of a statement rests on, in words of one line: "RFC 8446; Last call: https://…".
pub(crate) fn basis_words(statement: &Statement) -> String {
    statement.consensus_basis.iter().map(Basis::line).collect::<Vec<_>>().join("; ")
}
