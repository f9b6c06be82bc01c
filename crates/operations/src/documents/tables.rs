//! Tables with tabulators: of RFCs, or of the members of series.

use store::DocumentEntry;

use super::{name, names};
use crate::ImportFault;

/// Which column of a table holds what.
#[derive(Debug, Default)]
struct Columns {
    name: usize,
    title: Option<usize>,
    status: Option<usize>,
    stream: Option<usize>,
    date: Option<usize>,
    obsoleted_by: Option<usize>,
    also: Option<usize>,
    group: Option<usize>,
    /// Whether each row is a series with its members.
    series: bool,
}

/// Reads a table; its first line names the columns.
pub(super) fn read(text: &str, place: &str) -> Result<Vec<DocumentEntry>, ImportFault> {
    let mut lines = (1_usize..).zip(text.trim_start_matches('\u{feff}').lines());
    let heads = lines.next().map(|(_, heads)| heads).unwrap_or_default();
    let columns = Columns::of(heads).ok_or_else(|| {
        let what =
            "its first line should name the columns, among them “rfc”, or “subseries” and “rfcs”";
        ImportFault::input(&format!("{place}, line 1"), what)
    })?;
    let rows = lines.filter(|(_, line)| !line.trim().is_empty());
    rows.map(|(count, line)| {
        columns.document(line).ok_or_else(|| {
            let shown: String = line.chars().take(60).collect();
            let what = format!("this is not a row of the table: “{shown}”");
            ImportFault::input(&format!("{place}, line {count}"), what)
        })
    })
    .collect()
}

impl Columns {
    fn of(heads: &str) -> Option<Self> {
        let heads: Vec<&str> = heads.split('\t').map(str::trim).collect();
        let at = |name: &str| heads.iter().position(|head| *head == name);
        if let (Some(name), Some(members)) = (at("subseries"), at("rfcs")) {
            return Some(Self { name, also: Some(members), series: true, ..Self::default() });
        }
        Some(Self {
            name: at("rfc")?,
            title: at("title"),
            status: at("status"),
            stream: at("stream"),
            date: at("date"),
            obsoleted_by: at("obsoleted_by"),
            also: at("also").or_else(|| at("subseries")),
            group: at("group"),
            series: false,
        })
    }

    fn document(&self, line: &str) -> Option<DocumentEntry> {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |column: Option<usize>| match column {
            // The last columns may be cut off where they are empty.
            Some(column) => cells.get(column).copied().unwrap_or_default().trim(),
            None => "",
        };
        let written = cell(Some(self.name));
        if self.series != written.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        Some(DocumentEntry {
            name: name(written, "RFC")?,
            title: cell(self.title).to_owned(),
            status: cell(self.status).to_owned(),
            stream: cell(self.stream).to_ascii_uppercase(),
            date: cell(self.date).to_owned(),
            obsoleted_by: names(cell(self.obsoleted_by), "RFC")?,
            also: names(cell(self.also), "RFC")?,
            group: cell(self.group).to_ascii_lowercase(),
            intended: String::new(),
        })
    }
}
