//! A disk that fills while the service runs: what has no room is refused with the reason, and nothing of it is half-done; the mail
//! server keeps what comes; pages stay readable; and all goes on, with the same process, once there is room.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::browser::{Browser, Form};
use crate::house::House;
use crate::post::{mail_as_sent, send};
use crate::{FIGURES, LETTER, arrived, item_in, signed_in_by_first_link, signed_in_by_page};

const REFUSED: &str = "The disk of this service is full";
/// How many bytes are left of the disk: what is too little ends an action sooner or later in what it does.
const LEFT: [u64; 6] = [0, 8 * 1024, 24 * 1024, 64 * 1024, 160 * 1024, 400 * 1024];
const DRAFT: &str = "/statements/1/edit";

#[test]
fn a_disk_that_fills_loses_nothing_on_sqlite() {
    let story = "full::a_disk_that_fills_loses_nothing_on_sqlite";
    if with_mounts_of_its_own(story)
        && let Some(house) = House::build_on_a_small_disk("sqlite")
    {
        fills(&house);
    }
}

/// The database is on another disk than the files.
#[test]
fn a_disk_of_files_that_fills_loses_nothing_on_postgresql() {
    let story = "full::a_disk_of_files_that_fills_loses_nothing_on_postgresql";
    if with_mounts_of_its_own(story)
        && let Some(house) = House::build_on_a_small_disk("postgres")
    {
        fills(&house);
    }
}

/// Plays this story again in a process where a disk can be mounted that nobody else sees, and says whether this is that one.
fn with_mounts_of_its_own(story: &str) -> bool {
    const WITHIN: &str = "LIAISON_MOUNTS_OF_ITS_OWN";
    if std::env::var_os(WITHIN).is_some() {
        return true;
    }
    let place = tempfile::tempdir().unwrap();
    let mut mount = Command::new("unshare");
    mount.args(["--mount", "mount", "-t", "tmpfs", "none"]).arg(place.path());
    if !mount.output().is_ok_and(|output| output.status.success()) {
        let is_required = std::env::var_os("LIAISON_TEST_REQUIRE").is_some();
        assert!(!is_required, "LIAISON_TEST_REQUIRE wants to mount a small disk");
        println!("nothing was tested: no disk can be mounted here");
        return false;
    }
    let mut again = Command::new("unshare");
    again.arg("--mount").arg(std::env::current_exe().unwrap());
    let again = again.args(["--exact", story, "--nocapture"]).env(WITHIN, "yes").output().unwrap();
    let said = [again.stdout, again.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    assert!(again.status.success(), "{}{}", said[0], said[1]);
    println!("{}", said[0]);
    false
}

/// What fills a disk; there is room again when it is dropped.
struct Filling(PathBuf);

impl Filling {
    /// Leaves so many bytes.
    fn leave(disk: &Path, left: u64) -> Self {
        let path = disk.join("filling");
        let mut file = std::fs::File::create(&path).unwrap();
        let mut size = 0;
        while let Ok(written @ 1..) = file.write(&[1; 4096]) {
            size += written as u64;
        }
        file.set_len(size.saturating_sub(left)).unwrap();
        Self(path)
    }
}

impl Drop for Filling {
    fn drop(&mut self) {
        // Where it is gone already, so is the disk.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// The people, and what each of them tries.
struct Trying<'h> {
    house: &'h House,
    anna: Browser,
    cy: Browser,
    /// How many files the draft has.
    attached: usize,
}

/// IN-1, IN-6, OUT-10: whatever is refused is refused whole.
fn fills(house: &House) {
    let cy = signed_in_by_page(house, "cy@example.org");
    let anna = signed_in_by_first_link(house, &house.post(), "anna@example.org");
    let new = "/statements/new?direction=outgoing";
    let draft = anna
        .form(new, new)
        .fill("from_groups", "tsync")
        .fill("to_groups", "etu")
        .fill("purpose", "information")
        .fill("subject", "Clocks on a small disk")
        .fill("text", "Dear colleagues,\n\n   clocks differ by one.\n")
        .fill("consensus", "none-sought")
        .fill("do", "preview");
    assert_eq!(anna.sends(&draft), "/statements/1/preview?done=saved");
    for left in LEFT {
        comes(house, &cy, &format!("Clocks with {left} bytes left"));
    }
    let pid = house.pid();
    let backup = house.on_disk("../before.backup");
    let writes = house.liaison(&["backup", &house.on_disk("good.backup").display().to_string()]);
    succeeds(writes);
    std::fs::copy(house.on_disk("good.backup"), &backup).unwrap();
    house.gives(&backup);
    std::fs::remove_file(house.on_disk("good.backup")).unwrap();

    let mut trying = Trying { house, anna, cy, attached: 0 };
    for (turn, left) in LEFT.into_iter().enumerate() {
        let filling = Filling::leave(&house.on_disk(""), left);
        if left == 0 {
            trying.is_readable();
            trying.is_refused_by_commands(&backup);
        }
        let done = [trying.attaches(turn), trying.records(left), trying.hands_in(turn)];
        assert!(left > 0 || done == [false; 3], "nothing has room: {done:?}");
        if left == 0 {
            trying.mail_waits();
        }
        drop(filling);
        trying.goes_on(turn, left, done);
    }
    assert_eq!(house.pid(), pid, "it is the same process");
    assert!(!house.log().contains("panicked"), "{}", house.log());
    trying.mail_comes();
    restores(house, &backup);
    house.until_all_is_delivered();
    succeeds(house.liaison(&["verify"]));
}

fn comes(house: &House, cy: &Browser, subject: &str) {
    send(
        house.smtp_port(),
        "lee@example.com",
        "liaison-inbox@example.org",
        &mail_as_sent(subject, LETTER),
    );
    arrived(cy, subject);
}

fn succeeds(mut command: Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Says whether a form was taken; if not, the reason is that there is no room.
fn is_taken(who: &Browser, form: &Form) -> bool {
    let answer = who.send(form).unwrap();
    let text = answer.text();
    assert!(
        answer.status == 303 || answer.status == 507 && text.contains(REFUSED),
        "{}: {text}",
        answer.status
    );
    answer.status == 303
}

impl Trying<'_> {
    /// Pages are read, and it is said that the disk is full.
    fn is_readable(&self) {
        let stranger = self.house.stranger();
        for page in ["/", "/statements", "/organizations", "/healthz"] {
            stranger.page(page);
        }
        for page in ["/desk", "/desk/drafts", "/statements/1/preview", DRAFT] {
            self.anna.page(page);
        }
        self.cy.page("/desk/inbox");
        let ready = stranger.get("/readyz");
        assert_eq!((ready.status, ready.text().as_str()), (503, "the disk is full\n"));
    }

    /// Commands end with the reason, and leave nothing.
    fn is_refused_by_commands(&self, backup: &Path) {
        let (disk, backup) = (
            |name: &str| self.house.on_disk(name).display().to_string(),
            backup.display().to_string(),
        );
        for arguments in
            [vec!["backup", &disk("new.backup")], vec!["export", &disk("out"), "--format", "jsonl"]]
        {
            let output = self.house.liaison(&arguments).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!output.status.success() && is_full(&said), "{arguments:?}: {said}");
        }
        let restore = self
            .house
            .program(&["restore", &backup, "--data", &disk("restored")])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&restore.stderr).into_owned();
        assert!(!restore.status.success() && is_full(&said), "{said}");
        let left: Vec<String> = std::fs::read_dir(self.house.on_disk(""))
            .unwrap()
            .map(|one| one.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.contains("backup") || name.contains("unfinished"))
            .collect();
        assert_eq!(left, Vec::<String>::new());
    }

    /// Adds a file to the draft.
    fn attaches(&mut self, turn: usize) -> bool {
        let name = format!("figures-{turn}.pdf");
        let figures = [FIGURES, name.as_bytes()].concat();
        let form =
            self.anna.form(DRAFT, DRAFT).fill("do", "preview").choose("file", &name, &figures);
        let done = is_taken(&self.anna, &form);
        self.attached += usize::from(done);
        let page = self.anna.page("/statements/1/preview");
        assert_eq!(page.contains(&name), done, "{page}");
        done
    }

    /// Records the message that came for this turn.
    fn records(&self, left: u64) -> bool {
        let subject = format!("Clocks with {left} bytes left");
        let (item, form) = arrived(&self.cy, &subject);
        let form = form
            .fill("from_groups", "etu-sg1")
            .fill("from_as_written", "Study Group 1 (Clocks)")
            .fill("to_groups", "tsync")
            .fill("purpose", "information");
        let done = is_taken(&self.cy, &form);
        let offered = Form::offered(&self.cy.page(&item), &format!("{item}/record")).is_some();
        assert_eq!(offered, !done, "it waits, or is on the record");
        let list = self.house.stranger().page("/statements");
        assert_eq!(list.contains(&subject), done, "{list}");
        done
    }

    /// Puts a file into the inbox.
    fn hands_in(&self, turn: usize) -> bool {
        let address = "/desk/inbox/hand-in";
        let subject = format!("Handed in, turn {turn}.");
        let letter =
            format!("Dear all,\n\nclocks differ by {turn}.\n{}", "And so on.\n".repeat(2000));
        let form = self
            .cy
            .form(address, address)
            .fill("sender", "Lee Example <lee@example.com>")
            .fill("subject", &subject)
            .choose("file", "letter.txt", letter.as_bytes());
        let done = is_taken(&self.cy, &form);
        assert_eq!(self.cy.page("/desk/inbox").contains(&subject), done, "it is there, or not");
        done
    }

    /// Two messages come, and the mail server keeps them, because it is told to come again.
    fn mail_waits(&self) {
        for (way, to) in
            [("pipe", "liaison-inbox@example.org"), ("LMTP", "liaison-lmtp@example.org")]
        {
            let letter = mail_as_sent(&format!("Clocks that wait, by {way}"), LETTER);
            send(self.house.smtp_port(), "lee@example.com", to, &letter);
        }
        self.house.until_mail_log_holds("relay=receive, ", "status=deferred");
        self.house.until_mail_log_holds("451 4.3.0 It cannot be stored now", "status=deferred");
        let inbox = self.cy.page("/desk/inbox");
        assert!(!inbox.contains("Clocks that wait"), "{inbox}");
    }

    /// What was refused is done now.
    fn goes_on(&mut self, turn: usize, left: u64, done: [bool; 3]) {
        let again = [
            done[0] || self.attaches(turn),
            done[1] || self.records(left),
            done[2] || self.hands_in(turn),
        ];
        assert_eq!(again, [true; 3], "there is room again");
        assert_eq!(self.attached, turn + 1);
        assert_eq!(self.house.stranger().get("/readyz").text(), "ready\n");
    }

    /// Each message that waited is there once.
    fn mail_comes(&self) {
        for way in ["pipe", "LMTP"] {
            let subject = format!("Clocks that wait, by {way}");
            let inbox = self.cy.page_with("/desk/inbox", &subject);
            item_in(&inbox, &subject);
        }
    }
}

/// Says whether words name a full disk as the reason.
fn is_full(words: &str) -> bool {
    ["No space left on device", "disk is full", "disk I/O error"]
        .iter()
        .any(|full| words.contains(full))
}

fn restores(house: &House, backup: &Path) {
    let place = house.on_disk("restored").display().to_string();
    let backup = backup.display().to_string();
    succeeds(house.program(&["restore", &backup, "--data", &place]));
}
