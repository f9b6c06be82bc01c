//! Splitting a draft that goes to several organizations into one letter for each (CON-9).

use jiff::Timestamp;
use rules::{
    Actor, Addressed, Contact, Directory, EventKind, Number, Refusal, Statement, Verb, Why,
    propose_outgoing, replies_to, split,
};
use store::Transaction;

use crate::acting::{Loaded, doer, load, note};
use crate::draft_statement::may_speak;
use crate::letter_attached::{Converted, renew_letters};
use crate::{Desk, Failure};

/// Makes of a draft to several organizations one draft to each; the first keeps the number. Returns all, the first first.
///
/// Text, files, consensus, links and deadlines are the same in all; contacts and Send-To are proposed anew. `seen` is the
/// revision that was read.
///
/// # Errors
/// [`Failure::Refused`] unless it is a draft to several organizations, if somebody changed it meanwhile, or to whoever may not
/// change it, or not speak for its groups to each of them.
pub async fn split_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    seen: i64,
    now: Timestamp,
) -> Result<Vec<Number>, Failure> {
    let mut tx = desk.store.begin("split a statement").await?;
    let Loaded { statement, directory, role } =
        load(desk, &mut tx, actor, Verb::Edit, number, Some(seen)).await?;
    let parts = split(&statement, &directory)?;
    let answered = desk.store.reader().statements(&statement.answers()).await?;
    let by = doer(desk, actor, role, &directory);
    let (mut made, mut went) = (Vec::new(), Vec::new());
    for (at, part) in parts.iter().enumerate() {
        let mut letter = letter_to(desk, &statement, part, &answered, &directory);
        may_speak(desk, actor, &letter, &directory)?;
        if at > 0 {
            begin_anew(&mut tx, &mut letter, now).await?;
        }
        renew_letters(desk, &mut letter, &directory, Converted::Goes, now).await?;
        tx.save_statement(&letter).await?;
        if at > 0 {
            let words = format!("Split from statement {number}: to {}.", letter.to.words());
            note(desk, &mut tx, letter.number, EventKind::Drafted, by.clone(), &words, now).await?;
            went.push(format!("statement {} to {}", letter.number, letter.to.words()));
        }
        made.push(letter.number);
    }
    let left = left_out(&statement);
    let words = format!("One letter for each organization: {}.{left}", went.join(", "));
    note(desk, &mut tx, number, EventKind::Split, by, &words, now).await?;
    tx.commit().await?;
    Ok(made)
}

/// Gives a further letter what is its own.
async fn begin_anew(
    tx: &mut Transaction,
    letter: &mut Statement,
    now: Timestamp,
) -> Result<(), Failure> {
    letter.number = tx.next_number().await?;
    letter.revision = 0;
    letter.created_at = now;
    // What the directory does not know, and the names of this very letter, stay with the first.
    letter.to.as_written.clear();
    letter.identifiers.clear();
    letter.attachments.retain(|attachment| !attachment.is_letter());
    Ok(())
}

/// Returns the letter to one of the organizations.
fn letter_to(
    desk: &Desk,
    statement: &Statement,
    part: &Addressed,
    answered: &[Statement],
    directory: &Directory,
) -> Statement {
    let from = statement.from.group_ids();
    let whole = propose_outgoing(&from, &statement.to.group_ids(), None, directory, &desk.policy);
    let mut letter = statement.clone();
    letter.to.groups.clone_from(&part.groups);
    let reply_to = replies_to(part, answered, directory);
    let to = letter.to.group_ids();
    let proposed = propose_outgoing(&from, &to, reply_to, directory, &desk.policy);
    (letter.to.contacts, letter.to.liaison_contact) = (proposed.to, proposed.to_liaison);
    if statement.from.liaison_contact == whole.from_liaison {
        letter.from.liaison_contact = proposed.from_liaison;
    }
    // Whom somebody added on our side is told of each letter.
    letter.from.contacts = proposed.from;
    let keys: Vec<_> = letter.from.contacts.iter().filter_map(Contact::mailbox).collect();
    let is_new = |contact: &&Contact| {
        contact.mailbox().is_some_and(|it| keys.iter().all(|known| known.key() != it.key()))
    };
    let added = statement.from.contacts.iter().filter(|contact| contact.why == Why::Entered);
    letter.from.contacts.extend(added.filter(is_new).cloned());
    letter
}

/// Says which contacts of the other side nobody can tell the organization of.
fn left_out(statement: &Statement) -> String {
    let typed = statement.to.contacts.iter().filter(|contact| contact.why == Why::Entered);
    let typed: Vec<String> = typed.map(ToString::to_string).collect();
    if typed.is_empty() {
        String::new()
    } else {
        format!(
            " Added by hand before, and to be added again where they belong: {}.",
            typed.join(", ")
        )
    }
}

/// Returns the names of the organizations that a draft goes to, where it can be split; of others none (CON-9).
pub fn can_be_split(statement: &Statement, directory: &Directory) -> Vec<String> {
    let parts: Result<Vec<Addressed>, Refusal> = split(statement, directory);
    let name = |part: &Addressed| directory.group(part.organization).map(|it| it.name.clone());
    parts.unwrap_or_default().iter().filter_map(name).collect()
}
