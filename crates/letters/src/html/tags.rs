//! The inside of tags, and references to characters.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// The longest value of an attribute that is read, in bytes.
const LONGEST: usize = 4_000;

/// Returns the value of an attribute in the inside of a tag.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag.get(tag.find(|sign: char| sign.is_ascii_whitespace())?..)?;
    loop {
        rest = rest.trim_start_matches(|sign: char| sign.is_ascii_whitespace() || sign == '/');
        let end = rest.find(|sign: char| sign.is_ascii_whitespace() || sign == '=')?;
        let (own, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            rest = after;
            continue;
        };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = value.get(1..)?;
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            _ => {
                let end = value.find(|sign: char| sign.is_ascii_whitespace());
                value.split_at(end.unwrap_or(value.len()))
            }
        };
        if own.eq_ignore_ascii_case(name) {
            return Some(resolved(value.get(..value.floor_char_boundary(LONGEST))?));
        }
        rest = after;
    }
}

/// Returns a text with its references resolved.
pub(super) fn resolved(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        whole.push_str(&rest[..start]);
        let (sign, length) = reference(&rest[start..]);
        whole.push_str(&sign);
        rest = &rest[start + length..];
    }
    whole.push_str(rest);
    whole
}

/// Returns the character that a reference such as `&uuml;` stands for, and how long the reference is.
fn reference(text: &str) -> (Cow<'static, str>, usize) {
    const LONGEST: usize = 33;
    let name = &text[1..];
    let end = name
        .bytes()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
        .count();
    if end == 0 {
        return (Cow::Borrowed("&"), 1);
    }
    let (name, closes) = (&name[..end], name.as_bytes().get(end) == Some(&b';'));
    let number = name.strip_prefix('#').map(|number| match number.strip_prefix(['x', 'X']) {
        Some(number) => u32::from_str_radix(number, 16),
        None => number.parse(),
    });
    let sign = match number {
        Some(number) => {
            let sign = number.ok().and_then(char::from_u32).filter(|sign| *sign != '\0');
            sign.map(|sign| Cow::Owned(sign.to_string()))
        }
        None => resolve_html5_entity(name).map(Cow::Borrowed),
    };
    match sign {
        Some(sign) => (sign, 1 + end + usize::from(closes)),
        None => (Cow::Borrowed("&"), 1),
    }
}
