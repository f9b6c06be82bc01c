//! The small parts that pages are made of, each alone.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use rules::{Mailbox, Number, State};
use web::Metrics;
use web::testing::{
    AskedList, copied, copied_name, filters, marked, may_know, network, number, obscured,
    obscured_mailbox, percent, program, size, ticks,
};

#[test]
fn a_share_is_neither_none_nor_all_by_rounding_alone() {
    let shares = [(0, 3), (1, 3), (2, 3), (3, 3), (1, 999), (998, 999), (1, 2)];
    let words = shares.map(|(part, whole)| percent(part, whole));
    assert_eq!(words, ["0 %", "33 %", "67 %", "100 %", "under 1 %", "over 99 %", "50 %"]);
}

#[test]
fn words_found_are_marked_and_nothing_else_is_markup() {
    let text = "a \u{E000}clock\u{E001} <b>&\"' \u{E001} \u{E000}open \u{E000}twice";
    let html = "a <mark>clock</mark> &lt;b&gt;&amp;&quot;&#39;  <mark>open twice</mark>";
    assert_eq!(marked(text), html);
}

#[test]
fn only_this_machine_itself_is_told_or_whoever_has_the_token() {
    let open = Metrics::new(String::new, None);
    let closed = Metrics::new(String::new, Some("a-token"));
    let headers = |all: &[(&'static str, &str)]| -> HeaderMap {
        all.iter()
            .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")))
            .collect()
    };
    let here = Some(SocketAddr::from(([127, 0, 0, 1], 4000)));
    let away = Some(SocketAddr::from(([192, 0, 2, 1], 4000)));
    let own = ("host", "127.0.0.1:8053");
    for host in ["127.0.0.1:8053", "localhost", "localhost:8053", "[::1]:8053", "[::1]"] {
        assert!(may_know(&open, here, &headers(&[("host", host)])), "{host}");
    }
    for (peer, sent) in [
        (away, vec![own]),
        (None, vec![own]),
        (here, vec![]),
        (here, vec![("host", "liaison.example.org")]),
        (here, vec![own, ("x-forwarded-for", "192.0.2.1")]),
        (here, vec![own, ("via", "1.1 proxy")]),
    ] {
        assert!(!may_know(&open, peer, &headers(&sent)), "{peer:?} {sent:?}");
    }
    let token = |value| headers(&[("host", "liaison.example.org"), ("authorization", value)]);
    assert!(may_know(&closed, away, &token("Bearer a-token")));
    for value in ["Bearer another", "Bearer ", "a-token", "Basic a-token"] {
        assert!(!may_know(&closed, here, &token(value)), "{value}");
    }
    assert!(!may_know(&closed, here, &headers(&[own])), "where there is a token, it is needed");
}

#[test]
fn a_program_is_named_so_that_its_owner_knows_it_again() {
    let mozilla = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
         Chrome/138.0.0.0 Safari/537.36";
    let edge = format!("{chrome} Edg/138.0.0.0");
    let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like \
         Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
    let android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
         Chrome/138.0.0.0 Mobile Safari/537.36";
    let words = [mozilla, chrome, &edge, phone, android, "curl/8.5.0", "", "x\u{0}y <b>"];
    assert_eq!(
        words.map(program),
        [
            "Firefox on Linux",
            "Chrome on Windows",
            "Edge on Windows",
            "Safari on an iPhone",
            "Chrome on Android",
            "curl",
            "",
            ""
        ]
    );
}

#[test]
fn only_a_proxy_of_ours_says_where_a_request_comes_from_and_its_own_word_is_the_last() {
    let ours: Vec<IpAddr> = vec!["127.0.0.1".parse().expect("an address")];
    let mut headers = HeaderMap::new();
    headers.insert("x-forwarded-for", "10.1.1.1, 192.0.2.7".parse().expect("a header"));
    let from = |peer: &str, headers: &HeaderMap| {
        network(peer.parse().expect("an address"), headers, &ours)
    };
    assert_eq!(from("127.0.0.1", &headers), "192.0.2.7");
    assert_eq!(from("::ffff:127.0.0.1", &headers), "192.0.2.7");
    assert_eq!(from("198.51.100.9", &headers), "198.51.100.9", "a stranger says what it likes");
    assert_eq!(from("2001:db8:1:2:3::9", &headers), "2001:db8:1:2::/64");
    headers.insert("x-forwarded-for", "nonsense".parse().expect("a header"));
    assert_eq!(from("127.0.0.1", &headers), "127.0.0.1");
}

#[test]
fn the_document_names_every_filter_that_a_list_knows() {
    let known: Vec<&str> = operations::LIST_KEYS.into_iter().chain(["limit", "cursor"]).collect();
    assert_eq!(filters(), known);
}

#[test]
fn a_scale_is_round_and_holds_the_most() {
    assert_eq!(ticks(0), [1]);
    assert_eq!(ticks(4), [1, 2, 3, 4]);
    assert_eq!(ticks(7), [2, 4, 6, 8]);
    assert_eq!(ticks(123), [50, 100, 150]);
    assert_eq!(ticks(1_000), [200, 400, 600, 800, 1_000]);
}

#[test]
fn one_list_has_one_address_however_it_was_asked_for() {
    let one = AskedList::of(&[("year", "2026"), ("q", " a&b "), ("x", "y"), ("page", "3")]);
    assert_eq!(one.at("/statements"), "/statements?q=a%26b&year=2026");
    assert_eq!(one.page("/statements", 2), "/statements?q=a%26b&year=2026&page=2");
    assert_eq!(one.with("/statements", "year", ""), "/statements?q=a%26b");
}

/// A list is of what is public, whatever it is asked for.
#[test]
fn no_list_can_be_asked_for_what_is_not_public() {
    let today = jiff::civil::date(2026, 3, 10);
    for state in State::ALL {
        let states = AskedList::of(&[("state", state.slug())]).states(today);
        assert_eq!(!states.is_empty(), state.is_public(), "{state}");
    }
}

#[test]
fn what_no_list_knows_is_left_out_and_told() {
    let left_out =
        AskedList::of(&[("year", "12"), ("purpose", "joy"), ("sort", "")]).left_out().to_vec();
    let told = [
        "“12” is no year that a list knows, and was left out.",
        "“joy” is no purpose that a list knows, and was left out.",
    ];
    assert_eq!(left_out, told);
}

#[test]
fn numbers_and_sizes_read_well() {
    let numbers = [0, 7, 999, 1_000, 12_345, 1_234_567, -1_000].map(number);
    assert_eq!(numbers, ["0", "7", "999", "1,000", "12,345", "1,234,567", "−1,000"]);
    let sizes = [0, 1, 999, 1_000, 27_499, 999_499, 1_000_000, 25_350_000].map(size);
    let words = ["0 bytes", "1 byte", "999 bytes", "1 kB", "27 kB", "999 kB", "1.0 MB", "25.4 MB"];
    assert_eq!(sizes, words);
}

#[test]
fn an_address_is_read_by_people_and_not_collected() {
    assert_eq!(obscured("ana@example.org"), "ana [at] example.org");
    let mailbox = Mailbox::new("Ana Example", "ana@example.org").expect("a mailbox");
    assert_eq!(obscured_mailbox(&mailbox), "Ana Example, ana [at] example.org");
}

#[test]
fn links_lead_to_files_of_the_copy_or_to_the_service() {
    let page = "<a href=\"/statements/7\">7</a> <a href=\"/statements/8\">8</a>\
        <a href=\"/statements/7/attachments/1/A%20%22b%22%2F..c.pdf\">file</a>\
        <a href=\"/statements/7/letter.pdf?position=1\">pdf</a> <a href=\"#top\">top</a>\
        <a href=\"/groups/etu-sg1#open\">group</a> <a href=\"/statements?year=2026&#38;q=x\">list</a>\
        <a href=\"https://example.com/statements/7\">other</a> <a href=\"/statements/7/../../x\">up</a>\
        <p>he wrote &#34; href=&#34;/about&#34;</p> <form action=\"/statements\">";
    insta::assert_snapshot!(
        copied(page, "statements/7.html", &[Number(7)], &["/organizations/etu", "/groups/etu-sg1"])
            .replace("<a", "\n<a")
    );
}

#[test]
fn no_name_of_a_file_leads_anywhere_else() {
    for (name, file) in [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", "file"),
        ("a:b*c?.docx", "a_b_c_.docx"),
        ("letter.pdf", "letter.pdf"),
    ] {
        assert_eq!(copied_name(name), file);
    }
    let long = copied_name(&format!("{}.docx", "ä".repeat(200)));
    assert!(long.len() <= 120 && long.ends_with("ä.docx"), "{long}");
}
