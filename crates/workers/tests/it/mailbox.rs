//! Messages are taken from a shared mailbox of a real Dovecot, as soon as they are there.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use operations::Desk;
use rules::{ItemState, Way};
use store::Item;
use workers::{AfterStoring, Intake, Login, SharedMailbox, Tls, Trusted, Workers, open_mailbox};

use crate::desk::{desks, until};

/// A server of IMAP; it ends when it is dropped.
struct Dovecot {
    top: tempfile::TempDir,
    port: u16,
}

impl Dovecot {
    /// Starts one, or says why it cannot run here.
    fn start() -> Option<Self> {
        let top = tempfile::Builder::new().prefix("liaison-dovecot-").tempdir().unwrap();
        std::fs::set_permissions(top.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .unwrap();
        let mut dovecot = Self { top, port: 0 };
        dovecot.run().then_some(dovecot)
    }

    /// Starts it where it was; says whether it can run here.
    fn run(&mut self) -> bool {
        let output = self.script("start").arg(self.port.to_string()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.code() == Some(69) {
            let is_required = std::env::var_os("LIAISON_TEST_REQUIRE").is_some();
            assert!(!is_required, "LIAISON_TEST_REQUIRE wants Dovecot: {said}");
            println!("nothing was tested: {said}");
            return false;
        }
        assert!(output.status.success(), "{said}");
        let url = String::from_utf8(output.stdout).unwrap();
        self.port = url.trim().rsplit(':').next().unwrap().parse().unwrap();
        true
    }

    fn stop(&self) {
        assert!(self.script("stop").output().unwrap().status.success());
    }

    fn script(&self, verb: &str) -> Command {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/servers/dovecot");
        let mut command = Command::new(script);
        command.arg(verb).arg(self.top.path());
        command.env("LIAISON_STOP_WITH", std::process::id().to_string());
        command
    }

    fn folder(&self, user: &str, folder: &str) -> PathBuf {
        self.top.path().join("mail").join(user).join(folder)
    }

    fn mailbox(&self, user: &str, after: AfterStoring) -> SharedMailbox {
        SharedMailbox {
            host: "127.0.0.1".to_owned(),
            port: self.port,
            tls: Tls::Off,
            trusted: Trusted::System,
            login: Login { user: user.to_owned(), password: "secret".to_owned() },
            folder: "INBOX".to_owned(),
            address: "statements@example.org".to_owned(),
            after,
        }
    }

    /// The same over TLS, with a server that is believed because its authority is named.
    fn secured(&self, tls: Tls, user: &str, after: AfterStoring) -> SharedMailbox {
        let at = |name: &str| self.top.path().join("tls").join(name);
        let port = || std::fs::read_to_string(at("port")).unwrap().trim().parse().unwrap();
        SharedMailbox {
            host: "localhost".to_owned(),
            port: if tls == Tls::Implicit { port() } else { self.port },
            tls,
            trusted: Trusted::read(&at("authority.pem")).unwrap(),
            ..self.mailbox(user, after)
        }
    }

    /// Puts a message into a mailbox, as a mail server does.
    async fn deliver(&self, user: &str, number: usize) {
        let mut session = self.session(user).await;
        let message = format!(
            "From: lee@example.com\r\nSubject: Letter {number}\r\nMessage-ID: <{number}@example.com>\r\n\r\nLetter {number}.\r\n"
        );
        session.append("INBOX", None, None, message).await.unwrap();
        session.logout().await.unwrap();
    }

    async fn session(&self, user: &str) -> async_imap::Session<tokio::net::TcpStream> {
        let line = tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let mut client = async_imap::Client::new(line);
        client.read_response().await.unwrap().unwrap();
        client.login(user, "secret").await.map_err(|(error, _)| error).unwrap()
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        let _ = self.script("stop").output();
    }
}

async fn items(desk: &Desk) -> Vec<Item> {
    desk.store.reader().items(ItemState::Waiting, 1, 100).await.unwrap().0
}

async fn until_there_are(desk: &Desk, count: usize) {
    until(&format!("{count} messages are stored"), async || items(desk).await.len() >= count).await;
}

fn start(desk: &Desk, mailbox: SharedMailbox) -> Workers {
    let intake = Intake { mailboxes: vec![mailbox], ..Intake::default() };
    Workers::start(desk, None).with_intake(desk, intake)
}

fn marked(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut marks: Vec<String> = names
        .map(|name| name.split_once(":2,").map_or(name.clone(), |(_, marks)| marks.to_owned()))
        .collect();
    marks.sort();
    marks
}

/// A server is believed by its certificate, for its own name and from an authority that is known here.
async fn only_the_right_server_is_signed_in_to(dovecot: &Dovecot) {
    for tls in [Tls::Implicit, Tls::StartTls] {
        let mailbox = || dovecot.secured(tls, "asked", AfterStoring::Keep);
        let open = async |mailbox| open_mailbox(&mailbox, Duration::from_secs(20)).await;
        assert_eq!(open(mailbox()).await, Ok(()), "{tls:?}");
        let stranger = SharedMailbox { trusted: Trusted::System, ..mailbox() };
        assert_eq!(
            open(stranger).await.unwrap_err(),
            "the certificate of localhost is not believed, and no password was sent: it is from an authority that is \
             not known here: where it is your own, name the file of the authority's certificate as `ca_file` beside \
             `tls`"
        );
        let other = SharedMailbox { host: "127.0.0.1".to_owned(), ..mailbox() };
        assert_eq!(
            open(other).await.unwrap_err(),
            "the certificate of 127.0.0.1 is not believed, and no password was sent: it is for localhost: write `host` \
             as the server's certificate does"
        );
        let wrong = Login { user: "asked".to_owned(), password: "wrong".to_owned() };
        let said = open(SharedMailbox { login: wrong, ..mailbox() }).await.unwrap_err();
        assert!(said.contains("Authentication failed"), "{said}");
        let said =
            open(SharedMailbox { folder: "Absent".to_owned(), ..mailbox() }).await.unwrap_err();
        assert!(said.contains("Mailbox doesn't exist: Absent"), "{said}");
    }
}

/// IN-2: what was there, what comes while we wait, and what came while the server or we were away; each once,
/// over TLS both ways.
#[tokio::test]
async fn every_message_of_a_mailbox_is_stored_once() {
    let Some(mut dovecot) = Dovecot::start() else { return };
    only_the_right_server_is_signed_in_to(&dovecot).await;
    for (number, (desk, _guard)) in desks("mailbox").await.into_iter().enumerate() {
        let user = format!("shared{number}");
        dovecot.deliver(&user, 1).await;
        let workers = start(&desk, dovecot.secured(Tls::Implicit, &user, AfterStoring::Seen));
        until_there_are(&desk, 1).await;
        dovecot.deliver(&user, 2).await;
        until_there_are(&desk, 2).await;

        dovecot.stop();
        assert!(dovecot.run());
        dovecot.deliver(&user, 3).await;
        until_there_are(&desk, 3).await;

        workers.stop().await;
        dovecot.deliver(&user, 4).await;
        let workers = start(&desk, dovecot.secured(Tls::StartTls, &user, AfterStoring::Seen));
        until_there_are(&desk, 4).await;
        let seen = || marked(&dovecot.folder(&user, "cur"));
        until("all are marked", async || seen() == ["S", "S", "S", "S"]).await;
        workers.stop().await;

        let items = items(&desk).await;
        assert_eq!(items.len(), 4);
        for item in &items {
            let [way] = item.ways.as_slice() else { panic!("{:?}", item.ways) };
            assert_eq!((way.way, way.envelope_to.as_str()), (Way::Imap, "statements@example.org"));
            assert!(way.source.starts_with(&format!("{user}@localhost/INBOX ")), "{}", way.source);
        }
    }
}

/// What is stored is moved where the operator wants it; a folder that is absent is made.
#[tokio::test]
async fn what_is_stored_is_moved_to_another_folder() {
    let Some(dovecot) = Dovecot::start() else { return };
    for (number, (desk, _guard)) in desks("moving").await.into_iter().enumerate() {
        let user = format!("moved{number}");
        for message in 1..=3 {
            dovecot.deliver(&user, message).await;
        }
        let workers = start(&desk, dovecot.mailbox(&user, AfterStoring::Move("Taken".to_owned())));
        until_there_are(&desk, 3).await;
        let moved = || {
            marked(&dovecot.folder(&user, ".Taken/cur")).len()
                + marked(&dovecot.folder(&user, ".Taken/new")).len()
        };
        until("all are moved", async || moved() == 3).await;
        workers.stop().await;
        let mut session = dovecot.session(&user).await;
        assert_eq!(session.select("INBOX").await.unwrap().exists, 0);
    }
}

/// A mailbox that is made anew has other UIDs: all of it is looked at again, and nothing is there twice.
#[tokio::test]
async fn a_mailbox_that_was_made_anew_brings_nothing_twice() {
    let Some(mut dovecot) = Dovecot::start() else { return };
    for (number, (desk, _guard)) in desks("anew").await.into_iter().enumerate() {
        let user = format!("anew{number}");
        dovecot.deliver(&user, 1).await;
        let workers = start(&desk, dovecot.mailbox(&user, AfterStoring::Keep));
        until_there_are(&desk, 1).await;
        workers.stop().await;
        dovecot.stop();
        for index in [
            "dovecot-uidlist",
            "dovecot.index",
            "dovecot.index.log",
            "dovecot.index.cache",
            "dovecot-uidvalidity",
        ] {
            // Which of them there are depends on what the server found worth writing.
            let _ = std::fs::remove_file(dovecot.folder(&user, index));
        }
        // A UIDVALIDITY is a time in seconds.
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        assert!(dovecot.run());
        dovecot.deliver(&user, 2).await;
        let workers = start(&desk, dovecot.mailbox(&user, AfterStoring::Keep));
        until_there_are(&desk, 2).await;
        workers.stop().await;
        let items = items(&desk).await;
        assert_eq!(items.len(), 2);
        let first = items.iter().find(|item| item.subject == "Letter 1").unwrap();
        assert_eq!(first.ways.len(), 2, "it was taken from the old mailbox and from the new one");
    }
}

/// Two instances share a database: one of them takes, and the other goes on when it stops.
#[tokio::test]
async fn one_instance_takes_and_another_goes_on() {
    let Some(dovecot) = Dovecot::start() else { return };
    for (number, (desk, _guard)) in desks("goeson").await.into_iter().enumerate() {
        let user = format!("both{number}");
        dovecot.deliver(&user, 1).await;
        let mailbox = || dovecot.mailbox(&user, AfterStoring::Keep);
        let one = start(&desk, mailbox());
        until_there_are(&desk, 1).await;
        let other = start(&desk, mailbox());
        one.stop().await;
        dovecot.deliver(&user, 2).await;
        until_there_are(&desk, 2).await;
        other.stop().await;
        assert!(items(&desk).await.iter().all(|item| item.ways.len() == 1));
    }
}
