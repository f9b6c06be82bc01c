//! Brings the tables up to date, one numbered file after the other.
//!
//! All that are missing are applied in one transaction, under a lock: several instances may start at once, and one that
//! fails leaves everything as it was. A database that a newer version has written is refused.

use std::cmp::Ordering;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::connection::Connection;
use crate::pool::Pool;
use crate::sql::sql;
use crate::{Database, Fault, Tables};

/// A step from one shape of the tables to the next.
pub(crate) struct Migration {
    /// The name of its file: `0001_directory`.
    pub(crate) name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// A step that is the same for both databases.
macro_rules! both {
    ($name:literal) => {{
        const TEXT: &str = include_str!(concat!("../migrations/both/", $name, ".sql"));
        Migration { name: $name, sqlite: TEXT, postgres: TEXT }
    }};
}

/// A step with a file for each database.
macro_rules! each {
    ($name:literal) => {
        Migration {
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }
    };
}

/// All steps, in order. What was released is never changed, only added to.
pub(crate) const MIGRATIONS: &[Migration] = &[
    both!("0001_directory"),
    both!("0002_statements"),
    both!("0003_history"),
    both!("0004_inbox"),
    both!("0005_outbox"),
    both!("0006_accounts"),
    both!("0007_documents"),
    each!("0008_search"),
    both!("0009_conversions"),
    both!("0010_document_groups"),
    both!("0011_readings"),
    both!("0012_sessions"),
    both!("0013_audit"),
    both!("0014_openid"),
    both!("0015_tokens"),
    both!("0016_attempts"),
    both!("0017_passkeys"),
    both!("0018_reader_versions"),
    both!("0019_directory_entries"),
    both!("0020_directory_imports"),
    both!("0021_gates"),
    both!("0022_arrivals"),
    both!("0023_mailboxes"),
    both!("0024_origins"),
    both!("0025_submissions"),
    both!("0026_item_work"),
    both!("0028_given"),
    both!("0029_research"),
    both!("0030_letters"),
    both!("0033_bounces"),
    both!("0034_corrections"),
    both!("0037_steps"),
    both!("0038_afterwards_events"),
    both!("0040_handling"),
    both!("0045_reminders"),
    both!("0050_due"),
    both!("0055_outgoing"),
    both!("0060_changes"),
    both!("0061_webhooks"),
    both!("0065_log"),
    both!("0066_backups"),
    both!("0070_clients"),
    both!("0080_watches"),
    both!("0081_hidden"),
    both!("0082_day_to_watch"),
    both!("0083_stopped_mail"),
    both!("0085_receipts"),
    both!("0090_meetings"),
    both!("0091_senders"),
    both!("0092_readable"),
    both!("0093_unsaved"),
    both!("0096_documents_for_clients"),
    both!("0097_webhook_deliveries"),
    both!("0098_counting"),
    both!("0100_asking_links"),
    both!("0101_letter_pdfs"),
    both!("0102_consensus_basis"),
    both!("0110_attempts"),
    both!("0111_series_for_clients"),
];

const MAKE_TABLE: &str = "create table if not exists migrations (
    name text primary key,
    -- SHA-256 of the file.
    sha256 text not null
)";
const APPLIED: &str = "select name, sha256 from migrations order by name";
const NOTE_APPLIED: &str = "insert into migrations (name, sha256) values ($1, $2)";
/// Held to the end of the transaction; the number is this program's own.
const LOCK: &str = "select cast(pg_advisory_xact_lock(4053202608) as text)";
/// PostgreSQL removes no table whose rows are still to be looked at by the end of the transaction, as those that an earlier
/// step moved are.
const LOOK_NOW: &str = "set constraints all immediate; set constraints all deferred";
/// Whether text is sorted by its bytes, as SQLite does and as all questions here expect.
const SORTS_BY_BYTES: &str = "select 'B' < 'a' and 'a-c' < 'ab' and 'z' < 'é'";

/// Applies all steps that are missing.
pub(crate) async fn bring_up_to_date(pool: &Pool, database: &Database) -> Result<(), Fault> {
    bring_to(MIGRATIONS, pool, database).await
}

/// Applies the steps of these names, so that the tables are as an older version had them.
pub(crate) async fn bring_to_steps(
    steps: &[String],
    pool: &Pool,
    database: &Database,
) -> Result<(), Fault> {
    let ours = MIGRATIONS.get(..steps.len());
    let ours = ours.filter(|ours| ours.iter().map(|step| step.name).eq(steps.iter()));
    let why = "what is to be restored was written by a newer version of liaison: use that version";
    bring_to(ours.ok_or_else(|| Fault::unusable(database, why.to_owned()))?, pool, database).await
}

async fn bring_to(migrations: &[Migration], pool: &Pool, database: &Database) -> Result<(), Fault> {
    const DOING: &str = "bring the tables up to date";
    if is_up_to_date(migrations, pool).await {
        return Ok(());
    }
    let tx = pool.begin().await.map_err(|source| Fault::Database { doing: DOING, source })?;
    let mut connection = Connection::within(tx, Default::default(), DOING);
    if !connection.is_sqlite() {
        let (by_bytes,): (bool,) = connection.one(sql(SORTS_BY_BYTES)).await?;
        if !by_bytes {
            let why = "it does not sort text by its bytes: make it with “create database … template template0 \
                encoding 'UTF8' lc_collate 'C' lc_ctype 'C'”";
            return Err(Fault::unusable(database, why.to_owned()));
        }
        let _: (String,) = connection.one(sql(LOCK)).await?;
    }
    connection.run(sql(MAKE_TABLE)).await?;
    let applied: Vec<(String, String)> = connection.all(sql(APPLIED)).await?;
    check(migrations, &applied, connection.is_sqlite())
        .map_err(|why| Fault::unusable(database, why))?;
    for migration in &migrations[applied.len()..] {
        let text = migration.text(connection.is_sqlite());
        connection.script(text).await?;
        if !connection.is_sqlite() {
            connection.script(LOOK_NOW).await?;
        }
        connection.run(sql(NOTE_APPLIED).bind(migration.name).bind(digest(text))).await?;
    }
    connection.commit().await
}

/// Returns how the tables stand to the steps of this version.
pub(crate) async fn standing(pool: &Pool, place: &str) -> Result<Tables, Fault> {
    let mut connection = Connection::free(pool, Default::default(), "look at the tables").await?;
    let applied: Vec<(String, String)> = connection.all(sql(APPLIED)).await?;
    let unusable = |why| Fault::Unusable { place: place.to_owned(), why };
    let ours = applied.len().min(MIGRATIONS.len());
    check(MIGRATIONS, &applied[..ours], connection.is_sqlite()).map_err(unusable)?;
    match applied.len().cmp(&MIGRATIONS.len()) {
        Ordering::Equal => Ok(Tables::Ours),
        Ordering::Greater => Ok(Tables::Newer),
        Ordering::Less => Err(unusable(
            "its tables are older than this version: somebody put an older database in its place; start the service \
             again, or run `liaison migrate`"
                .to_owned(),
        )),
    }
}

/// Returns the name of the last step that was made.
pub(crate) async fn last_step(pool: &Pool) -> Result<Option<String>, Fault> {
    let mut connection = Connection::free(pool, Default::default(), "look at the tables").await?;
    let applied: Vec<(String, String)> = connection.all(sql(APPLIED)).await?;
    Ok(applied.into_iter().next_back().map(|(name, _)| name))
}

/// Says whether nothing is to be done, without waiting for anybody who writes.
async fn is_up_to_date(migrations: &[Migration], pool: &Pool) -> bool {
    let connection = Connection::free(pool, Default::default(), "look at the tables").await;
    let Ok(mut connection) = connection else { return false };
    let applied = connection.all(sql(APPLIED)).await;
    applied.is_ok_and(|applied: Vec<(String, String)>| {
        applied.len() == migrations.len()
            && check(migrations, &applied, connection.is_sqlite()).is_ok()
    })
}

/// Checks that what was applied are the first of our steps; says what is wrong otherwise.
fn check(
    migrations: &[Migration],
    applied: &[(String, String)],
    sqlite: bool,
) -> Result<(), String> {
    for (n, (name, sha256)) in applied.iter().enumerate() {
        let Some(migration) = migrations.get(n).filter(|migration| migration.name == name) else {
            return Err(format!(
                "it was written by a newer version of liaison (this one does not know its step “{name}”): use that \
                 version, or restore a backup that was made before"
            ));
        };
        if digest(migration.text(sqlite)) != *sha256 {
            return Err(format!(
                "its step “{name}” is not the one of this version: use the version of liaison that wrote it"
            ));
        }
    }
    Ok(())
}

/// Returns a name for what all steps make of an empty PostgreSQL database.
#[cfg(feature = "testing")]
pub(crate) fn fingerprint() -> String {
    let all: String = MIGRATIONS.iter().map(|step| step.text(false)).collect();
    digest(&all)[..16].to_owned()
}

fn digest(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

impl Migration {
    fn text(&self, sqlite: bool) -> &'static str {
        if sqlite { self.sqlite } else { self.postgres }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;
    use std::time::Duration;

    use rules::Number;
    use sqlx::ConnectOptions as _;
    use sqlx::sqlite::SqliteConnectOptions;

    use super::*;
    use crate::Store;
    use crate::testing::places;

    fn folder(name: &str) -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(name)
    }

    fn files(name: &str) -> BTreeSet<String> {
        let files = std::fs::read_dir(folder(name)).expect("a folder");
        let names = files.map(|file| file.expect("a file").file_name().into_string());
        names.map(|name| name.expect("a name").replace(".sql", "")).collect()
    }

    async fn connection(pool: &Pool) -> Connection {
        let tx = pool.begin().await.expect("a transaction");
        Connection::within(tx, Default::default(), "test migrations")
    }

    #[test]
    fn every_file_is_a_step_and_every_step_has_sample_data() {
        let names: BTreeSet<String> =
            MIGRATIONS.iter().map(|migration| migration.name.to_owned()).collect();
        assert!(MIGRATIONS.is_sorted_by_key(|migration| migration.name));
        let both = files("both");
        let sqlite = files("sqlite");
        assert_eq!(sqlite, files("postgres"));
        assert!(both.is_disjoint(&sqlite));
        assert_eq!(names, both.union(&sqlite).cloned().collect());
        assert_eq!(names, files("samples"));
    }

    /// Every value that a rule knows can be kept, and nothing else: the tables list them all.
    #[test]
    fn the_tables_take_every_value_of_the_rules() {
        fn list<T, const N: usize>(all: [T; N], slug: impl Fn(T) -> &'static str) -> String {
            let slugs = all.map(|value| format!("'{}'", slug(value)));
            format!("in ({})", slugs.join(", "))
        }
        let lists = [
            list(rules::GroupKind::ALL, rules::GroupKind::slug),
            list(rules::GroupState::ALL, rules::GroupState::slug),
            list(rules::RoleKind::ALL, rules::RoleKind::slug),
            list(rules::Why::ALL, rules::Why::slug),
            list(rules::Direction::ALL, rules::Direction::slug),
            list(rules::State::ALL, rules::State::slug),
            list(rules::Purpose::ALL, rules::Purpose::slug),
            list(rules::Consensus::ALL, rules::Consensus::slug),
            list(rules::DeadlineKind::ALL, rules::DeadlineKind::slug),
            list(rules::LinkKind::ALL, rules::LinkKind::slug),
            list(rules::GateKind::ALL, rules::GateKind::slug),
            list(rules::GivenKind::ALL, rules::GivenKind::slug),
            list(rules::AttachmentSource::ALL, rules::AttachmentSource::slug),
            list(rules::RenditionKind::ALL, rules::RenditionKind::slug),
            list(rules::ItemState::ALL, rules::ItemState::slug),
            list(rules::Way::ALL, rules::Way::slug),
            list(rules::AuditKind::ALL, rules::AuditKind::slug),
            list(crate::DeliveryState::ALL, crate::DeliveryState::slug),
            list(rules::Relationship::ALL, rules::Relationship::slug),
            list(rules::RoleSource::ALL, rules::RoleSource::slug),
            list(crate::ImportState::ALL, crate::ImportState::slug),
        ];
        let all: String = MIGRATIONS.iter().map(|migration| migration.postgres).collect();
        let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
        for list in lists {
            assert!(all.contains(&list), "no table takes {list}");
        }
        // Of these, a further one is a further row.
        for kind in rules::EventKind::ALL {
            let row = format!("('{}')", kind.slug());
            assert!(all.contains(&row), "no row takes {row}");
        }
    }

    #[tokio::test]
    async fn each_step_goes_over_the_sample_data_of_those_before() {
        for (label, guard) in places("steps").await {
            let place = guard.place();
            let pool = Pool::open(&place.database).await.expect("opens");
            for (n, migration) in MIGRATIONS.iter().enumerate() {
                bring_to(&MIGRATIONS[..=n], &pool, &place.database).await.expect(migration.name);
                insert_sample(&pool, migration).await;
            }
            pool.close().await;
            let store = Store::open(&place).await.expect("opens");
            let reader = store.reader();
            let statement = reader.statement(Number(17)).await.expect("loads");
            let history = reader.history(Number(17), true).await.expect("loads");
            let waits = reader
                .reading(53)
                .await
                .expect("loads")
                .expect("it waited before there were readings");
            assert!(!waits.is_done, "{label}");
            insta::allow_duplicates! {
                insta::assert_debug_snapshot!((statement, history));
            }
            assert!(store.change_count().await.expect("a count") == 1, "{label}");
        }
    }

    #[tokio::test]
    async fn a_database_of_a_newer_version_or_another_program_is_refused() {
        for (label, guard) in places("newer").await {
            let database = guard.place().database;
            let pool = Pool::open(&database).await.expect("opens");
            bring_up_to_date(&pool, &database).await.expect("brought up to date");
            let fault = bring_to(&MIGRATIONS[..3], &pool, &database).await.expect_err("refused");
            let Fault::Unusable { place, why } = fault else { panic!("{label}: {fault}") };
            assert_eq!(place, Fault::place(&database), "{label}");
            insta::allow_duplicates! {
                insta::assert_snapshot!(why, @"it was written by a newer version of liaison (this one does not know its step “0004_inbox”): use that version, or restore a backup that was made before");
            }
            let other = [Migration { name: "0001_directory", sqlite: "other", postgres: "other" }];
            let fault = bring_to(&other, &pool, &database).await.expect_err("refused");
            let Fault::Unusable { why, .. } = fault else { panic!("{label}: {fault}") };
            insta::allow_duplicates! {
                insta::assert_snapshot!(why, @"its step “0001_directory” is not the one of this version: use the version of liaison that wrote it");
            }
            bring_up_to_date(&pool, &database).await.expect("is as it was");
        }
    }

    /// Inserts the sample data of a step.
    async fn insert_sample(pool: &Pool, migration: &Migration) {
        let sample = folder("samples").join(format!("{}.sql", migration.name));
        let sample = std::fs::read_to_string(sample).expect("a sample");
        let mut connection = connection(pool).await;
        connection.script(sample.leak()).await.expect(migration.name);
        connection.commit().await.expect("kept");
    }

    /// Brings a database to a step, with the sample data of all steps up to it.
    async fn with_samples(upto: usize, pool: &Pool, database: &Database) {
        for (n, migration) in MIGRATIONS[..upto].iter().enumerate() {
            bring_to(&MIGRATIONS[..=n], pool, database).await.expect(migration.name);
            insert_sample(pool, migration).await;
        }
    }

    /// Returns how many rows each table of an SQLite database holds.
    async fn rows(pool: &Pool) -> Vec<(String, i64)> {
        const TABLES: &str = "select name from sqlite_master where type = 'table' \
            and name not like 'sqlite_%' and sql not like 'create virtual%' order by name";
        let mut connection = connection(pool).await;
        let names: Vec<(String,)> = connection.all(sql(TABLES)).await.expect("tables");
        let mut counted = Vec::new();
        for (name,) in names {
            let count = crate::sql::assembled(format!("select count(*) from {name}"));
            let (count,): (i64,) = connection.one(count).await.expect("counted");
            counted.push((name, count));
        }
        counted
    }

    /// An installation of any version is brought up to date at once, with all that it holds.
    #[tokio::test]
    async fn a_database_of_every_version_is_brought_up_to_date_at_once() {
        for (label, guard) in places("fromeach").await {
            let database = guard.place().database;
            // Making tables is slow in PostgreSQL, and the texts are the same: there a few versions stand for all.
            let every = if label == "sqlite" { 1 } else { 9 };
            for upto in (1..MIGRATIONS.len()).step_by(every) {
                let database = match &database {
                    Database::Sqlite(path) => {
                        Database::Sqlite(path.with_extension(format!("{upto}")))
                    }
                    Database::Postgres(_) => {
                        guard.make_again("lc_collate 'C' lc_ctype 'C'").await;
                        database.clone()
                    }
                };
                let pool = Pool::open(&database).await.expect("opens");
                with_samples(upto, &pool, &database).await;
                let before = if label == "sqlite" { rows(&pool).await } else { Vec::new() };
                let from = MIGRATIONS[upto - 1].name;
                bring_up_to_date(&pool, &database).await.expect(from);
                let after = if label == "sqlite" { rows(&pool).await } else { Vec::new() };
                for (table, count) in before {
                    let now = after.iter().find(|(name, _)| *name == table);
                    // A later step puts its rows into others, and another test looks at what becomes of those.
                    let is_gone = MIGRATIONS[upto..]
                        .iter()
                        .any(|later| later.sqlite.contains(&format!("drop table {table};")));
                    assert!(
                        is_gone || now.is_some_and(|(_, now)| *now >= count),
                        "{from}: {table}, {count} rows"
                    );
                }
                assert_eq!(standing(&pool, "").await.expect(from), Tables::Ours);
                pool.close().await;
            }
        }
    }

    /// What no sample has a row in, no step was tried on; but what search looks into is made from the rest.
    #[tokio::test]
    async fn the_samples_have_a_row_in_every_table() {
        let (_, guard) = places("whole").await.remove(0);
        let database = guard.place().database;
        let pool = Pool::open(&database).await.expect("opens");
        with_samples(MIGRATIONS.len(), &pool, &database).await;
        let empty: Vec<String> = rows(&pool)
            .await
            .into_iter()
            .filter(|(name, count)| *count == 0 && !name.starts_with("search_"))
            .map(|(name, _)| name)
            .collect();
        assert_eq!(empty, Vec::<String>::new(), "give them a row in migrations/samples");
    }

    /// An instance writes while another of a newer version starts: nothing is lost, and it goes on writing.
    #[tokio::test]
    async fn an_instance_goes_on_while_a_newer_one_brings_the_tables_up_to_date() {
        const CHANGE: &str = "update counters set value = value + 1 where name = 'changes'";
        const CHANGES: &str = "select value from counters where name = 'changes'";
        let released = MIGRATIONS.iter().position(|migration| migration.name == "0050_due");
        let released = released.expect("a step") + 1;
        for (label, guard) in places("rolling").await {
            let database = guard.place().database;
            let older = Pool::open(&database).await.expect("opens");
            with_samples(released, &older, &database).await;
            let newer = Pool::open(&database).await.expect("opens");
            let mut writing = connection(&older).await;
            let (before,): (i64,) = writing.one(sql(CHANGES)).await.expect("counted");
            writing.run(sql(CHANGE)).await.expect("written");
            let upgrading = {
                let database = database.clone();
                tokio::spawn(
                    async move { bring_up_to_date(&newer, &database).await.map(|()| newer) },
                )
            };
            // Whichever of the two has to wait, waits: for as long as this one writes, or not at all.
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            writing.commit().await.expect("kept");
            let newer = upgrading.await.expect("no panic").expect("brought up to date");
            assert_eq!(standing(&newer, "").await.expect("asked"), Tables::Ours, "{label}");
            let mut writing = connection(&older).await;
            writing.run(sql(CHANGE)).await.expect("the older one goes on");
            writing.commit().await.expect("kept");
            let mut reading = connection(&newer).await;
            let (after,): (i64,) = reading.one(sql(CHANGES)).await.expect("counted");
            assert_eq!(after, before + 2, "{label}");
        }
    }

    #[tokio::test]
    async fn tables_that_are_older_or_newer_than_this_version_are_told_apart() {
        const ADDED: &str = "insert into migrations (name, sha256) values ('9999_later', 'x')";
        for (label, guard) in places("apart").await {
            let database = guard.place().database;
            let pool = Pool::open(&database).await.expect("opens");
            bring_to(&MIGRATIONS[..3], &pool, &database).await.expect("brought there");
            let fault = standing(&pool, "here").await.expect_err("older");
            assert!(fault.to_string().contains("older than this version"), "{label}: {fault}");
            bring_up_to_date(&pool, &database).await.expect("brought up to date");
            let mut connection = connection(&pool).await;
            connection.run(sql(ADDED)).await.expect("added");
            connection.commit().await.expect("kept");
            assert_eq!(standing(&pool, "here").await.expect("goes on"), Tables::Newer, "{label}");
        }
    }

    #[tokio::test]
    async fn steps_that_fail_leave_everything_as_it_was() {
        const GOOD: &str = "create table good (id bigint primary key)";
        const BAD: &str =
            "create table bad (id bigint primary key); insert into nowhere values (1)";
        for (label, guard) in places("broken").await {
            let database = guard.place().database;
            let pool = Pool::open(&database).await.expect("opens");
            let step = |name, text| Migration { name, sqlite: text, postgres: text };
            let fault = bring_to(&[step("1", GOOD), step("2", BAD)], &pool, &database).await;
            assert!(matches!(fault, Err(Fault::Database { .. })), "{label}");
            bring_to(&[step("1", GOOD)], &pool, &database).await.expect("nothing is in the way");
            let mut connection = connection(&pool).await;
            let rows: Vec<(i64,)> =
                connection.all(sql("select id from good")).await.expect("is there");
            assert_eq!(rows, [], "{label}");
            assert!(connection.all::<(i64,)>(sql("select id from bad")).await.is_err(), "{label}");
        }
    }

    /// SQLite changes the kind of a new file's journal at once or not at all, while another process makes its tables.
    #[tokio::test]
    async fn a_new_file_is_opened_once_another_process_lets_go_of_it() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("liaison.sqlite");
        let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let mut other = options.connect().await.expect("opens");
        sqlx::query("begin immediate").execute(&mut other).await.expect("begins");
        let opening = tokio::spawn(async move { Pool::open(&Database::Sqlite(path)).await });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!opening.is_finished(), "it waits");
        sqlx::query("rollback").execute(&mut other).await.expect("lets go");
        opening.await.expect("does not panic").expect("opens");
    }

    #[tokio::test]
    async fn many_instances_may_open_an_empty_database_at_once() {
        for (label, guard) in places("atonce").await {
            let place = guard.place();
            let all = (0..8).map(|_| {
                let place = place.clone();
                tokio::spawn(async move { Store::open(&place).await.map(|_| ()) })
            });
            for one in all.collect::<Vec<_>>() {
                one.await.expect("does not panic").expect(label);
            }
        }
    }
}
