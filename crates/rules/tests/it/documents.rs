//! How documents stand that a statement refers to, and what must be said of them.

use std::fmt::Write as _;

use rules::{BadPolicy, DocumentFacts, DocumentKind, Maker, Policy, Standing};

use crate::policy::IETF;

const STATUSES: [&str; 10] = [
    "INTERNET STANDARD",
    "DRAFT STANDARD",
    "PROPOSED STANDARD",
    "BEST CURRENT PRACTICE",
    "INFORMATIONAL",
    "EXPERIMENTAL",
    "HISTORIC",
    "UNKNOWN",
    "NOT ISSUED",
    "",
];
const STREAMS: [&str; 7] = ["IETF", "IAB", "IRTF", "INDEPENDENT", "EDITORIAL", "LEGACY", ""];
const MAKERS: [Option<Maker>; 5] =
    [Some(Maker::Group), Some(Maker::Research), Some(Maker::Board), Some(Maker::Individual), None];

fn policy() -> Policy {
    Policy::built_in("ietf").unwrap()
}

fn facts(kind: DocumentKind, status: &str, stream: &str, maker: Option<Maker>) -> DocumentFacts {
    DocumentFacts {
        name: "RFC 9999".to_owned(),
        kind,
        status: status.to_owned(),
        stream: stream.to_owned(),
        maker,
        intended: String::new(),
    }
}

/// DOC-2, DOC-3: every status in every stream, whoever is behind it.
#[test]
fn the_standing_of_an_rfc_follows_from_its_status_and_stream() {
    let policy = policy();
    let mut table = String::new();
    for status in STATUSES {
        for stream in STREAMS {
            let standing = |maker| {
                policy.document(&facts(DocumentKind::Rfc, status, stream, maker)).standing.slug()
            };
            let all: Vec<&str> = MAKERS.map(standing).into();
            let (first, same) = (all[4], all.iter().all(|one| *one == all[4]));
            let all = if same {
                first.to_owned()
            } else {
                format!("{first}; group, research, board, individual: {}", all[..4].join(", "))
            };
            writeln!(table, "{status:22} {stream:12} {all}").unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

/// DOC-3, DOC-4: a draft stands by who is behind it, and by the stream where that is known.
#[test]
fn the_standing_of_a_draft_follows_from_who_is_behind_it() {
    let policy = policy();
    let mut table = String::new();
    for maker in MAKERS {
        for stream in STREAMS {
            let mut facts = facts(DocumentKind::Draft, "INTERNET-DRAFT", stream, maker);
            facts.name = "draft-made-clocks".to_owned();
            let standing = policy.document(&facts).standing.slug();
            let maker = maker.map_or_else(String::new, |maker| format!("{maker:?}"));
            writeln!(table, "{maker:12} {stream:12} {standing}").unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

/// DOC-2: an experiment or a historic document is never without concern; a standard of the IETF always.
#[test]
fn no_stream_makes_an_experiment_fine() {
    let policy = policy();
    for kind in [DocumentKind::Rfc, DocumentKind::Bcp, DocumentKind::Std, DocumentKind::Fyi] {
        for (stream, maker) in STREAMS.iter().flat_map(|it| MAKERS.map(|maker| (it, maker))) {
            for status in ["EXPERIMENTAL", "Historic"] {
                let ruling = policy.document(&facts(kind, status, stream, maker));
                assert_eq!(ruling.standing, Standing::SaySo, "{status} {stream}");
                assert!(ruling.wording.unwrap().starts_with("RFC 9999 "), "{status} {stream}");
            }
        }
        for status in ["PROPOSED STANDARD", "INTERNET STANDARD", "BEST CURRENT PRACTICE"] {
            let ruling = policy.document(&facts(kind, status, "IETF", None));
            assert_eq!((ruling.standing, ruling.wording), (Standing::Fine, None), "{status}");
        }
    }
}

#[test]
fn a_name_tells_who_is_behind_a_draft() {
    let policy = policy();
    let makers = [
        ("draft-ietf-tsync-clocks", Some(Maker::Group)),
        ("draft-irtf-rgtime-leaps", Some(Maker::Research)),
        ("draft-iab-clocks", Some(Maker::Board)),
        ("draft-iesg-clocks", Some(Maker::Board)),
        ("draft-smith-ietf-clocks", Some(Maker::Individual)),
        ("draft-ietfan-clocks", Some(Maker::Individual)),
        ("RFC 2119", None),
    ];
    for (name, maker) in makers {
        assert_eq!(policy.draft_maker(name), maker, "{name}");
    }
}

/// DOC-3, DOC-5: what is offered to be said names the document, and is one sentence of a line.
#[test]
fn the_wording_that_is_offered() {
    let policy = policy();
    let mut wordings: Vec<String> = Vec::new();
    for kind in DocumentKind::ALL {
        for (status, stream) in STATUSES.iter().flat_map(|it| STREAMS.map(|stream| (it, stream))) {
            for maker in MAKERS {
                let ruling = policy.document(&facts(kind, status, stream, maker));
                let is_needed =
                    matches!(ruling.standing, Standing::SaySo | Standing::WorkInProgress);
                assert!(ruling.wording.is_some() || !is_needed, "{kind:?} {status} {stream}");
                wordings.extend(ruling.wording);
            }
            let mut experiment = facts(kind, status, stream, Some(Maker::Group));
            experiment.intended = "EXPERIMENTAL".to_owned();
            wordings.extend(policy.document(&experiment).wording);
        }
    }
    wordings.sort();
    wordings.dedup();
    assert!(wordings.iter().all(|words| words.len() < 180 && !words.contains('\n')));
    insta::assert_snapshot!(wordings.join("\n"));
}

#[test]
fn a_policy_that_says_nothing_of_documents_knows_none() {
    let start = IETF.find("\n[documents]").unwrap();
    let policy = Policy::parse(&IETF[..start]).unwrap();
    let ruling = policy.document(&facts(DocumentKind::Rfc, "HISTORIC", "IETF", None));
    assert_eq!((ruling.standing, ruling.wording), (Standing::Unknown, None));
    assert!(policy.covering(DocumentKind::Draft).is_empty());
}

#[test]
fn mistakes_about_documents_are_named() {
    let whole = |rule: &str| format!("{IETF}\n[[documents.standings]]\n{rule}\n");
    let stories = [
        "kinds = [\"rfc\"]\nstanding = \"say-so\"",
        "kinds = [\"rfc\"]\nstanding = \"fine\"\nwording = \"It is fine.\"",
        "kinds = [\"rfc\"]\nstanding = \"fine\"\nsaid = [\" \"]",
        "kinds = [\"rfd\"]\nstanding = \"fine\"",
        "kinds = [\"rfc\"]\nstanding = \"good\"",
    ];
    let refusals: Vec<String> = stories
        .iter()
        .map(|rule| match Policy::parse(&whole(rule)).unwrap_err() {
            BadPolicy::Form(words) => words.lines().last().unwrap_or_default().to_owned(),
            other => other.to_string(),
        })
        .collect();
    insta::assert_snapshot!(refusals.join("\n"));
}
