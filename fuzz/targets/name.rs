//! No name makes resolving panic or hang, and nothing is said of what is not there.

use std::sync::OnceLock;

use letters::Names;
use rules::{Directory, Group, GroupId, GroupKind, GroupState};

const GROUPS: &[(&str, GroupKind)] = &[
    ("ietf", GroupKind::Ietf),
    ("iab", GroupKind::Ietf),
    ("rtg", GroupKind::Area),
    ("mpls", GroupKind::Wg),
    ("core", GroupKind::Wg),
    ("pwe3", GroupKind::Wg),
    ("itu", GroupKind::Sdo),
    ("itu-t", GroupKind::Sdo),
    ("itu-t-sg-15", GroupKind::Sdo),
    ("itu-t-sg-15-q9", GroupKind::Sdo),
    ("itu-t-sg-15-wp3", GroupKind::Sdo),
    ("3gpp", GroupKind::Sdo),
    ("3gpp-tsgsa-sa2", GroupKind::Sdo),
    ("ieee-802-11", GroupKind::Sdo),
    ("iso-iec-jtc1-sc29-wg11", GroupKind::Sdo),
];

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let group = |(id, (acronym, kind)): (i64, &(&str, GroupKind))| Group {
            id: GroupId(id),
            acronym: (*acronym).to_owned(),
            name: acronym.to_uppercase(),
            kind: *kind,
            state: GroupState::Active,
            parent: None,
            list_address: None,
        };
        Names::new(&Directory::new((0..).zip(GROUPS).map(group)))
    })
}

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for home in [None, Some(GroupId(9)), Some(GroupId(12))] {
        let resolved = names().resolve(text, home);
        for (at, group) in resolved.groups.iter().enumerate() {
            assert!((0..15).contains(&group.0));
            assert!(!resolved.groups[..at].contains(group));
        }
        for suggestion in &resolved.suggestions {
            assert!(!resolved.groups.contains(&suggestion.group));
        }
    }
}
