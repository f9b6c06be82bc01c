//! The names used in data and addresses, and the words that people read.

use std::fmt::Write as _;

use rules::{
    AttachmentSource, Consensus, DeadlineKind, Direction, EventKind, GateKind, GroupKind,
    GroupState, ItemState, LinkKind, NoticeKind, Purpose, RenditionKind, RoleKind, State, Why,
};

macro_rules! names {
    ($table:ident, $kind:ident, $words:expr) => {
        writeln!($table, "\n{}", stringify!($kind)).unwrap();
        for value in $kind::ALL {
            assert_eq!($kind::from_slug(value.slug()), value.into());
            writeln!($table, "  {:<20} {}", value.slug(), $words(&value)).unwrap();
        }
    };
}

/// Data, addresses and pages hold these for ever: a name that changes breaks what others built.
#[test]
fn every_name_is_read_back_and_every_value_has_words() {
    let mut table = String::new();
    names!(table, Direction, ToString::to_string);
    names!(table, State, |it: &State| {
        format!("{it}{}", if it.is_public() { ", public" } else { "" })
    });
    names!(table, Purpose, ToString::to_string);
    names!(table, Consensus, ToString::to_string);
    names!(table, DeadlineKind, |_: &_| "");
    names!(table, LinkKind, |it: &LinkKind| format!("{it} / {}", it.reversed()));
    names!(table, GateKind, ToString::to_string);
    names!(table, Why, ToString::to_string);
    names!(table, RoleKind, ToString::to_string);
    names!(table, EventKind, ToString::to_string);
    names!(table, ItemState, ToString::to_string);
    names!(table, GroupKind, |it: &GroupKind| it.words());
    names!(table, GroupState, |_: &_| "");
    names!(table, RenditionKind, |_: &_| "");
    names!(table, AttachmentSource, |_: &_| "");
    insta::assert_snapshot!(table.trim_start());
}

/// The name that serde writes is the one that `slug` gives: policies and stored values use both.
#[test]
fn data_is_written_with_the_same_names() {
    fn written<T: serde::Serialize>(value: T) -> String {
        let line = toml::Value::try_from(value).unwrap();
        line.as_str().unwrap().to_owned()
    }
    for it in Direction::ALL {
        assert_eq!(written(it), it.slug());
    }
    for it in State::ALL {
        assert_eq!(written(it), it.slug());
    }
    for it in Purpose::ALL {
        assert_eq!(written(it), it.slug());
    }
    for it in Consensus::ALL {
        assert_eq!(written(it), it.slug());
    }
    for it in DeadlineKind::ALL {
        assert_eq!(written(it), it.slug());
    }
    for it in LinkKind::ALL {
        assert_eq!(written(it), it.slug());
    }
    for it in GateKind::ALL {
        assert_eq!(written(it), it.slug());
    }
    for it in Why::ALL {
        assert_eq!(written(it), it.slug());
    }
    for it in RoleKind::ALL {
        assert_eq!(written(it), it.slug());
    }
    for it in GroupKind::ALL {
        assert_eq!(written(it), it.slug());
    }
    for it in GroupState::ALL {
        assert_eq!(written(it), it.slug());
    }
}

/// PUR-1: the retired purpose is read in the imported record and offered to nobody.
#[test]
fn for_comment_is_known_and_not_offered() {
    assert_eq!(Purpose::from_slug("comment"), Some(Purpose::Comment));
    assert_eq!(
        Purpose::OFFERED.map(|purpose| purpose.to_string()),
        ["For Information", "For Action", "In Response"]
    );
}

/// A name that nobody gave is no value; a type of group that we do not tell apart is some other group.
#[test]
fn a_name_that_is_not_known_is_not_guessed() {
    for slug in ["", "Draft", "posted ", "no-such-name"] {
        assert_eq!(State::from_slug(slug), None);
        assert_eq!(Purpose::from_slug(slug), None);
        assert_eq!(RoleKind::from_slug(slug), None);
        assert_eq!(EventKind::from_slug(slug), None);
        assert_eq!(GroupKind::from_slug(slug), GroupKind::Other);
        assert_eq!(GroupState::from_slug(slug), GroupState::Unknown);
    }
}

/// What a message is called is part of the outbox's data.
#[test]
fn every_kind_of_message_has_a_name_of_its_own() {
    let kinds = [
        NoticeKind::TheStatement,
        NoticeKind::OurCopy,
        NoticeKind::Distribution,
        NoticeKind::Receipt,
    ];
    assert_eq!(kinds.map(NoticeKind::slug), ["statement", "our-copy", "distribution", "receipt"]);
}
