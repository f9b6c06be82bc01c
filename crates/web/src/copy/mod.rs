//! The public pages as files that are read from a disk or from any web server, without this service.
//!
//! Pages are the very ones that readers see, asked of the same router; only their addresses are rewritten, to files of the
//! copy or, for what a copy cannot do, to the service that it was made of. What is made for the copy alone are its first
//! page, the pages of each year, and the index in which a script of ours searches.

pub(crate) mod addresses;
mod search;

use std::collections::BTreeSet;
use std::{fmt, io};

use askama::Template;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use operations::Failure;
use rules::{Attachment, AttachmentBody, Number, Statement};
use store::{Fault, Find, Reader, Sort};
use tower::ServiceExt as _;

use crate::pages::copy::{CopyFirstPage, CopyYearPage};
use crate::pages::group;
use crate::pieces::StatementRow;
use crate::view::View;
use crate::{Site, assets};
use addresses::Addresses;
use search::Index;

/// How many statements are in memory at once; their files are one by one.
const AT_ONCE: usize = 50;

/// As many statements stand on one page of a year.
const PER_PAGE: i64 = 500;

/// The forms of a statement that are files of the copy.
const FORMS: [&str; 5] = ["json", "txt", "bib", "ris", "xml"];

/// Where the files of a copy go, and what is gathered on the way.
pub trait CopyTo: Send {
    /// Writes a file; its path has no `..` in it.
    ///
    /// # Errors
    /// If it cannot be written.
    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Adds to what is gathered under a name.
    ///
    /// # Errors
    /// If it cannot be kept.
    fn gather(&mut self, name: &str, bytes: &[u8]) -> io::Result<()>;

    /// Returns what was gathered under a name, and forgets it.
    ///
    /// # Errors
    /// If it cannot be read.
    fn gathered(&mut self, name: &str) -> io::Result<Vec<u8>>;
}

/// Why there is no copy.
#[derive(Debug)]
pub enum CopyFault {
    /// The record could not be read.
    Failure(Failure),
    /// A file could not be written.
    File(io::Error),
    /// A page could not be made.
    Page(String),
}

impl fmt::Display for CopyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failure(failure) => write!(f, "{failure}"),
            Self::File(error) => write!(f, "A file of the copy cannot be written: {error}."),
            Self::Page(path) => write!(f, "The page {path} could not be made; the log says why."),
        }
    }
}

impl std::error::Error for CopyFault {}

impl From<io::Error> for CopyFault {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl From<Fault> for CopyFault {
    fn from(fault: Fault) -> Self {
        Self::Failure(fault.into())
    }
}

/// Writes all public pages with their files, and returns how many statements there are.
///
/// `progress` hears how many of how many statements are written.
///
/// # Errors
/// [`CopyFault`]; what was written until then is of no use.
pub async fn copy(
    site: Site,
    to: &mut dyn CopyTo,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<u64, CopyFault> {
    let site = site.into_copy();
    let reader = site.desk.store.reader();
    let numbers = reader.public_numbers().await?;
    let directory = reader.directory().await?;
    let groups: BTreeSet<String> = directory.groups().into_iter().map(group::path).collect();
    let addresses = Addresses::new(&site.desk.settings.base_url, &numbers, groups.clone());
    let mut copying = Copying { router: crate::router(site.clone()), site, addresses, to };
    for (path, content) in assets::of_copies() {
        copying.to.put(path.trim_start_matches('/'), content.as_bytes())?;
    }
    for path in ["/organizations", "/about", "/policy"] {
        copying.page(path).await?;
    }
    for path in &groups {
        copying.page(path).await?;
    }
    copying.years(&reader).await?;
    let (mut done, total) = (0, u64::try_from(numbers.len()).unwrap_or(u64::MAX));
    let mut index = Index::default();
    for some in numbers.chunks(AT_ONCE) {
        for statement in reader.statements(some).await? {
            // One may have been taken from the record meanwhile.
            if statement.state.is_public() {
                copying.statement(&statement).await?;
                index.add(&statement, copying.to)?;
                done += 1;
            }
        }
        progress(done, total);
    }
    index.finish(copying.to)?;
    Ok(done)
}

struct Copying<'a> {
    site: Site,
    router: Router,
    addresses: Addresses,
    to: &'a mut dyn CopyTo,
}

impl Copying<'_> {
    /// Writes a statement's page with what belongs to it.
    async fn statement(&mut self, statement: &Statement) -> Result<(), CopyFault> {
        let own = format!("/statements/{}", statement.number);
        self.page(&own).await?;
        self.page(&format!("{own}/history")).await?;
        if statement.version > 1 {
            for version in 1..=statement.version {
                self.page(&format!("{own}/versions/{version}")).await?;
            }
        }
        for form in FORMS {
            self.file(&format!("{own}.{form}")).await?;
        }
        // Of what was never mailed from here there is none.
        self.file_if_there(&format!("{own}.eml")).await?;
        for attachment in statement.attachments.iter().filter(|it| it.hidden.is_none()) {
            self.attachment(statement.number, attachment).await?;
        }
        Ok(())
    }

    /// Writes an attachment's bytes as they are, and those of its PDF where readers are offered one.
    async fn attachment(
        &mut self,
        number: Number,
        attachment: &Attachment,
    ) -> Result<(), CopyFault> {
        let AttachmentBody::File { sha256: Some(sha256), .. } = &attachment.body else {
            return Ok(());
        };
        let files = self.site.desk.store.files();
        let Some(bytes) = files.get(sha256).await? else { return Ok(()) };
        let path = addresses::attachment(number, attachment.position, attachment.file_name());
        self.to.put(&path, &bytes)?;
        if let Some(pdf) = attachment.pdf()
            && let Some(bytes) = files.get(&pdf.sha256).await?
        {
            self.to.put(&addresses::letter_pdf(number, attachment.position), &bytes)?;
        }
        Ok(())
    }

    /// Writes the first page, and the pages of each year.
    async fn years(&mut self, reader: &Reader) -> Result<(), CopyFault> {
        let years = reader.per_year().await?;
        let today = self.site.deadline_day();
        let mut counts = Vec::new();
        for (year, received, sent) in years.iter().rev().copied() {
            let all = received + sent;
            if all == 0 {
                continue;
            }
            counts.push((year, all));
            let pages = (all + PER_PAGE - 1) / PER_PAGE;
            for page in 1..=pages {
                let find = Find { year: Some(year), sort: Sort::Newest, ..Find::default() };
                let found = reader.find(&find, page, PER_PAGE).await?;
                let rows = found.rows.into_iter().map(|row| StatementRow::of(row, today)).collect();
                let path = addresses::year(year, page);
                let view = View::of_page(&self.site, &path);
                let shown = CopyYearPage { view, year, page, pages, rows };
                self.made(&path, &shown)?;
            }
        }
        let view = View::of_page(&self.site, "/");
        let shown = CopyFirstPage { view, years: counts, at: self.site.now() };
        self.made("/", &shown)
    }

    /// Writes a page that is made for the copy alone.
    fn made(&mut self, path: &str, page: &impl Template) -> Result<(), CopyFault> {
        let html = page.render().map_err(|_| CopyFault::Page(path.to_owned()))?;
        self.write(path, &html)
    }

    /// Writes a page of the service.
    async fn page(&mut self, path: &str) -> Result<(), CopyFault> {
        let bytes = self.asked(path).await?.ok_or_else(|| CopyFault::Page(path.to_owned()))?;
        self.write(path, &String::from_utf8_lossy(&bytes))
    }

    fn write(&mut self, path: &str, html: &str) -> Result<(), CopyFault> {
        let Some(file) = self.addresses.file(path) else { return Ok(()) };
        Ok(self.to.put(&file, self.addresses.rewritten(html, &file).as_bytes())?)
    }

    async fn file(&mut self, path: &str) -> Result<(), CopyFault> {
        let bytes = self.asked(path).await?.ok_or_else(|| CopyFault::Page(path.to_owned()))?;
        Ok(self.to.put(path.trim_start_matches('/'), &bytes)?)
    }

    async fn file_if_there(&mut self, path: &str) -> Result<(), CopyFault> {
        if let Some(bytes) = self.asked(path).await? {
            self.to.put(path.trim_start_matches('/'), &bytes)?;
        }
        Ok(())
    }

    /// Asks the router as a reader does; nothing is what it does not have.
    async fn asked(&self, path: &str) -> Result<Option<Vec<u8>>, CopyFault> {
        let failed = || CopyFault::Page(path.to_owned());
        let request = Request::get(path).body(Body::empty()).map_err(|_| failed())?;
        let response = self.router.clone().oneshot(request).await.map_err(|_| failed())?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Ok(None),
            _ => return Err(failed()),
        }
        let bytes = to_bytes(response.into_body(), usize::MAX).await.map_err(|_| failed())?;
        Ok(Some(bytes.to_vec()))
    }
}
