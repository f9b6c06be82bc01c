//! What Outlook wraps a message in for Outlook alone, usually called winmail.dat (MS-OXTNEF).
//!
//! Each length is checked against what is there before anything is taken, and nothing is unpacked but the rich text, which says
//! how long it is. What is wrong ends the reading; what came before it stays.

mod properties;
mod rich_text;

use crate::parser::in_charset;
use properties::{Properties, Value};

/// How it begins (MS-OXTNEF §2.1.3.2).
const SIGNATURE: &[u8] = b"\x78\x9f\x3e\x22";

/// Attributes of which something is kept (MS-OXTNEF §2.1.3.3).
const CODE_PAGE: u32 = 0x0006_9007;
const BODY: u32 = 0x0002_800c;
const MESSAGE_PROPERTIES: u32 = 0x0006_9003;
const ATTACHMENT_BEGINS: u32 = 0x0006_9002;
const ATTACHMENT_TITLE: u32 = 0x0001_8010;
const ATTACHMENT_DATA: u32 = 0x0006_800f;
const ATTACHMENT_PROPERTIES: u32 = 0x0006_9005;

/// Properties of which something is kept (MS-OXPROPS).
const TEXT: u16 = 0x1000;
const RICH_TEXT: u16 = 0x1009;
const HTML: u16 = 0x1013;
const DISPLAY_NAME: u16 = 0x3001;
const DATA: u16 = 0x3701;
const SHORT_NAME: u16 = 0x3704;
const METHOD: u16 = 0x3705;
const LONG_NAME: u16 = 0x3707;
const MEDIA_TYPE: u16 = 0x370e;

/// The method of an attachment that is a message itself (MS-OXCMSG §2.2.2.9), and what stands before it.
const EMBEDDED: i32 = 5;
const INTERFACE_BYTES: usize = 16;

/// What was wrapped.
#[derive(Debug, Default)]
pub(crate) struct Wrapped {
    /// The words of the message, as plain text.
    pub(crate) text: String,
    /// The same as HTML, with its character set.
    pub(crate) html: Option<(Vec<u8>, String)>,
    /// The same as rich text; none where there is another form.
    pub(crate) rich_text: Option<Vec<u8>>,
    /// What was attached.
    pub(crate) files: Vec<File>,
    /// Whether the reading ended before the end.
    pub(crate) is_damaged: bool,
}

/// A file that was attached.
#[derive(Debug, Default)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) media_type: String,
    /// Whether its bytes are another such wrapping.
    pub(crate) is_wrapped: bool,
    pub(crate) bytes: Vec<u8>,
}

/// Says whether bytes begin as such a wrapping does.
pub(crate) fn is_wrapping(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// Reads what was wrapped; at most so many files, and rich text of at most so many bytes.
///
/// Returns `None` if it does not begin as a wrapping does.
pub(crate) fn unwrap(bytes: &[u8], most_files: usize, most_bytes: usize) -> Option<Wrapped> {
    let mut rest = Bytes(bytes.strip_prefix(SIGNATURE)?);
    let mut found = Found { most_bytes, ..Found::default() };
    let _key = rest.take(2);
    while !rest.0.is_empty() {
        let Some((attribute, data)) = attribute(&mut rest) else {
            found.wrapped.is_damaged = true;
            break;
        };
        if attribute == ATTACHMENT_BEGINS && found.wrapped.files.len() >= most_files {
            found.wrapped.is_damaged = true;
            break;
        }
        found.add(attribute, data);
    }
    Some(found.finish())
}

/// Takes an attribute: its name and what it says.
fn attribute<'a>(rest: &mut Bytes<'a>) -> Option<(u32, &'a [u8])> {
    let _level = rest.take(1)?;
    let attribute = rest.u32()?;
    let length = usize::try_from(rest.u32()?).ok()?;
    let data = rest.take(length)?;
    // A checksum: many write a wrong one.
    let _ = rest.take(2)?;
    Some((attribute, data))
}

#[derive(Debug, Default)]
struct Found {
    wrapped: Wrapped,
    charset: String,
    most_bytes: usize,
    compressed: Option<Vec<u8>>,
}

impl Found {
    fn add(&mut self, attribute: u32, data: &[u8]) {
        match attribute {
            CODE_PAGE => {
                let page = Bytes(data).u32().unwrap_or_default();
                self.charset =
                    if page == 65_001 { "utf-8".to_owned() } else { format!("windows-{page}") };
            }
            BODY if self.wrapped.text.is_empty() => self.wrapped.text = self.string(data),
            MESSAGE_PROPERTIES => self.message(data),
            ATTACHMENT_BEGINS => self.wrapped.files.push(File::default()),
            ATTACHMENT_TITLE => {
                let title = self.string(data);
                if let Some(file) = self.wrapped.files.last_mut().filter(|it| it.name.is_empty()) {
                    file.name = title;
                }
            }
            ATTACHMENT_DATA => {
                if let Some(file) = self.wrapped.files.last_mut() {
                    file.bytes = data.to_vec();
                }
            }
            ATTACHMENT_PROPERTIES => self.attachment(data),
            _ => {}
        }
    }

    fn message(&mut self, data: &[u8]) {
        for (property, value) in Properties::of(data) {
            match property {
                TEXT => self.wrapped.text = self.words(value),
                HTML => {
                    if let Value::Bytes(bytes) | Value::Narrow(bytes) = value {
                        self.wrapped.html = Some((bytes.to_vec(), self.charset.clone()));
                    }
                }
                RICH_TEXT => self.compressed = value.bytes().map(<[u8]>::to_vec),
                _ => {}
            }
        }
    }

    fn attachment(&mut self, data: &[u8]) {
        let Some(mut file) = self.wrapped.files.pop() else { return };
        // From the worst name to the best.
        let mut names = [const { String::new() }; 3];
        let mut is_message = false;
        for (property, value) in Properties::of(data) {
            match property {
                DISPLAY_NAME => names[0] = self.words(value),
                SHORT_NAME => names[1] = self.words(value),
                LONG_NAME => names[2] = self.words(value),
                MEDIA_TYPE => file.media_type = self.words(value).to_ascii_lowercase(),
                METHOD => is_message = matches!(value, Value::Number(EMBEDDED)),
                DATA => file.bytes = value.bytes().unwrap_or_default().to_vec(),
                _ => {}
            }
        }
        let [displayed, short, long] = names;
        let better = [long, short, std::mem::take(&mut file.name), displayed];
        file.name = better.into_iter().find(|name| !name.trim().is_empty()).unwrap_or_default();
        let inner = file.bytes.get(INTERFACE_BYTES..).filter(|inner| is_wrapping(inner));
        if let Some(inner) = inner.filter(|_| is_message).map(<[u8]>::to_vec) {
            (file.bytes, file.is_wrapped) = (inner, true);
        }
        self.wrapped.files.push(file);
    }

    fn words(&self, value: Value<'_>) -> String {
        match value {
            Value::Wide(units) => String::from_utf16_lossy(&units),
            Value::Narrow(bytes) | Value::Bytes(bytes) => return self.string(bytes),
            Value::Number(_) => String::new(),
        }
        .trim_end_matches('\0')
        .to_owned()
    }

    /// Reads a string in the code page of the message.
    fn string(&self, bytes: &[u8]) -> String {
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
        let charset = Some(self.charset.as_str()).filter(|charset| !charset.is_empty());
        in_charset(&bytes[..end], charset)
    }

    fn finish(mut self) -> Wrapped {
        let has_words = !self.wrapped.text.trim().is_empty() || self.wrapped.html.is_some();
        if let Some(compressed) = self.compressed.filter(|_| !has_words) {
            self.wrapped.rich_text = rich_text::unpack(&compressed, self.most_bytes);
            self.wrapped.is_damaged |= self.wrapped.rich_text.is_none();
        }
        self.wrapped
    }
}

/// Bytes that are taken from the front.
#[derive(Debug, Clone, Copy)]
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    /// Takes what is padded to whole groups of four bytes; the last may lack its padding.
    fn padded(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.take(count)?;
        let padding = count.wrapping_neg() % 4;
        let _ = self.take(padding.min(self.0.len()));
        Some(taken)
    }
}
