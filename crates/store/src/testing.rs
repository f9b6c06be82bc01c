//! Fresh stores for tests, on every database that is there; behind the feature `testing`.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tempfile::TempDir;

use rules::{GroupKind, GroupState, RoleKind};

use crate::migrations::fingerprint;
use crate::{Bucket, Database, GroupEntry, PersonEntry, Place, Store};

/// Returns a made group that is at work.
pub fn made_group(acronym: &str, name: &str, kind: GroupKind, parent: Option<&str>) -> GroupEntry {
    GroupEntry {
        acronym: acronym.to_owned(),
        name: name.to_owned(),
        kind,
        state: GroupState::Active,
        parent: parent.map(str::to_owned),
        list_address: None,
        datatracker_id: None,
    }
}

/// Returns a made person, reached at their first name at example.org, with the roles that they hold.
pub fn made_person(name: &str, roles: &[(RoleKind, &str)]) -> PersonEntry {
    let first = name.split(' ').next().unwrap_or(name).to_lowercase();
    let role = |(kind, group): &(RoleKind, &str)| (*kind, (*group).to_owned(), None, None);
    PersonEntry {
        name: name.to_owned(),
        addresses: vec![format!("{first}@example.org")],
        roles: roles.iter().map(role).collect(),
        datatracker_id: None,
    }
}

/// Returns the made groups of the stories: working groups in areas of ours, and other organizations.
pub fn made_groups() -> Vec<GroupEntry> {
    use GroupKind::{Area, Ietf, Sdo, Wg};
    vec![
        made_group("ietf", "IETF", Ietf, None),
        made_group("iab", "IAB", Ietf, None),
        made_group("iesg", "IESG", Ietf, None),
        made_group("secretariat", "Secretariat", Ietf, None),
        made_group("tim", "Timing", Area, Some("ietf")),
        made_group("tsync", "Time Synchronization", Wg, Some("tim")),
        made_group("rte", "Routing", Area, Some("ietf")),
        made_group("paths", "Path Computation", Wg, Some("rte")),
        made_group("etu", "Example Telecommunication Union", Sdo, None),
        made_group("etu-sg1", "ETU Study Group 1", Sdo, Some("etu")),
        made_group("kio", "Kilohertz Organization", Sdo, None),
    ]
}

/// Returns the made research of the stories: a task force whose chair, Tess, is asked, and two groups in it.
pub fn made_research() -> (Vec<GroupEntry>, PersonEntry) {
    let groups = vec![
        made_group("irtf", "Research Task Force", GroupKind::Irtf, None),
        made_group("rgclock", "Clock Research", GroupKind::Rg, Some("irtf")),
        made_group("rgpath", "Path Research", GroupKind::Rg, Some("irtf")),
    ];
    (groups, made_person("Tess Research", &[(RoleKind::Chair, "irtf")]))
}

/// Keeps a test's store; dropping it removes everything.
#[derive(Debug)]
pub struct Guard {
    directory: TempDir,
    postgres: Option<(String, String)>,
}

/// Returns the same fresh, empty store on each database: its label, the store, and what keeps it.
///
/// SQLite is always there. PostgreSQL is where `LIAISON_TEST_POSTGRES` says, the address of a server where databases may
/// be made.
///
/// # Panics
/// If a store cannot be made, or `LIAISON_TEST_REQUIRE` is set and PostgreSQL is not.
pub async fn stores(name: &str) -> Vec<(&'static str, Store, Guard)> {
    let mut stores = Vec::new();
    for (label, guard) in places_from(name, true).await {
        let store = Store::open(&guard.place()).await.expect("a fresh store can be opened");
        stores.push((label, store, guard));
    }
    stores
}

/// Returns an empty place on each database, in which no store was opened yet, as [`stores`] does.
///
/// # Panics
/// As [`stores`].
pub async fn places(name: &str) -> Vec<(&'static str, Guard)> {
    places_from(name, false).await
}

/// Returns an empty place in a bucket, where `LIAISON_TEST_S3` names one: `http://127.0.0.1:9000/liaison`.
///
/// # Panics
/// If it names none that can be used, or `LIAISON_TEST_REQUIRE` is set and it is not.
pub fn bucket(name: &str) -> Option<Bucket> {
    let Ok(address) = std::env::var("LIAISON_TEST_S3") else {
        assert!(
            std::env::var_os("LIAISON_TEST_REQUIRE").is_none(),
            "LIAISON_TEST_REQUIRE wants a bucket: set LIAISON_TEST_S3 to its address"
        );
        return None;
    };
    // As `liaison` does before all else; another test of this process may have done it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (endpoint, bucket) = address.rsplit_once('/').expect("an address ends in /BUCKET");
    Some(Bucket {
        name: bucket.to_owned(),
        endpoint: Some(endpoint.to_owned()),
        region: "us-east-1".to_owned(),
        prefix: unused(name),
        access_key: "liaison".to_owned(),
        secret: "secret".to_owned(),
    })
}

/// Returns a place on each database, in PostgreSQL with the tables in it already where that is wanted: copying them takes
/// a quarter of the time that making them does.
async fn places_from(name: &str, has_tables: bool) -> Vec<(&'static str, Guard)> {
    let mut places = vec![("sqlite", guard(None))];
    match std::env::var("LIAISON_TEST_POSTGRES") {
        Ok(server) => {
            let name = unused(name);
            let options = match has_tables {
                true => format!("template {}", template(&server).await),
                false => C_COLLATION.to_owned(),
            };
            make(&server, &name, &options).await;
            places.push(("postgres", guard(Some((server, name)))));
        }
        Err(_) => assert!(
            std::env::var_os("LIAISON_TEST_REQUIRE").is_none(),
            "LIAISON_TEST_REQUIRE wants PostgreSQL: set LIAISON_TEST_POSTGRES to its address"
        ),
    }
    places
}

/// Held while the database with all tables is made; the number is this program's own.
const TEMPLATE_LOCK: i64 = 4_053_202_609;

const C_COLLATION: &str = "template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'";

/// Returns the name of a database with all tables and nothing in them, which the first test that wants it makes.
async fn template(server: &str) -> String {
    let name = format!("liaison_tables_{}", fingerprint());
    let mut connection =
        PgConnection::connect(server).await.expect("LIAISON_TEST_POSTGRES answers");
    // Held until the connection ends: whoever comes meanwhile waits, and then finds it made.
    run(&mut connection, format!("select pg_advisory_lock({TEMPLATE_LOCK})")).await;
    let is_made = format!("select 1 from pg_database where datname = '{name}'");
    let made = sqlx::query(AssertSqlSafe(is_made)).fetch_optional(&mut connection).await;
    if made.expect("databases can be listed").is_none() {
        let making = format!("{name}_{}", std::process::id());
        run(&mut connection, format!("create database {making} {C_COLLATION}")).await;
        let files = tempfile::tempdir().expect("a temporary directory can be made");
        let database = Database::Postgres(address_of(server, &making));
        let place = Place { database, files: files.path().to_owned().into() };
        Store::open(&place).await.expect("a fresh store can be opened").close().await;
        run(&mut connection, format!("alter database {making} rename to {name}")).await;
    }
    connection.close().await.expect("the connection ends");
    name
}

impl Guard {
    /// Returns where the store is, so that a test can open it again.
    pub fn place(&self) -> Place {
        let database = match &self.postgres {
            Some((server, name)) => Database::Postgres(address_of(server, name)),
            None => Database::Sqlite(self.directory.path().join("liaison.sqlite")),
        };
        Place { database, files: self.files().into() }
    }

    /// Returns the directory of its files.
    pub fn files(&self) -> PathBuf {
        self.directory.path().join("files")
    }

    /// Makes the database again, empty and with other options; only PostgreSQL has any.
    ///
    /// # Panics
    /// If it cannot be made.
    pub async fn make_again(&self, options: &str) {
        if let Some((server, name)) = &self.postgres {
            make(server, name, &format!("template template0 encoding 'UTF8' {options}")).await;
        }
    }
}

fn guard(postgres: Option<(String, String)>) -> Guard {
    Guard { directory: tempfile::tempdir().expect("a temporary directory can be made"), postgres }
}

/// Changes the database past everything that keeps it, as somebody who has its password might.
///
/// # Panics
/// If the database refuses.
pub async fn tamper(store: &Store, text: String) {
    let mut tx = store.begin("tamper").await.expect("a transaction");
    tx.connection.script(text.leak()).await.expect("the database takes it");
    tx.connection.commit().await.expect("kept");
}

/// Returns a name for a database that no other test has.
fn unused(name: &str) -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).take(30).collect();
    let count = MADE.fetch_add(1, Ordering::Relaxed);
    format!("t_{}_{}_{count}", name.to_lowercase(), std::process::id())
}

/// Returns the address of another database of the same server.
fn address_of(server: &str, name: &str) -> String {
    let (rest, query) = server.split_once('?').map_or((server, ""), |(rest, query)| (rest, query));
    let (scheme, rest) = rest.split_once("://").expect("an address begins with postgres://");
    let host = rest.split('/').next().unwrap_or_default();
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    format!("{scheme}://{host}/{name}{query}")
}

async fn make(server: &str, name: &str, options: &str) {
    say(server, format!("drop database if exists {name} with (force)")).await;
    say(server, format!("create database {name} {options}")).await;
}

async fn say(server: &str, text: String) {
    let mut connection =
        PgConnection::connect(server).await.expect("LIAISON_TEST_POSTGRES answers");
    run(&mut connection, text).await;
    connection.close().await.expect("the connection ends");
}

async fn run(connection: &mut PgConnection, text: String) {
    sqlx::query(AssertSqlSafe(text)).execute(connection).await.expect("a database is made");
}

impl Drop for Guard {
    fn drop(&mut self) {
        let Some((server, name)) = self.postgres.take() else { return };
        // A test's own runtime may be at its end, so this one has its own.
        let removal = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.expect("a runtime can be made");
            runtime.block_on(say(&server, format!("drop database if exists {name} with (force)")));
        });
        // A database that stays is of the test server alone; the test's own answer matters more.
        let _ = removal.join();
    }
}
