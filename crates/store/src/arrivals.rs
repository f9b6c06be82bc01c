//! The ways by which received messages came.

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use rules::{PersonId, Way};
use sha2::{Digest, Sha256};
use sqlx::FromRow;

use crate::connection::Connection;
use crate::decode::{ByNumber, known, time};
use crate::sql::{Value, numbers, sql};
use crate::{Fault, Item};

const WAYS: &str = "
    select item, id, way, at, envelope_from, envelope_to, client_address, client_name, client_helo, handed_in_by,
        handed_in_name, source, sha256, size
    from arrivals where item in (numbers($1)) order by item, at, id";

const INSERT: &str = "
    insert into arrivals (id, item, way, at, envelope_from, envelope_to, client_address, client_name, client_helo,
        handed_in_by, handed_in_name, source, sha256, size, fingerprint)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict (fingerprint) do nothing";

impl Item {
    /// Returns the role address where it arrived, empty if none is known.
    pub fn arrived_at(&self) -> &str {
        self.first_known(|way| &way.envelope_to)
    }

    /// Returns the sender of its envelope, empty if none is known.
    pub fn envelope_from(&self) -> &str {
        self.first_known(|way| &way.envelope_from)
    }

    fn first_known(&self, of: impl Fn(&ItemWay) -> &String) -> &str {
        self.ways.iter().map(of).find(|words| !words.is_empty()).map_or("", String::as_str)
    }
}

/// A way by which a received message came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemWay {
    /// Tells it apart.
    pub id: i64,
    /// Which way it was.
    pub way: Way,
    /// When it was stored.
    pub at: Timestamp,
    /// The envelope's sender, empty if unknown.
    pub envelope_from: String,
    /// The envelope's recipient: the role address where it arrived, empty if unknown.
    pub envelope_to: String,
    /// Who handed it to our mail server.
    pub client: Client,
    /// Who handed it in, where a person did.
    pub handed_in: HandedIn,
    /// Where it was taken from, such as a mailbox with its UIDVALIDITY and the UID; empty if it was brought.
    pub source: String,
    /// SHA-256 of what came this way, byte for byte.
    pub sha256: String,
    /// Its size in bytes.
    pub size: i64,
}

/// Who handed a message to our mail server, as far as that says so; each is empty if unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// The address, such as `192.0.2.1`.
    pub address: String,
    /// The name that belongs to the address.
    pub name: String,
    /// The name by which it greeted.
    pub helo: String,
}

/// Who handed a message in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HandedIn {
    /// The person, where the directory knows them.
    pub by: Option<PersonId>,
    /// Their name or address; empty if nobody handed it in.
    pub name: String,
}

/// What became of a message that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptItem {
    /// The item that it is.
    pub id: i64,
    /// Whether it was not there before.
    pub is_new: bool,
    /// Whether it had not come by this way before.
    pub is_new_way: bool,
}

#[derive(FromRow)]
struct WayRow {
    item: i64,
    id: i64,
    way: String,
    at: i64,
    envelope_from: String,
    envelope_to: String,
    client_address: String,
    client_name: String,
    client_helo: String,
    handed_in_by: Option<i64>,
    handed_in_name: String,
    source: String,
    sha256: String,
    size: i64,
}

/// Returns the ways by which each of these messages came, in the order of time.
pub(crate) async fn ways_of(
    connection: &mut Connection,
    items: impl Iterator<Item = i64>,
) -> Result<ByNumber<ItemWay>, Fault> {
    let rows: Vec<WayRow> = connection.all(sql(WAYS).bind(numbers(items))).await?;
    rows.into_iter().map(|row| Ok((row.item, way(row)?))).collect()
}

fn way(row: WayRow) -> Result<ItemWay, Fault> {
    Ok(ItemWay {
        id: row.id,
        way: known(Way::from_slug(&row.way), "way of a message", &row.way)?,
        at: time(row.at)?,
        envelope_from: row.envelope_from,
        envelope_to: row.envelope_to,
        client: Client {
            address: row.client_address,
            name: row.client_name,
            helo: row.client_helo,
        },
        handed_in: HandedIn { by: row.handed_in_by.map(PersonId), name: row.handed_in_name },
        source: row.source,
        sha256: row.sha256,
        size: row.size,
    })
}

/// Notes a way by which a message came; says whether it had not come so before.
pub(crate) async fn add_way(
    connection: &mut Connection,
    item: i64,
    way: &ItemWay,
) -> Result<bool, Fault> {
    Ok(connection.run(sql(INSERT).bind_all(values(item, way))).await? > 0)
}

fn values(item: i64, way: &ItemWay) -> [Value; 15] {
    [
        way.id.into(),
        item.into(),
        way.way.slug().into(),
        way.at.into(),
        (&way.envelope_from).into(),
        (&way.envelope_to).into(),
        (&way.client.address).into(),
        (&way.client.name).into(),
        (&way.client.helo).into(),
        way.handed_in.by.map(|person| person.0).into(),
        (&way.handed_in.name).into(),
        (&way.source).into(),
        (&way.sha256).into(),
        way.size.into(),
        fingerprint(way).into(),
    ]
}

/// Returns a digest of what tells one arrival from another: a mail server that lost our answer hands the same bytes over
/// again, and what was taken from a mailbox may be taken again.
fn fingerprint(way: &ItemWay) -> String {
    let told = [
        way.way.slug(),
        &way.source,
        &way.envelope_from,
        &way.envelope_to,
        &way.handed_in.name,
        &way.sha256,
    ];
    let mut digest = Sha256::new();
    for words in told {
        digest.update(words.as_bytes());
        digest.update([0]);
    }
    HEXLOWER.encode(&digest.finalize())
}
