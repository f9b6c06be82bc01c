//! The commands, one file each.

mod check;
mod demo;
mod export;
mod export_site;
mod import;
mod migrate;
mod policy;
mod read;
mod receive;
mod remind;
mod resolve;
mod serve;
mod token;
mod user;
mod write;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failed::Failed;

/// Keeps liaison statements: what comes in, what goes out, and the public record of both.
#[derive(Debug, Parser)]
#[command(name = "liaison", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Serve(serve::Serve),
    Receive(receive::Receive),
    Read(read::Read),
    Resolve(resolve::Resolve),
    Check(check::Check),
    Write(write::WriteLetter),
    Import(import::Import),
    Export(export::Export),
    User(user::User),
    Token(token::Token),
    Migrate(migrate::Migrate),
    Remind(remind::Remind),
    Policy(policy::PolicyCommand),
}

/// Does what the command line asks for, and returns how the process ends.
pub(crate) fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // A pipe or terminal that is gone cannot be told anything.
            let _ = error.print();
            let is_mistake = error.use_stderr();
            return match std::env::args().nth(1).as_deref() {
                Some("receive") if is_mistake => receive::not_now(),
                _ if is_mistake => ExitCode::from(2),
                _ => ExitCode::SUCCESS,
            };
        }
    };
    let done = match arguments.command {
        Command::Receive(receive) => return receive.run(),
        Command::Demo(demo) => demo.run(),
        Command::Read(read) => read.run(),
        Command::Serve(serve) => serve.run(),
        Command::Resolve(resolve) => resolve.run(),
        Command::Check(check) => check.run(),
        Command::Write(write) => write.run(),
        Command::Import(import) => import.run(),
        Command::Export(export) => export.run(),
        Command::User(user) => user.run(),
        Command::Token(token) => token.run(),
        Command::Migrate(migrate) => migrate.run(),
        Command::Remind(remind) => remind.run(),
        Command::Policy(policy) => policy.run(),
    };
    done.map_or_else(|failed| failed.report(), |()| ExitCode::SUCCESS)
}

/// Runs a command to its end.
fn block_on<T>(work: impl Future<Output = Result<T, Failed>>) -> Result<T, Failed> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Failed::because(format!("nothing can be run: {error}")))?;
    runtime.block_on(work)
}
