//! What a letter says, field by field.

use jiff::civil::Date;
use rules::Purpose;

use crate::reading::Person;

/// What a letter says, field by field; what is empty is not said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LetterFields {
    /// The bodies that it comes from.
    pub from: Vec<String>,
    /// The bodies that it is addressed to.
    pub to: Vec<String>,
    /// Who gets a copy.
    pub cc: Vec<String>,
    /// What it is about.
    pub subject: String,
    /// What it is for.
    pub purpose: Option<Purpose>,
    /// The last day for an answer.
    pub deadline: Option<Date>,
    /// Its own date.
    pub date: Option<Date>,
    /// Whom to ask.
    pub contacts: Vec<Person>,
    /// Whom it is addressed to by name or address.
    pub to_contacts: Vec<Person>,
    /// Where answers go.
    pub send_reply_to: Vec<Person>,
    /// Its numbers.
    pub identifiers: Vec<String>,
    /// The statements that it answers.
    pub in_response_to: Vec<String>,
    /// The files and links that come with it, as it names them.
    pub attachments: Vec<String>,
    /// Its text.
    pub text: String,
    /// What stands behind it, in words.
    pub consensus: String,
    /// Who approves it, in words.
    pub approval: String,
    /// The organization that it comes from, in full.
    pub organization: String,
    /// Its permanent number.
    pub number: String,
    /// Its permanent address.
    pub url: String,
    /// Of what it is a correction, and why, in words.
    pub correction: String,
}

/// Returns the purpose that is written so, in whatever case.
pub(crate) fn purpose_of(words: &str) -> Option<Purpose> {
    Purpose::ALL.into_iter().find(|purpose| purpose.to_string().eq_ignore_ascii_case(words.trim()))
}

/// Returns a day in words: "1 May 2027".
pub(super) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// Returns words as XML can hold them: other control characters become U+FFFD, so that they are seen to have been there.
pub(super) fn legal(words: &str) -> String {
    let is_legal = |sign: char| {
        matches!(sign, '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
            && !matches!(sign, '\u{7f}'..='\u{9f}')
    };
    words.chars().map(|sign| if is_legal(sign) { sign } else { '\u{fffd}' }).collect()
}

/// Returns words for one line.
pub(super) fn line(words: &str) -> String {
    legal(&words.replace("\r\n", " ").replace(['\r', '\n'], " "))
}

/// Returns the lines of a text; a page break ends a line, and empty lines at the end are left off.
pub(super) fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}'], "\n");
    text.trim_end_matches('\n').split('\n').map(legal).collect()
}
