//! Converting documents with poppler and LibreOffice, shut off from the network and from each other.
//!
//! LibreOffice fetches what a document names, so it never runs where it could: bubblewrap gives it a file system of its
//! own without a network; where that is not allowed, a network namespace of its own must do; where neither is there,
//! nothing is converted and the reason says so. pdftotext needs nothing but its input and output, and stands behind a wall that is
//! sooner built ([`fence`]). Every run has limits on time, memory and the size of what it makes, and a folder and profile of its
//! own, so that any number can run side by side.

mod fence;
mod run;
mod wall;

use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use letters::{ConvertError, Converter, Kind};

pub use fence::{FENCE_FAILED, fence};
use run::{Run, Waiting};
use wall::{Job, Wall, program};

const PDFTOTEXT: &str = "pdftotext";
const SOFFICE: &str = "soffice";

/// What one run of a program may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// How long it may take.
    pub time: Duration,
    /// Its address space, in bytes; LibreOffice does not start with less than 512 MiB.
    pub memory: usize,
    /// The largest file that it may write, in bytes.
    pub output: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(60),
            memory: 1024 * 1024 * 1024,
            output: 100 * 1024 * 1024,
        }
    }
}

/// Converts documents with the programs of this machine, in a sandbox.
#[derive(Debug)]
pub struct Sandboxed {
    bounds: Bounds,
    pdftotext: Option<PathBuf>,
    soffice: Option<PathBuf>,
    wall: OnceLock<Wall>,
    fence: OnceLock<()>,
    readers: Mutex<Readers>,
}

/// Readers of PDF that were started before there was one to read: building the wall takes as long as reading a letter.
#[derive(Debug, Default)]
struct Readers {
    /// How many were used.
    used: u64,
    spare: Vec<Waiting>,
}

/// How many such readers may wait: as many as can read at a time.
static MOST_SPARE: LazyLock<usize> =
    LazyLock::new(|| std::thread::available_parallelism().map_or(1, usize::from).min(8));

impl Sandboxed {
    /// Looks which programs are there; nothing is run yet.
    pub fn look() -> Self {
        Self::within(Bounds::default())
    }

    /// Looks which programs are there, to run them within these bounds.
    pub fn within(bounds: Bounds) -> Self {
        Self {
            bounds,
            pdftotext: program(PDFTOTEXT),
            soffice: program(SOFFICE),
            wall: OnceLock::new(),
            fence: OnceLock::new(),
            readers: Mutex::default(),
        }
    }

    /// Returns what keeps documents from being converted here: each says what to install.
    pub fn missing(&self) -> Vec<ConvertError> {
        [self.tool(PDFTOTEXT), self.tool(SOFFICE)].into_iter().filter_map(Result::err).collect()
    }

    /// Says in words what keeps LibreOffice apart from this machine.
    pub fn sandbox(&self) -> &'static str {
        match self.wall() {
            Wall::Bubblewrap => "bubblewrap: without network, and without files but their own",
            Wall::Namespaces | Wall::UserNamespaces => {
                "a namespace: without network, but they can read files; install bubblewrap to prevent that"
            }
            Wall::Fence | Wall::Absent => "nothing, so LibreOffice is not run; install bubblewrap",
        }
    }

    /// Returns the wall that stands here. That none does is not kept: for want of room on the disk none can be tried.
    fn wall(&self) -> Wall {
        if let Some(wall) = self.wall.get() {
            return *wall;
        }
        let walls = [Wall::Bubblewrap, Wall::Namespaces, Wall::UserNamespaces];
        let standing = walls.into_iter().find(|wall| wall.stands());
        standing.map_or(Wall::Absent, |wall| *self.wall.get_or_init(|| wall))
    }

    fn tool(&self, name: &'static str) -> Result<&Path, ConvertError> {
        let (path, package) = match name {
            PDFTOTEXT => (&self.pdftotext, "poppler-utils"),
            _ => (&self.soffice, "libreoffice-writer-nogui"),
        };
        let path = path.as_deref().ok_or(ConvertError::Missing { program: name, package })?;
        let is_fenced = name == PDFTOTEXT && self.has_fence();
        if !is_fenced && self.wall() == Wall::Absent {
            return Err(ConvertError::NoSandbox { program: name });
        }
        Ok(path)
    }

    /// Starts a reader of PDF, which waits for its document.
    fn reader(&self) -> Result<Waiting, ConvertError> {
        let wall = if self.has_fence() { Wall::Fence } else { self.wall() };
        self.reader_behind(wall)
    }

    fn reader_behind(&self, wall: Wall) -> Result<Waiting, ConvertError> {
        let mut command = wall.command(self.bounds, None);
        command.arg(self.tool(PDFTOTEXT)?).args(["-layout", "-enc", "UTF-8", "-", "-"]);
        Waiting::start(PDFTOTEXT, command)
    }

    /// Says whether PDF can be read behind the fence here; that it cannot is not kept, either.
    fn has_fence(&self) -> bool {
        if self.fence.get().is_none() && Wall::Fence.stands() {
            self.fence.get_or_init(|| ());
        }
        self.fence.get().is_some()
    }

    /// Reads a PDF with a reader that waits, and starts another meanwhile; whoever reads one reads more.
    fn read_pdf(&self, pdf: &[u8]) -> Result<Run, ConvertError> {
        let reader = self.spare().map_or_else(|| self.reader(), Ok)?;
        let run = reader.give(pdf, self.bounds, || self.prepare())?;
        if run.succeeded || run.is_protected() || self.wall() == Wall::Absent {
            return Ok(run);
        }
        // It may have ended with the thread that started it, or for want of something that the fence keeps from it.
        self.reader_behind(self.wall())?.give(pdf, self.bounds, || self.prepare())
    }

    /// Takes a reader that waits and is still there.
    fn spare(&self) -> Option<Waiting> {
        let mut readers = self.readers();
        readers.used += 1;
        std::iter::from_fn(|| readers.spare.pop())
            .find_map(|mut spare| spare.is_alive().then_some(spare))
    }

    fn readers(&self) -> MutexGuard<'_, Readers> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a reader for the next PDF, if one was read before and none too many wait.
    fn prepare(&self) {
        let is_wanted = {
            let readers = self.readers();
            readers.used > 1 && readers.spare.len() < *MOST_SPARE
        };
        // Without a spare one it takes longer, and that is all.
        if is_wanted && let Ok(reader) = self.reader() {
            self.readers().spare.push(reader);
        }
    }

    /// Converts an office document into another format, which LibreOffice knows by `filter`.
    fn office(
        &self,
        bytes: &[u8],
        kind: Kind,
        filter: &str,
        extension: &str,
    ) -> Result<Vec<u8>, ConvertError> {
        let tool = self.tool(SOFFICE)?;
        let job = Job::new(SOFFICE, &format!("in.{}", extension_of(kind)), bytes)?;
        job.write("profile/user/registrymodifications.xcu", PROFILE.as_bytes())?;
        let profile =
            format!("-env:UserInstallation=file://{}", job.seen(self.wall(), "profile").display());
        let arguments = [
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            filter,
            "--outdir",
            "out",
        ];
        let input = format!("in.{}", extension_of(kind));
        let arguments = [profile.as_str()].into_iter().chain(arguments).chain([input.as_str()]);
        let run = job.run(self.wall(), self.bounds, tool, arguments)?;
        // LibreOffice ends well even if it made nothing.
        let made = job.output(&format!("out/in.{extension}"), self.bounds.output)?;
        made.filter(|made| !made.is_empty()).ok_or_else(|| run.failure())
    }
}

impl Converter for Sandboxed {
    fn pdf_text(&self, pdf: &[u8]) -> Result<String, ConvertError> {
        let run = self.read_pdf(pdf)?;
        if !run.succeeded {
            return Err(run.failure());
        }
        let text = String::from_utf8(run.output);
        Ok(text.unwrap_or_else(|odd| String::from_utf8_lossy(odd.as_bytes()).into_owned()))
    }

    fn office_docx(&self, bytes: &[u8], kind: Kind) -> Result<Vec<u8>, ConvertError> {
        self.office(bytes, kind, "docx:MS Word 2007 XML", "docx")
    }

    fn office_pdf(&self, bytes: &[u8], kind: Kind) -> Result<Vec<u8>, ConvertError> {
        // Tagged, so that it can be read aloud.
        let filter = r#"pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}"#;
        self.office(bytes, kind, filter, "pdf")
    }
}

/// LibreOffice's settings: no macros, no links brought up to date.
const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

fn extension_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Docx => "docx",
        Kind::Odt => "odt",
        Kind::Rtf => "rtf",
        _ => "doc",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wall_that_stands_here_lets_documents_through_but_no_network() {
        let walls = [Wall::Bubblewrap, Wall::Namespaces, Wall::UserNamespaces];
        for wall in walls.into_iter().filter(|wall| wall.stands()) {
            let within = Sandboxed::look();
            within.wall.set(wall).expect("no wall was chosen yet");
            if within.missing().is_empty() {
                let pdf = within
                    .office_pdf(b"{\\rtf1\\ansi Words\\par}", Kind::Rtf)
                    .expect("it is a letter");
                let text = within.pdf_text(&pdf).expect("it is a PDF");
                assert_eq!(text.trim(), "Words", "{wall:?}");
            }
            let job = Job::new(SOFFICE, "in", b"").expect("a folder can be made");
            let cat = program("cat").expect("it is everywhere");
            let run =
                job.run(wall, Bounds::default(), &cat, ["/proc/net/dev"]).expect("it can be run");
            let devices: Vec<_> =
                run.said.lines().skip(2).filter(|line| !line.trim().starts_with("lo:")).collect();
            assert!(run.succeeded && devices.is_empty(), "{wall:?}: {devices:?}");
        }
    }

    #[test]
    fn where_no_wall_stands_nothing_is_run() {
        let within = Sandboxed { pdftotext: program("true"), ..Sandboxed::look() };
        within.wall.set(Wall::Absent).expect("no wall was chosen yet");
        assert_eq!(
            within.pdf_text(b"%PDF-1.7"),
            Err(ConvertError::NoSandbox { program: PDFTOTEXT })
        );
        assert!(!Wall::Absent.stands() && within.sandbox().contains("install bubblewrap"));
        let without = Sandboxed { pdftotext: None, ..Sandboxed::look() };
        let missing = ConvertError::Missing { program: PDFTOTEXT, package: "poppler-utils" };
        assert_eq!(without.pdf_text(b"%PDF-1.7"), Err(missing));
    }
}
