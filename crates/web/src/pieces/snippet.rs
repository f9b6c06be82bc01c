//! Where the words stand that were searched for.

use std::fmt;

use askama::filters::HtmlSafe;

/// The marks that the store puts around words found.
const FOUND: [char; 2] = ['\u{E000}', '\u{E001}'];

/// A piece of text with the words found marked in it; the text itself is escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Snippet(pub(crate) String);

impl Snippet {
    /// Says whether there is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut open = false;
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                // A text may hold these characters itself: marks always come in pairs.
                c if c == FOUND[0] && !open => {
                    open = true;
                    f.write_str("<mark>")?;
                }
                c if c == FOUND[1] && open => {
                    open = false;
                    f.write_str("</mark>")?;
                }
                c if FOUND.contains(&c) => {}
                c => write!(f, "{c}")?,
            }
        }
        if open { f.write_str("</mark>") } else { Ok(()) }
    }
}

impl HtmlSafe for Snippet {}
