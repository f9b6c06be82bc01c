//! A sentence of a document of programs, in which what stands between backticks is code.

use askama::Template;
use askama::filters::HtmlSafe;

/// Such a sentence.
#[derive(Debug, Template)]
#[template(
    ext = "html",
    source = "{% for (is_code, words) in pieces %}{% if is_code %}<code>{{ words }}</code>{% else %}{{ words }}{% endif %}{% endfor %}"
)]
pub(crate) struct Told {
    /// Whether it is code, and the words.
    pieces: Vec<(bool, String)>,
}

impl HtmlSafe for Told {}

impl Told {
    pub(crate) fn of(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('`') {
            let Some((code, after)) = after.split_once('`') else { break };
            pieces.push((false, before.to_owned()));
            pieces.push((true, code.to_owned()));
            rest = after;
        }
        pieces.push((false, rest.to_owned()));
        pieces.retain(|(_, words)| !words.is_empty());
        Self { pieces }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backticks_is_code_and_nothing_else_is() {
        let shown = |text| Told::of(text).render().expect("rendered");
        assert_eq!(
            shown("`none` where <b> is `x < y`."),
            "<code>none</code> where &#60;b&#62; is <code>x &#60; y</code>."
        );
        assert_eq!(shown("one ` alone"), "one ` alone");
        assert_eq!(shown(""), "");
        assert!(Told::of("").is_empty());
    }
}
