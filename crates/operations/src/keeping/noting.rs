//! Writing down what was changed in the directory, in the transaction that changes it.

use jiff::Timestamp;
use rules::{Difference, Directory, Doer, Fate};
use store::{DirectoryChange, Transaction};

use crate::desk::day_of;
use crate::{Desk, Failure, audit_roles};

/// Notes how the directory differs from `before`, and keeps everything done in the transaction.
pub(crate) async fn commit(
    desk: &Desk,
    mut tx: Transaction,
    before: &Directory,
    by: &Doer,
    now: Timestamp,
) -> Result<Difference, Failure> {
    let difference = note_since(desk, &mut tx, before, by, now).await?;
    tx.commit().await?;
    Ok(difference)
}

/// Notes how the directory differs from `before`, in a transaction that goes on.
pub(crate) async fn note_since(
    desk: &Desk,
    tx: &mut Transaction,
    before: &Directory,
    by: &Doer,
    now: Timestamp,
) -> Result<Difference, Failure> {
    let after = tx.directory().await?;
    let difference = Difference::between(before, &after, day_of(now));
    if !difference.roles.is_empty() {
        audit_roles(desk, tx, before, now).await?;
    }
    note_difference(desk, tx, &difference, &after, by, now).await?;
    Ok(difference)
}

/// Appends a difference to the history of the directory.
pub(crate) async fn note_difference(
    desk: &Desk,
    tx: &mut Transaction,
    difference: &Difference,
    after: &Directory,
    by: &Doer,
    now: Timestamp,
) -> Result<(), Failure> {
    let group = |acronym: &str| after.by_acronym(acronym).map(|group| group.id);
    let change = |subject: &str, what: &str, was: &str, is: &str| DirectoryChange {
        id: desk.ids.next(now),
        group: group(subject),
        subject: subject.to_owned(),
        what: what.to_owned(),
        was: was.to_owned(),
        is: is.to_owned(),
        public: true,
        by: by.clone(),
        at: now,
    };
    let mut changes = Vec::new();
    for entry in &difference.entries {
        match entry.fate {
            Fate::New => changes.push(change(&entry.acronym, "made", "", &entry.name)),
            // Whoever joins two entries notes it of the one that stays.
            Fate::Gone => {}
            Fate::Changed => changes.extend(
                entry
                    .changes
                    .iter()
                    .map(|field| change(&entry.acronym, field.field.slug(), &field.was, &field.is)),
            ),
        }
    }
    for role in &difference.roles {
        let words = format!("{}, {}", role.person, desk.policy.role_words(role.kind));
        let (was, is) = if role.begins { ("", words.as_str()) } else { (words.as_str(), "") };
        changes.push(change(&role.acronym, "role", was, is));
    }
    for person in &difference.people {
        let noted = change(&person.name, "person", &person.was, &person.is);
        changes.push(DirectoryChange { group: None, public: false, ..noted });
    }
    tx.add_directory_changes(&changes).await?;
    Ok(())
}
