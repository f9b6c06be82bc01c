//! Roots, paths and tiles.

use data_encoding::HEXLOWER;
use proptest::prelude::*;
use tree::{Growing, Hash, TileName, Tiles, needed, path, range, root, root_of_path};

/// The leaves and roots that implementations of RFC 6962 are compared by.
const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn hashes(count: u64) -> Vec<Hash> {
    (0..count).map(|leaf| Hash::of_leaf(&leaf.to_be_bytes())).collect()
}

/// Every hash of every tile of a tree.
fn tiles(leaves: &[Hash]) -> Tiles {
    let mut tiles = Tiles::default();
    let mut growing = Growing::default();
    for (index, leaf) in (0..).zip(leaves) {
        tiles.keep(0, index, *leaf);
        for (level, index, hash) in growing.push(*leaf) {
            tiles.keep(level, index, hash);
        }
    }
    tiles
}

#[test]
fn roots_are_those_of_rfc_6962() {
    let leaves: Vec<Hash> = LEAVES
        .iter()
        .map(|leaf| Hash::of_leaf(&HEXLOWER.decode(leaf.as_bytes()).unwrap()))
        .collect();
    let mut growing = Growing::default();
    assert_eq!(
        growing.root().hex(),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    for (count, expected) in (1..).zip(ROOTS) {
        growing.push(leaves[count - 1]);
        assert_eq!(root(&leaves[..count]).hex(), expected, "{count}");
        assert_eq!(growing.root().hex(), expected, "{count}");
    }
}

/// Beyond two levels of tiles, where the known vectors end.
#[test]
fn a_tree_that_grows_leaf_by_leaf_has_the_root_of_all_its_leaves() {
    let leaves = hashes(66_000);
    let (all, mut growing) = (tiles(&leaves), Growing::default());
    for (index, leaf) in leaves.iter().enumerate() {
        growing.push(*leaf);
        let size = index + 1;
        if [1, 255, 256, 257, 512, 65_536, 66_000].contains(&size) {
            assert_eq!(growing.root(), root(&leaves[..size]), "{size}");
            assert_eq!(range(0, size as u64, &all), Some(growing.root()), "{size}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Each leaf's path leads to the root with no more than the tiles that are said to be needed, and no other leaf's does.
    #[test]
    fn a_path_leads_from_its_leaf_to_the_root_and_from_no_other(size in 1_u64..1_500, at in any::<prop::sample::Index>()) {
        let index = at.index(usize::try_from(size).unwrap()) as u64;
        let leaves = hashes(size);
        let all = tiles(&leaves);
        let mut few = Tiles::default();
        for (level, indices) in needed(&[index], size) {
            for place in indices {
                let width = 1_u64 << (8 * u32::from(level));
                few.keep(level, place, range(place * width, (place + 1) * width, &all).unwrap());
            }
        }
        let way = path(index, size, &few).expect("the tiles suffice");
        let (own, whole) = (leaves[usize::try_from(index).unwrap()], root(&leaves));
        prop_assert_eq!(root_of_path(own, index, size, &way), Some(whole));
        let other = Hash::of_leaf(b"another");
        prop_assert_ne!(root_of_path(other, index, size, &way), Some(whole));
        if index > 0 {
            prop_assert_ne!(root_of_path(own, index - 1, size, &way), Some(whole));
        }
        prop_assert_eq!(root_of_path(own, size, size, &way), None);
        if let Some((_, shorter)) = way.split_last() {
            prop_assert_ne!(root_of_path(own, index, size, shorter), Some(whole));
        }
    }

    /// What does not fill a tile is all that is needed to go on.
    #[test]
    fn a_tree_goes_on_where_it_stopped(before in 0_u64..900, more in 1_u64..300) {
        let leaves = hashes(before + more);
        let mut levels: Vec<Vec<Hash>> = Vec::new();
        let mut whole = Growing::default();
        let kept = tiles(&leaves[..usize::try_from(before).unwrap()]);
        for level in 0_u8..2 {
            let (count, width) = (before >> (8 * u32::from(level)), 1_u64 << (8 * u32::from(level)));
            let open = (count & !0xff)..count;
            levels.push(open.map(|place| range(place * width, (place + 1) * width, &kept).unwrap()).collect());
        }
        let mut further = Growing::new(before, levels.clone()).expect("as many as the size says");
        prop_assert!(Growing::new(before + 1, levels).is_none());
        for leaf in &leaves[usize::try_from(before).unwrap()..] {
            further.push(*leaf);
        }
        leaves.iter().for_each(|leaf| drop(whole.push(*leaf)));
        prop_assert_eq!(further.root(), whole.root());
    }

    /// Whatever stands in an address, a tile has one; reading never fails in another way than by finding none.
    #[test]
    fn a_tile_has_one_address(level in prop::option::of(0_u8..64), index in any::<u64>(), width in 1_u16..=256, other in ".{0,30}") {
        let name = TileName { level, index, width };
        prop_assert_eq!(TileName::parse(&name.path()), Some(name));
        if let Some(read) = TileName::parse(&other) {
            prop_assert_eq!(read.path(), other);
        }
    }

    /// Entries come back as they were; what is cut off is not read as something else.
    #[test]
    fn entries_are_read_as_they_were_written(entries in prop::collection::vec(".{0,40}", 0..20)) {
        let tile = tree::entries_tile(entries.iter().map(String::as_str)).unwrap();
        prop_assert_eq!(tree::read_entries(&tile), Some(entries));
        if let Some((_, cut)) = tile.split_last() {
            prop_assert_eq!(tree::read_entries(cut).filter(|it| tree::entries_tile(it.iter().map(String::as_str)).as_deref() != Some(cut)), None);
        }
    }
}

#[test]
fn addresses_of_tiles_are_those_of_the_standard() {
    let name = |level, index, width| TileName { level, index, width };
    assert_eq!(name(Some(0), 1_234_067, 256).path(), "0/x001/x234/067");
    assert_eq!(name(None, 0, 8).path(), "entries/000.p/8");
    for wrong in [
        "0/1",
        "0/0001",
        "00/001",
        "0/x000/001",
        "0/001.p/256",
        "0/001.p/0",
        "64/000",
        "0/../001",
        "entries",
    ] {
        assert_eq!(TileName::parse(wrong), None, "{wrong}");
    }
    assert!(name(Some(1), 0, 3).is_in(800) && !name(Some(1), 0, 4).is_in(800));
    let all: Vec<String> = TileName::all(Some(0), 600).iter().map(TileName::path).collect();
    assert_eq!(all, ["0/000", "0/001", "0/002.p/88"]);
}
