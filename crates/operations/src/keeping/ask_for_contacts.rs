//! Asking liaison managers once a year whether what is listed for their organizations is right.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rules::{GroupId, Mailbox, PersonId, RoleKind};

use super::confirm_contacts::listed_of;
use crate::desk::day_of;
use crate::mailing;
use crate::notices;
use crate::{Desk, Failure};

/// How long somebody is left alone after they were asked, or said that all is right.
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

/// Mails each liaison manager whose contacts nobody confirmed within a year, and who was not asked within one, one message
/// for all their organizations; returns how many were asked.
///
/// Can be repeated: nobody is asked twice.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn ask_for_contacts(desk: &Desk, now: Timestamp) -> Result<usize, Failure> {
    let mut tx = desk.store.begin("ask for contacts").await?;
    let directory = tx.directory().await?;
    let (confirmed, asked) = (tx.confirmations().await?, tx.contact_questions().await?);
    let is_recent = |at: Timestamp| now.duration_since(at) < YEAR;
    let mut due: BTreeMap<PersonId, Vec<GroupId>> = BTreeMap::new();
    let managers = directory.terms().iter();
    for term in
        managers.filter(|it| it.kind == RoleKind::LiaisonManager && it.holds_on(day_of(now)))
    {
        let was_confirmed = confirmed.get(&term.group).is_some_and(|it| is_recent(it.at));
        let was_asked = asked.get(&(term.person, term.group)).is_some_and(|at| is_recent(*at));
        let groups = due.entry(term.person).or_default();
        if !was_confirmed && !was_asked && !groups.contains(&term.group) {
            groups.push(term.group);
        }
    }
    due.retain(|_, groups| !groups.is_empty());
    let mut count = 0;
    for (person, groups) in due {
        let Some(person) = directory.person(person) else { continue };
        let address = person.addresses.first().and_then(|it| Mailbox::new(&person.name, it).ok());
        let Some(to) = address else { continue };
        let mut entries = Vec::new();
        for group in &groups {
            let name = directory.group(*group).map(|group| group.name.clone()).unwrap_or_default();
            entries.push((
                name,
                listed_of(*group, &directory),
                confirmed.get(group).map(|it| day_of(it.at)),
            ));
            tx.note_contact_question(person.id, *group, now).await?;
        }
        let words = notices::contacts_asked(&desk.settings, &person.name, &entries);
        mailing::send_words(desk, &mut tx, "contacts-asked", words, to, now).await?;
        count += 1;
    }
    tx.commit().await?;
    Ok(count)
}
