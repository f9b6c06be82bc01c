//! A person: the roles that they hold, and those that they held.

use askama::Template;
use jiff::civil::Date;
use rules::{Directory, Person, RoleTerm};

use crate::pages::group::{path, span};
use crate::view::View;
use crate::words;

/// A person with their roles; addresses are for those who are signed in.
#[derive(Debug, Template)]
#[template(path = "person.html")]
pub(crate) struct PersonPage {
    view: View,
    name: String,
    addresses: Vec<String>,
    now: Vec<Held>,
    former: Vec<Held>,
}

/// A role on a group.
#[derive(Debug)]
struct Held {
    role: String,
    group: String,
    to: String,
    span: String,
}

impl PersonPage {
    pub(crate) fn of(view: View, person: &Person, directory: &Directory, today: Date) -> Self {
        let mut terms: Vec<&RoleTerm> =
            directory.terms().iter().filter(|term| term.person == person.id).collect();
        terms.sort_by_key(|term| {
            (std::cmp::Reverse((term.until, term.from)), term.kind, term.group)
        });
        let held = |term: &&RoleTerm| {
            let group = directory.group(term.group)?;
            let role = words::capitalized(&view.policy.role_words(term.kind));
            Some(Held { role, group: group.name.clone(), to: path(group), span: span(term) })
        };
        let those = |wanted: &dyn Fn(&RoleTerm) -> bool| {
            terms.iter().filter(|term| wanted(term)).filter_map(held).collect()
        };
        let addresses = person.addresses.iter().filter(|_| view.is_signed_in());
        Self {
            addresses: addresses.map(|address| words::obscured(address)).collect(),
            name: person.name.clone(),
            now: those(&|term| !term.is_over_on(today)),
            former: those(&|term| term.is_over_on(today)),
            view,
        }
    }

    pub(crate) fn sample() -> Self {
        let directory = super::group::sample_directory();
        let person = directory.person(rules::PersonId(8)).cloned();
        let person = person.unwrap_or_else(|| unreachable!("the sample holds it"));
        let today = jiff::civil::date(2026, 3, 10);
        Self::of(View::sample("/people/8"), &person, &directory, today)
    }
}
