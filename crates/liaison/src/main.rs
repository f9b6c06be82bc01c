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
    if let Some(end) = workers::fence() {
        return end;
    }
    // Several crates bring TLS along; whoever asks for "the default" gets this one. It fails only where one is set.
    let _ = rustls::crypto::ring::default_provider().install_default();
    commands::run()
}
