//! The address to which what cannot be delivered comes back: one for each delivery, which nobody else can make.
//!
//! Many servers report in their own words, without the message that they report on. So the envelope's sender says which delivery
//! it is (VERP), with a digest by which it is known to be ours: `bounces+882607993088=4f1d0c22a9b3e871@example.org`.

use rules::Mailbox;
use store::{TakenDelivery, Transaction};

use crate::secrets::keyed_digest;
use crate::{Failure, Settings};

/// What stands between the address and what is ours, as servers with a recipient delimiter have it.
const DELIMITER: char = '+';
/// How long the digest of a delivery is.
const DIGEST_LENGTH: usize = 16;
/// Of how many of the addresses to which a message came is looked whether they prove anything.
const MOST_ADDRESSES: usize = 20;

/// Returns the envelope's sender of a delivery, where the settings name an address for what comes back.
pub(crate) async fn sender_of(
    tx: &mut Transaction,
    settings: &Settings,
    delivery: i64,
) -> Result<Option<String>, Failure> {
    let Some((local, domain)) = settings.bounces.as_ref().and_then(parts) else { return Ok(None) };
    let digest = digest_of(tx, delivery).await?;
    Ok(Some(format!("{local}{DELIMITER}{delivery}={digest}@{domain}")))
}

/// Returns the delivery of which one of these addresses proves that a message is about it; none where each is one that somebody
/// made up.
///
/// What counts is the sender that it went with, whatever the settings name today; where none was noted, the digest.
pub(crate) async fn proved_delivery(
    tx: &mut Transaction,
    settings: &Settings,
    addresses: &[String],
) -> Result<Option<TakenDelivery>, Failure> {
    for address in addresses.iter().map(|address| bare(address)).take(MOST_ADDRESSES) {
        let Some((base, delivery, digest)) = marks(address) else { continue };
        let Some(taken) = tx.taken(delivery).await? else { continue };
        let is_todays = settings.bounces.as_ref().is_some_and(|bounces| bounces.key() == base);
        let is_proved = match &taken.sender {
            Some(sender) if sender.eq_ignore_ascii_case(address) => true,
            // An attempt before the one that was noted may have been taken, too.
            Some(_) if !is_todays => false,
            _ => digest == digest_of(tx, delivery).await?,
        };
        if is_proved {
            return Ok(Some(taken));
        }
    }
    Ok(None)
}

/// Says whether an address has the form of one for what comes back, whoever made it: with the mark of a delivery.
pub fn is_for_bounces(address: &str) -> bool {
    marks(bare(address)).is_some()
}

fn parts(base: &Mailbox) -> Option<(&str, &str)> {
    base.address().rsplit_once('@')
}

fn bare(address: &str) -> &str {
    address.trim().trim_start_matches('<').trim_end_matches('>')
}

/// Returns what an address as [`sender_of`] makes them is made of, in small letters, since servers may change its case: the
/// address for what comes back, the delivery, and the digest.
fn marks(address: &str) -> Option<(String, i64, String)> {
    let (extended, domain) = address.rsplit_once('@')?;
    let (local, mark) = extended.rsplit_once(DELIMITER)?;
    let (delivery, digest) = mark.split_once('=')?;
    let is_digest = digest.len() == DIGEST_LENGTH && digest.bytes().all(|b| b.is_ascii_hexdigit());
    let delivery = delivery.parse().ok().filter(|_| is_digest && !local.is_empty())?;
    Some((format!("{local}@{domain}").to_lowercase(), delivery, digest.to_ascii_lowercase()))
}

async fn digest_of(tx: &mut Transaction, delivery: i64) -> Result<String, Failure> {
    keyed_digest(tx, &format!("what comes back of delivery {delivery}")).await
}
