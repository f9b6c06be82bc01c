//! What the consensus behind a statement rests on, as links.

use askama::Template;
use askama::filters::HtmlSafe;
use operations::Settings;
use rules::{BasisAt, Statement};

use crate::pages::documents::address_of;

/// One thing that it rests on.
#[derive(Debug, Clone, Template)]
#[template(path = "pieces/basis.html")]
pub(crate) struct BasisRow {
    /// What it is called.
    pub(crate) words: String,
    /// The name of what is linked, where it is called otherwise.
    pub(crate) name: String,
    /// Where it is; empty of a file that was taken from view.
    pub(crate) to: String,
}

impl HtmlSafe for BasisRow {}

impl BasisRow {
    /// Returns all that the consensus behind a statement rests on.
    pub(crate) fn all(statement: &Statement, settings: &Settings) -> Vec<Self> {
        let row = |basis: &rules::Basis| {
            let name = basis.at.name().to_owned();
            let to = match &basis.at {
                BasisAt::Document(name) => address_of(name),
                BasisAt::Url(url) => url.clone(),
                BasisAt::File(name) => {
                    let shown = statement.attachments.iter().filter(|one| one.hidden.is_none());
                    let file = shown.into_iter().find(|one| one.file_name() == name);
                    file.map(|it| settings.attachment_url(statement.number, it)).unwrap_or_default()
                }
            };
            let is_address = matches!(basis.at, BasisAt::Url(_));
            match basis.label.as_str() {
                "" => Self { words: name, name: String::new(), to },
                label if is_address => Self { words: label.to_owned(), name: String::new(), to },
                label => Self { words: label.to_owned(), name, to },
            }
        };
        statement.consensus_basis.iter().map(row).collect()
    }
}
