//! Five hundred hostile messages: each is stored or refused, none breaks the program, none takes long or much (§10 of the
//! promises).

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::messages::{self, Made};

/// What one message may take of our own process: time at work, since other tests run on the machine too. A program that is
/// not optimized takes several times as long.
const MOST_TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 10 });
/// However busy the machine is, whoever takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(100);
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// How many tests share the messages, so that they run side by side.
const SHARES: usize = 4;

/// How a process ended.
struct Ended {
    code: Option<i32>,
    /// The time at work, as far as it was seen.
    taken: Duration,
    /// The most memory that was resident, as far as it was seen.
    memory: u64,
    said: String,
    output: u64,
}

/// Runs the program within a limit on its memory, and sees how it ends.
fn run(arguments: &[&str], input: &[u8]) -> Ended {
    // What is written may not grow beyond the limit; libraries and files that are mapped do not count.
    let mut command = Command::new("prlimit");
    // Without programs that convert: they have limits of their own, and are no part of our process.
    command.args([format!("--data={MOST_MEMORY}"), format!("--cpu={}", MOST_TIME.as_secs())]);
    command.args(["env", "PATH=/nowhere"]);
    command.arg(env!("CARGO_BIN_EXE_liaison")).args(arguments).env_remove("LIAISON_LOG");
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let start = Instant::now();
    let mut child = command.spawn().unwrap();
    let (mut stdin, mut stdout, mut stderr) =
        (child.stdin.take().unwrap(), child.stdout.take().unwrap(), child.stderr.take().unwrap());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A program that ends before it has read all of it says why by its exit code.
            let _ = stdin.write_all(input);
        });
        let output = scope.spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()).unwrap());
        let said = scope.spawn(move || {
            let mut said = String::new();
            let _ = stderr.read_to_string(&mut said);
            said
        });
        let (mut memory, mut taken) = (0, Duration::ZERO);
        let status = loop {
            memory = memory.max(resident(child.id()));
            taken = taken.max(at_work(child.id()));
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if start.elapsed() > PATIENCE {
                child.kill().unwrap();
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let (output, said) = (output.join().unwrap(), said.join().unwrap());
        Ended { code: status.code(), taken, memory, said, output }
    })
}

/// Returns the most memory that a process has had so far.
pub(crate) fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or_default() * 1024
}

/// Returns how long a process was at work so far.
fn at_work(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name of the program may hold anything; what is counted stands behind it, in hundredths of a second.
    let numbers = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = numbers.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

/// The worst that was seen, for the table in the documentation.
#[derive(Default)]
struct Worst {
    count: usize,
    time: (Duration, String),
    memory: (u64, String),
}

impl Worst {
    fn note(&mut self, made: &Made, ended: &Ended) {
        self.count += 1;
        if ended.taken > self.time.0 {
            self.time = (ended.taken, made.name());
        }
        if ended.memory > self.memory.0 {
            self.memory = (ended.memory, made.name());
        }
    }

    fn say(&self, what: &str) {
        println!(
            "{what}: {} calls; at most {:?} ({}) and {} MiB ({})",
            self.count,
            self.time.0,
            self.time.1,
            self.memory.0 / 1024 / 1024,
            self.memory.1
        );
    }
}

/// A program that is not optimized takes minutes for the largest, so that these are for `scripts/hostile-messages`, which
/// builds one that is.
fn share(number: usize) -> impl Iterator<Item = Made> {
    let is_for_now = |made: &Made| !cfg!(debug_assertions) || made.family != "large";
    messages::all()
        .into_iter()
        .filter(is_for_now)
        .enumerate()
        .filter(move |(at, _)| at % SHARES == number)
        .map(|(_, it)| it)
}

fn is_kept(data: &Path, bytes: &[u8]) -> bool {
    let sha256 = HEXLOWER.encode(&Sha256::digest(bytes));
    let path = data.join("files").join(&sha256[..2]).join(&sha256[2..4]).join(&sha256);
    std::fs::read(path).is_ok_and(|kept| kept == bytes)
}

/// A mail server hands each over, and each is kept byte for byte or returned to its sender.
fn all_are_received(number: usize) {
    let (data, mut worst, mut faults) = (TempDir::new().unwrap(), Worst::default(), Vec::new());
    let directory = data.path().to_str().unwrap();
    for made in share(number) {
        let bytes = made.bytes();
        let arguments =
            ["receive", "--data", directory, "--", "mal@example.net", "statements@example.org"];
        let ended = run(&arguments, &bytes);
        worst.note(&made, &ended);
        let is_right = match ended.code {
            Some(0) => is_kept(data.path(), &bytes),
            Some(65) => bytes.len() > 50 * 1024 * 1024,
            _ => false,
        };
        let is_small = ended.taken <= MOST_TIME && ended.memory <= MOST_MEMORY;
        if !is_right || !is_small {
            let Ended { code, taken, memory, said, .. } = ended;
            faults.push(format!(
                "{}: exit {code:?} after {taken:?} with {memory} bytes: {said}",
                made.name()
            ));
        }
    }
    worst.say("receive");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// `liaison read` says what it finds in each, or that there is nothing.
///
/// A call reads several, because starting takes longer than reading; where they take too much together, each is read by itself.
fn all_are_read(number: usize) {
    const AT_ONCE: usize = 12;
    let (directory, mut worst, mut faults) =
        (TempDir::new().unwrap(), Worst::default(), Vec::new());
    let all: Vec<Made> = share(number).collect();
    let (large, small): (Vec<&Made>, Vec<&Made>) =
        all.iter().partition(|made| made.family == "large");
    for several in small.chunks(AT_ONCE).chain(large.chunks(1)) {
        if read(directory.path(), several, &mut worst).is_ok() {
            continue;
        }
        let each =
            several.iter().filter_map(|made| read(directory.path(), &[made], &mut worst).err());
        faults.extend(each);
    }
    worst.say("read");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Reads some messages in one call; says what went wrong.
fn read(directory: &Path, several: &[&Made], worst: &mut Worst) -> Result<(), String> {
    let path = |made: &Made| directory.join(format!("{}.eml", made.name())).display().to_string();
    let paths: Vec<String> = several.iter().map(|made| path(made)).collect();
    for (made, path) in several.iter().zip(&paths) {
        std::fs::write(path, made.bytes()).unwrap();
    }
    let arguments: Vec<&str> =
        ["read"].into_iter().chain(paths.iter().map(String::as_str)).collect();
    let ended = run(&arguments, b"");
    worst.note(several[0], &ended);
    paths.iter().for_each(|path| std::fs::remove_file(path).unwrap());
    let says = ended.output > 0 || !ended.said.is_empty();
    let is_right = matches!(ended.code, Some(0 | 1)) && says && !ended.said.contains("panicked");
    if is_right && ended.taken <= MOST_TIME && ended.memory <= MOST_MEMORY {
        return Ok(());
    }
    let Ended { code, taken, memory, said, .. } = ended;
    Err(format!("{}: exit {code:?} after {taken:?} with {memory} bytes: {said}", several[0].name()))
}

#[test]
fn hostile_messages_are_stored_or_refused_first_quarter() {
    all_are_received(0);
}

#[test]
fn hostile_messages_are_stored_or_refused_second_quarter() {
    all_are_received(1);
}

#[test]
fn hostile_messages_are_stored_or_refused_third_quarter() {
    all_are_received(2);
}

#[test]
fn hostile_messages_are_stored_or_refused_fourth_quarter() {
    all_are_received(3);
}

#[test]
fn hostile_messages_are_read_within_limits_first_quarter() {
    all_are_read(0);
}

#[test]
fn hostile_messages_are_read_within_limits_second_quarter() {
    all_are_read(1);
}

#[test]
fn hostile_messages_are_read_within_limits_third_quarter() {
    all_are_read(2);
}

#[test]
fn hostile_messages_are_read_within_limits_fourth_quarter() {
    all_are_read(3);
}

/// Whoever fuzzes begins with them: `LIAISON_WRITE_MESSAGES` names a directory.
#[test]
fn the_messages_are_the_same_each_time_and_can_be_written_down() {
    let directory = std::env::var_os("LIAISON_WRITE_MESSAGES");
    let mut names = std::collections::HashSet::new();
    let all = messages::all();
    assert_eq!(all.len(), messages::COUNT);
    // What takes megabytes of work to make is made the same way.
    let slow = ["large", "zip-of-nothing", "zip-of-many"];
    for made in all.iter().filter(|made| !slow.contains(&made.family)) {
        assert!(names.insert(made.name()), "two are called {}", made.name());
        let bytes = made.bytes();
        assert!(bytes == made.bytes(), "{} is another each time", made.name());
        if let Some(directory) = &directory {
            std::fs::write(Path::new(directory).join(made.name()), bytes).unwrap();
        }
    }
}
