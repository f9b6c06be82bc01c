//! All that the pages show and do, programs read and do: each address of a page with the operation of the API that does the same, or
//! with why there is none.

use std::collections::{BTreeMap, BTreeSet};

use crate::routes::asked;

/// `PAGE = OPERATION`, or `PAGE: why there is none`; operations without the `/api` before them.
const PAGES: &str = "
GET /: it leads to lists, which are operations of their own
GET /about: words for people
GET /api: the page of the API itself
GET /policy = GET /policy
GET /policy.toml = GET /policy
GET /statements = GET /statements
GET /statements.atom = GET /changes
GET /statements.json = GET /statements
GET /statements.csv = GET /statements
GET /statements/{number} = GET /statements/{number}
GET /statements/{number}/card.png: a picture
GET /card.png: a picture
GET /statements/{number}/history = GET /statements/{number}/history
GET /statements/{number}/history.atom = GET /statements/{number}/history
GET /statements/{number}/proof: a file, for programs as it is
GET /statements/{number}/exchange = GET /statements/{number}/exchange
GET /statements/{number}/exchange.atom = GET /statements/{number}/exchange
GET /statements/{number}/versions/{version} = GET /statements/{number}/versions/{version}
GET /statements/{number}/attachments/{position}/{name} = GET /statements/{number}/attachments/{position}
GET /statements/{number}/letter.docx: a letter that is made of what GET /statements/{number} tells
GET /statements/{number}/letter.pdf: a letter that is made of what GET /statements/{number} tells
GET /organizations = GET /organizations
GET /organizations.json = GET /organizations
GET /organizations.csv = GET /organizations
GET /organizations.atom = GET /changes
GET /organizations/{acronym} = GET /organizations/{acronym}
GET /organizations/{acronym}/open = GET /organizations/{acronym}/open
GET /organizations/{acronym}/open.atom = GET /organizations/{acronym}/open
GET /organizations/{acronym}/report = GET /organizations/{acronym}/report
GET /organizations/{acronym}/report.md = GET /organizations/{acronym}/report
GET /organizations/{acronym}/report.pdf = GET /organizations/{acronym}/report
GET /groups/{acronym} = GET /groups/{acronym}
GET /groups/{acronym}/history = GET /groups/{acronym}/history
GET /groups/{acronym}/history.atom = GET /groups/{acronym}/history
GET /statistics = GET /statistics
GET /statistics.json = GET /statistics
GET /statistics.csv = GET /statistics
GET /deadlines = GET /deadlines
GET /deadlines.ics = GET /deadlines
GET /deadlines.atom = GET /deadlines
GET /deadlines.csv = GET /deadlines
GET /people/{id} = GET /people/{id}
GET /log: words for people about the files below it
GET /log/checkpoint: a file, for programs as it is (C2SP)
GET /log/keys: a file, for programs as it is (C2SP)
GET /log/tile/{*name}: a file, for programs as it is (C2SP)

GET /watch: a form
POST /watch = POST /watches
GET /watch/sent: says what was done
GET /watching/{token} = GET /watches/{token}
GET /watching/{token}/end: leads to the page with the button
POST /watching/{token}/end = DELETE /watches/{token}
POST /watching/{token}/{id}/confirm = POST /watches/{token}/{id}/confirm
POST /watching/{token}/{id}/end = DELETE /watches/{token}/{id}
GET /submit = GET /submissions
POST /submit = POST /submissions
GET /submit/sent: says what was done
GET /submit/{token} = GET /submissions/{token}
POST /submit/{token} = POST /submissions/{token}

GET /sign-in: a form
POST /sign-in: a program is let in by its token
POST /sign-in/link: a program is let in by its token
GET /sign-in/asked: says what was done
GET /sign-in/openid: a program is let in by its token
GET /sign-in/openid/back: a program is let in by its token
POST /sign-in/passkey: a program is let in by its token
POST /sign-in/passkey.json: a program is let in by its token
GET /sign-in/{token}: a program is let in by its token
POST /sign-in/{token}: a program is let in by its token
POST /sign-out: a program is let in by its token
GET /desk/account = GET /account
POST /desk/account/sessions/{id}/end = DELETE /account/sessions/{id}
POST /desk/account/end-others: all but the session that asks; a program asks with none, and ends each
POST /desk/account/password: whoever finds a token makes nothing with it that outlives it
POST /desk/account/tokens: whoever finds a token makes nothing with it that outlives it
POST /desk/account/tokens/{id}/revoke = DELETE /account/tokens/{id}
POST /desk/account/passkeys: whoever finds a token makes nothing with it that outlives it
POST /desk/account/passkeys.json: whoever finds a token makes nothing with it that outlives it
POST /desk/account/passkeys/{id}/remove = DELETE /account/passkeys/{id}
POST /desk/account/reminders = PUT /account/reminders
POST /desk/account/calendar = POST /account/calendar
POST /desk/account/calendar/revoke = DELETE /account/calendar
GET /desk/calendar/{file}: a calendar, for programs as it is
GET /reminders/off/{token}: a form
POST /reminders/off/{token} = PUT /account/reminders
GET /desk/audit = GET /audit

GET /desk = GET /desk
GET /desk/overview = GET /overview
GET /desk/reviews = GET /desk
GET /desk/drafts = GET /drafts
GET /desk/inbox = GET /inbox
GET /desk/inbox/{id} = GET /inbox/{id}
POST /desk/inbox/{id}/record = POST /inbox/{id}/take
POST /desk/inbox/{id}/close = POST /inbox/{id}/close
POST /desk/inbox/{id}/take-over = POST /inbox/{id}/take-over
POST /desk/inbox/{id}/ask = POST /inbox/{id}/ask
POST /desk/inbox/{id}/reopen = POST /inbox/{id}/reopen
GET /desk/inbox/{id}/original = GET /inbox/{id}/original
GET /desk/inbox/{id}/files/{position}/{name} = GET /inbox/{id}/files/{position}
GET /desk/inbox/hand-in: a form
POST /desk/inbox/hand-in = POST /inbox

GET /statements/{number}/desk: leads to the page with the forms
GET /statements/{number}/preview = GET /statements/{number}/preview
GET /statements/{number}/readable = GET /statements/{number}/attachments
POST /statements/{number}/readable = POST /statements/{number}/attachments/{position}/pdf
POST /statements/{number}/submit = POST /statements/{number}/submit
POST /statements/{number}/agree = POST /statements/{number}/agree
POST /statements/{number}/approve = POST /statements/{number}/approve
POST /statements/{number}/advise = POST /statements/{number}/advise
POST /statements/{number}/review = POST /statements/{number}/review
POST /statements/{number}/send-back = POST /statements/{number}/send-back
POST /statements/{number}/tell-group = POST /statements/{number}/tell-group
POST /statements/{number}/note-telling = POST /statements/{number}/tell-group
POST /statements/{number}/note-approval = POST /statements/{number}/note-approval
POST /statements/{number}/split = POST /statements/{number}/split
POST /statements/{number}/list-documents = POST /statements/{number}/list-documents
POST /statements/{number}/time = POST /statements/{number}/time
POST /statements/{number}/hand = POST /statements/{number}/hand
GET /statements/{number}/again: a form
POST /statements/{number}/again = POST /statements/{number}/again
POST /statements/{number}/drop = POST /statements/{number}/drop
POST /statements/{number}/revive = POST /statements/{number}/revive
POST /statements/{number}/record-as-sent = POST /statements/{number}/record-as-sent
POST /statements/{number}/note-sending = POST /statements/{number}/note-sending
GET /statements/{number}/mail = GET /statements/{number}/mail
GET /statements/{number}/give: a form
POST /statements/{number}/give = POST /statements/{number}/give
GET /statements/{number}/research: a form
POST /statements/{number}/research = POST /statements/{number}/research
GET /statements/{number}/relay: a form
POST /statements/{number}/relay = POST /statements/{number}/relay
GET /statements/{number}/feedback: a form
POST /statements/{number}/feedback = POST /statements/{number}/feedback
POST /statements/{number}/resend/{delivery} = POST /statements/{number}/resend/{delivery}
GET /statements/{number}/correct: a form
POST /statements/{number}/correct = POST /statements/{number}/correct
GET /statements/{number}/revise: a form
POST /statements/{number}/revise = POST /statements/{number}/revise
GET /statements/{number}/agree-deadline: a form
POST /statements/{number}/agree-deadline = POST /statements/{number}/agree-deadline
GET /statements/{number}/ask-again: a form
POST /statements/{number}/ask-again = POST /statements/{number}/ask-again
POST /statements/{number}/let-be = POST /statements/{number}/let-be
GET /statements/{number}/comment: a form
POST /statements/{number}/comment = POST /statements/{number}/comment
GET /statements/{number}/withdraw: a form
POST /statements/{number}/withdraw = POST /statements/{number}/withdraw

GET /statements/{number}/informal-answer: a message that was kept beside, whose place GET /statements/{number} tells
GET /statements/{number}/take-on: leads to the page with the form
POST /statements/{number}/take-on = POST /statements/{number}/take-on
GET /statements/{number}/hand-on: leads to the page with the form
POST /statements/{number}/hand-on = POST /statements/{number}/hand-on
GET /statements/{number}/hand-back: leads to the page with the form
POST /statements/{number}/hand-back = POST /statements/{number}/hand-back
GET /statements/{number}/lead: leads to the page with the form
POST /statements/{number}/lead = POST /statements/{number}/lead
GET /statements/{number}/asked: leads to the page with the form
POST /statements/{number}/asked = POST /statements/{number}/asked
GET /statements/{number}/note-action: leads to the page with the form
POST /statements/{number}/note-action = POST /statements/{number}/note-action
GET /statements/{number}/put-to-group: leads to the page with the form
POST /statements/{number}/put-to-group = POST /statements/{number}/put-to-group
GET /statements/{number}/note-putting: leads to the page with the form
POST /statements/{number}/note-putting = POST /statements/{number}/put-to-group
GET /statements/{number}/hear-group: leads to the page with the form
POST /statements/{number}/hear-group = POST /statements/{number}/hear-group
GET /statements/{number}/promise: leads to the page with the form
POST /statements/{number}/promise = POST /statements/{number}/promise
GET /statements/{number}/no-answer: leads to the page with the form
POST /statements/{number}/no-answer = POST /statements/{number}/no-answer
GET /statements/{number}/open-again: leads to the page with the form
POST /statements/{number}/open-again = POST /statements/{number}/open-again
GET /statements/{number}/links: leads to the page with the form
POST /statements/{number}/links = POST /statements/{number}/links

GET /statements/new: a form
POST /statements/new = POST /statements
POST /statements/new/unsaved: what a browser keeps of a form while somebody types
POST /statements/{number}/unsaved: what a browser keeps of a form while somebody types
GET /statements/{number}/reply = POST /statements/{number}/reply
GET /statements/{number}/edit: a form
POST /statements/{number}/edit = PATCH /statements/{number}
POST /statements/{number}/attachments = POST /statements/{number}/attachments
GET /statements/{number}/add: a form
POST /statements/{number}/add = POST /statements/{number}/attachments
GET /statements/{number}/hide: a form
POST /statements/{number}/hide = POST /statements/{number}/attachments/{position}/hide
POST /statements/{number}/remove-attachment = DELETE /statements/{number}/attachments/{position}
POST /statements/{number}/letter = POST /statements/{number}/attachments/{position}/convert
GET /statements/{number}/answered-informally: leads to the page with the form
POST /statements/{number}/answered-informally = POST /statements/{number}/answered-informally

GET /directory = GET /directory
GET /directory/mine = GET /directory/mine
GET /directory/new: a form
POST /directory/new = POST /directory/entries
GET /directory/entries/{acronym} = GET /directory/entries/{acronym}
POST /directory/entries/{acronym} = PATCH /directory/entries/{acronym}
POST /directory/entries/{acronym}/confirm = POST /directory/entries/{acronym}/confirm
POST /directory/entries/{acronym}/roles = POST /directory/entries/{acronym}/roles
POST /directory/entries/{acronym}/end-role = POST /directory/entries/{acronym}/end-role
POST /directory/entries/{acronym}/join = POST /directory/entries/{acronym}/join
GET /directory/imports/{id} = GET /directory/imports/{id}
POST /directory/imports/{id}/confirm = POST /directory/imports/{id}/confirm
POST /directory/imports/{id}/drop = POST /directory/imports/{id}/drop
GET /desk/webhooks = GET /webhooks
POST /desk/webhooks = POST /webhooks
GET /desk/webhooks/{id} = GET /webhooks/{id}/deliveries
POST /desk/webhooks/{id}/ping = POST /webhooks/{id}/ping
POST /desk/webhooks/{id}/pause = POST /webhooks/{id}/pause
POST /desk/webhooks/{id}/resume = POST /webhooks/{id}/resume
POST /desk/webhooks/{id}/remove = DELETE /webhooks/{id}
GET /demo: of the demonstration alone
GET /demo/sign-in: of the demonstration alone
POST /demo/sign-in: of the demonstration alone
GET /demo/mail: of the demonstration alone
GET /demo/mail/{id}: of the demonstration alone
POST /demo/link/{delivery}: of the demonstration alone
";

/// What is no page: addresses of the former tool, which lead to pages or answer its clients, and files for browsers and monitors.
const NO_PAGES: [&str; 12] = [
    "/liaison",
    "/feed/",
    "/sitemap",
    "/lib/dt/",
    "/documents/LIAISON/",
    "/api/v1",
    "/assets/",
    "/robots.txt",
    "/healthz",
    "/readyz",
    "/metrics",
    "/favicon",
];

#[test]
fn programs_do_all_that_the_pages_do() {
    let document = serde_json::to_value(web::openapi()).unwrap();
    let operations: BTreeSet<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let path = path.strip_prefix("/api").unwrap();
            let methods = item.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let mut pages: BTreeMap<&str, &str> = BTreeMap::new();
    let mut faults = Vec::new();
    for line in PAGES.lines().filter(|line| !line.is_empty()) {
        let (page, does) = line.split_once(" = ").or(line.split_once(": ")).unwrap();
        if line.contains(" = ") && !operations.contains(does) {
            faults.push(format!("{page}: the API has no {does}"));
        }
        if pages.insert(page, does).is_some() {
            faults.push(format!("{page} is there twice"));
        }
    }
    let asked: Vec<String> = asked()
        .into_iter()
        .filter(|asked| {
            let path = asked.split_once(' ').unwrap().1;
            !NO_PAGES.iter().any(|no_page| path.starts_with(no_page))
        })
        .collect();
    assert!(asked.len() > 150, "{asked:?}");
    for page in &asked {
        if pages.remove(page.as_str()).is_none() {
            faults.push(format!(
                "{page}: name the operation of the API that does it, or why none does"
            ));
        }
    }
    faults.extend(pages.keys().map(|page| format!("{page}: there is no such page any more")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
