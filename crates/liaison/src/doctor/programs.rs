//! The programs that read documents, each tried in its sandbox.

use letters::{ConvertError, Converter, kind_of};
use workers::Sandboxed;

use super::Finding;

const PDF: &[u8] = include_bytes!("../../../operations/demo/files/relay-requirements.pdf");
const WORD: &[u8] = include_bytes!("../../../operations/demo/files/residence-time.docx");

pub(super) async fn look() -> Vec<Finding> {
    let looking = tokio::task::spawn_blocking(|| {
        let sandboxed = Sandboxed::look();
        let text = sandboxed.pdf_text(PDF).map(|text| !text.trim().is_empty());
        let pdf = sandboxed.office_pdf(WORD, kind_of(WORD, "letter.docx"));
        let pdf = pdf.map(|pdf| pdf.starts_with(b"%PDF"));
        let sandbox = sandboxed.sandbox();
        vec![
            tried("poppler", "PDF letters", text),
            tried("LibreOffice", "old Word letters, and documents as PDF", pdf),
            match sandbox.starts_with("bubblewrap") {
                true => Finding::fine("sandbox", sandbox),
                false => Finding::warn(
                    "sandbox",
                    sandbox,
                    "install bubblewrap, and let it make user namespaces",
                ),
            },
        ]
    });
    looking.await.unwrap_or_default()
}

/// Without these programs all else works, so that nothing of it is wrong.
fn tried(program: &'static str, for_what: &str, done: Result<bool, ConvertError>) -> Finding {
    match done {
        Ok(true) => {
            Finding::fine(program, format!("it read a made document in its sandbox ({for_what})"))
        }
        Ok(false) => {
            Finding::warn(program, "it made nothing of a made document", "install it anew")
        }
        Err(why) => Finding::warn(
            program,
            format!("{for_what} cannot be read: {why}"),
            "install what is named, or look into the log of the system",
        ),
    }
}
