//! Another organization runs it with its own policy: a whole exchange, and not a word of the IETF's anywhere.

use std::collections::BTreeSet;

use operations::fill_demo;
use rules::State;

use crate::desk_world::{Browser, World, empty, now};

/// Words that only the IETF has use for, in small letters.
const FOREIGN: [&str; 9] = [
    "ietf",
    "iab",
    "iesg",
    "irtf",
    "area director",
    "working group",
    "steering group",
    "internet-draft",
    "datatracker",
];
const PEOPLE: [&str; 5] = [
    "aino.keski@example.org",
    "beto.lagos@example.org",
    "carys.flint@example.org",
    "dov.amari@example.org",
    "esi.mensah@example.org",
];

/// Checks that a text has no such word; numbers in addresses of files may look like anything.
fn assert_own_words(text: &str, place: &str) {
    // Data name kinds of groups as the datatracker does, so that directories can be exchanged.
    let data = ["\"kind\":\"ietf\"", "value=\"ietf\""];
    let small = data.iter().fold(text.to_lowercase(), |text, name| text.replace(name, ""));
    for word in FOREIGN {
        let mut rest = small.as_str();
        while let Some(at) = rest.find(word) {
            let before = rest[..at].chars().next_back();
            let after = rest[at + word.len()..].chars().next();
            let is_within = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let around: String = rest[at.saturating_sub(60)..].chars().take(140).collect();
            assert!(is_within(before) || is_within(after), "{place} says “{word}”: …{around}…");
            rest = &rest[at + word.len()..];
        }
    }
}

/// Follows every link that somebody has before them, and reads each page once.
async fn reads_everything(browser: &Browser<'_>, who: &str) -> usize {
    let mut to_read = vec!["/".to_owned(), "/desk".to_owned(), "/statements/new".to_owned()];
    let mut read: BTreeSet<String> = BTreeSet::new();
    while let Some(path) = to_read.pop() {
        if !read.insert(path.clone()) {
            continue;
        }
        let answer = browser.get(&path).await;
        if answer.status.as_u16() != 200 {
            continue;
        }
        // A letter is a file of an office program.
        let Ok(text) = String::from_utf8(answer.body.to_vec()) else {
            assert!(path.ends_with(".docx") || path.ends_with(".pdf"), "{path} is no text");
            continue;
        };
        assert_own_words(&text, &format!("{path}, read by {who}"));
        let links = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let links = links.map(|link| link.replace("&amp;", "&").replace("&#38;", "&"));
        // Searches show what the pages show, and the policy as it is written is data.
        let is_page = |link: &String| !link.contains('?') && !link.ends_with(".toml");
        let own = links.filter(|link| link.starts_with('/') && !link.starts_with("/assets"));
        let own = own.filter(is_page);
        to_read.extend(own.map(|link| link.split('#').next().unwrap().to_owned()));
    }
    read.len()
}

async fn mails(world: &World) -> Vec<String> {
    let reader = world.desk.store.reader();
    let mut texts = Vec::new();
    for number in 1..=8 {
        for fate in reader.mail_of(rules::Number(number)).await.unwrap() {
            let mail = operations::read_mail(&world.desk, &fate.mail.sha256).await.unwrap();
            texts.push(format!("{}\n{}", mail.subject, mail.text));
        }
    }
    texts
}

/// REC-3, IN-6, OUT-2: a letter comes in, is recorded, answered, approved by the board and mailed.
#[tokio::test]
async fn the_consortium_runs_a_whole_exchange_in_its_own_words() {
    for world in empty("consortium", true, "consortium").await {
        fill_demo(&world.desk, now()).await.unwrap();
        let carys = world.browser_of("carys.flint@example.org").await;
        let inbox = carys.page("/desk/inbox").await;
        let at = inbox.find("Cooling rates").unwrap();
        let link = inbox[..at].rsplit("href=\"").next().unwrap().split('"').next().unwrap();
        let form = carys.form(link, &format!("{link}/record")).await;
        insta::assert_snapshot!(
            "consortium_form",
            ["from_groups", "to_groups", "purpose", "subject"]
                .map(|it| form.holds(it).join(", "))
                .join("\n")
        );
        let recorded = carys.sends(&form).await;
        let number: i64 = recorded.split('/').nth(2).unwrap().parse().unwrap();
        assert_eq!(world.statement(number).await.state, State::Posted);

        let aino = world.browser_of("aino.keski@example.org").await;
        let action = "/statements/new?direction=outgoing";
        let reply = aino.form(&format!("/statements/{number}/reply"), action).await;
        let reply = reply
            .fill("text", "Dear Hanne,\n\nraku kilns do, on purpose.\n")
            .fill("consensus", "groups")
            .fill("do", "preview");
        let preview = aino.sends(&reply).await;
        let answer: i64 = preview.split('/').nth(2).unwrap().parse().unwrap();
        let submit = format!("/statements/{answer}/submit");
        aino.sends(&aino.form(&preview, &submit).await).await;
        let beto = world.browser_of("beto.lagos@example.org").await;
        let (page, approve) =
            (format!("/statements/{answer}/preview"), format!("/statements/{answer}/approve"));
        beto.sends(&beto.form(&page, &approve).await).await;
        assert_eq!(world.statement(answer).await.state, State::Posted, "the board alone decides");

        let mailed = mails(&world).await;
        assert!(mailed.len() > 6, "{mailed:?}");
        for text in &mailed {
            assert_own_words(text, "a mail");
        }
        let receipt = mailed.iter().find(|text| text.starts_with("Received: Cooling rates"));
        insta::assert_snapshot!("consortium_receipt", receipt.unwrap());
        for address in PEOPLE {
            let read = reads_everything(&world.browser_of(address).await, address).await;
            assert!(read > 20, "{address} read {read} pages");
        }
        reads_everything(&world.stranger(), "a stranger").await;
        insta::assert_snapshot!(
            "consortium_policy",
            crate::desk_world::main_of(&carys.page("/policy").await)
        );
    }
}
