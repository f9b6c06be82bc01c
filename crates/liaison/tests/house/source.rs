//! Rust source as the other tests look at it: code without comments and literals, literals by themselves.

/// A file of Rust source, taken apart.
pub(crate) struct Source {
    /// The code; each character of a comment or a literal is a space, so that lines and columns stay.
    pub(crate) code: String,
    /// The string literals: the line on which each begins, and its text as written.
    pub(crate) literals: Vec<(usize, String)>,
}

/// Takes a file apart. It knows as much of the language as it takes to find comments and literals.
pub(crate) fn source(text: &str) -> Source {
    let mut reader = Reader { rest: text, line: 1, code: String::new(), literals: Vec::new() };
    while !reader.rest.is_empty() {
        reader.step();
    }
    Source { code: reader.code, literals: reader.literals }
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    code: String,
    literals: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn step(&mut self) {
        let rest = self.rest;
        if rest.starts_with("//") {
            self.hide(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.hide(rest.find("*/").map_or(rest.len(), |end| end + 2));
        } else if rest.starts_with('"') {
            self.literal(1, end_of_quoted(rest, '"'), 1);
        } else if let Some(hashes) = raw_hashes(rest).filter(|_| !self.within_a_name()) {
            let end = format!("\"{}", "#".repeat(hashes));
            let length =
                rest[hashes + 2..].find(&end).map_or(rest.len(), |at| hashes + 2 + at + end.len());
            self.literal(hashes + 2, length, end.len());
        } else if rest.starts_with('\'') && is_a_character(rest) {
            self.hide(end_of_quoted(rest, '\''));
        } else {
            let next = rest.chars().next().unwrap_or(' ');
            self.code.push(next);
            self.line += usize::from(next == '\n');
            self.rest = &rest[next.len_utf8()..];
        }
    }

    /// The `r` of `for"` would be the end of a word.
    fn within_a_name(&self) -> bool {
        self.code.chars().next_back().is_some_and(|last| last.is_alphanumeric() || last == '_')
            && !self.code.ends_with('b')
    }

    fn literal(&mut self, opening: usize, length: usize, closing: usize) {
        let inner = self.rest.get(opening..length.saturating_sub(closing)).unwrap_or_default();
        self.literals.push((self.line, inner.to_owned()));
        self.hide(length);
    }

    fn hide(&mut self, length: usize) {
        let (hidden, rest) = self.rest.split_at(length);
        self.line += hidden.matches('\n').count();
        self.code.extend(hidden.chars().map(|each| if each == '\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }
}

/// Returns how long a quoted piece is, both quotes included.
fn end_of_quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, each) in text.char_indices().skip(1) {
        match each {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if each == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Returns how many `#` a raw string has, if one begins here.
fn raw_hashes(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// Tells `'a'` from the lifetime `'a`.
fn is_a_character(text: &str) -> bool {
    let mut after = text.chars().skip(1);
    after.next() == Some('\\') || after.next() == Some('\'')
}

#[test]
fn comments_and_literals_are_told_from_code() {
    let text = r##"let a = "x // y"; // "no"
let b: &'static str = r#"select "1""#; /* fn
*/ let c = '"'; let d = b"\"for"; for"##;
    let source = source(text);
    let literals: Vec<(usize, &str)> =
        source.literals.iter().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!(literals, [(1, "x // y"), (2, "select \"1\""), (3, "\\\"for")]);
    let code: Vec<&str> = source.code.split_whitespace().collect();
    assert_eq!(code.join(" "), "let a = ; let b: &'static str = ; let c = ; let d = b ; for");
    assert_eq!(source.code.lines().count(), 3);
}
