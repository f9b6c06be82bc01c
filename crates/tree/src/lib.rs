//! The tree by which the record is proved: pure hashing, paths, tiles, signed checkpoints, and the one form of a leaf.
//!
//! RFC 6962 says how leaves and nodes are hashed, C2SP tlog-tiles, tlog-checkpoint and signed-note how they are served and signed.
//! Nothing here knows a clock, chance, files or the network: bytes come in as arguments, values go out.

mod checkpoint;
mod hash;
mod leaf;
mod merkle;
mod note;
mod parts;
mod proof_file;
mod tiles;

pub use checkpoint::Checkpoint;
pub use hash::Hash;
pub use leaf::{FORM, Leaf, LeafKind, Salt, Values, canonical, digest};
pub use merkle::{FullTile, Growing, path, range, root, root_of_path};
pub use note::{BadNote, Note, NoteKey, PublicKey};
pub use parts::{files_of, parts_of};
pub use proof_file::{
    BadProof, LONGEST_PROOF, Opened, PROOF_FORM, ProofFile, ProvedEntry, Shown, check_parts,
};
pub use tiles::{TileName, Tiles, WIDTH, entries_tile, needed, read_entries, read_hashes};
