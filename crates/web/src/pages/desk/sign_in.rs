//! Signing in.

use askama::Template;
use operations::{LinkAbout, LinkLeads, NotLetIn};
use rules::{GateKind, Number, PersonId};

use super::faults::FaultList;
use crate::pieces::{Field, FieldKind};
use crate::view::View;

/// The form for signing in: by password, or by a one-time link.
#[derive(Debug, Template)]
#[template(path = "desk/sign_in.html")]
pub(crate) struct SignInPage {
    view: View,
    next: String,
    /// What the organization's own sign-in is called, where there is one.
    openid: Option<String>,
    /// Why that did not work; absent if it was not tried.
    refused: Option<Refused>,
    faults: FaultList,
    address: Field,
    password: Field,
    link_address: Field,
    /// Absent where browsers can have no passkeys for our address.
    passkey_address: Option<Field>,
}

/// Why the organization's own sign-in let nobody in.
#[derive(Debug)]
struct Refused {
    title: &'static str,
    why: String,
    next_step: &'static str,
}

/// What follows when a one-time link was asked for, whether or not there is an account.
#[derive(Debug, Template)]
#[template(path = "desk/link_asked.html")]
pub(crate) struct LinkAskedPage {
    pub(crate) view: View,
}

/// The button that uses a one-time link, or why that does nothing.
#[derive(Debug, Template)]
#[template(path = "desk/link.html")]
pub(crate) struct LinkPage {
    view: View,
    /// Where it leads.
    next: String,
    /// The link; absent if it does nothing.
    link: Option<LinkShown>,
    /// Why it does nothing; empty if it was not tried.
    fault: String,
}

/// What a one-time link does.
#[derive(Debug)]
struct LinkShown {
    token: String,
    /// Whom it signs in.
    name: String,
    /// Who is signed in already, if that is somebody else.
    instead_of: Option<String>,
    about: Option<LinkAbout>,
}

impl SignInPage {
    /// Returns the empty form.
    pub(crate) fn new(
        view: View,
        next: String,
        openid: Option<String>,
        has_passkeys: bool,
    ) -> Self {
        let email = |name| Field::new(name, "E-mail address", FieldKind::Email);
        Self {
            view,
            next,
            openid,
            refused: None,
            faults: FaultList::default(),
            address: email("address").autocomplete("username"),
            password: Field::new("password", "Password", FieldKind::Password)
                .autocomplete("current-password"),
            link_address: email("link_address").autocomplete("email"),
            passkey_address: has_passkeys
                .then(|| email("passkey_address").autocomplete("username webauthn")),
        }
    }

    /// Returns the form as it was typed, with what is wrong.
    pub(crate) fn typed(self, address: &str, fault: String) -> Self {
        let faults = vec![("password", fault)];
        let link_address = self.link_address.clone().value(address);
        Self { address: self.address.clone().value(address), link_address, ..self.faults(faults) }
    }

    /// Adds why the organization's own sign-in let nobody in.
    pub(crate) fn not_let_in(self, why: &NotLetIn) -> Self {
        let refused =
            Refused { title: why.title(), why: why.to_string(), next_step: why.next_step() };
        Self { refused: Some(refused), ..self }
    }

    /// Adds what is wrong.
    pub(crate) fn faults(self, faults: Vec<(&'static str, String)>) -> Self {
        Self {
            password: self.password.faults(&faults),
            link_address: self.link_address.faults(&faults),
            passkey_address: self.passkey_address.map(|field| field.faults(&faults)),
            faults: FaultList::here(&faults),
            ..self
        }
    }

    pub(crate) fn sample() -> Self {
        let label = Some("your <IETF> account".to_owned());
        let page =
            Self::new(View::sample("/sign-in"), "/statements/77/preview".to_owned(), label, true);
        let page = page.not_let_in(&NotLetIn::ProviderDown("it took too long".to_owned()));
        let fault = "Address and password do not fit: try again, or ask for a one-time link below.";
        page.typed("ana@example.org", fault.to_owned())
    }
}

impl LinkAskedPage {
    pub(crate) fn sample() -> Self {
        Self { view: View::sample("/sign-in/asked") }
    }
}

impl LinkPage {
    /// Returns the page of a link that works.
    pub(crate) fn new(view: View, token: String, next: String, leads: LinkLeads) -> Self {
        let instead_of = view.is_signed_in().then(|| view.actor.name.clone());
        let LinkLeads { name, about, .. } = leads;
        let link = Some(LinkShown { token, name, instead_of, about });
        Self { view, next, link, fault: String::new() }
    }

    /// Returns the page of a link that does nothing any more.
    pub(crate) fn ended(view: View, next: String, fault: String) -> Self {
        Self { view, next, link: None, fault }
    }

    pub(crate) fn sample() -> Self {
        let about = LinkAbout {
            number: Number(77),
            subject: "Question on <boundary> clocks".to_owned(),
            kind: GateKind::Approval,
        };
        let leads =
            LinkLeads { person: PersonId(1), name: "Bo <Director>".to_owned(), about: Some(about) };
        let view = View::sample("/sign-in/c2VjcmV0");
        Self::new(view, "c2VjcmV0".to_owned(), "/statements/77/preview".to_owned(), leads)
    }
}

impl LinkShown {
    /// Returns what its reader is asked for.
    fn asks(about: &LinkAbout) -> &'static str {
        match about.kind {
            GateKind::Agreement => "You are asked to agree to this statement:",
            GateKind::Approval => "You are asked to approve this statement:",
            GateKind::Consultation => "You are asked for advice on this statement:",
            GateKind::Review => "You are asked to review this statement:",
        }
    }
}
