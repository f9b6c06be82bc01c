//! No XML makes reading an .odt panic, lose words, or grow beyond its limits.

use letters::{Kind, NoConverter, document_of};

use super::holds;

/// Plays these bytes.
pub(crate) fn run(input: &[u8]) {
    let limits = holds::limits();
    let bytes = holds::packed(&["content.xml", "styles.xml", "meta.xml"], input);
    holds::check(&document_of(&bytes, Kind::Odt, &NoConverter, &limits), &limits);
}
