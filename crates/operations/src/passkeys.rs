//! Passkeys: adding one to an account, and signing in with it (WebAuthn).
//!
//! For accounts of this installation, beside passwords and links. What a browser begins is a row until it is ended, once.

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use rules::{AuditKind, PersonId};
use serde::Serialize;
use serde_json::json;
use store::{KeptPasskey, Transaction};
use webauthn_rs::prelude::{
    Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder,
};

use crate::secrets::{digest, keyed_digest, new_token};
use crate::{Desk, Failure, Settings, Visitor, attempts, audit, begin_session};

/// How long somebody may take at their device.
const CEREMONY: SignedDuration = SignedDuration::from_mins(5);
const LONGEST_NAME: usize = 60;
/// Nobody has more devices.
const MOST: usize = 20;

/// What a browser is to ask the person's device.
#[derive(Debug, Clone, Serialize)]
pub struct Ceremony {
    /// Comes back with the answer.
    pub token: String,
    /// As browsers take it (WebAuthn Level 3, `parseCreationOptionsFromJSON` and its sibling).
    pub options: serde_json::Value,
}

/// Says whether passkeys can be had here: browsers know them by a host's name, and have none for a bare address.
pub fn has_passkeys(settings: &Settings) -> bool {
    webauthn(settings).is_ok()
}

/// Begins to add a passkey to the account of a person.
///
/// # Errors
/// [`Failure::NotFound`] for somebody without an account here; [`Failure::Unacceptable`] if they have too many.
pub async fn begin_passkey(
    desk: &Desk,
    person: PersonId,
    now: Timestamp,
) -> Result<Ceremony, Failure> {
    let reader = desk.store.reader();
    let account = reader.account_of(person).await?.ok_or(Failure::NotFound("account"))?;
    let there = passkeys(&reader.passkeys_of(person).await?);
    if there.len() >= MOST {
        let words = format!("You have {MOST} passkeys already: remove those that you do not use.");
        return Err(Failure::Unacceptable(words));
    }
    let known = there.iter().map(|(_, passkey)| passkey.cred_id().clone()).collect();
    let name = reader.directory().await?.person(person).map(|person| person.name.clone());
    let name = name.unwrap_or_default();
    let number = u128::from(person.0.unsigned_abs());
    let begun = webauthn(&desk.settings)?.start_passkey_registration(
        Uuid::from_u128(number),
        &account.address,
        &name,
        Some(known),
    );
    let (options, state) = begun.map_err(unusable)?;
    begin(desk, person, &options, &state, now).await
}

/// Adds the passkey that a person's device has made, under a name.
///
/// # Errors
/// [`Failure::Unacceptable`] if the answer belongs to nothing that was begun, is not what was asked for, or is a passkey
/// that somebody has.
pub async fn add_passkey(
    desk: &Desk,
    person: PersonId,
    [token, name, answer]: [&str; 3],
    visitor: &Visitor,
    now: Timestamp,
) -> Result<(), Failure> {
    let name: String = match name.trim() {
        "" => visitor.agent.clone(),
        name => name.chars().take(LONGEST_NAME).collect(),
    };
    let name = if name.is_empty() { "Passkey".to_owned() } else { name };
    let mut tx = desk.store.begin("add a passkey").await?;
    let state = taken(&mut tx, token, now).await?;
    let (_, state) = state.filter(|(owner, _)| *owner == person).ok_or_else(over)?;
    let state: PasskeyRegistration = serde_json::from_str(&state).map_err(|_| over())?;
    let answer: RegisterPublicKeyCredential =
        serde_json::from_str(answer).map_err(|_| not_as_asked())?;
    let passkey = webauthn(&desk.settings)?.finish_passkey_registration(&answer, &state);
    let passkey = passkey.map_err(|_| not_as_asked())?;
    let kept = KeptPasskey {
        id: desk.ids.next(now),
        person,
        credential_id: BASE64URL_NOPAD.encode(passkey.cred_id()),
        name: name.clone(),
        passkey: serde_json::to_string(&passkey).map_err(|_| not_as_asked())?,
        created_at: now,
        used_at: None,
    };
    if !tx.save_passkey(&kept).await? {
        return Err(Failure::Unacceptable("This passkey is in use already.".to_owned()));
    }
    let words = format!("“{name}”");
    audit::note(desk, &mut tx, AuditKind::PasskeyAdded, person, &words, visitor, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes a passkey of a person.
///
/// # Errors
/// [`Failure::NotFound`] if they have none of that id.
pub async fn remove_passkey(
    desk: &Desk,
    person: PersonId,
    id: i64,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("remove a passkey").await?;
    let name = tx.remove_passkey(person, id).await?.ok_or(Failure::NotFound("passkey"))?;
    let words = format!("“{name}”");
    audit::note(desk, &mut tx, AuditKind::PasskeyRemoved, person, &words, visitor, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Begins to sign in with a passkey of an account.
///
/// Where the address has no account or no passkey, the answer looks the same, and no device can answer it.
///
/// # Errors
/// [`Failure::TooOften`] as by [`crate::sign_in`].
pub async fn begin_passkey_sign_in(
    desk: &Desk,
    address: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<Ceremony, Failure> {
    // Whoever is right takes their try back at the end.
    attempts::count_password(desk, address, visitor, now).await?;
    let reader = desk.store.reader();
    let webauthn = webauthn(&desk.settings)?;
    let account = reader.account(address.trim()).await?;
    let there = match &account {
        Some(account) => passkeys(&reader.passkeys_of(account.person).await?),
        None => Vec::new(),
    };
    let (Some(account), false) = (account, there.is_empty()) else {
        return pretended(desk, address, now).await;
    };
    let there: Vec<Passkey> = there.into_iter().map(|(_, passkey)| passkey).collect();
    let (options, state) = webauthn.start_passkey_authentication(&there).map_err(unusable)?;
    begin(desk, account.person, &options, &state, now).await
}

/// Signs in with what a device answered; returns the session's token.
///
/// # Errors
/// [`Failure::Unacceptable`] if the answer belongs to nothing that was begun, or is not what was asked for.
pub async fn sign_in_by_passkey(
    desk: &Desk,
    token: &str,
    answer: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<String, Failure> {
    let mut tx = desk.store.begin("end a passkey's sign-in").await?;
    let state = taken(&mut tx, token, now).await?;
    tx.commit().await?;
    let person = state.as_ref().map(|(person, _)| *person);
    let checked = match state {
        Some((person, state)) => checked(desk, person, &state, answer, now).await?,
        None => false,
    };
    let Some(person) = person.filter(|_| checked) else {
        let words = "a passkey that did not fit, or came too late";
        audit::note_failure(desk, person, "", words, visitor, now).await?;
        return Err(not_as_asked());
    };
    if let Some(account) = desk.store.reader().account_of(person).await? {
        attempts::was_right(desk, &account.address, visitor).await?;
    }
    begin_session(desk, person, "with a passkey", visitor, now).await
}

/// Checks what a device answered, and notes that its passkey was used.
async fn checked(
    desk: &Desk,
    person: PersonId,
    state: &str,
    answer: &str,
    now: Timestamp,
) -> Result<bool, Failure> {
    let state = serde_json::from_str::<PasskeyAuthentication>(state);
    let answer = serde_json::from_str::<PublicKeyCredential>(answer);
    let (Ok(state), Ok(answer)) = (state, answer) else { return Ok(false) };
    let done = webauthn(&desk.settings)?.finish_passkey_authentication(&answer, &state);
    let Ok(done) = done else { return Ok(false) };
    // It may have been removed meanwhile.
    let there = passkeys(&desk.store.reader().passkeys_of(person).await?);
    let mut used = there.into_iter().filter(|(_, passkey)| passkey.cred_id() == done.cred_id());
    let Some((id, mut passkey)) = used.next() else { return Ok(false) };
    passkey.update_credential(&done);
    let Ok(passkey) = serde_json::to_string(&passkey) else { return Ok(false) };
    let mut tx = desk.store.begin("note a passkey's use").await?;
    tx.passkey_used(id, &passkey, now).await?;
    tx.commit().await?;
    Ok(true)
}

async fn begin(
    desk: &Desk,
    person: PersonId,
    options: &impl Serialize,
    state: &impl Serialize,
    now: Timestamp,
) -> Result<Ceremony, Failure> {
    let options = serde_json::to_value(options).map_err(|_| over())?;
    let state = serde_json::to_string(state).map_err(|_| over())?;
    let token = new_token();
    let mut tx = desk.store.begin("begin with a passkey").await?;
    tx.save_passkey_ceremony(&digest(&token), person, &state, [now, now + CEREMONY]).await?;
    tx.commit().await?;
    Ok(Ceremony { token, options })
}

/// Returns what a sign-in would begin with, for an address that has no passkey: the same each time, so that nobody learns
/// who has one.
async fn pretended(desk: &Desk, address: &str, now: Timestamp) -> Result<Ceremony, Failure> {
    let mut tx = desk.store.begin("pretend a passkey").await?;
    let mut id = String::new();
    for part in ["1", "2"] {
        id.push_str(&keyed_digest(&mut tx, &format!("passkey {part} of {address}")).await?);
    }
    // Both kinds of address cost a transaction.
    tx.remove_attempts(now - SignedDuration::from_hours(24)).await?;
    tx.commit().await?;
    let host = Url::parse(&desk.settings.base_url).ok();
    let host = host.as_ref().and_then(Url::host_str).unwrap_or_default();
    let options = json!({ "publicKey": {
        "challenge": new_token(),
        "timeout": 300_000,
        "rpId": host,
        "allowCredentials": [{ "type": "public-key", "id": BASE64URL_NOPAD.encode(id.as_bytes()) }],
        "userVerification": "required",
    }});
    Ok(Ceremony { token: new_token(), options })
}

async fn taken(
    tx: &mut Transaction,
    token: &str,
    now: Timestamp,
) -> Result<Option<(PersonId, String)>, Failure> {
    Ok(tx.take_passkey_ceremony(&digest(token), now).await?)
}

/// Returns the passkeys that can be read, with their ids.
fn passkeys(kept: &[KeptPasskey]) -> Vec<(i64, Passkey)> {
    let read = |kept: &KeptPasskey| {
        serde_json::from_str(&kept.passkey).ok().map(|passkey| (kept.id, passkey))
    };
    kept.iter().filter_map(read).collect()
}

fn webauthn(settings: &Settings) -> Result<Webauthn, Failure> {
    let url = Url::parse(&settings.base_url).map_err(|_| Failure::NotFound("passkey"))?;
    let host = url.domain().ok_or(Failure::NotFound("passkey"))?;
    let builder = WebauthnBuilder::new(host, &url).map_err(unusable)?;
    builder.rp_name("Liaison").build().map_err(unusable)
}

fn unusable(_: webauthn_rs::prelude::WebauthnError) -> Failure {
    Failure::NotFound("passkey")
}

fn over() -> Failure {
    Failure::Unacceptable("That took too long, or was used already: begin again.".to_owned())
}

fn not_as_asked() -> Failure {
    Failure::Unacceptable(
        "The passkey does not fit: try again, or sign in in another way.".to_owned(),
    )
}
