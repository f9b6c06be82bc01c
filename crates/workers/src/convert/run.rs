//! A program that runs: what it is given, what it writes, and how it ends.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use letters::ConvertError;

use super::Bounds;
use super::wall::failed;

/// How soon it is looked whether a program that says nothing more has ended, and how rarely after that.
const GLANCES: [Duration; 2] = [Duration::from_micros(50), Duration::from_millis(10)];
/// How much of what a program says is kept, in bytes.
const MOST_SAID: usize = 64 * 1024;

/// A program that was started, and may wait for a document on its standard input.
#[derive(Debug)]
pub(super) struct Waiting {
    program: &'static str,
    child: Child,
    /// What it says beside its output; a file, since a pipe that nobody reads would stop it.
    log: File,
}

/// How a run ended.
#[derive(Debug)]
pub(super) struct Run {
    program: &'static str,
    /// Whether it ended well.
    pub(super) succeeded: bool,
    /// What it said.
    pub(super) said: String,
    /// What it wrote to its standard output.
    pub(super) output: Vec<u8>,
}

impl Waiting {
    /// Starts a program.
    pub(super) fn start(program: &'static str, mut command: Command) -> Result<Self, ConvertError> {
        let fault = |fault: std::io::Error| failed(program, &fault);
        let log = tempfile::tempfile().map_err(fault)?;
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log.try_clone().map_err(fault)?);
        let child = command.spawn().map_err(fault)?;
        Ok(Self { program, child, log })
    }

    /// Says whether it is still there.
    pub(super) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Gives it a document, and waits for it to end or ends it when its time is over; something else can be done meanwhile.
    pub(super) fn give(
        mut self,
        bytes: &[u8],
        bounds: Bounds,
        meanwhile: impl FnOnce(),
    ) -> Result<Run, ConvertError> {
        let program = self.program;
        let fault = |fault: std::io::Error| failed(program, &fault);
        let (status, output) =
            match hear(&mut self.child, bytes, bounds, meanwhile).map_err(fault)? {
                Heard::Nothing => {
                    return Err(ConvertError::TooSlow { program, seconds: bounds.time.as_secs() });
                }
                Heard::TooMuch => {
                    return Err(ConvertError::TooLarge { program, limit: bounds.output });
                }
                Heard::All(status, output) => (status, output),
            };
        let mut said = output.get(..MOST_SAID).unwrap_or(&output).to_vec();
        self.log.rewind().map_err(fault)?;
        (&self.log).take(MOST_SAID as u64).read_to_end(&mut said).map_err(fault)?;
        let said = String::from_utf8_lossy(&said).into_owned();
        Ok(Run { program, succeeded: status.success(), said, output })
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = stop(&mut self.child);
    }
}

/// What came of a program.
enum Heard {
    /// It ended like this, and this is what it wrote.
    All(std::process::ExitStatus, Vec<u8>),
    /// It was ended because it wrote too much.
    TooMuch,
    /// It was ended because its time was over.
    Nothing,
}

/// Gives a program what it reads and takes what it writes until it ends, or ends it when its time is over.
///
/// The walls let none of its children live on.
fn hear(
    child: &mut Child,
    bytes: &[u8],
    bounds: Bounds,
    meanwhile: impl FnOnce(),
) -> std::io::Result<Heard> {
    let end = Instant::now() + bounds.time;
    let (sender, receiver) = channel();
    let stdout = child.stdout.take();
    let stdin = child.stdin.take();
    std::thread::scope(|scope| {
        if let Some(mut stdin) = stdin {
            // A program that wants no more of it says so by its end.
            std::thread::Builder::new().spawn_scoped(scope, move || stdin.write_all(bytes))?;
        }
        if let Some(stdout) = stdout {
            std::thread::Builder::new().spawn_scoped(scope, move || {
                let mut output = Vec::new();
                let result = stdout.take(bounds.output as u64).read_to_end(&mut output);
                // Nobody hears it if the time was over.
                let _ = sender.send(result.map(|_| output));
            })?;
        }
        meanwhile();
        let output = match receiver.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(output) => output,
            Err(RecvTimeoutError::Disconnected) => Ok(Vec::new()),
            Err(RecvTimeoutError::Timeout) => return stop(child).map(|()| Heard::Nothing),
        };
        match output {
            Ok(output) if output.len() < bounds.output => ended(child, end, output),
            Ok(_) => stop(child).map(|()| Heard::TooMuch),
            Err(fault) => stop(child).and(Err(fault)),
        }
    })
}

/// Waits for a program that writes nothing more.
fn ended(child: &mut Child, end: Instant, output: Vec<u8>) -> std::io::Result<Heard> {
    let [mut glance, rarest] = GLANCES;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Heard::All(status, output));
        }
        if Instant::now() >= end {
            return stop(child).map(|()| Heard::Nothing);
        }
        std::thread::sleep(glance);
        glance = rarest.min(glance * 2);
    }
}

fn stop(child: &mut Child) -> std::io::Result<()> {
    child.kill()?;
    child.wait().map(drop)
}

impl Run {
    /// Says whether the document is protected by a password.
    pub(super) fn is_protected(&self) -> bool {
        self.said.to_ascii_lowercase().contains("password")
    }

    /// Returns why the program made nothing.
    pub(super) fn failure(&self) -> ConvertError {
        if self.is_protected() {
            return ConvertError::Protected;
        }
        let tells = |line: &&str| !line.is_empty() && !line.contains("javaldx");
        let last = self.said.lines().map(str::trim).rfind(tells).unwrap_or("it said nothing");
        let said = last.chars().take(200).collect();
        ConvertError::Unreadable { program: self.program, said }
    }
}
