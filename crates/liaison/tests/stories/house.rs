//! The service and the mail server, with the people who work there.

use std::cell::RefCell;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use store::testing::{Guard, bucket, places};
use store::{Bucket, Database, FilePlace, Place};
use tempfile::TempDir;

use crate::browser::{Browser, PATIENCE};
use crate::instances::{Instances, Killer, LONGEST};
use crate::post::Post;
use crate::whose::Whose;

const SETTINGS: &str = include_str!("../../../../docs/liaison.toml");

/// How many instances there are, and what becomes of them while a story plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// One, which stays.
    One,
    /// Two, which the story kills itself.
    Pair,
    /// Two, either of which is killed at random instants and comes back: the seed of chance, and how many seconds pass between two kills
    /// at most.
    Killed(u64, u32),
}

/// A service over one database behind a mail server of its own; both end when it is dropped.
pub(crate) struct House {
    top: TempDir,
    /// The port of the address that readers know.
    front: u16,
    instances: Arc<Instances>,
    fate: Fate,
    killer: RefCell<Option<Killer>>,
    smtp_port: RefCell<u16>,
    /// The port of the shared mailbox, where there is one.
    imap_port: Option<u16>,
    /// Where each instance takes messages by LMTP.
    lmtp: Vec<String>,
    whose: Whose,
    owner: (u32, u32),
    /// The bucket of the files, where they are not in a directory.
    bucket: Option<Bucket>,
    has_small_disk: bool,
    /// Who asked for a link once more, because the answer with their cookie was lost.
    asked_again: Rc<RefCell<Vec<String>>>,
    pub(crate) guard: Guard,
}

/// What a house is built with.
struct Plan {
    database: &'static str,
    fate: Fate,
    has_mailbox: bool,
    whose: Whose,
    smtp_port: u16,
    /// Whether the data are on a disk of their own, which is soon full.
    has_small_disk: bool,
}

impl Plan {
    /// One instance of ours; two that are killed where that is wanted of all stories.
    fn new(database: &'static str) -> Self {
        let seed = std::env::var("LIAISON_KILL_INSTANCES").ok();
        let seed = seed.map(|seed| seed.parse().expect("LIAISON_KILL_INSTANCES is a number"));
        let fate = seed.map_or(Fate::One, |seed| Fate::Killed(seed, LONGEST));
        let (whose, smtp_port) = (Whose::Ours, 0);
        Self { database, fate, has_mailbox: false, whose, smtp_port, has_small_disk: false }
    }
}

impl House {
    /// Says whether it is wanted of all stories that instances are killed.
    pub(crate) fn is_to_be_killed() -> bool {
        Plan::new("").fate != Fate::One
    }

    /// Builds one, or says why it cannot be built here.
    pub(crate) fn build(database: &'static str) -> Option<Self> {
        Self::build_with(Plan::new(database))
    }

    /// Builds two, each with a mail server that delivers to the other's, or says why they cannot be built here.
    pub(crate) fn build_two(databases: [&'static str; 2]) -> Option<[Self; 2]> {
        let ports = [free_port(), free_port()];
        let whose = [Whose::OursOfTwo(ports[1]), Whose::Theirs(ports[0])];
        let plan = |one: usize| Plan {
            whose: whose[one],
            smtp_port: ports[one],
            ..Plan::new(databases[one])
        };
        Some([Self::build_with(plan(0))?, Self::build_with(plan(1))?])
    }

    /// Builds one in which every level of ours sends, or says why it cannot be built here.
    pub(crate) fn build_with_more_people(database: &'static str) -> Option<Self> {
        Self::build_with(Plan { whose: Whose::OursWithMore, ..Plan::new(database) })
    }

    /// Builds one for work that takes long, such as LibreOffice's, or says why it cannot be built here: where instances are killed, each
    /// lives long enough to come to an end with some of it.
    pub(crate) fn build_for_long_work(database: &'static str) -> Option<Self> {
        let plan = Plan::new(database);
        let fate = match plan.fate {
            Fate::Killed(seed, _) => Fate::Killed(seed, 3 * LONGEST),
            fate => fate,
        };
        Self::build_with(Plan { fate, whose: Whose::OursWithMore, ..plan })
    }

    /// Builds one into which messages come by every way, or says why it cannot be built here.
    pub(crate) fn build_with_every_way(database: &'static str) -> Option<Self> {
        Self::build_with(Plan { has_mailbox: true, ..Plan::new(database) })
    }

    /// Builds one of two instances over one database and one bucket, or says why it cannot be built here.
    pub(crate) fn build_pair() -> Option<Self> {
        Self::build_with(Plan { fate: Fate::Pair, ..Plan::new("postgres") })
    }

    /// Builds one of two instances, either of which is killed again and again, or says why it cannot be built here.
    pub(crate) fn build_killed(has_mailbox: bool) -> Option<Self> {
        let Plan { fate, .. } = Plan::new("postgres");
        let fate = if fate == Fate::One { Fate::Killed(1, LONGEST) } else { fate };
        Self::build_with(Plan { fate, has_mailbox, ..Plan::new("postgres") })
    }

    /// Builds one whose data are on a disk that is soon full; the process must have mounts of its own.
    pub(crate) fn build_on_a_small_disk(database: &'static str) -> Option<Self> {
        let fate = Fate::One;
        Self::build_with(Plan { fate, has_small_disk: true, ..Plan::new(database) })
    }

    fn build_with(plan: Plan) -> Option<Self> {
        let Plan { database, fate, has_mailbox, whose, smtp_port, has_small_disk } = plan;
        let count = if fate == Fate::One { 1 } else { 2 };
        if count > 1 && database == "sqlite" {
            println!("nothing was tested: instances share a PostgreSQL database alone");
            return None;
        }
        let bucket = if count > 1 { Some(bucket("stories")?) } else { None };
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let found = runtime.block_on(places(&format!("stories{}{database}", whose.name())));
        let Some((_, guard)) = found.into_iter().find(|(label, _)| *label == database) else {
            println!("nothing was tested: LIAISON_TEST_POSTGRES names no server");
            return None;
        };
        let top = tempfile::Builder::new().prefix("liaison-stories-").tempdir().unwrap();
        std::fs::set_permissions(top.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let owner = (id("-u"), id("-g"));
        let ports: Vec<u16> = (0..count).map(|_| free_port()).collect();
        let is_killed = matches!(fate, Fate::Killed(..));
        let front = if is_killed { free_port() } else { ports[0] };
        let lmtp = match fate {
            Fate::One => vec![format!("unix:{}", top.path().join("data/lmtp").display())],
            Fate::Pair => Vec::new(),
            Fate::Killed(..) => {
                ports.iter().map(|_| format!("127.0.0.1:{}", free_port())).collect()
            }
        };
        let mut house = Self {
            front,
            instances: Arc::new(Instances::new(top.path(), owner, ports)),
            top,
            fate,
            killer: RefCell::new(None),
            smtp_port: RefCell::new(smtp_port),
            imap_port: None,
            lmtp,
            whose,
            owner,
            bucket,
            has_small_disk,
            asked_again: Rc::default(),
            guard,
        };
        house.furnish();
        if !house.try_postfix() {
            return None;
        }
        if has_mailbox {
            house.imap_port = Some(house.server("dovecot", "0")?);
        }
        house.write_settings();
        house.settle();
        house.begin();
        Some(house)
    }

    /// Starts every instance, and begins to kill them where that is their fate.
    fn begin(&self) {
        for instance in 0..self.instances.ports.len() {
            self.serve(instance);
        }
        if let Fate::Killed(seed, longest) = self.fate {
            self.instances.behind(self.front);
            *self.killer.borrow_mut() =
                Some(Killer::begin(Arc::clone(&self.instances), seed, longest));
        }
    }

    /// Puts the program where the mail server's user can run it, and makes a directory for the data.
    fn furnish(&self) {
        let program = self.at("bin/liaison");
        std::fs::create_dir(self.at("bin")).unwrap();
        if std::fs::hard_link(env!("CARGO_BIN_EXE_liaison"), &program).is_err() {
            std::fs::copy(env!("CARGO_BIN_EXE_liaison"), &program).unwrap();
        }
        let call = format!(
            "#!/bin/sh\nexec {} receive --config {} -- \"$1\" \"$2\"\n",
            program.display(),
            self.at("liaison.toml").display()
        );
        std::fs::write(self.at("receive"), call).unwrap();
        std::fs::set_permissions(self.at("receive"), PermissionsExt::from_mode(0o755)).unwrap();
        std::fs::create_dir(self.at("data")).unwrap();
        if self.has_small_disk {
            let mut mount = Command::new("mount");
            mount.args(["-t", "tmpfs", "-o", "size=24m,mode=755", "none"]).arg(self.at("data"));
            assert!(mount.status().unwrap().success());
        }
        let (user, group) = self.owner;
        std::os::unix::fs::chown(self.at("data"), Some(user), Some(group)).unwrap_or_else(
            |error| {
                println!("the data stay with whoever runs the test: {error}");
            },
        );
    }

    /// Writes the settings, and for each instance its own, which differ in where messages come by LMTP.
    fn write_settings(&self) {
        let database = match self.guard.place().database {
            Database::Sqlite(_) => self.at("data/liaison.sqlite").display().to_string(),
            Database::Postgres(address) => address,
        };
        let settings = SETTINGS
            .replace("https://liaison.example.org", &self.url())
            .replace("127.0.0.1:8053", &format!("127.0.0.1:{}", self.front))
            .replace("/var/lib/liaison/liaison.sqlite", &database)
            .replace("files = \"/var/lib/liaison/files\"\n", &self.files())
            .replace(
                "host = \"localhost\"\nport = 25",
                &format!("host = \"127.0.0.1\"\nport = {}", self.smtp_port()),
            )
            .replace("Liaison Statements <statements@liaison.example.org>", &self.whose.mail_from())
            // So that a small disk has room for some.
            .replace("message_bytes = 52428800", "message_bytes = 2097152")
            // What time alone causes comes whenever it likes, and would come into every mailbox.
            .replace("ask_yearly = true", "ask_yearly = false")
            .replace("name = \"ietf\"", "file = \"policy.toml\"")
            .replace("# key_file = \"/var/lib/liaison/log.key\"", "key_file = \"data/log.key\"");
        let mailbox = self.imap_port.map(|port| {
            format!("[[receive.mailbox]]\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"off\"\nuser = \"shared\"\npassword_file = \"secret\"\naddress = \"liaison-shared@example.org\"\n")
        });
        std::fs::write(self.at("secret"), "secret").unwrap();
        let settings = settings + &mailbox.unwrap_or_default();
        std::fs::write(self.at("liaison.toml"), &settings).unwrap();
        for instance in 0..self.instances.ports.len() {
            let lmtp = self.lmtp.get(instance).map(|at| {
                format!("\n[receive.lmtp]\nlisten = \"{at}\"\nrecipients = [\"liaison-lmtp@example.org\"]\n")
            });
            let own = format!("{settings}{}", lmtp.unwrap_or_default());
            std::fs::write(self.at(&format!("liaison-{instance}.toml")), own).unwrap();
        }
        std::fs::write(self.at("policy.toml"), self.whose.policy()).unwrap();
        std::fs::write(self.at("directory.toml"), self.whose.directory()).unwrap();
    }

    /// Writes where the files are: a bucket is a table, which ends where the next begins.
    fn files(&self) -> String {
        let Some(bucket) = &self.bucket else { return "files = \"data/files\"\n".to_owned() };
        std::fs::write(self.at("bucket-secret"), &bucket.secret).unwrap();
        format!(
            "[files]\nbucket = \"{}\"\nendpoint = \"{}\"\nprefix = \"{}\"\naccess_key = \"{}\"\nsecret_file = \"bucket-secret\"\n",
            bucket.name,
            bucket.endpoint.as_deref().unwrap_or_default(),
            bucket.prefix,
            bucket.access_key
        )
    }

    /// Brings everybody into the directory, and gives accounts to those who work here.
    fn settle(&self) {
        let file = self.at("directory.toml").display().to_string();
        self.run(&["import", "directory", &file]);
        for (name, address) in self.whose.people() {
            self.run(&["user", "add", name, address]);
        }
    }

    fn run(&self, arguments: &[&str]) {
        let output = self.liaison(arguments).output().unwrap();
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// Starts an instance.
    pub(crate) fn serve(&self, instance: usize) {
        self.instances.serve(instance);
    }

    /// Kills an instance.
    pub(crate) fn kill(&self, instance: usize) {
        self.instances.kill(instance);
    }

    /// Lets every instance live from now on; returns how many were killed.
    pub(crate) fn spare(&self) -> usize {
        self.killer.borrow_mut().take().map_or(0, |killer| killer.end().unwrap())
    }

    /// Says whether instances are killed while a story plays.
    pub(crate) fn is_killed(&self) -> bool {
        matches!(self.fate, Fate::Killed(..))
    }

    /// Says whether mail to an address is handed to a service, and put into no mailbox here.
    pub(crate) fn hands_over(&self, address: &str) -> bool {
        let (_, inbox, peer) = self.whose.server();
        let theirs = peer.split('=').next().unwrap_or_default();
        let domain = address.rsplit('@').next().unwrap_or_default();
        address == inbox || address == "liaison-lmtp@example.org" || domain == theirs
    }

    /// Says whether another installation sends mail here.
    pub(crate) fn knows_another(&self) -> bool {
        matches!(self.whose, Whose::OursOfTwo(_) | Whose::Theirs(_))
    }

    /// Returns where something is on the disk of the data.
    pub(crate) fn on_disk(&self, name: &str) -> PathBuf {
        self.at("data").join(name)
    }

    /// Gives a file to the user who owns the data.
    pub(crate) fn gives(&self, path: &Path) {
        let (user, group) = self.owner;
        std::os::unix::fs::chown(path, Some(user), Some(group)).unwrap();
    }

    /// Returns which process the first instance is.
    pub(crate) fn pid(&self) -> u32 {
        self.instances.pid(0)
    }

    /// Waits for a line of the mail server's log with both words.
    pub(crate) fn until_mail_log_holds(&self, one: &str, other: &str) {
        let begin = Instant::now();
        loop {
            let log = std::fs::read_to_string(self.at("postfix/maillog")).unwrap();
            if log.lines().any(|line| line.contains(one) && line.contains(other)) {
                return;
            }
            assert!(begin.elapsed() < PATIENCE, "the mail server never said “{one}”: {log}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Notes that somebody asked for a link once more.
    pub(crate) fn asks_again(&self, address: &str) {
        self.asked_again.borrow_mut().push(address.to_owned());
    }

    /// Returns where the data are.
    pub(crate) fn place(&self) -> Place {
        let place = self.guard.place();
        match &self.bucket {
            Some(bucket) => Place { files: FilePlace::Bucket(bucket.clone()), ..place },
            None => place,
        }
    }

    /// Says whether there is a directory of files.
    pub(crate) fn has_files(&self) -> bool {
        self.at("data/files").exists()
    }

    /// Returns everything that the instances logged.
    pub(crate) fn log(&self) -> String {
        let logs = (0..self.instances.ports.len()).map(|instance| self.instances.log(instance));
        logs.filter_map(|log| std::fs::read_to_string(log).ok()).collect()
    }

    /// Returns a call of the program, without settings, by the user who owns the data.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        self.instances.program(arguments)
    }

    /// Returns a call of the program by the user who owns the data.
    pub(crate) fn liaison(&self, arguments: &[&str]) -> Command {
        let mut command = self.program(arguments);
        command.arg("--config").arg(self.at("liaison.toml"));
        command
    }

    fn try_postfix(&self) -> bool {
        let port = self.server("postfix", &self.smtp_port().to_string());
        *self.smtp_port.borrow_mut() = port.unwrap_or_default();
        port.is_some()
    }

    /// Starts a server and returns its port, or says why it cannot run here.
    fn server(&self, name: &str, port: &str) -> Option<u16> {
        let output = self.script(name, "start").arg(port).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.code() == Some(69) {
            let is_required = std::env::var_os("LIAISON_TEST_REQUIRE").is_some();
            assert!(!is_required, "LIAISON_TEST_REQUIRE wants {name}: {said}");
            println!("nothing was tested: {said}");
            return None;
        }
        assert!(output.status.success(), "{said}");
        let url = String::from_utf8(output.stdout).unwrap();
        Some(url.trim().rsplit(':').next().unwrap().parse().unwrap())
    }

    /// Starts the mail server again where it was.
    pub(crate) fn start_postfix(&self) {
        assert!(self.try_postfix());
    }

    /// Stops the mail server; its mail and its queue stay.
    pub(crate) fn stop_postfix(&self) {
        let output = self.postfix("stop").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Waits until the mail server holds nothing that it has not put into a mailbox; where instances are killed, until they have
    /// handed everything to it, too.
    pub(crate) fn until_all_is_delivered(&self) {
        let begin = Instant::now();
        let queues = ["maildrop", "incoming", "active", "deferred"];
        while self.has_mail_to_send()
            || queues.iter().any(|queue| holds_files(&self.at("postfix/queue").join(queue)))
        {
            assert!(begin.elapsed() < PATIENCE, "the mail server does not deliver");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Puts a message into the shared mailbox, as its mail server does.
    pub(crate) fn put_into_mailbox(&self, message: &[u8]) {
        let (user, group) = self.owner;
        let own = |path: &Path| std::os::unix::fs::chown(path, Some(user), Some(group)).unwrap();
        let maildir = self.at("dovecot/mail/shared");
        for directory in
            [maildir.clone(), maildir.join("tmp"), maildir.join("new"), maildir.join("cur")]
        {
            if !directory.exists() {
                std::fs::create_dir(&directory).unwrap();
                own(&directory);
            }
        }
        let written = maildir.join("tmp/1.letter.example");
        std::fs::write(&written, message).unwrap();
        own(&written);
        std::fs::rename(written, maildir.join("new/1.letter.example")).unwrap();
    }

    fn postfix(&self, verb: &str) -> Command {
        self.script("postfix", verb)
    }

    fn script(&self, name: &str, verb: &str) -> Command {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/servers").join(name);
        let mut command = Command::new(script);
        command.arg(verb).arg(self.at(name));
        command.env("LIAISON_RECEIVE", self.at("receive"));
        // Where there are several, the mail server goes to the next if one does not answer.
        let lmtp: Vec<String> = self
            .lmtp
            .iter()
            .map(|at| match at.strip_prefix("127.0.0.1:") {
                Some(port) => format!("inet:[127.0.0.1]:{port}"),
                None => at.clone(),
            })
            .collect();
        command.env("LIAISON_LMTP", lmtp.join(", "));
        let (host, inbox, peer) = self.whose.server();
        command.env("LIAISON_MAIL_HOST", host).env("LIAISON_INBOX", inbox);
        command.env("LIAISON_PEER", peer);
        command.env("LIAISON_STOP_WITH", std::process::id().to_string());
        command
    }

    fn at(&self, name: &str) -> PathBuf {
        self.top.path().join(name)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.front)
    }

    pub(crate) fn smtp_port(&self) -> u16 {
        *self.smtp_port.borrow()
    }

    pub(crate) fn post(&self) -> Post {
        let asked_again = Rc::clone(&self.asked_again);
        Post { boxes: self.at("postfix/mail"), is_killed: self.is_killed(), asked_again }
    }

    /// Returns somebody who is not signed in.
    pub(crate) fn stranger(&self) -> Browser {
        self.at_port(self.front, "")
    }

    /// Returns somebody who asks an instance, signed in by their cookie.
    pub(crate) fn at_instance(&self, instance: usize, cookie: &str) -> Browser {
        self.at_port(self.instances.ports[instance], cookie)
    }

    fn at_port(&self, port: u16, cookie: &str) -> Browser {
        let (host, cookie) = (format!("127.0.0.1:{port}"), cookie.to_owned());
        Browser { host, cookie, breaks: self.is_killed() }
    }

    /// Returns the path of one of our own addresses, with or without the host.
    pub(crate) fn path(&self, address: &str) -> String {
        address.strip_prefix(&self.url()).unwrap_or(address).to_owned()
    }

    /// Returns the path of the link in a mail that begins with this path.
    pub(crate) fn link_in(&self, text: &str, path: &str) -> String {
        let begin = format!("{}{path}", self.url());
        let link = text.split_whitespace().find(|word| word.starts_with(&begin));
        self.path(link.unwrap_or_else(|| panic!("no link to {path}: {text}")))
    }

    /// Returns a text as every run has it: under the address that readers would know, without the time of day.
    pub(crate) fn shown(&self, text: &str) -> String {
        text.replace(&self.url(), "https://liaison.example.org")
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // What the test found out is said already.
        let _ = self.killer.borrow_mut().take().map(Killer::end);
        self.instances.kill_all();
        let _ = self.postfix("stop").output();
        if self.imap_port.is_some() {
            let _ = self.script("dovecot", "stop").output();
        }
        if self.has_small_disk {
            let _ = Command::new("umount").arg("--lazy").arg(self.at("data")).status();
        }
        if std::thread::panicking() {
            println!("{}", self.log());
        }
    }
}

fn holds_files(directory: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(directory) else { return false };
    entries.flatten().any(|entry| !entry.path().is_dir() || holds_files(&entry.path()))
}

/// Returns the user or group who owns the data: as root, the one as whom the mail server delivers.
fn id(which: &str) -> u32 {
    let own = asked(&[which]);
    if asked(&["-u"]) == 0 { asked(&[which, "nobody"]) } else { own }
}

fn asked(arguments: &[&str]) -> u32 {
    let output = Command::new("id").args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

/// Returns a port at which nobody listens now, below those that the system hands out by itself; each call seeks elsewhere.
pub(crate) fn free_port() -> u16 {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    let begin = (std::process::id() as usize * 7 + call * 500) % 10_000;
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    (20_000 + u16::try_from(begin).unwrap()..32_000).find(free).unwrap()
}
