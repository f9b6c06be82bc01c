//! Characters that symbol fonts show in place of their private ones.

/// Returns the character that is shown; letters use these for boxes to tick.
pub(super) fn symbol(font: &str, code: &str) -> char {
    let code = u32::from_str_radix(code, 16).unwrap_or_default();
    match (font, code & 0xff) {
        ("Wingdings", 0xfe | 0xfd | 0x78) => '☒',
        ("Wingdings", 0xa8 | 0x6f | 0x71 | 0x72) => '☐',
        ("Wingdings", 0xfc) => '✓',
        ("Wingdings", 0xe0) => '→',
        ("Wingdings 2", 0x52 | 0x54 | 0x51) => '☒',
        ("Wingdings 2", 0xa3) => '☐',
        ("Wingdings 2", 0x50) => '✓',
        ("Symbol" | "Wingdings", 0xb7 | 0xa7 | 0x6c) => '•',
        _ => char::from_u32(code)
            .filter(|sign| !('\u{e000}'..='\u{f8ff}').contains(sign))
            .unwrap_or('\u{fffd}'),
    }
}
