//! What the fuzz targets do, played over what is committed for them: so they keep compiling, and what was found once stays found.

use std::path::{Path, PathBuf};

use super::targets;

/// A target: its name, and what it does with bytes.
type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 19] = [
    ("archive", targets::archive::run),
    ("documents", targets::documents::run),
    ("docx", targets::docx::run),
    ("html", targets::html::run),
    ("layout", targets::layout::run),
    ("letter", targets::letter::run),
    ("lmtp", targets::lmtp::run),
    ("mailbox", targets::mailbox::run),
    ("mbox", targets::mbox::run),
    ("message", targets::message::run),
    ("name", targets::name::run),
    ("odt", targets::odt::run),
    ("plain", targets::plain::run),
    ("proof", targets::proof::run),
    ("reading", targets::reading::run),
    ("sent", targets::sent::run),
    ("template", targets::template::run),
    ("trace", targets::trace::run),
    ("winmail", targets::winmail::run),
];

/// Seeds of each target, and what else is in the tree that it can begin with.
const BESIDE: [(&str, &[&str]); 6] = [
    ("message", &["crates/mail/tests/fixtures"]),
    ("trace", &["crates/mail/tests/fixtures"]),
    ("mbox", &["crates/mail/tests/fixtures", "fuzz/seeds/winmail"]),
    ("letter", &["tests/letters/files"]),
    ("reading", &["tests/letters/source"]),
    ("documents", &["tests/letters/source"]),
];

/// What is longer is left to the tests that read whole letters.
const LONGEST: u64 = 40_000;

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns the files of a directory and those below it, in order.
fn files(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
        .into_iter()
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

/// Returns what a target is played over.
fn corpus(name: &str) -> Vec<PathBuf> {
    let beside =
        BESIDE.iter().filter(|(target, _)| *target == name).flat_map(|(_, places)| *places);
    let own = top().join("fuzz/seeds").join(name);
    let places = beside.map(|place| top().join(place)).chain([own]);
    let is_short = |path: &PathBuf| path.metadata().unwrap().len() <= LONGEST;
    places.flat_map(|place| files(&place)).filter(is_short).collect()
}

#[test]
fn every_fuzz_target_holds_for_what_is_committed_for_it() {
    for (name, run) in TARGETS {
        let corpus = corpus(name);
        assert!(!corpus.is_empty(), "fuzz/seeds/{name} has nothing to begin with");
        run(b"");
        for path in corpus {
            let bytes = std::fs::read(&path).unwrap();
            // Half of a file is broken in another way than its author thought of.
            for part in [&bytes[..], &bytes[..bytes.len() / 2]] {
                let held = std::panic::catch_unwind(|| run(part));
                assert!(held.is_ok(), "{name}: {} ({} bytes)", path.display(), part.len());
            }
        }
    }
}

#[test]
fn every_fuzz_target_is_built_and_plays_what_the_tests_play() {
    let manifest = std::fs::read_to_string(top().join("fuzz/Cargo.toml")).unwrap();
    let mut named: Vec<&str> = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
        .filter(|name| *name != "liaison-fuzz")
        .collect();
    named.sort_unstable();
    assert_eq!(named, TARGETS.map(|(name, _)| name));
    for name in named {
        let file = format!("fuzz/fuzz_targets/{name}.rs");
        let target = std::fs::read_to_string(top().join(&file)).unwrap();
        assert!(target.contains(&format!("targets::{name}::run(bytes)")), "{file}");
    }
}
