//! The address to which what cannot be delivered comes back: one for each delivery, which nobody else can make.
//!
//! Many servers report in their own words, without the message that they report on. So the envelope's sender says which delivery
//! it is (VERP), with a digest by which it is known to be ours: `bounces+882607993088=4f1d0c22a9b3e871@example.org`.

use rules::Mailbox;
use store::Transaction;

use crate::secrets::keyed_digest;
use crate::{Failure, Settings};

/// What stands between the address and what is ours, as servers with a recipient delimiter have it.
const DELIMITER: char = '+';

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

/// Returns of which delivery these addresses prove that a message is about it; of none where none is an address for what comes
/// back, or one is that somebody made up.
pub(crate) async fn proved_delivery(
    tx: &mut Transaction,
    settings: &Settings,
    addresses: &[String],
) -> Result<Option<i64>, Failure> {
    let Some(base) = settings.bounces.as_ref() else { return Ok(None) };
    for (delivery, digest) in addresses.iter().filter_map(|address| marks(base, address)) {
        if digest == digest_of(tx, delivery).await? {
            return Ok(Some(delivery));
        }
    }
    Ok(None)
}

/// Says whether an address is one for what comes back, whoever made it: that of the settings with the mark of a delivery.
pub fn is_for_bounces(bounces: &Mailbox, address: &str) -> bool {
    marks(bounces, address).is_some()
}

fn parts(base: &Mailbox) -> Option<(&str, &str)> {
    base.address().rsplit_once('@')
}

/// Returns delivery and digest of an address as [`sender_of`] makes them; servers may change its case.
fn marks(base: &Mailbox, address: &str) -> Option<(i64, String)> {
    let (local, domain) = parts(base)?;
    let address = address.trim().trim_start_matches('<').trim_end_matches('>');
    let (extended, other_domain) = address.rsplit_once('@')?;
    let (other_local, mark) = extended.split_at_checked(local.len())?;
    let is_ours =
        other_local.eq_ignore_ascii_case(local) && other_domain.eq_ignore_ascii_case(domain);
    let (delivery, digest) = mark.strip_prefix(DELIMITER).filter(|_| is_ours)?.split_once('=')?;
    Some((delivery.parse().ok()?, digest.to_ascii_lowercase()))
}

async fn digest_of(tx: &mut Transaction, delivery: i64) -> Result<String, Failure> {
    keyed_digest(tx, &format!("what comes back of delivery {delivery}")).await
}
