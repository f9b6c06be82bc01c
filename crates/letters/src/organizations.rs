//! What is known of each organization: how its letters look, its documents are numbered, its groups are named.

/// The files of `organizations/`, which are part of the program; `general` holds for all and comes first.
pub(crate) const FILES: [(&str, &str); 10] = [
    ("general", include_str!("../organizations/general.toml")),
    ("3gpp", include_str!("../organizations/3gpp.toml")),
    ("etsi", include_str!("../organizations/etsi.toml")),
    ("ieee-802", include_str!("../organizations/ieee-802.toml")),
    ("ietf", include_str!("../organizations/ietf.toml")),
    ("iso-iec", include_str!("../organizations/iso-iec.toml")),
    ("itu", include_str!("../organizations/itu.toml")),
    ("oma", include_str!("../organizations/oma.toml")),
    ("onem2m", include_str!("../organizations/onem2m.toml")),
    ("others", include_str!("../organizations/others.toml")),
];

#[cfg(test)]
mod tests {
    use super::FILES;

    #[test]
    fn no_file_of_an_organization_is_forgotten() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("organizations");
        let files = std::fs::read_dir(folder).expect("the folder is there");
        let paths = files.filter_map(|entry| Some(entry.ok()?.path()));
        let tables = paths.filter(|path| path.extension().is_some_and(|end| end == "toml"));
        let mut there: Vec<String> =
            tables.filter_map(|path| path.file_stem()?.to_str().map(str::to_owned)).collect();
        let mut known: Vec<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        there.sort();
        known.sort();
        assert_eq!(there, known);
    }
}
