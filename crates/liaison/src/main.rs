//! The liaison management tool: settings, wiring, and one file per command.

mod commands;
mod counting;
mod doctor;
mod failed;
mod log;
mod opening;
mod progress;
mod quickstart;
mod say;
mod serving;
mod settings;

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Err(why) = workers::fence(std::env::args_os()) {
        // Whoever started us keeps what is said here.
        eprintln!("liaison: {why}");
        return ExitCode::from(workers::FENCE_FAILED);
    }
    // Several crates bring TLS along; whoever asks for "the default" gets this one. It fails only where one is set.
    let _ = rustls::crypto::ring::default_provider().install_default();
    commands::run()
}
