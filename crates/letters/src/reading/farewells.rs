//! Lines with which a letter takes leave.

use super::label::folded;

/// Says whether a line ends a letter.
pub(super) fn is_farewell(words: &str) -> bool {
    const FAREWELLS: [&str; 36] = [
        "thank you for your attention",
        "thank you for your consideration",
        "thanks and regards",
        "thanks and best regards",
        "with regards",
        "very truly yours",
        "yours",
        "sincerely",
        "best regards",
        "kind regards",
        "regards",
        "with best regards",
        "yours sincerely",
        "respectfully",
        "with kind regards",
        "yours faithfully",
        "yours truly",
        "best wishes",
        "many thanks",
        "thank you",
        "cordially",
        "respectfully submitted",
        "sincerely yours",
        "with best wishes",
        "yours truly",
        "best",
        "kindest regards",
        "warm regards",
        "mit freundlichen grüßen",
        "cordialement",
        "bien cordialement",
        "salutations distinguées",
        "with kindest regards",
        "mit freundlichem gruß",
        "atentamente",
        "signed",
    ];
    let folded = folded(words.trim().trim_end_matches([',', '!']));
    let is_rule = matches!(words.trim(), "—" | "--" | "–" | "-- ");
    let is_signed_for =
        folded.starts_with("signed on behalf of ") && words.trim().ends_with([',', ':']);
    is_rule
        || is_signed_for
        || FAREWELLS.contains(&folded.as_str())
        || is_french(&folded)
        || (folded.starts_with("on behalf of") && words.len() < 100)
}

/// Says whether a line is the sentence with which a letter in French takes leave: "Je vous prie d'agréer, …".
fn is_french(folded: &str) -> bool {
    const STARTS: [&str; 5] =
        ["veuillez ", "je vous prie ", "nous vous prions ", "recevez", "dans l"];
    let opening = folded.get(..folded.floor_char_boundary(300)).unwrap_or(folded);
    STARTS.iter().any(|start| opening.starts_with(start))
        && ["agréer", "salutations", "considération", "croire"]
            .iter()
            .any(|word| opening.contains(word))
}
