//! What a reader of PDF can still do once our program has become it: read its input, write its output, and nothing else.

use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const MEMORY: &str = "1073741824";
const OUTPUT: &str = "100000";
const SECONDS: &str = "20";

/// Runs a program behind the fence.
fn behind(limits: [&str; 3], program: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command.arg("behind-the-fence").args(limits).args(program);
    command.env_clear().env("PATH", "/usr/bin:/bin").env("LANG", "C.UTF-8");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that ends before it has read all of it says why by its exit code.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Kernels before 5.13 know no Landlock, and documents are read behind bubblewrap there.
fn has_landlock() -> bool {
    let output = behind([MEMORY, OUTPUT, SECONDS], &["true"], b"");
    let is_there = output.status.success();
    assert!(is_there || said(&output).contains("the files cannot be given up"), "{output:?}");
    is_there
}

#[test]
fn a_letter_in_pdf_is_read_behind_the_fence() {
    let pdftotext = Path::new("/usr/bin/pdftotext");
    if !has_landlock() || !pdftotext.is_file() {
        return;
    }
    let letters = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/letters/files");
    let entries = letters.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let pdfs: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|it| it == "pdf")).collect();
    assert!(pdfs.len() > 30);
    for path in pdfs {
        let bytes = std::fs::read(&path).unwrap();
        let arguments = ["pdftotext", "-layout", "-", "-"];
        let fenced = behind([MEMORY, "10000000", SECONDS], &arguments, &bytes);
        let alone = Command::new(pdftotext).arg("-layout").arg(&path).arg("-").output().unwrap();
        assert!(fenced.status.success(), "{}: {}", path.display(), said(&fenced));
        assert_eq!(fenced.stdout, alone.stdout, "{}", path.display());
    }
}

#[test]
fn nothing_behind_the_fence_reads_or_writes_a_file_or_lists_a_folder() {
    if !has_landlock() {
        return;
    }
    let folder = TempDir::new().unwrap();
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "a secret").unwrap();
    let (secret, folder) = (secret.to_str().unwrap(), folder.path().to_str().unwrap());
    let new = format!("{folder}/new");
    let tries: [&[&str]; 6] = [
        &["cat", secret],
        &["cat", "/etc/passwd"],
        &["cat", "/proc/self/environ"],
        &["ls", folder],
        &["touch", &new],
        &["rm", secret],
    ];
    for arguments in tries {
        let output = behind([MEMORY, OUTPUT, SECONDS], arguments, b"");
        assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}: {output:?}");
    }
    assert_eq!(std::fs::read_to_string(secret).unwrap(), "a secret");
    assert!(!Path::new(&new).exists());
}

#[test]
fn nothing_behind_the_fence_reaches_the_network_or_starts_a_process() {
    if !has_landlock() {
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let connect = format!("exec 3<>/dev/tcp/127.0.0.1/{}", listener.local_addr().unwrap().port());
    let ourselves = std::process::id().to_string();
    let kill = format!("kill -0 {ourselves}");
    for script in [connect.as_str(), "cat </dev/null; echo went on", "echo one | cat", &kill] {
        let output = behind([MEMORY, OUTPUT, SECONDS], &["bash", "-c", script], b"");
        assert!(!output.status.success() && output.stdout.is_empty(), "{script}: {output:?}");
    }
    assert!(listener.accept().is_err(), "somebody came through");
}

#[test]
fn the_limits_hold_behind_the_fence() {
    if !has_landlock() {
        return;
    }
    let limits = behind(["200000000", "1024", "7"], &["bash", "-c", "ulimit -v -f -t -c"], b"");
    let limits = String::from_utf8(limits.stdout).unwrap();
    let figures: Vec<&str> =
        limits.lines().filter_map(|line| line.split(' ').next_back()).collect();
    assert_eq!(figures, ["195312", "1", "7", "0"], "{limits}");
}

#[test]
fn what_is_not_said_rightly_is_not_run() {
    for arguments in [&[][..], &["1", "2"], &["1", "2", "3"], &["much", "2", "3", "true"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
        let output = command.arg("behind-the-fence").args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(126), "{arguments:?}");
        assert!(said(&output).starts_with("liaison: it is "), "{arguments:?}: {}", said(&output));
    }
}
