//! A report as Markdown.

use std::fmt::Write;

use super::{Line, OrganizationReport, left_out};

/// Writes a report.
pub(super) fn written(report: &OrganizationReport) -> String {
    let mut text = format!("# {}\n\n{}\n", plain(&report.title()), report.summary());
    for (title, found, nothing) in report.parts() {
        let _ = write!(text, "\n## {title}\n\n");
        if found.rows.is_empty() {
            let _ = writeln!(text, "{nothing}");
        }
        for row in &found.rows {
            let Line { day, number, url, subject, standing } = Line::of(report, row);
            let standing = if standing.is_empty() { standing } else { format!(" ({standing})") };
            let _ = writeln!(
                text,
                "- {day}, [{number}]({url}): {}{}",
                plain(&subject),
                plain(&standing)
            );
        }
        if let Some(words) = left_out(found) {
            let _ = writeln!(text, "\n{words}");
        }
    }
    text
}

/// Returns words so written that none of them is taken for a sign of Markdown or HTML.
fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    for c in words.chars() {
        if "\\`*_[]<>#|~&".contains(c) {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}
