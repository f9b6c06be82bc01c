//! Mailboxes and contacts: read, shown, told apart.

use std::fmt::Write as _;

use proptest::prelude::*;
use rules::{BadAddress, Contact, Mailbox, Why};

use crate::made::mailbox;

#[test]
fn a_mailbox_is_read_as_people_write_it() {
    let read = |text| Mailbox::parse(text).unwrap();
    assert_eq!(read("anna@example.org"), mailbox("", "anna@example.org"));
    assert_eq!(read("  <anna@example.org> "), mailbox("", "anna@example.org"));
    assert_eq!(read("Anna Ruiz <anna@example.org>"), mailbox("Anna Ruiz", "anna@example.org"));
    assert_eq!(
        read("\"Ruiz, Anna\" <anna@example.org>"),
        mailbox("Ruiz, Anna", "anna@example.org")
    );
    assert_eq!(
        read(r#""Anna \"Ann\" R\\uiz" <anna@example.org>"#),
        mailbox(r#"Anna "Ann" R\uiz"#, "anna@example.org")
    );
    assert_eq!(read("SG1 <Chair> <c@example.org>"), mailbox("SG1 <Chair>", "c@example.org"));
}

/// Names and addresses of every script are taken as they are (RFC 6531), marks that are no letters included.
#[test]
fn names_and_addresses_of_every_script_are_read() {
    for text in [
        "Jörg Müller <joerg@müller.example>",
        "用户@例子.example",
        "संपर्क@हिन्दी.example",
        "δοκιμή@παράδειγμα.example",
        "o'brien+lists@sub.example.org",
        "a.b-c_d@xn--mller-kva.example",
    ] {
        assert_eq!(Mailbox::parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn what_is_no_address_is_refused_in_words() {
    let mut sentences = String::new();
    let long = format!("{}@example.org", "x".repeat(65));
    let too_long = format!("x@{}.example.org", "long.".repeat(60));
    for text in [
        "",
        "   ",
        "Anna <>",
        "Anna",
        "anna at example dot org",
        "anna@example",
        "@example.org",
        "anna@",
        "an na@example.org",
        "anna@exa mple.org",
        "anna@example..org",
        ".anna@example.org",
        "an..na@example.org",
        "anna.@example.org",
        "anna@-example.org",
        "anna@example-.org",
        "anna@[192.0.2.1]",
        "anna@ben@example.org",
        "anna@example.org>",
        "a@example.org, b@example.org",
        "anna\u{a0}b@example.org",
        "anna@exam\u{2028}ple.org",
        "Anna\r\nBcc: x <anna@example.org>",
        "anna@example.org\0",
        &long,
        &too_long,
    ] {
        let refusal = Mailbox::parse(text).unwrap_err();
        writeln!(
            sentences,
            "{:<44} {refusal}",
            text.chars().take(40).collect::<String>().escape_debug().to_string()
        )
        .unwrap();
    }
    insta::assert_snapshot!(sentences);
}

/// A name must not carry a header of its own into a message.
#[test]
fn a_line_end_in_a_name_is_refused() {
    assert_eq!(Mailbox::new("Anna\nBcc: all", "anna@example.org"), Err(BadAddress::Control));
    assert_eq!(Mailbox::new("Anna", "anna@example.org\r\nx"), Err(BadAddress::Control));
}

#[test]
fn a_list_is_split_at_commas_semicolons_and_lines_but_not_within_quotes() {
    let list = Mailbox::parse_list(
        "a@example.org, \"B, Jr.; \\\"b\\\"\" <b@example.org>;\n\nC <c@example.org>,",
    )
    .unwrap();
    let names: Vec<String> = list.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["a@example.org", r#""B, Jr.; \"b\"" <b@example.org>"#, "C <c@example.org>"]);
    assert_eq!(Mailbox::parse_list(" ;, \n"), Ok(Vec::new()));
    assert_eq!(
        Mailbox::parse_list("a@example.org, nonsense, b@example.org"),
        Err(BadAddress::Form("nonsense".to_owned()))
    );
}

/// REC-2: the record says to which address something went; it is shown whole, never disguised.
#[test]
fn an_address_is_never_obfuscated() {
    let anna = mailbox("Anna (chair)", "anna.ruiz@example.org");
    assert_eq!(anna.to_string(), "\"Anna (chair)\" <anna.ruiz@example.org>");
    let contact = Contact::new(&anna, Why::Chairs);
    assert_eq!(contact.to_string(), anna.to_string());
}

#[test]
fn two_spellings_of_an_address_are_one() {
    assert_eq!(mailbox("A", "Anna@Example.ORG").key(), mailbox("B", "anna@example.org").key());
    assert_ne!(mailbox("A", "anna@example.org").key(), mailbox("A", "anna@example.net").key());
}

/// REC-10: an imported contact may be a name alone, or hold what is no address; it is shown as it was.
#[test]
fn an_imported_contact_is_shown_as_it_was() {
    let shown = |name: &str, address: Option<&str>| {
        let (name, address) = (name.to_owned(), address.map(str::to_owned));
        let contact = Contact { name, address, why: Why::Imported };
        (contact.to_string(), contact.mailbox().is_some())
    };
    assert_eq!(shown("Anna Ruiz", None), ("Anna Ruiz".to_owned(), false));
    assert_eq!(shown("Anna", Some("no address")), ("Anna <no address>".to_owned(), false));
    assert_eq!(shown("", Some("no address")), ("no address".to_owned(), false));
    assert_eq!(shown("Anna", Some("a@example.org")), ("Anna <a@example.org>".to_owned(), true));
}

/// What comes back from storage or a file passes the same check as what is typed.
#[test]
fn a_mailbox_is_checked_however_it_is_made() {
    let read = toml::from_str::<Mailbox>;
    let anna = read("name = \"Anna\"\naddress = \"anna@example.org\"");
    assert_eq!(anna.unwrap(), mailbox("Anna", "anna@example.org"));
    let forged = read("name = \"Anna\\nBcc: all\"\naddress = \"anna@example.org\"").unwrap_err();
    assert!(forged.to_string().contains("control character"), "{forged}");
    assert!(read("name = \"\"\naddress = \"nobody\"").is_err());
}

proptest! {
    /// Reading never panics, and what is shown is read back as the same mailbox, alone and in a list.
    #[test]
    fn what_is_shown_is_read_back(name in ".*", local in "[a-zö+._]{1,20}", rest in ".*") {
        let _ = Mailbox::parse_list(&rest);
        if let Ok(anna) = Mailbox::new(&name, &format!("{local}@example.org")) {
            prop_assert_eq!(Mailbox::parse(&anna.to_string()), Ok(anna.clone()));
            let list = format!("{anna}, b@example.org\n{anna}");
            let list = Mailbox::parse_list(&list);
            prop_assert_eq!(list, Ok(vec![anna.clone(), mailbox("", "b@example.org"), anna]));
        }
    }
}
