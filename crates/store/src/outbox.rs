//! Messages to be mailed, and what became of them.

use std::collections::HashMap;

use jiff::Timestamp;
use rules::Number;

use crate::connection::Connection;
use crate::decode::{ByNumber, known, some_time, time};
use crate::sql::{Sql, Value, numbers, sql};
use crate::{
    Attempt, Bounce, ClaimedDelivery, Delivery, DeliveryState, Fault, Ids, MailFate, Outcome,
    QueuedMail, Reader, Transaction,
};

const MAILS_OF: &str = "
    select id, number, kind, envelope_from, subject, sha256, queued_at, message_id
    from mails where number = $1 order by queued_at, id";

const MAILS: &str = "
    select id, number, kind, envelope_from, subject, sha256, queued_at, message_id
    from mails order by queued_at desc, id desc limit $1 offset $2";

const COUNT: &str = "select count(*) from mails";

const MAIL: &str = "
    select id, number, kind, envelope_from, subject, sha256, queued_at, message_id
    from mails where id = $1";

const DELIVERIES: &str = "
    select d.mail, d.id, d.recipient, d.state, d.next_try_at, b.item, b.at, b.words
    from deliveries d left join bounces b on b.delivery = d.id
    where d.mail in (numbers($1)) order by d.mail, d.position";

const ATTEMPTS: &str = "
    select a.delivery, a.at, a.taken, a.answer from attempts a join deliveries d on d.id = a.delivery
    where d.mail in (numbers($1)) order by a.delivery, a.position";

const INSERT_MAIL: &str = "
    insert into mails (id, number, kind, envelope_from, subject, sha256, queued_at, message_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

const INSERT_DELIVERIES: &str =
    "insert into deliveries (id, mail, position, recipient, state, next_try_at, tried) values";

const DELIVER_AGAIN: &str = "
    insert into deliveries (id, mail, position, recipient, state, next_try_at, tried)
    select $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, 0 from deliveries where mail = $2";

/// One statement, so that two workers never get the same row. The condition stands twice: in PostgreSQL, whoever waited
/// for a row that another claimed looks at the outer one again, and not at the list.
const CLAIM: &str = "
    update deliveries
    set tried = tried + 1, interrupted_at = claimed_at, claimed_at = $1, claimed_until = $2
    where state = 'waiting' and (claimed_until is null or claimed_until <= $1) and id in (
        select id from deliveries
        where state = 'waiting' and next_try_at <= $1 and (claimed_until is null or claimed_until <= $1)
        order by next_try_at, id limit $3)
    returning id, interrupted_at";

/// Whoever's claim ended meanwhile does not get it back.
const HOLD: &str = "
    update deliveries set claimed_until = $3
    where id = $1 and state = 'waiting' and claimed_until is not null and claimed_until > $2";

const CLAIMED: &str = "
    select d.id, m.number, m.kind, m.envelope_from, d.recipient, m.subject, m.sha256, d.tried - 1
    from deliveries d join mails m on m.id = d.mail
    where d.id in (numbers($1)) order by m.queued_at, m.id, d.position";

const NOTE_SENDER: &str =
    "update deliveries set sender = $2 where id = $1 and sender is distinct from $2";

const ADD_ATTEMPT: &str = "
    insert into attempts (delivery, position, at, taken, answer)
    select $1, coalesce(max(position), 0) + 1, $2, $3, $4 from attempts where delivery = $1";

/// That a server took it stays so, whatever another attempt that ends later says.
const NOTE: &str = "
    update deliveries set state = $2, next_try_at = $3, claimed_at = null, claimed_until = null
    where id = $1 and (state = 'waiting' or (state = 'failed' and $2 = 'sent'))";

/// What is on record of an attempt of which nothing is known but its beginning.
const INTERRUPTED: &str =
    "This attempt was interrupted: whether the server took the message is not known.";

type MailRow = (i64, Option<i64>, String, String, String, String, i64, Option<String>);
type DeliveryRow =
    (i64, i64, String, String, Option<i64>, Option<i64>, Option<i64>, Option<String>);
type AttemptRow = (i64, i64, bool, String);
type ClaimedRow = (i64, Option<i64>, String, String, String, String, String, i64);

impl DeliveryState {
    /// All states that a delivery has of itself; that it came back is known by what came.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Failed, Self::Captured];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Captured => "captured",
            Self::Bounced => "bounced",
        }
    }

    /// Returns the state of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }
}

impl Reader {
    /// Returns the messages that a statement caused, oldest first, with every delivery and attempt.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn mail_of(&self, number: Number) -> Result<Vec<MailFate>, Fault> {
        let mut connection = self.snapshot("load the messages of a statement").await?;
        fates(&mut connection, sql(MAILS_OF).bind(number)).await
    }

    /// Returns queued messages, newest first, with how many there are; `page` counts from 1.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn mails(&self, page: i64, per_page: i64) -> Result<(Vec<MailFate>, i64), Fault> {
        let mut connection = self.snapshot("list messages").await?;
        let (count,) = connection.one(sql(COUNT)).await?;
        let per_page = per_page.max(1);
        let offset = (page.max(1) - 1).saturating_mul(per_page);
        let asked = sql(MAILS).bind(per_page).bind(offset);
        Ok((fates(&mut connection, asked).await?, count))
    }

    /// Returns a queued message.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn mail(&self, id: i64) -> Result<Option<MailFate>, Fault> {
        let mut connection = self.snapshot("load a message").await?;
        Ok(fates(&mut connection, sql(MAIL).bind(id)).await?.pop())
    }
}

impl Transaction {
    /// Queues a message, one delivery for each recipient; captured ones are kept and never sent.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn queue_mail(
        &mut self,
        mail: &QueuedMail,
        captured: bool,
        ids: &Ids,
    ) -> Result<(), Fault> {
        let insert = sql(INSERT_MAIL).bind(mail.id).bind(mail.number.map(|number| number.0));
        let insert = insert.bind(&mail.kind).bind(&mail.envelope_from).bind(&mail.subject);
        self.connection
            .run(insert.bind(&mail.sha256).bind(mail.queued_at).bind(mail.message_id.clone()))
            .await?;
        let state = if captured { DeliveryState::Captured } else { DeliveryState::Waiting };
        let first_try = (!captured).then_some(mail.queued_at);
        let mut rows: Vec<Value> = Vec::new();
        for (position, recipient) in (1_i64..).zip(&mail.recipients) {
            let id = ids.next(mail.queued_at);
            rows.extend([id.into(), mail.id.into(), position.into(), recipient.into()]);
            rows.extend([state.slug().into(), first_try.into(), 0.into()]);
        }
        self.connection.insert(INSERT_DELIVERIES, 7, rows).await
    }

    /// Sends a message to one more recipient: the same bytes.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn deliver_again(
        &mut self,
        mail: i64,
        recipient: &str,
        at: Timestamp,
        captured: bool,
        ids: &Ids,
    ) -> Result<(), Fault> {
        let state = if captured { DeliveryState::Captured } else { DeliveryState::Waiting };
        let insert = sql(DELIVER_AGAIN).bind(ids.next(at)).bind(mail).bind(recipient);
        self.connection.run(insert.bind(state.slug()).bind((!captured).then_some(at))).await?;
        Ok(())
    }

    /// Claims deliveries that are due, at most `limit`, until `until`; nobody else gets them before that.
    ///
    /// An attempt whose worker never told its end goes on record as interrupted when its delivery is claimed anew.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn claim_deliveries(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<ClaimedDelivery>, Fault> {
        let claim = sql(CLAIM).bind(now).bind(until).bind(limit.max(0));
        let claimed: Vec<(i64, Option<i64>)> = self.connection.all(claim).await?;
        if claimed.is_empty() {
            return Ok(Vec::new());
        }
        for (delivery, interrupted_at) in &claimed {
            if let Some(at) = interrupted_at {
                let attempt = sql(ADD_ATTEMPT).bind(*delivery).bind(*at).bind(false);
                self.connection.run(attempt.bind(INTERRUPTED)).await?;
            }
        }
        let list = numbers(claimed.iter().map(|(delivery, _)| *delivery));
        let rows: Vec<ClaimedRow> = self.connection.all(sql(CLAIMED).bind(list)).await?;
        Ok(rows.into_iter().map(claimed_delivery).collect())
    }

    /// Keeps a claim that has not ended yet until `until`, for whoever is still trying.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn hold_delivery(
        &mut self,
        delivery: i64,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<(), Fault> {
        self.connection.run(sql(HOLD).bind(delivery).bind(now).bind(until)).await?;
        Ok(())
    }

    /// Notes with which sender in its envelope a delivery is given to a server.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_sender(&mut self, delivery: i64, sender: &str) -> Result<(), Fault> {
        self.connection.run(sql(NOTE_SENDER).bind(delivery).bind(sender)).await?;
        Ok(())
    }

    /// Notes how an attempt ended, and when it is tried again.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_delivery(
        &mut self,
        delivery: i64,
        at: Timestamp,
        outcome: &Outcome,
    ) -> Result<(), Fault> {
        let (state, answer, next_try_at) = match outcome {
            Outcome::Sent(answer) => (DeliveryState::Sent, answer, None),
            Outcome::Later(answer, at) => (DeliveryState::Waiting, answer, Some(*at)),
            Outcome::Failed(answer) => (DeliveryState::Failed, answer, None),
        };
        let taken = state == DeliveryState::Sent;
        let attempt = sql(ADD_ATTEMPT).bind(delivery).bind(at).bind(taken).bind(answer);
        self.connection.run(attempt).await?;
        let note = sql(NOTE).bind(delivery).bind(state.slug()).bind(next_try_at);
        self.connection.run(note).await?;
        Ok(())
    }
}

fn claimed_delivery(row: ClaimedRow) -> ClaimedDelivery {
    let (delivery, number, kind, envelope_from, recipient, subject, sha256, tried) = row;
    let number = number.map(Number);
    ClaimedDelivery { delivery, number, kind, envelope_from, recipient, subject, sha256, tried }
}

/// Returns the messages that are asked for, each with its deliveries and all their attempts.
async fn fates(connection: &mut Connection, asked: Sql) -> Result<Vec<MailFate>, Fault> {
    let mails: Vec<MailRow> = connection.all(asked).await?;
    let list = numbers(mails.iter().map(|(id, ..)| *id));
    let deliveries: Vec<DeliveryRow> = connection.all(sql(DELIVERIES).bind(&list)).await?;
    let rows: Vec<AttemptRow> = connection.all(sql(ATTEMPTS).bind(&list)).await?;
    let mut attempts: HashMap<i64, Vec<Attempt>> = HashMap::new();
    for (delivery, at, taken, answer) in rows {
        attempts.entry(delivery).or_default().push(Attempt { at: time(at)?, taken, answer });
    }
    let deliveries = deliveries.into_iter().map(|row| {
        let (mail, id, recipient, state, next_try_at, item, at, words) = row;
        let bounce = match (item, at, words) {
            (Some(item), Some(at), Some(words)) => Some(Bounce { item, at: time(at)?, words }),
            _ => None,
        };
        let state = match bounce {
            Some(_) => DeliveryState::Bounced,
            None => known(DeliveryState::from_slug(&state), "state of a delivery", &state)?,
        };
        let next_try_at = some_time(next_try_at)?;
        let attempts = attempts.remove(&id).unwrap_or_default();
        Ok((mail, Delivery { id, mail, recipient, state, attempts, next_try_at, bounce }))
    });
    let mut deliveries: ByNumber<Delivery> = deliveries.collect::<Result<_, Fault>>()?;
    mails.into_iter().map(|mail| fate(mail, &mut deliveries)).collect()
}

fn fate(mail: MailRow, deliveries: &mut ByNumber<Delivery>) -> Result<MailFate, Fault> {
    let (id, number, kind, envelope_from, subject, sha256, queued_at, message_id) = mail;
    let deliveries = deliveries.take(id);
    let recipients = deliveries.iter().map(|delivery| delivery.recipient.clone()).collect();
    let (number, queued_at) = (number.map(Number), time(queued_at)?);
    let mail = QueuedMail {
        id,
        number,
        kind,
        envelope_from,
        recipients,
        subject,
        sha256,
        message_id,
        queued_at,
    };
    Ok(MailFate { mail, deliveries })
}
