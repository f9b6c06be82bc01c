//! What the service says of itself, on standard error.

use std::io::IsTerminal;

use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use crate::failed::Failed;

/// What is logged: `info`, `debug`, `web=debug,info`.
const LEVEL: &str = "LIAISON_LOG";
/// How: `plain` (the default) or `json`, one object a line.
const FORMAT: &str = "LIAISON_LOG_FORMAT";

/// What says nothing whatever is asked for: the first writes down addresses, passwords and whole messages, the second the
/// addresses of requests, in which the secrets of one-time links stand.
const SILENT: [&str; 2] = ["lettre", "tower_http::csrf"];

/// Begins to log as the environment asks, or else from this level on.
///
/// # Errors
/// If it asks for something that there is not.
pub(crate) fn begin(usual: &str) -> Result<(), Failed> {
    let level = said(LEVEL);
    let level = if level.is_empty() { usual } else { &level };
    let wanted = EnvFilter::builder().parse(level).map_err(|error| {
        Failed::usage(format!("{LEVEL} is “{level}”, which cannot be read: {error}"))
    })?;
    let events = fmt::layer().with_writer(std::io::stderr);
    let events = match said(FORMAT).as_str() {
        "json" => events.json().boxed(),
        "" | "plain" => events.with_ansi(std::io::stderr().is_terminal()).boxed(),
        other => {
            let words = format!("{FORMAT} is “{other}”: set it to “plain” or “json”");
            return Err(Failed::usage(words));
        }
    };
    // Not by the filter that the environment sets: the more exactly it names something, the more it is obeyed.
    let events = events.with_filter(filter_fn(|about| may_be_said(about.target())));
    tracing_subscriber::registry().with(wanted).with(events).init();
    Ok(())
}

fn said(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

fn may_be_said(target: &str) -> bool {
    let is_part = |silent: &&str| {
        target.strip_prefix(*silent).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    !SILENT.iter().any(is_part)
}

#[cfg(test)]
mod tests {
    use super::may_be_said;

    #[test]
    fn what_would_tell_secrets_says_nothing() {
        for target in ["lettre", "lettre::transport::smtp", "tower_http::csrf::service"] {
            assert!(!may_be_said(target), "{target}");
        }
        for target in ["workers::outbox", "tower_http::trace", "lettreless"] {
            assert!(may_be_said(target), "{target}");
        }
    }
}
