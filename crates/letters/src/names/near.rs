//! Words that differ by one slip of the hand.

/// How one word became another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// A letter is another.
    Changed,
    /// A letter is missing.
    Missing,
    /// A letter is too many.
    Added,
    /// Two letters changed places.
    Swapped,
}

/// Returns the one slip that made `written` of `meant`, if one did; the first letter never slips.
pub(super) fn slip(written: &str, meant: &str) -> Option<Slip> {
    let (written, meant) = (written.as_bytes(), meant.as_bytes());
    if written.len().abs_diff(meant.len()) > 1 || written.first() != meant.first() {
        return None;
    }
    let same = written.iter().zip(meant).take_while(|(a, b)| a == b).count();
    let (written, meant) = (&written[same..], &meant[same..]);
    match (written, meant) {
        ([], []) => None,
        ([_, rest @ ..], _) if rest == meant => Some(Slip::Added),
        (_, [_, rest @ ..]) if rest == written => Some(Slip::Missing),
        ([a, b, rest @ ..], [c, d, others @ ..]) if a == d && b == c && rest == others => {
            Some(Slip::Swapped)
        }
        ([_, rest @ ..], [_, others @ ..]) if rest == others => Some(Slip::Changed),
        _ => None,
    }
}

/// Says whether a slip in an acronym is sure enough to say which group was meant.
///
/// Short acronyms are too much alike: `pals` is not `pads`.
pub(super) fn is_sure(slip: Slip, meant: &str) -> bool {
    match meant.len() {
        0..4 => false,
        4 => slip == Slip::Swapped,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{Slip, is_sure, slip};

    #[test]
    fn one_slip_is_seen_and_two_are_not() {
        assert_eq!(slip("forumm", "forum"), Some(Slip::Added));
        assert_eq!(slip("fourm", "forum"), Some(Slip::Swapped));
        assert_eq!(slip("foru", "forum"), Some(Slip::Missing));
        assert_eq!(slip("farum", "forum"), Some(Slip::Changed));
        assert_eq!(slip("forum", "forum"), None);
        assert_eq!(slip("fqrun", "forum"), None);
        assert_eq!(slip("gorum", "forum"), None);
        assert!(is_sure(Slip::Swapped, "abcd") && !is_sure(Slip::Changed, "abcd"));
    }
}
