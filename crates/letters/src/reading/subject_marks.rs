//! What mail programs and lists put before a subject.

use super::letter::one_line;

/// Returns a subject without the marks of answers, forwards and lists before it.
pub fn bare_subject(subject: &str) -> String {
    let mut rest = subject.trim();
    loop {
        let before = rest;
        rest = rest.trim_start_matches(|sign: char| sign.is_whitespace());
        let external = external_end(rest);
        if external > 0 {
            rest = rest.get(external..).unwrap_or_default();
        } else if let Some(marked) = mark_end(rest) {
            rest = rest.get(marked..).unwrap_or_default();
        } else if let Some(end) = list_tag_end(rest) {
            rest = rest.get(end..).unwrap_or_default();
        }
        if rest == before {
            return one_line(rest);
        }
    }
}

/// What mail servers put before the subject of a message from elsewhere.
const EXTERNAL: [&str; 6] =
    ["[external]", "[external email]", "[ext]", "(external)", "external:", "[external sender]"];

/// Returns the length of such a mark at the start of a subject.
pub(super) fn external_end(subject: &str) -> usize {
    let is_marked = |mark: &&&str| {
        subject.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark))
    };
    EXTERNAL.iter().find(is_marked).map_or(0, |mark| mark.len())
}

const REPLIES: [&str; 10] = ["re", "r", "aw", "antw", "sv", "odp", "回复", "ref", "rif", "réf"];

const FORWARDS: [&str; 9] = ["fw", "fwd", "wg", "tr", "i", "rv", "转发", "enc", "doorst"];

/// Returns the length of a mark such as `Re:` or `Fwd[2]:` at the start of a subject.
pub(super) fn mark_end(subject: &str) -> Option<usize> {
    let colon = subject.char_indices().take(9).find(|(_, sign)| matches!(sign, ':' | '：'))?;
    let mark = subject.get(..colon.0)?.trim().to_lowercase();
    let mark = mark.split(['[', '(']).next().unwrap_or_default().trim();
    (REPLIES.contains(&mark) || FORWARDS.contains(&mark)).then_some(colon.0 + colon.1.len_utf8())
}

/// Returns the length of a list's tag, such as `[mpls]`, at the start of a subject; a number or a draft is none.
pub(super) fn list_tag_end(subject: &str) -> Option<usize> {
    let end = subject.strip_prefix('[')?.find(']')?;
    let tag = subject.get(1..end + 1)?;
    let is_tag = tag.len() <= 40
        && !tag.contains(' ')
        && !tag.eq_ignore_ascii_case("draft")
        && super::identifiers::numbers_in(tag).is_empty();
    (is_tag && subject.len() > end + 3).then_some(end + 2)
}

/// Says whether a subject is that of an answer.
pub(super) fn is_reply(subject: &str) -> bool {
    begins_with(subject, &REPLIES)
}

/// Says whether a subject is that of a message that somebody got and forwards.
pub fn is_forward(subject: &str) -> bool {
    begins_with(subject, &FORWARDS)
}

fn begins_with(subject: &str, marks: &[&str]) -> bool {
    let mut rest = subject.trim();
    while let Some(end) = list_tag_end(rest) {
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    let mark = rest.split([':', '：']).next().unwrap_or_default().trim().to_lowercase();
    let mark = mark.split(['[', '(']).next().unwrap_or_default().trim();
    rest.len() > mark.len() && marks.contains(&mark)
}

#[cfg(test)]
mod tests {
    use super::bare_subject;

    #[test]
    fn what_servers_and_lists_put_before_a_subject_is_no_part_of_it() {
        for subject in [
            "[EXTERNAL] Liaison on clocks",
            "Re: [External] Fwd: Liaison on clocks",
            "[ntp] [EXT] Liaison on clocks",
            "EXTERNAL: Liaison on clocks",
        ] {
            assert_eq!(bare_subject(subject), "Liaison on clocks", "{subject}");
        }
        assert_eq!(bare_subject("External clocks"), "External clocks");
    }
}
