//! Whether a text says already what must be said of a document (DOC-3, DOC-4, DOC-5).

use std::fmt::Write as _;

use letters::{Surroundings, documents};
use rules::{DocumentFacts, DocumentKind, Maker, Policy};

const SAID: [&str; 6] = [
    "work in progress",
    "works in progress",
    "individual draft",
    "individual drafts",
    "experimental",
    "not represent ietf consensus",
];
const COVERING: [&str; 3] = ["all drafts", "internet drafts are", "the drafts listed"];

/// Texts, with the documents of which they say it; of all others they do not.
const STORIES: &[(&str, &[&str])] = &[
    // In the same sentence.
    ("draft-smith-clocks is an individual draft.", &["draft-smith-clocks"]),
    ("draft-smith-clocks (work in progress) says so.", &["draft-smith-clocks"]),
    ("draft-smith-clocks, a work-in-progress, says so.", &["draft-smith-clocks"]),
    ("We point to the individual draft draft-smith-clocks.", &["draft-smith-clocks"]),
    ("We point to draft-smith-clocks, which is work\nin progress.", &["draft-smith-clocks"]),
    ("draft-smith-clocks does not represent IETF consensus.", &["draft-smith-clocks"]),
    ("RFC 7001 (Experimental) says so.", &["RFC 7001"]),
    ("RFC 7001 is Experimental.", &["RFC 7001"]),
    ("The Experimental RFC 7001 says so.", &["RFC 7001"]),
    ("See “work in progress” draft-smith-clocks.", &["draft-smith-clocks"]),
    // Of several.
    ("draft-a-b and draft-c-d are works in progress.", &["draft-a-b", "draft-c-d"]),
    (
        "draft-a-b, draft-c-d, and draft-e-f (all work in progress)",
        &["draft-a-b", "draft-c-d", "draft-e-f"],
    ),
    ("The individual drafts draft-a-b and draft-c-d", &["draft-a-b", "draft-c-d"]),
    ("draft-a-b (work in progress) and draft-c-d", &["draft-a-b"]),
    ("draft-a-b and draft-c-d (work in progress)", &["draft-c-d"]),
    ("RFC 7001 and the Experimental RFC 7002", &["RFC 7002"]),
    ("RFCs 7001 and 7002 are Experimental.", &["RFC 7001", "RFC 7002"]),
    ("RFC 7001 is a standard; draft-c-d is work in progress.", &["draft-c-d"]),
    ("RFC 7001, and draft-c-d, an individual draft, and RFC 7002.", &["draft-c-d"]),
    // In the sentence that goes on about it.
    ("See draft-a-b. It is work in progress.", &["draft-a-b"]),
    ("See draft-a-b. This draft is an individual draft.", &["draft-a-b"]),
    ("See draft-a-b and draft-c-d. Both are works in progress.", &["draft-a-b", "draft-c-d"]),
    ("See draft-a-b and draft-c-d. It is work in progress.", &[]),
    ("See draft-a-b.\n\nIt is work in progress.", &[]),
    // In an entry of a list, of references, in a line of a table.
    (
        "[1] Smith, J., \"Clocks\", draft-smith-clocks-02, work in progress, May 2026.",
        &["draft-smith-clocks"],
    ),
    (
        "[I-D.smith-clocks]\n   Smith, J., \"On the Clocks of Networks\", Work in Progress, Internet-Draft,\n   draft-smith-clocks-02, 3 May 2026.\n\n[I-D.jones-leaps]\n   Jones, K., \"Leaps\", draft-jones-leaps-01.",
        &["draft-smith-clocks"],
    ),
    ("- draft-a-b: individual draft\n- draft-c-d\n", &["draft-a-b"]),
    ("draft-a-b | individual draft\ndraft-c-d | ?\n", &["draft-a-b"]),
    (
        "The following are works in progress:\n\n- draft-a-b\n- draft-c-d\n\nSee also draft-e-f.",
        &["draft-a-b", "draft-c-d"],
    ),
    ("Individual drafts\n  * draft-a-b\n  * draft-c-d\n", &["draft-a-b", "draft-c-d"]),
    // Of all.
    (
        "See draft-a-b and draft-c-d.\n\nInternet-Drafts are works in progress.",
        &["draft-a-b", "draft-c-d"],
    ),
    ("See draft-a-b.\nPlease note that all drafts are work in progress.", &["draft-a-b"]),
    // What says nothing, or something else.
    ("See draft-a-b. Our own specification is work in progress.", &[]),
    ("draft-a-b is not work in progress.", &[]),
    ("draft-a-b is no longer an individual draft.", &[]),
    ("RFC 7001 describes an experimental network.", &[]),
    ("Our experimental network uses RFC 7001.", &[]),
    ("RFC 7001 was tried experimentally.", &[]),
    ("[1] Smith, J., \"Some Experimental and Other Results of Clocks\", RFC 7001.", &[]),
    ("See draft-experimental-work-in-progress.", &[]),
    ("All drafts are welcome. See draft-a-b.", &[]),
    ("This statement is work in progress.\n\nSee draft-a-b.", &[]),
];

#[test]
fn what_a_text_says_of_its_documents_is_found_where_it_stands() {
    let list = |words: &[&str]| words.iter().map(|&words| words.to_owned()).collect::<Vec<_>>();
    let mut wrong = String::new();
    for (text, expected) in STORIES {
        let mentions = documents(text);
        let surroundings = Surroundings::of(text, &mentions);
        let covers = surroundings.say_of_all(&list(&COVERING), &list(&SAID));
        let mut names: Vec<&str> = Vec::new();
        for mention in &mentions {
            let is_said = covers || surroundings.say(&mention.name, &list(&SAID));
            if is_said && !names.contains(&mention.name.as_str()) {
                names.push(&mention.name);
            }
        }
        if names != *expected {
            writeln!(wrong, "{text:?}: said of {names:?}, not {expected:?}")
                .expect("a string takes all");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// DOC-5: whoever takes the offered words into the text is asked no more.
#[test]
fn the_wording_that_is_offered_says_what_must_be_said() {
    let policy = Policy::built_in("ietf").expect("a built-in policy");
    let statuses = ["PROPOSED STANDARD", "INFORMATIONAL", "EXPERIMENTAL", "HISTORIC", ""];
    let streams = ["IETF", "IAB", "IRTF", "INDEPENDENT", "EDITORIAL", ""];
    let makers = [
        Some(Maker::Group),
        Some(Maker::Research),
        Some(Maker::Board),
        Some(Maker::Individual),
        None,
    ];
    let mut offered = 0;
    for (status, stream) in statuses.iter().flat_map(|it| streams.map(|stream| (it, stream))) {
        for (maker, intended) in
            makers.iter().flat_map(|it| ["", "EXPERIMENTAL"].map(|one| (it, one)))
        {
            for (kind, name) in
                [(DocumentKind::Rfc, "RFC 7001"), (DocumentKind::Draft, "draft-a-b")]
            {
                let facts = DocumentFacts {
                    name: name.to_owned(),
                    kind,
                    status: (*status).to_owned(),
                    stream: stream.to_owned(),
                    maker: *maker,
                    intended: intended.to_owned(),
                };
                let ruling = policy.document(&facts);
                let Some(wording) = ruling.wording else { continue };
                let text = format!("See {name} and RFC 7002.\n\n{wording}\n");
                let surroundings = Surroundings::of(&text, &documents(&text));
                assert!(surroundings.say(name, &ruling.said), "{wording}");
                assert!(!surroundings.say("RFC 7002", &ruling.said), "{wording}");
                offered += 1;
            }
        }
    }
    assert!(offered > 100);
}
