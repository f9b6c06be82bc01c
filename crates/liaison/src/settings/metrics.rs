//! Who is told what the service counts.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::secret_in;

/// The shortest token that is worth guessing at.
const SHORTEST: usize = 16;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MetricsTable {
    token_file: Option<PathBuf>,
}

impl MetricsTable {
    /// Reads the token, if there is one.
    pub(super) fn token(self, directory: &Path) -> Result<Option<String>, String> {
        let Some(file) = self.token_file else { return Ok(None) };
        let token = secret_in("metrics.token_file", &directory.join(file))?;
        if token.len() < SHORTEST {
            return Err(format!(
                "metrics.token_file: the token has {} characters, and could be guessed: make one of {SHORTEST} or more",
                token.len()
            ));
        }
        Ok(Some(token))
    }
}
