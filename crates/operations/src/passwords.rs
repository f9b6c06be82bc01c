//! Hashing and comparing passwords.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use tokio::sync::Semaphore;

use crate::Failure;

const SHORTEST: usize = 12;
/// Longer ones are no passwords, and would only cost time.
const LONGEST: usize = 4096;

/// A hash takes many megabytes of memory: only so many are made at once.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Hashes a password that is to be kept, as a PHC string.
///
/// # Errors
/// [`Failure::Unacceptable`] for one that is too short or too long.
pub(crate) async fn to_keep(password: &str) -> Result<String, Failure> {
    let characters = password.chars().count();
    if characters < SHORTEST {
        let why = format!("A password has at least {SHORTEST} characters.");
        return Err(Failure::Unacceptable(why));
    }
    if characters > LONGEST {
        let why = format!("A password has at most {LONGEST} characters.");
        return Err(Failure::Unacceptable(why));
    }
    hashed(password.to_owned()).await
}

/// Compares a password with a hash; where there is none, compares with one made up, so that the time tells nothing.
pub(crate) async fn fits(hash: Option<String>, password: String) -> Result<bool, Failure> {
    if password.len() > LONGEST * 4 {
        return Ok(false);
    }
    let Some(hash) = hash else {
        hashed(password).await?;
        return Ok(false);
    };
    let _turn = TURNS.acquire().await;
    let verifying = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    });
    verifying
        .await
        .map_err(|_| Failure::Unacceptable("The password could not be checked.".to_owned()))
}

async fn hashed(password: String) -> Result<String, Failure> {
    let _turn = TURNS.acquire().await;
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
