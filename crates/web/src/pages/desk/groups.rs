//! A field that names groups, one a line, with the directory's acronyms to choose from.

use askama::Template;
use askama::filters::HtmlSafe;
use rules::{Directory, Group, Policy};

use crate::pieces::joined;

/// A field that names groups, one a line, with the directory's acronyms to choose from; works without script.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "desk/groups.html")]
pub(crate) struct GroupsField {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: String,
    /// What is wrong; empty if nothing is.
    pub(crate) fault: String,
    /// Why a person should look at what it was filled with; empty if nothing is doubtful.
    pub(crate) doubt: String,
    pub(crate) optional: bool,
    /// The list of [`GroupLists`] from which the browser proposes.
    pub(crate) list: &'static str,
    lines: Vec<String>,
}

/// The groups that browsers propose: each acronym with its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Template)]
#[template(path = "desk/group_lists.html")]
pub(crate) struct GroupLists {
    ours: Vec<(String, String)>,
    theirs: Vec<(String, String)>,
}

impl GroupsField {
    /// Makes the field with what was typed, and room for one more group than there is.
    pub(crate) fn new(name: &'static str, hint: String, list: &'static str, typed: &str) -> Self {
        let mut lines: Vec<String> = split(typed).map(str::to_owned).collect();
        lines.push(String::new());
        if lines.len() < 2 {
            lines.push(String::new());
        }
        let label = super::faults::label(name);
        let (fault, doubt) = (String::new(), String::new());
        Self { name, label, hint, fault, doubt, optional: false, list, lines }
    }

    /// Adds what is wrong with it, of all that is wrong with the form.
    pub(crate) fn faults(self, faults: &[(&'static str, String)]) -> Self {
        let fault = faults.iter().find(|(field, _)| *field == self.name);
        Self { fault: fault.map(|(_, fault)| fault.clone()).unwrap_or_default(), ..self }
    }

    /// Adds why a person should look at it, of all that is doubtful in the form.
    pub(crate) fn doubts(self, doubts: &[(&'static str, String)]) -> Self {
        Self { doubt: joined(self.name, doubts), ..self }
    }

    /// Says that it may be left empty.
    pub(crate) fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    fn described_by(&self) -> String {
        let fault = (!self.fault.is_empty()).then(|| format!("{}-fault", self.name));
        let doubt = (!self.doubt.is_empty()).then(|| format!("{}-doubt", self.name));
        let hint = format!("{}-hint", self.name);
        fault.into_iter().chain(doubt).chain([hint]).collect::<Vec<_>>().join(" ")
    }
}

/// Returns the acronyms that were typed, however they were separated.
pub(crate) fn split(typed: &str) -> impl Iterator<Item = &str> {
    typed.split([',', ';', ' ', '\n', '\r', '\t']).filter(|acronym| !acronym.is_empty())
}

impl GroupLists {
    /// Returns the groups at work: those of ours that send, and those of other organizations.
    pub(crate) fn of(directory: &Directory, policy: &Policy) -> Self {
        let named = |group: &&Group| (group.acronym.clone(), group.name.clone());
        let at_work = || directory.groups().into_iter().filter(|group| group.state.is_at_work());
        Self {
            ours: at_work()
                .filter(|group| policy.level(group).is_some())
                .map(|g| named(&g))
                .collect(),
            theirs: at_work().filter(|group| !policy.is_ours(group)).map(|g| named(&g)).collect(),
        }
    }

    pub(crate) fn sample() -> Self {
        let pair = |acronym: &str, name: &str| (acronym.to_owned(), name.to_owned());
        Self {
            ours: vec![pair("tsync", "Time Synchronization"), pair("paths", "Path Computation")],
            theirs: vec![
                pair("etu", "Example Telecommunication Union"),
                pair("etu-sg1", "ETU Study Group 1"),
            ],
        }
    }
}

impl HtmlSafe for GroupsField {}
impl HtmlSafe for GroupLists {}
