//! What shows where a message is from, in one sentence.

use std::fmt::Write as _;

use rules::{Brought, Check, Method, Origin, OriginStanding, Verdict};

fn check(method: Method, domain: &str, verdict: Verdict) -> Check {
    let (domain, why, by) = (domain.to_owned(), String::new(), String::new());
    Check { method, domain, verdict, why, is_strict: false, by }
}

fn from(domain: &str, list: &str, checks: &[Check]) -> Origin {
    Origin {
        from_domain: domain.to_owned(),
        list: list.to_owned(),
        checks: checks.to_vec(),
        ..Origin::default()
    }
}

fn strict(domain: &str) -> Check {
    Check { is_strict: true, ..check(Method::Dmarc, domain, Verdict::Fail) }
}

/// IN-2: whoever sees the message learns at a glance what shows where it is from.
#[test]
fn each_way_to_know_the_sender_has_its_sentence() {
    let dkim = |domain, verdict| check(Method::Dkim, domain, verdict);
    let spf = |domain, verdict| check(Method::Spf, domain, verdict);
    let sealed = Check {
        why: "says that it had checked the sender".to_owned(),
        ..check(Method::Arc, "lists.example.org", Verdict::Pass)
    };
    let (itu, list) = ("itu.example", "tsync.lists.example.org");
    let pass = dkim(itu, Verdict::Pass);
    let of_list = dkim("lists.example.org", Verdict::Pass);
    let broken = dkim(itu, Verdict::Fail);
    let dmarc = check(Method::Dmarc, itu, Verdict::Pass);
    let unchecked = Origin { is_unchecked: true, ..from(itu, "", &[]) };
    let form =
        Origin { brought: Brought::Form { domain: "etu.example".to_owned() }, ..Origin::default() };
    let all = [
        ("signed by its own domain", from(itu, "", std::slice::from_ref(&pass))),
        ("signed by the domain above", from("mail.itu.example", "", std::slice::from_ref(&pass))),
        ("signed by a country", from("itu.example", "", &[dkim("example", Verdict::Pass)])),
        ("signed below it", from(itu, "", &[dkim("mail.itu.example", Verdict::Pass)])),
        (
            "signed below it, and its policy takes that",
            from(itu, "", &[dkim("mail.itu.example", Verdict::Pass), dmarc.clone()]),
        ),
        ("signed, through a list", from(itu, list, &[pass.clone(), of_list.clone()])),
        ("changed by a list", from(itu, list, &[broken.clone(), of_list.clone(), strict(itu)])),
        ("changed by a list that seals", from(itu, list, &[broken.clone(), of_list, sealed])),
        ("through a list of odd name", from(itu, "<b>@x", std::slice::from_ref(&broken))),
        ("from its own server", from(itu, "", &[spf(itu, Verdict::Pass)])),
        ("its policy is met", from(itu, "", &[dmarc])),
        ("from another's server", from(itu, "", &[spf("example.net", Verdict::Pass)])),
        ("signed by another", from(itu, "", &[dkim("example.net", Verdict::Pass)])),
        ("changed on the way", from(itu, "", std::slice::from_ref(&broken))),
        ("forged, and its policy is strict", from(itu, "", &[broken, strict(itu)])),
        ("no name server answers", from(itu, "", &[dkim(itu, Verdict::Unsure)])),
        ("nothing came with it", from(itu, "", &[])),
        ("nobody can be asked", unchecked),
        ("no sender", from("", "", &[])),
        ("by the form", form),
    ];
    let mut page = String::new();
    for (what, origin) in all {
        let again = if origin.is_unsure() { ", to be asked again" } else { "" };
        writeln!(page, "{what}: {:?}{again}\n  {}", origin.standing(), origin.sentence()).unwrap();
    }
    insta::assert_snapshot!(page);
}

#[test]
fn nothing_that_a_stranger_wrote_stands_in_the_sentence_but_names() {
    for odd in ["a@example.org", "x\ny.example", "<script>.example", "no-dot", &"x.".repeat(80)] {
        let forms = [
            from(odd, odd, &[]),
            from(odd, "", &[strict(odd)]),
            from("itu.example", "", &[check(Method::Dkim, odd, Verdict::Pass)]),
            Origin { brought: Brought::Form { domain: odd.to_owned() }, ..Origin::default() },
        ];
        for origin in forms {
            assert!(!origin.sentence().contains(odd), "{}", origin.sentence());
        }
    }
}

#[test]
fn what_might_still_be_found_out_is_asked_again_but_not_once_the_sender_is_shown() {
    let unsure = check(Method::Dkim, "other.example", Verdict::Unsure);
    assert!(from("itu.example", "", std::slice::from_ref(&unsure)).is_unsure());
    let shown =
        from("itu.example", "", &[unsure, check(Method::Dkim, "itu.example", Verdict::Pass)]);
    assert_eq!(shown.standing(), OriginStanding::Shown);
    assert!(!shown.is_unsure());
}

#[test]
fn the_results_of_mail_servers_are_read() {
    let words = ["pass", "PASS", "fail", "softfail", "temperror", "neutral", "none", "x"];
    let read = words.map(Verdict::of_result);
    use Verdict::{Fail, None, Pass, Unsure};
    assert_eq!(read, [Pass, Pass, Fail, Fail, Unsure, None, None, None]);
}
