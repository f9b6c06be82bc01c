//! The pages of people who are signed in.

/// Returns every page of the desk rendered from its sample.
pub(crate) fn samples() -> Vec<(&'static str, Result<String, askama::Error>)> {
    Vec::new()
}
