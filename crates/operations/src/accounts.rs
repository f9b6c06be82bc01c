//! Accounts: making one, and setting its password.

use jiff::Timestamp;
use rules::{AuditKind, Mailbox, PersonId};
use store::{Account, PersonEntry, Transaction};

use crate::secrets::digest;
use crate::{Desk, Failure, Visitor, attempts, audit, passwords};

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The person's name and the address with which they sign in.
    pub mailbox: Mailbox,
    /// The password; without one, only one-time links sign in.
    pub password: Option<String>,
}

/// Makes or changes the account of a person; somebody whom the directory does not know is added to it, without roles.
///
/// A new password of an account that was there ends its sessions.
///
/// # Errors
/// [`Failure::Unacceptable`] for a password that is too short.
pub async fn add_account(
    desk: &Desk,
    new: &NewAccount,
    now: Timestamp,
) -> Result<PersonId, Failure> {
    let password_hash = match &new.password {
        Some(password) => Some(passwords::to_keep(password).await?),
        None => None,
    };
    let address = new.mailbox.address();
    let mut tx = desk.store.begin("make an account").await?;
    let person = person_of(desk, &mut tx, &new.mailbox, now).await?;
    let is_new = tx.account_of(person).await?.is_none();
    let account = Account { person, address: address.to_owned(), password_hash, created_at: now };
    tx.save_account(&account).await?;
    let operator = Visitor { agent: "the command line".to_owned(), ..Visitor::default() };
    let mut noted = Vec::new();
    if is_new {
        noted.push((AuditKind::AccountMade, String::new()));
    }
    if account.password_hash.is_some() {
        noted.push((AuditKind::PasswordSet, String::new()));
        let ended = tx.end_other_sessions(person, "").await?;
        noted.extend((ended > 0).then(|| (AuditKind::SessionsEnded, format!("all: {ended}"))));
    }
    for (kind, words) in noted {
        audit::note(desk, &mut tx, kind, person, &words, &operator, now).await?;
    }
    tx.commit().await?;
    Ok(person)
}

/// Finds whoever has the address, or adds them to the directory.
async fn person_of(
    desk: &Desk,
    tx: &mut Transaction,
    mailbox: &Mailbox,
    now: Timestamp,
) -> Result<PersonId, Failure> {
    let address = mailbox.address();
    if let Some(person) = tx.person_by_address(address).await? {
        return Ok(person);
    }
    let name = if mailbox.name().is_empty() { address } else { mailbox.name() }.to_owned();
    let entry = PersonEntry {
        name,
        addresses: vec![address.to_owned()],
        roles: Vec::new(),
        datatracker_id: None,
    };
    tx.save_people(&[entry], &desk.ids, now).await?;
    tx.person_by_address(address).await?.ok_or(Failure::NotFound("person"))
}

/// Sets the password of whoever is signed in with `token`, and ends all their other sessions.
///
/// `old` is the password so far; who has none yet gives none. The new one is compared with nothing but its length.
///
/// # Errors
/// [`Failure::NotFound`] for somebody without an account here; [`Failure::Unacceptable`] if the old password does not fit
/// or the new one is too short; [`Failure::TooOften`] after too many wrong ones.
pub async fn change_password(
    desk: &Desk,
    person: PersonId,
    token: &str,
    [old, new]: [&str; 2],
    visitor: &Visitor,
    now: Timestamp,
) -> Result<(), Failure> {
    let account = desk.store.reader().account_of(person).await?;
    let account = account.ok_or(Failure::NotFound("account"))?;
    attempts::count_password(desk, &account.address, visitor, now).await?;
    if account.password_hash.is_some()
        && !passwords::fits(account.password_hash.clone(), old.to_owned()).await?
    {
        let words = "the old password did not fit";
        audit::note_failure(desk, Some(person), "", words, visitor, now).await?;
        let why = "The password so far does not fit: nothing was changed.";
        return Err(Failure::Unacceptable(why.to_owned()));
    }
    attempts::was_right(desk, &account.address, visitor).await?;
    let password_hash = Some(passwords::to_keep(new).await?);
    let mut tx = desk.store.begin("set a password").await?;
    tx.save_account(&Account { password_hash, ..account }).await?;
    let ended = tx.end_other_sessions(person, &digest(token)).await?;
    audit::note(desk, &mut tx, AuditKind::PasswordSet, person, "", visitor, now).await?;
    if ended > 0 {
        let words = format!("all others, by the new password: {ended}");
        audit::note(desk, &mut tx, AuditKind::SessionsEnded, person, &words, visitor, now).await?;
    }
    tx.commit().await?;
    Ok(())
}
