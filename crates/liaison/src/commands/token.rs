//! `liaison token`: tokens for programs.

use clap::{Args, Subcommand};
use jiff::Timestamp;
use operations::{Desk, NewToken, Visitor, make_token, revoke_token};
use rules::{Directory, PersonId, Scope};
use store::ApiToken;

use super::block_on;
use crate::failed::Failed;
use crate::opening::Where;
use crate::say::say;

/// Make, list and revoke tokens with which programs read what people may read.
#[derive(Debug, Args)]
pub(super) struct Token {
    #[command(subcommand)]
    command: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Create(Create),
    List(List),
    Revoke(Revoke),
}

/// Make a token for a person, and print it: this is the only time that it is shown.
///
/// A program sends it as `Authorization: Bearer TOKEN` to the addresses that end in .json. It may do what the
/// person may do by their roles of that day, as far as the scopes reach.
#[derive(Debug, Args)]
struct Create {
    /// An address of the person, whom the directory knows.
    address: String,
    /// What it is for.
    #[arg(long)]
    name: String,
    /// What it lets a program do: read, draft, act, admin; several by several options.
    #[arg(long = "scope", value_name = "SCOPE", value_parser = scope, default_value = "read")]
    scopes: Vec<Scope>,
    /// For how many days, 366 at most.
    #[arg(long, default_value_t = 90)]
    days: i64,
    #[command(flatten)]
    place: Where,
}

/// List tokens: id, person, name, scopes, end and last use, with tabs between them.
#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    place: Where,
}

/// Revoke a token by its id.
#[derive(Debug, Args)]
struct Revoke {
    /// The id, as `list` shows it.
    id: i64,
    #[command(flatten)]
    place: Where,
}

impl Token {
    pub(super) fn run(self) -> Result<(), Failed> {
        block_on(async {
            match self.command {
                Verb::Create(create) => create.run().await,
                Verb::List(list) => list.run().await,
                Verb::Revoke(revoke) => revoke.run().await,
            }
        })
    }
}

impl Create {
    async fn run(self) -> Result<(), Failed> {
        let desk = self.place.desk().await?;
        let made = self.make(&desk).await;
        desk.store.close().await;
        say!("{}", made?);
        Ok(())
    }

    async fn make(&self, desk: &Desk) -> Result<String, Failed> {
        let person = desk.store.reader().person_by_address(&self.address).await?;
        let person = person.ok_or_else(|| {
            let address = &self.address;
            Failed::usage(format!(
                "the directory knows nobody with the address {address}: bring the person in first"
            ))
        })?;
        let new =
            NewToken { name: self.name.clone(), scopes: self.scopes.clone(), days: self.days };
        Ok(make_token(desk, person, &new, &operator(), Timestamp::now()).await?)
    }
}

impl List {
    async fn run(self) -> Result<(), Failed> {
        let desk = self.place.desk().await?;
        let reader = desk.store.reader();
        let found = async {
            Ok::<_, store::Fault>((reader.api_tokens().await?, reader.directory().await?))
        };
        let found = found.await;
        desk.store.close().await;
        let (tokens, directory) = found?;
        for token in tokens {
            say!("{}", line(&token, &directory));
        }
        Ok(())
    }
}

impl Revoke {
    async fn run(self) -> Result<(), Failed> {
        let desk = self.place.desk().await?;
        let revoked = revoke_token(&desk, None, self.id, &operator(), Timestamp::now()).await;
        desk.store.close().await;
        revoked?;
        say!("The token {} is revoked.", self.id);
        Ok(())
    }
}

fn line(token: &ApiToken, directory: &Directory) -> String {
    let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.slug()).collect();
    let used = token.used_at.map_or_else(|| "never used".to_owned(), |at| format!("used {at}"));
    let fields = [
        token.id.to_string(),
        name(token.person, directory),
        token.name.clone(),
        scopes.join(" "),
        format!("until {}", token.expires_at),
        used,
    ];
    fields.join("\t")
}

fn name(person: PersonId, directory: &Directory) -> String {
    directory.person(person).map_or_else(|| person.0.to_string(), |person| person.name.clone())
}

fn scope(text: &str) -> Result<Scope, String> {
    Scope::from_slug(text).ok_or_else(|| {
        let all: Vec<&str> = Scope::ALL.iter().map(|scope| scope.slug()).collect();
        format!("it is one of {}", all.join(", "))
    })
}

fn operator() -> Visitor {
    Visitor { agent: "the command line".to_owned(), ..Visitor::default() }
}
