//! Reading what the sender's installation wrote down beside a statement, in a file for programs.

use letters::Document;
use letters::reading::{
    Envelope, Reading, STATEMENT_FILE, Sent, SentDoubt, fill_from, read_message, read_sent,
};

use crate::receive_message::digest;
use crate::{LetterText, ReadLetter};

/// Returns what the file for programs of a message says, or why it says nothing; none if there is no such file.
///
/// Its files are held against those that it names, by their digests.
pub(crate) fn sent_beside(message: &mail::Message) -> Option<Result<Sent, String>> {
    if message.is_automatic() {
        return None;
    }
    let files = || message.parts.iter().filter(|part| part.is_attachment && !part.is_message);
    let is_named = |part: &&mail::Part| {
        part.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(STATEMENT_FILE))
    };
    let part = files().find(is_named)?;
    let mut sent = match read_sent(&part.bytes) {
        Ok(sent) => sent,
        Err(why) => {
            return Some(Err(format!(
                "“{STATEMENT_FILE}” was left aside, and the letter read from its words: {why}."
            )));
        }
    };
    let came: Vec<(&str, String)> = files()
        .map(|part| (part.name.as_deref().unwrap_or_default(), digest(&part.bytes)))
        .collect();
    let named = sent.files.iter().filter(|file| !file.is_link);
    let others = named.filter(|file| {
        let has_other = came.iter().any(|(name, _)| *name == file.name);
        let wanted = file.sha256.as_ref();
        has_other && wanted.is_some_and(|wanted| !came.iter().any(|(_, digest)| digest == wanted))
    });
    let others: Vec<SentDoubt> = others.map(|file| is_another(&file.name)).collect();
    sent.doubts.extend(others);
    sent.repeats.push(digest(&part.bytes));
    Some(Ok(sent))
}

/// Says whether another installation mailed a message, with a file for programs that can be read.
pub(crate) fn is_from_installation(message: &mail::Message) -> bool {
    matches!(sent_beside(message), Some(Ok(_)))
}

fn is_another(name: &str) -> SentDoubt {
    let why = format!(
        "“{name}” is not the file that {STATEMENT_FILE} names: their digests differ, so it was changed on the way or \
         is another. Ask the sender which holds."
    );
    SentDoubt { field: String::new(), why }
}

/// Makes the letter of a message whose sender's installation wrote down what it says.
pub(crate) fn read_as_sent(envelope: Envelope, sent: Sent, warnings: &[String]) -> ReadLetter {
    let first = read_message(&envelope, &[]).into_iter().next();
    let (mut message, document): (Reading, Option<Document>) = first.unwrap_or_default();
    message.warnings.extend(warnings.iter().cloned());
    let reading = fill_from(message, sent, &envelope);
    let text = document.map_or_else(|| LetterText::of_lines(envelope.text), LetterText::of);
    ReadLetter { reading, text }
}
