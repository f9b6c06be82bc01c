//! Letters: documents in, text out.
//!
//! No files, no network, no clock, no chance. A document is bytes, and so is everything made from it; the programs that
//! read what cannot be read here (PDF, old Word) come in as an argument, a [`Converter`].
//!
//! Letters come from strangers. Nothing in here panics on any bytes, time and memory are held by [`Limits`], and what
//! could not be read is said in [`Document::warnings`] instead of being an error, because half a letter is better than
//! none.

mod archive;
mod assembly;
mod bundle;
mod converter;
mod document;
mod documents;
mod docx;
mod html;
mod kind;
mod layout;
mod limits;
mod names;
mod odt;
mod organizations;
mod page;
mod pdf;
mod plain;
mod properties;
pub mod reading;
mod symbols;
mod text;
pub mod writing;
mod xml;

pub use bundle::{Enclosed, letters_in};
pub use converter::{ConvertError, Converter, NoConverter};
pub use document::{Control, Document, Link, Piece, PieceKind, Properties, Region, Span};
pub use documents::{Mention, Surroundings, documents};
pub use kind::{Format, Kind, kind_of};
pub use limits::Limits;
pub use names::{Names, Resolved, Suggestion};
pub use text::{Text, document_of, text_of};
