//! Making one entry of two that mean the same body (REC-3).

use jiff::Timestamp;
use rules::{
    Actor, Alias, Directory, Doer, EntryVerb, EventKind, Given, GivenTo, Group, GroupRef, Refusal,
    Statement, may_keep,
};
use store::DirectoryChange;

use super::{commit, refused_at};
use crate::acting::{doer, note};
use crate::{Desk, Failure};

/// Joins an entry into another, which then goes by the names of both.
///
/// Statements that name the one name the other from then on, which their history says. The groups inside, the roles and
/// the history go over; what only the one that goes says of itself is kept where the other says nothing.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Refused`] for whoever may not, or if the other belongs to the one that goes.
pub async fn join_entries(
    desk: &Desk,
    actor: &Actor,
    gone: &str,
    into: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let reader = desk.store.reader();
    let mut tx = desk.store.begin("join two entries of the directory").await?;
    let before = tx.directory().await?;
    let gone = before.by_acronym(gone).ok_or(Failure::NotFound("organization or group"))?;
    let role = may_keep(actor, EntryVerb::Make, None, &before, &desk.policy)?;
    let into = other(into, gone, &before)?;
    let by = doer(desk, actor, Some(role), &before);
    let reference = before.reference(into.id).ok_or(Failure::NotFound("organization or group"))?;
    for number in reader.statements_naming(gone.id).await? {
        let Some(statement) = tx.statement(number).await? else { continue };
        tx.save_statement(&renamed(statement, gone, &reference)).await?;
        let words = format!(
            "“{}” ({}) is “{}” ({}) in the directory.",
            gone.name, gone.acronym, into.name, into.acronym
        );
        note(desk, &mut tx, number, EventKind::Edited, by.clone(), &words, now).await?;
    }
    if before.facts(into.id).is_empty() && !before.facts(gone.id).is_empty() {
        tx.save_facts(into.id, before.facts(gone.id)).await?;
    }
    let joining = tx.join_group(gone.id, into.id, names(gone, into, &before)).await;
    joining.map_err(|fault| refused_at("into", fault))?;
    tx.add_directory_changes(&[joined(desk, gone, into, by.clone(), now)]).await?;
    commit(desk, tx, &before, &by, now).await?;
    Ok(())
}

/// Returns the entry that another goes into, if it can.
fn other<'a>(into: &str, gone: &Group, directory: &'a Directory) -> Result<&'a Group, Failure> {
    let refuse = |fault: String| Failure::Refused(Refusal::Fields(vec![("into", fault)]));
    let into = into.trim();
    let found = directory.by_acronym(into).or_else(|| directory.by_alias(into));
    let found = found.ok_or_else(|| {
        refuse(format!("The directory knows no “{into}”: write the short name of the other entry."))
    })?;
    if found.id == gone.id {
        return Err(refuse("This is the same entry: name the other one.".to_owned()));
    }
    if found.kind != gone.kind {
        return Err(refuse(format!("“{into}” is of another kind: correct one of the two first.")));
    }
    if directory.line(found.id).iter().any(|group| group.id == gone.id) {
        return Err(refuse(format!("“{into}” belongs to this one: move it elsewhere first.")));
    }
    Ok(found)
}

/// Returns a statement that names one group in place of another, once.
fn renamed(mut statement: Statement, gone: &Group, into: &GroupRef) -> Statement {
    for side in [&mut statement.from, &mut statement.to] {
        let mut groups: Vec<GroupRef> = Vec::with_capacity(side.groups.len());
        for group in std::mem::take(&mut side.groups) {
            let group = if group.id == gone.id { into.clone() } else { group };
            if !groups.iter().any(|other| other.id == group.id) {
                groups.push(group);
            }
        }
        side.groups = groups;
    }
    let mut given: Vec<Given> = Vec::with_capacity(statement.distributed_to.len());
    for mut one in std::mem::take(&mut statement.distributed_to) {
        if one.group().is_some_and(|group| group.id == gone.id) {
            one.to = GivenTo::Group(into.clone());
        }
        if one.group().is_none() || !given.iter().any(|other| other.to == one.to) {
            given.push(one);
        }
    }
    statement.distributed_to = given;
    for gate in &mut statement.gates {
        if gate.group == Some(gone.id) {
            gate.group = Some(into.id);
        }
    }
    statement
}

/// Returns the other names of the entry that stays, those of the other among them.
fn names(gone: &Group, into: &Group, directory: &Directory) -> Vec<Alias> {
    let mut names = directory.aliases(into.id).to_vec();
    names.extend(directory.aliases(gone.id).iter().cloned());
    let theirs = [&gone.acronym, &gone.name].into_iter().filter(|words| **words != into.name);
    names.extend(theirs.map(|words| Alias { words: words.clone(), is_former: true }));
    names
}

fn joined(desk: &Desk, gone: &Group, into: &Group, by: Doer, now: Timestamp) -> DirectoryChange {
    DirectoryChange {
        id: desk.ids.next(now),
        group: Some(into.id),
        subject: into.acronym.clone(),
        what: "joined".to_owned(),
        was: format!("{} ({})", gone.name, gone.acronym),
        is: format!("{} ({})", into.name, into.acronym),
        public: true,
        by,
        at: now,
    }
}
