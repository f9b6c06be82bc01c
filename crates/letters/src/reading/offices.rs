//! Offices as letters in French, German and Spanish name them, with the body that they are held in behind them.

use std::sync::LazyLock;

use regex::Regex;

/// Returns the body behind such an office: "Présidente de l'ETSI TC HF", "Vorsitzender des DIN".
pub(super) fn body_of(words: &str) -> Option<&str> {
    static OFFICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?i:(?:an\s+d(?:en|ie|as)|au|aux|à\s+la|al|a\s+la|le|la|der|die|den|el)\s+)?(?i:vice-?)?(?i:présidente?|directeur|directrice|secrétaire|responsable|rapporteure?|vorsitzende[rn]?|leiter(?:in)?|sekretär(?:in)?|obmann|obfrau|präsident(?:in)?|presidente|presidenta|directora?|secretari[oa])(?:[\s-](?i:générale?|général|general|technique|adjointe?))*\s+(?i:de\s+l['’]|(?:de\s+la|de\s+los|de\s+las|du|des|der|del|de|von)\s)\s*(\S.*)$").ok()
    });
    const LONGEST: usize = 200;
    let words = words.trim();
    let body = OFFICE.as_ref().filter(|_| words.len() < LONGEST)?.captures(words)?.get(1)?.as_str();
    (body.starts_with(char::is_uppercase)
        || body.starts_with("commission ")
        || body.starts_with("comité "))
    .then_some(body)
}

#[cfg(test)]
mod tests {
    use super::body_of;

    #[test]
    fn an_office_in_another_language_is_held_in_the_body_behind_it() {
        let table = [
            ("Présidente de l'ETSI TC HF", Some("ETSI TC HF")),
            ("Directeur général de la CEPT", Some("CEPT")),
            ("Vorsitzender des DIN-Ausschusses", Some("DIN-Ausschusses")),
            ("Secretaria general del CITEL", Some("CITEL")),
            ("Director of Standards", None),
            ("Présidente", None),
            ("Responsable de projets", None),
            ("An den Vorsitzenden der CEPT ECC", Some("CEPT ECC")),
        ];
        for (words, body) in table {
            assert_eq!(body_of(words), body, "{words}");
        }
    }
}
