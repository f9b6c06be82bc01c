//! One statement in, one statement out: the running service with a real mail server, on both databases.
//!
//! Postfix runs as `scripts/servers/postfix` starts it, and hands what comes for the liaison inbox to
//! `liaison receive`; `liaison serve` sends through it. People act through the pages alone, and read their mail.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod beginning;
mod browser;
mod ending;
mod full;
mod heavy;
mod house;
mod instances;
mod lost;
mod outgoing;
mod pair;
mod post;
mod two;
mod ways_in;
mod whose;

use std::time::Duration;

use browser::{Browser, Form};
use house::House;
use post::{Post, mail_as_sent, send};

const LETTER: &[u8] = include_bytes!("../../../operations/demo/files/residence-time.docx");
const FIGURES: &[u8] = include_bytes!("../../../operations/demo/files/holdover-figures.pdf");

#[test]
fn a_statement_comes_in_and_its_answer_goes_out_on_sqlite() {
    if let Some(house) = House::build("sqlite") {
        both(&house);
    }
}

#[test]
fn a_statement_comes_in_and_its_answer_goes_out_on_postgresql() {
    if let Some(house) = House::build("postgres") {
        both(&house);
    }
}

/// The same with two instances, either of which is killed again and again.
#[test]
fn a_statement_comes_in_and_its_answer_goes_out_while_either_instance_is_killed() {
    if let Some(house) = House::build_killed(false) {
        both(&house);
    }
}

fn both(house: &House) {
    let post = house.post();
    let cy = signed_in_by_page(house, "cy@example.org");
    comes_in(house, &post, &cy);
    goes_out(house, &post, &cy);
    house.ends();
    the_log_tells_nothing_that_is_not_its_own(house, &post);
}

/// One object a line, in which no address, no secret of a link or session, and no word of a message stands.
fn the_log_tells_nothing_that_is_not_its_own(house: &House, post: &Post) {
    let log = house.log();
    assert!(log.lines().count() > 20, "{log}");
    for line in log.lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{line}");
    }
    let of_people = ["lee", "anna", "bo", "cy", "di", "tsync"].map(|name| format!("{name}@"));
    let words = ["Clocks", "colleagues", "residence-time", "holdover", "Chair"].map(str::to_owned);
    let mut secrets = Vec::new();
    for person in ["anna", "bo", "cy", "di"] {
        for mail in post.mails(&format!("{person}@example.org")) {
            let text = mail.text();
            let links = text.split_whitespace().filter_map(|word| word.split_once("/sign-in/"));
            secrets.extend(links.map(|(_, secret)| secret.to_owned()));
        }
    }
    assert!(secrets.len() >= 4, "{secrets:?}");
    for told in of_people.iter().chain(&words).chain(&secrets) {
        let line = log.lines().find(|line| line.contains(told));
        assert_eq!(line, None, "the log tells “{told}”");
    }
}

/// IN-1, IN-6, CON-7, CON-10, REC-1, REC-11.
fn comes_in(house: &House, post: &Post, cy: &Browser) {
    let letter = mail_as_sent("Clocks of the second kind", LETTER);
    send(house.smtp_port(), "lee@example.com", "liaison-inbox@example.org", &letter);
    let form = arrived(cy, "Clocks of the second kind")
        .1
        .fill("from_groups", "etu-sg1")
        .fill("from_as_written", "Study Group 1 (Clocks)")
        .fill("to_groups", "tsync")
        .fill("purpose", "action")
        .fill("deadline", &in_two_years());
    assert_eq!(cy.sends(&form), "/statements/1/mail?done=recorded");

    let stranger = house.stranger();
    let page = stranger.page("/statements/1");
    assert!(page.contains("Clocks of the second kind") && page.contains("Study Group 1 (Clocks)"));
    let link = house.path(first_attachment(&page));
    assert!(stranger.get(&link).body == LETTER, "the file is what was sent, byte for byte");
    show("in_json", &house.shown(&stranger.page("/statements/1.json")));

    cy.until_nothing_waits("/statements/1/mail");
    house.until_all_is_delivered();
    let receipts = post.mails("lee@example.com");
    assert_eq!(receipts.len(), 1, "one receipt, to the sender (IN-6)");
    show("in_receipt", &house.shown(&receipts[0].words()));
    show("in_who_was_told", &house.shown(&post.all()));
}

/// OUT-2, OUT-4, OUT-10, OUT-11, CON-5, BOD-2, REC-2.
fn goes_out(house: &House, post: &Post, cy: &Browser) {
    let anna = signed_in_by_first_link(house, post, "anna@example.org");
    let bo = signed_in_by_first_link(house, post, "bo@example.org");
    let reply = anna
        .form("/statements/1/reply", "/statements/new?direction=outgoing")
        .fill("purpose", "response")
        .fill("subject", "Clocks of the second kind: what we know")
        .fill(
            "text",
            "Dear colleagues,\n\nthe figures are attached.\n\n.\n  Time Synchronization\n",
        )
        .fill("consensus", "groups")
        .fill("url", "https://example.org/clocks")
        .choose("file", "holdover-figures.pdf", FIGURES)
        .fill("do", "preview");
    assert_eq!(anna.sends(&reply), "/statements/2/preview?done=saved");
    let preview = anna.page("/statements/2/preview");
    assert!(preview.contains("holdover-figures.pdf"), "what is mailed is seen before: {preview}");
    assert!(preview.contains("lee@example.com"), "and to whom (OUT-11): {preview}");
    assert_eq!(house.stranger().get("/statements/2").status, 404, "nobody else sees a draft");
    anna.clicks("/statements/2/preview", "/statements/2/submit");

    let asked = post.mail_with("bo@example.org", "Please approve");
    let link = house.link_in(&asked.text(), "/statements/2");
    assert!(bo.page(&link).contains("/statements/2/approve"), "one click from the notification");
    bo.clicks(&link, "/statements/2/approve");
    let di = signed_in_by_first_link(house, post, "di@example.org");
    let asked = post.mail_with("di@example.org", "Your advice");
    di.clicks(&house.link_in(&asked.text(), "/statements/2"), "/statements/2/advise");
    assert_eq!(house.stranger().get("/statements/2").status, 404, "one gate is still closed");

    // A server that stops after it took a message, and before it could say so, is sent it again: CON-5 is about one
    // that stays, so nothing is under way when it stops.
    post.mail_with("anna@example.org", "Advice");
    post.mail_with("bo@example.org", "Advice");
    post.mail_with("liaison-coordination@example.org", "Please review");
    house.stop_postfix();
    cy.clicks_to("/statements/2/preview", "/statements/2/review", "/statements/2/mail?done=posted");
    assert!(house.stranger().page("/statements/2").contains("what we know"), "it is public");
    cy.page_with("/statements/2/mail", "refused");
    house.start_postfix();
    cy.until_nothing_waits("/statements/2/mail");
    house.until_all_is_delivered();

    let theirs = post.mails("lee@example.com");
    assert_eq!(theirs.len(), 2, "after the receipt, the answer, once (CON-5, CON-7)");
    show("out_mail", &house.shown(&theirs[1].words()));
    let files = theirs[1].files();
    assert!(files[0] == ("holdover-figures.pdf".to_owned(), FIGURES.to_vec()));
    let (name, for_programs) = &files[1];
    let read: serde_json::Value = serde_json::from_slice(for_programs).unwrap();
    assert_eq!((name.as_str(), files.len()), ("statement.json", 2));
    assert_eq!((&read["number"], &read["links"][0]["number"]), (&2.into(), &1.into()));
    show("out_who_was_told", &house.shown(&post.all()));
    let attempts = cy.page("/statements/2/mail");
    let (_, fate) = attempts.split_once("lee@example.com").unwrap();
    let (fate, _) = fate.split_once("</details>").unwrap();
    // Of one that a kill ended, nobody knows how the server took it.
    let was_cut_off = cy.breaks && fate.contains("This attempt was interrupted");
    assert!(
        (fate.contains("refused") || was_cut_off) && fate.contains("250 2.0.0"),
        "each attempt is on record: {fate}"
    );
}

/// A deadline that is far ahead whenever the story plays, and on another day than that.
fn in_two_years() -> String {
    let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now());
    format!("{}-10-15", today.year() + 2)
}

/// Compares with the snapshot, which both databases share; the day of the run is taken out.
fn show(name: &str, text: &str) {
    let times = [
        (r"20\d\d-\d\d-\d\dT[\d:.]+Z", "(then)"),
        (r"20\d\d-10-15", "(in two years)"),
        (r"15 October 20\d\d", "15 October (in two years)"),
        (r"202\d-\d\d-\d\d", "(today)"),
    ];
    insta::with_settings!({ filters => times }, { insta::assert_snapshot!(name, text) });
}

/// Asks for a one-time link on the sign-in page, and follows it.
fn signed_in_by_page(house: &House, address: &str) -> Browser {
    // What an instance was sending as it was killed is sent by another after so long.
    const TAKEN_OVER: Duration = Duration::from_secs(75);
    // Whoever has an account was mailed a link when it was made.
    house.post().nth(address, 0);
    let before = house.post().mails(address).len();
    let browser = house.stranger();
    let form = browser.form("/sign-in", "/sign-in/link").fill("link_address", address);
    while browser.send(&form).is_none() && !house.post().comes(address, before, TAKEN_OVER) {}
    let mail = house.post().nth(address, before);
    follow(house, browser, address, &mail.text())
}

/// Follows the link that was mailed when the account was made.
fn signed_in_by_first_link(house: &House, post: &Post, address: &str) -> Browser {
    follow(house, house.stranger(), address, &post.nth(address, 0).text())
}

fn follow(house: &House, mut browser: Browser, address: &str, mail: &str) -> Browser {
    let link = house.link_in(mail, "/sign-in/");
    loop {
        let Some(button) = Form::offered(&browser.get(&link).text(), &link) else {
            assert!(browser.breaks, "the link works");
            house.asks_again(address);
            return signed_in_by_page(house, address);
        };
        if let Some(answer) = browser.send(&button) {
            browser.cookie = answer.cookie();
            assert!(browser.page("/desk").contains("Sign out"));
            return browser;
        }
    }
}

/// Returns the address of the first attachment that a page links to.
fn first_attachment(page: &str) -> &str {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.into_iter().find(|link| link.contains("/attachments/1/")).unwrap()
}

/// Waits until a message was read, and returns its address and the form as it is filled.
fn arrived(who: &Browser, subject: &str) -> (String, Form) {
    let item = item_in(&who.page_with("/desk/inbox", subject), subject);
    let record = format!("{item}/record");
    who.page_with(&item, &record);
    let form = who.form(&item, &record);
    (item, form)
}

/// Returns the address of the message with a subject, as the inbox has it.
fn item_in(inbox: &str, subject: &str) -> String {
    let row = inbox.split("href=\"").find(|link| is_item(link) && link.contains(subject)).unwrap();
    row.split('"').next().unwrap().to_owned()
}

fn is_item(link: &str) -> bool {
    let id = link.strip_prefix("/desk/inbox/").and_then(|rest| rest.split('"').next());
    id.is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
}
