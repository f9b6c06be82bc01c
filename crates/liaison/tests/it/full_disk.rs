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
        for n in $(seq 1200); do grep -q '^Listening' said && break; sleep 0.1; done
        curl -s -o page -w '%{{http_code}}\n' \"$(sed -n 's/^Listening on //p' said)/statements\"
        grep -c 'could not be looked through' said
        kill %1; wait"
    );
    let Some((_top, output)) = in_little_room(12, &script) else { return };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.ends_with("200\n1\n"), "{output:?}");
}

/// Begins a service in the small directory with a token of a coordinator, and asks it: `ask METHOD PATH KEY BODY` says the status and
/// the title of a problem.
const ASKED: &str = "
serves() { $LIAISON serve --config small/liaison.toml >said 2>log & service=$!; for n in $(seq 1200); do grep -q '^Listening' said && break; sleep 0.1; done; url=$(sed -n 's/^Listening on //p' said); }
ask() { curl -s -o answer -w '%{http_code} ' -X \"$1\" -H \"Authorization: Bearer $token\" -H 'Content-Type: application/json' ${3:+-H \"Idempotency-Key: $3\"} ${4:+-d \"$4\"} \"$url$2\"; echo \"$(grep -o '\"title\":\"[^\"]*\"' answer | head -1)\"; }
ends() { kill $service; wait $service; true; }
printf '[[groups]]\\nacronym = \"tsync\"\\nname = \"Time\"\\nkind = \"wg\"\\n[[groups]]\\nacronym = \"iab\"\\nname = \"Board\"\\nkind = \"ietf\"\\n[[groups]]\\nacronym = \"etu\"\\nname = \"Union\"\\nkind = \"sdo\"\\n[[people]]\\nname = \"Cy\"\\naddresses = [\"cy@example.org\"]\\nroles = [{ role = \"liaison_coordinator\", group = \"iab\" }]\\n' >directory.toml
printf 'base_url = \"http://127.0.0.1\"\\nlisten = \"127.0.0.1:0\"\\ndatabase = \"data/liaison.sqlite\"\\nfiles = \"data/files\"\\n[mail]\\nfrom = \"Liaison <inbox@example.org>\"\\n[webhooks]\\nprivate = true\\n' >small/liaison.toml
mkdir small/data
$LIAISON import directory directory.toml --config small/liaison.toml >/dev/null
token=$($LIAISON token create cy@example.org --name full --days 1 --scope read --scope draft --scope act --scope admin --config small/liaison.toml)
";

/// Nothing is half-done: the same requests with the same keys are done once there is room.
#[test]
fn what_programs_ask_of_a_full_disk_is_refused_and_done_with_the_same_key_once_there_is_room() {
    let draft = serde_json::json!({
        "as": "received", "from_groups": ["etu"], "to_groups": ["tsync"], "subject": "Clocks",
        "purpose": "information", "text": "Ours agree.", "received_on": "2026-03-09",
        "from_contacts": ["Lee <lee@example.com>"],
    });
    let script = format!(
        "{FILL}{ASKED}
        serves
        asks() {{
            ask POST /api/statements draft '{draft}'
            ask POST /api/webhooks hook '{{\"url\":\"http://127.0.0.1:9/hook\"}}'
            ask PUT /api/account/reminders wishes '{{\"digests\":true,\"awaited\":false}}'
            ask POST /api/directory/entries/tsync/confirm confirm
        }}
        fill
        asks
        echo \"readable: $(ask GET /api/statements) $(ask GET /api/webhooks)\"
        free
        asks
        asks
        grep -c panicked log
        ends"
    );
    let Some((top, output)) = in_little_room(24, &script) else { return };
    insta::assert_snapshot!(told(&output, top.path()));
}

/// What was to be read and told while there is no room is read and told once there is, by the same process.
#[test]
fn a_message_to_be_read_and_a_webhook_to_be_told_wait_until_there_is_room() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let hook = format!("http://{}/hook", listener.local_addr().unwrap());
    let told_programs = std::thread::spawn(move || takes_one(&listener));
    let pdf = concat!(env!("CARGO_MANIFEST_DIR"), "/../operations/demo/files/holdover-figures.pdf");
    let script = format!(
        "{FILL}{ASKED}
        serves
        ask POST /api/webhooks '' '{{\"url\":\"{hook}\"}}'
        ends
        sed -i 's/\"Time\"/\"Time Synchronization\"/' directory.toml
        $LIAISON import directory directory.toml --config small/liaison.toml >/dev/null
        {{ printf 'From: lee@example.com\\nSubject: Figures\\nMIME-Version: 1.0\\nContent-Type: application/pdf; name=a.pdf\\nContent-Disposition: attachment; filename=a.pdf\\nContent-Transfer-Encoding: base64\\n\\n'; base64 {pdf}; }} | $LIAISON receive --config small/liaison.toml -- lee@example.com inbox@example.org
        fill; truncate -s -45056 small/fill
        serves
        sleep 4
        progress() {{ id=$(curl -s -H \"Authorization: Bearer $token\" $url/api/inbox | sed 's/.*\"id\":\\([0-9]*\\).*/\\1/'); curl -s -H \"Authorization: Bearer $token\" $url/api/inbox/$id | grep -o '\"progress\":\"[a-z-]*\"'; }}
        progress
        echo \"told: $(ls hooked 2>/dev/null)\"
        free
        for n in $(seq 1800); do progress | grep -q '\"read\"' && break; sleep 0.1; done
        progress
        progress | grep -q '\"read\"' || cat said log
        grep -c panicked log
        ends"
    );
    let Some((top, output)) = in_little_room(24, &script) else { return };
    insta::assert_snapshot!(told(&output, top.path()));
    let request = told_programs.join().unwrap();
    assert!(
        request.contains("\"type\":\"entry\"") || request.contains("\"type\":\"directory\""),
        "{request}"
    );
}

/// Takes what a program is told, once; waits three minutes at most.
fn takes_one(listener: &std::net::TcpListener) -> String {
    use std::io::{Read as _, Write as _};
    listener.set_nonblocking(true).unwrap();
    let until = std::time::Instant::now() + std::time::Duration::from_secs(180);
    let mut stream = loop {
        match listener.accept() {
            Ok((stream, _)) => break stream,
            Err(_) if std::time::Instant::now() < until => {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            Err(error) => panic!("nothing was told: {error}"),
        }
    };
    stream.set_nonblocking(false).unwrap();
    let (mut request, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut piece).unwrap();
        request.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&request).into_owned();
        if count == 0 || text.contains("\"cursor\"") {
            stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
            return text;
        }
    }
}
