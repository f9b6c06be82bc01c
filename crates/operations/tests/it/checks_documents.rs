//! Checking the documents that a text refers to, on both databases.

use std::fmt::Write as _;

use operations::{
    CheckedDocument, check_documents, check_documents_by_name, check_texts, import_documents,
};
use rules::{DocumentKind, Policy, Standing};
use store::DocumentEntry;

use crate::imports::real_data;
use crate::world::{World, empty_worlds, worlds};

/// Name, status, stream, group, what obsoletes it, what it belongs to.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

/// Made documents: RFCs of every kind, series, drafts of the datatracker.
const DOCUMENTS: &[Row] = &[
    // name, status, stream, group, obsoleted by, also
    ("RFC9901", "PROPOSED STANDARD", "IETF", "tsync", &["RFC9902", "RFC9903"], &[]),
    ("RFC9902", "INTERNET STANDARD", "IETF", "tsync", &[], &["STD0099"]),
    ("RFC9903", "EXPERIMENTAL", "IETF", "tsync", &[], &[]),
    ("RFC9904", "INFORMATIONAL", "IETF", "tsync", &[], &[]),
    ("RFC9905", "INFORMATIONAL", "IETF", "none", &[], &[]),
    ("RFC9906", "INFORMATIONAL", "", "", &[], &[]),
    ("RFC9907", "HISTORIC", "IETF", "", &["RFC9902"], &[]),
    ("RFC9908", "INFORMATIONAL", "IRTF", "", &[], &[]),
    ("RFC9909", "NOT ISSUED", "", "", &[], &[]),
    ("RFC9910", "BEST CURRENT PRACTICE", "IETF", "", &[], &["BCP0098"]),
    ("RFC9911", "BEST CURRENT PRACTICE", "IETF", "", &[], &["BCP0098"]),
    ("STD0099", "", "", "", &[], &["RFC9902", "RFC9907"]),
    ("BCP0098", "", "", "", &[], &["RFC9910", "RFC9911"]),
    ("BCP0097", "", "", "", &[], &["RFC9907"]),
    ("FYI0096", "", "", "", &[], &["RFC9906"]),
    ("draft-ietf-tsync-clocks", "INTERNET-DRAFT", "IETF", "tsync", &[], &[]),
    ("draft-smith-adopted", "INTERNET-DRAFT", "IETF", "tsync", &[], &[]),
    ("draft-smith-leaps", "INTERNET-DRAFT, EXPIRED", "", "none", &[], &[]),
    (
        "draft-smith-ticks",
        "INTERNET-DRAFT, PUBLISHED AS RFC",
        "INDEPENDENT",
        "none",
        &["RFC9903"],
        &[],
    ),
];

async fn fill(world: &World) {
    let list = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let entries: Vec<DocumentEntry> = DOCUMENTS
        .iter()
        .map(|(name, status, stream, group, obsoleted_by, also)| DocumentEntry {
            name: (*name).to_owned(),
            title: format!("Title of {name}"),
            status: (*status).to_owned(),
            stream: (*stream).to_owned(),
            date: "June 2026".to_owned(),
            obsoleted_by: list(obsoleted_by),
            also: list(also),
            group: (*group).to_owned(),
            intended: String::new(),
        })
        .collect();
    let mut tx = world.desk.store.begin("bring documents").await.unwrap();
    tx.save_documents(&entries).await.unwrap();
    tx.commit().await.unwrap();
}

async fn checked(world: &World, text: &str) -> Vec<CheckedDocument> {
    check_documents(&world.desk.store.reader(), &world.desk.policy, text).await.unwrap()
}

/// DOC-1 to DOC-5: each document with status, stream and standing, whether that is said, and what to say.
#[tokio::test]
async fn a_text_is_told_how_what_it_refers_to_stands() {
    let text = "Dear colleagues,\n\nRFC 9901 and RFC 9902 are for you, RFC 9903 (Experimental) too.\n\
        See RFCs 9904, 9905,\n9906 and 9907, RFC 9908, RFC 9909 and RFC 12.\n\
        STD 99, BCP 98, BCP 97, FYI 96 and STD 95 are series.\n\n\
        - draft-ietf-tsync-clocks-04 (work in progress), not draft-ietf-tsync-clocks-03\n\
        - draft-smith-adopted\n- draft-smith-leaps\n- draft-smith-ticks-00\n- draft-unknown-thing\n";
    for world in empty_worlds("check_documents").await {
        fill(&world).await;
        let mut table = String::new();
        for document in checked(&world, text).await {
            let places: Vec<String> = document
                .places
                .iter()
                .map(|place| format!("{} {:?}", place.line, place.words))
                .collect();
            writeln!(
                table,
                "{}{} [{}]: {}, {}: {}, {}\n  at {}\n  say: {}\n  note: {}",
                document.name,
                document.revision.map(|it| format!("-{it}")).unwrap_or_default(),
                document.title.unwrap_or_default(),
                document.status.unwrap_or_default(),
                document.stream.unwrap_or_default(),
                document.standing.slug(),
                if document.said { "said" } else { "not said" },
                places.join(", "),
                document.wording.unwrap_or_default(),
                document.note.unwrap_or_default(),
            )
            .unwrap();
        }
        insta::assert_snapshot!("checked_documents", table);
    }
}

#[tokio::test]
async fn a_text_costs_the_same_however_many_documents_it_names() {
    for world in empty_worlds("check_costs").await {
        fill(&world).await;
        let store = &world.desk.store;
        let cost = async |texts: &[&str]| {
            let before = store.queries_made();
            let checked = check_texts(&store.reader(), &world.desk.policy, texts).await.unwrap();
            assert_eq!(checked.len(), texts.len());
            store.queries_made() - before
        };
        let many: String = (1..3000).map(|n| format!("RFC {n}, ")).collect();
        assert_eq!(cost(&["nothing at all", ""]).await, 0);
        assert_eq!(cost(&["RFC 9901"]).await, 1);
        assert_eq!(cost(&[&many, "RFC 9901", "draft-smith-leaps"]).await, 1);
        assert_eq!(cost(&[&many, "STD 99, BCP 98 and FYI 96"]).await, 2);
    }
}

/// Without anything imported, names alone decide.
#[test]
fn names_alone_tell_of_drafts_and_series() {
    let policy = Policy::built_in("ietf").unwrap();
    let text = "RFC 2119, BCP 14, STD 5, FYI 36, draft-ietf-a-b, draft-irtf-a-b, draft-smith-a";
    let standings: Vec<(String, Standing)> = check_documents_by_name(&policy, text)
        .into_iter()
        .map(|document| (document.name, document.standing))
        .collect();
    let standings: Vec<(&str, Standing)> =
        standings.iter().map(|(name, standing)| (name.as_str(), *standing)).collect();
    assert_eq!(
        standings,
        [
            ("RFC 2119", Standing::Unknown),
            ("BCP 14", Standing::Fine),
            ("STD 5", Standing::Fine),
            ("FYI 36", Standing::Unknown),
            ("draft-ietf-a-b", Standing::WorkInProgress),
            ("draft-irtf-a-b", Standing::SaySo),
            ("draft-smith-a", Standing::SaySo),
        ]
    );
    assert!(check_documents_by_name(&policy, "Nothing.").is_empty());
}

/// DOC-1: Internet-Drafts come from the datatracker's answers, with stream, group, state and what they are meant for.
#[tokio::test]
async fn drafts_come_from_the_datatrackers_answers() {
    let answers = r#"{"meta": {"limit": 20, "next": null, "offset": 0, "previous": null, "total_count": 8}, "objects": [
        {"name": "draft-ietf-tsync-clocks", "title": "Clocks", "type": "/api/v1/name/doctypename/draft/", "rev": "03",
         "stream": "/api/v1/name/streamname/ietf/", "group": "/api/v1/group/group/tsync/",
         "intended_std_level": "/api/v1/name/intendedstdlevelname/exp/", "states": ["/api/v1/doc/state/1/"]},
        {"name": "draft-ietf-tsync-leaps", "title": "Leaps", "type": "/api/v1/name/doctypename/draft/",
         "stream": null, "group": null, "states": ["/api/v1/doc/state/2/", "/api/v1/doc/state/40/"]},
        {"name": "draft-smith-ticks", "title": "Ticks", "type": "/api/v1/name/doctypename/draft/", "rfc": "9903",
         "stream": "/api/v1/name/streamname/ise/", "group": "/api/v1/group/group/none/", "states": ["/api/v1/doc/state/3/"]},
        {"name": "draft-smith-area", "title": "Area", "type": "/api/v1/name/doctypename/draft/",
         "stream": "/api/v1/name/streamname/ietf/", "group": "/api/v1/group/group/tim/", "states": ["/api/v1/doc/state/4/"]},
        {"name": "draft-smith-nowhere", "type": "/api/v1/name/doctypename/draft/", "group": "/api/v1/group/group/987654/"},
        {"name": "draft-smith-bare"},
        {"name": "rfc9901", "title": "An RFC", "type": "/api/v1/name/doctypename/rfc/", "stream": "/api/v1/name/streamname/ietf/",
         "group": "/api/v1/group/group/tsync/", "std_level": "/api/v1/name/stdlevelname/inf/"},
        {"name": "liaison-2026-attachment-1", "title": "A file", "type": "/api/v1/name/doctypename/liai-att/"}]}"#;
    for world in worlds("check_answers").await {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("document.json");
        std::fs::write(&path, answers).unwrap();
        let changes = import_documents(&world.desk, directory.path()).await.unwrap();
        assert_eq!(changes.added, 7);
        let text = "draft-ietf-tsync-clocks, draft-ietf-tsync-leaps, draft-smith-ticks, draft-smith-area, \
            draft-smith-nowhere, draft-smith-bare, RFC 9901";
        let mut table = String::new();
        for document in checked(&world, text).await {
            let (status, stream) =
                (document.status.unwrap_or_default(), document.stream.unwrap_or_default());
            let (standing, note) = (document.standing.slug(), document.note.unwrap_or_default());
            writeln!(table, "{}: {status}; {stream}; {standing}; {note}", document.name).unwrap();
        }
        insta::assert_snapshot!("checked_answers", table);
        let none = answers
            .replace("doctypename/draft", "doctypename/slides")
            .replace("doctypename/rfc", "doctypename/bof");
        std::fs::write(&path, none.replace("{\"name\": \"draft-smith-bare\"},", "")).unwrap();
        let fault = import_documents(&world.desk, &path).await.unwrap_err().to_string();
        assert!(fault.contains("none of its documents is an Internet-Draft or an RFC"), "{fault}");
    }
}

/// DOC-2, DOC-3: every real RFC, its status looked up in the table when this is run.
#[tokio::test]
async fn real_rfcs_stand_as_their_status_says() {
    let Some(directory) = real_data("documents") else { return };
    let table = std::fs::read_to_string(directory.join("rfc-index.tsv")).unwrap();
    let rows: Vec<(u32, String)> = table
        .lines()
        .skip(1)
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            Some((cells[0].parse().ok()?, cells[3].to_owned()))
        })
        .collect();
    assert!(rows.len() > 9000);
    for world in empty_worlds("check_real").await {
        import_documents(&world.desk, &directory).await.unwrap();
        let text: String = rows
            .iter()
            .enumerate()
            .map(|(n, (number, _))| match n % 4 {
                0 => format!("See RFC {number} for more.\n"),
                1 => format!("As [RFC{number}] says.\n"),
                2 => format!("https://www.rfc-editor.org/rfc/rfc{number}.html\n"),
                _ => format!("The document is RFC-{number}, and\n"),
            })
            .collect();
        let checked = checked(&world, &text).await;
        assert_eq!(checked.len(), rows.len());
        for (document, (number, status)) in checked.iter().zip(&rows) {
            assert_eq!(
                (&document.name, document.kind),
                (&format!("RFC {number}"), DocumentKind::Rfc)
            );
            assert_eq!(document.status.as_ref(), Some(status), "RFC {number}");
            let expected = match status.as_str() {
                "EXPERIMENTAL" | "HISTORIC" => Standing::SaySo,
                "INFORMATIONAL" | "UNKNOWN" | "NOT ISSUED" => Standing::Unknown,
                _ => Standing::Fine,
            };
            assert_eq!(document.standing, expected, "RFC {number}, {status}");
        }
    }
}
