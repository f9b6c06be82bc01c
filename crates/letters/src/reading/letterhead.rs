//! The body that a letter has at its head, on paper.

use std::sync::LazyLock;

use regex::Regex;

use super::bodies;
use super::entries::Entry;
use super::label::{Label, before_colon};
use super::letter::Letter;
use super::patterns::compiled;
use super::sheet::Line;
use crate::document::{Region, Span};

/// Returns the body that a letter has at its head, on a line of its own.
pub(super) fn letterhead(letter: &Letter<'_>) -> Option<Span> {
    static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"^(?:(?:CEN|CLC|CENELEC|ISO|IEC|CEN-CLC|CEN/CLC)/(?:JTC|TC|PC)\s?\d+(?:/(?:SC|WG)\s?\d+)*(?: \([A-Z][\w-]+\))?|ISO/IEC\s*JTC\s*1(?:\s*/\s*SC\s*\d+(?:\s*/\s*WG\s*\d+)?|\s*/\s*WG\s*\d+)|(?:ITU-[RTD] )?(?:Working Part(?:y|ies)|(?:Joint )?Task Group|Study Group|Rapporteur Group) [0-9A-Z][0-9A-Z/-]{0,6}(?:(?:,| and| &|, and) [0-9][A-Z])*|IEEE P?802(?:\.\d+)?(?: [A-Z][\w/-]+){0,4} (?:Working Group|Committee|WG)(?: (?:on|for) [A-Z][\w -]{2,50})?|[A-Z][\w-]+(?: [A-Z][\w-]+){0,5} (?:Forum|Alliance|Consortium|Technical Committee))$",
        )
    });
    const MOST: usize = 25;
    let pattern = HEAD.as_ref()?;
    // Beside the letterhead may stand to whom it goes.
    let mut addressed = super::block::addressed_column(letter).unwrap_or_default();
    addressed.extend(super::postal::block(letter).map(|postal| postal.lines).unwrap_or_default());
    addressed.extend(letter.entries.filled(&[Label::To, Label::Cc]).flat_map(Entry::parts));
    // Who is to see the letter stands below the body that it goes to.
    let is_above_attn = |cell: &Span| {
        let below = letter.sheet.lines.iter().find(|line| line.span.start > cell.start);
        below.is_some_and(|line| super::block::attn_before(letter.sheet.words(line.span)) > 0)
    };
    let is_addressed =
        |cell: &Span| addressed.iter().any(|line| line.start == cell.start) || is_above_attn(cell);
    let lines = letter.sheet.lines.iter().take(MOST).flat_map(|line| line.cells.iter().copied());
    let lines = lines.filter(|cell| !is_addressed(cell));
    // A short letter is signed as near to its top.
    let is_one = |cell: &Span| {
        let words = letter.sheet.words(*cell).trim();
        pattern.is_match(words) && !bodies::is_role(words)
    };
    // Of several below each other a working group writes, or the last.
    let found: Vec<Span> = lines.skip_while(|cell| !is_one(cell)).take_while(is_one).collect();
    if found.is_empty() {
        return at_the_top(letter, &addressed).or_else(|| {
            let first = *letter.sheet.lines.first()?.cells.first()?;
            let first = *letter.sheet.parts_of(first).first()?;
            beside(letter, first).map(|_| first).or_else(|| before_an_address(letter, first))
        });
    }
    let group = found.iter().find(|cell| letter.sheet.words(**cell).contains("Working Group"));
    let found = group.or(found.last()).copied();
    // Its signature has the same name without its legal form.
    let whole = at_the_top(letter, &addressed).filter(|top| {
        let (top, below) =
            (letter.sheet.words(*top), found.map_or("", |one| letter.sheet.words(one)));
        top.len() > below.len() && top.starts_with(below)
    });
    whole.or(found)
}

/// Returns the body that stands on a line of its own right above the title "LIAISON STATEMENT TO …".
pub(super) fn above_title(letter: &Letter<'_>) -> Option<Span> {
    const LONGEST: usize = 90;
    let title = letter.title()?;
    let line = letter.sheet.lines.get(title.first.checked_sub(1)?)?;
    let words = letter.sheet.words(line.span);
    let is_one = line.table == 0
        && line.cells.len() == 1
        && words.len() < LONGEST
        && !words.ends_with(['.', ','])
        && words.split(' ').count() > 1
        && !words.contains(", ")
        && before_colon(words).is_none()
        && bodies::stands_alone(words)
        && super::identifiers::numbers_in(words).is_empty()
        && super::dates::dates_in(words).is_empty();
    is_one.then_some(line.span)
}

/// Returns the body with whose address a letter begins, on one line: "Example Forum, 1 Example Road, Exampleville, CA 90094".
fn before_an_address(letter: &Letter<'_>, first: Span) -> Option<Span> {
    const LONGEST: usize = 160;
    const CODE: usize = 4;
    let words = letter.sheet.words(first);
    let (name, address) = words.split_once(',').filter(|_| words.len() < LONGEST)?;
    let digits = address.split(|sign: char| !sign.is_ascii_digit()).map(str::len).max();
    let is_one = address.contains(',')
        && digits.is_some_and(|digits| digits >= CODE)
        && !address.contains(['@', ':'])
        && bodies::stands_alone(name)
        && !bodies::is_role(name);
    is_one.then(|| Span::new(first.start, first.start + name.len()))
}

/// Returns the body that stands beside another at the top of a letter that both send.
pub(super) fn beside(letter: &Letter<'_>, body: Span) -> Option<Span> {
    let line = letter.sheet.lines.first()?;
    let cells = line.cells.iter().flat_map(|cell| letter.sheet.parts_of(*cell));
    let cells: Vec<Span> =
        cells.filter(|cell| !letter.sheet.words(*cell).trim().is_empty()).collect();
    let [left, right] = cells[..] else { return None };
    let is_name = |cell: Span| {
        let words = letter.sheet.words(cell);
        bodies::stands_alone(words)
            && words.len() < 80
            && !words.contains(['\n', ':', '@'])
            && super::identifiers::numbers_in(words).is_empty()
            && words.split(' ').count() > 1
    };
    let is_addressed = super::block::addressed_column(letter).is_some();
    (left == body && !is_addressed && is_name(left) && is_name(right)).then_some(right)
}

/// Returns the name of a body at the head of a letter: "P802.11" is the project of the group that is called 802.11.
pub(super) fn name(words: &str) -> String {
    words.replace("IEEE P802", "IEEE 802")
}

/// Returns the full name of a body that is the first line of a letter: "Example Advisory Committee (EXAC)".
fn at_the_top(letter: &Letter<'_>, addressed: &[Span]) -> Option<Span> {
    static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"^[A-Z][\w&-]+(?:(?: (?:[A-Z][\w&-]+|of|for|and|the|on)){1,9}(?: \([A-Z][\w&-]{1,11}\))?|(?:,? (?:[A-Z][\w&-]+|of|for|and|the|on)){1,9} \([A-Z][\w&-]{1,11}\))$",
        )
    });
    const ENDS: [&str; 12] = [
        "committee",
        "working group",
        "board",
        "council",
        "association",
        "institute",
        "union",
        "task force",
        "foundation",
        "initiative",
        "society",
        "association",
    ];
    let line = first_of_names(letter)?;
    // The place and the day may stand beside it.
    let is_addressed = |cell: &&Span| addressed.iter().any(|one| one.start == cell.start);
    let cells = Some(&line.cells).filter(|cells| cells.len() < 3)?;
    let cell = cells.iter().find(|cell| !is_addressed(cell))?;
    let cell = letter.sheet.lines_of(*cell).into_iter().next()?;
    let cell = *letter.sheet.parts_of(cell).first()?;
    let words = letter.sheet.words(cell).trim();
    if before_colon(words).is_some() {
        return None;
    }
    let name = words.split(" (").next().unwrap_or(words).to_lowercase();
    const STARTS: [&str; 11] = [
        "national institute of ",
        "internet corporation for ",
        "society of ",
        "association of ",
        "institute of ",
        "institution of ",
        "union of ",
        "council of ",
        "federation of ",
        "alliance for ",
        "alliance of ",
    ];
    let is_one = NAME.as_ref()?.is_match(words)
        && (ENDS.iter().any(|end| name.ends_with(end))
            || STARTS.iter().any(|start| name.starts_with(start)))
        && bodies::stands_alone(words);
    const FORMS: [&str; 7] = [" e.V.", " e. V.", ", Inc.", " Ltd.", " Ltd", " AISBL", " ASBL"];
    let has_form = FORMS.iter().any(|form| words.ends_with(form)) && words.len() < 90;
    let is_one =
        is_one || has_form || bodies::has_initials(words) || is_part_of_an_organization(words);
    let is_of_an_archive = name.ends_with("archive") || name.ends_with("archives");
    (is_one && !is_of_an_archive).then_some(cell)
}

/// Returns the first line of a letter that may name a body: below its number, acronyms beside each other, and a ministry in capitals.
fn first_of_names<'l>(letter: &'l Letter<'_>) -> Option<&'l Line> {
    let is_number =
        |words: &str| !words.contains(' ') && words.contains(|sign: char| sign.is_ascii_digit());
    let are_acronyms = |words: &str| words.split(" | ").count() > 1 && words.len() < 40;
    let mut lines = letter.sheet.lines.iter().filter(|line| {
        let first = line.cells.first().map_or("", |cell| letter.sheet.words(*cell).trim());
        line.region != Region::Footer && !is_number(first) && !are_acronyms(first)
    });
    let first = lines.next()?;
    let words = letter.sheet.words(first.span);
    let is_above = words.to_lowercase().contains("department of")
        && words.split(' ').count() > 3
        && !words.contains(|sign: char| sign.is_lowercase() || sign.is_ascii_digit());
    if is_above { lines.next() } else { Some(first) }
}

/// Says whether words are an acronym and, behind a dash, a part of the organization: "EXA – Commission de normalisation 7".
fn is_part_of_an_organization(words: &str) -> bool {
    static PARTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"^(?:\p{Lu}{3,9}|\p{Lu}[\p{L}'’]+(?:\s[\p{L}'’]+){1,6})\s[–—-]\s(?i:commission|comité|committee|council|board|bureau|secretariat|secrétariat|groupe|working group|ausschuss|kommission|normenausschuss|arbeitskreis|comisión|grupo|technical committee)\b[^.:;@#]{0,60}$",
        )
    });
    PARTED.as_ref().is_some_and(|parted| parted.is_match(words))
}

/// Returns the name of a body at the head of a letter on paper: its first line, or that above the page.
pub(super) fn first_line(letter: &Letter<'_>) -> Option<Span> {
    let greeting = letter.sheet.lines.get(letter.entries.head_end)?;
    let greets = super::marks::is_greeting(letter.sheet.words(greeting.span));
    if greets { name_on_first_line(letter).or_else(|| above_the_page(letter)) } else { None }
}

/// Returns what stands on the first line, if it is the name of a body.
fn name_on_first_line(letter: &Letter<'_>) -> Option<Span> {
    let line = letter
        .sheet
        .lines
        .iter()
        .find(|line| line.region == Region::Body)
        .filter(|line| line.table == 0 || line.cells.len() == 2)?;
    // A number may stand at the other margin.
    let cell = line.cells.first().copied().unwrap_or(line.span);
    let name = *letter.sheet.parts_of(cell).first()?;
    let words = letter.sheet.words(name);
    let is_name = bodies::stands_alone(words)
        && words.split_whitespace().count() < 6
        && before_colon(words).is_none();
    let lower = words.to_lowercase();
    let is_other =
        lower.contains("liaison") || lower.contains("archive") || super::marks::is_greeting(words);
    (is_name && !is_other).then_some(name)
}

/// Returns the acronym of an organization that stands at the head of the page, in a letter that has nothing else for it.
fn above_the_page(letter: &Letter<'_>) -> Option<Span> {
    let first = letter.sheet.lines.iter().find(|line| line.region == Region::Header)?;
    let cell = first.cells.first().copied()?;
    bodies::is_organization(letter.sheet.words(cell)).then_some(cell)
}
