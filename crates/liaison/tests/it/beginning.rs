//! Beginning an installation, and looking after it.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::support::{files_below, liaison, told};

/// Whoever calls the tests may be root, as whom nothing is run.
fn quickstart(at: &Path, more: &[&str]) -> Output {
    let is_root = String::from_utf8(Command::new("id").arg("-u").output().unwrap().stdout).unwrap();
    let user: &[&str] = if is_root.trim() == "0" { &["--user", "nobody"] } else { &[] };
    let all = ["quickstart"].iter().chain(more).chain(user).copied();
    liaison(all).current_dir(at).output().unwrap()
}

const CY: [&str; 4] = ["--name", "Cy Example", "--address", "cy@example.org"];

#[test]
fn an_installation_is_begun_once_and_whole() {
    let top = TempDir::new().unwrap();
    let begin = |more: &[&str]| quickstart(top.path(), &[&["liaison.example.org"], more].concat());
    let done = begin(&CY);
    let said = told(&done, top.path());
    assert!(done.status.success(), "{said}");
    let shown = shown(&said);
    insta::assert_snapshot!("quickstart", shown);
    let kept = |name: &str| std::fs::read_to_string(top.path().join(name)).unwrap();
    let written = kept("liaison.toml") + &kept("liaison-directory.toml");
    insta::assert_snapshot!("written", written.replace(&top.path().display().to_string(), "DIR"));
    let before = files_below(top.path());
    assert!(!begin(&CY).status.success());
    assert_eq!(before, files_below(top.path()), "nothing more, nothing less");
}

/// What is the program's and the machine's, and another each time.
fn shown(said: &str) -> String {
    let program = env!("CARGO_BIN_EXE_liaison");
    let said = said.replace(program, "/usr/bin/liaison");
    let (before, rest) = said.split_once("/sign-in/").unwrap();
    let token: String = rest.chars().take_while(|each| !each.is_whitespace()).collect();
    let user = Command::new("id").arg("-un").output().unwrap().stdout;
    let user = String::from_utf8(user).unwrap();
    let user = if user.trim() == "root" { "nobody" } else { user.trim() }.to_owned();
    format!("{before}/sign-in/{rest}")
        .replace(&token, "(token)")
        .replace(&format!("user={user} "), "user=liaison ")
        .replace(&format!("User={user}\n"), "User=liaison\n")
        .replace(&format!("as the user {user}."), "as the user liaison.")
}

#[test]
fn an_installation_that_cannot_be_begun_leaves_nothing() {
    let top = TempDir::new().unwrap();
    std::fs::create_dir(top.path().join("full")).unwrap();
    std::fs::write(top.path().join("full/something"), "").unwrap();
    std::fs::write(top.path().join("a-file"), "").unwrap();
    let before = files_below(top.path());
    let mut all = String::new();
    let with_cy = |more: &[&'static str]| [more, &CY].concat();
    for call in [
        vec!["liaison.example.org"],
        with_cy(&["liaison"]),
        with_cy(&["liaison.example.org", "--policy", "etu"]),
        with_cy(&["liaison.example.org", "--data", "full"]),
        with_cy(&["liaison.example.org", "--config", "a-file"]),
        with_cy(&["liaison.example.org", "--data", "a-file/data"]),
        with_cy(&["liaison.example.org", "--smtp", "localhost"]),
        vec!["liaison.example.org", "--name", "Cy", "--address", "cy"],
        vec!["liaison.example.org", "--name", "", "--address", "cy@example.org"],
        // Found out only when all else is made.
        with_cy(&["liaison.example.org", "--smtp", "mail\"host:25"]),
    ] {
        let output = quickstart(top.path(), &call);
        assert!(!output.status.success(), "{call:?}");
        all.push_str(&format!(
            "$ liaison quickstart {}\n{}\n",
            call.join(" "),
            told(&output, top.path())
        ));
        assert_eq!(before, files_below(top.path()), "{call:?}");
        assert!(!top.path().join("data").exists(), "{call:?}");
    }
    insta::assert_snapshot!(all);
}

/// Without a mail server and names; the programs may be there or not.
#[test]
fn the_doctor_says_what_is_wrong_and_what_to_do() {
    let top = TempDir::new().unwrap();
    let at = |name: &str| top.path().join(name);
    let settings = include_str!("../../../../docs/liaison.toml")
        .replace("/var/lib/liaison/", "")
        .replace("host = \"localhost\"\nport = 25", "host = \"127.0.0.1\"\nport = 1")
        .replace("resolver = \"system\"", "resolver = \"none\"");
    let settings = settings.replace(
        "# user = \"liaison\"\n# password_file = \"/etc/liaison.password\"",
        "user = \"liaison\"\npassword_file = \"secret\"",
    ) + "[receive.lmtp]\nlisten = \"unix:lmtp\"\nrecipients = []\n[[receive.maildir]]\npath = \"maildir\"\n";
    std::fs::write(at("liaison.toml"), settings).unwrap();
    std::fs::write(at("secret"), "secret").unwrap();
    std::fs::set_permissions(at("secret"), std::os::unix::fs::PermissionsExt::from_mode(0o644))
        .unwrap();
    let config = at("liaison.toml").display().to_string();
    let doctor = |more: &[&str]| {
        let all = ["doctor", "--config", &config].into_iter().chain(more.iter().copied());
        liaison(all).output().unwrap()
    };
    let first = doctor(&[]);
    assert_eq!(first.status.code(), Some(1));
    assert!(
        told(&first, top.path()).contains("there is no database"),
        "{}",
        told(&first, top.path())
    );
    assert!(!at("liaison.sqlite").exists(), "whoever looks makes nothing");
    assert!(liaison(["migrate", "--config", &config]).status().unwrap().success());
    let said = told(&doctor(&[]), top.path());
    let of_this_machine = ["disk ", "poppler", "LibreOffice", "sandbox"];
    let lines = said.lines().filter(|line| {
        !of_this_machine.iter().any(|name| line[..line.len().min(20)].contains(name))
    });
    let filters = [(r"at \d{4}_\w+", "at STEP")];
    insta::with_settings!({ filters => filters }, {
        insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    });
    let json = doctor(&["--json"]);
    for line in String::from_utf8(json.stdout).unwrap().lines() {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        let is = finding["is"].as_str().unwrap();
        assert!(["fine", "warn", "wrong"].contains(&is), "{line}");
        assert_eq!(finding["next"].as_str().unwrap().is_empty(), is == "fine", "{line}");
    }
    let data = TempDir::new().unwrap();
    let data = data.path().display().to_string();
    assert!(liaison(["migrate", "--data", &data]).status().unwrap().success());
    let well = liaison(["doctor", "--data", &data]).output().unwrap();
    assert_eq!(well.status.code(), Some(0), "{}", told(&well, top.path()));
}

#[test]
fn a_package_is_made_and_can_be_installed() {
    let top = TempDir::new().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/package");
    let made = Command::new(script)
        .arg("--quick")
        .arg(env!("CARGO_BIN_EXE_liaison"))
        .arg(top.path())
        .output()
        .unwrap();
    if made.status.code() == Some(69) {
        println!("nothing was tested: there is no dpkg-deb here");
        return;
    }
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let package = String::from_utf8(made.stdout).unwrap().trim().to_owned();
    let root = top.path().join("root");
    let unpacked = Command::new("dpkg-deb").args(["--extract", &package]).arg(&root).status();
    assert!(unpacked.unwrap().success());
    let contents = files_below(&root);
    let mut names: Vec<String> = contents
        .iter()
        .map(|path| path.strip_prefix(&root).unwrap().display().to_string())
        // Of the pages of documentation and the manual, the first will do.
        .filter(|name| {
            !name.contains("/doc/liaison/")
                || name.contains("operating")
                || name.contains("copyright")
        })
        .filter(|name| !name.contains("/man1/liaison-"))
        .collect();
    names.sort();
    insta::assert_snapshot!(names.join("\n"));
    is_installed(&top.path().join("installed"), &package);
    for command in ["quickstart", "doctor", "import-directory", "user-add"] {
        assert!(
            root.join(format!("usr/share/man/man1/liaison-{command}.1.gz")).exists(),
            "{command}"
        );
    }
    let unit =
        std::fs::read_to_string(root.join("usr/lib/systemd/system/liaison.service")).unwrap();
    assert!(unit.contains("ExecStart=/usr/bin/liaison serve --config /etc/liaison.toml"), "{unit}");
    assert!(!unit.contains('{'), "every place is filled: {unit}");
    if let Ok(output) = Command::new("systemd-analyze")
        .args(["verify", "--man=no", "--recursive-errors=no", "--root"])
        .arg(&root)
        .arg("liaison.service")
        .output()
    {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let about = said.lines().filter(|line| line.contains("liaison.service:"));
        assert_eq!(about.count(), 0, "{said}");
    }
}

/// Installs the package below a directory of its own, where that may be done, and looks for its user.
fn is_installed(root: &Path, package: &str) {
    if String::from_utf8(Command::new("id").arg("-u").output().unwrap().stdout).unwrap().trim()
        != "0"
    {
        println!("nothing was installed: only root may");
        return;
    }
    for directory in ["etc", "var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/triggers"] {
        std::fs::create_dir_all(root.join(directory)).unwrap();
    }
    for file in ["var/lib/dpkg/status", "var/lib/dpkg/available"] {
        std::fs::write(root.join(file), "").unwrap();
    }
    let installed = Command::new("dpkg")
        .arg(format!("--root={}", root.display()))
        .args(["--force-depends", "--force-script-chrootless", "-i", package])
        .output()
        .unwrap();
    assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
    let users = std::fs::read_to_string(root.join("etc/passwd")).unwrap_or_default();
    // Without systemd, users are made for the machine itself alone.
    if Command::new("systemd-sysusers").arg("--version").output().is_ok() {
        assert!(users.contains("liaison:"), "{users}");
        assert!(root.join("var/lib/liaison").is_dir());
    }
}

#[test]
fn completions_are_made_for_every_shell() {
    for shell in ["bash", "zsh", "fish"] {
        let output = liaison(["completions", shell]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success() && text.contains("quickstart") && text.contains("doctor"),
            "{text}"
        );
    }
}
