//! The documents that a text refers to, in every usual way of writing (DOC-1).

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use letters::{Mention, Surroundings, documents};
use proptest::prelude::*;

/// What a text says, and what it refers to: names in its order, each once, a revision after a slash.
const PHRASES: &[(&str, &str)] = &[
    // One RFC, however it is written.
    ("As RFC 7322 says", "RFC 7322"),
    ("as RFC7322 says", "RFC 7322"),
    ("as rfc 7322 says", "RFC 7322"),
    ("see RFC-791.", "RFC 791"),
    ("see RFC\u{2011}791.", "RFC 791"),
    ("see RFC\u{a0}791.", "RFC 791"),
    ("see [RFC2119].", "RFC 2119"),
    ("see [RFC 2119, RFC 8174]", "RFC 2119, RFC 8174"),
    ("see [RFC2119][RFC8174]", "RFC 2119, RFC 8174"),
    ("(RFC0791)", "RFC 791"),
    ("IETF RFC 3261's rules", "RFC 3261"),
    ("an RFC3261-compliant proxy", "RFC 3261"),
    ("pre-RFC5378 text", "RFC 5378"),
    ("IETF RFC No. 3261", "RFC 3261"),
    ("RFC #3261", "RFC 3261"),
    ("RFC: 3261", "RFC 3261"),
    ("Request for Comments 2026", "RFC 2026"),
    ("Request for Comments: 2026", "RFC 2026"),
    ("Requests for Comments 2026 and 2418", "RFC 2026, RFC 2418"),
    ("as the RFC\n   7322 says", "RFC 7322"),
    ("> as the RFC\n> 7322 says", "RFC 7322"),
    ("urn:ietf:rfc:2648", "RFC 2648"),
    ("the file rfc2648.txt", "RFC 2648"),
    ("RFC 7322, Section 4.2", "RFC 7322"),
    ("RFC 7322 section 4", "RFC 7322"),
    ("section 4 of RFC 822.", "RFC 822"),
    ("RFC 10001 is new", "RFC 10001"),
    ("RFC 1 was the first", "RFC 1"),
    ("RFC 822 messages", "RFC 822"),
    ("RFC\u{ad}2119", "RFC 2119"),
    ("RFC 2119 names RFC 2119", "RFC 2119"),
    // Several.
    ("RFCs 4119 and 5139", "RFC 4119, RFC 5139"),
    ("RFCs 791, 792, and 793", "RFC 791, RFC 792, RFC 793"),
    ("RFC 2026, 2418 and 3935", "RFC 2026, RFC 2418, RFC 3935"),
    ("RFC's 2026 & 2418", "RFC 2026, RFC 2418"),
    ("RFC(s) 2026", "RFC 2026"),
    ("RFC 2026/2418", "RFC 2026, RFC 2418"),
    ("RFC821/RFC822", "RFC 821, RFC 822"),
    ("RFC 821/822 messages", "RFC 821, RFC 822"),
    ("RFC 2119 or 8174", "RFC 2119, RFC 8174"),
    ("RFC 2119; RFC 8174", "RFC 2119, RFC 8174"),
    ("RFCs 2026,\n  2418 and 3935", "RFC 2026, RFC 2418, RFC 3935"),
    ("RFC 2001 and 2002", "RFC 2001, RFC 2002"),
    ("RFCs 2001, 2002", "RFC 2001, RFC 2002"),
    // Ranges.
    ("RFC 3261 - 3264", "RFC 3261, RFC 3262, RFC 3263, RFC 3264"),
    ("RFCs 3261\u{2013}3263", "RFC 3261, RFC 3262, RFC 3263"),
    ("RFC 3261 to 3263", "RFC 3261, RFC 3262, RFC 3263"),
    ("RFC 3261 through RFC 3263", "RFC 3261, RFC 3262, RFC 3263"),
    ("RFC3261-RFC3263", "RFC 3261, RFC 3262, RFC 3263"),
    ("RFCs 7230-35", "RFC 7230, RFC 7231, RFC 7232, RFC 7233, RFC 7234, RFC 7235"),
    ("from RFC 822 to 2822", "RFC 822, RFC 2822"),
    ("RFC 3261 \u{2013} 3262, 3265", "RFC 3261, RFC 3262, RFC 3265"),
    // Numbers that are no RFC's.
    ("RFC 5378, 2008", "RFC 5378"),
    ("(RFC 5378, 2008)", "RFC 5378"),
    ("RFC 5378 of 2008", "RFC 5378"),
    ("RFC 5378 and 300 others", "RFC 5378"),
    ("RFC 5378, 20 pages", "RFC 5378"),
    ("RFC 5378, 3GPP TS 24.229", "RFC 5378"),
    ("RFC 5378 and 24.229", "RFC 5378"),
    ("RFC 5378 (10 November 2008)", "RFC 5378"),
    ("the RFC editor", ""),
    ("the RFC process of 2026", ""),
    ("We publish this as an RFC. 2026 will be a good year.", ""),
    ("as an RFC\n1. First", ""),
    ("the RFC index, RFC XXXX, RFC nnnn", ""),
    ("RFC 555-0199", ""),
    ("tel. +1 555 0199", ""),
    ("RFC: 2026-05-01", ""),
    ("RFC 4053bis", ""),
    ("RFC 2.0", ""),
    ("RFC 0000", ""),
    ("RFC 123456", ""),
    ("message/rfc822", ""),
    ("rfc2119@example.org", ""),
    ("NONRFC 2119", ""),
    ("12 RFCs, 300 drafts", ""),
    ("RFC 12 documents", ""),
    // Series.
    ("BCP 9", "BCP 9"),
    ("BCP9", "BCP 9"),
    ("BCP-9", "BCP 9"),
    ("BCPs 9 and 25", "BCP 9, BCP 25"),
    ("BCP 9 and 25", "BCP 9, BCP 25"),
    ("[BCP14]", "BCP 14"),
    ("STD0005", "STD 5"),
    ("STD 5", "STD 5"),
    ("STDs 5 and 7", "STD 5, STD 7"),
    ("https://www.rfc-editor.org/info/std7", "STD 7"),
    ("FYI 36", "FYI 36"),
    ("(FYI 36)", "FYI 36"),
    ("FYI 36 is old", "FYI 36"),
    ("FYI, 3 documents follow", ""),
    ("FYI 3 letters follow", ""),
    ("FYI: 3 letters follow", ""),
    ("BCP 3 years ago", ""),
    ("IEEE Std 1588-2008", ""),
    ("IEEE STD 802.3", ""),
    ("IEEE STD 730", ""),
    ("MIL-STD-188", ""),
    ("STD 12345", ""),
    ("RFC 2119 (BCP 14)", "RFC 2119, BCP 14"),
    // Internet-Drafts.
    ("draft-ietf-mpls-tp-framework-12", "draft-ietf-mpls-tp-framework/12"),
    ("draft-ietf-mpls-tp-framework-12.txt", "draft-ietf-mpls-tp-framework/12"),
    ("draft-ietf-mpls-tp-framework.", "draft-ietf-mpls-tp-framework"),
    ("<draft-smith-clocks-00>", "draft-smith-clocks/00"),
    ("<draft-smith-clocks>", "draft-smith-clocks"),
    ("Draft-ietf-tsync-clocks-03", "draft-ietf-tsync-clocks/03"),
    ("DRAFT-IETF-TSYNC-CLOCKS-03.TXT", "draft-ietf-tsync-clocks/03"),
    ("draft-irtf-rgtime-leaps", "draft-irtf-rgtime-leaps"),
    ("draft-iab-clock-notes-01", "draft-iab-clock-notes/01"),
    ("draft-ietf-mpls-\n tp-framework", "draft-ietf-mpls-tp-framework"),
    ("> draft-ietf-mpls-\n> tp-framework-02 is", "draft-ietf-mpls-tp-framework/02"),
    ("draft-ietf-mpls-tp-framework-\n12", "draft-ietf-mpls-tp-framework/12"),
    ("draft-ietf-mpls\n-tp-framework", "draft-ietf-mpls-tp-framework"),
    ("draft-ietf-mpls- tp-framework", "draft-ietf-mpls-tp-framework"),
    ("draft-ietf-tsync-clocks- and others", "draft-ietf-tsync-clocks"),
    ("draft-ietf-tsync-clocks - and others", "draft-ietf-tsync-clocks"),
    (
        "draft-ietf-tsync-clocks\n- draft-ietf-tsync-leaps",
        "draft-ietf-tsync-clocks, draft-ietf-tsync-leaps",
    ),
    ("draft\u{2011}ietf\u{2011}tsync\u{2011}clocks", "draft-ietf-tsync-clocks"),
    ("draft\u{2013}ietf\u{2013}tsync\u{2013}clocks\u{2013}04", "draft-ietf-tsync-clocks/04"),
    ("draft\u{ad}ietf\u{ad}tsync\u{ad}clocks", "draft-ietf-tsync-clocks"),
    ("draft-ietf-tsync-syn\u{ad}chro\u{200b}nized", "draft-ietf-tsync-synchronized"),
    (
        "draft-ietf-tsync-clocks, draft-smith-leaps and draft-jones-ticks-02",
        "draft-ietf-tsync-clocks, draft-smith-leaps, draft-jones-ticks/02",
    ),
    ("[I-D.ietf-tsync-clocks]", "draft-ietf-tsync-clocks"),
    ("[I-D.smith-leaps]", "draft-smith-leaps"),
    ("I-D.draft-ietf-tsync-clocks-02", "draft-ietf-tsync-clocks/02"),
    ("draft-ietf-tsync-clocks-xx", "draft-ietf-tsync-clocks"),
    ("draft-ietf-tsync-clocks's rules", "draft-ietf-tsync-clocks"),
    ("draft-ietf-tsync-rfc2119bis-01", "draft-ietf-tsync-rfc2119bis/01"),
    ("draft-ietf-tsync-ipv6-64", "draft-ietf-tsync-ipv6/64"),
    ("draft-ietf-tsync-clocks-13a.txt", "draft-ietf-tsync-clocks/13a"),
    ("draft-smith-clocks-802-11a", "draft-smith-clocks-802-11a"),
    ("draft-3smith-clocks", ""),
    ("a draft-standard of 2009", ""),
    ("the draft-new-recommendation", ""),
    ("draft-revised-recommendation-x-85", ""),
    ("draft-LS-to-SG15", ""),
    ("draft-agenda-ietf-99.pdf", ""),
    ("draft-smith-letter.docx", ""),
    ("draft-S2-2401234", ""),
    ("draft-smith-\u{2026}", ""),
    ("draft-smith-*", ""),
    ("draft-ietf-mpls", ""),
    ("draft-ietf-tsync-clocks@ietf.org", ""),
    ("draft-ietf-tsync-clocks.all@ietf.org", ""),
    ("overdraft-smith-clocks", ""),
    ("draft-smith", ""),
    ("draft-", ""),
    ("a first draft", ""),
    // Addresses.
    ("https://www.rfc-editor.org/rfc/rfc7322.html", "RFC 7322"),
    ("https://www.rfc-editor.org/info/rfc7322", "RFC 7322"),
    ("http://www.ietf.org/rfc/rfc3261.txt", "RFC 3261"),
    ("https://datatracker.ietf.org/doc/html/rfc7322#section-3", "RFC 7322"),
    ("https://datatracker.ietf.org/doc/rfc7322/", "RFC 7322"),
    ("https://datatracker.ietf.org/doc/bcp9/", "BCP 9"),
    ("https://tools.ietf.org/html/rfc2119", "RFC 2119"),
    ("https://tools.ietf.org/html/2119", "RFC 2119"),
    ("https://example.org/html/2119", ""),
    ("https://doi.org/10.17487/RFC7322", "RFC 7322"),
    ("https://datatracker.ietf.org/doc/draft-ietf-tsync-clocks/", "draft-ietf-tsync-clocks"),
    ("https://datatracker.ietf.org/doc/draft-ietf-tsync-clocks/03/", "draft-ietf-tsync-clocks/03"),
    (
        "https://datatracker.ietf.org/doc/html/draft-ietf-tsync-clocks-03",
        "draft-ietf-tsync-clocks/03",
    ),
    ("https://www.ietf.org/archive/id/draft-smith-clocks-01.html", "draft-smith-clocks/01"),
    ("http://www.ietf.org/internet-drafts/draft-smith-clocks-01.txt", "draft-smith-clocks/01"),
    (
        "https://author-tools.ietf.org/iddiff?url1=draft-smith-clocks-01&url2=draft-smith-clocks-02",
        "draft-smith-clocks/01, draft-smith-clocks/02",
    ),
    // In other scripts.
    ("依据RFC 3261的规定", "RFC 3261"),
    ("см. RFC 3261.", "RFC 3261"),
];

/// Names what was found, each name with its revision once.
fn named(text: &str) -> String {
    let mut names: Vec<String> = Vec::new();
    for mention in documents(text) {
        let revision = mention.revision.map(|revision| format!("/{revision}")).unwrap_or_default();
        let name = format!("{}{revision}", mention.name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

#[test]
fn documents_are_known_however_they_are_written() {
    let mut wrong = String::new();
    for (text, expected) in PHRASES {
        for (before, after) in
            [("", ""), ("Dear all,\n\nsee ", " for more"), ("(", ")"), ("", ".\n")]
        {
            let whole = format!("{before}{text}{after}");
            let found = named(&whole);
            if found != *expected {
                writeln!(wrong, "{whole:?}: {found:?}, not {expected:?}")
                    .expect("a string takes all");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(PHRASES.len() > 150);
}

#[test]
fn where_a_document_is_named_is_told_with_line_and_words() {
    let text = "Dear all,\n\nsee RFCs 791\nand 793, and draft-ietf-mpls-\n  tp-framework.\n\nRFC 5378 - 5380\n";
    let told: Vec<(String, usize, &str)> = documents(text)
        .iter()
        .map(|mention| (mention.name.clone(), mention.line, mention.words(text)))
        .collect();
    let told: Vec<_> =
        told.iter().map(|(name, line, words)| (name.as_str(), *line, *words)).collect();
    assert_eq!(
        told,
        [
            ("RFC 791", 3, "RFCs 791"),
            ("RFC 793", 4, "793"),
            ("draft-ietf-mpls-tp-framework", 4, "draft-ietf-mpls-\n  tp-framework"),
            ("RFC 5378", 7, "RFC 5378"),
            ("RFC 5379", 7, "5378 - 5380"),
            ("RFC 5380", 7, "5380"),
        ]
    );
}

/// Texts of ten megabytes that are as bad as can be: each in well under a second when compiled for use.
#[test]
fn a_text_of_ten_megabytes_takes_no_time() {
    let pieces = [
        "see RFC 2119, 8174 and draft-ietf-tsync-clocks-03 (work in progress). ",
        "RFC 3200-3250 ",
        "draft-",
        "draft-a-",
        "I-D.i-d.",
        "RFC \n",
        "rfc,",
        "RFC 1/2",
        "a",
        "\u{ad}",
        "draft-smith-clocks-\u{200b}",
        "html/",
        "> \n",
        "\n",
        "[1] \t",
        "\"RFC 2119",
        "draft-b-c,",
    ];
    let longest = if cfg!(debug_assertions) { 200_000 } else { 10_000_000 };
    for piece in pieces {
        let text = piece.repeat(longest / piece.len());
        let start = Instant::now();
        let mentions = documents(&text);
        let read = start.elapsed();
        let surroundings = Surroundings::of(&text, &mentions);
        let said = ["work in progress".to_owned(), "experimental".to_owned()];
        let names: std::collections::HashSet<&str> =
            mentions.iter().map(|mention| mention.name.as_str()).collect();
        for name in names {
            surroundings.say(name, &said);
        }
        surroundings.say_of_all(&["all drafts".to_owned()], &said);
        let took = start.elapsed();
        println!(
            "{piece:?}: {} mentions in {read:?} and {took:?} with what is said",
            mentions.len()
        );
        assert!(took < Duration::from_secs(5), "{piece:?}: {took:?}");
    }
}

fn check(text: &str, mention: &Mention) -> Result<(), TestCaseError> {
    let words = text.get(mention.at.clone());
    prop_assert!(words.is_some_and(|words| !words.is_empty()), "{mention:?}");
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if mention.name.starts_with("draft-") {
        prop_assert!(mention.name.is_ascii() && !mention.name.contains(char::is_whitespace));
    } else {
        prop_assert!(!digits(words.unwrap_or_default()).is_empty());
    }
    prop_assert_eq!(mention.line, text[..mention.at.start].matches('\n').count() + 1);
    Ok(())
}

proptest! {
    /// Whatever the text, the words of each mention stand in it where it says.
    #[test]
    fn found_words_stand_in_the_text(text in "\\PC{0,200}") {
        for mention in documents(&text) {
            check(&text, &mention)?;
        }
    }

    /// The same of texts that are made of what names are made of.
    #[test]
    fn found_words_stand_in_texts_full_of_names(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "RFC", "rfc", "RFCs", "BCP", "STD", "FYI", " ", "-", "\u{2011}", "\u{ad}", "\n", "> ", "draft", "-ietf",
            "-smith", "-clocks", "-03", "I-D.", "2119", "8174", "9", ", ", " and ", " to ", "...", "/", "(", ")", ".txt",
            "html/", "tools.ietf.org/", "é", "\u{1f600}", "[", "]", ":", "Request for Comments", "is experimental", "\"",
            ". ", "All drafts ", "\t", "work in progress", "@",
        ]), 0..60)
    ) {
        let text = pieces.concat();
        let mentions = documents(&text);
        for mention in &mentions {
            check(&text, mention)?;
        }
        let surroundings = Surroundings::of(&text, &mentions);
        let said = ["work in progress".to_owned(), "experimental".to_owned(), String::new()];
        for mention in &mentions {
            surroundings.say(&mention.name, &said);
        }
        surroundings.say_of_all(&["all drafts".to_owned(), String::new()], &said);
    }
}
