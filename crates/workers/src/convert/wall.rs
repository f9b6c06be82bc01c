//! The wall behind which programs run, and the folder that one run sees.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use letters::ConvertError;
use tempfile::TempDir;

use super::run::{Run, Waiting};
use super::{Bounds, fence};

/// Where programs are looked for; the sandbox sees no other folders.
const FOLDERS: [&str; 3] = ["/usr/bin", "/bin", "/usr/local/bin"];
/// What a program may use that shows whether a wall stands.
const LOOKING: Bounds =
    Bounds { time: Duration::from_secs(5), memory: 1024 * 1024 * 1024, output: 1024 * 1024 };

/// What keeps a program apart from the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wall {
    /// Landlock and seccomp: no network, no files but programs, no other processes; for what needs no folder.
    Fence,
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
            Self::Fence => return fence::is_ready() && self.lets_through(),
            Self::Bubblewrap => &["bwrap", "prlimit", "nice"],
            Self::Namespaces | Self::UserNamespaces => &["unshare", "prlimit", "nice"],
            Self::Absent => return false,
        };
        if programs.iter().any(|name| program(name).is_none()) {
            return false;
        }
        let Ok(job) = Job::new("true", "in", b"") else { return false };
        let Some(tool) = program("true") else { return false };
        job.run(self, LOOKING, &tool, []).is_ok_and(|run| run.succeeded)
    }

    /// Says whether a program that needs no folder ends well behind this wall.
    fn lets_through(self) -> bool {
        let Some(tool) = program("true") else { return false };
        let mut command = self.command(LOOKING, None);
        command.arg(tool);
        let waiting = Waiting::start("true", command);
        waiting.and_then(|it| it.give(&[], LOOKING, || {})).is_ok_and(|run| run.succeeded)
    }

    /// Returns the command that runs a program behind this wall, without the program.
    ///
    /// One that is given no folder finds its own files there and nothing else.
    pub(super) fn command(self, bounds: Bounds, folder: Option<&Path>) -> Command {
        let mut command = match self {
            Self::Fence => fence::command(bounds),
            Self::Bubblewrap => {
                let mut command = limited(bounds, folder);
                bubblewrap(&mut command, folder);
                command
            }
            Self::Namespaces => unshared(limited(bounds, folder), &[]),
            Self::UserNamespaces | Self::Absent => {
                unshared(limited(bounds, folder), &["--map-root-user"])
            }
        };
        command
            .env_clear()
            .env("PATH", FOLDERS.join(":"))
            .env("HOME", folder.unwrap_or(Path::new("/")))
            .env("LANG", "C.UTF-8");
        command.current_dir(folder.unwrap_or(Path::new("/"))).stdin(Stdio::null());
        command
    }
}

/// Returns the command that sets a program's limits, to which what builds the wall is added.
fn limited(bounds: Bounds, folder: Option<&Path>) -> Command {
    // What is over in a moment need not give way to others.
    let first = if folder.is_some() { "nice" } else { "prlimit" };
    // With its whole path: a program that is looked for in a PATH of its own is started by copying our memory first.
    let mut command = Command::new(program(first).unwrap_or_else(|| first.into()));
    if folder.is_some() {
        command.args(["-n", "10", "prlimit"]);
    }
    command.args(["--core=0", "--nofile=256"]);
    command.arg(format!("--as={}", bounds.memory)).arg(format!("--fsize={}", bounds.output));
    command.arg(format!("--cpu={}", bounds.time.as_secs().max(1)));
    command
}

fn unshared(mut command: Command, more: &[&str]) -> Command {
    command.arg("unshare").args(more).args(["--net", "--pid", "--fork", "--kill-child"]);
    command
}

fn bubblewrap(command: &mut Command, folder: Option<&Path>) {
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
    let Some(folder) = folder else {
        command.args(["--chdir", "/"]);
        return;
    };
    let folders =
        ["/etc/libreoffice", "/etc/fonts", "/var/lib/libreoffice", "/var/cache/fontconfig"];
    for name in folders {
        command.args(["--ro-bind-try", name, name]);
    }
    command.args(["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--bind"]);
    command.arg(folder).args(["/job", "--chdir", "/job"]);
}

/// One run: a folder that goes when it is done.
pub(super) struct Job {
    program: &'static str,
    root: TempDir,
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

    /// The folder that the program sees.
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
        bounds: Bounds,
        tool: &Path,
        arguments: impl IntoIterator<Item = &'a str>,
    ) -> Result<Run, ConvertError> {
        let mut command = wall.command(bounds, Some(&self.folder()));
        command.arg(tool).args(arguments);
        Waiting::start(self.program, command)?.give(&[], bounds, || {})
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

pub(super) fn failed(program: &'static str, fault: &std::io::Error) -> ConvertError {
    ConvertError::Fault { program, said: fault.to_string() }
}

/// Returns where a program is.
pub(super) fn program(name: &str) -> Option<PathBuf> {
    FOLDERS.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.is_file())
}
