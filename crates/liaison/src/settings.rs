//! What the operator sets: the file `liaison.toml`, or a directory for the embedded default.

mod files;
mod metrics;
mod origin;
mod receive;
mod reminders;
mod sign_in;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::SignedDuration;
use operations::OpenIdSettings;
use rules::{Mailbox, Policy};
use serde::Deserialize;
use store::{Database, Place};
use workers::{Duties, Login, Smtp, Tls, Trusted};

use crate::failed::Failed;
use files::Files;
use metrics::MetricsTable;
use origin::Origin;
pub(crate) use receive::Receive;
use receive::ReceiveTable;
use reminders::RemindersTable;
use sign_in::SignIn;

/// Where it listens unless told otherwise; nobody else can reach it there.
pub(crate) const LISTEN: &str = "127.0.0.1:8053";

/// The name of the file with the key of the log, beside the files unless the settings name another place.
const LOG_KEY: &str = "log.key";

/// The longest local part of the address for what comes back: 64 without the mark of a delivery.
const LONGEST_BOUNCES: usize = 26;

/// Everything that the operator sets.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) place: Place,
    pub(crate) listen: SocketAddr,
    pub(crate) operations: operations::Settings,
    pub(crate) smtp: Option<Smtp>,
    pub(crate) openid: Option<OpenIdSettings>,
    pub(crate) duties: Duties,
    pub(crate) receive: Receive,
    /// The token with which what is counted may be read.
    pub(crate) metrics_token: Option<String>,
    policy: PolicySource,
}

#[derive(Debug, Clone)]
enum PolicySource {
    BuiltIn(String),
    File(PathBuf),
}

/// The file as it is written; `docs/liaison.toml` explains each line.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    base_url: String,
    #[serde(default = "usual_listen")]
    listen: SocketAddr,
    database: String,
    files: Files,
    mail: Mail,
    #[serde(default)]
    policy: PolicyTable,
    #[serde(default)]
    receive: ReceiveTable,
    #[serde(default)]
    directory: Directory,
    #[serde(default)]
    reminders: RemindersTable,
    #[serde(default)]
    origin: Origin,
    #[serde(default)]
    form: Form,
    #[serde(default)]
    webhooks: Webhooks,
    #[serde(default)]
    letters: Letters,
    #[serde(default)]
    log: Log,
    #[serde(default)]
    limits: Limits,
    #[serde(default)]
    sign_in: SignIn,
    #[serde(default)]
    metrics: MetricsTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Letters {
    templates: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Directory {
    import: Option<String>,
    #[serde(default = "usual_hours")]
    every_hours: u16,
    #[serde(default = "yes")]
    ask_yearly: bool,
}

impl Default for Directory {
    fn default() -> Self {
        Self { import: None, every_hours: usual_hours(), ask_yearly: yes() }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mail {
    from: String,
    inbox: Option<String>,
    bounces: Option<String>,
    server: Option<Server>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Server {
    host: String,
    port: u16,
    tls: TlsWord,
    ca_file: Option<PathBuf>,
    user: Option<String>,
    password_file: Option<PathBuf>,
    hello: Option<String>,
    #[serde(default = "usual_patience")]
    seconds: u64,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum TlsWord {
    Off,
    StartTls,
    Implicit,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Webhooks {
    private: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[serde(default = "yes")]
    open: bool,
}

impl Default for Form {
    fn default() -> Self {
        Self { open: yes() }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Log {
    key_file: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyTable {
    name: Option<String>,
    file: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    message_bytes: Option<usize>,
    attachment_bytes: Option<usize>,
    text_bytes: Option<usize>,
}

fn usual_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8053))
}

fn usual_patience() -> u64 {
    300
}

fn usual_hours() -> u16 {
    24
}

fn yes() -> bool {
    true
}

impl Settings {
    /// Reads the settings file; paths in it are seen from the directory in which it lies.
    ///
    /// # Errors
    /// If it cannot be read, or says what cannot be: the file, the line or the name, and what to do.
    pub(crate) fn read(path: &Path) -> Result<Self, Failed> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let path = path.display();
            Failed::usage(format!("the settings in {path} cannot be read: {error}"))
        })?;
        let directory = path.parent().unwrap_or(Path::new(""));
        Self::parse(&text, directory).map_err(|why| {
            Failed::usage(format!("the settings in {} cannot be used: {why}", path.display()))
        })
    }

    /// Returns the settings of the embedded default in a directory: no mail is sent until a mail server is set.
    ///
    /// # Errors
    /// Never in practice; the default sender is a mailbox.
    pub(crate) fn in_directory(directory: &Path) -> Result<Self, Failed> {
        let listen = usual_listen();
        let templates = Some(directory.join("templates"));
        let from = Mailbox::new("Liaison Statements", "liaison@localhost.localdomain")
            .map_err(|error| Failed::because(error.to_string()))?;
        Ok(Self {
            place: Place {
                database: Database::Sqlite(directory.join("liaison.sqlite")),
                files: directory.join("files").into(),
            },
            listen,
            operations: operations::Settings {
                templates,
                log_key: Some(directory.join(LOG_KEY)),
                ..operations::Settings::new(&format!("http://{listen}"), from)
            },
            smtp: None,
            openid: None,
            // What it would say leads to this machine alone.
            duties: Duties::default(),
            receive: Receive::default(),
            metrics_token: None,
            policy: PolicySource::BuiltIn("ietf".to_owned()),
        })
    }

    /// Reads the policy.
    ///
    /// # Errors
    /// If there is none of that name, or its file cannot be used.
    pub(crate) fn policy(&self) -> Result<Policy, Failed> {
        let read = match &self.policy {
            PolicySource::BuiltIn(name) => Policy::built_in(name),
            PolicySource::File(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    Failed::usage(format!(
                        "the policy in {} cannot be read: {error}",
                        path.display()
                    ))
                })?;
                Policy::parse(&text)
            }
        };
        read.map_err(|error| match &self.policy {
            PolicySource::BuiltIn(_) => Failed::usage(error.to_string()),
            PolicySource::File(path) => Failed::usage(format!("{}: {error}", path.display())),
        })
    }

    fn parse(text: &str, directory: &Path) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let from =
            Mailbox::parse(&file.mail.from).map_err(|error| format!("mail.from: {error}"))?;
        let mut operations = operations::Settings::new(&base_url(&file.base_url)?, from);
        let inbox = file.mail.inbox.as_deref().map(Mailbox::parse).transpose();
        operations.inbox = inbox.map_err(|error| format!("mail.inbox: {error}"))?;
        operations.bounces = file.mail.bounces.as_deref().map(bounces).transpose()?;
        let Limits { message_bytes, attachment_bytes, text_bytes } = file.limits;
        operations.message_limit = message_bytes.unwrap_or(operations.message_limit);
        operations.attachment_limit = attachment_bytes.unwrap_or(operations.attachment_limit);
        operations.text_limit = text_bytes.unwrap_or(operations.text_limit);
        operations.public_form = file.form.open;
        operations.private_webhooks = file.webhooks.private;
        let files = file.files.place(directory)?;
        operations.log_key = Some(match file.log.key_file {
            Some(path) => directory.join(path),
            None => match files.directory() {
                Some(files) => files.with_file_name(LOG_KEY),
                None => directory.join(LOG_KEY),
            },
        });
        operations.templates = file.letters.templates.map(|path| directory.join(path));
        let resolver = file.origin.apply(&mut operations)?;
        let openid = file.sign_in.apply(&mut operations, directory)?;
        let hello = operations.mail_domain().to_owned();
        let smtp = file.mail.server.map(|server| server.smtp(&hello, directory)).transpose()?;
        let policy = match (file.policy.name, file.policy.file) {
            (Some(_), Some(_)) => {
                return Err("policy: name and file are both set: set one of them".to_owned());
            }
            (None, Some(path)) => PolicySource::File(directory.join(path)),
            (name, None) => PolicySource::BuiltIn(name.unwrap_or_else(|| "ietf".to_owned())),
        };
        let reminds = file.reminders.time()?;
        let duties = Duties { resolver, reminds, ..file.directory.duties(directory)? };
        let mut receive = file.receive.receive(&operations.mail_from, directory)?;
        if let (Some(lmtp), Some(bounces)) = (&mut receive.lmtp, &operations.bounces) {
            lmtp.also_for([bounces]);
        }
        let database = database(&file.database, directory)?;
        let place = Place { database, files };
        let metrics_token = file.metrics.token(directory)?;
        let listen = file.listen;
        Ok(Self { place, listen, operations, smtp, openid, duties, receive, metrics_token, policy })
    }
}

/// Reads the address for what comes back; with the mark of a delivery it is still one (RFC 5321 §4.5.3.1.1).
fn bounces(typed: &str) -> Result<Mailbox, String> {
    let mailbox = Mailbox::parse(typed).map_err(|error| format!("mail.bounces: {error}"))?;
    let local = mailbox.address().rsplit_once('@').map_or("", |(local, _)| local);
    if local.len() > LONGEST_BOUNCES {
        return Err(format!(
            "mail.bounces is “{typed}”: before its @ it may have at most {LONGEST_BOUNCES} characters, since each delivery adds \
             its mark"
        ));
    }
    Ok(mailbox)
}

impl Directory {
    fn duties(self, directory: &Path) -> Result<Duties, String> {
        if self.every_hours == 0 {
            return Err(
                "directory.every_hours is 0: an import may be done once an hour at most".to_owned()
            );
        }
        let is_address =
            |source: &str| source.starts_with("https://") || source.starts_with("http://");
        let source = self.import.map(|source| match is_address(&source) {
            true => source,
            false => directory.join(source).display().to_string(),
        });
        let every = SignedDuration::from_hours(i64::from(self.every_hours));
        let import = source.map(|source| (source, every));
        Ok(Duties { import, asks: self.ask_yearly, ..Duties::default() })
    }
}

impl Server {
    fn smtp(self, hello: &str, directory: &Path) -> Result<Smtp, String> {
        let login = match (self.user, self.password_file) {
            (None, None) => None,
            (Some(user), Some(path)) => Some(Login {
                user,
                password: secret_in("mail.server.password_file", &directory.join(path))?,
            }),
            _ => {
                return Err(
                    "mail.server: user and password_file belong together: set both or neither"
                        .to_owned(),
                );
            }
        };
        if !(1..=540).contains(&self.seconds) {
            return Err(format!(
                "mail.server.seconds is {}: one message may take from 1 to 540 seconds",
                self.seconds
            ));
        }
        let tls = match self.tls {
            TlsWord::Off if login.is_some() && !is_loopback(&self.host) => {
                return Err(
                    "mail.server.tls is “off”, and the password would cross the network readable: \
                     set it to “starttls” or “implicit”"
                        .to_owned(),
                );
            }
            TlsWord::Off => Tls::Off,
            TlsWord::StartTls => Tls::StartTls,
            TlsWord::Implicit => Tls::Implicit,
        };
        let trusted = trusted("mail.server.ca_file", self.ca_file, directory)?;
        Ok(Smtp {
            host: self.host,
            port: self.port,
            tls,
            trusted,
            login,
            hello: self.hello.unwrap_or_else(|| hello.to_owned()),
            patience: Duration::from_secs(self.seconds),
        })
    }
}

/// Reads whose certificates are believed: those of the authorities in a file, or of those that this machine knows.
fn trusted(name: &str, file: Option<PathBuf>, directory: &Path) -> Result<Trusted, String> {
    match file {
        None => Ok(Trusted::System),
        Some(file) => Trusted::read(&directory.join(file)).map_err(|why| format!("{name}: {why}")),
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

/// Reads a secret that is the content of a file.
fn secret_in(name: &str, path: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("{name}: {}: {error}", path.display()))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn base_url(text: &str) -> Result<String, String> {
    let wrong = |why: &str| Err(format!("base_url is “{text}”, {why}"));
    let Ok(url) = reqwest::Url::parse(text) else {
        return wrong("which is no address: write it as https://liaison.example.org");
    };
    if !matches!(url.scheme(), "http" | "https") {
        return wrong("which is not one that browsers open: it begins with https://");
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return wrong("and nothing may follow the host: the pages are at the top of it");
    }
    Ok(text.to_owned())
}

fn database(text: &str, directory: &Path) -> Result<Database, String> {
    match text.split_once("://") {
        Some(("postgres" | "postgresql", _)) => Ok(Database::Postgres(text.to_owned())),
        Some((scheme, _)) => Err(format!(
            "database begins with “{scheme}://”: it is the path of an SQLite file, or begins with postgres://"
        )),
        None if text.is_empty() => {
            Err("database is empty: it is the path of an SQLite file, or begins with postgres://"
                .to_owned())
        }
        None => Ok(Database::Sqlite(directory.join(text))),
    }
}

#[cfg(test)]
mod tests;
