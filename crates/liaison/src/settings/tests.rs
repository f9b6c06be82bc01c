//! The settings file is read as it is documented, and mistakes in it are told by place and next step.

use std::path::Path;

use super::Settings;

const SAMPLE: &str = include_str!("../../../../docs/liaison.toml");

fn parsed(text: &str) -> Result<Settings, String> {
    Settings::parse(text, Path::new("/etc"))
}

/// Returns the sample with one line in another's place, which must be there.
fn with(line: &str, other: &str) -> String {
    assert!(SAMPLE.contains(line), "the sample does not say {line}");
    SAMPLE.replacen(line, other, 1)
}

/// Returns the sample with a provider.
fn openid(issuer: &str, more: &str) -> String {
    format!("{SAMPLE}\n[sign_in.openid]\nissuer = \"{issuer}\"\nclient_id = \"liaison\"\n{more}\n")
}

#[test]
fn a_provider_is_read_with_its_secret_and_tells_it_nobody() {
    let directory = tempfile::tempdir().expect("a directory");
    let secret = directory.path().join("secret");
    std::fs::write(&secret, "a secret\n").expect("written");
    let more = format!("client_secret_file = \"{}\"", secret.display());
    let settings = parsed(&openid("https://login.example.org", &more)).expect("it can be read");
    let openid = settings.openid.expect("a provider");
    assert_eq!(openid.client_secret.as_deref(), Some("a secret"));
    insta::assert_debug_snapshot!(openid);
    // On this machine nobody is on the way.
    assert!(parsed(&self::openid("http://127.0.0.1:3999", "")).is_ok());
}

#[test]
fn the_documented_sample_is_read() {
    insta::assert_debug_snapshot!(parsed(SAMPLE).expect("the sample can be read"));
}

#[test]
fn what_the_sample_calls_the_default_is_the_default() {
    let mut bare = SAMPLE.to_owned();
    for line in [
        "listen = \"127.0.0.1:8053\"\n",
        "seconds = 300\n",
        "[policy]\n",
        "name = \"ietf\"\n",
        "[limits]\n",
        "message_bytes = 52428800\n",
        "attachment_bytes = 26214400\n",
        "text_bytes = 1048576\n",
        "[sign_in]\n",
        "idle_hours = 72\n",
        "longest_hours = 336\n",
        "proxies = [\"127.0.0.1\", \"::1\"]\n",
    ] {
        assert!(bare.contains(line), "{line}");
        bare = bare.replacen(line, "", 1);
    }
    let (bare, sample) = (parsed(&bare), parsed(SAMPLE));
    assert_eq!(format!("{bare:?}"), format!("{sample:?}"));
}

#[test]
fn postgres_paths_and_a_policy_of_ones_own_may_be_named() {
    let text = with(
        "database = \"/var/lib/liaison/liaison.sqlite\"",
        "database = \"postgres://me@db.example.org/liaison\"",
    );
    let text = text.replace("files = \"/var/lib/liaison/files\"", "files = \"kept\"");
    let text = text.replace("name = \"ietf\"", "file = \"own.toml\"");
    let Settings { place, policy, .. } = parsed(&text).expect("it can be read");
    insta::assert_debug_snapshot!((place, policy));
}

/// Every mistake, told whole: what is wrong, where, and what to do.
#[test]
fn mistakes_are_told() {
    let server = "tls = \"off\"";
    let mistakes = [
        ("a name that is not known", with("listen =", "lisen =")),
        ("a value of another kind", with("port = 25", "port = \"smtp\"")),
        ("no TOML", with("[limits]", "[limits")),
        ("an empty file", String::new()),
        ("no web address", with("https://liaison.example.org", "liaison.example.org")),
        ("another scheme", with("https://liaison.example.org", "ftp://liaison.example.org")),
        (
            "a path below the host",
            with("https://liaison.example.org", "https://example.org/liaison"),
        ),
        (
            "another database",
            with("database = \"/var/lib/liaison/liaison.sqlite\"", "database = \"mysql://db/x\""),
        ),
        ("no database", with("database = \"/var/lib/liaison/liaison.sqlite\"", "database = \"\"")),
        (
            "a sender that is none",
            with("Liaison Statements <statements@liaison.example.org>", "statements"),
        ),
        ("a user without password", with(server, "tls = \"off\"\nuser = \"me\"")),
        (
            "a password that is not there",
            with(server, "tls = \"off\"\nuser = \"me\"\npassword_file = \"no-such-file\""),
        ),
        (
            "a password in the clear",
            with(server, "tls = \"off\"\nuser = \"me\"\npassword_file = \"/dev/null\"")
                .replace("host = \"localhost\"", "host = \"mail.example.org\""),
        ),
        ("another kind of TLS", with(server, "tls = \"on\"")),
        (
            "an authority without a certificate",
            with(server, "tls = \"off\"\nca_file = \"/dev/null\""),
        ),
        ("too patient", with("seconds = 300", "seconds = 900")),
        (
            "a session that is idle for longer than it lasts",
            with("idle_hours = 72", "idle_hours = 400"),
        ),
        ("no time at all", with("longest_hours = 336", "longest_hours = 0")),
        ("a proxy that is no address", with("\"127.0.0.1\"", "\"proxy\"")),
        ("a provider in the clear", openid("http://login.example.org", "")),
        ("a provider that is no address", openid("login.example.org", "")),
        (
            "a secret that is not there",
            openid("https://login.example.org", "client_secret_file = \"no-such-file\""),
        ),
        ("two policies", with("name = \"ietf\"", "name = \"ietf\"\nfile = \"own.toml\"")),
    ];
    let mut told = String::new();
    for (mistake, text) in mistakes {
        let Err(words) = parsed(&text) else { panic!("nothing was said of {mistake}") };
        told.push_str(&format!("== {mistake}\n{}\n", words.trim_end()));
    }
    insta::assert_snapshot!(told);
}

const WAYS: &str = r#"
[receive.lmtp]
listen = "127.0.0.1:2424"
recipients = ["Liaison-Inbox@example.org", "@liaison.example.net"]

[[receive.mailbox]]
host = "localhost"
port = 143
tls = "off"
user = "liaison"
password_file = "/dev/null"
after = "move:Taken"

[[receive.maildir]]
path = "mail/liaison"
address = "liaison-inbox@example.org"
"#;

#[test]
fn messages_may_be_taken_from_several_places() {
    let settings = parsed(&format!("{SAMPLE}{WAYS}")).expect("it can be read");
    insta::assert_debug_snapshot!(settings.receive);
    let commented = SAMPLE.lines().skip_while(|line| !line.contains("[receive.lmtp]"));
    let commented = commented.take_while(|line| !line.starts_with("[policy]"));
    // The file of an authority must hold a certificate; what is said of one that does not, stands below.
    let is_setting = |line: &&str| {
        (line.contains(" = ") && !line.contains("ca_file")) || line.starts_with("# [")
    };
    let lines: Vec<&str> =
        commented.filter(is_setting).map(|line| line.trim_start_matches("# ")).collect();
    let sample = lines.join("\n").replace("/etc/liaison.imap", "/dev/null");
    let settings =
        parsed(&format!("{SAMPLE}\n{sample}")).expect("the sample's own lines can be read");
    assert_eq!((settings.receive.mailboxes.len(), settings.receive.maildirs.len()), (1, 1));
}

/// What would let strangers hand over, show a password or lose a message is told.
#[test]
fn places_that_cannot_be_taken_from_are_told() {
    let mistakes = [
        ("127.0.0.1:2424", "0.0.0.0:2424"),
        ("127.0.0.1:2424", "localhost"),
        ("@liaison.example.net", "liaison"),
        ("recipients =", "connections = 0\nrecipients ="),
        ("recipients =", "seconds = 0\nrecipients ="),
        ("\"localhost\"", "\"imap.example.org\""),
        ("move:Taken", "delete"),
        ("move:Taken", "move:"),
        ("/dev/null", "no-such-file"),
        ("user = ", "ca_file = \"no-such-file\"\nuser = "),
        ("user = ", "ca_file = \"/dev/null\"\nuser = "),
    ];
    let mut told = String::new();
    for (right, wrong) in mistakes {
        assert!(WAYS.contains(right), "{right}");
        let text = format!("{SAMPLE}{}", WAYS.replacen(right, wrong, 1));
        let Err(words) = parsed(&text) else { panic!("nothing was said of {wrong}") };
        told.push_str(&format!("== {wrong}\n{}\n", words.trim_end()));
    }
    insta::assert_snapshot!(told);
}
