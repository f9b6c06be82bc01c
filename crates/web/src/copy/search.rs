//! The index in which a script of ours searches a copy, in pieces that load from a disk: scripts, not data to be fetched.
//!
//! Words are gathered in files by their first two letters, so that an index of any size is made in little memory.

use std::collections::BTreeMap;
use std::io;

use rules::Statement;
use serde_json::json;

use super::CopyTo;

/// As many files of words there are.
const SHARDS: u32 = 256;

/// As many statements stand in one file of what is shown of them.
const PER_PIECE: usize = 1_000;

/// What is gathered is written when so many bytes of it are in memory.
const MOST: usize = 64 * 1024;

/// The index while it is made.
#[derive(Debug, Default)]
pub(super) struct Index {
    shards: BTreeMap<u32, Vec<u8>>,
    piece: Vec<serde_json::Value>,
    /// The lowest number of each piece.
    pieces: Vec<i64>,
}

impl Index {
    /// Adds a statement; they come by number.
    pub(super) fn add(&mut self, statement: &Statement, to: &mut dyn CopyTo) -> io::Result<()> {
        let number = statement.number.0;
        let (from, receivers) = (statement.from.words(), statement.to.words());
        let mut texts = vec![statement.subject.clone(), statement.text.clone(), from.clone()];
        texts.extend([receivers.clone(), number.to_string()]);
        texts.extend(statement.identifiers.iter().cloned());
        let shown = statement.attachments.iter().filter(|it| it.hidden.is_none());
        texts.extend(shown.map(|it| it.title.clone()));
        let mut words: Vec<String> = texts.iter().flat_map(|text| store::words(text)).collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            let shard = self.shards.entry(shard(&word)).or_default();
            shard.extend_from_slice(format!("{word} {number}\n").as_bytes());
        }
        for (shard, bytes) in self.shards.iter_mut().filter(|(_, bytes)| bytes.len() > MOST) {
            to.gather(&name(*shard), &std::mem::take(bytes))?;
        }
        self.piece.push(json!([number, statement.day(), statement.subject, from, receivers]));
        if self.piece.len() >= PER_PIECE { self.put_piece(to) } else { Ok(()) }
    }

    /// Writes all of it.
    pub(super) fn finish(mut self, to: &mut dyn CopyTo) -> io::Result<()> {
        self.put_piece(to)?;
        for number in 0..SHARDS {
            let name = name(number);
            to.gather(&name, &self.shards.remove(&number).unwrap_or_default())?;
            let gathered = to.gathered(&name)?;
            let mut words: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
            let gathered = String::from_utf8_lossy(&gathered);
            for line in gathered.lines() {
                if let Some((word, Ok(number))) =
                    line.split_once(' ').map(|(word, it)| (word, it.parse()))
                {
                    words.entry(word).or_default().push(number);
                }
            }
            let script = format!("liaisonFound({number}, {});\n", json!(words));
            to.put(&format!("search/{name}.js"), script.as_bytes())?;
        }
        let script = format!("liaisonPieces({});\n", json!(self.pieces));
        to.put("search/pieces.js", script.as_bytes())
    }

    fn put_piece(&mut self, to: &mut dyn CopyTo) -> io::Result<()> {
        let Some(first) = self.piece.first().and_then(|it| it[0].as_i64()) else { return Ok(()) };
        let piece = std::mem::take(&mut self.piece);
        let script = format!("liaisonShown({}, {});\n", self.pieces.len(), json!(piece));
        to.put(&format!("search/shown-{}.js", self.pieces.len()), script.as_bytes())?;
        self.pieces.push(first);
        Ok(())
    }
}

/// Returns the file of a word: that of its first two characters, as the script finds it too.
fn shard(word: &str) -> u32 {
    let start = word.encode_utf16().take(2);
    start.fold(7_u32, |sum, unit| (sum * 31 + u32::from(unit)) % 65_521) % SHARDS
}

fn name(shard: u32) -> String {
    format!("words-{shard}")
}
