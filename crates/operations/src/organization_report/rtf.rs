//! A report as Rich Text, from which a PDF is made.

use std::fmt::Write;

use super::{Line, OrganizationReport, left_out};

/// The styles: text, a title and a heading, which a PDF made of it is tagged with.
const HEAD: &str = r"{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\froman Liberation Serif;}}
{\stylesheet{\s0\f0\fs22 Normal;}{\s1\sb240\sa120\outlinelevel0\b\f0\fs36 heading 1;}{\s2\sb240\sa80\outlinelevel1\b\f0\fs26 heading 2;}}
\paperw11906\paperh16838\margl1417\margr1417\margt1417\margb1417
";

/// Writes a report.
pub(super) fn written(report: &OrganizationReport) -> Vec<u8> {
    let mut text = HEAD.to_owned();
    let _ = writeln!(text, r"{{\info{{\title {}}}}}", plain(&report.title()));
    paragraph(&mut text, r"\s1\sb240\sa120\outlinelevel0\b\f0\fs36", &report.title());
    paragraph(&mut text, r"\s0\sa120\f0\fs22", &report.summary());
    for (title, found, nothing) in report.parts() {
        paragraph(&mut text, r"\s2\sb240\sa80\outlinelevel1\b\f0\fs26", title);
        if found.rows.is_empty() {
            paragraph(&mut text, r"\s0\f0\fs22", nothing);
        }
        for row in &found.rows {
            let Line { day, number, url, subject, standing } = Line::of(report, row);
            let standing = if standing.is_empty() { standing } else { format!(" ({standing})") };
            let words = format!("{day}, {number}: {subject}{standing}. {url}");
            paragraph(&mut text, r"\s0\sa60\fi-283\li283\f0\fs22", &words);
        }
        if let Some(words) = left_out(found) {
            paragraph(&mut text, r"\s0\f0\fs22", &words);
        }
    }
    text.push('}');
    text.into_bytes()
}

fn paragraph(text: &mut String, form: &str, words: &str) {
    let _ = writeln!(text, r"{{\pard\plain{form} {}\par}}", plain(words));
}

/// Returns words in the characters that Rich Text is written in, none of them taken for a sign of it.
fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | '{' | '}' => plain.extend(['\\', c]),
            ' '..='~' => plain.push(c),
            c if c.is_control() => plain.push(' '),
            c => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    // As signed numbers, each with what is shown by whoever does not know it.
                    let _ = write!(plain, r"\u{}?", i16::from_ne_bytes(unit.to_ne_bytes()));
                }
            }
        }
    }
    plain
}
