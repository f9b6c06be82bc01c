//! Signing in: passwords, one-time links, sessions.
//!
//! Tokens are 256 bits of chance; the database holds their SHA-256 alone.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::{SignedDuration, Timestamp};
use rules::{Mailbox, PersonId};
use sha2::{Digest, Sha256};
use store::{Account, PersonEntry, Session};

use crate::{Desk, Failure, mailing};

const SESSION: SignedDuration = SignedDuration::from_hours(24 * 14);
const LINK: SignedDuration = SignedDuration::from_mins(30);
const SHORTEST_PASSWORD: usize = 12;

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
/// # Errors
/// [`Failure::Unacceptable`] for a password that is too short.
pub async fn add_account(
    desk: &Desk,
    new: &NewAccount,
    now: Timestamp,
) -> Result<PersonId, Failure> {
    let password_hash = match &new.password {
        Some(password) if password.chars().count() < SHORTEST_PASSWORD => {
            return Err(Failure::Unacceptable(format!(
                "A password has at least {SHORTEST_PASSWORD} characters."
            )));
        }
        Some(password) => Some(hashed(password.clone()).await?),
        None => None,
    };
    let address = new.mailbox.address();
    let mut tx = desk.store.begin("make an account").await?;
    let person = match tx.person_by_address(address).await? {
        Some(person) => person,
        None => {
            let entry = PersonEntry {
                name: if new.mailbox.name().is_empty() {
                    address.to_owned()
                } else {
                    new.mailbox.name().to_owned()
                },
                addresses: vec![address.to_owned()],
                roles: Vec::new(),
                datatracker_id: None,
            };
            tx.save_people(&[entry], &desk.ids, now).await?;
            tx.person_by_address(address).await?.ok_or(Failure::NotFound("person"))?
        }
    };
    tx.save_account(&Account {
        person,
        address: address.to_owned(),
        password_hash,
        created_at: now,
    })
    .await?;
    tx.commit().await?;
    Ok(person)
}

/// Signs in with address and password; returns the session's token.
///
/// A wrong address and a wrong password take the same time and give the same answer.
///
/// # Errors
/// [`Failure::Unacceptable`] if they do not fit.
pub async fn sign_in(
    desk: &Desk,
    address: &str,
    password: &str,
    now: Timestamp,
) -> Result<String, Failure> {
    let account = desk.store.reader().account(address.trim()).await?;
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let fits = verified(hash, password.to_owned()).await?;
    match account {
        Some(account) if fits => begin_session(desk, account.person, now).await,
        _ => Err(Failure::Unacceptable(
            "Address and password do not fit: try again, or ask for a one-time link below."
                .to_owned(),
        )),
    }
}

/// Mails a one-time link to the address if it has an account, and says nothing of whether it has.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn ask_for_link(desk: &Desk, address: &str, now: Timestamp) -> Result<(), Failure> {
    let Some(account) = desk.store.reader().account(address.trim()).await? else { return Ok(()) };
    let Ok(mailbox) = Mailbox::new("", &account.address) else { return Ok(()) };
    let token = new_token();
    let mut tx = desk.store.begin("mail a one-time link").await?;
    tx.remove_expired(now).await?;
    tx.save_sign_in_link(&digest(&token), account.person, now + LINK).await?;
    mailing::send_link(desk, &mut tx, &mailbox, &token, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Signs in by a one-time link; returns the session's token.
///
/// # Errors
/// [`Failure::Unacceptable`] if the link was used or has expired.
pub async fn sign_in_by_link(desk: &Desk, token: &str, now: Timestamp) -> Result<String, Failure> {
    let mut tx = desk.store.begin("use a one-time link").await?;
    let person = tx.use_sign_in_link(&digest(token), now).await?;
    tx.commit().await?;
    match person {
        Some(person) => begin_session(desk, person, now).await,
        None => Err(Failure::Unacceptable(
            "This link was used already or has expired: ask for a new one.".to_owned(),
        )),
    }
}

/// Ends a session.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn sign_out(desk: &Desk, token: &str) -> Result<(), Failure> {
    let mut tx = desk.store.begin("end a session").await?;
    tx.end_session(&digest(token)).await?;
    tx.commit().await?;
    Ok(())
}

/// Returns who a session's token belongs to, and notes now and then that it was used.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn session_person(
    desk: &Desk,
    token: &str,
    now: Timestamp,
) -> Result<Option<PersonId>, Failure> {
    let Some(session) = desk.store.reader().session(&digest(token), now).await? else {
        return Ok(None);
    };
    if now.duration_since(session.seen_at) > SignedDuration::from_mins(10) {
        let mut tx = desk.store.begin("note a session's use").await?;
        tx.touch_session(&digest(token), now).await?;
        tx.commit().await?;
    }
    Ok(Some(session.person))
}

/// Begins a session for a person who has shown who they are; returns its token.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn begin_session(
    desk: &Desk,
    person: PersonId,
    now: Timestamp,
) -> Result<String, Failure> {
    let token = new_token();
    let mut tx = desk.store.begin("begin a session").await?;
    let session = Session { person, created_at: now, seen_at: now, expires_at: now + SESSION };
    tx.save_session(&digest(&token), &session).await?;
    tx.commit().await?;
    Ok(token)
}

fn new_token() -> String {
    BASE64URL_NOPAD.encode(&rand::random::<[u8; 32]>())
}

fn digest(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

async fn hashed(password: String) -> Result<String, Failure> {
    let hashing = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    let hash = hashing
        .await
        .map_err(|_| Failure::Unacceptable("The password could not be hashed.".to_owned()))?;
    hash.map_err(|_| {
        Failure::Unacceptable("This password cannot be used: choose another.".to_owned())
    })
}

/// Compares a password with a hash; where there is none, compares with one made up, so that the time tells nothing.
async fn verified(hash: Option<String>, password: String) -> Result<bool, Failure> {
    let Some(hash) = hash else {
        hashed(password).await?;
        return Ok(false);
    };
    let verifying = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    });
    verifying
        .await
        .map_err(|_| Failure::Unacceptable("The password could not be checked.".to_owned()))
}
