//! From nothing to a service that takes and sends mail, by what `liaison quickstart` prints and nothing else.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::browser::{Browser, Form};
use crate::house::free_port;
use crate::post::{Post, mail_as_sent, send};
use crate::{LETTER, arrived};

const DOMAIN: &str = "liaison.example.test";

/// A machine with a mail server, on which somebody begins.
struct Machine {
    top: TempDir,
    smtp_port: u16,
    service: Option<Child>,
}

/// IN-1, IN-6.
#[test]
fn what_quickstart_prints_makes_a_service_that_takes_and_sends_mail() {
    let Some(mut machine) = Machine::build() else { return };
    let said = machine.begin();
    // As Debian sets it up on a machine that has the service's name.
    machine
        .postconf(&[&format!("myhostname = {DOMAIN}"), "mydestination = $myhostname, localhost"]);
    machine.sets_up_postfix(&said);
    machine.knows_an_organization();
    machine.hides_its_mail();
    let port = free_port();
    machine.serve(port);
    let found = machine.asks_the_doctor();
    for line in ["mail out      localhost", "mail in       localhost"] {
        assert!(found.contains(&format!("fine   {line}")), "{found}");
    }
    assert!(!found.contains("WRONG"), "{found}");
    machine.sees_whose_the_files_are();

    let mut cy =
        Browser { host: format!("127.0.0.1:{port}"), cookie: String::new(), breaks: false };
    let (_, link) = said.rsplit_once(&format!("https://{DOMAIN}/sign-in/")).unwrap();
    let link = format!("/sign-in/{}", link.split_whitespace().next().unwrap());
    let button = Form::of(&cy.page(&link), &link);
    cy.cookie = cy.send(&button).unwrap().cookie();

    let letter = mail_as_sent("Clocks to begin with", LETTER);
    send(machine.smtp_port, "lee@example.com", &format!("statements@{DOMAIN}"), &letter);
    let form = arrived(&cy, "Clocks to begin with")
        .1
        .fill("from_groups", "etu")
        .fill("from_as_written", "Example Telecommunication Union")
        .fill("to_groups", "ietf")
        .fill("purpose", "information");
    assert_eq!(cy.sends(&form), "/statements/1/mail?done=recorded");
    let post = Post::of(machine.at("postfix/mail"));
    let receipt = post.mail_with("lee@example.com", "Clocks to begin with");
    assert!(
        receipt.text().contains(&format!("https://{DOMAIN}/statements/1")),
        "{}",
        receipt.text()
    );
    // What is for the coordination reaches the coordinator, by the alias.
    post.nth("cy@example.org", 0);
    machine.hears_of_what_comes_back(&cy);

    let address = format!("http://127.0.0.1:{port}");
    let verified = told(&machine.liaison(&["verify", &address]).output().unwrap());
    assert!(
        verified.starts_with("The tree is whole, and is the one that was signed: "),
        "{verified}"
    );

    // On a machine of another name, the same lines.
    machine.postconf(&["myhostname = mail.example.test", "mydestination = localhost"]);
    machine.sets_up_postfix(&said);
    let letter = mail_as_sent("Clocks of another machine", LETTER);
    send(machine.smtp_port, "lee@example.com", &format!("statements@{DOMAIN}"), &letter);
    cy.page_with("/desk/inbox", "Clocks of another machine");
}

impl Machine {
    /// Builds one, or says why it cannot be built here.
    fn build() -> Option<Self> {
        let top = tempfile::Builder::new().prefix("liaison-begin-").tempdir().unwrap();
        std::fs::set_permissions(top.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let mut machine = Self { top, smtp_port: 0, service: None };
        let started = machine.postfix("start").arg("0").output().unwrap();
        if started.status.code() == Some(69) {
            let is_required = std::env::var_os("LIAISON_TEST_REQUIRE").is_some();
            assert!(!is_required, "LIAISON_TEST_REQUIRE wants Postfix");
            println!("nothing was tested: {}", String::from_utf8_lossy(&started.stderr));
            return None;
        }
        let url = told(&started);
        machine.smtp_port = url.trim().rsplit(':').next().unwrap().parse().unwrap();
        std::fs::create_dir(machine.at("bin")).unwrap();
        std::fs::create_dir(machine.at("etc")).unwrap();
        std::fs::copy(env!("CARGO_BIN_EXE_liaison"), machine.at("bin/liaison")).unwrap();
        Some(machine)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.top.path().join(name)
    }

    fn config(&self) -> String {
        self.at("etc/liaison.toml").display().to_string()
    }

    fn liaison(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.at("bin/liaison"));
        command.args(arguments).current_dir(self.top.path());
        command
    }

    /// Runs a command as the user of the service.
    fn as_user(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]);
        command.arg(self.at("bin/liaison")).args(arguments).current_dir(self.top.path());
        command
    }

    fn begin(&self) -> String {
        let (data, smtp) = (self.at("data"), format!("127.0.0.1:{}", self.smtp_port));
        let output = self
            .liaison(&["quickstart", DOMAIN, "--config", &self.config(), "--data"])
            .arg(data)
            .args(["--name", "Cy Coordinator", "--address", "cy@example.org"])
            .args(["--user", "nobody", "--smtp", &smtp])
            .output();
        told(&output.unwrap())
    }

    /// Says what is printed for Postfix, as it is printed.
    fn sets_up_postfix(&self, said: &str) {
        let lines = said
            .lines()
            .filter(|line| line.starts_with("postconf ") || line.starts_with("postfix "));
        let script: Vec<&str> = lines.collect();
        assert!(script.len() > 5 && script.last() == Some(&"postfix reload"), "{script:?}");
        let mut shell = Command::new("sh");
        let path = format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap());
        shell.args(["-e", "-c", &script.join("\n")]).env("PATH", path);
        shell.env("MAIL_CONFIG", self.at("postfix/etc"));
        told(&shell.output().unwrap());
    }

    /// Sets what the machine's mail server is before anything of ours.
    fn postconf(&self, lines: &[&str]) {
        let mut command = Command::new("postconf");
        command.arg("-e").args(lines).env("MAIL_CONFIG", self.at("postfix/etc"));
        let path = format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap());
        told(&command.env("PATH", path).output().unwrap());
    }

    /// Adds another organization to the directory, as its first lines say.
    fn knows_an_organization(&self) {
        let file = self.at("etc/liaison-directory.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        let more = "[[groups]]\nacronym = \"etu\"\nname = \"Example Telecommunication Union\"\nkind = \"sdo\"\n";
        std::fs::write(&file, text + more).unwrap();
        let file = file.display().to_string();
        let import = ["import", "directory", &file, "--config", &self.config()];
        told(&self.as_user(&import).output().unwrap());
        // No name server is asked in a test.
        let settings = std::fs::read_to_string(self.config()).unwrap();
        std::fs::write(self.config(), settings + "\n[origin]\nresolver = \"none\"\n").unwrap();
    }

    /// Talks to the mail server over TLS, which is not believed before its authority is named.
    fn hides_its_mail(&self) {
        let settings = std::fs::read_to_string(self.config()).unwrap();
        let hidden = settings
            .replace("host = \"127.0.0.1\"", "host = \"localhost\"")
            .replace("tls = \"off\"", "tls = \"starttls\"");
        assert_ne!(settings, hidden);
        std::fs::write(self.config(), &hidden).unwrap();
        let why = "the server's certificate is not believed: it is from an authority that is not known here";
        let found = self.asks_the_doctor();
        assert!(found.contains(why), "{found}");
        let authority = self.at("postfix/tls/authority.pem").display().to_string();
        let named = format!("tls = \"starttls\"\nca_file = \"{authority}\"");
        std::fs::write(self.config(), hidden.replace("tls = \"starttls\"", &named)).unwrap();
    }

    fn asks_the_doctor(&self) -> String {
        let doctor = self.liaison(&["doctor", "--config", &self.config()]).output().unwrap();
        String::from_utf8(doctor.stdout).unwrap()
    }

    /// The doctor, who looks as root, leaves nothing into which the service may not write, and says where somebody else did.
    fn sees_whose_the_files_are(&self) {
        let found = self.asks_the_doctor();
        assert!(!found.contains("another user"), "{found}");
        // No hash begins like this, so that no file of the doctor's own is put there.
        let of_root = self.at("data/files/of-root");
        std::fs::create_dir(&of_root).unwrap();
        let found = self.asks_the_doctor();
        let says = format!("{} belongs to another user", of_root.display());
        assert!(found.contains(&format!("WRONG  files         {says}")), "{found}");
        std::fs::remove_dir(of_root).unwrap();
    }

    /// Records a letter whose sender cannot be reached: the receipt comes back to the address of its delivery (REC-2).
    fn hears_of_what_comes_back(&self, cy: &Browser) {
        let letter = String::from_utf8(mail_as_sent("Clocks from nowhere", LETTER)).unwrap();
        let letter = letter.replace("lee@example.com", "lee@nowhere.invalid");
        let letter = letter.replace("clocks-2@", "clocks-3@");
        let to = format!("statements@{DOMAIN}");
        send(self.smtp_port, "lee@nowhere.invalid", &to, letter.as_bytes());
        let form = arrived(cy, "Clocks from nowhere")
            .1
            .fill("from_groups", "etu")
            .fill("from_as_written", "Example Telecommunication Union")
            .fill("from_contacts", "Lee <lee@nowhere.invalid>")
            .fill("from_liaison_contact", "lee@nowhere.invalid")
            .fill("to_groups", "ietf")
            .fill("purpose", "information");
        assert_eq!(cy.sends(&form), "/statements/2/mail?done=recorded");
        let page = cy.page_with("/statements/2/mail", "no mail leaves this machine");
        assert!(page.contains("lee@nowhere.invalid"), "{page}");
    }

    fn serve(&mut self, port: u16) {
        let listen = format!("127.0.0.1:{port}");
        let mut command = self.as_user(&["serve", "--config", &self.config(), "--listen", &listen]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        self.service = Some(child);
        assert_eq!(line, format!("Listening on http://{listen}\n"));
    }

    fn postfix(&self, verb: &str) -> Command {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/servers/postfix");
        let mut command = Command::new(script);
        command.arg(verb).arg(self.at("postfix"));
        command.env("LIAISON_STOP_WITH", std::process::id().to_string());
        command
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        if let Some(mut service) = self.service.take() {
            // What the test found out is said already.
            let _ = service.kill();
            let _ = service.wait();
        }
        let _ = self.postfix("stop").output();
        if std::thread::panicking() {
            println!("{}", std::fs::read_to_string(self.at("postfix/maillog")).unwrap_or_default());
        }
    }
}

/// Returns what a command that must work printed.
fn told(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}
