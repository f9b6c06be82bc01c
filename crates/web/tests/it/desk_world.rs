//! A small world for the signed-in pages: groups, people with accounts, and browsers that fill in what pages offer.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use operations::{
    Arrival, Desk, KnownNames, NewAccount, Settings, Visitor, add_account, begin_session,
    read_waiting_items, receive_message,
};
use rules::{Mailbox, Number, Policy, RoleKind, Statement, Why};
use store::testing::{Guard, made_groups, made_person, stores};
use store::{ContactEntry, Ids, PersonEntry};
use tower::ServiceExt as _;
use web::Site;

use crate::support::{Answer, NOW};

/// The service over one database, with everybody who works there.
pub(crate) struct World {
    pub(crate) desk: Desk,
    clock: Arc<Mutex<Timestamp>>,
    router: Router,
    _guard: Guard,
}

/// Somebody at a browser that keeps their cookie.
pub(crate) struct Browser<'w> {
    world: &'w World,
    pub(crate) cookie: String,
}

/// A form as a page offers it, and what somebody puts into it.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    files: Vec<(String, String, Vec<u8>)>,
}

const PEOPLE: [(&str, &[(RoleKind, &str)]); 8] = [
    ("Anna Chair", &[(RoleKind::Chair, "tsync")]),
    ("Bo Director", &[(RoleKind::AreaDirector, "tim")]),
    ("Cy Coordinator", &[(RoleKind::Coordinator, "iab")]),
    ("Di Manager", &[(RoleKind::LiaisonManager, "etu")]),
    ("Eve Elsewhere", &[(RoleKind::Chair, "paths")]),
    ("Flo Director", &[(RoleKind::AreaDirector, "rte")]),
    ("Gil Office", &[(RoleKind::Secretary, "secretariat")]),
    ("Hal Nobody", &[]),
];

/// Everybody's first name, in lower case.
pub(crate) const EVERYBODY: [&str; 8] = ["anna", "bo", "cy", "di", "eve", "flo", "gil", "hal"];

pub(crate) fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// Returns the same world over each database.
pub(crate) async fn worlds(name: &str) -> Vec<World> {
    made(name, false).await
}

/// Returns the same world as a demonstration.
pub(crate) async fn demonstrations(name: &str) -> Vec<World> {
    made(name, true).await
}

async fn made(name: &str, demonstration: bool) -> Vec<World> {
    let mut worlds = Vec::new();
    for world in empty(name, demonstration, "ietf").await {
        world.settle().await;
        worlds.push(world);
    }
    worlds
}

/// Returns the service with nothing in it, under a built-in policy.
pub(crate) async fn empty(name: &str, demonstration: bool, policy: &str) -> Vec<World> {
    under(name, demonstration, Policy::built_in_at(policy, "example.org").unwrap()).await
}

/// Returns the same world, in which ETU wants letters in the form of ITU-T.
pub(crate) async fn worlds_of_letters(name: &str) -> Vec<World> {
    let policy = Policy::built_in_at("ietf", "example.org").unwrap();
    let text = policy.source().replace("[letters]\n", "[letters]\netu = \"itu-t\"\n");
    let worlds = under(name, false, Policy::parse(&text).unwrap()).await;
    for world in &worlds {
        world.settle().await;
    }
    worlds
}

async fn under(name: &str, demonstration: bool, policy: Policy) -> Vec<World> {
    let policy = Arc::new(policy);
    let mut worlds = Vec::new();
    for (_, store, guard) in stores(name).await {
        let mail_from = Mailbox::new("Liaison", "liaison@example.org").unwrap();
        let settings = Settings {
            demonstration,
            captured: demonstration,
            attachment_limit: 100_000,
            text_limit: 10_000,
            ..Settings::new("https://liaison.example.org", mail_from)
        };
        let desk = Desk {
            store,
            policy: Arc::clone(&policy),
            ids: Arc::new(Ids::new(|| 0)),
            settings: Arc::new(settings),
            names: KnownNames::default(),
        };
        let clock = Arc::new(Mutex::new(now()));
        let told = Arc::clone(&clock);
        let site = Site::new(desk.clone()).at(move || *told.lock().unwrap());
        worlds.push(World { desk, clock, router: web::router(site), _guard: guard });
    }
    worlds
}

impl World {
    /// Brings the groups and the people into the directory, and gives everybody an account.
    async fn settle(&self) {
        let Desk { store, ids, .. } = &self.desk;
        let mut tx = store.begin("make the directory").await.unwrap();
        tx.save_groups(&made_groups(), ids, now()).await.unwrap();
        let people: Vec<PersonEntry> =
            PEOPLE.iter().map(|(name, roles)| made_person(name, roles)).collect();
        tx.save_people(&people, ids, now()).await.unwrap();
        tx.save_contacts(&contacts(), ids, now()).await.unwrap();
        tx.commit().await.unwrap();
        for (name, _) in PEOPLE {
            let mailbox = Mailbox::new(name, &address(name)).unwrap();
            let new = NewAccount { mailbox, password: None };
            add_account(&self.desk, &new, now()).await.unwrap();
        }
    }

    /// Lets time pass.
    pub(crate) fn wait(&self, minutes: i64) {
        let mut clock = self.clock.lock().unwrap();
        *clock += SignedDuration::from_mins(minutes);
    }

    /// Returns the time.
    pub(crate) fn now(&self) -> Timestamp {
        *self.clock.lock().unwrap()
    }

    /// Returns somebody who is not signed in.
    pub(crate) fn stranger(&self) -> Browser<'_> {
        Browser { world: self, cookie: String::new() }
    }

    /// Returns somebody who is signed in, by first name.
    pub(crate) async fn browser(&self, name: &str) -> Browser<'_> {
        self.browser_of(&address(name)).await
    }

    /// Returns somebody who is signed in, by address.
    pub(crate) async fn browser_of(&self, address: &str) -> Browser<'_> {
        let person = self.desk.store.reader().person_by_address(address).await.unwrap();
        let (visitor, now) = (Visitor::default(), *self.clock.lock().unwrap());
        let token = begin_session(&self.desk, person.unwrap(), "in a test", &visitor, now);
        let token = token.await.unwrap();
        Browser { world: self, cookie: format!("__Host-liaison={token}") }
    }

    pub(crate) async fn statement(&self, number: i64) -> Statement {
        self.desk.store.reader().statement(Number(number)).await.unwrap().unwrap()
    }

    /// Hands a message over as a mail server does, and reads it as a worker does.
    pub(crate) async fn receive(&self, message: &[u8]) -> i64 {
        let id = self.receive_unread(message).await;
        read_waiting_items(&self.desk, now()).await.unwrap();
        id
    }

    /// Hands a message over that no worker has come to yet.
    pub(crate) async fn receive_unread(&self, message: &[u8]) -> i64 {
        let arrival = Arrival {
            envelope_from: "lee@example.com".to_owned(),
            envelope_to: "liaison-coordination@example.org".to_owned(),
            bytes: Bytes::copy_from_slice(message),
            ..Arrival::default()
        };
        receive_message(&self.desk, &arrival, now()).await.unwrap()
    }

    /// Sends a request.
    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

impl Browser<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header("cookie", &self.cookie);
        self.world.ask(request.body(Body::empty()).unwrap()).await
    }

    /// Opens a page that is there.
    pub(crate) async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.text()
    }

    /// Opens a page and returns its form that is sent to an address.
    pub(crate) async fn form(&self, path: &str, action: &str) -> Form {
        Form::of(&self.page(path).await, action)
    }

    /// Sends a form as browsers do, from one of our own pages.
    pub(crate) async fn send(&self, form: &Form) -> Answer {
        let request = Request::post(&form.action)
            .header("cookie", &self.cookie)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=between");
        self.world.ask(request.body(Body::from(form.bytes())).unwrap()).await
    }

    /// Sends a large form as networks do, piece by piece.
    pub(crate) async fn send_in_pieces(&self, form: &Form) -> Answer {
        let bytes = Bytes::from(form.bytes());
        let pieces = (0..bytes.len())
            .step_by(65_536)
            .map(move |at| Ok::<_, std::io::Error>(bytes.slice(at..bytes.len().min(at + 65_536))));
        let request = Request::post(&form.action)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=between");
        let body = Body::from_stream(futures_util::stream::iter(pieces));
        self.world.ask(request.body(body).unwrap()).await
    }

    /// Sends a form that is taken, and returns where it leads.
    pub(crate) async fn sends(&self, form: &Form) -> String {
        let answer = self.send(form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}: {}", form.action, answer.text());
        answer.header("location").to_owned()
    }

    /// Sends fields as a form without files.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = posted(path, &self.cookie);
        self.world.ask(request.body(encoded(fields)).unwrap()).await
    }
}

fn posted(path: &str, cookie: &str) -> axum::http::request::Builder {
    Request::post(path)
        .header("cookie", cookie)
        .header("origin", "https://liaison.example.org")
        .header("content-type", "application/x-www-form-urlencoded")
}

fn encoded(fields: &[(&str, &str)]) -> Body {
    let mut form = String::new();
    for (name, value) in fields {
        if !form.is_empty() {
            form.push('&');
        }
        form.push_str(name);
        form.push('=');
        for byte in value.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => form.push(char::from(byte)),
                byte => form.push_str(&format!("%{byte:02X}")),
            }
        }
    }
    Body::from(form)
}

impl Form {
    /// Reads the form of a page that is sent to an address, with everything that its fields hold.
    pub(crate) fn of(page: &str, action: &str) -> Self {
        let begin = page
            .find(&format!("action=\"{action}\""))
            .unwrap_or_else(|| panic!("no form {action} in {page}"));
        let rest = &page[begin..];
        let html = &rest[..rest.find("</form>").unwrap()];
        let (mut fields, mut at) = (Vec::new(), 0);
        while let Some(next) = html[at..].find('<').map(|next| at + next) {
            let tag = &html[next..next + html[next..].find('>').unwrap()];
            at = next + tag.len();
            let value = if tag.starts_with("<textarea") {
                let end = html[at..].find("</textarea>").unwrap();
                // Browsers take the first line end away.
                Some(html[at + 1..at + end].trim_start_matches('\n').to_owned())
            } else if tag.starts_with("<input") || tag.starts_with("<option") {
                value_of(tag)
            } else {
                None
            };
            if tag.starts_with("<select") {
                fields.push((attribute(tag, "name").unwrap(), String::new()));
            } else if let Some(value) = value.map(|value| plain(&value)) {
                match attribute(tag, "name") {
                    Some(name) => fields.push((name, value)),
                    // An option belongs to the list before it; the first is chosen unless another is.
                    None if tag.contains(" selected") || fields.last().unwrap().1.is_empty() => {
                        fields.last_mut().unwrap().1 = value;
                    }
                    None => {}
                }
            }
        }
        Self { action: plain(action), fields, files: Vec::new() }
    }

    /// Puts something into a field in place of what it holds.
    pub(crate) fn fill(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Chooses a file.
    pub(crate) fn choose(mut self, name: &str, file: &str, bytes: &[u8]) -> Self {
        self.files.push((name.to_owned(), file.to_owned(), bytes.to_vec()));
        self
    }

    /// Presses a button that sends the form elsewhere.
    pub(crate) fn to(mut self, action: &str) -> Self {
        action.clone_into(&mut self.action);
        self
    }

    /// Returns what a field holds.
    pub(crate) fn holds(&self, name: &str) -> Vec<&str> {
        let held = self.fields.iter().filter(|(field, value)| field == name && !value.is_empty());
        held.map(|(_, value)| value.as_str()).collect()
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (name, value) in &self.fields {
            let head =
                format!("--between\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            bytes.extend_from_slice(head.as_bytes());
            bytes.extend_from_slice(value.replace('\n', "\r\n").as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        for (name, file, content) in &self.files {
            let head = format!(
                "--between\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            bytes.extend_from_slice(head.as_bytes());
            bytes.extend_from_slice(content);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"--between--\r\n");
        bytes
    }
}

/// Returns what an input sends, if it sends anything.
fn value_of(tag: &str) -> Option<String> {
    let kind = attribute(tag, "type").unwrap_or_default();
    let is_chosen = !matches!(kind.as_str(), "radio" | "checkbox") || tag.contains(" checked");
    (is_chosen && kind != "file").then(|| attribute(tag, "value").unwrap_or_default())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let begin = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    Some(tag[begin..begin + tag[begin..].find('"')?].to_owned())
}

fn plain(html: &str) -> String {
    let marks = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&amp;", "&"),
    ];
    marks.iter().fold(html.to_owned(), |text, (mark, c)| text.replace(mark, c))
}

/// Returns a page as a reader of snapshots likes it: what is inside `main`, without empty lines.
pub(crate) fn main_of(page: &str) -> String {
    let begin = page.find("<main").unwrap();
    let end = page.find("</main>").unwrap();
    let title = &page[page.find("<title>").unwrap()..page.find("</title>").unwrap()];
    let lines = page[begin..end].lines().map(str::trim_end).filter(|line| !line.is_empty());
    format!("{title}\n{}\n", lines.collect::<Vec<_>>().join("\n"))
}

fn address(name: &str) -> String {
    format!("{}@example.org", name.split(' ').next().unwrap().to_lowercase())
}

fn contacts() -> Vec<ContactEntry> {
    let contact = |group: &str, why, send_to, address: &str| ContactEntry {
        group: group.to_owned(),
        why,
        send_to,
        mailbox: Mailbox::parse(address).unwrap(),
    };
    vec![
        contact("etu", Why::LiaisonManager, false, "etu-manager@example.org"),
        contact("etu", Why::Listed, true, "ETU Secretariat <etu@example.com>"),
        contact("etu-sg1", Why::Listed, false, "sg1@example.com"),
    ]
}
