//! Characters that are shown in place of others: those of symbol fonts, and what turns the direction of writing.

use std::borrow::Cow;

/// Returns the character that is shown; letters use these for boxes to tick.
pub(crate) fn symbol(font: &str, code: &str) -> char {
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

/// Fonts whose letters are symbols.
pub(crate) const SYMBOL_FONTS: [&str; 3] = ["Wingdings", "Wingdings 2", "Symbol"];

/// Returns a text in such a font as it is shown: programs write its letters as private characters.
pub(crate) fn in_font<'t>(font: &str, text: &'t str) -> Cow<'t, str> {
    if !text.contains(is_private) {
        return Cow::Borrowed(text);
    }
    let one = |sign| match sign {
        sign if is_private(sign) => symbol(font, &format!("{:x}", u32::from(sign))),
        sign => sign,
    };
    Cow::Owned(text.chars().map(one).collect())
}

fn is_private(sign: char) -> bool {
    ('\u{f000}'..='\u{f0ff}').contains(&sign)
}

/// Returns a text whose fonts are not known as it is shown: private characters as Wingdings has them, in which forms have their
/// boxes, and brackets turned where the text runs from right to left.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    let turns = |sign: char| matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(|sign| is_private(sign) || turns(sign)) {
        return Cow::Borrowed(text);
    }
    let mut is_turned = false;
    let all = text.chars().filter_map(|sign| {
        match sign {
            '\u{202b}' | '\u{202e}' | '\u{2067}' => is_turned = true,
            '\n' => is_turned = false,
            sign if turns(sign) => is_turned = false,
            _ => {}
        }
        match sign {
            '(' if is_turned => Some(')'),
            ')' if is_turned => Some('('),
            sign if is_private(sign) => {
                Some(symbol("Wingdings", &format!("{:x}", u32::from(sign))))
            }
            sign => (!turns(sign)).then_some(sign),
        }
    });
    Cow::Owned(all.collect())
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn boxes_and_brackets_are_as_they_are_shown() {
        assert_eq!(
            shown("\u{f06f} For action \u{f0fe} For information"),
            "☐ For action ☒ For information"
        );
        assert_eq!(shown("Ana \u{202b})آنا(\u{202c} (chair)"), "Ana (آنا) (chair)");
        assert_eq!(shown("nothing of it"), "nothing of it");
    }
}
