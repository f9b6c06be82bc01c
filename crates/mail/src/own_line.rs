//! Making of a message, whose bytes are the same for all, the copy that one recipient gets.

use crate::compose::Encoding;
use crate::parser;

/// Returns a message of words alone, as [`compose`](crate::compose) wrote it, with `own` in the place of each line that is `line`
/// and nothing else; nothing if it is no such message, or has no such line.
///
/// Only whole lines count: words that somebody typed and that hold `line` among others stay what they are.
pub fn with_own_line(message: &[u8], line: &str, own: &str) -> Option<Vec<u8>> {
    let end = message.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let (header, body) = message.split_at(end);
    let encoding = Encoding::ALL.into_iter().find(|encoding| is_named(header, *encoding))?;
    let decoded = match encoding {
        Encoding::Plain => body.to_vec(),
        Encoding::Quoted => parser::quoted_printable(body).0,
        Encoding::Base64 => parser::base64(body).0,
    };
    let text = String::from_utf8(decoded).ok()?;
    let lines: Vec<&str> = text.split("\r\n").collect();
    if !lines.contains(&line) {
        return None;
    }
    let lines: Vec<&str> = lines.into_iter().map(|it| if it == line { own } else { it }).collect();
    Some([header, &encoding.encode(&lines.join("\r\n"))].concat())
}

/// Says whether the words are in this encoding by the header.
fn is_named(header: &[u8], encoding: Encoding) -> bool {
    let field = format!("Content-Transfer-Encoding: {}", encoding.name());
    header.split(|byte| *byte == b'\n').any(|line| line.trim_ascii_end() == field.as_bytes())
}
