//! One-time links, and what the mails ask with which some of them go out.
//!
//! Of a token only its SHA-256 ever comes here: a copy of the database signs nobody in.

use jiff::Timestamp;
use rules::{Asking, GateKind, GroupId, Number, PersonId};

use crate::decode::{known, time};
use crate::sql::sql;
use crate::{Fault, Reader, Transaction};

const SAVE: &str = "insert into sign_in_links (token_sha256, person, expires_at, delivery) values ($1, $2, $3, $4)";

const ONE: &str = "
    select l.person, l.expires_at, d.id, d.recipient, a.number, a.kind, a.group_id, a.asked_at
    from sign_in_links l left join deliveries d on d.id = l.delivery left join askings a on a.mail = d.mail
    where l.token_sha256 = $1";

/// Two who use the same link at once: the second finds nothing to delete.
const USE: &str = "delete from sign_in_links where token_sha256 = $1 returning person";

const REMOVE_WITH: &str = "delete from sign_in_links where delivery = $1";

const REMOVE_OF_PERSON: &str = "delete from sign_in_links where person = $1";

const REMOVE_EXPIRED: &str = "delete from sign_in_links where expires_at <= $1";

const SAVE_ASKING: &str =
    "insert into askings (mail, number, kind, group_id, asked_at) values ($1, $2, $3, $4, $5)";

const ASKED_WITH: &str = "
    select d.recipient, a.number, a.kind, a.group_id, a.asked_at
    from deliveries d join askings a on a.mail = d.mail where d.id = $1";

/// A one-time link that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInLink {
    /// Whom it signs in.
    pub person: PersonId,
    /// What the mail asks with which it went, and to which address that was; nothing for a link that was asked for.
    pub asked: Option<(Asking, String)>,
}

type LinkRow =
    (i64, i64, Option<i64>, Option<String>, Option<i64>, Option<String>, Option<i64>, Option<i64>);
type AskingRow = (i64, String, Option<i64>, i64);

impl Reader {
    /// Returns a one-time link by its token's SHA-256, without using it up; nothing once it has expired.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn sign_in_link(
        &self,
        token_sha256: &str,
        now: Timestamp,
    ) -> Result<Option<SignInLink>, Fault> {
        let mut connection = self.ask("find a one-time link").await?;
        let row: Option<LinkRow> = connection.first(sql(ONE).bind(token_sha256)).await?;
        row.map(|row| link(row, now)).transpose().map(Option::flatten)
    }

    /// Returns what the mail of a delivery asks, and to which address it goes; nothing if it asks for nothing.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn asked_with(&self, delivery: i64) -> Result<Option<(Asking, String)>, Fault> {
        let mut connection = self.ask("find what a mail asks").await?;
        let row: Option<(String, i64, String, Option<i64>, i64)> =
            connection.first(sql(ASKED_WITH).bind(delivery)).await?;
        row.map(|(recipient, number, kind, group, asked_at)| {
            Ok((asking((number, kind, group, asked_at))?, recipient))
        })
        .transpose()
    }
}

impl Transaction {
    /// Keeps a one-time link's token by its SHA-256, with the delivery with which it goes out if a mail asks with it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_sign_in_link(
        &mut self,
        token_sha256: &str,
        person: PersonId,
        expires_at: Timestamp,
        delivery: Option<i64>,
    ) -> Result<(), Fault> {
        let save = sql(SAVE).bind(token_sha256).bind(person).bind(expires_at).bind(delivery);
        self.connection.run(save).await?;
        Ok(())
    }

    /// Uses up a one-time link, and all that went with the same delivery: returns it once, and never again, nor after it
    /// expired.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn use_sign_in_link(
        &mut self,
        token_sha256: &str,
        now: Timestamp,
    ) -> Result<Option<SignInLink>, Fault> {
        let row: Option<LinkRow> = self.connection.first(sql(ONE).bind(token_sha256)).await?;
        let used: Option<(i64,)> = self.connection.first(sql(USE).bind(token_sha256)).await?;
        let Some(row) = row.filter(|_| used.is_some()) else { return Ok(None) };
        if let Some(delivery) = row.2 {
            self.remove_links_with(delivery).await?;
        }
        link(row, now)
    }

    /// Removes the links that went with a delivery.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_links_with(&mut self, delivery: i64) -> Result<(), Fault> {
        self.connection.run(sql(REMOVE_WITH).bind(delivery)).await?;
        Ok(())
    }

    /// Removes all one-time links of a person.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_links_of(&mut self, person: PersonId) -> Result<(), Fault> {
        self.connection.run(sql(REMOVE_OF_PERSON).bind(person)).await?;
        Ok(())
    }

    /// Removes one-time links that have expired.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_expired_links(&mut self, now: Timestamp) -> Result<(), Fault> {
        self.connection.run(sql(REMOVE_EXPIRED).bind(now)).await?;
        Ok(())
    }

    /// Keeps what a queued mail asks.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_asking(&mut self, mail: i64, asking: &Asking) -> Result<(), Fault> {
        let Asking { number, kind, group, asked_at } = *asking;
        let save = sql(SAVE_ASKING).bind(mail).bind(number).bind(kind.slug());
        self.connection.run(save.bind(group.map(|group| group.0)).bind(asked_at)).await?;
        Ok(())
    }
}

fn link(row: LinkRow, now: Timestamp) -> Result<Option<SignInLink>, Fault> {
    let (person, expires_at, _, recipient, number, kind, group, asked_at) = row;
    if time(expires_at)? <= now {
        return Ok(None);
    }
    let asked = match (recipient, number, kind, asked_at) {
        (Some(recipient), Some(number), Some(kind), Some(asked_at)) => {
            Some((asking((number, kind, group, asked_at))?, recipient))
        }
        _ => None,
    };
    Ok(Some(SignInLink { person: PersonId(person), asked }))
}

fn asking((number, kind, group, asked_at): AskingRow) -> Result<Asking, Fault> {
    Ok(Asking {
        number: Number(number),
        kind: known(GateKind::from_slug(&kind), "kind of a gate", &kind)?,
        group: group.map(GroupId),
        asked_at: time(asked_at)?,
    })
}
