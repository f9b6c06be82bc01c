//! What a document is, by its content.

use file_format::{FileFormat, Kind as Family};

use crate::archive::Archive;
use crate::{Limits, plain};

/// What a document is.
///
/// The content decides; the name only where the content leaves it open, between plain text, HTML and a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// Word since 2007 (Office Open XML).
    Docx,
    /// OpenDocument text.
    Odt,
    /// Word before 2007.
    Doc,
    /// Rich Text Format.
    Rtf,
    /// HTML.
    Html,
    /// Plain text.
    Text {
        /// Whether it is UTF-8, as plain ASCII is too.
        is_utf8: bool,
    },
    /// An archive.
    Zip,
    /// An e-mail message.
    Message,
    /// A picture.
    Image(Format),
    /// Anything else.
    Other(Format),
}

/// One of the many formats that are told apart and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Format(FileFormat);

impl Kind {
    /// Returns the media type by which it is served and kept.
    pub fn media_type(&self) -> &str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Doc => "application/msword",
            Self::Rtf => "application/rtf",
            Self::Html => "text/html",
            Self::Text { .. } => "text/plain",
            Self::Zip => "application/zip",
            Self::Message => "message/rfc822",
            Self::Image(format) | Self::Other(format) => format.0.media_type(),
        }
    }

    /// Says whether everybody can read it without further programs: PDF, HTML, UTF-8 text (BOD-3).
    pub fn is_readable_everywhere(self) -> bool {
        matches!(self, Self::Pdf | Self::Html | Self::Text { is_utf8: true })
    }

    /// Says whether an office program could make a PDF of it.
    pub fn is_office_document(self) -> bool {
        matches!(self, Self::Docx | Self::Odt | Self::Doc | Self::Rtf)
    }
}

/// How the container begins in which old Office programs, and new ones that encrypt, keep their documents.
const OLD_OFFICE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Returns what a document is; the name is the file name, which may be empty.
pub fn kind_of(bytes: &[u8], name: &str) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return packed(bytes);
    }
    // Some programs put a few bytes before the mark; readers of PDF look for it in the first 1,024.
    if bytes.get(..1_024).unwrap_or(bytes).windows(5).any(|five| five == b"%PDF-") {
        return Kind::Pdf;
    }
    let format = FileFormat::from_bytes(bytes);
    if bytes.starts_with(OLD_OFFICE) {
        let is_word =
            format == FileFormat::MicrosoftWordDocument || holds_utf16(bytes, "WordDocument");
        return if is_word { Kind::Doc } else { Kind::Other(Format(format)) };
    }
    // A few letters at the start of a text may be the mark of another format: "%!", "BM".
    let is_words = matches!(
        format,
        FileFormat::PlainText
            | FileFormat::ArbitraryBinaryData
            | FileFormat::Empty
            | FileFormat::RichTextFormat
    );
    let is_called_text =
        name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("txt"));
    if is_called_text && !is_words && plain::is_text(bytes).is_some() {
        return words(bytes, name, format);
    }
    match format {
        FileFormat::RichTextFormat => Kind::Rtf,
        FileFormat::HypertextMarkupLanguage => Kind::Html,
        _ if format.kind() == Family::Image && format.media_type() != "image/svg+xml" => {
            Kind::Image(Format(format))
        }
        FileFormat::PlainText | FileFormat::ArbitraryBinaryData | FileFormat::Empty => {
            words(bytes, name, format)
        }
        // A page may be XML as well.
        FileFormat::ExtensibleMarkupLanguage if begins_page(&start_of(bytes)) => Kind::Html,
        _ if format.media_type() == "message/rfc822" => Kind::Message,
        _ => Kind::Other(Format(format)),
    }
}

/// Returns what an archive is by what is in it.
fn packed(bytes: &[u8]) -> Kind {
    let Ok(mut archive) = Archive::open(bytes, &Limits::default()) else { return Kind::Zip };
    if archive.has("[Content_Types].xml") {
        let folders = [
            ("word/", Kind::Docx),
            ("xl/", Kind::Other(Format(FileFormat::OfficeOpenXmlSpreadsheet))),
            ("ppt/", Kind::Other(Format(FileFormat::OfficeOpenXmlPresentation))),
        ];
        let found = folders.into_iter().find(|(folder, _)| archive.has_folder(folder));
        return found.map_or(Kind::Zip, |(_, kind)| kind);
    }
    let declared = archive.read_start("mimetype", 200);
    match String::from_utf8_lossy(&declared)
        .trim()
        .strip_prefix("application/vnd.oasis.opendocument.")
    {
        Some("text" | "text-template") => Kind::Odt,
        Some("spreadsheet") => Kind::Other(Format(FileFormat::OpendocumentSpreadsheet)),
        Some("presentation") => Kind::Other(Format(FileFormat::OpendocumentPresentation)),
        _ => Kind::Zip,
    }
}

/// Returns what kind of words a document is, if it is any.
fn words(bytes: &[u8], name: &str, format: FileFormat) -> Kind {
    let Some(is_utf8) = plain::is_text(bytes) else { return Kind::Other(Format(format)) };
    let start = start_of(bytes);
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .unwrap_or_default();
    let is_html =
        begins_page(&start) || matches!(extension.as_str(), "htm" | "html") && start.contains('<');
    let is_message = extension == "eml"
        && start.lines().next().is_some_and(|line| line.contains(':'))
        || has_header(&start);
    match (is_html, is_message) {
        (true, _) => Kind::Html,
        (_, true) => Kind::Message,
        _ => Kind::Text { is_utf8 },
    }
}

/// Returns the beginning of words, in small letters.
fn start_of(bytes: &[u8]) -> String {
    plain::decoded(bytes.get(..4_096).unwrap_or(bytes)).trim_start().to_ascii_lowercase()
}

/// Says whether words in small letters are the beginning of a page, below what XML has before it and remarks.
fn begins_page(start: &str) -> bool {
    let mut rest = start.trim_start_matches('\u{feff}');
    while let Some((_, behind)) = [("<?", "?>"), ("<!--", "-->")]
        .iter()
        .find_map(|(opens, closes)| rest.strip_prefix(opens)?.split_once(closes))
    {
        rest = behind.trim_start();
    }
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| rest.starts_with(tag))
}

/// Says whether a text, in small letters, begins with the header of a message; letters begin with such fields too, so
/// there must be some that no person writes.
fn has_header(start: &str) -> bool {
    const BY_PROGRAMS: [&str; 7] = [
        "message-id",
        "received",
        "mime-version",
        "return-path",
        "delivered-to",
        "content-type",
        "content-transfer-encoding",
    ];
    let (mut by_programs, mut by_people, mut is_dated) = (false, 0, false);
    // A mailbox writes a line of its own above a message: "From ana@example.org Mon Sep …".
    let is_of_mailbox = |(at, line): &(usize, &str)| *at == 0 && line.starts_with("from ");
    let header = start.lines().enumerate().skip_while(is_of_mailbox).map(|(_, line)| line);
    for line in header.take_while(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { return false };
        if !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return false;
        }
        by_programs |= BY_PROGRAMS.contains(&name);
        by_people += u32::from(matches!(name, "from" | "to" | "subject" | "date"));
        // Programs write the time of day with the offset from UTC.
        is_dated |= name == "date" && value.contains([':']) && value.contains([',', '+', '-']);
    }
    by_people > 1 && (by_programs || is_dated && by_people > 2)
}

/// Says whether an old Office container has an entry of that name; names are kept as UTF-16.
pub(crate) fn holds_utf16(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    memchr::memmem::find(bytes, &name).is_some()
}

/// Says whether a document is what Outlook wraps attachments in (MS-OXTNEF), usually called winmail.dat.
pub(crate) fn is_winmail(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x78\x9f\x3e\x22")
}
