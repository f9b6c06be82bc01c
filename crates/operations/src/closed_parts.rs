//! Parts of a message that nobody can open here, and what to do about each.

/// How an enclosure of Outlook begins (MS-OXTNEF §2.1.3.2).
const TNEF: [u8; 4] = [0x78, 0x9f, 0x3e, 0x22];

/// Says of each part of a message that cannot be opened what it is, and what to do.
pub(crate) fn closed_parts(message: &mail::Message) -> Vec<String> {
    let mut warnings: Vec<String> = Vec::new();
    for part in &message.parts {
        let name = part.name.as_deref().unwrap_or("a part");
        let Some(warning) = closed(part, name) else { continue };
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    warnings
}

fn closed(part: &mail::Part, name: &str) -> Option<String> {
    let is_tnef = part.media_type.ends_with("/ms-tnef") || part.bytes.starts_with(&TNEF);
    // One that was read whole is no attachment: what was in it is.
    if is_tnef && part.is_attachment {
        return Some(format!(
            "“{name}” holds what Outlook packed for Outlook alone, and not all of it could be read: ask the sender to send \
             it as plain text or HTML."
        ));
    }
    match part.media_type.as_str() {
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => Some(format!(
            "“{name}” is a message within an S/MIME envelope, which cannot be opened here: ask the sender for one that \
             is not encrypted, and signed beside the text if at all."
        )),
        "application/pgp-encrypted" => Some(
            "The message is encrypted with PGP, and cannot be opened here: ask the sender for one that is not."
                .to_owned(),
        ),
        "message/partial" => Some(
            "The message is one piece of several (message/partial), and the others are not joined here: ask the sender \
             to send it whole."
                .to_owned(),
        ),
        "message/external-body" => Some(format!(
            "“{name}” only names a file somewhere else, which is not fetched: ask the sender for the file."
        )),
        _ => None,
    }
}
