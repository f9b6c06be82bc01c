//! The commands, one file each.

mod backup;
mod check;
mod demo;
mod doctor;
mod export;
mod export_site;
mod import;
mod key;
mod manual;
mod migrate;
mod openapi;
mod policy;
mod quickstart;
mod read;
mod receive;
mod remind;
mod resolve;
mod restore;
mod serve;
mod token;
mod user;
mod verify;
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
    Quickstart(quickstart::Quickstart),
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
    Verify(verify::Verify),
    Key(key::Key),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Remind(remind::Remind),
    Policy(policy::PolicyCommand),
    Doctor(doctor::Doctor),
    Man(manual::Man),
    Completions(manual::Completions),
    Openapi(openapi::OpenApi),
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
        Command::Quickstart(quickstart) => quickstart.run(),
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
        Command::Verify(verify) => verify.run(),
        Command::Key(key) => key.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Remind(remind) => remind.run(),
        Command::Policy(policy) => policy.run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::Man(man) => man.run(),
        Command::Completions(completions) => completions.run(),
        Command::Openapi(openapi) => openapi.run(),
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
