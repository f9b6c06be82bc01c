//! A small world in which the stories play: our organization, two others, and the people who work.

use std::sync::Arc;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};
use operations::{Desk, KnownNames, Recording, Settings, StatementForm, act};
use rules::{Actor, Event, Mailbox, Number, Policy, RoleKind, Statement, Why};
use store::testing::{Guard, made_groups, made_person, stores};
use store::{ContactEntry, Ids, MailFate, PersonEntry};

/// The day on which the stories play.
pub(crate) const TODAY: Date = date(2026, 9, 1);

/// A desk on one database, with the made directory in it.
pub(crate) struct World {
    pub(crate) desk: Desk,
    guard: Guard,
}

/// The instant at which the stories begin.
pub(crate) fn now() -> Timestamp {
    jiff::tz::TimeZone::UTC.to_timestamp(TODAY.at(12, 0, 0, 0)).unwrap()
}

pub(crate) fn later(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

/// Keeps files of a message, by their positions, and decides nothing besides.
pub(crate) fn keeping(keep: &[i64]) -> Recording {
    Recording { keep: keep.to_vec(), ..Recording::default() }
}

/// Returns a message with what programs read of the statement as it is, and not in base64.
fn with_readable_json(text: String) -> String {
    const NAME: &str = "filename=\"statement.json\"\n\n";
    let Some((head, rest)) = text.split_once(NAME) else { return text };
    let (encoded, rest) = rest.split_once("\n--").unwrap();
    let encoded: String = encoded.split_whitespace().collect();
    let json = data_encoding::BASE64.decode(encoded.as_bytes()).unwrap();
    format!("{head}{NAME}{}\n--{rest}", String::from_utf8(json).unwrap())
}

pub(crate) fn mailbox(text: &str) -> Mailbox {
    Mailbox::parse(text).unwrap()
}

/// Returns the same world on each database that is there.
pub(crate) async fn worlds(name: &str) -> Vec<World> {
    let worlds = empty_worlds(name).await;
    for world in &worlds {
        world.make_directory().await;
    }
    worlds
}

/// Returns a world in which there is nothing yet, on each database that is there.
pub(crate) async fn empty_worlds(name: &str) -> Vec<World> {
    let world = |(_, store, guard)| {
        let mail_from = mailbox("Liaison Statements <statements@liaison.example.org>");
        let desk = Desk {
            store,
            policy: Arc::new(Policy::built_in_at("ietf", "example.org").unwrap()),
            ids: Arc::new(Ids::new(|| 0)),
            settings: Arc::new(Settings::new("https://liaison.example.org", mail_from)),
            names: KnownNames::default(),
        };
        World { desk, guard }
    };
    stores(name).await.into_iter().map(world).collect()
}

impl World {
    async fn make_directory(&self) {
        let Desk { store, ids, .. } = &self.desk;
        let mut tx = store.begin("make the directory").await.unwrap();
        tx.save_groups(&made_groups(), ids, now()).await.unwrap();
        tx.save_people(&people(), ids, now()).await.unwrap();
        tx.save_contacts(&contacts(), ids, now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Returns the directory of the files.
    pub(crate) fn files(&self) -> std::path::PathBuf {
        self.guard.place().files.directory().unwrap().to_owned()
    }

    /// Returns the person of this first name, with the roles that they hold.
    pub(crate) async fn actor(&self, name: &str) -> Actor {
        let address = format!("{}@example.org", name.to_lowercase());
        let person = self.desk.store.reader().person_by_address(&address).await.unwrap();
        act(&self.desk, Some(person.unwrap()), now()).await.unwrap()
    }

    pub(crate) async fn statement(&self, number: Number) -> Statement {
        self.desk.store.reader().statement(number).await.unwrap().unwrap()
    }

    /// Returns the messages that a statement caused so far, byte for byte, oldest first, each under its recipients.
    pub(crate) async fn mails(&self, number: Number) -> String {
        let mut all = String::new();
        for fate in self.desk.store.reader().mail_of(number).await.unwrap() {
            all.push_str(&self.mail(&fate).await);
        }
        all
    }

    /// Returns a message as a reader of snapshots likes it: its recipients, then its bytes with LF.
    pub(crate) async fn mail(&self, fate: &MailFate) -> String {
        let bytes = self.desk.store.files().get(&fate.mail.sha256).await.unwrap().unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap().replace("\r\n", "\n");
        let text = with_readable_json(text);
        format!("=== {} to {}\n{text}\n", fate.mail.kind, fate.mail.recipients.join(" and "))
    }

    /// Returns the history of a statement, a line an event.
    pub(crate) async fn history(&self, number: Number) -> String {
        let events = self.desk.store.reader().history(number, true).await.unwrap();
        events.iter().map(line_of).collect()
    }
}

fn line_of(event: &Event) -> String {
    let role = event.by.role();
    let role = if role.is_empty() { String::new() } else { format!(", {role}") };
    let words = if event.words.is_empty() { String::new() } else { format!(": {}", event.words) };
    format!("{} by {}{role}{words}\n", event.kind, event.by.name())
}

/// What a chair of tsync would type for a question to Study Group 1.
pub(crate) fn question() -> StatementForm {
    StatementForm {
        from_groups: "tsync".to_owned(),
        to_groups: "etu-sg1".to_owned(),
        purpose: "action".to_owned(),
        deadline: "2026-11-30".to_owned(),
        subject: "Question on the holdover of boundary clocks".to_owned(),
        text: "Dear colleagues,\n\nhow long may a boundary clock\n   hold over?\n\nTime Synchronization\n".to_owned(),
        consensus: "groups".to_owned(),
        ..StatementForm::default()
    }
}

fn people() -> Vec<PersonEntry> {
    use RoleKind::{AreaDirector, Chair, Coordinator, LiaisonManager, Secretary};
    vec![
        made_person("Anna Chair", &[(Chair, "tsync")]),
        made_person("Bo Director", &[(AreaDirector, "tim")]),
        made_person("Cy Coordinator", &[(Coordinator, "iab")]),
        made_person("Di Manager", &[(LiaisonManager, "etu")]),
        made_person("Eve Elsewhere", &[(Chair, "paths")]),
        made_person("Flo Director", &[(AreaDirector, "rte")]),
        made_person("Gil Office", &[(Secretary, "secretariat")]),
        made_person("Hal Nobody", &[]),
    ]
}

fn contacts() -> Vec<ContactEntry> {
    let contact = |group: &str, why, send_to, address: &str| ContactEntry {
        group: group.to_owned(),
        why,
        send_to,
        mailbox: mailbox(address),
    };
    vec![
        contact("etu", Why::LiaisonManager, false, "etu-manager@example.org"),
        contact("etu", Why::Listed, true, "ETU Secretariat <etu@example.com>"),
        contact("etu-sg1", Why::Listed, false, "sg1@example.com"),
    ]
}
