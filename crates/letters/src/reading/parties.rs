//! Who writes to whom: the bodies in From, To and Cc, as they are written (CON-1, CON-4, REC-11).

use regex::Regex;

use super::addressee::{
    self, holder_of_column, holder_of_office, purpose_before, without_attention, without_chairs,
    without_people, without_purpose,
};
use super::addresses;
use super::beside_body;
use super::block;
use super::bodies;
use super::copies;
use super::entries::Entry;
use super::from_subject;
use super::items;
use super::joined_names;
use super::label::{Label, before_colon, folded};
use super::leaders;
use super::letter::Letter;
use super::lists::{add, add_person};
use super::people::{self, Found};
use super::person_names::{is_couple, is_person};
use super::result::{Addressee, Field, Reading};
use super::rows;
use super::sender;
use super::spoken;
use super::titles;
use super::value_lines;
use super::wrapped_lists;
use crate::document::Span;

pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    sender::from(letter, reading);
    to(letter, reading);
    copies::cc(letter, reading);
}

const TO: [Label; 4] = [Label::To, Label::ToAction, Label::ToComment, Label::ToInformation];

fn to(letter: &Letter<'_>, reading: &mut Reading) {
    let entries =
        letter.entries.all.iter().filter(|entry| entry.in_head && TO.contains(&entry.label));
    for entry in entries {
        let purpose = match entry.label {
            Label::ToAction => Some("action"),
            Label::ToComment => Some("comment"),
            Label::ToInformation => Some("information"),
            _ => None,
        };
        if let Some(holders) = rows::holders(letter, &entry.values) {
            holders.iter().for_each(|holder| holder_of_column(letter, reading, holder));
            continue;
        }
        // "Action: Example WG; Information: IETF, IAB" says before the names what is wanted.
        let mut before: Option<&str> = None;
        for item in joined_names::whole(letter, entry_items(letter, entry)) {
            let stated = purpose_before(letter.sheet.words(item));
            before = stated.map(|(_, purpose)| purpose).or(before);
            let start = item.start + stated.map_or(0, |(length, _)| length);
            let item = Span::new(start, item.end);
            let purpose = purpose.or(before);
            if let Some(copied) = copied_within(letter, item) {
                add(&mut reading.cc, letter.sheet.words(copied));
                letter.note(reading, Field::Cc, copied, None);
            } else {
                addressee(letter, reading, item, purpose);
            }
        }
    }
    addressee::in_columns(letter, reading);
    from_affiliations(letter, reading);
    in_heading(letter, reading);
    if reading.to.is_empty() && reading.to_contacts.is_empty() {
        block::read(letter, reading);
    }
    from_affiliations(letter, reading);
    if reading.to.is_empty() {
        leaders::addressed(letter, reading);
    }
    if reading.to.is_empty() {
        block::of_an_address(letter, reading);
    }
    if reading.to.is_empty() {
        addressee::of_whom_it_is_wanted(letter, reading);
    }
    if reading.to.is_empty()
        && let Some(span) = titles::said_to(letter)
    {
        for item in items::items_of_line(&letter.sheet, span) {
            add(&mut reading.to, letter.sheet.words(item));
            letter.note(reading, Field::To, item, Some(SAID));
        }
    }
    if reading.to.is_empty() {
        from_title(letter, reading);
    }
    if reading.to.is_empty()
        && let Some(span) = titles::greeted(letter)
    {
        for item in items::items_of_line(&letter.sheet, span) {
            add(&mut reading.to, letter.sheet.words(item));
            letter.note(reading, Field::To, item, Some(GREETED));
        }
    }
    if reading.to.is_empty() {
        from_subject::to(letter, reading);
    }
}

/// Takes who is addressed from a heading, where no field says it: "Liaison statement to …", "… from … to …".
fn in_heading(letter: &Letter<'_>, reading: &mut Reading) {
    if reading.to.is_empty()
        && let Some(title) = letter.title()
    {
        for item in items::items_of_line(&letter.sheet, title.to) {
            add(&mut reading.to, letter.sheet.words(item));
            letter.note(reading, Field::To, item, None);
        }
        for item in title.copy.map(|copy| items::items(&letter.sheet, copy)).unwrap_or_default() {
            add(&mut reading.cc, letter.sheet.words(item));
            letter.note(reading, Field::Cc, item, None);
        }
    }
    if reading.to.is_empty()
        && let Some(between) = titles::between(letter)
    {
        for item in items::items_of_line(&letter.sheet, between.to) {
            add(&mut reading.to, letter.sheet.words(item));
            letter.note(
                reading,
                Field::To,
                item,
                Some("It stands in a title, not in a line of its own."),
            );
        }
    }
}

/// Takes from the first sentence of a statement who tells whom something, where no field says so.
///
/// That a text tells somebody something makes it no statement, so this comes last.
pub(super) fn told(letter: &Letter<'_>, reading: &mut Reading) {
    let has_none = |list: &[String]| list.is_empty();
    if has_none(&reading.from)
        && let Some(span) = titles::tells(letter, "from")
    {
        reading.from.push(letter.one_line(span));
        letter.note(reading, Field::From, span, Some(TOLD));
    }
    if has_none(&reading.to)
        && let Some(span) = titles::tells(letter, "to")
    {
        for item in items::items_of_line(&letter.sheet, span) {
            add(&mut reading.to, letter.sheet.words(item));
            letter.note(reading, Field::To, item, Some(TOLD));
        }
    }
}

/// Returns who gets a copy, where that stands among the addressees: "IETF EXAMPLE WG; CC: ITU-T SG 15".
fn copied_within(letter: &Letter<'_>, item: Span) -> Option<Span> {
    let words = letter.sheet.words(item);
    if let Some(copied) =
        ["copy to ", "copies to ", "cc to "].iter().find_map(|start| words.strip_prefix(start))
    {
        return Some(letter.sheet.trimmed(Span::new(item.end - copied.len(), item.end)));
    }
    let (colon, value) = before_colon(words)?;
    let is_copy = matches!(folded(words.get(..colon)?).as_str(), "cc" | "copy" | "copy to");
    is_copy.then(|| letter.sheet.trimmed(Span::new(item.start + value, item.end)))
}

/// Why a body is doubted that a first sentence names.
pub(super) const TOLD: &str = "It stands in the first sentence, not in a line of its own.";

/// Why an addressee is doubted whom the text names as it says what it is.
pub(super) const SAID: &str = "It stands in the text, not in a line of its own.";

/// Why a body is doubted that only stands behind who is addressed.
pub(super) const SPOKEN_FOR: &str =
    "Only people are addressed: this is what they are said to speak for.";

/// Why an addressee is doubted who is only greeted.
pub(super) const GREETED: &str = "It is only greeted, not named in a line of its own.";

/// Takes an addressee who is a person, or an address, and says whether it is one.
fn person(letter: &Letter<'_>, reading: &mut Reading, item: Span) -> bool {
    let words = letter.sheet.words(item);
    if let Some(name) = items::broken_name(words) {
        add_person(&mut reading.to_contacts, &Found { name, span: item, ..Found::default() });
        letter.note(reading, Field::ToContacts, item, None);
        return true;
    }
    // "3GPP SA WG4, Ana Example" was cut in two already; here it is one or the other.
    let first = words.split(',').next().unwrap_or(words);
    let is_body =
        || spoken::is_of_a_body(letter, item) || beside_body::names_who_wrote(letter, item);
    let is_somebody = is_person(words) && !is_body();
    if is_somebody || addresses::is_address(words) || is_couple(first) {
        for one in people::people_in(&letter.sheet, &[item]) {
            add_person(&mut reading.to_contacts, &one);
        }
        letter.note(reading, Field::ToContacts, item, None);
        return true;
    }
    false
}

pub(super) fn addressee(
    letter: &Letter<'_>,
    reading: &mut Reading,
    item: Span,
    purpose: Option<&str>,
) {
    let item = addressee::without_office(letter, block::without_attn(letter, item));
    if person(letter, reading, item) {
        return;
    }
    let words = letter.sheet.words(item);
    if let Some(office) = addressee::office_with_address(letter, item) {
        add_person(&mut reading.to_contacts, &office);
        return letter.note(reading, Field::ToContacts, item, None);
    }
    let office = words.strip_prefix("The ").or_else(|| words.strip_prefix("the "));
    let office = office.filter(|office| bodies::is_role(office)).unwrap_or(words);
    let (item, words) = (Span::new(item.end - office.len(), item.end), office);
    if bodies::is_role(words) && words.split_whitespace().count() < 3 {
        return;
    }
    let held = sender::body_of_role(words);
    let item =
        match words.find(held).filter(|_| bodies::is_role(words) && bodies::stands_alone(held)) {
            Some(at) => Span::new(item.start + at, item.start + at + held.len()),
            None => item,
        };
    let words = letter.sheet.words(item);
    let others = ["others:", "other:", "Others:"].iter().find(|prefix| words.starts_with(**prefix));
    let item = others.map_or(item, |prefix| {
        letter.sheet.trimmed(Span::new(item.start + prefix.len(), item.end))
    });
    let (item, stated) = without_purpose(letter, item);
    let item = without_people(letter, reading, item);
    let mut item = without_attention(letter, reading, item);
    if let Some(inner) = beside_body::person_beside(letter, item) {
        for person in items::items(&letter.sheet, inner) {
            for one in people::people_in(&letter.sheet, &[person]) {
                if is_person(&one.name) || !one.email.is_empty() {
                    add_person(&mut reading.to_contacts, &one);
                }
            }
        }
        if !reading.to_contacts.is_empty() {
            letter.note(reading, Field::ToContacts, inner, None);
        }
        let open = letter.sheet.words(item).find('(').unwrap_or_default();
        item = letter.sheet.trimmed(Span::new(item.start, item.start + open));
    }
    let item = without_chairs(letter, item);
    let name = letter.one_line(item);
    add(&mut reading.to, &name);
    letter.note(reading, Field::To, item, None);
    if let Some(purpose) = purpose.or(stated) {
        reading.addressees.push(Addressee { name, purpose: purpose.to_owned() });
        letter.note(reading, Field::Addressees, item, None);
    }
}

/// Takes the addressed bodies from the roles of the people who are addressed.
fn from_affiliations(letter: &Letter<'_>, reading: &mut Reading) {
    let roles: Vec<String> =
        reading.to_contacts.iter().map(|person| person.organization.clone()).collect();
    // Beside bodies that are named, people stand for further ones only if they lead them; staff stands for none beside who leads.
    let named = reading.to.clone();
    let some_lead = roles.iter().any(|role| leads(role));
    let serves = |role: &String| {
        let lower = role.to_lowercase();
        ["officer", "manager", "advisor", "assistant"].iter().any(|office| lower.ends_with(office))
            || (bodies::is_role(role) && !lower.starts_with("secretary"))
            || lower.ends_with(" tsb")
    };
    let is_of_staff = |role: &String| some_lead && serves(role) && !leads(role);
    for role in roles.into_iter().filter(|role| !is_of_staff(role)) {
        let body = sender::whole_of(sender::body_of_role(&role));
        let body_in_full = in_full(body);
        let is_same = |one: &str| one.contains(&body_in_full) || body_in_full.contains(one);
        let is_named = named.iter().any(|one| is_same(&in_full(one)));
        // "Ana Example, IEEE 802.1 Working Group" stands for it among others.
        let is_body = !bodies::is_role(&role) && role.split(' ').any(bodies::is_group_word);
        let speaks = leads(&role) || is_body;
        // Beside a body that is named, a part of some organization is one of its own.
        let names_none = !named.is_empty()
            && !body
                .split([' ', '/', '-'])
                .any(|word| bodies::is_organization(word) || bodies::is_of_an_organization(word));
        if matches!(body, "WG" | "TG" | "SG" | "TC" | "RG")
            || names_none
            || !bodies::stands_alone(body)
            || (!named.is_empty() && (is_named || !speaks))
        {
            continue;
        }
        let start = letter
            .entries
            .all
            .iter()
            .find(|entry| entry.in_head && TO.contains(&entry.label))
            .map_or(0, |entry| entry.label_span.start);
        let rest = letter.sheet.document.text.get(start..).unwrap_or_default();
        let Some(at) = place_of(rest, body) else { continue };
        let span = Span::new(start + at.start, start + at.end);
        add(&mut reading.to, body);
        letter.note(reading, Field::To, span, Some(SPOKEN_FOR));
    }
}

/// Returns the name of a group with its kind in full, as it is compared: "CLOCKS WG" is the "Clocks Working Group".
fn in_full(name: &str) -> String {
    format!("{} ", name.to_lowercase()).replace(" wg ", " working group ").trim_end().to_owned()
}

/// Says whether a role is that of whoever leads a body: "Chair, IETF EXAMPLE WG".
fn leads(role: &str) -> bool {
    let first = role.split([',', ' ']).next().unwrap_or_default().to_lowercase();
    matches!(
        first.as_str(),
        "chair" | "co-chair" | "chairman" | "chairperson" | "convenor" | "rapporteur"
    )
}

/// Returns where words stand in a text, however its lines are broken.
fn place_of(text: &str, words: &str) -> Option<std::ops::Range<usize>> {
    let parts: Vec<String> = words.split_whitespace().map(regex::escape).collect();
    Some(Regex::new(&parts.join(r"\s+")).ok()?.find(text)?.range())
}

/// Takes the addressed body from a title such as "Liaison Request to IETF GEOPRIV", or from the subject.
fn from_title(letter: &Letter<'_>, reading: &mut Reading) {
    const LINES: usize = 40;
    // What is enclosed has titles of its own.
    let enclosed = letter
        .entries
        .all
        .iter()
        .find(|entry| entry.label == Label::Attachments)
        .map_or(usize::MAX, |entry| entry.label_span.start);
    let lines = letter.sheet.lines.iter().take(LINES).flat_map(|line| line.cells.iter().copied());
    // Who signs may hold the liaison to somebody.
    let text = letter.text_start();
    for span in lines.filter(|span| span.start < enclosed && span.start < text) {
        let words = &letter.sheet.words(span).replace('\n', " ");
        if words.ends_with('.') {
            continue;
        }
        let Some(body) = titles::addressed_in(words) else { continue };
        let Some(offset) = words.find(body) else { continue };
        let span = Span::new(span.start + offset, span.start + offset + body.len());
        for item in items::items_of_line(&letter.sheet, span) {
            add(&mut reading.to, letter.sheet.words(item));
            letter.note(
                reading,
                Field::To,
                item,
                Some("It stands in a title, not in a line of its own."),
            );
        }
        return;
    }
}

/// Returns the items of values beside a label, each as it is written.
fn items_of_values(letter: &Letter<'_>, values: &[Span]) -> Vec<Span> {
    let mut items: Vec<Span> = Vec::new();
    for value in values.iter().copied() {
        if let Some(rows) = rows::rows_of_people(letter, value) {
            items.extend(rows);
            continue;
        }
        let value = items::without_bullet(&letter.sheet, value);
        for item in items::items(&letter.sheet, value) {
            let words = letter.sheet.words(item);
            // Role and address of a person may stand on the lines below the name.
            let goes_on = items.last().is_some_and(|last| {
                let gap = letter.sheet.document.text.get(last.end..item.start).unwrap_or_default();
                !gap.contains(';') && items::goes_on_below(letter.sheet.words(*last), words)
            });
            match items.last_mut().filter(|_| goes_on) {
                Some(last) => last.end = item.end,
                None => items.push(item),
            }
        }
    }
    items
}

/// Returns the bodies and people of an entry: those beside the label, and those in the lines below that name some.
pub(super) fn entry_items(letter: &Letter<'_>, entry: &Entry) -> Vec<Span> {
    if rows::names_then_offices(letter, &entry.values) {
        return entry.values.clone();
    }
    if let Some(acronyms) = super::of_a_tool::acronyms(letter, entry) {
        return acronyms;
    }
    let (values, more) = value_lines::closed(letter, entry);
    let items = items_of_values(letter, &value_lines::joined(letter, &values));
    let mut items = rows::offices_joined(letter, items);
    // Each on a line of its own, below the label.
    let is_list = entry.values.is_empty() && more.len() > 2;
    for more in more {
        let more = items::without_bullet(&letter.sheet, more.span);
        let more = addressee::without_office(letter, block::without_attn(letter, more));
        let words = letter.sheet.words(more);
        if let Some(holder) = holder_of_office(letter, more) {
            items.push(holder);
            continue;
        }
        // "3GPP TSG RAN, Attn: Ana Example" is an addressee and no label.
        let label = before_colon(words).and_then(|(colon, _)| words.get(..colon));
        if label.is_some_and(|label| !label.contains(','))
            || names_an_enclosure(words)
            || (words.len() > 300 && words.matches('@').count() < 3)
            || (words.to_lowercase().contains("liaison statement") && !words.contains('@'))
        {
            break;
        }
        let goes_on = |last: &&mut Span| {
            let above = letter.sheet.words(**last);
            let is_rest = wrapped_lists::ends_within_address(above) && !words.contains([' ', '@']);
            is_rest
                || wrapped_lists::is_rest_of(above, words)
                || (wrapped_lists::begins_with_address(words)
                    && !wrapped_lists::last_has_address(above))
                || ((words.starts_with(['<', '(']) || addresses::is_address(words))
                    && items::goes_on_below(above, words))
        };
        if let Some(last) = items.last_mut().filter(goes_on) {
            // Behind the address, the next of the list may begin.
            let pieces = items::cut(&letter.sheet, more, &[';']);
            let first = pieces.first().filter(|_| words.starts_with('<')).unwrap_or(&more).end;
            last.end = first;
            if first < more.end {
                items.extend(items::items(&letter.sheet, Span::new(first, more.end)));
            }
            continue;
        }
        // A list may go on with its last "and".
        let joint = if words.starts_with("and ") { "and ".len() } else { 0 };
        let below = items::items(&letter.sheet, Span::new(more.start + joint, more.end));
        let is_one = |item: &Span| names_one(letter.sheet.words(*item), is_list);
        let name_some = !below.is_empty() && below.iter().all(is_one);
        if !name_some || ends_like_prose(words) {
            break;
        }
        items.extend(below);
    }
    items
}

/// Says whether words on a line below a label name a body or a person, or an office in one.
fn names_one(words: &str, is_list: bool) -> bool {
    bodies::stands_alone(words)
        || is_person(words)
        || is_couple(words.split(',').next().unwrap_or(words))
        || addresses::is_address(words)
        || (bodies::is_role(words) && bodies::stands_alone(sender::body_of_role(words)))
        || (is_list && items::is_acronym(words))
}

/// Says whether a line begins what is enclosed, below the text: "Attachment A – Answers".
fn names_an_enclosure(words: &str) -> bool {
    const STARTS: [&str; 8] = [
        "attachment",
        "annex",
        "appendix",
        "enclosure",
        "enclosed",
        "encl",
        "attached",
        "confidential",
    ];
    let lower = words.to_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start))
}

fn ends_like_prose(words: &str) -> bool {
    words.ends_with('.') && words.split_whitespace().count() > 8
}
