//! Telling a From group of a statement before it goes (4.2, OUT-7): the mail to its list is drafted here, changed and sent by
//! a person; or where it was done otherwise is noted. Whoever approves sees which.

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{
    Actor, Contact, Directory, Event, EventKind, Mailbox, Number, Policy, Statement, Verb, Why,
    group_contacts,
};

use crate::acting::{Loaded, doer, load, note};
use crate::desk::day_of;
use crate::form::one_line;
use crate::give_statement::refused;
use crate::mailing::{mailbox_of, outgoing, queue};
use crate::notices::{self, Words};
use crate::{Desk, Failure};

/// A mail to the lists of the From groups that nobody has sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TellingDraft {
    /// The lists; none where the directory knows of none.
    pub to: Vec<Mailbox>,
    /// The subject, to be changed at will.
    pub subject: String,
    /// The text, to be changed at will.
    pub text: String,
}

/// How a group is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling<'a> {
    /// By a mail to its list, from here.
    Mail {
        /// One line.
        subject: &'a str,
        /// The text.
        text: &'a str,
    },
    /// It was told elsewhere: on a day, and where, such as a link into a list's archive or a meeting.
    Elsewhere {
        /// The day.
        on: Date,
        /// The place, in words or as an address.
        place: &'a str,
    },
}

/// Drafts the mail that tells the From groups of a statement.
pub fn draft_telling(
    desk: &Desk,
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
) -> TellingDraft {
    let to = lists(statement, directory, &desk.policy);
    let Words { subject, text } = notices::told_first(desk, statement, &actor.name);
    TellingDraft { to, subject, text }
}

/// Tells the From groups of a statement that is not on the record yet; the history says how, and approvers see it.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, without words, for a day ahead, or where no list is known to mail to.
pub async fn tell_group(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    telling: Telling<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("tell a group of a statement").await?;
    let Loaded { statement, directory, role } =
        load(desk, &mut tx, actor, Verb::TellGroup, number, None).await?;
    let by = doer(desk, actor, role, &directory);
    let words = match telling {
        Telling::Mail { subject, text } => {
            let words = checked(desk, subject, text)?;
            let to = lists(&statement, &directory, &desk.policy);
            if to.is_empty() {
                let fault = "The directory knows no list of its From groups: note where they were told instead.";
                return Err(refused("telling_text", fault.to_owned()));
            }
            let named: Vec<&str> = to.iter().map(Mailbox::address).collect();
            let said = format!("By mail to {}: “{}”.", named.join(" and "), words.subject);
            let me = actor.person.and_then(|person| directory.person(person)).and_then(mailbox_of);
            let mut mail = outgoing(desk, words, to.clone(), "group-told", now);
            // What the group says goes to its list, and to whoever asked.
            mail.reply_to = to.into_iter().chain(me).collect();
            queue(desk, &mut tx, Some(number), "group-told", &mail, now).await?;
            said
        }
        Telling::Elsewhere { on, place } => told_elsewhere(on, place, day_of(now))?,
    };
    note(desk, &mut tx, number, EventKind::GroupTold, by, &words, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Returns in a sentence or two when and where the From groups of a statement were told, by its history; for whoever approves.
pub fn telling_in_words(history: &[Event]) -> String {
    let told = history.iter().filter(|event| event.kind == EventKind::GroupTold);
    let one = |event: &Event| {
        format!("{} ({}, {})", event.words, event.by.name(), day_of(event.at).strftime("%-d %B %Y"))
    };
    let all: Vec<String> = told.map(one).collect();
    if all.is_empty() {
        return "The group was not told of it before.".to_owned();
    }
    format!("The group was told of it before. {}", all.join(" "))
}

fn lists(statement: &Statement, directory: &Directory, policy: &Policy) -> Vec<Mailbox> {
    let contacts = group_contacts(&statement.from.group_ids(), directory, policy);
    let lists = contacts.iter().filter(|contact| contact.why == Why::List);
    lists.filter_map(Contact::mailbox).collect()
}

pub(crate) fn checked(desk: &Desk, subject: &str, text: &str) -> Result<Words, Failure> {
    let subject = one_line(subject).map_err(|fault| refused("telling_subject", fault))?;
    if subject.is_empty() {
        return Err(refused("telling_subject", "Give it a subject of one line.".to_owned()));
    }
    let text = text.replace("\r\n", "\n");
    // The whole statement may stand in it, and some words before.
    if text.trim().is_empty() || text.len() > desk.settings.text_limit.saturating_mul(2) {
        return Err(refused("telling_text", "Say what the group should know.".to_owned()));
    }
    Ok(Words { subject, text })
}

pub(crate) fn told_elsewhere(on: Date, place: &str, today: Date) -> Result<String, Failure> {
    let place = one_line(place).map_err(|fault| refused("told_where", fault))?;
    if place.is_empty() {
        let fault = "Say where: a link into the list’s archive, a meeting, a call.";
        return Err(refused("told_where", fault.to_owned()));
    }
    if on > today.saturating_add(jiff::Span::new().days(1)) {
        return Err(refused(
            "told_on",
            "This day lies ahead: note it once it was done.".to_owned(),
        ));
    }
    Ok(format!("On {}: {}.", on.strftime("%-d %B %Y"), place.trim_end_matches('.')))
}
