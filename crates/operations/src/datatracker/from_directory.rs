//! Answers and files from directories.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use bytes::Bytes;

use super::ImportFault;
use super::source::{FileSource, Page, Source, Wanted};

/// A directory of answers, one file each: `liaisonstatement.json`, `liaisonstatementevent.json`, and so on.
#[derive(Debug, Clone)]
pub struct AnswerDirectory(pub PathBuf);

/// A directory of attached files under the names by which the present tool serves them.
#[derive(Debug, Clone)]
pub struct FileDirectory(pub PathBuf);

#[async_trait]
impl Source for AnswerDirectory {
    async fn page(&self, wanted: Wanted<'_>, _next: Option<&str>) -> Result<Page, ImportFault> {
        let path = self.0.join(format!("{}.json", wanted.name()));
        let place = path.display().to_string();
        let Some(text) = read(&path).await? else {
            if wanted.is_needed() {
                let what = "it is not there: name a directory of the API's answers, in which it is";
                return Err(ImportFault::input(&place, what));
            }
            return Ok(Page::default());
        };
        let mut page = Page::read(&text, &place, 0)?;
        // Each file is whole; what a client saved of several pages says how many there should be.
        let held = u64::try_from(page.objects.len()).unwrap_or(u64::MAX);
        if let Some(total) = page.total.filter(|total| *total != held) {
            let what = format!(
                "it says that there are {total} objects, and holds {held}: fetch all of them"
            );
            return Err(ImportFault::input(&place, what));
        }
        page.next = None;
        Ok(page)
    }
}

#[async_trait]
impl FileSource for FileDirectory {
    async fn file(&self, name: &str) -> Result<Option<Bytes>, ImportFault> {
        Ok(read(&self.0.join(name)).await?.map(Bytes::from))
    }
}

async fn read(path: &Path) -> Result<Option<Vec<u8>>, ImportFault> {
    match tokio::fs::read(path).await {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ImportFault::input(
            &path.display().to_string(),
            format!("it cannot be read: {error}"),
        )),
    }
}
