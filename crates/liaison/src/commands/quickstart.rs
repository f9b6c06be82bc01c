//! `liaison quickstart`: from nothing to a service that can be started.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use jiff::Timestamp;
use operations::{NewAccount, add_account, import_directory, make_link};
use rules::{Mailbox, Policy};

use super::block_on;
use crate::failed::Failed;
use crate::opening::open;
use crate::quickstart::{Installation, Made, next_steps};
use crate::say::say;
use crate::settings::Settings;

/// Begin a new installation: settings, database, first coordinator; and say what is left to do by hand.
///
/// DOMAIN is the name under which readers will find the record and to which others will send, such as
/// liaison.example.org. Writes the settings with a policy and a directory file beside them, makes the database, and prints a
/// one-time link for the coordinator, the lines for Postfix, the records for DNS, and the service file. Where it fails, it
/// removes what it made; where there is something already, it changes nothing.
#[derive(Debug, Args)]
pub(super) struct Quickstart {
    /// The name of the service.
    domain: String,
    /// Where to write the settings.
    #[arg(long, value_name = "FILE", default_value = "liaison.toml")]
    config: PathBuf,
    /// Where to keep database and files: a directory that is absent or empty.
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// The name of the first coordinator; asked for on a terminal.
    #[arg(long)]
    name: Option<String>,
    /// The address of the first coordinator; asked for on a terminal.
    #[arg(long)]
    address: Option<String>,
    /// The built-in policy to begin with, at addresses of DOMAIN.
    #[arg(long, value_name = "NAME", default_value = "ietf")]
    policy: String,
    /// The user as whom the service will run, to whom everything then belongs; whoever calls this by default.
    #[arg(long)]
    user: Option<String>,
    /// The mail server that takes what is sent.
    #[arg(long, value_name = "HOST:PORT", default_value = "localhost:25")]
    smtp: String,
}

impl Quickstart {
    pub(super) fn run(self) -> Result<(), Failed> {
        let domain = domain(&self.domain)?;
        let policy = Policy::built_in_at(&self.policy, &domain)
            .map_err(|error| Failed::usage(error.to_string()))?;
        let (user, owner) = user(self.user.as_deref())?;
        let (host, port) = (self.smtp.rsplit_once(':'))
            .and_then(|(host, port)| Some((host.to_owned(), port.parse().ok()?)))
            .ok_or_else(|| Failed::usage("--smtp is written as localhost:25"))?;
        let program = std::env::current_exe()
            .map_err(|error| Failed::because(format!("where this program is: {error}")))?;
        let installation = Installation {
            domain,
            config: absolute(&self.config)?,
            data: absolute(&self.data)?,
            user,
            program,
            smtp: (host, port),
        };
        is_free(&installation)?;
        let coordinator = coordinator(self.name, self.address)?;
        let link = make(&installation, &policy, &coordinator, owner)?;
        let who = (coordinator.name(), coordinator.address());
        say!("{}", next_steps(&installation, &policy, who, &link));
        Ok(())
    }
}

/// Makes everything or nothing; returns the coordinator's one-time link.
fn make(
    installation: &Installation,
    policy: &Policy,
    coordinator: &Mailbox,
    owner: Option<(u32, u32)>,
) -> Result<String, Failed> {
    let mut made = Made::new(owner);
    if let Some(beside) = installation.config.parent()
        && !beside.is_dir()
    {
        made.directory(beside)?;
    }
    made.directory(&installation.data)?;
    made.file(&installation.config, &installation.settings())?;
    made.file(&installation.policy(), policy.source())?;
    let people = installation.people(policy, coordinator.name(), coordinator.address());
    made.file(&installation.directory(), &people)?;
    made.fills(&installation.data);
    let link = block_on(async {
        let settings = Settings::read(&installation.config)?;
        let desk = open(&settings, settings.policy()?).await?;
        let filled = async {
            let now = Timestamp::now();
            let imported = import_directory(&desk, &installation.directory(), now).await;
            imported.map_err(|fault| Failed::because(fault.to_string()))?;
            let account = NewAccount { mailbox: coordinator.clone(), password: None };
            add_account(&desk, &account, now).await?;
            Ok::<String, Failed>(make_link(&desk, coordinator.address(), now).await?)
        };
        let link = filled.await;
        desk.store.close().await;
        link
    })?;
    made.keep(&installation.data)?;
    Ok(link)
}

/// Refuses where there is something already.
fn is_free(installation: &Installation) -> Result<(), Failed> {
    for file in [&installation.config, &installation.policy(), &installation.directory()] {
        if file.exists() {
            return Err(Failed::because(format!(
                "{} is there already, and is left as it is: name another by --config, or remove it first",
                file.display()
            )));
        }
    }
    let data = &installation.data;
    let is_empty = match std::fs::read_dir(data) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    if is_empty {
        return Ok(());
    }
    let what = if data.join("liaison.sqlite").exists() {
        "there are data of a service"
    } else {
        "there is something"
    };
    Err(Failed::because(format!(
        "{what} in {}, and it is left as it is: name another directory by --data; a service that is there is started by \
         `liaison serve`",
        data.display()
    )))
}

fn domain(text: &str) -> Result<String, Failed> {
    let domain = text.trim().trim_end_matches('.').to_lowercase();
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|each| each.is_ascii_alphanumeric() || each == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if domain.len() <= 253 && domain.contains('.') && domain.split('.').all(is_label) {
        return Ok(domain);
    }
    Err(Failed::usage(format!("“{text}” is no name of a host: write it as liaison.example.org")))
}

fn absolute(path: &Path) -> Result<PathBuf, Failed> {
    std::path::absolute(path).map_err(|error| Failed::usage(format!("{}: {error}", path.display())))
}

/// Returns the user as whom it will run, with their numbers where they are not whoever calls this.
fn user(named: Option<&str>) -> Result<(String, Option<(u32, u32)>), Failed> {
    let caller = id(&["-un"])?;
    let name = named.unwrap_or(&caller);
    if name == "root" {
        return Err(Failed::usage(
            "no mail server hands messages to root: say as whom the service will run by --user; `adduser --system --group \
             liaison` makes a user, and so does the Debian package",
        ));
    }
    if caller == name {
        return Ok((name.to_owned(), None));
    }
    let number = |which: &str| -> Result<u32, Failed> {
        id(&[which, "--", name])?
            .parse()
            .map_err(|_| Failed::usage(format!("there is no user “{name}” here: make one first")))
    };
    Ok((name.to_owned(), Some((number("-u")?, number("-g")?))))
}

fn id(arguments: &[&str]) -> Result<String, Failed> {
    let output = Command::new("id").args(arguments).output();
    let output = output.map_err(|error| Failed::because(format!("who runs this: {error}")))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Takes the coordinator from the command line, or asks on a terminal.
fn coordinator(name: Option<String>, address: Option<String>) -> Result<Mailbox, Failed> {
    let name = given(name, "--name", "Name of the first coordinator")?;
    let address = given(address, "--address", "Their address")?;
    if name.is_empty() {
        return Err(Failed::usage("the first coordinator has no name: say who it is"));
    }
    Mailbox::new(&name, &address).map_err(|error| Failed::usage(error.to_string()))
}

fn given(value: Option<String>, option: &str, question: &str) -> Result<String, Failed> {
    if let Some(value) = value {
        return Ok(value);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failed::usage(format!(
            "nobody can be asked here: say who coordinates by {option}"
        )));
    }
    // Not on standard output, which may be kept in a file.
    eprint!("{question}: ");
    let _ = std::io::stderr().flush();
    let mut line = String::new();
    std::io::stdin()
        .read_line(&mut line)
        .map_err(|error| Failed::because(format!("the answer cannot be read: {error}")))?;
    Ok(line.trim().to_owned())
}
