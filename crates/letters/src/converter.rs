//! The programs that read and write what is not read here.

use crate::Kind;

/// Reads and writes documents with programs that are not part of the tool.
///
/// The methods wait for the program to end, so they are not called where others wait.
pub trait Converter: Send + Sync {
    /// Returns the text of a PDF, laid out as on its pages.
    ///
    /// # Errors
    /// [`ConvertError`]; a PDF of pictures has no text, which is no error.
    fn pdf_text(&self, pdf: &[u8]) -> Result<String, ConvertError>;

    /// Returns an old office document as a .docx, in which its headers, tables and boxes can be told apart.
    ///
    /// # Errors
    /// [`ConvertError`].
    fn office_docx(&self, bytes: &[u8], kind: Kind) -> Result<Vec<u8>, ConvertError>;

    /// Returns a PDF of an office document (BOD-3).
    ///
    /// # Errors
    /// [`ConvertError`].
    fn office_pdf(&self, bytes: &[u8], kind: Kind) -> Result<Vec<u8>, ConvertError>;
}

/// Says why a program did not convert a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConvertError {
    /// The program is not there.
    #[error("{program} is not installed: install {package} and read it again")]
    Missing {
        /// The program.
        program: &'static str,
        /// The Debian package that has it.
        package: &'static str,
    },
    /// There is nothing to run the program in, and it is not run without: it fetches what a document names.
    #[error(
        "{program} cannot be shut off from the network here: install bubblewrap and read it again"
    )]
    NoSandbox {
        /// The program.
        program: &'static str,
    },
    /// The document is protected by a password.
    #[error("it is protected by a password: ask the sender for a copy without")]
    Protected,
    /// The program took too long and was stopped.
    #[error(
        "{program} was stopped after {seconds} seconds: ask the sender for a PDF or a plain text"
    )]
    TooSlow {
        /// The program.
        program: &'static str,
        /// How long it was waited for.
        seconds: u64,
    },
    /// What it made is larger than allowed.
    #[error("{program} made more than {limit} bytes of it: ask the sender for a smaller document")]
    TooLarge {
        /// The program.
        program: &'static str,
        /// The limit in bytes.
        limit: usize,
    },
    /// The program could not read it.
    #[error("{program} could not read it ({said}): ask the sender for a PDF or a plain text")]
    Unreadable {
        /// The program.
        program: &'static str,
        /// What it said, on one line.
        said: String,
    },
    /// The program could not be run.
    #[error(
        "{program} could not be run ({said}): read it again later, and if it stays, run liaison doctor"
    )]
    Fault {
        /// The program.
        program: &'static str,
        /// What went wrong, on one line.
        said: String,
    },
}

/// Converts nothing, and says what is missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoConverter;

const NO_POPPLER: ConvertError =
    ConvertError::Missing { program: "pdftotext", package: "poppler-utils" };
const NO_OFFICE: ConvertError =
    ConvertError::Missing { program: "soffice", package: "libreoffice-writer-nogui" };

impl Converter for NoConverter {
    fn pdf_text(&self, _pdf: &[u8]) -> Result<String, ConvertError> {
        Err(NO_POPPLER)
    }

    fn office_docx(&self, _bytes: &[u8], _kind: Kind) -> Result<Vec<u8>, ConvertError> {
        Err(NO_OFFICE)
    }

    fn office_pdf(&self, _bytes: &[u8], _kind: Kind) -> Result<Vec<u8>, ConvertError> {
        Err(NO_OFFICE)
    }
}
