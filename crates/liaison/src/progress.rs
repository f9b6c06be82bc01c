//! How far a long command has come: a bar on a terminal, plain lines elsewhere.

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How often a line is written where there is no terminal.
const EVERY: Duration = Duration::from_secs(5);

/// Shows how far a command has come, on standard error.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    last: Mutex<Option<(String, u64, Instant)>>,
}

impl Progress {
    /// Begins, on a terminal by a bar, elsewhere by a line now and then.
    pub(crate) fn begin() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::no_length();
            match ProgressStyle::with_template("{msg} {wide_bar} {pos} of {len}") {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        Self { bar, last: Mutex::default() }
    }

    /// Says what is being done and how much of it is done, of how much where that is known.
    pub(crate) fn at(&self, doing: &str, done: u64, of: Option<u64>) {
        if let Some(bar) = &self.bar {
            bar.set_message(doing.to_owned());
            bar.set_position(done);
            match of {
                Some(of) => bar.set_length(of),
                None => bar.unset_length(),
            }
            return;
        }
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_enough = |(was, said, at): &(String, u64, Instant)| {
            was == doing && (*said == done || at.elapsed() < EVERY && of != Some(done))
        };
        if last.as_ref().is_some_and(is_enough) {
            return;
        }
        match of {
            Some(of) => eprintln!("{doing}: {done} of {of}"),
            None => eprintln!("{doing}: {done}"),
        }
        *last = Some((doing.to_owned(), done, Instant::now()));
    }

    /// Takes the bar away.
    pub(crate) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
