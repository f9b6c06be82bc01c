//! Body names: how people write them, and which groups they mean.

use std::sync::LazyLock;

use letters::{Names, Resolved};
use proptest::prelude::*;
use rules::{Directory, Group, GroupId, GroupKind, GroupState};

/// Names made up for this test, each with the acronyms that it means.
const TABLE: &str = include_str!("../fixtures/body-names.tsv");

/// Outside bodies, which the directory names by their acronyms alone.
const OUTSIDE: &str = "3gpp 3gpp-tsgct 3gpp-tsgct-ct1 3gpp-tsgct-ct4 3gpp-tsgran 3gpp-tsgran-ran2 3gpp-tsgsa 3gpp-tsgsa-sa2
    3gpp-tsgsa-sa3 3gpp-tsgsa-sa4 3gpp-tsgt-wg2 3gpp2 atis atm-forum broadband-forum cablelabs dsl-forum dsl-forum-twg etsi
    etsi-bran etsi-isg-mec etsi-tc-hf etsi-tispan etsi-tispan-wg4 etsi-tispan-wg5 gsma ieee ieee-802 ieee-802-1 ieee-802-11
    ieee-802-16 ieee-802-21 ieee-802-3 ieee-802-ec iso-iec-jtc1 iso-iec-jtc1-sc2 iso-iec-jtc1-sc27 iso-iec-jtc1-sc29
    iso-iec-jtc1-sc29-wg1 iso-iec-jtc1-sc29-wg11 iso-iec-jtc1-sc6 iso-iec-jtc1-wg7 isoc isotc204 itu itu-r itu-r-wp-5c
    itu-r-wp5a itu-r-wp5d itu-r-wp8a itu-r-wp8f itu-t itu-t-fg-cloud itu-t-fg-imt-2020 itu-t-fg-iptv itu-t-jca-cloud
    itu-t-jca-sdn itu-t-sg-11 itu-t-sg-12 itu-t-sg-12-q12 itu-t-sg-12-q17 itu-t-sg-13 itu-t-sg-13-q11 itu-t-sg-13-q5
    itu-t-sg-13-q7 itu-t-sg-13-q9 itu-t-sg-13-wp3 itu-t-sg-13-wp4 itu-t-sg-15 itu-t-sg-15-q10 itu-t-sg-15-q11
    itu-t-sg-15-q12 itu-t-sg-15-q15 itu-t-sg-15-q3 itu-t-sg-15-q9 itu-t-sg-15-wp1 itu-t-sg-15-wp3 itu-t-sg-16
    itu-t-sg-16-q3 itu-t-sg-17 itu-t-sg-17-q2 itu-t-sg-17-q4 itu-t-sg-2 itu-t-sg-20 itu-t-sg-3 itu-t-sg-4 itu-t-sg-5
    itu-t-sg-9 itu-t-tsag mead mef mfa mfa-forum mpeg oif oma oma-bcast oma-mwg oma-mwg-mem oma-pag-wg oma-tp
    open-mobile-alliance t1m1 t1x1 tia tmforum unicode w3c w3c-mmi wifi-alliance zigbee-alliance";

/// Groups of ours: acronym, name, kind.
const OURS: &[(&str, &str, GroupKind)] = &[
    ("ietf", "IETF", GroupKind::Ietf),
    ("iesg", "Internet Engineering Steering Group", GroupKind::Ietf),
    ("iab", "Internet Architecture Board", GroupKind::Ietf),
    ("irtf", "IRTF", GroupKind::Irtf),
    ("cfrg", "Crypto Forum Research Group", GroupKind::Rg),
    ("dtnrg", "Delay-Tolerant Networking Research Group", GroupKind::Rg),
    ("int", "Internet Area", GroupKind::Area),
    ("ops", "Operations and Management Area", GroupKind::Area),
    ("rai", "Real-time Applications and Infrastructure Area", GroupKind::Area),
    ("rtg", "Routing Area", GroupKind::Area),
    ("sec", "Security Area", GroupKind::Area),
    ("tsv", "Transport Area", GroupKind::Area),
    ("6man", "IPv6 Maintenance", GroupKind::Wg),
    ("avt", "Audio/Video Transport", GroupKind::Wg),
    ("bmwg", "Benchmarking Methodology", GroupKind::Wg),
    ("ccamp", "Common Control and Measurement Plane", GroupKind::Wg),
    ("core", "Constrained RESTful Environments", GroupKind::Wg),
    ("dime", "Diameter Maintenance and Extensions", GroupKind::Wg),
    ("html", "HyperText Markup Language", GroupKind::Wg),
    ("intarea", "Internet Area Working Group", GroupKind::Wg),
    ("l2vpn", "Layer 2 Virtual Private Networks", GroupKind::Wg),
    ("l3vpn", "Layer 3 Virtual Private Networks", GroupKind::Wg),
    ("mmusic", "Multiparty Multimedia Session Control", GroupKind::Wg),
    ("mpls", "Multiprotocol Label Switching", GroupKind::Wg),
    ("pads", "Path-Decoupled Signaling", GroupKind::Wg),
    ("pce", "Path Computation Element", GroupKind::Wg),
    ("pwe3", "Pseudowire Emulation Edge to Edge", GroupKind::Wg),
    ("rtgwg", "Routing Area Working Group", GroupKind::Wg),
    ("simple", "SIP for Instant Messaging and Presence Leveraging Extensions", GroupKind::Wg),
    ("sip", "Session Initiation Protocol", GroupKind::Wg),
    ("sipping", "Session Initiation Proposal Investigation", GroupKind::Wg),
    ("softwire", "Softwires", GroupKind::Wg),
    ("tsvwg", "Transport Area Working Group", GroupKind::Wg),
    ("v6ops", "IPv6 Operations", GroupKind::Wg),
];

fn directory() -> Directory {
    let outside = OUTSIDE.split_whitespace().map(|it| (it, it, GroupKind::Sdo));
    let irtf = OURS.iter().position(|(acronym, ..)| *acronym == "irtf");
    let irtf = irtf.and_then(|at| i64::try_from(OUTSIDE.split_whitespace().count() + at + 1).ok());
    let all = outside.chain(OURS.iter().copied());
    Directory::new((1..).zip(all).map(|(id, (acronym, name, kind))| Group {
        id: GroupId(id),
        acronym: acronym.to_owned(),
        name: if kind == GroupKind::Sdo { name.to_uppercase() } else { name.to_owned() },
        kind,
        state: GroupState::Active,
        parent: irtf.filter(|_| kind == GroupKind::Rg).map(GroupId),
        list_address: (kind == GroupKind::Wg).then(|| format!("{acronym}@example.org")),
    }))
}

fn acronyms(resolved: &Resolved, directory: &Directory) -> String {
    let acronym = |id: &GroupId| directory.group(*id).map(|group| group.acronym.clone());
    resolved.groups.iter().filter_map(acronym).collect::<Vec<_>>().join(" ")
}

fn sorted(acronyms: &str) -> Vec<&str> {
    let mut all: Vec<&str> = acronyms.split_whitespace().collect();
    all.sort_unstable();
    all
}

#[test]
fn names_in_the_grammar_of_each_organization_mean_its_groups() {
    let directory = directory();
    let names = Names::new(&directory);
    let mut findings = Vec::new();
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    for row in rows.clone() {
        let (written, meant) = row.split_once('\t').expect("a row has two columns");
        let said = acronyms(&names.resolve(written, None), &directory);
        if sorted(&said) != sorted(meant) {
            findings.push(format!("{written:?} means {meant:?}, said {said:?}"));
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    assert!(rows.count() >= 150);
}

#[test]
fn who_writes_says_what_short_names_mean() {
    let directory = directory();
    let names = Names::new(&directory);
    let said = |written: &str, home: &str| {
        let home = directory.by_acronym(home).expect("the home is in the directory").id;
        acronyms(&names.resolve(written, Some(home)), &directory)
    };
    assert_eq!(said("Q9", "itu-t-sg-15"), "itu-t-sg-15-q9");
    assert_eq!(said("Q9", "itu-t-sg-13-q5"), "itu-t-sg-13-q9");
    assert_eq!(said("WG 4", "etsi-tispan"), "etsi-tispan-wg4");
    assert_eq!(said("S2", "3gpp-tsgct-ct1"), "3gpp-tsgsa-sa2");
    assert_eq!(said("S2", "oif"), "");
    assert_eq!(acronyms(&names.resolve("Q9", None), &directory), "");
}

#[test]
fn one_name_of_a_list_goes_on_from_another() {
    let directory = directory();
    let names = Names::new(&directory);
    let list = ["3GPP SA2", "S3", "CT1", "ITU-T SG 15", "Q9"].map(str::to_owned);
    let said = names.resolve_all(&list, None);
    let said: Vec<String> = said.iter().map(|one| acronyms(one, &directory)).collect();
    let meant =
        ["3gpp-tsgsa-sa2", "3gpp-tsgsa-sa3", "3gpp-tsgct-ct1", "itu-t-sg-15", "itu-t-sg-15-q9"];
    assert_eq!(said, meant);
}

#[test]
fn a_near_miss_is_suggested_and_not_said() {
    let directory = directory();
    let names = Names::new(&directory);
    let resolved = names.resolve("PCEX WG", None);
    assert_eq!(acronyms(&resolved, &directory), "");
    assert_eq!(resolved.left_over, ["PCEX"]);
    let group = resolved.suggestions.first().and_then(|one| directory.group(one.group));
    assert_eq!(group.map(|group| group.acronym.as_str()), Some("pce"));
    let resolved = names.resolve("ITU-T Q1/15", None);
    let group = resolved.suggestions.first().and_then(|one| directory.group(one.group));
    assert_eq!(group.map(|group| group.acronym.as_str()), Some("itu-t-sg-15"));
}

#[test]
fn a_list_address_stands_for_its_group_where_nothing_else_is_written() {
    let directory = directory();
    let names = Names::new(&directory);
    let said = |written: &str| acronyms(&names.resolve(written, None), &directory);
    assert_eq!(said("ccamp@example.org, mpls-chairs@example.org"), "ccamp mpls");
    assert_eq!(said("Pat Doe <pat@example.org>"), "");
}

#[test]
fn a_very_long_name_is_read_in_time() {
    let names = Names::new(&directory());
    for part in ["ITU-T SG 15, Q9, ", "MPLS, ", "(", "1,", "q 1 and ", "wgroup ", "a@b ", "é/"] {
        let resolved = names.resolve(&part.repeat(100_000), None);
        assert!(resolved.groups.len() < 10, "{part}");
        assert!(resolved.left_over.len() <= 20);
    }
}

proptest! {
    #[test]
    fn no_text_makes_resolving_panic(
        text in "\\PC{0,60}",
        words in "[A-Z]{2,6}( (WGs?|/|,|and|SG|Q|[0-9]{1,2}|\\(|@)){0,8}",
    ) {
        static MADE: LazyLock<(Directory, Names)> = LazyLock::new(|| {
            let directory = directory();
            let names = Names::new(&directory);
            (directory, names)
        });
        let (directory, names) = &*MADE;
        for written in [&text, &words, &format!("{words} {text}")] {
            let resolved = names.resolve(written, None);
            for (at, group) in resolved.groups.iter().enumerate() {
                prop_assert!(directory.group(*group).is_some());
                prop_assert!(!resolved.groups[..at].contains(group));
            }
        }
    }
}
