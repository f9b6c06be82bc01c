//! Signing in by a password or a one-time link.
//!
//! Tokens are 256 bits of chance; the database holds their SHA-256 alone.

use jiff::{SignedDuration, Timestamp};
use rules::{AuditKind, Mailbox, Number};

use crate::own_links::{LinkLeads, leads};
use crate::secrets::{digest, new_token};
use crate::{Desk, Failure, Visitor, attempts, audit, begin_session, mailing, passwords};

/// What is said of a link that does nothing any more.
pub const LINK_ENDED: &str =
    "This link was used already or has expired, or what a mail asked with it is done.";

const LINK: SignedDuration = SignedDuration::from_mins(30);

/// Signs in with address and password; returns the session's token.
///
/// A wrong address and a wrong password take the same time and give the same answer.
///
/// # Errors
/// [`Failure::Unacceptable`] if they do not fit; [`Failure::TooOften`] if that happened too often with this address or from
/// there.
pub async fn sign_in(
    desk: &Desk,
    address: &str,
    password: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<String, Failure> {
    attempts::count_password(desk, address, visitor, now).await?;
    let account = desk.store.reader().account(address.trim()).await?;
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let why = match (&account, &hash) {
        (None, _) => "there is no account of this address",
        (Some(_), None) => "the account has no password",
        (Some(_), Some(_)) => "the password did not fit",
    };
    let fits = passwords::fits(hash, password.to_owned()).await?;
    let person = account.map(|account| account.person);
    match person {
        Some(person) if fits => {
            attempts::was_right(desk, address, visitor).await?;
            begin_session(desk, person, "with a password", visitor, now).await
        }
        person => {
            audit::note_failure(desk, person, address, why, visitor, now).await?;
            Err(Failure::Unacceptable(
                "Address and password do not fit: try again, or ask for a one-time link below."
                    .to_owned(),
            ))
        }
    }
}

/// Mails a one-time link to the address if it has an account, and says nothing of whether it has.
///
/// So many in an hour are mailed to an address, and no more; that is not said either. `next` is the path to which it leads, such as
/// that of a statement about which they were asked; the desk if it is empty.
///
/// # Errors
/// [`Failure::TooOften`] if too many were asked for from there; [`Failure::Fault`].
pub async fn ask_for_link(
    desk: &Desk,
    address: &str,
    next: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<(), Failure> {
    let may_mail = attempts::may_mail_link(desk, address, visitor, now).await?;
    if !may_mail {
        return Ok(());
    }
    let account = desk.store.reader().account(address.trim()).await?;
    let mailbox = account.as_ref().and_then(|account| Mailbox::new("", &account.address).ok());
    let (Some(account), Some(mailbox)) = (account, mailbox) else {
        let words = "a one-time link was asked for, and there is no account of this address";
        return audit::note_failure(desk, None, address, words, visitor, now).await;
    };
    let token = new_token();
    let mut tx = desk.store.begin("mail a one-time link").await?;
    tx.remove_expired_links(now).await?;
    tx.save_sign_in_link(&digest(&token), account.person, now + LINK, None).await?;
    mailing::send_link(desk, &mut tx, &mailbox, (&token, next), now).await?;
    let kind = AuditKind::LinkMailed;
    audit::note(desk, &mut tx, kind, account.person, "", visitor, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes a one-time link for whoever runs the service to hand on, and returns its address; it is not mailed.
///
/// # Errors
/// [`Failure::NotFound`] if nobody has an account of this address.
pub async fn make_link(desk: &Desk, address: &str, now: Timestamp) -> Result<String, Failure> {
    let account = desk.store.reader().account(address.trim()).await?;
    let account = account.ok_or(Failure::NotFound("account"))?;
    let token = new_token();
    let mut tx = desk.store.begin("make a one-time link").await?;
    tx.save_sign_in_link(&digest(&token), account.person, now + LINK, None).await?;
    let operator = Visitor { agent: "the command line".to_owned(), ..Visitor::default() };
    let kind = AuditKind::LinkMailed;
    let words = "printed where the service is run";
    audit::note(desk, &mut tx, kind, account.person, words, &operator, now).await?;
    tx.commit().await?;
    Ok(format!("{}/sign-in/{token}", desk.settings.base_url))
}

/// Whom a one-time link signed in, and where that leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByLink {
    /// The session's token.
    pub session: String,
    /// The statement about which a mail asked them; nothing for a link that they asked for themselves.
    pub about: Option<Number>,
}

/// Signs in by a one-time link.
///
/// # Errors
/// [`Failure::Unacceptable`] if the link was used or has expired, or what a mail asked with it is done or theirs no longer.
pub async fn sign_in_by_link(
    desk: &Desk,
    token: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<ByLink, Failure> {
    let mut tx = desk.store.begin("use a one-time link").await?;
    let link = tx.use_sign_in_link(&digest(token), now).await?;
    tx.commit().await?;
    let person = link.as_ref().map(|link| link.person);
    let leads = match link {
        Some(link) => leads(desk, link, now).await?,
        None => None,
    };
    if let Some(LinkLeads { person, about, .. }) = leads {
        let means = match &about {
            Some(about) => format!("with the link of a mail about statement {}", about.number),
            None => "with a one-time link".to_owned(),
        };
        let session = begin_session(desk, person, &means, visitor, now).await?;
        return Ok(ByLink { session, about: about.map(|about| about.number) });
    }
    let words = match person {
        Some(_) => "the link of a mail, and what that asked is done or not theirs any more",
        None => "a one-time link that was used or has expired",
    };
    audit::note_failure(desk, person, "", words, visitor, now).await?;
    Err(Failure::Unacceptable(LINK_ENDED.to_owned()))
}
