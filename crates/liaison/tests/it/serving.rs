//! The service begins, answers, and ends when it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::support::liaison;

/// A service that is ended with the test.
pub(crate) struct Service {
    child: Child,
    said: BufReader<std::process::ChildStdout>,
}

impl Service {
    pub(crate) fn start(arguments: &[&str], log: &[(&str, &str)]) -> Self {
        let mut command = liaison(arguments.iter().copied());
        command.envs(log.iter().copied()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        Self { child, said }
    }

    /// Returns the number of its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Returns the next line that it says.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Asks it to end; returns its exit code and its log.
    pub(crate) fn end(mut self, signal: &str) -> (Option<i32>, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
        let code = self.child.wait().unwrap().code();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (code, log)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It has ended already where the test came to its end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the answer to a request, head and all.
pub(crate) fn get(url: &str, path: &str) -> String {
    get_with(url, path, "")
}

/// Returns the answer to a request with further lines in its head.
pub(crate) fn get_with(url: &str, path: &str, lines: &str) -> String {
    let host = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let head = format!("GET {path} HTTP/1.0\r\nHost: {host}\r\n{lines}\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn it_answers_and_ends_on_either_signal() {
    for signal in ["-TERM", "-INT"] {
        let data = TempDir::new().unwrap();
        let arguments =
            ["serve", "--data", data.path().to_str().unwrap(), "--listen", "127.0.0.1:0"];
        let mut service = Service::start(&arguments, &[]);
        let line = service.line();
        let url = line.strip_prefix("Listening on ").unwrap();
        assert!(get(url, "/healthz").starts_with("HTTP/1.0 200"), "{signal}");
        assert!(get(url, "/statements.json").starts_with("HTTP/1.0 200"), "{signal}");
        // Somebody who keeps a connection open does not keep it from ending.
        let _idle = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
        assert_eq!(service.end(signal).0, Some(0), "{signal}");
    }
}

#[test]
fn the_log_is_plain_or_json_and_holds_no_address_that_was_asked_for() {
    for format in ["plain", "json"] {
        let data = TempDir::new().unwrap();
        let arguments =
            ["serve", "--data", data.path().to_str().unwrap(), "--listen", "127.0.0.1:0"];
        let log = [
            ("LIAISON_LOG", "trace,tower_http::csrf::service=trace"),
            ("LIAISON_LOG_FORMAT", format),
        ];
        let mut service = Service::start(&arguments, &log);
        let line = service.line();
        get(
            line.strip_prefix("Listening on ").unwrap(),
            "/sign-in/a-token-that-nobody-should-read",
        );
        let (code, log) = service.end("-TERM");
        assert_eq!(code, Some(0));
        assert!(log.contains("no mail server is set"), "{log}");
        assert!(!log.contains("a-token-that-nobody-should-read"), "{log}");
        if format == "json" {
            let is_object = |line: &str| serde_json::from_str::<serde_json::Value>(line).is_ok();
            assert!(log.lines().all(is_object), "{log}");
        }
    }
}

#[test]
fn the_demonstration_says_what_to_do_and_leaves_nothing() {
    let home = TempDir::new().unwrap();
    let temporary = [("TMPDIR", home.path().to_str().unwrap())];
    let mut service = Service::start(&["demo", "--listen", "127.0.0.1:0"], &temporary);
    let lines = [service.line(), service.line(), service.line(), service.line()];
    let url = lines[0].strip_prefix("The demonstration is at ").unwrap();
    insta::assert_snapshot!(lines.join("\n").replace(url, "URL"));
    for path in ["/", "/statements", "/demo/sign-in", "/demo/mail"] {
        let answer = get(url, path);
        assert!(answer.starts_with("HTTP/1.0 200"), "{path}: {answer}");
        assert!(answer.to_lowercase().contains("demonstration"), "{path}");
    }
    assert_eq!(service.end("-INT").0, Some(0));
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "nothing is left");
}

#[test]
fn a_demonstration_with_a_directory_is_gone_on_with() {
    let data = TempDir::new().unwrap();
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--data", data.path().to_str().unwrap()];
    let statements = || {
        let mut service = Service::start(&arguments, &[]);
        let line = service.line();
        let url = line.strip_prefix("The demonstration is at ").unwrap().to_owned();
        let answer = get(&url, "/statements.csv");
        assert_eq!(service.end("-TERM").0, Some(0));
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        body.replace(&url, "")
    };
    let first = statements();
    assert!(first.lines().count() > 40, "{first}");
    assert_eq!(first, statements());
}
