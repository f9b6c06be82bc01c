//! Tokens, and digests that tell without showing.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use store::Transaction;

use crate::Failure;

/// The name of the key of [`keyed_digest`] among the secrets of the installation.
const KEY: &str = "addresses";

/// Returns a token that nobody guesses: 256 bits of chance.
pub(crate) fn new_token() -> String {
    BASE64URL_NOPAD.encode(&rand::random::<[u8; 32]>())
}

/// Returns what the database holds of a token: its SHA-256.
pub(crate) fn digest(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

/// Returns a digest of an address that only this installation can make, so that a list of addresses tells nobody whose it
/// is: the first 64 bits of an HMAC-SHA-256, in hexadecimal.
pub(crate) async fn keyed_digest(tx: &mut Transaction, text: &str) -> Result<String, Failure> {
    let offered = HEXLOWER.encode(&rand::random::<[u8; 32]>());
    let key = tx.secret(KEY, &offered).await?;
    let key = HEXLOWER_PERMISSIVE.decode(key.as_bytes()).unwrap_or_default();
    // HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else { return Ok(String::new()) };
    mac.update(text.trim().to_lowercase().as_bytes());
    let whole = mac.finalize().into_bytes();
    Ok(HEXLOWER.encode(whole.get(..8).unwrap_or_default()))
}
