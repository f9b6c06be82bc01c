//! `liaison openapi`: the document of the API.

use clap::Args;

use crate::failed::Failed;
use crate::say::say;

/// Print the document of the API (OpenAPI 3.1), as the service answers it at /api/openapi.json.
#[derive(Debug, Args)]
pub(super) struct OpenApi {}

impl OpenApi {
    pub(super) fn run(self) -> Result<(), Failed> {
        let document = web::openapi().to_pretty_json();
        say!("{}", document.map_err(|error| Failed::because(error.to_string()))?);
        Ok(())
    }
}
