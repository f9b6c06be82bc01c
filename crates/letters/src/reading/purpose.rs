//! What a letter is for (PUR-1, PUR-5): its own words, and the purpose that they come to.

use rules::Purpose;

use super::actions;
use super::bodies;
use super::each;
use super::entries::Entry;
use super::label::{Label, folded};
use super::letter::{Letter, one_line};
use super::result::{Field, Reading};
use super::ticks::{crossed, crossed_below, several_ticked, ticked};
use crate::document::Span;

/// What is wanted, the stronger the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wanted {
    Information,
    Response,
    Comment,
    Action,
}

pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    let wanted = by_addressee(letter, reading)
        .or_else(|| by_bare_label(letter, reading))
        .or_else(|| each::beside_names(letter, reading))
        .or_else(|| by_label(letter, reading))
        .or_else(|| by_boxes(letter, reading))
        .or_else(|| actions::by_actions(letter, reading));
    if wanted == Some(Wanted::Action)
        && reading.purpose_as_written.is_empty()
        && actions::asked(letter).is_some_and(|span| span.start >= letter.text_start())
    {
        reading.purpose_as_written = "Action".to_owned();
    }
    in_its_own_words(letter, reading);
    reading.purpose = match wanted {
        Some(Wanted::Action) => Some(Purpose::Action),
        Some(Wanted::Response) => Some(Purpose::Response),
        Some(Wanted::Information) => Some(Purpose::Information),
        // Whether comments are wanted by a date is known when the deadline has been read.
        Some(Wanted::Comment) => Some(Purpose::Comment),
        None => None,
    };
}

/// Reads a row of boxes that has no label: "☐ for action ☒ for information".
fn by_boxes(letter: &Letter<'_>, reading: &mut Reading) -> Option<Wanted> {
    let has_boxes = |words: &str| {
        let boxes: usize = ["☐", "☒", "☑"].iter().map(|one| words.matches(one).count()).sum();
        boxes > 1
    };
    let lines = letter.head().iter().filter(|line| has_boxes(letter.sheet.words(line.span)));
    let mut ticks = lines.filter_map(|line| {
        let (start, end) = ticked(letter.sheet.words(line.span))?;
        let span = letter.sheet.trimmed(Span::new(line.span.start + start, line.span.start + end));
        let words = letter.sheet.words(span);
        // "Action: YES ☒" is a field, and no choice of several.
        Some((wanted_in(words).filter(|_| !words.contains(':'))?, span))
    });
    let (wanted, span) = ticks.next()?;
    reading.purpose_as_written = letter.one_line(span);
    letter.note(reading, Field::Purpose, span, None);
    Some(wanted)
}

/// Keeps what a cover has beside its word for a purpose, where that comes to none of the purposes: "To send a letter to …".
fn in_its_own_words(letter: &Letter<'_>, reading: &mut Reading) {
    const MOST: usize = 300;
    let mut entries = letter.entries.filled(&[Label::Purpose]).filter(|entry| entry.in_head);
    let Some(span) = entries.next().and_then(Entry::beside) else { return };
    let words = letter.sheet.words(span);
    let is_other = wanted_in(words).is_none() && in_free_words(letter, words).is_none();
    if letter.layout.purpose_is_free && is_other && words.len() < MOST && !bodies::is_nothing(words)
    {
        reading.purpose_as_written = letter.one_line(span);
        letter.note(reading, Field::Purpose, span, Some(FREE));
    }
}

/// Why a purpose is doubted that is told in free words.
const FREE: &str = "Its own words are none of the purposes: this is what they come to.";

/// Makes of "for comment" what PUR-5 says, when it is known whether there is a deadline.
pub(super) fn settle(reading: &mut Reading) {
    if reading.purpose == Some(Purpose::Comment) {
        let purpose =
            if reading.deadline.is_some() { Purpose::Action } else { Purpose::Information };
        reading.purpose = Some(purpose);
    }
}

/// Reads "For Action:" that stands in the head with nobody beside it, where a field of its own says to whom the letter goes.
fn by_bare_label(letter: &Letter<'_>, reading: &mut Reading) -> Option<Wanted> {
    let mut entries = letter.entries.all.iter().filter(|entry| {
        entry.in_head
            && matches!(entry.label, Label::ToAction | Label::ToComment | Label::ToInformation)
    });
    let (first, others) = (entries.next()?, entries.count());
    letter.entries.first(&[Label::To]).filter(|_| first.is_empty() && others == 0)?;
    let words = one_line(letter.sheet.words(first.label_span));
    let wanted = wanted_in(&words)?;
    words.trim_end_matches([':', ' ']).clone_into(&mut reading.purpose_as_written);
    letter.note(reading, Field::Purpose, first.label_span, None);
    Some(wanted)
}

/// Reads a purpose that is given for each addressee: the strongest of our own, else the strongest.
fn by_addressee(letter: &Letter<'_>, reading: &mut Reading) -> Option<Wanted> {
    const LABELS: [Label; 3] = [Label::ToAction, Label::ToComment, Label::ToInformation];
    let wanted_of = |label| match label {
        Label::ToAction => Wanted::Action,
        Label::ToComment => Wanted::Comment,
        _ => Wanted::Information,
    };
    let filled: Vec<&Entry> = letter
        .entries
        .all
        .iter()
        .filter(|entry| entry.in_head && LABELS.contains(&entry.label))
        .filter(|entry| {
            entry.parts().iter().any(|part| !bodies::is_nothing(letter.sheet.words(*part)))
        })
        .collect();
    let is_ours =
        |entry: &&&Entry| entry.parts().iter().any(|part| names_us(letter.sheet.words(*part)));
    let ours = filled.iter().filter(is_ours).max_by_key(|entry| wanted_of(entry.label));
    let entry = ours.or_else(|| filled.iter().max_by_key(|entry| wanted_of(entry.label)))?;
    let words = entry.label_words.as_deref();
    let words = one_line(words.unwrap_or(letter.sheet.words(entry.label_span)));
    let words = words.trim_end_matches([':', ' ']);
    let words = if words.to_lowercase().ends_with(" to") {
        words.get(..words.len() - 3).unwrap_or(words)
    } else {
        words
    };
    words.clone_into(&mut reading.purpose_as_written);
    letter.note(reading, Field::Purpose, entry.label_span, None);
    Some(wanted_of(entry.label))
}

pub(super) fn names_us(words: &str) -> bool {
    words
        .split(|sign: char| !sign.is_alphanumeric())
        .any(|word| matches!(word, "IETF" | "IAB" | "IESG" | "IRTF"))
}

/// Returns the lines that may say what a letter is for, those that are likelier to say it first.
fn entries_for_purpose<'l>(letter: &'l Letter<'_>) -> Vec<&'l Entry> {
    let mut entries: Vec<&Entry> = letter.entries.filled(&[Label::Purpose]).collect();
    entries.extend(
        letter
            .entries
            .filled(&[Label::Other, Label::Actions])
            .filter(|entry| is_status(letter, entry)),
    );
    // What is asked of us goes before what a paper is for elsewhere, and what is requested before what a status says.
    entries.sort_by_key(|entry| {
        let label = folded(letter.sheet.words(entry.label_span));
        let is_status = matches!(label.as_str(), "status" | "document status" | "type");
        let is_told = is_status
            && entry
                .beside()
                .or(entry.more.first().map(|more| more.span))
                .is_some_and(|span| span.end - span.start > super::finder::SENTENCE);
        (is_told, !entry.parts().iter().any(|part| names_us(letter.sheet.words(*part))), is_status)
    });
    entries
}

fn by_label(letter: &Letter<'_>, reading: &mut Reading) -> Option<Wanted> {
    let entries = entries_for_purpose(letter);
    for entry in entries {
        let listed = crossed_below(letter, entry);
        let first = || entry.more.first().map(|more| more.span);
        let Some(whole) = entry.beside().or(listed).or_else(first) else { continue };
        let span = chosen(letter, whole);
        let words = letter.sheet.words(span);
        // Below the text only what is plainly a purpose counts: "Status: For action".
        let is_plain = entry.in_head || folded(words).starts_with("for ");
        if let Some(wanted) = answer_wanted(letter, entry, words).filter(|_| entry.in_head) {
            letter.note(reading, Field::Purpose, Span::new(entry.label_span.start, span.end), None);
            return Some(wanted);
        }
        if bodies::is_nothing(words) || !is_plain {
            continue;
        }
        if let Some(wanted) = yes(letter, entry, words) {
            reading.purpose_as_written = "Action".to_owned();
            letter.note(reading, Field::Purpose, Span::new(entry.label_span.start, span.end), None);
            return Some(wanted);
        }
        let named = each::addressees(letter, whole);
        let strongest = named.iter().map(|(one, _)| each::wanted_of(one)).max();
        let stated = wanted_in(words).or_else(|| in_free_words(letter, words)).or(strongest);
        let Some(wanted) = stated else {
            if let Some(wanted) = request(letter, entry, words) {
                reading.purpose_as_written = one_line(words);
                letter.note(reading, Field::Purpose, span, None);
                return Some(wanted);
            }
            continue;
        };
        // What a cover requests is to be done, whatever it is called.
        let label = folded(letter.sheet.words(entry.label_span));
        let requested = label.starts_with("requested act")
            || [
                "action required",
                "action requested",
                "required action",
                "expected action",
                "action expected",
            ]
            .contains(&label.as_str());
        // "Action required: For information and comments" asks for no act, and "for comments" says it in so many words (PUR-5).
        let informs =
            folded(words).contains("information") || folded(words).starts_with("for comm");
        let wanted =
            if requested && !informs && matches!(wanted, Wanted::Comment | Wanted::Response) {
                Wanted::Action
            } else {
                wanted
            };
        let is_free = wanted_in(words).is_none() && named.is_empty();
        reading.purpose_as_written = as_written(letter, entry, span);
        let several = several_ticked(letter, whole);
        if let Some((words, _)) = &several {
            reading.purpose_as_written.clone_from(words);
        }
        let wanted = several.map_or(wanted, |(_, strongest)| wanted.max(strongest));
        letter.note(reading, Field::Purpose, span, is_free.then_some(FREE));
        for (one, span) in named {
            reading.addressees.push(one);
            letter.note(reading, Field::Addressees, span, None);
        }
        return Some(each::ours_among(reading).unwrap_or(wanted));
    }
    None
}

/// Returns the words of a purpose as they are kept: with a label in brackets, and without what is asked beside it.
fn as_written(letter: &Letter<'_>, entry: &Entry, span: Span) -> String {
    let words = letter.sheet.words(span);
    // "[Requested action: For …]" has the label within the value.
    let label = letter.sheet.words(entry.label_span);
    let whole_words =
        Span::new(entry.label_span.start + usize::from(label.starts_with('[')), span.end);
    let is_bracketed = label.starts_with('[');
    let written = if is_bracketed { letter.sheet.words(whole_words) } else { words };
    // What it asks beside it is no purpose: "For action (a reply is requested by …)".
    let lower = written.to_lowercase();
    let asks =
        ["reply", "deadline", " by ", " before "].iter().filter_map(|word| lower.find(word)).min();
    let written = [" (", " - ", " – ", ", ", "; "]
        .iter()
        .filter_map(|border| written.find(border))
        .min()
        .filter(|border| asks.is_some_and(|asks| *border < asks))
        .map_or(written, |at| written.get(..at).unwrap_or(written));
    one_line(written.trim_end_matches(']'))
}

/// Says whether a line for the status of a document says what the letter is for: "Status: For action".
fn is_status(letter: &Letter<'_>, entry: &Entry) -> bool {
    let label = folded(letter.sheet.words(entry.label_span));
    let value = entry.beside().map(|span| folded(letter.sheet.words(span))).unwrap_or_default();
    matches!(label.as_str(), "status" | "document status" | "category" | "document type" | "action")
        && (value.starts_with("for ") || (label == "action" && wanted_by(&value).is_some()))
        && wanted_in(&value).is_some()
}

/// Reads "Response requested: No": whether anything is wanted back.
fn answer_wanted(letter: &Letter<'_>, entry: &Entry, words: &str) -> Option<Wanted> {
    const ANSWERS: [&str; 6] = ["response", "reply", "answer", "feedback", "comments", "action"];
    const WANTED: [&str; 5] = ["requested", "required", "expected", "needed", "requested action"];
    let label = folded(letter.sheet.words(entry.label_span));
    let asks = ANSWERS.iter().any(|answer| label.starts_with(answer))
        && WANTED.iter().any(|wanted| label.ends_with(wanted));
    let value = folded(words);
    let first = value.split([' ', ',', ';', '(']).next().unwrap_or_default();
    match first {
        "no" | "none" | "non" | "nein" | "nil" if asks => Some(Wanted::Information),
        "yes" | "oui" | "ja" | "sí" if asks && !label.starts_with("action") => {
            Some(Wanted::Action)
        }
        _ => None,
    }
}

/// Reads what a line for the requested action asks in a sentence: "Action requested: Please inform us of …".
fn request(letter: &Letter<'_>, entry: &Entry, words: &str) -> Option<Wanted> {
    let label = folded(letter.sheet.words(entry.label_span));
    let is_request = ["action", "requested act", "expected act", "required act"]
        .iter()
        .any(|start| label.starts_with(start))
        && label != "action";
    let is_sentence = words.split_whitespace().count() > 2 && words.len() < 600;
    (entry.in_head && is_request && is_sentence).then_some(Wanted::Action)
}

/// Reads "Action required: Yes".
fn yes(letter: &Letter<'_>, entry: &Entry, words: &str) -> Option<Wanted> {
    let asks = folded(letter.sheet.words(entry.label_span)).starts_with("action");
    (asks && folded(words) == "yes").then_some(Wanted::Action)
}

/// Returns the part of a value that counts: the box that is ticked, what stands in brackets as asked for, of several
/// lines the one for us, else the strongest.
fn chosen(letter: &Letter<'_>, span: Span) -> Span {
    let words = letter.sheet.words(span);
    if let Some((start, end)) = ticked(words) {
        return letter.sheet.trimmed(Span::new(span.start + start, span.start + end));
    }
    if let Some(line) = crossed(letter, span) {
        return line;
    }
    if let (Some(open), true) = (words.find('['), words.to_lowercase().contains("action")) {
        let end = words.rfind(']').unwrap_or(words.len());
        let inner = words.get(open + 1..end).unwrap_or_default();
        if folded(inner).starts_with("requested action") {
            return letter.sheet.trimmed(Span::new(span.start + open + 1, span.start + end));
        }
    }
    let lines = letter.sheet.lines_of(span);
    let ours = lines.iter().filter(|line| names_us(letter.sheet.words(**line)));
    let strongest = |lines: &mut dyn Iterator<Item = &Span>| {
        lines
            .filter_map(|line| Some((wanted_in(letter.sheet.words(*line))?, *line)))
            .max_by_key(|(wanted, _)| *wanted)
    };
    let mut ours = ours;
    strongest(&mut ours)
        .or_else(|| strongest(&mut lines.iter()))
        .filter(|_| lines.len() > 1)
        .map_or(span, |(_, line)| line)
}

/// Returns what a single word asks for, in the languages in which letters come.
fn wanted_by(word: &str) -> Option<Wanted> {
    match word {
        "action" | "actions" | "act" | "consideration" | "decision" | "acción" | "suite" => {
            Some(Wanted::Action)
        }
        "comment" | "comments" | "comm" | "com" | "feedback" | "review" | "observations"
        | "commentaires" | "comentarios" | "observaciones" | "stellungnahme" => {
            Some(Wanted::Comment)
        }
        "response" | "reply" | "answer" | "réponse" | "respuesta" => Some(Wanted::Response),
        "information" | "info" | "fyi" | "informational" | "inform" | "información" => {
            Some(Wanted::Information)
        }
        _ => None,
    }
}

/// Returns what a value says without what it says that it does not want: "for information; no response is required".
fn without_denial(folded: String) -> String {
    const DENIALS: [&str; 9] = [
        ", reply not",
        ", response not",
        ", no answer",
        "; no response",
        "; no reply",
        "; no action",
        ", no response",
        ", no reply",
        ", no action",
    ];
    match DENIALS.iter().filter_map(|denial| folded.find(denial)).min() {
        Some(at) if at > 0 => folded.get(..at).unwrap_or_default().to_owned(),
        _ => folded,
    }
}

/// Returns what words ask for, the strongest of several.
pub(super) fn wanted_in(words: &str) -> Option<Wanted> {
    const MOST: usize = 160;
    if words.len() > MOST {
        return None;
    }
    let folded = without_denial(folded(words));
    let all = folded.split(|sign: char| !sign.is_alphanumeric()).filter_map(wanted_by);
    let strongest = all.max()?;
    // Information that is requested is to be given.
    let strongest = if folded.starts_with("request for ") || folded.starts_with("requests for ") {
        Wanted::Action
    } else {
        strongest
    };
    // A response that is requested is to be given.
    let is_asked = ["requested", "required", "expected", "wanted", "needed"]
        .iter()
        .any(|asked| folded.split(' ').any(|word| word == *asked));
    let strongest = if strongest == Wanted::Response && is_asked && !folded.starts_with("no ") {
        Wanted::Action
    } else {
        strongest
    };
    // What is to be considered and is for information is for information.
    let names =
        |name: &str| folded.split(|sign: char| !sign.is_alphanumeric()).any(|word| word == name);
    let strongest = if names("consideration") && names("information") && !names("action") {
        Wanted::Information
    } else {
        strongest
    };
    let count = folded.split_whitespace().count();
    const FIRST: [&str; 14] = [
        "review ",
        "comments ",
        "feedback ",
        "act ",
        "fyi",
        "for ",
        "in ",
        "information",
        "action",
        "comment",
        "response",
        "requested action",
        "info",
        "reply",
    ];
    let within = [
        " for action",
        " for information",
        " for comment",
        " for info",
        " for response",
        " for review",
    ];
    let begins = FIRST.iter().any(|first| folded.starts_with(first))
        || within.iter().any(|within| folded.contains(within));
    (count <= 4 || begins).then_some(strongest)
}

/// Returns what a purpose in free words comes to: "To request extensions of …".
fn in_free_words(letter: &Letter<'_>, words: &str) -> Option<Wanted> {
    if !letter.layout.purpose_is_free {
        return None;
    }
    let folded = folded(words);
    let asks = |word: &str| {
        matches!(
            word,
            "request" | "requests" | "ask" | "asks" | "solicit" | "seek" | "invite" | "propose"
        )
    };
    if folded.split(|sign: char| !sign.is_alphanumeric()).any(asks) {
        return Some(Wanted::Action);
    }
    folded.split(|sign: char| !sign.is_alphanumeric()).find_map(|word| match word {
        "respond" | "reply" | "answer" | "response" => Some(Wanted::Response),
        "inform" | "provide" | "share" | "announce" | "notify" | "update" | "report"
        | "information" | "aware" => Some(Wanted::Information),
        _ => None,
    })
}
