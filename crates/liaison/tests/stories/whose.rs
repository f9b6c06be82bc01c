//! Whose installation a story plays at, and the people who work there.

const DIRECTORY: &str = include_str!("directory.toml");
const MORE: &str = include_str!("more.toml");
/// Those of each directory who have an account.
const PEOPLE: [(&str, &str); 4] = [
    ("Anna Chair", "anna@example.org"),
    ("Bo Director", "bo@example.org"),
    ("Di Manager", "di@example.org"),
    ("Cy Coordinator", "cy@example.org"),
];
const MORE_PEOPLE: [(&str, &str); 5] = [
    ("Eve Elsewhere", "eve@example.org"),
    ("Flo Director", "flo@example.org"),
    ("Ina Chair", "ina@example.org"),
    ("Jan Architect", "jan@example.org"),
    ("Kim Architect", "kim@example.org"),
];
/// What is added for those who exchange statements with another installation, and all of that other one.
const TWO: &str = include_str!("two.toml");
const THEIRS: &str = include_str!("theirs.toml");
const THEIR_PEOPLE: [(&str, &str); 3] = [
    ("Gus Lead", "gus@example.net"),
    ("Bea Board", "bea@example.net"),
    ("Cleo Officer", "cleo@example.net"),
];
const POLICY: &str = include_str!("../../../rules/policies/ietf.toml");
const THEIR_POLICY: &str = include_str!("../../../rules/policies/consortium.toml");

/// Whose installation it is, and who is beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Ours, alone.
    Ours,
    /// Ours, with a second area, the leadership and a second organization.
    OursWithMore,
    /// Ours, whose mail server knows that of another installation at this port.
    OursOfTwo(u16),
    /// That other one, which knows ours.
    Theirs(u16),
}

impl Whose {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours | Self::OursWithMore => "",
            Self::OursOfTwo(_) => "ours",
            Self::Theirs(_) => "theirs",
        }
    }

    pub(crate) fn policy(self) -> String {
        match self {
            Self::Theirs(_) => THEIR_POLICY.replace("@okc.example.org", "@example.net"),
            _ => POLICY.replace("@ietf.org", "@example.org").replace("@iab.org", "@example.org"),
        }
    }

    pub(crate) fn directory(self) -> String {
        match self {
            Self::Ours => DIRECTORY.to_owned(),
            Self::OursWithMore => format!("{DIRECTORY}\n{MORE}"),
            Self::OursOfTwo(_) => format!("{DIRECTORY}\n{TWO}"),
            Self::Theirs(_) => THEIRS.to_owned(),
        }
    }

    pub(crate) fn people(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Ours | Self::OursOfTwo(_) => PEOPLE.to_vec(),
            Self::OursWithMore => PEOPLE.into_iter().chain(MORE_PEOPLE).collect(),
            Self::Theirs(_) => THEIR_PEOPLE.to_vec(),
        }
    }

    /// The sender of what the service writes; of two installations, each reads what comes back to it.
    pub(crate) fn mail_from(self) -> String {
        match self {
            Self::Ours | Self::OursWithMore => {
                "Liaison Statements <statements@liaison.example.org>".to_owned()
            }
            Self::OursOfTwo(_) | Self::Theirs(_) => {
                format!("Liaison Statements <{}>", self.server().1)
            }
        }
    }

    /// The name of the mail server, the address whose mail it hands over, and the other server that it knows.
    pub(crate) fn server(self) -> (&'static str, &'static str, String) {
        match self {
            Self::Ours | Self::OursWithMore => {
                ("mail.example.org", "liaison-inbox@example.org", String::new())
            }
            Self::OursOfTwo(port) => {
                ("mail.example.org", "liaison-inbox@example.org", format!("example.net={port}"))
            }
            Self::Theirs(port) => {
                ("mail.example.net", "liaison-inbox@example.net", format!("example.org={port}"))
            }
        }
    }
}
