//! Who answers or asks whom in the sentences of a letter that has no labels: "the Example WG has the following answer for the
//! Example Forum", "We request that the Example Forum publish …".

use std::sync::LazyLock;

use regex::{Match, Regex};

use super::block::UNLABELLED;
use super::bodies;
use super::items;
use super::letter::Letter;
use super::lists;
use super::parties::{GREETED, SAID, SPOKEN_FOR};
use super::patterns::compiled;
use super::person_names::is_person;
use super::result::{Evidence, Field, Reading};
use crate::document::Span;

/// Why a body is doubted that a sentence names which gives an answer.
const ANSWERED: &str = "It stands in the sentence that answers, not in a line of its own.";

/// Why a body is doubted that a sentence asks for something.
const ASKED: &str = "It stands in the sentence that asks, not in a line of its own.";

/// How much of a text is looked at.
const MOST: usize = 6_000;

/// How the name of a body is written within a sentence.
const BODY: &str = r"[A-Z0-9][\w/&-]*(?:\.\w[\w/&-]*)*(?:(?:[ \t\u{a0}]+|[ \t]*\n[ \t]*)(?:[A-Z0-9][\w/&-]*(?:\.\w[\w/&-]*)*|of(?:\s+the)?|for|on|and)){0,9}";

/// Reads who answers and who is asked, where no line says from whom or to whom the letter is.
pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    if let Some((from, to)) = answer(letter)
        && (reading.to.is_empty() || reading.from.is_empty())
    {
        if is_doubted(reading, Field::From) {
            reading.from.clear();
            reading.evidence.remove(Field::From.name());
            lists::add(&mut reading.from, &letter.one_line(from));
            letter.note(reading, Field::From, from, Some(ANSWERED));
        }
        if let Some(to) = to.filter(|_| reading.to.is_empty()) {
            addressed(letter, reading, to, ANSWERED);
        }
    }
    if reading.to.is_empty()
        && let Some(to) = thanked(letter)
    {
        addressed(letter, reading, to, ANSWERED);
    }
    if reading.from.is_empty()
        && let Some(from) = considered(letter)
    {
        lists::add(&mut reading.from, &letter.one_line(from));
        letter.note(reading, Field::From, from, Some(ANSWERED));
    }
    if (reading.to.is_empty() || reading.from.is_empty())
        && let Some((from, to)) = asked(letter, reading)
    {
        // Who signs may leave out the organization.
        let is_longer = |one: &String| {
            from.is_some_and(|from| letter.one_line(from).ends_with(&format!(" {one}")))
        };
        let is_short = is_doubted(reading, Field::From) && reading.from.iter().all(is_longer);
        if let Some(from) = from.filter(|_| is_short) {
            reading.from.clear();
            reading.evidence.remove(Field::From.name());
            lists::add(&mut reading.from, &letter.one_line(from));
            letter.note(reading, Field::From, from, Some(ASKED));
        }
        if reading.to.is_empty() {
            addressed(letter, reading, to, ASKED);
        }
    }
}

/// Takes the bodies that a sentence names as addressed.
fn addressed(letter: &Letter<'_>, reading: &mut Reading, to: Span, why: &str) {
    for item in items::items_of_line(&letter.sheet, to) {
        lists::add(&mut reading.to, &letter.one_line(item));
        letter.note(reading, Field::To, item, Some(why));
    }
}

/// Says whether sentences name both who answers or asks, and whom.
pub(super) fn names_both(reading: &Reading) -> bool {
    let says = |field: Field, why: &[&str]| {
        let evidence = reading.evidence_of(field);
        let is_one = |one: &Evidence| one.doubt.as_deref().is_some_and(|one| why.contains(&one));
        !evidence.is_empty() && evidence.iter().all(is_one)
    };
    let is_labelled = |field: Field| {
        let evidence = reading.evidence_of(field);
        !evidence.is_empty() && evidence.iter().all(|one| one.doubt.is_none())
    };
    // A working group of ours writes to those above it every day.
    let is_to_ours = reading.to.iter().any(|one| super::purpose::names_us(one));
    let is_of_another = |one: &String| {
        let first = one.split(' ').next().unwrap_or_default();
        bodies::is_of_an_organization(one) && !super::purpose::names_us(first)
    };
    let is_group = |one: &String| {
        is_to_ours
            && !is_of_another(one)
            && (one.ends_with(" WG") || one.ends_with(" Working Group"))
    };
    let is_signed_for = || {
        let evidence = reading.evidence_of(Field::From);
        evidence.iter().all(|one| one.doubt.is_some()) && !reading.from.iter().any(is_group)
    };
    !reading.from.is_empty()
        && !is_within_one(reading)
        && (says(Field::To, &[ANSWERED, ASKED, SAID])
            || (is_labelled(Field::To) && is_signed_for())
            || (says(Field::To, &[GREETED, UNLABELLED, SPOKEN_FOR])
                && (says(Field::From, &[ASKED]) || is_signed_for())))
}

/// Says whether all who are addressed belong to who writes: "the Alliance" is the "Example Alliance".
pub(super) fn is_within_one(reading: &Reading) -> bool {
    let is_part = |to: &String| {
        reading.from.iter().any(|from| from == to || from.ends_with(&format!(" {to}")))
    };
    !reading.to.is_empty() && reading.to.iter().all(is_part)
}

/// Says whether a field was filled with doubt, or not at all.
fn is_doubted(reading: &Reading, field: Field) -> bool {
    reading.evidence_of(field).iter().all(|one| one.doubt.is_some())
}

/// Returns who gives an answer, and to whom: "the Example WG has the following answer for the Example Forum".
fn answer(letter: &Letter<'_>) -> Option<(Span, Option<Span>)> {
    static ANSWER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(&format!(
            r"(?:^|[\s(])(?:[Tt]he\s+)?(?P<from>{BODY})\s+(?:(?:would\s+like|wishes|wants)\s+to\s+)?(?:has|gives?|provides?|offers?|sends?|submits?)\s+(?:you\s+)?(?:the\s+following|this|these|its|the\s+attached)\s+(?:answers?|responses?|reply|replies|comments?)(?:\s+(?:for|to)\s+(?:the\s+)?(?P<to>{BODY}))?"
        ))
    });
    const OPENING: usize = 900;
    let (start, text) = text(letter, OPENING);
    let found = ANSWER.as_ref()?.captures(text)?;
    let span = |name: &str| body(letter, start, found.name(name)?);
    Some((span("from")?, span("to")))
}

/// Returns the body whose letter a text answers first of all: "Thank you for the liaison of 3 May from the Example WG".
fn thanked(letter: &Letter<'_>) -> Option<Span> {
    static THANKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(&format!(
            r"(?:^|\n)\s*(?:[Tt]hank\s+you|[Tt]hanks|[Mm]any\s+thanks|[Ww]e\s+thank\s+you|[Ii]n\s+(?:reply|response|answer)\s+to)(?:\s+(?:very\s+much|for))*\s+(?:the|your)\s+(?:[^.;:]{{0,30}}?\s)?(?:liaison|letter|LS|statement|request|questions?)\b[^.;:]{{0,40}}?\sfrom\s+(?:the\s+)?({BODY})"
        ))
    });
    const OPENING: usize = 400;
    let (start, text) = text(letter, OPENING);
    body(letter, start, THANKS.as_ref()?.captures(text)?.get(1)?)
}

/// Returns the body that says to have dealt with the reader's letter: "The Example Council has considered your letter of …".
fn considered(letter: &Letter<'_>) -> Option<Span> {
    static DEALT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(&format!(
            r"(?:^|[\s(])(?:[Tt]he\s+)?({BODY})\s+(?:has|have)\s+(?:\w+\s+)?(?:considered|discussed|reviewed|received|studied|examined|noted)\s+your\s+(?:\w+\s+){{0,3}}(?:letter|liaison|statement|request|question|LS)\b"
        ))
    });
    const OPENING: usize = 900;
    let (start, text) = text(letter, OPENING);
    body(letter, start, DEALT.as_ref()?.captures(text)?.get(1)?)
}

/// Returns who asks or tells which body something: "We request that the Example Forum publish …".
fn asked(letter: &Letter<'_>, reading: &Reading) -> Option<(Option<Span>, Span)> {
    static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(&format!(
            r"\b(?P<from>I|[Ww]e|{BODY})\s+(?:(?:[^.;:!?\n]|\n\S|\.\d){{1,80}}?\sand\s+)?(?:(?:would|should|also|therefore|hereby|kindly|respectfully|formally|like|wish|wishes|am|are|is|writing|pleased|to)\s+){{0,6}}(?:\([^()]{{2,40}}\)\s+)?(?P<asks>(?:ask|request|urge|invite|encourage|inform|notify|advise|call\s+(?:up)?on)s?|ha(?:s|ve)\s+(?:an?|some|several|two|three|the\s+following)\s+(?:\w+\s+)?(?:question|request|comment)s?\s+(?:to|for|on))\s+(?:that\s+)?(?:the\s+)?(?P<to>{BODY})(?:\s+(?P<next>[a-z]+(?:\s+[a-z]+)?)|[:.,])"
        ))
    });
    const FOUND: usize = 40;
    if greets_its_own(letter) {
        return None;
    }
    let (start, text) = text(letter, MOST);
    let mut all = ASKS.as_ref()?.captures_iter(text).take(FOUND);
    all.find_map(|found| {
        let sender = found.name("from")?;
        let next = found.name("next").map_or("", |next| next.as_str());
        let from = sender.as_str();
        let asks = found.name("asks").map_or("", |asks| asks.as_str());
        let named = body(letter, start, sender);
        let span = body(letter, start, found.name("to")?)?;
        let words = letter.one_line(span);
        // One person informs of many things; of those of a body only on its behalf.
        let tells = ["inform", "notify", "advise"].iter().any(|verb| asks.starts_with(verb));
        let is_sender = if from == "I" && tells {
            let before = text.get(..sender.start()).unwrap_or_default().to_lowercase();
            !reading.from.is_empty()
                && before.rsplit(". ").next().is_some_and(|one| one.contains("behalf of"))
        } else if matches!(from, "I" | "We" | "we") {
            !reading.from.is_empty()
        } else if reading.from.is_empty() {
            // Who asks in the third person is known to write by the greeting, or signs.
            let signs = || named.is_some_and(|one| ends_with(letter, letter.sheet.words(one)));
            reading.to.contains(&words) || (reading.to.is_empty() && signs())
        } else {
            let bare = from.strip_prefix("The ").unwrap_or(from);
            reading.from.iter().any(|one| {
                one.contains(bare) || bare.contains(one.as_str()) || initials(one) == bare
            })
        };
        let is_other =
            !reading.from.iter().any(|one| one.contains(&words) || words.contains(one.as_str()));
        (is_sender && is_other && !invites_to_come(next)).then_some((named, span))
    })
}

/// Returns the first letters of the words of a name that have a capital: "EPU" for "Example Posts Union".
pub(super) fn initials(name: &str) -> String {
    let first = name.split([' ', '-']).filter_map(|word| word.chars().next());
    first.filter(|sign| sign.is_uppercase()).collect()
}

/// Says whether one of the last lines of a letter ends as the name of a body does.
fn ends_with(letter: &Letter<'_>, name: &str) -> bool {
    const LAST: usize = 12;
    const LONGEST: usize = 90;
    const WORDS: usize = 3;
    let end: Vec<&str> = name.split_whitespace().rev().take(WORDS).collect();
    letter.sheet.lines.iter().rev().take(LAST).any(|line| {
        let words = letter.sheet.words(line.span);
        let last = words.split_whitespace().rev().take(end.len());
        words.len() < LONGEST && last.eq(end.iter().copied())
    })
}

/// Says whether what is asked is to come to a meeting.
fn invites_to_come(next: &str) -> bool {
    [
        "to attend",
        "to participate",
        "to join",
        "to take",
        "to our",
        "to the",
        "to a",
        "to its",
        "to nominate",
        "to register",
    ]
    .contains(&next)
}

/// Says whether somebody writes to their own: "Dear all", "Dear members".
fn greets_its_own(letter: &Letter<'_>) -> bool {
    const OWN: [&str; 12] = [
        "readers",
        "subscribers",
        "friends",
        "all",
        "colleague",
        "colleagues",
        "members",
        "member",
        "folks",
        "delegates",
        "experts",
        "participants",
    ];
    const LINES: usize = 60;
    letter.sheet.lines.iter().take(LINES).any(|line| {
        let words = letter.sheet.words(line.span).to_lowercase();
        let greeted = ["dear ", "hello ", "hi "].iter().find_map(|start| words.strip_prefix(start));
        greeted.is_some_and(|rest| {
            rest.len() < 60
                && rest.split(|sign: char| !sign.is_alphabetic()).any(|word| OWN.contains(&word))
        })
    })
}

/// Returns the beginning of the text, and where it begins.
fn text<'l>(letter: &Letter<'l>, most: usize) -> (usize, &'l str) {
    let start = letter.text_start();
    let text = letter.sheet.document.text.get(start..).unwrap_or_default();
    (start, text.get(..text.floor_char_boundary(most)).unwrap_or_default())
}

/// Returns where a body is named, if the words name one that is known, or by a word that only bodies have.
fn body(letter: &Letter<'_>, start: usize, found: Match<'_>) -> Option<Span> {
    const LONGEST: usize = 100;
    let mut name = found.as_str().trim_end_matches(['.', ',', ' ']);
    for joint in [" of", " for", " on", " and", " the"] {
        name = name.strip_suffix(joint).unwrap_or(name);
    }
    let bare = name.strip_prefix("The ").unwrap_or(name);
    let end = start + found.start() + name.len();
    let span = Span::new(end - bare.len(), end);
    let words = letter.one_line(span);
    // "The Council" alone may be anybody's.
    let has_name = words.contains([' ', '-', '/']) || bodies::is_organization(&words);
    let is_named = has_name
        && words.split([' ', '-', '/']).any(|word| {
            bodies::is_known(word) || bodies::is_group_word(word) || word.starts_with("3GPP")
        });
    (words.len() < LONGEST && is_named && bodies::stands_alone(&words) && !is_person(&words))
        .then_some(span)
}
