//! The purpose of letters that have no line for it: what their sections and sentences ask (PUR-1).

use std::sync::LazyLock;

use regex::Regex;

use super::bodies;
use super::dates::dates_in;
use super::label::{Label, folded};
use super::letter::Letter;
use super::purpose;
use super::result::{Field, Reading};
use crate::document::{Region, Span};

/// Tells the purpose from a section that says what is to be done, in letters that have no line for it.
pub(super) fn by_actions(letter: &Letter<'_>, reading: &mut Reading) -> Option<purpose::Wanted> {
    if let Some(span) = asked(letter) {
        reading.purpose_as_written = "Action".to_owned();
        letter.note(reading, Field::Purpose, span, None);
        return Some(purpose::Wanted::Action);
    }
    if !letter.layout.purpose_from_actions {
        return by_text(letter, reading);
    }
    // Without a section on actions the sentences tell what is asked, as in any letter.
    let has_section = || {
        letter.sheet.lines.iter().any(|line| is_heading_of_actions(letter.sheet.words(line.span)))
    };
    if !has_section()
        && let Some(wanted) = by_text(letter, reading)
    {
        return Some(wanted);
    }
    if letter.entries.first(&[Label::Deadline]).is_some_and(|entry| {
        entry.beside().is_some_and(|span| !bodies::is_nothing(letter.sheet.words(span)))
    }) {
        return by_text(letter, reading);
    }
    if says_that_it_informs(letter) {
        return by_text(letter, reading);
    }
    let answered = reading.evidence_of(Field::InResponseTo).first().cloned();
    if let Some(mut evidence) = answered.filter(|_| is_a_reply(reading)) {
        evidence.doubt =
            Some("It asks for nothing and answers a statement: In Response.".to_owned());
        reading.note(Field::Purpose, evidence);
        return Some(purpose::Wanted::Response);
    }
    let mut evidence = reading.evidence_of(Field::Subject).first()?.clone();
    evidence.doubt = Some("It asks for nothing and answers nothing: For Information.".to_owned());
    reading.note(Field::Purpose, evidence);
    Some(purpose::Wanted::Information)
}

/// Says whether the text of a letter that asks for nothing says that it is for information.
fn says_that_it_informs(letter: &Letter<'_>) -> bool {
    let text = letter.sheet.document.text.get(letter.text_start()..).unwrap_or_default();
    let text = text.get(..text.floor_char_boundary(20_000)).unwrap_or_default();
    says(text).and_then(|found| purpose::wanted_in(found.as_str()))
        == Some(purpose::Wanted::Information)
}

pub(super) fn is_a_reply(reading: &Reading) -> bool {
    !reading.in_response_to.is_empty()
}

/// Returns the first line of the section on actions that asks for something.
pub(super) fn asked(letter: &Letter<'_>) -> Option<Span> {
    let is_labelled = |span: Span| {
        let mut entries = letter.entries.all.iter().filter(|entry| entry.in_head);
        entries.any(|entry| entry.label == Label::Purpose && entry.label_span.start == span.start)
    };
    if none_asked(letter).is_some() {
        return None;
    }
    let body = letter.sheet.lines.iter().filter(|line| line.region == Region::Body);
    let body = body.filter(|line| !is_labelled(line.span));
    let mut lines = body.skip_while(|line| !is_heading_of_actions(letter.sheet.words(line.span)));
    let heading = lines.next()?;
    // "Actions: None" on one line.
    let after = letter.sheet.words(heading.span).split_once(':').map_or("", |(_, rest)| rest);
    let mut first = (!bodies::is_nothing(after)).then_some(heading.span);
    for line in lines {
        let words = letter.sheet.words(line.span);
        if is_heading_of_dates(words) {
            break;
        }
        if !asks(words) {
            continue;
        }
        let labelled = folded(words).starts_with("action");
        if labelled {
            return Some(line.span);
        }
        first = first.or(Some(line.span));
    }
    first.filter(|span| asks(letter.sheet.words(*span)))
}

/// Returns the line of the section on actions that says that there are none: "None. Comments are welcome at any time."
fn none_asked(letter: &Letter<'_>) -> Option<Span> {
    let body = letter.sheet.lines.iter().filter(|line| line.region == Region::Body);
    let mut lines =
        body.skip_while(|line| !is_heading_of_actions(letter.sheet.words(line.span))).skip(1);
    let first = lines.next()?.span;
    let says_none = letter
        .sheet
        .words(first)
        .split('.')
        .next()
        .is_some_and(|words| !words.trim().is_empty() && bodies::is_nothing(words));
    says_none.then_some(first)
}

/// Returns the words of a text that say that nothing is asked: "No reply is expected".
fn asks_nothing(text: &str) -> Option<regex::Match<'_>> {
    static NOTHING: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\bno\s+(?:\w+\s+)?(?:actions?|reply|response|answer|feedback)\b[^.;\n]{0,50}?\b(?:requested|required|expected|needed|necessary|sought|called for)\b|\b(?:has|have)\s+no\s+(?:\w+\s+)?requests?\b|\b(?:needs?|requires?|calls? for|expects?|requests?|asks? for)\s+no\s+(?:\w+\s+)?(?:action|reply|response|answer)\b|\bnothing\s+(?:is\s+(?:asked|requested|required|expected)|needs?\s+to\s+be\s+done)\b|\bno\s+need\s+(?:to\s+(?:respond|reply|answer|act)|for\s+(?:an?\s+|any\s+)?(?:reply|response|answer|action))\b|\bdo(?:es)?\s+not\s+(?:require|need|expect|request|call for|ask for)\s+(?:an?\s+|any\s+)?(?:\w+\s+)?(?:action|reply|response|answer)\b|\b(?:purpose|aim|intention|object|intent)\s+of\s+this\s+(?:liaison|letter|statement|message|communication|LS)(?:\s+statement)?\s+is\s+(?:only\s+|merely\s+|just\s+)?to\s+(?:inform|notify|advise|tell|share|make\s+you\s+aware|let\s+you\s+know|draw\s+your\s+attention|provide\s+(?:you\s+with\s+)?information)\b").ok()
    });
    // "No reply is needed otherwise" wants one in some cases.
    let is_plain = |found: &regex::Match<'_>| {
        let after = text.get(found.end()..).unwrap_or_default().trim_start();
        !after.starts_with("otherwise") && !after.starts_with("unless")
    };
    NOTHING.as_ref()?.find_iter(text).find(is_plain)
}

/// Returns what a letter is for that says that it asks nothing.
fn of_one_that_asks_nothing(reading: &Reading) -> purpose::Wanted {
    if is_a_reply(reading) { purpose::Wanted::Response } else { purpose::Wanted::Information }
}

/// Tells the purpose from the sentences of a letter that has no word for it: what it asks, answers or tells.
pub(super) fn by_text(letter: &Letter<'_>, reading: &mut Reading) -> Option<purpose::Wanted> {
    let whole = letter.sheet.document.text.as_str();
    let start = Some(letter.text_start()).filter(|start| *start < whole.len());
    let start = start.unwrap_or_else(|| letter.below_labels());
    let text = whole.get(start..)?;
    let text = text.get(..text.floor_char_boundary(20_000)).unwrap_or_default();
    if let Some(found) = says(text) {
        let span = Span::new(start + found.start(), start + found.end());
        reading.purpose_as_written = letter.one_line(span);
        letter.note(
            reading,
            Field::Purpose,
            span,
            Some("It stands in the text, not in a field of its own."),
        );
        return purpose::wanted_in(found.as_str());
    }
    let denied = asks_nothing(text)
        .map(|found| Span::new(start + found.start(), start + found.end()))
        .or_else(|| none_asked(letter));
    if let Some(span) = denied {
        letter.note(
            reading,
            Field::Purpose,
            span,
            Some("It has no line for its purpose: its text says that nothing is asked."),
        );
        return Some(of_one_that_asks_nothing(reading));
    }
    if let Some(span) = has_a_deadline(letter) {
        letter.note(
            reading,
            Field::Purpose,
            span,
            Some("It has no line for its purpose, and a deadline: something is asked."),
        );
        return Some(purpose::Wanted::Action);
    }
    if let Some(found) = asked_in(text) {
        let span = Span::new(start + found.start(), start + found.end());
        letter.note(
            reading,
            Field::Purpose,
            span,
            Some("It has no line for its purpose: its text asks for something."),
        );
        return Some(purpose::Wanted::Action);
    }
    if let Some(found) = informs(text) {
        let span = Span::new(start + found.start(), start + found.end());
        reading.purpose_as_written = letter.one_line(span);
        letter.note(
            reading,
            Field::Purpose,
            span,
            Some("It stands in the text, not in a field of its own."),
        );
        return Some(purpose::Wanted::Information);
    }
    let mut evidence = reading.evidence_of(Field::InResponseTo).first().cloned()?;
    evidence.doubt = Some(
        "It has no line for its purpose: it answers a statement and asks for nothing.".to_owned(),
    );
    reading.note(Field::Purpose, evidence);
    Some(purpose::Wanted::Response)
}

/// Returns the words by which a text asks something of its reader.
fn asked_in(text: &str) -> Option<regex::Match<'_>> {
    static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:(?:would|kindly|cordially|therefore|hereby)\s+)?(?:could|can|would|will)\s+you\s+(?:please|kindly)\s+\w+|\b(?:could|can|would|will)\s+you\s+(?:also\s+)?(?:let|tell|provide|confirm|send|inform|advise|consider|review|comment|clarify|share|explain|indicate|give|answer)\b|\b(?:(?:would|kindly|cordially|therefore|hereby)\s+)?(?:requests?|asks?|invites?|urges?)\s+(?:that|you|the|its|for|to|if|whether|how|what|which|(?:allocation|assignment|registration|clarification|guidance|advice|confirmation|comments|feedback)\b|(?-i:[A-Z]|[0-9]+[A-Z]))|(?:\bencourages|\bwe\s+encourage)\s+(?:the\s+)?(?:(?:\w+\s+)?(?:group|wg|committee|forum|experts)|\w*(?-i:[A-Z]{2,}))\b[^.;]{0,40}?\sto\b|\bkindly\s+(?:asked|requested)|\b(?:is|are)\s+(?:kindly\s+)?(?:asked|requested|invited)\s+to\b|\bwould\s+(?:(?:very\s+much|also|greatly|highly)\s+)?(?:welcome|appreciate)\b|\b(?:would\s+(?:like|be\s+(?:glad|pleased|happy|grateful|interested))|wish(?:es)?|hopes?|wants?)\s+to\s+(?:learn|know|ask|request|invite|hear|receive|obtain|have\s+your)\b|\bwould\s+be\s+(?:glad|pleased|happy)\s+(?:of|for|with)\s+(?:your|any|an?|the)\b|\b(?:comments?|replies|repl(?:y|ies)|responses?|feedback|answers?|views|contributions)\s+(?:is|are)\s+(?:kindly\s+)?(?:requested|invited|solicited|sought)\b|\bwe\s+would\s+(?:appreciate|welcome|be grateful for)\s+(?:your|any|receiving|a|the|if)\b|\bwe\s+welcome\s+(?:your|any)\b|\bwe\s+appreciate\s+(?:any|receiving|if|your\s+(?:comments?|feedback|review|responses?|repl(?:y|ies)|answers?|input|views?))\b|\bnous\s+(?:vous\s+)?(?:prions|demandons|serions|invitons|saurions)\b|\b(?:wir\s+bitten|bitten\s+wir|wir\s+wären|les\s+rogamos|le\s+rogamos|rogamos)\b|\bplease\s+(?:provide|respond|reply|let\s+(?:us|me)\s+know|send|review|consider|confirm|inform|advise|comment|indicate)|\b(?:grateful|appreciated?)\s+(?:for\s+(?:a|your|any)\s+(?:response|reply|comments?|answer|feedback)|if\s)|\b(?:should|would)\s+be\s+(?:very\s+)?(?:glad|grateful|pleased|happy|obliged|thankful)\s+if\b|\b(?:comments?|feedback|input|replies|answers|responses|contributions)\s+(?:(?:on|about|to|regarding)\s+[^.;:\n]{1,80}?\s+)?(?:is|are|would\s+be)\s+(?:most\s+|very\s+)?(?:welcome|appreciated)\b").ok()
    });
    ASKS.as_ref()?.find_iter(text).find(|found| asks_itself(text, found))
}

/// Says whether words ask something of the reader, and do not tell what the reader asked: "your letter asks for".
fn asks_itself(text: &str, found: &regex::Match<'_>) -> bool {
    static TOLD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:your|the\s+(?:above|earlier|previous|incoming)|their|his|her)\s+(?:[\w-]+\s+){0,4}$|\b(?:you|which|who|they)\s+(?:have\s+)?$|\b(?:in|by)\s+which\s+(?:[\w/-]+\s+){0,5}$").ok()
    });
    let from = text.floor_char_boundary(found.start().saturating_sub(70));
    let before = text.get(from..found.start()).unwrap_or_default();
    let before = before.rsplit(['.', ',', ';', ':']).next().unwrap_or(before);
    let is_third = found.as_str().to_lowercase().starts_with(['r', 'a', 'i']);
    !(is_third && TOLD.as_ref().is_some_and(|told| told.is_match(before)))
}

/// Returns the words by which a text that asks for nothing says that it informs.
fn informs(text: &str) -> Option<regex::Match<'_>> {
    static INFORMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\bfor\s+(?:your|the)\s+information\b(?:\s+only\b)?|(?:^|[.\n]\s*)(for\s+information)\s*,").ok()
    });
    // "We thank you for the information" informs of nothing.
    let thanks = |at: usize| {
        let from = text.floor_char_boundary(at.saturating_sub(100));
        let before = text.get(from..at).unwrap_or_default().to_lowercase();
        before.rsplit(['.', ';']).next().is_some_and(|before| before.contains("thank"))
    };
    let mut all = INFORMS.as_ref()?.captures_iter(text);
    let found = all.find(|found| found.get(0).is_some_and(|whole| !thanks(whole.start())))?;
    found.get(1).or_else(|| found.get(0))
}

/// Returns the words by which a text says what it is for.
fn says(text: &str) -> Option<regex::Match<'_>> {
    static SAYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:this\s+(?:letter|liaison|liaison statement|statement|message|communication|correspondence|LS|document)\s+is\s+(?:sent\s+|provided\s+)?)(for\s+(?:your\s+)?(?:information|action|comments?)(?:\s+only)?)\b|\b[Ww]e\s+(?:provide|send|offer|submit|share)\s+(?:this|it|these|them)\s+(?:to\s+you\s+)?(for\s+(?:your\s+)?information(?:\s+only)?)\b|\b(?:sends?|provides?|forwards?|shares?)\s+this\s+(?:LS|liaison|letter|statement)\s+(for\s+information)\b|(?:^|\n|\. )(for\s+your\s+information\s+only)\b").ok()
    });
    let found = SAYS.as_ref()?.captures(text)?;
    found.iter().skip(1).flatten().next()
}

/// Returns where the head names a day for an answer.
fn has_a_deadline(letter: &Letter<'_>) -> Option<Span> {
    let mut entries = letter.entries.all.iter();
    let dated = entries
        .find(|entry| entry.label == Label::Deadline && entry.in_head && !entry.is_empty())?;
    dated.beside().filter(|span| !dates_in(letter.sheet.words(*span)).is_empty())
}

pub(super) fn is_heading_of_actions(words: &str) -> bool {
    let bare = words.trim_start_matches(|sign: char| {
        sign.is_ascii_digit() || matches!(sign, '.' | ')' | ' ' | '\t')
    });
    let label = bare.split_once(':').map_or(bare, |(label, _)| label);
    let has_number = bare.len() < words.len();
    // "Action requested from SA6: …" says what is asked on the same line.
    const OF_ONE: [&str; 8] = [
        "action requested from ",
        "action requested of ",
        "action required from ",
        "action required of ",
        "action expected from ",
        "actions requested from ",
        "requested action for ",
        "requested actions for ",
    ];
    let of_one = OF_ONE.iter().any(|start| folded(label).starts_with(start));
    (of_one && bare.contains(':') && label.len() < 80)
        || matches!(
            folded(label).as_str(),
            "actions"
                | "action"
                | "actions requested"
                | "requested actions"
                | "requested action"
                | "action items"
                | "actions required"
                | "action requested"
                | "required actions"
                | "action required"
                | "actions to be taken"
                | "decision/action requested"
                | "decision/actions requested"
                | "action/decision requested"
                | "requests for action"
                | "request for action"
                | "requested action(s)"
                | "action(s) requested"
        ) && (has_number || bare.trim_end_matches(':') == "Actions" || words.len() < 30)
}

pub(super) fn is_heading_of_dates(words: &str) -> bool {
    let bare = words.trim_start_matches(|sign: char| {
        sign.is_ascii_digit() || matches!(sign, '.' | ')' | ' ' | '\t')
    });
    let lower = bare.to_lowercase();
    (lower.starts_with("date of next")
        || lower.starts_with("dates of next")
        || lower.starts_with("date of the next")
        || lower.starts_with("next meeting")
        || lower.starts_with("date of")
        || lower.starts_with("dates of"))
        && words.len() < 90
}

/// Says whether a line of that section asks for something, and does not only say that nothing is asked.
pub(super) fn asks(words: &str) -> bool {
    let folded = folded(words);
    let bare = folded.trim_start_matches(|sign: char| !sign.is_alphabetic());
    let after_label =
        bare.strip_prefix("actions").or_else(|| bare.strip_prefix("action")).unwrap_or(bare).trim();
    let is_none = |words: &str| {
        bodies::is_nothing(words)
            || words.starts_with("no action")
            || words.starts_with("no actions")
            || words.starts_with("no specific action")
            || words.starts_with("none")
            || words.starts_with("there is no action")
            || words.starts_with("there are no actions")
    };
    let after = after_label.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let none_for_one = words.rsplit_once(':').is_some_and(|(_, rest)| is_none(&folded_value(rest)))
        && bare.starts_with("to ");
    let only_names =
        bare.starts_with("to ") && words.split_whitespace().count() < 9 && !words.contains(':');
    !after.is_empty() && !is_none(after) && !is_none(bare) && !only_names && !none_for_one
}

pub(super) fn folded_value(words: &str) -> String {
    folded(words).trim().to_owned()
}
