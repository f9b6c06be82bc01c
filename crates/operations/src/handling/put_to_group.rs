//! Putting what is asked to the group (RSP-7): the mail to its list is drafted here, changed and sent by a person; or where
//! it was done otherwise is noted.

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{
    Actor, Contact, Directory, DiscussionKind, EventKind, GroupId, Mailbox, Number, Policy,
    Statement, Step, Verb, Why, group_contacts,
};

use super::{Case, link};
use crate::desk::day_of;
use crate::give_statement::refused;
use crate::mailing::{mailbox_of, outgoing, queue};
use crate::notices::{Words, handled};
use crate::tell_group::{checked, told_elsewhere};
use crate::{Desk, Failure, Telling};

/// A mail that puts a statement to the groups that have it, which nobody has sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PuttingDraft {
    /// The lists; none where the directory knows of none.
    pub to: Vec<Mailbox>,
    /// The subject, to be changed at will.
    pub subject: String,
    /// The text, to be changed at will.
    pub text: String,
}

/// Drafts the mail that puts a statement to its group: to the list of the one that takes the lead, else of all.
pub fn draft_putting(
    desk: &Desk,
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
) -> PuttingDraft {
    let to = lists(statement, directory, &desk.policy);
    let Words { subject, text } = handled::put_to_group(desk, statement, &actor.name);
    PuttingDraft { to, subject, text }
}

/// Puts a statement to its group; the record says how and where. `archive` is where the discussion can be read, if that is
/// known.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, without words, for a day ahead, or where no list is known to mail to.
pub async fn put_to_group(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    telling: Telling<'_>,
    archive: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut case = Case::open(desk, actor, Verb::Handle, number, now).await?;
    case.must_be_open().await?;
    let link = link("archive", archive)?;
    let words = match telling {
        Telling::Mail { subject, text } => {
            let words = checked(desk, subject, text).map_err(here)?;
            let to = lists(&case.statement, &case.directory, &desk.policy);
            if to.is_empty() {
                let fault = "The directory knows no list of its groups: note where they were asked instead.";
                return Err(refused("putting_text", fault.to_owned()));
            }
            let named: Vec<&str> = to.iter().map(Mailbox::address).collect();
            let said = format!("By mail to {}: “{}”.", named.join(" and "), words.subject);
            let me = actor.person.and_then(|it| case.directory.person(it)).and_then(mailbox_of);
            let mut mail = outgoing(desk, words, to.clone(), "put-to-group", now);
            mail.reply_to = to.into_iter().chain(me).collect();
            mail.references = case.statement.message_id.clone().into_iter().collect();
            queue(desk, &mut case.tx, Some(number), "put-to-group", &mail, now).await?;
            said
        }
        Telling::Elsewhere { on, place } => told_elsewhere(on, place, day_of(now)).map_err(here)?,
    };
    // An address that was given as the place is where the discussion is.
    let place = match telling {
        Telling::Elsewhere { place, .. } if link.is_empty() && place.starts_with("http") => place,
        _ => "",
    };
    let link = if place.is_empty() { link } else { place.trim().to_owned() };
    case.add(DiscussionKind::PutToGroup, &words, &link);
    case.note(EventKind::PutToGroup, &words).await?;
    case.close(Step::Noted, &words, &HashSet::new()).await
}

/// Puts a fault beside the field of this form.
fn here(failure: Failure) -> Failure {
    let field = |field: &'static str| match field {
        "telling_subject" => "putting_subject",
        "telling_text" => "putting_text",
        "told_on" => "put_on",
        _ => "put_where",
    };
    match failure {
        Failure::Refused(rules::Refusal::Fields(faults)) => {
            let faults = faults.into_iter().map(|(at, fault)| (field(at), fault)).collect();
            Failure::Refused(rules::Refusal::Fields(faults))
        }
        failure => failure,
    }
}

fn lists(statement: &Statement, directory: &Directory, policy: &Policy) -> Vec<Mailbox> {
    let all: Vec<GroupId> = statement.holders().iter().map(|group| group.id).collect();
    let groups = statement.handling.lead.as_ref().map_or(all, |lead| vec![lead.id]);
    let contacts = group_contacts(&groups, directory, policy);
    let lists = contacts.iter().filter(|contact| contact.why == Why::List);
    lists.filter_map(Contact::mailbox).collect()
}
