//! Tiles: 256 hashes of a level each, as they are served (C2SP tlog-tiles).

use std::collections::{BTreeMap, BTreeSet};

use crate::Hash;

/// How many hashes a full tile has.
pub const WIDTH: usize = 256;

/// Which tile: of hashes of a level, or of the entries themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileName {
    /// The level; nothing for the entries.
    pub level: Option<u8>,
    /// Which tile of the level, from 0.
    pub index: u64,
    /// How many hashes or entries it has: 256 if it is full.
    pub width: u16,
}

impl TileName {
    /// Reads the end of an address: `0/x001/067`, `0/x001/067.p/12`, `entries/000`.
    ///
    /// Each tile has one address: numbers are written with three digits a piece, all but the last after an `x`.
    pub fn parse(path: &str) -> Option<Self> {
        let (level, rest) = path.split_once('/')?;
        let level = match level {
            "entries" => None,
            number => Some(
                short(number).filter(|level| *level < 64).and_then(|it| u8::try_from(it).ok())?,
            ),
        };
        let (number, width) = match rest.split_once(".p/") {
            None => (rest, 256),
            Some((number, width)) => {
                (number, short(width).filter(|width| (1..256).contains(width))?)
            }
        };
        let pieces: Vec<&str> = number.split('/').collect();
        let (last, before) = pieces.split_last()?;
        let mut index = 0_u64;
        let before = before.iter().map(|piece| piece.strip_prefix('x'));
        for piece in before.chain([Some(*last)]) {
            let digits =
                piece.filter(|it| it.len() == 3 && it.bytes().all(|byte| byte.is_ascii_digit()))?;
            index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
        }
        let name = Self { level, index, width: u16::try_from(width).ok()? };
        (name.path() == path).then_some(name)
    }

    /// Returns the end of its address.
    pub fn path(&self) -> String {
        let level = self.level.map_or_else(|| "entries".to_owned(), |level| level.to_string());
        let mut pieces = vec![format!("{:03}", self.index % 1000)];
        let mut rest = self.index / 1000;
        while rest > 0 {
            pieces.push(format!("x{:03}", rest % 1000));
            rest /= 1000;
        }
        pieces.reverse();
        let partial = if self.is_full() { String::new() } else { format!(".p/{}", self.width) };
        format!("{level}/{}{partial}", pieces.join("/"))
    }

    /// Says whether nothing will be added to it.
    pub fn is_full(&self) -> bool {
        usize::from(self.width) == WIDTH
    }

    /// Says whether a tree of a size has it.
    pub fn is_in(&self, size: u64) -> bool {
        let there = size.checked_shr(8 * u32::from(self.level.unwrap_or(0))).unwrap_or(0);
        let end = self
            .index
            .checked_mul(WIDTH as u64)
            .and_then(|first| first.checked_add(u64::from(self.width)));
        end.is_some_and(|end| end <= there)
    }

    /// Returns all tiles of the entries or of a level, for a tree of a size.
    pub fn all(level: Option<u8>, size: u64) -> Vec<Self> {
        let there = size.checked_shr(8 * u32::from(level.unwrap_or(0))).unwrap_or(0);
        let full = there / WIDTH as u64;
        let rest = u16::try_from(there % WIDTH as u64).unwrap_or(0);
        let partial = (rest > 0).then_some(Self { level, index: full, width: rest });
        (0..full).map(|index| Self { level, index, width: 256 }).chain(partial).collect()
    }
}

fn short(digits: &str) -> Option<u64> {
    let is_plain = digits == "0" || !digits.starts_with('0');
    let is_number =
        is_plain && digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

/// Hashes of some tiles: those at level 0 are the leaves'.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tiles(BTreeMap<(u8, u64), Hash>);

impl Tiles {
    /// Keeps a hash of a level.
    pub fn keep(&mut self, level: u8, index: u64, hash: Hash) {
        self.0.insert((level, index), hash);
    }

    /// Says whether these are the hashes of a tile.
    pub fn has(&self, name: &TileName, hashes: &[Hash]) -> bool {
        let Some(level) = name.level else { return false };
        let first = name.index.saturating_mul(WIDTH as u64);
        hashes.len() == usize::from(name.width)
            && (first..).zip(hashes).all(|(place, hash)| self.get(level, place) == Some(*hash))
    }

    pub(crate) fn get(&self, level: u8, index: u64) -> Option<Hash> {
        self.0.get(&(level, index)).copied()
    }
}

/// Returns which hashes of which level the paths of leaves need, in a tree of a size: of each level, whole tiles.
pub fn needed(indices: &[u64], size: u64) -> BTreeMap<u8, BTreeSet<u64>> {
    let mut needed: BTreeMap<u8, BTreeSet<u64>> = BTreeMap::new();
    for level in 0_u8..8 {
        let shift = 8 * u32::from(level);
        let there = size >> shift;
        if there == 0 {
            break;
        }
        let last = (there - 1) >> 8;
        let of_leaves = indices.iter().map(|index| index >> shift >> 8);
        let tiles: BTreeSet<u64> = of_leaves.chain([last]).filter(|tile| *tile <= last).collect();
        let hashes = tiles.into_iter().flat_map(|tile| tile << 8..((tile + 1) << 8).min(there));
        needed.entry(level).or_default().extend(hashes);
    }
    needed
}

/// Writes entries as a tile of them: each after its length in two bytes.
///
/// An entry has at most 65,535 bytes; of a longer one nothing would be left to read, so there is then no tile.
pub fn entries_tile<'a>(entries: impl IntoIterator<Item = &'a str>) -> Option<Vec<u8>> {
    let mut tile = Vec::new();
    for entry in entries {
        tile.extend(u16::try_from(entry.len()).ok()?.to_be_bytes());
        tile.extend(entry.as_bytes());
    }
    Some(tile)
}

/// Reads a tile of entries; nothing if it is cut off, or has something that is no text.
pub fn read_entries(mut tile: &[u8]) -> Option<Vec<String>> {
    let mut entries = Vec::new();
    while let Some((length, rest)) = tile.split_first_chunk::<2>() {
        let (entry, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        entries.push(String::from_utf8(entry.to_vec()).ok()?);
        tile = rest;
    }
    tile.is_empty().then_some(entries)
}

/// Reads a tile of hashes; nothing if it is not made of whole ones.
pub fn read_hashes(tile: &[u8]) -> Option<Vec<Hash>> {
    let (hashes, rest) = tile.as_chunks::<32>();
    rest.is_empty().then(|| hashes.iter().copied().map(Hash).collect())
}
