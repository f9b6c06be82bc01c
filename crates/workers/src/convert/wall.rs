//! The wall behind which programs run, and the folder that one run sees.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use letters::ConvertError;
use tempfile::TempDir;

use super::Bounds;

/// Where programs are looked for; the sandbox sees no other folders.
const FOLDERS: [&str; 3] = ["/usr/bin", "/bin", "/usr/local/bin"];
/// How soon it is looked whether a program that says nothing more has ended, and how rarely after that.
const GLANCES: [Duration; 2] = [Duration::from_micros(200), Duration::from_millis(10)];
/// How much of what a program says is kept, in bytes.
const MOST_SAID: usize = 64 * 1024;

/// What a program must find behind the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Its own files and the document, and nothing that can be written to.
    Little,
    /// Fonts, settings, devices, and a folder to write to.
    Much,
}

/// What keeps a program apart from the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wall {
    /// bubblewrap: no network, no files but the programs' own and those of the job.
    Bubblewrap,
    /// Namespaces for the network and for processes alone.
    Namespaces,
    /// The same for a user who may make namespaces only as a root of their own.
    UserNamespaces,
    /// Nothing.
    Absent,
}

impl Wall {
    /// Says whether a program can be run behind this wall here.
    pub(super) fn stands(self) -> bool {
        let programs: &[&str] = match self {
            Self::Bubblewrap => &["bwrap", "prlimit", "nice"],
            Self::Namespaces | Self::UserNamespaces => &["unshare", "prlimit", "nice"],
            Self::Absent => return false,
        };
        if programs.iter().any(|name| program(name).is_none()) {
            return false;
        }
        let Ok(job) = Job::new("true", "in", b"") else { return false };
        let bounds = Bounds { time: Duration::from_secs(5), ..Bounds::default() };
        let Some(tool) = program("true") else { return false };
        job.run(self, Needs::Much, bounds, &tool, []).is_ok_and(|run| run.succeeded)
    }

    /// Returns the command that runs a program behind this wall, without the program.
    fn command(self, needs: Needs, bounds: Bounds, folder: &Path) -> Command {
        let mut command = Command::new("nice");
        command.args(["-n", "10", "prlimit", "--core=0", "--nofile=256"]);
        command.arg(format!("--as={}", bounds.memory)).arg(format!("--fsize={}", bounds.output));
        command.arg(format!("--cpu={}", bounds.time.as_secs().max(1)));
        match self {
            Self::Bubblewrap => bubblewrap(&mut command, needs, folder),
            Self::Namespaces => {
                _ = command.args(["unshare", "--net", "--pid", "--fork", "--kill-child"])
            }
            Self::UserNamespaces | Self::Absent => {
                command.args([
                    "unshare",
                    "--map-root-user",
                    "--net",
                    "--pid",
                    "--fork",
                    "--kill-child",
                ]);
            }
        }
        command
            .env_clear()
            .env("PATH", FOLDERS.join(":"))
            .env("HOME", folder)
            .env("LANG", "C.UTF-8");
        command.current_dir(folder).stdin(Stdio::null());
        command
    }
}

fn bubblewrap(command: &mut Command, needs: Needs, folder: &Path) {
    command.args(["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]);
    command.args([
        "--setenv",
        "PATH",
        &FOLDERS.join(":"),
        "--setenv",
        "HOME",
        "/tmp",
        "--setenv",
        "LANG",
        "C.UTF-8",
    ]);
    command.args(["--ro-bind", "/usr", "/usr"]);
    for name in ["/bin", "/lib", "/lib64"] {
        match fs::read_link(name) {
            Ok(target) => _ = command.arg("--symlink").arg(target).arg(name),
            Err(_) => _ = command.args(["--ro-bind-try", name, name]),
        }
    }
    command.args(["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]);
    // Each of these takes time that a short run has not.
    if needs == Needs::Much {
        let folders =
            ["/etc/libreoffice", "/etc/fonts", "/var/lib/libreoffice", "/var/cache/fontconfig"];
        for name in folders {
            command.args(["--ro-bind-try", name, name]);
        }
        command.args(["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]);
    }
    command.arg(if needs == Needs::Much { "--bind" } else { "--ro-bind" });
    command.arg(folder).args(["/job", "--chdir", "/job"]);
}

/// One run: a folder that goes when it is done.
pub(super) struct Job {
    program: &'static str,
    root: TempDir,
}

/// How a run ended.
pub(super) struct Run {
    program: &'static str,
    /// Whether it ended well.
    pub(super) succeeded: bool,
    /// What it said.
    pub(super) said: String,
    /// What it wrote to its standard output.
    pub(super) output: Vec<u8>,
}

impl Job {
    /// Makes the folder and puts the document into it.
    pub(super) fn new(
        program: &'static str,
        name: &str,
        bytes: &[u8],
    ) -> Result<Self, ConvertError> {
        let root = tempfile::Builder::new()
            .prefix("liaison-")
            .tempdir()
            .map_err(|fault| failed(program, &fault))?;
        let job = Self { program, root };
        job.write(name, bytes)?;
        fs::create_dir_all(job.folder().join("out")).map_err(|fault| failed(program, &fault))?;
        Ok(job)
    }

    /// The folder that the program sees; what it says is kept beside it.
    fn folder(&self) -> PathBuf {
        self.root.path().join("job")
    }

    /// Returns where the program sees a file of the job.
    pub(super) fn seen(&self, wall: Wall, name: &str) -> PathBuf {
        if wall == Wall::Bubblewrap {
            Path::new("/job").join(name)
        } else {
            self.folder().join(name)
        }
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), ConvertError> {
        let path = self.folder().join(name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(&path, bytes)).map_err(|fault| failed(self.program, &fault))
    }

    /// Runs a program and waits for it to end, or ends it when its time is over.
    pub(super) fn run<'a>(
        &self,
        wall: Wall,
        needs: Needs,
        bounds: Bounds,
        tool: &Path,
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> Result<Run, ConvertError> {
        let fault = |fault: std::io::Error| failed(self.program, &fault);
        let log = self.root.path().join("log");
        let mut command = wall.command(needs, bounds, &self.folder());
        command.arg(tool).args(arguments);
        command.stdout(Stdio::piped()).stderr(File::create(&log).map_err(fault)?);
        let mut child = command.spawn().map_err(fault)?;
        let heard = hear(&mut child, bounds).map_err(fault)?;
        let (succeeded, output) = match heard {
            Heard::Nothing => {
                let (program, seconds) = (self.program, bounds.time.as_secs());
                return Err(ConvertError::TooSlow { program, seconds });
            }
            Heard::TooMuch => {
                let (program, limit) = (self.program, bounds.output);
                return Err(ConvertError::TooLarge { program, limit });
            }
            Heard::All(succeeded, output) => (succeeded, output),
        };
        let mut said = output.get(..MOST_SAID).unwrap_or(&output).to_vec();
        File::open(&log)
            .and_then(|log| log.take(MOST_SAID as u64).read_to_end(&mut said))
            .map_err(fault)?;
        let said = String::from_utf8_lossy(&said).into_owned();
        Ok(Run { program: self.program, succeeded, said, output })
    }

    /// Returns what the program made, or `None` if it made nothing.
    pub(super) fn output(&self, name: &str, limit: usize) -> Result<Option<Vec<u8>>, ConvertError> {
        let path = self.folder().join(name);
        // A link could lead anywhere, and it is a program's document that asked for it.
        let Ok(metadata) = fs::symlink_metadata(&path) else { return Ok(None) };
        if !metadata.is_file() {
            return Ok(None);
        }
        if metadata.len() >= limit as u64 {
            return Err(ConvertError::TooLarge { program: self.program, limit });
        }
        fs::read(&path).map(Some).map_err(|fault| failed(self.program, &fault))
    }
}

/// What came of a program.
enum Heard {
    /// It ended, well or not, and this is what it wrote.
    All(bool, Vec<u8>),
    /// It was ended because it wrote too much.
    TooMuch,
    /// It was ended because its time was over.
    Nothing,
}

/// Takes what a program writes until it ends, or ends it when its time is over.
///
/// The walls let none of its children live on.
fn hear(child: &mut Child, bounds: Bounds) -> std::io::Result<Heard> {
    let end = Instant::now() + bounds.time;
    let (sender, receiver) = channel();
    if let Some(stdout) = child.stdout.take() {
        std::thread::Builder::new().spawn(move || {
            let mut output = Vec::new();
            let result = stdout.take(bounds.output as u64).read_to_end(&mut output);
            // Nobody hears it if the time was over.
            let _ = sender.send(result.map(|_| output));
        })?;
    }
    let output = match receiver.recv_timeout(bounds.time) {
        Ok(output) => output?,
        Err(RecvTimeoutError::Disconnected) => Vec::new(),
        Err(RecvTimeoutError::Timeout) => {
            stop(child)?;
            return Ok(Heard::Nothing);
        }
    };
    if output.len() >= bounds.output {
        stop(child)?;
        return Ok(Heard::TooMuch);
    }
    let [mut glance, rarest] = GLANCES;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Heard::All(status.success(), output));
        }
        if Instant::now() >= end {
            stop(child)?;
            return Ok(Heard::Nothing);
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
    /// Returns why the program made nothing.
    pub(super) fn failure(&self) -> ConvertError {
        if self.said.to_ascii_lowercase().contains("password") {
            return ConvertError::Protected;
        }
        let tells = |line: &&str| !line.is_empty() && !line.contains("javaldx");
        let last = self.said.lines().map(str::trim).rfind(tells).unwrap_or("it said nothing");
        let said = last.chars().take(200).collect();
        ConvertError::Unreadable { program: self.program, said }
    }
}

fn failed(program: &'static str, fault: &std::io::Error) -> ConvertError {
    ConvertError::Fault { program, said: fault.to_string() }
}

/// Returns where a program is.
pub(super) fn program(name: &str) -> Option<PathBuf> {
    FOLDERS.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.is_file())
}
