//! What somebody does whose connection broke before an answer came.
//!
//! The rule: a page is asked for again. A form is not simply sent again, since nobody knows whether it was taken; whoever sent it
//! looks first, as people do who load a page again.
//! - A form that does something to what is there already: its page is loaded again. If it is offered there as it was, with the
//!   same revision and everything else, and the page does not tell what was typed, it was not taken, and is sent again.
//!   Otherwise it was taken.
//! - A new draft: it stands among the drafts if it was begun, and is finished there; a file that is missing is added.
//! - A message that is made a statement: its page says of which, once it was.
//! - A link is asked for: a mail comes, or it is asked for again.
//! - A link is used: the cookie is lost with the answer. If the link still works, it is used; if not, another is asked for.

use std::time::Duration;

use crate::browser::{Browser, Form};

/// Nobody is quicker with the mouse, and what was committed as a connection broke is there.
const A_MOMENT: Duration = Duration::from_millis(300);

impl Browser {
    /// Looks what became of a form; returns where it led, or nothing if it was not taken.
    pub(crate) fn sees_taken(&self, form: &Form) -> Option<String> {
        std::thread::sleep(A_MOMENT);
        if form.action.starts_with("/statements/new") {
            return self
                .finds_draft(form.holds("subject"))
                .map(|number| self.finishes(number, form));
        }
        let page = self.get(&form.page);
        let text = page.text();
        if form.action.ends_with("/record") {
            let (_, rest) = text.split_once("<p>Statement ")?;
            let number = rest.split(' ').next().unwrap();
            return Some(format!("/statements/{number}/mail?done=recorded"));
        }
        let offered = Form::offered(&text, &form.action).filter(|_| page.status == 200);
        if offered.is_some_and(|it| it.offered == form.offered) && !form.was_noted(&text) {
            return None;
        }
        if form.action.ends_with("/correct") {
            let (before, _) = text.split_once("\">Go to the correction").unwrap();
            return before.rsplit_once('"').map(|(_, address)| address.to_owned());
        }
        if form.action.ends_with("/again") {
            return self.finds_draft("").map(|number| format!("/statements/{number}/edit"));
        }
        Some(form.page.clone())
    }

    /// Returns the newest draft with this in its subject.
    fn finds_draft(&self, subject: &str) -> Option<i64> {
        let drafts = self.page("/desk/drafts");
        let links = drafts.split("<h3><a href=\"/statements/").skip(1);
        let ours = links.filter(|link| link.split("</a>").next().unwrap().contains(subject));
        ours.filter_map(|link| link.split('/').next()?.parse().ok()).max()
    }

    /// Opens a draft, types again what it does not have, and goes on to its preview.
    fn finishes(&self, number: i64, form: &Form) -> String {
        let address = format!("/statements/{number}/edit");
        loop {
            let page = self.page(&address);
            let mut edit = Form { page: address.clone(), ..Form::of(&page, &address) };
            let typed = form.fields.iter().filter(|(name, _)| name != "revision");
            edit.fields.retain(|(name, _)| !typed.clone().any(|(own, _)| own == name));
            edit.fields.extend(
                typed.clone().filter(|(name, url)| name != "url" || !page.contains(url)).cloned(),
            );
            edit.files =
                form.files.iter().filter(|(_, name, _)| !page.contains(name)).cloned().collect();
            if let Some(answer) = self.send(&edit) {
                assert_eq!(answer.status, 303, "{address}: {}", answer.text());
                return answer.field("location").unwrap();
            }
            std::thread::sleep(A_MOMENT);
        }
    }
}

impl Form {
    /// Says whether a page tells what was typed into it.
    fn was_noted(&self, page: &str) -> bool {
        let typed = self.fields.iter().filter(|field| !self.offered.contains(field));
        // A short word may stand anywhere.
        typed.map(|(_, value)| value).any(|value| value.len() > 12 && page.contains(value))
    }
}
