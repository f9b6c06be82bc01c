//! The service and the mail server, with the people who work there.

use std::cell::RefCell;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use store::testing::{Guard, bucket, places};
use store::{Bucket, Database, FilePlace, Place};
use tempfile::TempDir;

use crate::browser::{Browser, PATIENCE};
use crate::post::Post;

const DIRECTORY: &str = include_str!("directory.toml");
const MORE: &str = include_str!("more.toml");
/// Those of each directory who have an account.
const PEOPLE: [(&str, &str); 4] = [
    ("Anna Chair", "anna@example.org"),
    ("Bo Director", "bo@example.org"),
    ("Di Manager", "di@example.org"),
    ("Cy Coordinator", "cy@example.org"),
];
const MORE_PEOPLE: [(&str, &str); 5] = [
    ("Eve Elsewhere", "eve@example.org"),
    ("Flo Director", "flo@example.org"),
    ("Ina Chair", "ina@example.org"),
    ("Jan Architect", "jan@example.org"),
    ("Kim Architect", "kim@example.org"),
];
/// What is added for those who exchange statements with another installation, and all of that other one.
const TWO: &str = include_str!("two.toml");
const THEIRS: &str = include_str!("theirs.toml");
const THEIR_PEOPLE: [(&str, &str); 3] = [
    ("Gus Lead", "gus@example.net"),
    ("Bea Board", "bea@example.net"),
    ("Cleo Officer", "cleo@example.net"),
];
const SETTINGS: &str = include_str!("../../../../docs/liaison.toml");
const POLICY: &str = include_str!("../../../rules/policies/ietf.toml");
const THEIR_POLICY: &str = include_str!("../../../rules/policies/consortium.toml");

/// Whose installation it is, and who is beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// Ours, alone.
    Ours,
    /// Ours, with a second area, the leadership and a second organization.
    OursWithMore,
    /// Ours, whose mail server knows that of another installation at this port.
    OursOfTwo(u16),
    /// That other one, which knows ours.
    Theirs(u16),
}

/// A service over one database behind a mail server of its own; both end when it is dropped.
pub(crate) struct House {
    top: TempDir,
    /// Where each instance answers; the first is the one that readers know.
    ports: Vec<u16>,
    smtp_port: RefCell<u16>,
    /// The port of the shared mailbox, where there is one.
    imap_port: Option<u16>,
    whose: Whose,
    owner: (u32, u32),
    services: RefCell<Vec<Option<Child>>>,
    /// The bucket of the files, where they are not in a directory.
    bucket: Option<Bucket>,
    _guard: Guard,
}

impl House {
    /// Builds one, or says why it cannot be built here.
    pub(crate) fn build(database: &str) -> Option<Self> {
        Self::build_with(database, 1, false, Whose::Ours, 0)
    }

    /// Builds two, each with a mail server that delivers to the other's, or says why they cannot be built here.
    pub(crate) fn build_two(databases: [&str; 2]) -> Option<[Self; 2]> {
        let ports = [free_port(7), free_port(8)];
        let ours = Self::build_with(databases[0], 1, false, Whose::OursOfTwo(ports[1]), ports[0])?;
        let theirs = Self::build_with(databases[1], 1, false, Whose::Theirs(ports[0]), ports[1])?;
        Some([ours, theirs])
    }

    /// Builds one in which every level of ours sends, or says why it cannot be built here.
    pub(crate) fn build_with_more_people(database: &str) -> Option<Self> {
        Self::build_with(database, 1, false, Whose::OursWithMore, 0)
    }

    /// Builds one into which messages come by every way, or says why it cannot be built here.
    pub(crate) fn build_with_every_way(database: &str) -> Option<Self> {
        Self::build_with(database, 1, true, Whose::Ours, 0)
    }

    /// Builds one of two instances over one database and one bucket, or says why it cannot be built here.
    pub(crate) fn build_pair() -> Option<Self> {
        Self::build_with("postgres", 2, false, Whose::Ours, 0)
    }

    fn build_with(
        database: &str,
        instances: usize,
        has_mailbox: bool,
        whose: Whose,
        smtp_port: u16,
    ) -> Option<Self> {
        let bucket = if instances > 1 { Some(bucket("stories")?) } else { None };
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let found = runtime.block_on(places(&format!("stories{}{database}", whose.name())));
        let Some((_, guard)) = found.into_iter().find(|(label, _)| *label == database) else {
            println!("nothing was tested: LIAISON_TEST_POSTGRES names no server");
            return None;
        };
        let top = tempfile::Builder::new().prefix("liaison-stories-").tempdir().unwrap();
        std::fs::set_permissions(top.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let mut house = Self {
            top,
            ports: (0..instances).map(|one| free_port(one + whose.first_port())).collect(),
            smtp_port: RefCell::new(smtp_port),
            imap_port: None,
            whose,
            owner: (id("-u"), id("-g")),
            services: RefCell::new((0..instances).map(|_| None).collect()),
            bucket,
            _guard: guard,
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
        for instance in 0..instances {
            house.serve(instance);
        }
        Some(house)
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
        let (user, group) = self.owner;
        std::os::unix::fs::chown(self.at("data"), Some(user), Some(group)).unwrap_or_else(
            |error| {
                println!("the data stay with whoever runs the test: {error}");
            },
        );
    }

    fn write_settings(&self) {
        let database = match self._guard.place().database {
            Database::Sqlite(_) => self.at("data/liaison.sqlite").display().to_string(),
            Database::Postgres(address) => address,
        };
        let settings = SETTINGS
            .replace("https://liaison.example.org", &self.url())
            .replace("127.0.0.1:8053", &format!("127.0.0.1:{}", self.ports[0]))
            .replace("/var/lib/liaison/liaison.sqlite", &database)
            .replace("files = \"/var/lib/liaison/files\"\n", &self.files())
            .replace(
                "host = \"localhost\"\nport = 25",
                &format!("host = \"127.0.0.1\"\nport = {}", self.smtp_port()),
            )
            .replace("Liaison Statements <statements@liaison.example.org>", &self.whose.mail_from())
            // What time alone causes comes whenever it likes, and would come into every mailbox.
            .replace("ask_yearly = true", "ask_yearly = false")
            .replace("name = \"ietf\"", "file = \"policy.toml\"");
        let settings = match &self.bucket {
            Some(_) => settings,
            None => format!(
                "{settings}\n[receive.lmtp]\nlisten = \"unix:data/lmtp\"\nrecipients = [\"liaison-lmtp@example.org\"]\n"
            ),
        };
        let mailbox = self.imap_port.map(|port| {
            format!("[[receive.mailbox]]\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"off\"\nuser = \"shared\"\npassword_file = \"secret\"\naddress = \"liaison-shared@example.org\"\n")
        });
        std::fs::write(self.at("secret"), "secret").unwrap();
        let settings = settings + &mailbox.unwrap_or_default();
        std::fs::write(self.at("liaison.toml"), settings).unwrap();
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
        let listen = format!("127.0.0.1:{}", self.ports[instance]);
        let mut command = self.liaison(&["serve", "--listen", &listen]);
        command.env("LIAISON_LOG", "debug").env("LIAISON_LOG_FORMAT", "json");
        let log = self.at(&format!("log-{instance}"));
        let log = std::fs::OpenOptions::new().create(true).append(true).open(log).unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut said = std::io::BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        std::io::BufRead::read_line(&mut said, &mut line).unwrap();
        assert_eq!(line, format!("Listening on http://{listen}\n"), "{}", self.log());
        self.services.borrow_mut()[instance] = Some(child);
    }

    /// Kills an instance, as a machine does that loses its power.
    pub(crate) fn kill(&self, instance: usize) {
        let mut child = self.services.borrow_mut()[instance].take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Returns where the data are.
    pub(crate) fn place(&self) -> Place {
        let place = self._guard.place();
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
        let logs = (0..self.ports.len()).map(|instance| self.at(&format!("log-{instance}")));
        logs.filter_map(|log| std::fs::read_to_string(log).ok()).collect()
    }

    /// Returns a call of the program by the user who owns the data.
    fn liaison(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.at("bin/liaison"));
        let (user, group) = self.owner;
        command.args(arguments).arg("--config").arg(self.at("liaison.toml"));
        command.current_dir(self.top.path()).gid(group).uid(user);
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

    /// Waits until the mail server holds nothing that it has not put into a mailbox.
    pub(crate) fn until_all_is_delivered(&self) {
        let begin = Instant::now();
        let queues = ["maildrop", "incoming", "active", "deferred"];
        while queues.iter().any(|queue| holds_files(&self.at("postfix/queue").join(queue))) {
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
        command.env("LIAISON_LMTP", format!("unix:{}", self.at("data/lmtp").display()));
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
        format!("http://127.0.0.1:{}", self.ports[0])
    }

    pub(crate) fn smtp_port(&self) -> u16 {
        *self.smtp_port.borrow()
    }

    pub(crate) fn post(&self) -> Post {
        Post(self.at("postfix/mail"))
    }

    /// Returns somebody who is not signed in.
    pub(crate) fn stranger(&self) -> Browser {
        self.at_instance(0, "")
    }

    /// Returns somebody who asks an instance, signed in by their cookie.
    pub(crate) fn at_instance(&self, instance: usize, cookie: &str) -> Browser {
        let host = format!("127.0.0.1:{}", self.ports[instance]);
        Browser { host, cookie: cookie.to_owned() }
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

impl Whose {
    fn name(self) -> &'static str {
        match self {
            Self::Ours | Self::OursWithMore => "",
            Self::OursOfTwo(_) => "ours",
            Self::Theirs(_) => "theirs",
        }
    }

    /// Where the ports of its instances are sought, so that no two seek at the same.
    fn first_port(self) -> usize {
        match self {
            Self::Ours | Self::OursWithMore => 0,
            Self::OursOfTwo(_) => 4,
            Self::Theirs(_) => 5,
        }
    }

    fn policy(self) -> String {
        match self {
            Self::Theirs(_) => THEIR_POLICY.replace("@okc.example.org", "@example.net"),
            _ => POLICY.replace("@ietf.org", "@example.org").replace("@iab.org", "@example.org"),
        }
    }

    fn directory(self) -> String {
        match self {
            Self::Ours => DIRECTORY.to_owned(),
            Self::OursWithMore => format!("{DIRECTORY}\n{MORE}"),
            Self::OursOfTwo(_) => format!("{DIRECTORY}\n{TWO}"),
            Self::Theirs(_) => THEIRS.to_owned(),
        }
    }

    fn people(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Ours | Self::OursOfTwo(_) => PEOPLE.to_vec(),
            Self::OursWithMore => PEOPLE.into_iter().chain(MORE_PEOPLE).collect(),
            Self::Theirs(_) => THEIR_PEOPLE.to_vec(),
        }
    }

    /// The sender of what the service writes; of two installations, each reads what comes back to it.
    fn mail_from(self) -> String {
        match self {
            Self::Ours | Self::OursWithMore => {
                "Liaison Statements <statements@liaison.example.org>".to_owned()
            }
            Self::OursOfTwo(_) | Self::Theirs(_) => {
                format!("Liaison Statements <{}>", self.server().1)
            }
        }
    }

    /// The name of the mail server, the address whose mail it hands over, and the other server that it knows.
    fn server(self) -> (&'static str, &'static str, String) {
        match self {
            Self::Ours | Self::OursWithMore => {
                ("mail.example.org", "liaison-inbox@example.org", String::new())
            }
            Self::OursOfTwo(port) => {
                ("mail.example.org", "liaison-inbox@example.org", format!("example.net={port}"))
            }
            Self::Theirs(port) => {
                ("mail.example.net", "liaison-inbox@example.net", format!("example.org={port}"))
            }
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        for mut service in self.services.borrow_mut().drain(..).flatten() {
            // What the test found out is said already.
            let _ = service.kill();
            let _ = service.wait();
        }
        let _ = self.postfix("stop").output();
        if self.imap_port.is_some() {
            let _ = self.script("dovecot", "stop").output();
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

/// Returns a port at which nobody listens now, below those that the system hands out by itself.
pub(crate) fn free_port(which: usize) -> u16 {
    let begin = u16::try_from((std::process::id() as usize * 7 + which * 500) % 10_000).unwrap();
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    (20_000 + begin..32_000).find(free).unwrap()
}
