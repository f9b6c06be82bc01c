//! Contacts as the present tool writes them: one text, commas between.

use percent_encoding::percent_decode_str;
use rules::{Contact, Mailbox, Why};

/// The path of an address that is an object of its own, as answers before 2025 give it.
const EMAIL: &str = "/api/v1/person/email/";

/// Reads contacts; what is not a mailbox is kept as a name.
pub(super) fn contacts(text: &str) -> Vec<Contact> {
    let pieces = split(text);
    pieces.iter().map(|piece| piece.trim()).filter(|piece| !piece.is_empty()).map(contact).collect()
}

fn contact(piece: &str) -> Contact {
    if let Some(address) = piece.strip_prefix(EMAIL) {
        let address = percent_decode_str(address.trim_end_matches('/')).decode_utf8_lossy();
        return Contact {
            name: String::new(),
            address: Some(address.into_owned()),
            why: Why::Imported,
        };
    }
    match Mailbox::parse(piece) {
        Ok(mailbox) => Contact::new(&mailbox, Why::Imported),
        Err(_) => {
            let name = piece.chars().filter(|c| !c.is_control()).collect();
            Contact { name, address: None, why: Why::Imported }
        }
    }
}

/// Splits a list at commas, semicolons and line ends; what is within quotes, angles or brackets belongs together.
pub(super) fn split(text: &str) -> Vec<String> {
    let (mut list, mut one, mut quoted, mut depth) = (Vec::new(), String::new(), false, 0_u32);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '<' | '(' if !quoted => depth += 1,
            '>' | ')' if !quoted => depth = depth.saturating_sub(1),
            // An open bracket that is never closed ends with its line.
            '\n' | '\r' => (quoted, depth) = (false, 0),
            _ => {}
        }
        let separates =
            matches!(c, '\n' | '\r') || (!quoted && depth == 0 && matches!(c, ',' | ';'));
        if separates {
            list.push(std::mem::take(&mut one));
        } else {
            one.push(c);
        }
    }
    list.push(one);
    list
}
