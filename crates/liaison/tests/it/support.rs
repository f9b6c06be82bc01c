//! Running the program.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Returns a call of the program with these arguments.
pub(crate) fn liaison<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command.args(arguments).env_remove("LIAISON_LOG").env_remove("LIAISON_LOG_FORMAT");
    command
}

/// Runs a call to its end with this on its standard input.
pub(crate) fn with_input(mut command: Command, input: &[u8]) -> Output {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // A program that ends before it has read all of it says why by its exit code.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// Returns everything that a call said and how it ended, with the directory's name taken out.
pub(crate) fn told(output: &Output, directory: &Path) -> String {
    let text = |bytes: &[u8]| {
        String::from_utf8_lossy(bytes).replace(&directory.display().to_string(), "DIR")
    };
    let code = output.status.code().map_or_else(|| "killed".to_owned(), |code| code.to_string());
    format!("{}{}exit {code}\n", text(&output.stdout), text(&output.stderr))
}

/// Returns all files below a directory.
pub(crate) fn files_below(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}

/// Returns a directory of the real data, or `None` (said aloud) where there is none.
pub(crate) fn shared_data(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("LIAISON_SHARED_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let directory = root.join(name);
    if directory.is_dir() {
        return Some(directory);
    }
    assert!(
        std::env::var_os("LIAISON_TEST_REQUIRE").is_none(),
        "LIAISON_TEST_REQUIRE wants the real data: {} is not there",
        directory.display()
    );
    println!("nothing was tested: {} is not there", directory.display());
    None
}
