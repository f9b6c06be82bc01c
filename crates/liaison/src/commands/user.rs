//! `liaison user`: accounts.

use std::io::Read;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use operations::{Desk, NewAccount, Visitor, add_account};
use rules::Mailbox;

use super::block_on;
use crate::failed::Failed;
use crate::opening::Where;
use crate::say::say;

/// No password is longer; what is longer is a file given by mistake.
const LONGEST_PASSWORD: u64 = 4096;

/// Make accounts with which people sign in.
#[derive(Debug, Args)]
pub(super) struct User {
    #[command(subcommand)]
    command: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Add(Add),
}

/// Make an account, or change the password of one.
///
/// Roles come from the directory: somebody whom it does not know is added to it, without roles. Without a password, the
/// person signs in by a one-time link, which is queued to be mailed to them, and which the sign-in page mails again
/// whenever they ask.
#[derive(Debug, Args)]
struct Add {
    /// The person's name.
    name: String,
    /// The address with which they sign in.
    address: String,
    /// Read the password from standard input: its first line.
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    place: Where,
}

impl User {
    pub(super) fn run(self) -> Result<(), Failed> {
        let Verb::Add(add) = self.command;
        block_on(add.run())
    }
}

impl Add {
    async fn run(self) -> Result<(), Failed> {
        let mailbox = Mailbox::new(&self.name, &self.address)
            .map_err(|error| Failed::usage(error.to_string()))?;
        let password = if self.password_stdin { Some(password()?) } else { None };
        let has_password = password.is_some();
        let desk = self.place.desk().await?;
        let made = make(&desk, NewAccount { mailbox, password }).await;
        desk.store.close().await;
        made?;
        let address = &self.address;
        say!("{} signs in as {address} at {}/sign-in.", self.name, desk.settings.base_url);
        if !has_password {
            say!(
                "A one-time link is queued for {address}; it goes out while `liaison serve` runs."
            );
        }
        Ok(())
    }
}

async fn make(desk: &Desk, account: NewAccount) -> Result<(), Failed> {
    let now = Timestamp::now();
    add_account(desk, &account, now).await?;
    if account.password.is_none() {
        operations::ask_for_link(desk, account.mailbox.address(), "", &Visitor::default(), now)
            .await?;
    }
    Ok(())
}

fn password() -> Result<String, Failed> {
    let mut text = String::new();
    std::io::stdin()
        .take(LONGEST_PASSWORD)
        .read_to_string(&mut text)
        .map_err(|error| Failed::because(format!("the password could not be read: {error}")))?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(line.to_owned()),
        _ => Err(Failed::usage(
            "the first line of standard input is to be the password, and is empty",
        )),
    }
}
