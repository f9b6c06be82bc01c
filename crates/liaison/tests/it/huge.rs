//! A gigabyte that is sent to whatever takes something: it is refused with the reason, early where whoever sends it can hear that, and
//! hardly more of it is held in memory than what may be sent.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::os::unix::net::UnixStream;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;

use crate::hostile::resident;
use crate::serving::Service;
use crate::support::{files_below, liaison, with_input};

const GIGABYTE: u64 = 1024 * 1024 * 1024;
const PIECE: usize = 64 * 1024;
/// What may be sent is 50 MiB, and what is between us and the service holds some more.
const MOST_TAKEN: u64 = 80 * 1024 * 1024;
/// A page of a form reads on, four times as much as is taken, because browsers look at no answer before they have sent everything;
/// it throws away what it reads.
const MOST_TAKEN_OF_A_FORM: u64 = 5 * MOST_TAKEN;
/// What may be sent, once as it came and once as it is read, and the service itself.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;

const DIRECTORY: &str = "
[[groups]]
acronym = \"iab\"
name = \"Architecture Board\"
kind = \"ietf\"

[[people]]
name = \"Cy Example\"
addresses = [\"cy@example.org\"]
roles = [{ role = \"liaison_coordinator\", group = \"iab\" }]
";

/// How a request came out.
struct Sent {
    answer: String,
    /// How much of the body was taken, what lies in between included.
    taken: u64,
}

/// Sends a request with a gigabyte behind the beginning of its body, until it is answered or nobody listens.
fn send(url: &str, head: &str, beginning: &str, says_how_much: bool) -> Sent {
    let host = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = beginning.len() as u64 + GIGABYTE;
    let how = match says_how_much {
        true => format!("Content-Length: {length}"),
        false => "Transfer-Encoding: chunked".to_owned(),
    };
    let head = format!("POST {head}Host: {host}\r\n{how}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let is_answered = Arc::new(AtomicBool::new(false));
    let hears = std::thread::spawn({
        let (mut stream, is_answered) = (stream.try_clone().unwrap(), Arc::clone(&is_answered));
        move || {
            let (mut answer, mut piece) = (Vec::new(), [0; 4096]);
            while let Ok(count @ 1..) = stream.read(&mut piece) {
                answer.extend_from_slice(&piece[..count]);
                is_answered.store(true, Ordering::SeqCst);
            }
            String::from_utf8_lossy(&answer).into_owned()
        }
    });
    let mut write = |bytes: &[u8]| match says_how_much {
        true => stream.write_all(bytes),
        false => [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"]
            .into_iter()
            .try_for_each(|part| stream.write_all(part)),
    };
    let mut taken = 0;
    let piece = vec![b'x'; PIECE];
    // An empty piece would be the last one.
    if beginning.is_empty() || write(beginning.as_bytes()).is_ok() {
        while taken < GIGABYTE && !is_answered.load(Ordering::SeqCst) && write(&piece).is_ok() {
            taken += PIECE as u64;
        }
    }
    // What was said before it hung up is there still.
    let _ = stream.shutdown(Shutdown::Write);
    Sent { answer: hears.join().unwrap(), taken }
}

/// Forgets how much memory a process has had so far.
fn forget_most(process: u32) {
    std::fs::write(format!("/proc/{process}/clear_refs"), "5").unwrap();
}

fn is_small(what: &str, process: u32) {
    let memory = resident(process);
    println!("{what}: at most {} MiB", memory / 1024 / 1024);
    assert!(memory < MOST_MEMORY, "{what}: {memory} bytes of memory");
}

/// Makes an installation with a coordinator; returns a token of theirs.
fn made(data: &str, directory: &TempDir) -> String {
    let file = directory.path().join("directory.toml");
    std::fs::write(&file, DIRECTORY).unwrap();
    let run = |words: &[&str]| {
        let output = with_input(liaison(words.iter().copied().chain(["--data", data])), b"");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    run(&["import", "directory", file.to_str().unwrap()]);
    let scopes = ["--scope", "read", "--scope", "draft", "--scope", "act", "--scope", "admin"];
    let create = ["token", "create", "cy@example.org", "--name", "huge", "--days", "1"];
    run(&[&create[..], &scopes[..]].concat())
}

#[test]
fn a_gigabyte_that_is_sent_to_the_service_is_refused_and_not_held() {
    let directory = TempDir::new().unwrap();
    let data = directory.path().join("data").display().to_string();
    let token = made(&data, &directory);
    let before = files_below(&directory.path().join("data/files")).len();
    let mut service = Service::start(&["serve", "--data", &data, "--listen", "127.0.0.1:0"], &[]);
    let line = service.line();
    let url = line.strip_prefix("Listening on ").unwrap();
    let with_token = format!("Authorization: Bearer {token}\r\n");
    let (json, bytes) =
        ("Content-Type: application/json\r\n", "Content-Type: application/octet-stream\r\n");
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let parts = "Content-Type: multipart/form-data; boundary=b\r\n";
    let part = "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\n";
    let is_once = "Idempotency-Key: huge\r\n";
    let problem = "application/problem+json";
    let table: [(&str, String, &str, u16, &str); 8] = [
        ("/api/documents/check", json.to_owned(), "{\"text\":\"", 413, problem),
        ("/api/statements", format!("{with_token}{json}"), "{\"text\":\"", 413, problem),
        ("/api/statements", format!("{with_token}{json}{is_once}"), "{\"text\":\"", 413, problem),
        (
            "/api/statements/1/attachments?name=a.pdf",
            format!("{with_token}{bytes}"),
            "",
            413,
            problem,
        ),
        ("/api/inbox?name=a.eml", format!("{with_token}{bytes}"), "", 413, problem),
        ("/api/submissions", parts.to_owned(), part, 413, problem),
        ("/sign-in", form.to_owned(), "address=", 413, "text/html"),
        ("/submit", parts.to_owned(), part, 422, "text/html"),
    ];
    for (path, head, beginning, status, kind) in table {
        for says_how_much in [true, false] {
            forget_most(service.pid());
            let sent = send(url, &format!("{path} HTTP/1.1\r\n{head}"), beginning, says_how_much);
            let what = format!("{path}, {} MiB taken", sent.taken / 1024 / 1024);
            let answer = sent.answer.to_lowercase();
            assert!(answer.starts_with(&format!("http/1.1 {status}")), "{what}: {}", sent.answer);
            assert!(answer.contains(&format!("content-type: {kind}")), "{what}: {}", sent.answer);
            assert!(
                answer.contains("too large") || answer.contains("larger"),
                "{what}: {}",
                sent.answer
            );
            let most = if status == 422 { MOST_TAKEN_OF_A_FORM } else { MOST_TAKEN };
            assert!(sent.taken < most, "{what}");
            is_small(&what, service.pid());
        }
    }
    let kept = files_below(&directory.path().join("data/files")).len();
    assert_eq!(kept, before, "nothing of it is kept");
    assert!(crate::serving::get(url, "/readyz").contains("200"), "it serves on");
}

/// A mail server that cannot write all of a message comes again and again; so it is listened to, to the end.
#[test]
fn a_gigabyte_that_a_mail_server_brings_is_returned_to_its_sender_and_not_held() {
    let directory = TempDir::new().unwrap();
    let data = directory.path().join("data").display().to_string();
    let mut command =
        liaison(["receive", "--data", &data, "--", "lee@example.com", "inbox@example.org"]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"From: lee@example.com\nSubject: All of it\n\n").unwrap();
    let piece = vec![b'x'; PIECE];
    for _ in 0..GIGABYTE / PIECE as u64 {
        stdin.write_all(&piece).unwrap();
    }
    is_small("liaison receive", child.id());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(65), "{said}");
    assert!(said.contains("at most 52428800 are taken"), "{said}");
    assert!(
        files_below(directory.path())
            .iter()
            .all(|path| { path.metadata().unwrap().len() < MOST_TAKEN })
    );
}

#[test]
fn a_gigabyte_that_comes_by_lmtp_is_refused_and_not_held() {
    let directory = TempDir::new().unwrap();
    let socket = directory.path().join("lmtp");
    let settings = format!(
        "base_url = \"http://127.0.0.1\"\nlisten = \"127.0.0.1:0\"\ndatabase = \"liaison.sqlite\"\n\
         files = \"files\"\n[mail]\nfrom = \"Liaison <inbox@example.org>\"\n\
         [receive.lmtp]\nlisten = \"unix:{}\"\nrecipients = [\"inbox@example.org\"]\n",
        socket.display()
    );
    let file = directory.path().join("liaison.toml");
    std::fs::write(&file, settings).unwrap();
    let mut service = Service::start(&["serve", "--config", file.to_str().unwrap()], &[]);
    let said = service.line();
    assert!(said.starts_with("Listening on "), "{said}{}", service.end("-TERM").1);
    let mut line = UnixStream::connect(&socket).unwrap();
    let mut hears = line.try_clone().unwrap();
    let mut hear = move || {
        let mut answer = vec![0; 4096];
        let count = hears.read(&mut answer).unwrap();
        String::from_utf8_lossy(&answer[..count]).into_owned()
    };
    assert!(hear().starts_with("220 "));
    for (said, answer) in [
        ("LHLO mx.example.com\r\n", "250"),
        (
            "MAIL FROM:<lee@example.com> SIZE=1073741824\r\n",
            "552 5.3.4 At most 52428800 bytes are taken",
        ),
        ("MAIL FROM:<lee@example.com>\r\n", "250 "),
        ("RCPT TO:<inbox@example.org>\r\n", "250 "),
        ("DATA\r\n", "354 "),
    ] {
        line.write_all(said.as_bytes()).unwrap();
        let heard = hear();
        assert!(heard.starts_with(answer), "{said}: {heard}");
    }
    let piece = [vec![b'x'; PIECE - 2], b"\r\n".to_vec()].concat();
    for _ in 0..GIGABYTE / PIECE as u64 {
        line.write_all(&piece).unwrap();
    }
    line.write_all(b".\r\n").unwrap();
    let heard = hear();
    assert!(heard.starts_with("552 5.3.4 At most 52428800 bytes are taken"), "{heard}");
    is_small("LMTP", service.pid());
    assert_eq!(files_below(&directory.path().join("files")).len(), 0);
}
