//! The forms of letters, as the files in `organizations/` describe them.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::label::{Label, folded, number_before};
use crate::organizations::FILES;

/// How much of a letter is looked at for what shows its form.
const HEAD: usize = 8_000;

/// All forms of letters, and all patterns of document numbers.
pub(super) struct Layouts {
    /// The form that any letter may have.
    pub(super) general: Layout,
    pub(super) special: Vec<Layout>,
    pub(super) identifiers: Vec<Regex>,
}

/// How the letters of an organization look.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The name of the organization.
    pub(super) name: String,
    /// How many points a letter needs to count as one of these.
    needs: u32,
    pub(super) dates: Vec<DateSource>,
    pub(super) purpose_from_actions: bool,
    pub(super) purpose_is_free: bool,
    pub(super) reference_is_own: bool,
    pub(super) further_contacts_are_technical: bool,
    /// The labels, folded, that only the tool of the organization writes.
    pub(super) of_its_tool: Vec<String>,
    /// What its tool writes before a value without a colon, the longest first.
    bare_labels: Vec<String>,
    marks: Vec<Mark>,
    labels: HashMap<String, Label>,
    /// How labels are put together that no list has.
    label_patterns: Vec<(Regex, Label)>,
}

/// From where the date of a letter is taken, the first that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum DateSource {
    /// A field for it.
    Stated,
    /// A line of the head that is a date and nothing else.
    Line,
    /// The day on which it was approved.
    Approval,
    /// The last day of the meeting that wrote it.
    Meeting,
    /// The day on which a draft was last saved.
    DraftSaved,
}

#[derive(Debug)]
struct Mark {
    pattern: Regex,
    weight: u32,
    why: String,
}

/// What speaks for a letter being of one form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The organization whose form it is.
    pub layout: String,
    /// How strong it is; a form that is not reached is not taken.
    pub score: u32,
    /// How strong it must be.
    pub needs: u32,
    /// What was found, as words that go on with "the letter".
    pub reasons: Vec<String>,
}

impl Layouts {
    /// Returns what the files say.
    pub(super) fn get() -> &'static Self {
        static LAYOUTS: LazyLock<Layouts> = LazyLock::new(Layouts::of_files);
        &LAYOUTS
    }

    fn of_files() -> Self {
        let mut all =
            Self { general: Layout::default(), special: Vec::new(), identifiers: Vec::new() };
        for (name, text) in FILES {
            // A test reads every file, so that a fault in one is seen before anybody runs it.
            let Ok(file) = toml::from_str::<File>(text) else { continue };
            all.identifiers.extend(
                file.identifiers.patterns.iter().filter_map(|one| pattern(&any_hyphen(one)).ok()),
            );
            let Some(letter) = file.letter else { continue };
            let Ok(layout) = letter.layout(file.name.unwrap_or_default()) else { continue };
            if name == "general" {
                all.general = layout;
            } else {
                all.special.push(layout);
            }
        }
        all
    }

    /// Returns how strongly each form claims a letter, the strongest first; those that find nothing are left out.
    pub(super) fn claims(&self, text: &str) -> Vec<(&Layout, Claim)> {
        let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or_default();
        let mut claims: Vec<_> = self
            .special
            .iter()
            .map(|layout| (layout, layout.claim(head)))
            .filter(|(_, claim)| claim.score > 0)
            .collect();
        claims
            .sort_by_key(|(_, claim)| (claim.score < claim.needs, std::cmp::Reverse(claim.score)));
        claims
    }

    /// Returns what a label stands for in letters of one form.
    pub(super) fn label(&self, layout: &Layout, words: &str) -> Option<Label> {
        let known = |words: &str| {
            let folded = folded(words);
            layout.labels.get(&folded).or_else(|| self.general.labels.get(&folded)).copied()
        };
        known(words)
            .or_else(|| {
                // "To (committee / organization)" says what may stand there.
                let (bare, _) = words.trim_end().strip_suffix(')')?.split_once('(')?;
                known(bare).filter(|label| words.contains('/') && label.is_of_a_letter())
            })
            // A label may stand in two languages: "Objet / Subject".
            .or_else(|| words.contains('/').then(|| words.rsplit('/').find_map(known)).flatten())
            .or_else(|| {
                let bare = without_number(words)?;
                let bare = of_a_statement(bare).unwrap_or(bare);
                known(bare)
                    .or_else(|| self.put_together(bare))
                    .filter(|label| label.is_of_a_letter())
            })
            .or_else(|| {
                let (bare, _) = words.trim_end().strip_suffix(')')?.split_once('(')?;
                known(bare).filter(|label| label.is_of_a_letter())
            })
            // "Contact 2", of several.
            .or_else(|| {
                let bare = words.trim_end().strip_suffix(|sign: char| sign.is_ascii_digit())?;
                known(bare.trim_end_matches(['#', ' '])).filter(|label| *label == Label::Contact)
            })
            .or_else(|| in_two_scripts(words).and_then(|parts| parts.into_iter().find_map(known)))
            .or_else(|| {
                let bare = of_a_statement(words)?;
                known(bare).filter(|label| !label.is_of_a_person() && *label != Label::Other)
            })
            .or_else(|| self.misspelt(layout, words))
            .or_else(|| self.put_together(words))
    }

    /// Returns what a label stands for that is put together from known words: "Reply requested no later than".
    fn put_together(&self, words: &str) -> Option<Label> {
        const LONGEST: usize = 60;
        if words.len() > LONGEST {
            return None;
        }
        let folded = folded(words);
        let found = self.general.label_patterns.iter().find(|(form, _)| form.is_match(&folded));
        found.map(|(_, label)| *label)
    }

    /// Returns what a label with one wrong, missing or further letter stands for.
    fn misspelt(&self, layout: &Layout, words: &str) -> Option<Label> {
        const SHORTEST: usize = 7;
        let folded = folded(words);
        if folded.len() < SHORTEST || !folded.is_ascii() {
            return None;
        }
        let near = |labels: &HashMap<String, Label>| {
            let found = labels
                .iter()
                .filter(|(label, _)| label.len() >= SHORTEST && differ_by_one(label, &folded));
            found.min_by_key(|(label, _)| (*label).clone()).map(|(_, label)| *label)
        };
        near(&layout.labels).or_else(|| near(&self.general.labels))
    }
}

/// Returns a label without the number that a form gives it, and without what its brackets explain: "4. From (committee)".
fn without_number(words: &str) -> Option<&str> {
    let length = number_before(words);
    let rest = words.get(length..)?;
    let bare = match rest.trim_end().strip_suffix(')').and_then(|rest| rest.split_once(" (")) {
        // "To (organization)" and "To (person)" are not the same.
        Some((bare, _)) if !bare.eq_ignore_ascii_case("to") => bare,
        _ => rest,
    };
    (length > 0 && !bare.is_empty()).then_some(bare)
}

/// Parts a label that stands in two languages with scripts of their own: "主题 Subject".
fn in_two_scripts(words: &str) -> Option<[&str; 2]> {
    let is_latin = |sign: char| sign.is_ascii_alphabetic();
    let is_other = |sign: char| sign.is_alphabetic() && sign as u32 > 0x0370;
    let words = words.trim();
    let (latin, other) = (words.find(is_latin)?, words.find(is_other)?);
    let border = latin.max(other);
    let (first, second) = (words.get(..border)?.trim(), words.get(border..)?.trim());
    let is_clean = |part: &str| !(part.contains(is_latin) && part.contains(is_other));
    (is_clean(first) && is_clean(second)).then_some([first, second])
}

/// Returns a label without the word before it that says what kind of paper it is on: "LS copied to".
fn of_a_statement(words: &str) -> Option<&str> {
    const KINDS: [&str; 4] = ["liaison statement ", "liaison letter ", "liaison ", "ls "];
    let words = words.trim_start();
    let kind = KINDS.iter().find(|kind| {
        words.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind))
    })?;
    words.get(kind.len()..)
}

/// Says whether two words are the same but for one letter that is other, missing or too many.
fn differ_by_one(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one.as_bytes(), other.as_bytes())
    } else {
        (other.as_bytes(), one.as_bytes())
    };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (rest_short, rest_long) =
        if short.len() == long.len() { (same + 1, same + 1) } else { (same, same + 1) };
    short.get(rest_short..).unwrap_or_default() == long.get(rest_long..).unwrap_or_default()
}

impl Layout {
    /// Says whether a folded label is one that its tool writes before a value without a colon.
    pub(super) fn has_bare(&self, label: &str) -> bool {
        self.bare_labels.iter().any(|one| folded(one) == label)
    }

    /// Returns the label that a line begins with, where the tool of the organization wrote it without a colon.
    pub(super) fn bare_label(&self, words: &str) -> Option<&str> {
        self.bare_labels.iter().map(String::as_str).find(|label| {
            let (start, rest) = words.split_at_checked(label.len()).unwrap_or_default();
            start.eq_ignore_ascii_case(label)
                && start.starts_with(char::is_uppercase)
                // The gap behind the shortest is lost where it was an icon.
                && (rest.is_empty()
                    || rest.starts_with([' ', '\u{a0}', '\t'])
                    || rest == ","
                    || (*label == "Cc" && start == "Cc" && rest.starts_with(char::is_uppercase)))
        })
    }

    fn claim(&self, head: &str) -> Claim {
        let found = self.marks.iter().filter(|mark| mark.pattern.is_match(head));
        let (mut score, mut reasons) = (0, Vec::new());
        for mark in found {
            score += mark.weight;
            if !reasons.contains(&mark.why) {
                reasons.push(mark.why.clone());
            }
        }
        Claim { layout: self.name.clone(), score, needs: self.needs, reasons }
    }
}

impl Claim {
    /// Says whether it is strong enough to be taken.
    pub fn holds(&self) -> bool {
        self.score >= self.needs
    }
}

/// A file, as it is written. What other readers take from it is theirs to check.
#[derive(Deserialize)]
struct File {
    name: Option<String>,
    letter: Option<Letter>,
    #[serde(default)]
    identifiers: Identifiers,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Identifiers {
    #[serde(default)]
    patterns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Letter {
    #[serde(default)]
    needs: u32,
    #[serde(default)]
    dates: Vec<DateSource>,
    #[serde(default)]
    purpose_from_actions: bool,
    #[serde(default)]
    purpose_is_free: bool,
    #[serde(default)]
    reference_is_own: bool,
    #[serde(default)]
    further_contacts_are_technical: bool,
    #[serde(default)]
    of_its_tool: Vec<String>,
    #[serde(default)]
    bare_labels: Vec<String>,
    #[serde(default)]
    marks: Vec<WrittenMark>,
    #[serde(default)]
    labels: HashMap<Label, Vec<String>>,
    #[serde(default)]
    label_patterns: BTreeMap<Label, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMark {
    pattern: String,
    weight: u32,
    why: String,
}

impl Letter {
    fn layout(self, name: String) -> Result<Layout, regex::Error> {
        let marks = self.marks.into_iter().map(|mark| {
            Ok(Mark { pattern: pattern(&mark.pattern)?, weight: mark.weight, why: mark.why })
        });
        let labels = self
            .labels
            .into_iter()
            .flat_map(|(label, words)| words.into_iter().map(move |words| (folded(&words), label)));
        let forms = self.label_patterns.into_iter().flat_map(|(label, forms)| {
            forms.into_iter().map(move |form| Ok((pattern(&form)?, label)))
        });
        Ok(Layout {
            name,
            needs: self.needs,
            dates: self.dates,
            purpose_from_actions: self.purpose_from_actions,
            purpose_is_free: self.purpose_is_free,
            reference_is_own: self.reference_is_own,
            further_contacts_are_technical: self.further_contacts_are_technical,
            of_its_tool: self.of_its_tool.iter().map(|words| folded(words)).collect(),
            bare_labels: longest_first(self.bare_labels),
            marks: marks.collect::<Result<_, _>>()?,
            labels: labels.collect(),
            label_patterns: forms.collect::<Result<_, _>>()?,
        })
    }
}

fn longest_first(mut labels: Vec<String>) -> Vec<String> {
    labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
    labels
}

/// Lets each hyphen of a pattern be a non-breaking one too.
fn any_hyphen(pattern: &str) -> String {
    let (mut all, mut in_class, mut escaped) =
        (String::with_capacity(pattern.len() * 2), false, false);
    for sign in pattern.chars() {
        match sign {
            '-' if !in_class && !escaped => all.push_str("[-\u{2010}\u{2011}]"),
            sign => all.push(sign),
        }
        in_class = !escaped && (sign == '[' || (in_class && sign != ']'));
        escaped = sign == '\\' && !escaped;
    }
    all
}

fn pattern(text: &str) -> Result<Regex, regex::Error> {
    Regex::new(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_an_organization_can_be_read() {
        for (name, text) in FILES {
            let file: File = toml::from_str(text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            for one in &file.identifiers.patterns {
                pattern(&any_hyphen(one)).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            }
            if let Some(letter) = file.letter {
                letter
                    .layout(file.name.unwrap_or_default())
                    .unwrap_or_else(|fault| panic!("{name}: {fault}"));
            }
        }
    }

    #[test]
    fn every_key_of_a_form_is_explained() {
        let readme = include_str!("../../organizations/README.md");
        let fault = toml::from_str::<Letter>("nonsense = 1").err().expect("no such key");
        let keys: Vec<String> =
            fault.to_string().split('`').skip(3).step_by(2).map(str::to_owned).collect();
        assert!(keys.len() > 8, "{fault}");
        for key in keys {
            assert!(readme.contains(&format!("| `{key}` |")), "{key} is not explained");
        }
    }

    #[test]
    fn no_label_of_one_file_means_two_things() {
        for (name, text) in FILES {
            let file: File = toml::from_str(text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            let mut seen: HashMap<String, Label> = HashMap::new();
            for (label, words) in file.letter.map(|letter| letter.labels).unwrap_or_default() {
                for word in words {
                    let before = seen.insert(folded(&word), label);
                    assert!(before.is_none_or(|before| before == label), "{name}: {word}");
                }
            }
        }
    }
}
