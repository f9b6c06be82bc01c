//! Somebody at a browser: asks for pages, fills in the forms they offer, and sends them.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Longer than anything takes on a busy machine; waiting ends as soon as there is something to see.
pub(crate) const PATIENCE: Duration = Duration::from_secs(180);

/// Somebody at a browser that keeps their cookie.
pub(crate) struct Browser {
    pub(crate) host: String,
    pub(crate) cookie: String,
    /// Whether connections may break, because who answers is killed.
    pub(crate) breaks: bool,
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
    /// The page that it is on.
    pub(crate) page: String,
    pub(crate) action: String,
    /// The fields as the page offers them.
    pub(crate) offered: Vec<(String, String)>,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) files: Vec<(String, String, Vec<u8>)>,
}

impl Browser {
    /// Returns what is at an address; where connections may break, it is asked again.
    pub(crate) fn get(&self, path: &str) -> Answer {
        let begin = Instant::now();
        loop {
            if let Some(answer) = self.ask("GET", path, "", &[]) {
                return answer;
            }
            assert!(begin.elapsed() < PATIENCE, "nobody answers at {path}");
            std::thread::sleep(Duration::from_millis(100));
        }
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
        Form { page: page.to_owned(), ..Form::of(&self.page(page), action) }
    }

    /// Presses the button of a page that sends a form of no more than what it holds; returns where it leads.
    pub(crate) fn clicks(&self, page: &str, action: &str) -> String {
        self.sends(&self.form(page, action))
    }

    /// Sends a form, and returns where it leads; where no answer comes, whoever sent it looks what became of it.
    pub(crate) fn sends(&self, form: &Form) -> String {
        loop {
            let Some(answer) = self.send(form) else {
                match self.sees_taken(form) {
                    Some(address) => return address,
                    None => continue,
                }
            };
            assert_eq!(answer.status, 303, "{}: {}", form.action, answer.text());
            return answer.field("location").unwrap();
        }
    }

    /// Presses a button that leads to an address.
    pub(crate) fn clicks_to(&self, page: &str, action: &str, address: &str) {
        let led = self.clicks(page, action);
        // Whoever lost the answer stays at the page, and sees there how it stands.
        assert!(led == address || self.breaks && led == page, "{led}");
        self.page(address);
    }

    /// Sends a form once; nothing where no answer came.
    pub(crate) fn send(&self, form: &Form) -> Option<Answer> {
        self.ask("POST", &form.action, "multipart/form-data; boundary=between", &form.bytes())
    }

    /// Returns the answer; nothing where the connection broke, and it may.
    fn ask(&self, method: &str, path: &str, media_type: &str, body: &[u8]) -> Option<Answer> {
        let Self { host, cookie, .. } = self;
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
        let mut answer = Vec::new();
        let asked = exchange(host, &[head.as_bytes(), b"\r\n", body], &mut answer);
        match Answer::of(&answer) {
            Some(whole) if asked.is_ok() => Some(whole),
            _ if self.breaks => None,
            _ => panic!("{path}: {asked:?}: {}", String::from_utf8_lossy(&answer)),
        }
    }
}

fn exchange(host: &str, request: &[&[u8]], answer: &mut Vec<u8>) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    request.iter().try_for_each(|part| stream.write_all(part))?;
    stream.read_to_end(answer).map(drop)
}

impl Answer {
    /// Reads an answer; nothing if it is not whole.
    fn of(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let answer = Self { status, head, body: bytes[end + 4..].to_vec() };
        let length = answer.field("content-length").map(|length| length.parse().unwrap());
        length.is_none_or(|length: usize| length == answer.body.len()).then_some(answer)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn field(&self, name: &str) -> Option<String> {
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
    /// Returns the form that is sent to this address, with everything that is typed and chosen in it.
    pub(crate) fn of(page: &str, action: &str) -> Self {
        Self::offered(page, action).unwrap_or_else(|| panic!("no form is sent to {action}: {page}"))
    }

    /// Finds the form that is sent to this address, if the page offers it.
    pub(crate) fn offered(page: &str, action: &str) -> Option<Self> {
        let forms = page.split("<form").skip(1).map(|form| form.split("</form>").next().unwrap());
        let form = forms.into_iter().find(|form| {
            let head = form.split('>').next().unwrap();
            attribute(head, "action").is_some_and(|found| plain(&found) == action)
        })?;
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
        let (page, action) = (String::new(), action.to_owned());
        Some(Self { page, action, offered: fields.clone(), fields, files: Vec::new() })
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
