//! What mail servers write of the checks that they made (RFC 8601).

/// One Authentication-Results field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    /// The server that says that it wrote it; anybody can write anything here, so only one's own names count.
    pub server: String,
    /// How many Received fields stand above it: what servers on the way put there stands below those of later ones.
    pub received_above: usize,
    /// What it found, method by method.
    pub found: Vec<ServerResult>,
}

/// What a mail server found with one method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerResult {
    /// The method in lower case, such as `dkim`.
    pub method: String,
    /// The result in lower case, such as `pass`.
    pub result: String,
    /// Why, if it says so.
    pub reason: String,
    /// What it looked at: `header.d` with `itu.int`; names in lower case.
    pub properties: Vec<(String, String)>,
}

impl ServerResult {
    /// Returns what it looked at under a name.
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// More fields than this, and more results in one, are not looked at.
pub(crate) const MOST: usize = 50;

/// Reads a field; nothing if it names no server.
pub(crate) fn read(value: &str, received_above: usize) -> Option<Results> {
    let mut pieces = parted(value).into_iter();
    // A version may follow the name.
    let server = pieces.next()?.into_iter().next()?.to_lowercase();
    let found = pieces.take(MOST).filter_map(result).collect();
    Some(Results { server, received_above, found })
}

fn result(words: Vec<String>) -> Option<ServerResult> {
    let mut words = words.into_iter();
    let first = words.next()?;
    let (method, result) = first.split_once('=')?;
    // A method may carry its version: `dkim/1`.
    let method = method.split('/').next().unwrap_or_default().to_lowercase();
    let mut found = ServerResult {
        method,
        result: result.to_lowercase(),
        reason: String::new(),
        properties: Vec::new(),
    };
    for word in words {
        match word.split_once('=') {
            Some((name, value)) if name.eq_ignore_ascii_case("reason") => {
                value.clone_into(&mut found.reason);
            }
            Some((name, value)) => {
                found.properties.push((name.to_lowercase(), value.to_owned()));
            }
            None => {}
        }
    }
    (!found.method.is_empty() && !found.result.is_empty()).then_some(found)
}

/// Parts a value at its semicolons, and each piece into words; comments are left out, and what is quoted is one word.
fn parted(value: &str) -> Vec<Vec<String>> {
    let mut pieces = vec![Vec::new()];
    let mut word = String::new();
    let (mut depth, mut is_quoted) = (0_usize, false);
    let mut characters = value.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if is_quoted || depth > 0 => {
                let next = characters.next().unwrap_or_default();
                if depth == 0 {
                    word.push(next);
                }
            }
            '"' if depth == 0 => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            ';' if !is_quoted => {
                end(&mut word, &mut pieces);
                pieces.push(Vec::new());
            }
            c if c.is_whitespace() && !is_quoted => {
                // Blanks may stand around the equals sign.
                let goes_on = characters.peek() == Some(&'=') || word.ends_with('=');
                if !goes_on {
                    end(&mut word, &mut pieces);
                }
            }
            c => word.push(c),
        }
    }
    end(&mut word, &mut pieces);
    pieces
}

fn end(word: &mut String, pieces: &mut [Vec<String>]) {
    if let Some(last) = pieces.last_mut().filter(|_| !word.is_empty()) {
        last.push(std::mem::take(word));
    }
}
