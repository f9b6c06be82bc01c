//! Who can sign in: one person for each role, by a button alone.

use jiff::Timestamp;
use store::Account;

use super::data::wrong;
use crate::{Desk, Failure};

/// Makes the accounts.
pub(super) async fn make(desk: &Desk, addresses: &[&str], now: Timestamp) -> Result<(), Failure> {
    let mut tx = desk.store.begin("make the accounts of the demonstration").await?;
    for address in addresses {
        let person = tx.person_by_address(address).await?;
        let person = person.ok_or_else(|| wrong(format!("nobody has the address {address}")))?;
        let (address, password_hash) = ((*address).to_owned(), None);
        tx.save_account(&Account { person, address, password_hash, created_at: now }).await?;
    }
    tx.commit().await?;
    Ok(())
}
