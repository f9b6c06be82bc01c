//! A disk that fills: what does not fit is refused with the reason, nothing is half-done, and all goes on when there is room.

use std::process::Command;

use tempfile::TempDir;

use crate::support::{files_below, told};

/// Runs a script with a directory of a few megabytes; nothing where no such directory can be made.
fn in_little_room(megabytes: u32, script: &str) -> Option<(TempDir, std::process::Output)> {
    let top = TempDir::new().unwrap();
    let small = top.path().join("small");
    std::fs::create_dir(&small).unwrap();
    let bytes = (megabytes * 1024 * 1024).to_string();
    let mut command = Command::new("bwrap");
    command.args(["--dev-bind", "/", "/", "--size", &bytes, "--tmpfs"]).arg(&small);
    command.args(["sh", "-c", script]).current_dir(top.path());
    command.env("LIAISON", env!("CARGO_BIN_EXE_liaison")).env_remove("LIAISON_LOG");
    match command.output() {
        Ok(output) if !String::from_utf8_lossy(&output.stderr).starts_with("bwrap:") => {
            Some((top, output))
        }
        _ => {
            assert!(
                std::env::var_os("LIAISON_TEST_REQUIRE").is_none(),
                "LIAISON_TEST_REQUIRE wants bubblewrap"
            );
            println!("nothing was tested: bubblewrap cannot be used here");
            None
        }
    }
}

/// Fills what room is left, and gives it back.
const FILL: &str = "
fill() { dd if=/dev/zero of=small/fill bs=4096 2>/dev/null; }
free() { rm small/fill; }
letter() { printf 'From: lee@example.com\\nMessage-ID: <%s@example.com>\\nSubject: %s\\n\\n' \"$1\" \"$1\"; head -c 300000 /dev/zero | tr '\\0' 'x' | fold -w 70; }
receive() { letter \"$1\" | $LIAISON receive --data small/data -- lee@example.com inbox@example.org 2>&1; echo \"exit $?\"; }
kept() { find small/data/files -type f | wc -l; }
";

#[test]
fn what_is_received_is_left_to_the_mail_server_until_there_is_room() {
    let script = format!(
        "{FILL}
        $LIAISON migrate --data small/data
        receive first
        fill
        receive second
        echo \"files: $(kept)\"
        free
        receive second
        receive second
        echo \"files: $(kept)\"
        $LIAISON doctor --data small/data | grep disk | grep -o '^WRONG' | sort -u"
    );
    let Some((top, output)) = in_little_room(12, &script) else { return };
    insta::assert_snapshot!(told(&output, top.path()));
}

#[test]
fn an_import_that_does_not_fit_is_told_and_repeated() {
    let script = format!(
        "{FILL}
        $LIAISON migrate --data small/data
        for one in 1 2 3 4 5 6 7 8; do echo 'From lee@example.com Thu Jan  1 00:00:00 2026'; letter $one; echo; echo; done >all.mbox
        fill
        $LIAISON import mbox all.mbox --data small/data 2>&1; echo \"exit $?\"
        free
        $LIAISON import mbox all.mbox --data small/data 2>&1; echo \"exit $?\"
        $LIAISON import mbox all.mbox --data small/data 2>&1; echo \"exit $?\"
        echo \"files: $(kept)\""
    );
    let Some((top, output)) = in_little_room(24, &script) else { return };
    insta::assert_snapshot!(told(&output, top.path()));
}

#[test]
fn a_database_that_does_not_fit_is_not_made_by_half() {
    let script = format!(
        "{FILL}
        fill
        $LIAISON migrate --data small/data 2>&1; echo \"exit $?\"
        free
        $LIAISON migrate --data small/data 2>&1; echo \"exit $?\"
        $LIAISON doctor --data small/data | grep database"
    );
    let Some((top, output)) = in_little_room(12, &script) else { return };
    let filters = [(r"at \d{4}_\w+", "at STEP")];
    insta::with_settings!({ filters => filters }, {
        insta::assert_snapshot!(told(&output, top.path()));
    });
}

#[test]
fn an_export_that_does_not_fit_leaves_no_half_of_a_record() {
    let data = TempDir::new().unwrap();
    let place = data.path().to_str().unwrap();
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--data", place];
    let mut service = crate::serving::Service::start(&arguments, &[]);
    service.line();
    assert_eq!(service.end("-TERM").0, Some(0));
    assert!(!files_below(data.path()).is_empty());
    let script = format!(
        "{FILL}
        mkdir small/out; dd if=/dev/zero of=small/fill bs=4096 2>/dev/null; truncate -s -8192 small/fill
        $LIAISON export small/out --format jsonl --data {place} 2>&1; echo \"exit $?\"
        ls small/out
        free
        $LIAISON export small/out --format jsonl --data {place} 2>&1; echo \"exit $?\"
        ls small/out"
    );
    let Some((top, output)) = in_little_room(2, &script) else { return };
    let filters = [(r"jsonl\.\d+", "jsonl.(process)")];
    insta::with_settings!({ filters => filters }, {
        insta::assert_snapshot!(told(&output, top.path()));
    });
}

/// SQLite needs 32 KiB to open a file at all; what is beside that is enough to read, and not to write.
#[test]
fn a_service_that_is_started_with_hardly_any_room_shows_its_pages() {
    let script = format!(
        "{FILL}
        $LIAISON migrate --data small/data
        fill; truncate -s -45056 small/fill
        timeout 20 $LIAISON serve --data small/data --listen 127.0.0.1:0 >said 2>&1 &
        for n in $(seq 100); do grep -q '^Listening' said && break; sleep 0.1; done
        curl -s -o page -w '%{{http_code}}\n' \"$(sed -n 's/^Listening on //p' said)/statements\"
        grep -c 'could not be looked through' said
        kill %1; wait"
    );
    let Some((_top, output)) = in_little_room(12, &script) else { return };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.ends_with("200\n1\n"), "{output:?}");
}
