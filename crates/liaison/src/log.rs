//! What the service says of itself, on standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::failed::Failed;

/// What is logged: `info`, `debug`, `web=debug,info`.
const LEVEL: &str = "LIAISON_LOG";
/// How: `plain` (the default) or `json`, one object a line.
const FORMAT: &str = "LIAISON_LOG_FORMAT";

/// What says nothing whatever is asked for: the first writes down addresses, passwords and whole messages, the second the
/// addresses of requests, in which the secrets of one-time links stand.
const SILENT: [&str; 2] = ["lettre=off", "tower_http::csrf=off"];

/// Begins to log as the environment asks.
///
/// # Errors
/// If it asks for something that there is not.
pub(crate) fn begin() -> Result<(), Failed> {
    let filter = filter(&said(LEVEL))?;
    let events = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match said(FORMAT).as_str() {
        "json" => events.json().init(),
        "" | "plain" => events.with_ansi(std::io::stderr().is_terminal()).init(),
        other => {
            let words = format!("{FORMAT} is “{other}”: set it to “plain” or “json”");
            return Err(Failed::usage(words));
        }
    }
    Ok(())
}

fn said(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

fn filter(level: &str) -> Result<EnvFilter, Failed> {
    let level = if level.is_empty() { "info" } else { level };
    let filter = EnvFilter::builder().parse(level).map_err(|error| {
        Failed::usage(format!("{LEVEL} is “{level}”, which cannot be read: {error}"))
    })?;
    SILENT.iter().try_fold(filter, |filter, silent| {
        let silent = silent.parse().map_err(|_| Failed::because("no log can be kept"))?;
        Ok(filter.add_directive(silent))
    })
}

#[cfg(test)]
mod tests {
    use super::{SILENT, filter};

    #[test]
    fn what_would_tell_secrets_is_silent_whatever_is_asked_for() {
        for level in ["", "trace", "lettre=trace,tower_http::csrf=trace", "web=debug,info"] {
            let filter = filter(level).expect("it can be read").to_string();
            let said: Vec<&str> = filter.split(',').collect();
            for silent in SILENT {
                let target = silent.trim_end_matches("off");
                let about: Vec<_> = said.iter().filter(|one| one.starts_with(target)).collect();
                assert_eq!(about, [&silent], "{level}: {filter}");
            }
        }
        assert!(filter("info,,=,=").is_err());
    }
}
