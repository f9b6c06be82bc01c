//! Every page as a struct with all that it shows, already in words.

pub(crate) mod desk;
pub(crate) mod failed;
pub(crate) mod home;

use askama::Template;

/// Returns every page rendered from its sample, by name, so that a test reads them all
pub fn samples() -> Vec<(&'static str, Result<String, askama::Error>)> {
    let mut samples = vec![
        ("failed", failed::FailedPage::sample().render()),
        ("home", home::HomePage::sample().render()),
    ];
    samples.extend(desk::samples());
    samples
}
