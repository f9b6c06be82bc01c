//! Letters: documents in, text out.
//!
//! No files, no network, no clock, no chance. A document is bytes, and so is everything made from it; the programs that
//! read what cannot be read here (PDF, old Word) come in as an argument, a [`Converter`].
//!
//! Letters come from strangers. Nothing in here panics on any bytes, time and memory are held by [`Limits`], and what
//! could not be read is said in [`Text::warnings`] instead of being an error, because half a letter is better than
//! none.

mod archive;
mod bundle;
mod converter;
mod documents;
mod docx;
mod html;
mod kind;
mod limits;
mod odt;
mod page;
mod plain;
mod text;
mod xml;

pub use converter::{ConvertError, Converter, NoConverter};
pub use documents::{Mention, Surroundings, documents};
pub use kind::{Format, Kind, kind_of};
pub use limits::Limits;
pub use text::{Text, text_of};
