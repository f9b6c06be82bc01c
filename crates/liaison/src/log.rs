//! What the service says of itself, on standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::failed::Failed;

/// What is logged: `info`, `debug`, `web=debug,info`.
const LEVEL: &str = "LIAISON_LOG";
/// How: `plain` (the default) or `json`, one object a line.
const FORMAT: &str = "LIAISON_LOG_FORMAT";

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
    // It would write down addresses, passwords and whole messages.
    let silent = "lettre=off".parse().map_err(|_| Failed::because("no log can be kept"))?;
    Ok(filter.add_directive(silent))
}

#[cfg(test)]
mod tests {
    use super::filter;

    #[test]
    fn what_sends_mail_is_silent_whatever_is_asked_for() {
        for level in ["", "trace", "lettre=trace", "web=debug,info"] {
            let filter = filter(level).expect("it can be read").to_string();
            assert!(filter.split(',').any(|one| one == "lettre=off"), "{level}: {filter}");
        }
        assert!(filter("info,,=,=").is_err());
    }
}
