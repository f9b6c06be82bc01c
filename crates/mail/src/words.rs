//! The words of a message, found in one or more of its parts.

use crate::parser;

/// The words of a part, as plain text with LF line ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    /// The words.
    pub(crate) text: String,
    is_plain: bool,
}

impl Words {
    /// Reads the words of a part in its character set.
    pub(crate) fn read(bytes: &[u8], charset: Option<&str>, is_html: bool) -> Self {
        let text = parser::in_charset(bytes, charset);
        let text = if is_html { from_html(&text) } else { text.replace("\r\n", "\n") };
        let text = if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text };
        Self { text, is_plain: !is_html }
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Returns the best of several forms of the same words: plain before HTML, anything before nothing.
pub(crate) fn best(mut forms: Vec<Words>) -> Option<Words> {
    let plain = forms.iter().position(|words| words.is_plain && !words.is_blank());
    let any = || forms.iter().position(|words| !words.is_blank());
    let at = plain.or_else(any).or(if forms.is_empty() { None } else { Some(0) })?;
    Some(forms.swap_remove(at))
}

/// Returns the words of parts that follow each other.
pub(crate) fn joined(parts: Vec<Words>) -> Option<Words> {
    parts.into_iter().reduce(|mut all, next| {
        if !all.text.is_empty() && !all.text.ends_with('\n') {
            all.text.push('\n');
        }
        all.text.push_str(&next.text);
        all.is_plain |= next.is_plain && !next.is_blank();
        all
    })
}

/// Stands where a block or row begins or ends: the words before and after are on lines of their own, but there need not
/// be an empty line between them.
const EDGE: char = '\u{1}';

fn from_html(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut empty = 1;
    for line in parser::without_tags(&with_edges(html)).lines() {
        let words = line.trim_matches(|c: char| c == EDGE || c.is_whitespace());
        if words.is_empty() && line.contains(EDGE) {
            continue;
        }
        empty = if words.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            text.push_str(words);
            text.push('\n');
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Marks in HTML where blocks and rows begin and end, and puts a gap between the cells of a row.
fn with_edges(html: &str) -> String {
    const BLOCKS: [&str; 25] = [
        "address",
        "article",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "ol",
        "p",
        "section",
        "table",
        "tr",
        "ul",
    ];
    let mut marked = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        marked.push_str(before);
        let name = tag[1..].strip_prefix('/').unwrap_or(&tag[1..]);
        let end = name.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
        let name = name[..end].to_ascii_lowercase();
        if tag.starts_with("</") && name == "p" {
            // The end of a paragraph is a line end already; this makes the empty line after it.
            marked.push_str("<br>");
        } else if BLOCKS.contains(&name.as_str()) {
            marked.push(EDGE);
            marked.push_str("<br>");
        } else if matches!(name.as_str(), "td" | "th") {
            marked.push(' ');
        }
        marked.push('<');
        rest = &tag[1..];
    }
    marked.push_str(rest);
    marked
}
