//! The tree over the leaves: its root, and the path from a leaf to it (RFC 6962 §2.1).

use crate::{Hash, Tiles, WIDTH};

/// Returns the root of a tree with these hashes of leaves.
pub fn root(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => Hash::empty(),
        [one] => *one,
        _ => {
            let (left, right) = hashes.split_at(split(hashes.len()));
            Hash::of_node(&root(left), &root(right))
        }
    }
}

/// The largest power of two smaller than a number that is at least 2.
fn split(number: usize) -> usize {
    1 << (number - 1).ilog2()
}

/// A tree that grows at its end, with what is needed of it for that: less than 256 hashes of each level of tiles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Growing {
    size: u64,
    /// Of each level, those that do not fill a tile yet.
    levels: Vec<Vec<Hash>>,
}

/// A tile that became full, as the hash that stands for it one level above: that level, the place there, the hash.
pub type FullTile = (u8, u64, Hash);

impl Growing {
    /// Makes a tree of a size from what does not fill a tile of each level; nothing if those are not as many as the size says.
    pub fn new(size: u64, levels: Vec<Vec<Hash>>) -> Option<Self> {
        let fits = |(level, hashes): (usize, &Vec<Hash>)| {
            u32::try_from(level).is_ok_and(|level| open_at(size, level) == hashes.len())
        };
        let is_all =
            (levels.len()..8).all(|level| open_at(size, u32::try_from(level).unwrap_or(8)) == 0);
        (is_all && levels.iter().enumerate().all(fits)).then_some(Self { size, levels })
    }

    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf, and returns which tiles became full with it.
    pub fn push(&mut self, leaf: Hash) -> Vec<FullTile> {
        let mut full = Vec::new();
        let mut next = leaf;
        self.size += 1;
        for level in 0_u8.. {
            if self.levels.len() <= usize::from(level) {
                self.levels.push(Vec::new());
            }
            let hashes = &mut self.levels[usize::from(level)];
            hashes.push(next);
            if hashes.len() < WIDTH {
                break;
            }
            next = root(hashes);
            hashes.clear();
            full.push((level + 1, (self.size >> (8 * u32::from(level + 1))) - 1, next));
        }
        full
    }

    /// Returns the root.
    pub fn root(&self) -> Hash {
        let above = |below: Option<Hash>, hashes: &Vec<Hash>| {
            let all: Vec<Hash> = hashes.iter().copied().chain(below).collect();
            if all.is_empty() { None } else { Some(root(&all)) }
        };
        self.levels.iter().fold(None, above).unwrap_or_else(Hash::empty)
    }
}

/// How many hashes of a level of tiles stand in a tile that is not full.
fn open_at(size: u64, level: u32) -> usize {
    let hashes = size.checked_shr(8 * level).unwrap_or(0);
    usize::try_from(hashes % WIDTH as u64).unwrap_or(0)
}

/// Returns the path from a leaf to the root of a tree of a size (RFC 6962 §2.1.1); nothing if the tiles do not have it.
pub fn path(index: u64, size: u64, tiles: &Tiles) -> Option<Vec<Hash>> {
    if index >= size {
        return None;
    }
    let (mut from, mut to) = (0, size);
    let mut path = Vec::new();
    while to - from > 1 {
        let middle = from + (1_u64 << (to - from - 1).ilog2());
        if index < middle {
            path.push(range(middle, to, tiles)?);
            to = middle;
        } else {
            path.push(range(from, middle, tiles)?);
            from = middle;
        }
    }
    path.reverse();
    Some(path)
}

/// Returns the hash over the leaves from one to before another, where such a range begins as ranges in the tree do.
pub fn range(from: u64, to: u64, tiles: &Tiles) -> Option<Hash> {
    let length = to.checked_sub(from).filter(|length| *length > 0)?;
    if !length.is_power_of_two() {
        let middle = from + (1_u64 << (length - 1).ilog2());
        return Some(Hash::of_node(&range(from, middle, tiles)?, &range(middle, to, tiles)?));
    }
    let level = u8::try_from(length.ilog2() / 8).ok()?;
    let shift = 8 * u32::from(level);
    let first = from >> shift;
    let hashes: Option<Vec<Hash>> =
        (first..first + (length >> shift)).map(|index| tiles.get(level, index)).collect();
    Some(root(&hashes?))
}

/// Returns the root that a leaf at a place has with a path in a tree of a size (RFC 9162 §2.1.3.2); nothing if the path does not
/// fit them.
pub fn root_of_path(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let (mut place, mut last) = (index, size - 1);
    let mut hash = leaf;
    for beside in path {
        if last == 0 {
            return None;
        }
        if place & 1 == 1 || place == last {
            hash = Hash::of_node(beside, &hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = Hash::of_node(&hash, beside);
        }
        place >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(hash)
}
