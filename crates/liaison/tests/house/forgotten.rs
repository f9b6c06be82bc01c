//! Nothing lies about that nobody compiles or runs.

use std::path::Path;

use crate::source::source;
use crate::{crates, files, none, text, top};

#[test]
fn every_file_of_a_test_is_a_module_of_it() {
    let mut findings = Vec::new();
    for file in crates().iter().flat_map(|name| files(&format!("crates/{name}/tests"), "rs")) {
        findings.extend(unnamed(&file));
    }
    none(&findings, "Name it there, or remove it: nobody runs it.");
}

#[test]
fn every_file_of_a_crate_is_a_module_of_it() {
    let mut findings = Vec::new();
    for file in crates().iter().flat_map(|name| files(&format!("crates/{name}/src"), "rs")) {
        findings.extend(unnamed(&file));
    }
    none(&findings, "Name it there, or remove it: nobody compiles it.");
}

/// Returns what to say of a file that is no module of the one above it.
fn unnamed(file: &str) -> Option<String> {
    let (directory, name) = file.rsplit_once('/')?;
    let name = name.strip_suffix(".rs")?;
    if ["main", "lib"].contains(&name) || directory.ends_with("/bin") {
        return None;
    }
    // A module's own file is above those beside it and below it: `a.rs` or `a/mod.rs` above `a/b.rs`.
    let (directory, name) =
        if name == "mod" { directory.rsplit_once('/')? } else { (directory, name) };
    let above = [
        format!("{directory}.rs"),
        format!("{directory}/mod.rs"),
        format!("{directory}/main.rs"),
        format!("{directory}/lib.rs"),
    ];
    let Some(above) = above.iter().find(|above| top().join(above).exists()) else {
        return Some(format!("{file} is below no module"));
    };
    let code = source(&text(above)).code;
    let named = [format!("mod {name};"), format!("mod {name} {{")];
    (!named.iter().any(|named| code.contains(named)))
        .then(|| format!("{file} is not named in {above}"))
}

#[test]
fn every_script_can_be_run_and_says_what_it_does() {
    let mut findings = Vec::new();
    for directory in ["scripts", "scripts/servers", ".ci", "tests/browser"] {
        let Ok(entries) = std::fs::read_dir(top().join(directory)) else { continue };
        for entry in entries {
            let path = entry.expect("a directory of the project can be listed").path();
            if path.extension().is_none() && path.is_file() {
                findings.extend(faults(&path));
            }
        }
    }
    none(&findings, "Make it executable, and begin it with `#!` and a comment on what it does.");
}

fn faults(script: &Path) -> Option<String> {
    use std::os::unix::fs::PermissionsExt as _;
    let hidden = script.file_name()?.to_string_lossy().starts_with('.');
    let may_run = script.metadata().ok()?.permissions().mode() & 0o111 != 0;
    let text = std::fs::read_to_string(script).unwrap_or_default();
    let mut lines = text.lines();
    let named = lines.next().is_some_and(|line| line.starts_with("#!"));
    let said =
        lines.next().is_some_and(|line| line.starts_with("# ") || line.starts_with("\"\"\""));
    let fine = may_run && named && said;
    (!hidden && !fine).then(|| script.display().to_string())
}
