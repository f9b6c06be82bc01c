//! Somebody at a browser: asks for pages, fills in the forms they offer, and sends them.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Longer than anything takes on a busy machine; waiting ends as soon as there is something to see.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);

/// Somebody at a browser that keeps their cookie.
pub(crate) struct Browser {
    pub(crate) host: String,
    pub(crate) cookie: String,
}

/// An answer of the service.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// A form as a page offers it, and what somebody puts into it.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    action: String,
    fields: Vec<(String, String)>,
    files: Vec<(String, String, Vec<u8>)>,
}

impl Browser {
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", &[])
    }

    /// Returns a page that must be there.
    pub(crate) fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }

    /// Waits for a page that holds these words.
    pub(crate) fn page_with(&self, path: &str, words: &str) -> String {
        self.until(path, &format!("{path} holds “{words}”"), |page| page.contains(words))
    }

    /// Waits until every message on a page has been delivered or given up.
    pub(crate) fn until_nothing_waits(&self, path: &str) {
        self.until(path, "every message is delivered", |page| {
            page.contains("class=\"fate\"") && !page.contains("mark-open")
        });
    }

    fn until(&self, path: &str, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        let begin = Instant::now();
        loop {
            let page = self.page(path);
            if is_so(&page) {
                return page;
            }
            assert!(begin.elapsed() < PATIENCE, "it never came to pass that {what}: {page}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn form(&self, page: &str, action: &str) -> Form {
        Form::of(&self.page(page), action)
    }

    /// Presses the button of a page that sends a form of no more than what it holds; returns where it leads.
    pub(crate) fn clicks(&self, page: &str, action: &str) -> String {
        self.sends(&self.form(page, action))
    }

    /// Sends a form, and returns where it leads.
    pub(crate) fn sends(&self, form: &Form) -> String {
        let answer = self.send(form);
        assert_eq!(answer.status, 303, "{}: {}", form.action, answer.text());
        answer.field("location").unwrap()
    }

    pub(crate) fn send(&self, form: &Form) -> Answer {
        self.ask("POST", &form.action, "multipart/form-data; boundary=between", &form.bytes())
    }

    fn ask(&self, method: &str, path: &str, media_type: &str, body: &[u8]) -> Answer {
        let Self { host, cookie } = self;
        let mut head = format!("{method} {path} HTTP/1.0\r\nHost: {host}\r\n");
        if !cookie.is_empty() {
            head.push_str(&format!("Cookie: {cookie}\r\n"));
        }
        if method == "POST" {
            head.push_str(&format!(
                "Origin: http://{host}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n",
                body.len()
            ));
        }
        let mut stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        Answer::of(&answer)
    }
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head, body: bytes[end + 4..].to_vec() }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    fn field(&self, name: &str) -> Option<String> {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut found = fields.filter(|(field, _)| field.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.to_owned())
    }

    /// Returns the cookie that it sets, as it is sent back.
    pub(crate) fn cookie(&self) -> String {
        let set = self.field("set-cookie").unwrap_or_else(|| panic!("no cookie: {}", self.text()));
        set.split(';').next().unwrap().to_owned()
    }
}

impl Form {
    /// Finds the form that is sent to this address, with everything that is typed and chosen in it.
    pub(crate) fn of(page: &str, action: &str) -> Self {
        let forms = page.split("<form").skip(1).map(|form| form.split("</form>").next().unwrap());
        let found = forms.into_iter().find(|form| {
            let head = form.split('>').next().unwrap();
            attribute(head, "action").is_some_and(|found| plain(&found) == action)
        });
        let form = found.unwrap_or_else(|| panic!("no form is sent to {action}: {page}"));
        let mut fields = Vec::new();
        for tag in form.split('<') {
            let Some((head, rest)) = tag.split_once('>') else { continue };
            let value = if head.starts_with("textarea") {
                // Browsers take the line end after the tag away.
                Some(rest.strip_prefix('\n').unwrap_or(rest).to_owned())
            } else if head.starts_with("input") {
                sent_by(head)
            } else {
                None
            };
            if let (Some(name), Some(value)) = (attribute(head, "name"), value) {
                fields.push((name, plain(&value)));
            }
        }
        Self { action: action.to_owned(), fields, files: Vec::new() }
    }

    /// Returns what a field holds; of several of that name, the first.
    pub(crate) fn holds(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// Returns how many fields of a name are sent.
    pub(crate) fn count(&self, name: &str) -> usize {
        self.fields.iter().filter(|(field, _)| field == name).count()
    }

    /// Puts something into a field in place of what it holds.
    pub(crate) fn fill(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends it elsewhere, as a button that names an address of its own does.
    pub(crate) fn to(mut self, action: &str) -> Self {
        action.clone_into(&mut self.action);
        self
    }

    pub(crate) fn choose(mut self, name: &str, file: &str, bytes: &[u8]) -> Self {
        self.files.push((name.to_owned(), file.to_owned(), bytes.to_vec()));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut part = |disposition: String, content: &[u8]| {
            let head =
                format!("--between\r\nContent-Disposition: form-data; {disposition}\r\n\r\n");
            bytes.extend_from_slice(head.as_bytes());
            bytes.extend_from_slice(content);
            bytes.extend_from_slice(b"\r\n");
        };
        for (name, value) in &self.fields {
            part(format!("name=\"{name}\""), value.replace('\n', "\r\n").as_bytes());
        }
        for (name, file, content) in &self.files {
            part(format!("name=\"{name}\"; filename=\"{file}\""), content);
        }
        bytes.extend_from_slice(b"--between--\r\n");
        bytes
    }
}

/// Returns what an input sends, if it sends anything.
fn sent_by(head: &str) -> Option<String> {
    let is_sent = match attribute(head, "type").as_deref() {
        Some("file" | "submit" | "button") => false,
        Some("radio" | "checkbox") => head.contains(" checked"),
        _ => true,
    };
    is_sent.then(|| attribute(head, "value").unwrap_or_default())
}

fn attribute(head: &str, name: &str) -> Option<String> {
    let (_, rest) = head.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(str::to_owned)
}

fn plain(html: &str) -> String {
    let marks = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    marks.iter().fold(html.to_owned(), |text, (mark, character)| text.replace(mark, character))
}
