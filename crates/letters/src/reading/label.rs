//! What stands before a value and says what it is.

use serde::Deserialize;

/// Says what a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Label {
    Subject,
    From,
    To,
    ToAction,
    ToComment,
    ToInformation,
    Cc,
    Purpose,
    Deadline,
    Date,
    InResponseTo,
    /// A statement that is answered, or where answers go.
    ReplyTo,
    SendReplyTo,
    Contact,
    TechnicalContact,
    ToContact,
    Name,
    Email,
    Phone,
    Organization,
    Approval,
    Meeting,
    Identifier,
    /// A number: of this letter, or of one that it refers to.
    Reference,
    Attachments,
    /// A subject, or what is answered where there is another subject.
    Re,
    /// Where the text begins.
    Text,
    Actions,
    /// Something that is known and not read.
    Other,
}

impl Label {
    /// Says whether it is one line of an entry for a person.
    pub(super) fn is_of_a_person(self) -> bool {
        matches!(self, Self::Name | Self::Email | Self::Phone | Self::Organization)
    }

    /// Says whether a person, or several, stand there.
    pub(super) fn names_people(self) -> bool {
        matches!(self, Self::Contact | Self::TechnicalContact | Self::ToContact | Self::SendReplyTo)
    }

    /// Says whether it is a field of a letter that nothing in a text is called by.
    pub(super) fn is_of_a_letter(self) -> bool {
        matches!(
            self,
            Self::Subject
                | Self::From
                | Self::To
                | Self::ToContact
                | Self::Cc
                | Self::Date
                | Self::Deadline
                | Self::Purpose
                | Self::InResponseTo
                | Self::Identifier
                | Self::Contact
                | Self::Attachments
        )
    }

    /// Says whether a letter has its head where this stands.
    pub(super) fn is_of_a_head(self) -> bool {
        matches!(
            self,
            Self::Subject
                | Self::From
                | Self::To
                | Self::ToAction
                | Self::ToComment
                | Self::ToInformation
        )
    }
}

/// The longest label, in bytes.
const LONGEST: usize = 60;

/// Returns the form in which labels are compared: in lower case, without hyphens, full stops, colons and "(s)", each
/// gap one space.
pub(super) fn folded(words: &str) -> String {
    let words = words.replace("(s)", "").replace("(S)", "").replace("(es)", "");
    let kept: String = words
        .chars()
        .map(|sign| match sign {
            '\u{a0}' | '_' | '\t' | '\n' => ' ',
            sign => sign,
        })
        .filter(|sign| {
            !"-\u{2010}\u{2011}\u{2012}\u{2013}.:：*\"()[]\u{200b}\u{feff}\u{ad}".contains(*sign)
        })
        .collect();
    kept.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ").replace("e mail", "email")
}

/// Says whether a form has something beside a label that tells how to fill it in, and no value: "*", "(if applicable)".
pub(super) fn is_hint(words: &str) -> bool {
    const HINTS: [&str; 6] = [
        "(if applicable)",
        "(if any)",
        "(optional)",
        "(where applicable)",
        "(if known)",
        "(mandatory)",
    ];
    words == "*" || HINTS.contains(&words.to_lowercase().as_str())
}

/// Returns the length of the number that a form gives a label, with what parts it from the label: "4. ", "(4) ".
pub(super) fn number_before(words: &str) -> usize {
    let open = words.trim_start().trim_start_matches('(');
    let rest = open.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let has_number = (1..3).contains(&(open.len() - rest.len()));
    let behind = rest.strip_prefix(['.', ')']).filter(|_| has_number).map(str::trim_start);
    behind.map_or(0, |behind| words.len() - behind.len())
}

/// Returns the length of what may be a label at the start of a line: the words before the colon, and with the colon
/// and the spaces after it.
pub(super) fn before_colon(line: &str) -> Option<(usize, usize)> {
    let within = line.get(..line.floor_char_boundary(LONGEST + 3)).unwrap_or_default();
    if let Some(parted) = before_leaders(line, within) {
        return Some(parted);
    }
    let (colon, sign) = within.char_indices().find(|(_, sign)| matches!(sign, ':' | '：'))?;
    let after = &line[colon + sign.len_utf8()..];
    // An address, or a moment of a day.
    if after.starts_with("//")
        || (after.starts_with(|c: char| c.is_ascii_digit())
            && line[..colon].ends_with(|c: char| c.is_ascii_digit()))
    {
        return None;
    }
    let gap = after.len() - after.trim_start().len();
    (colon > 0 && colon <= LONGEST).then_some((colon, colon + sign.len_utf8() + gap))
}

/// Returns the same of a label that dots lead from to its value: `FROM ........ Study Group 1`.
fn before_leaders(line: &str, within: &str) -> Option<(usize, usize)> {
    let dots = within.find("....").or_else(|| within.find("……"))?;
    let label = within[..dots].trim_end();
    let is_label = !label.is_empty()
        && !label.contains([':', '：', '.'])
        && label.chars().all(|sign| sign.is_alphanumeric() || " -/()&'’".contains(sign));
    let after = line[dots..].trim_start_matches(['.', '…', ' ', '\t', ':']);
    (is_label && !after.is_empty()).then_some((label.len(), line.len() - after.len()))
}

/// Says whether words before a colon look like a label that nobody knows: short, and written like a title.
pub(super) fn looks_like_one(words: &str) -> bool {
    let words = words.trim();
    let count = words.split_whitespace().count();
    (1..=5).contains(&count)
        && words.len() <= 40
        && words.chars().next().is_some_and(char::is_alphabetic)
        && words.chars().next().is_some_and(|first| !first.is_lowercase())
        && !words.contains(['@', '<', '"', '“', '”', ','])
}
