//! Everything that goes out, by each level and each turn that it can take: one service, one mail server, one post.
//!
//! Each case has a subject of its own, by which its mail is told from the others' when all have been played.

use std::collections::BTreeMap;

use crate::browser::{Browser, Form};
use crate::house::House;
use crate::post::Post;
use crate::signed_in_by_first_link;

const NEW: &str = "/statements/new?direction=outgoing";
/// Everybody who acts, by the name before the @.
const EVERYBODY: [&str; 9] = ["anna", "bo", "cy", "di", "eve", "flo", "ina", "jan", "kim"];
/// Who lets a statement of tsync to ETU go, by which verb.
pub(crate) const ALL_GATES: [(&str, &str); 3] =
    [("bo", "approve"), ("di", "advise"), ("cy", "review")];

/// The people at their browsers.
pub(crate) struct Play<'h> {
    house: &'h House,
    pub(crate) post: Post,
    pub(crate) people: BTreeMap<&'static str, Browser>,
}

#[test]
fn what_each_level_sends_goes_out_whatever_turn_it_takes_on_sqlite() {
    if let Some(house) = House::build_with_more_people("sqlite") {
        all(&house);
    }
}

#[test]
fn what_each_level_sends_goes_out_whatever_turn_it_takes_on_postgresql() {
    if let Some(house) = House::build_with_more_people("postgres") {
        all(&house);
    }
}

fn all(house: &House) {
    let play = Play::begin(house);
    let played = [
        ("group_corrected", "Clocks of one group", a_group_tells_its_list_and_corrects(&play)),
        ("two_groups", "Clocks and paths", a_coordinator_drafts_for_two_groups(&play)),
        ("area_dropped", "Clocks of an area", an_area_drops_and_takes_up_again(&play)),
        ("ietf_edited", "Clocks of the IETF", the_ietf_edits_what_was_approved(&play)),
        ("iesg_sent_back", "Clocks of the IESG", the_iesg_is_sent_it_back(&play)),
        ("iab_withdrawn", "Clocks of the IAB", the_iab_withdraws(&play)),
        ("manager_drafts", "Clocks by a manager", a_manager_drafts_for_a_group(&play)),
        ("by_other_means", "Clocks by letter", a_group_sends_by_other_means(&play)),
        ("split", "Clocks for two", a_group_splits(&play)),
    ];
    for number in played.iter().flat_map(|(_, _, numbers)| numbers) {
        play.people["cy"].until_nothing_waits(&format!("/statements/{number}/mail"));
    }
    house.until_all_is_delivered();
    house.ends();
    for (name, subject, numbers) in played {
        play.shows(name, subject, &numbers);
    }
}

/// OUT-1, OUT-2, OUT-4, OUT-7, REC-2: a working group; its list hears first, and what was wrong is corrected and sent again.
fn a_group_tells_its_list_and_corrects(play: &Play<'_>) -> Vec<i64> {
    let number = play.drafts("anna", "tsync", "etu-sg1", "Clocks of one group");
    play.does("anna", number, "submit");
    play.fills(
        "anna",
        number,
        "note-telling",
        &[("told_on", &today()), ("told_where", "https://lists.example.org/tsync/7")],
    );
    play.opens(number, &ALL_GATES);
    let mail = format!("/statements/{number}/mail");
    let correct = play.people["anna"]
        .form(&mail, &format!("/statements/{number}/correct"))
        .fill("correction_why", "The interval was wrong.")
        .fill("resend", "yes");
    let own = number_in(&play.people["anna"].sends(&correct));
    play.edits("anna", own, "text", "Dear colleagues,\n\n   clocks differ by two.\n");
    play.does("anna", own, "submit");
    assert!(play.public(number).contains("differ by one"), "it says what it said until then");
    play.opens(own, &ALL_GATES);
    assert!(play.public(number).contains("differ by two"), "and then what is right");
    vec![number]
}

/// OUT-3, OUT-12: two groups of two areas, drafted by a coordinator: both agree, both areas approve, nobody for the other.
fn a_coordinator_drafts_for_two_groups(play: &Play<'_>) -> Vec<i64> {
    let number = play.drafts("cy", "tsync paths", "etu", "Clocks and paths");
    play.does("cy", number, "submit");
    play.opens(number, &[("anna", "agree"), ("eve", "agree"), ("bo", "approve")]);
    let waits = play.people["bo"].page(&preview(number));
    assert!(!waits.contains(&format!("/statements/{number}/approve")), "not for the other area");
    play.opens(number, &[("di", "advise"), ("cy", "review"), ("flo", "approve")]);
    vec![number]
}

/// OUT-2: an area, whose draft is dropped in review and taken up again.
fn an_area_drops_and_takes_up_again(play: &Play<'_>) -> Vec<i64> {
    let number = play.drafts("bo", "tim", "etu", "Clocks of an area");
    play.does("bo", number, "submit");
    play.fills("bo", number, "drop", &[("reason", "It comes too early.")]);
    play.does("bo", number, "revive");
    play.does("bo", number, "submit");
    play.opens(number, &ALL_GATES);
    vec![number]
}

/// OUT-2, OUT-9: the IETF, whose chair approved; a change takes that back, and every gate is asked for again.
fn the_ietf_edits_what_was_approved(play: &Play<'_>) -> Vec<i64> {
    let number = play.drafts("bo", "ietf", "etu", "Clocks of the IETF");
    play.does("bo", number, "submit");
    play.does("ina", number, "approve");
    play.edits("bo", number, "text", "Dear colleagues,\n\n   clocks differ by three.\n");
    play.opens(number, &[("di", "advise"), ("cy", "review"), ("ina", "approve")]);
    vec![number]
}

/// OUT-2: the IESG, whose chair sends it back with words before it goes.
fn the_iesg_is_sent_it_back(play: &Play<'_>) -> Vec<i64> {
    let number = play.drafts("bo", "iesg", "etu", "Clocks of the IESG");
    play.does("bo", number, "submit");
    play.fills("ina", number, "send-back", &[("back_words", "Say by how much they differ.")]);
    play.edits("bo", number, "text", "Dear colleagues,\n\n   clocks differ by four.\n");
    play.does("bo", number, "submit");
    play.opens(number, &[("ina", "approve"), ("di", "advise"), ("cy", "review")]);
    vec![number]
}

/// OUT-2, REC-2: the IAB, which takes back what it sent; it stays readable.
fn the_iab_withdraws(play: &Play<'_>) -> Vec<i64> {
    let number = play.drafts("kim", "iab", "etu", "Clocks of the IAB");
    play.does("kim", number, "submit");
    play.opens(number, &[("jan", "approve"), ("di", "advise"), ("cy", "review")]);
    let page = format!("/statements/{number}/mail");
    let withdraw = play.people["cy"]
        .form(&page, &format!("/statements/{number}/withdraw"))
        .fill("reason", "It was sent to the wrong organization.");
    play.people["cy"].sends(&withdraw);
    assert!(play.public(number).contains("clocks differ by one"), "it stays readable");
    vec![number]
}

/// OUT-3, OUT-4, OUT-12: a liaison manager drafts for a group, which agrees; its approval was given elsewhere, and is noted.
fn a_manager_drafts_for_a_group(play: &Play<'_>) -> Vec<i64> {
    let number = play.drafts("di", "tsync", "etu-sg1", "Clocks by a manager");
    play.does("di", number, "submit");
    play.opens(number, &[("anna", "agree"), ("cy", "review")]);
    play.fills(
        "cy",
        number,
        "note-approval",
        &[
            ("group", "tsync"),
            ("authority", "Bo Director"),
            ("comment", "By mail to the coordination."),
        ],
    );
    vec![number]
}

/// REC-7, OUT-5, CON-8: what a group sent by letter is recorded with its approval missing, and mailed to nobody outside.
fn a_group_sends_by_other_means(play: &Play<'_>) -> Vec<i64> {
    let number = play.drafts("anna", "tsync", "etu-sg1", "Clocks by letter");
    play.does("anna", number, "submit");
    let how = [("sent_on", &*today()), ("travelled", "A letter on paper")];
    play.fills("cy", number, "record-as-sent", &how);
    vec![number]
}

/// CON-9: one draft to two organizations becomes one letter for each.
fn a_group_splits(play: &Play<'_>) -> Vec<i64> {
    let first = play.drafts("anna", "tsync", "etu ocg", "Clocks for two");
    assert!(play.people["anna"].page(&preview(first)).contains("Open Clock Guild"));
    play.does("anna", first, "split");
    let other = first + 1;
    for number in [first, other] {
        play.does("anna", number, "submit");
    }
    play.opens(first, &ALL_GATES);
    play.opens(other, &[("bo", "approve"), ("cy", "review")]);
    vec![first, other]
}

impl<'h> Play<'h> {
    pub(crate) fn begin(house: &'h House) -> Self {
        let sign_in = |name| {
            let address = format!("{name}@example.org");
            (name, signed_in_by_first_link(house, &house.post(), &address))
        };
        let people = EVERYBODY.into_iter().map(sign_in).collect();
        Self { house, post: house.post(), people }
    }

    /// Drafts a statement, and returns its number.
    pub(crate) fn drafts(&self, who: &str, from: &str, to: &str, subject: &str) -> i64 {
        let form = self.people[who]
            .form(NEW, NEW)
            .fill("from_groups", from)
            .fill("to_groups", to)
            .fill("purpose", "information")
            .fill("subject", subject)
            .fill("text", "Dear colleagues,\n\n   clocks differ by one.\n")
            .fill("consensus", "none-sought")
            .fill("do", "preview");
        number_in(&self.people[who].sends(&form))
    }

    fn edits(&self, who: &str, number: i64, field: &str, value: &str) {
        let page = format!("/statements/{number}/edit");
        let form = self.people[who].form(&page, &page).fill(field, value);
        self.people[who].sends(&form.fill("do", "preview"));
    }

    /// Presses a button of the preview.
    pub(crate) fn does(&self, who: &str, number: i64, verb: &str) -> String {
        self.fills(who, number, verb, &[])
    }

    /// Fills in a form of the preview, and sends it.
    pub(crate) fn fills(
        &self,
        who: &str,
        number: i64,
        verb: &str,
        fields: &[(&str, &str)],
    ) -> String {
        let form = self.people[who].form(&preview(number), &format!("/statements/{number}/{verb}"));
        let fill = |form: Form, (name, value): &(&str, &str)| form.fill(name, value);
        self.people[who].sends(&fields.iter().fold(form, fill))
    }

    /// Has everybody do their part; nobody else sees the statement before the last has.
    pub(crate) fn opens(&self, number: i64, gates: &[(&str, &str)]) {
        for (at, (who, verb)) in gates.iter().enumerate() {
            let landed = self.does(who, number, verb);
            assert!(landed.contains("/statements/"), "{at}: {landed}");
        }
    }

    /// Returns the page that everybody sees.
    pub(crate) fn public(&self, number: i64) -> String {
        self.house.stranger().page(&format!("/statements/{number}"))
    }

    /// Compares who was told of a case, what the other side got, and the pages, with the snapshot.
    fn shows(&self, name: &str, subject: &str, numbers: &[i64]) {
        let is_its = |line: &&str| line.ends_with(subject);
        let all = self.post.all();
        let mut shown: String =
            all.lines().filter(is_its).map(|line| format!("{line}\n")).collect();
        for address in ["etu@example.com", "sg1@example.com", "ocg@example.net"] {
            let mails = self.post.mails(address);
            let own = mails.iter().map(|mail| mail.words()).filter(|words| words.contains(subject));
            own.for_each(|words| shown.push_str(&format!("\n--- the mail to {address}\n{words}")));
        }
        for number in numbers {
            let page = words_of(&self.public(*number));
            shown.push_str(&format!("\n--- the page of statement {number}\n{page}"));
        }
        let times = [
            (r"20\d\d-\d\d-\d\d", "(today)"),
            (r"\d{1,2} [A-Z][a-z]+ 20\d\d(, \d\d:\d\d UTC)?", "(today)"),
        ];
        insta::with_settings!({ filters => times }, {
            insta::assert_snapshot!(format!("sent_{name}"), self.house.shown(&shown));
        });
    }
}

pub(crate) fn preview(number: i64) -> String {
    format!("/statements/{number}/preview")
}

fn number_in(address: &str) -> i64 {
    address.split('/').nth(2).unwrap().parse().unwrap()
}

fn today() -> String {
    jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date().to_string()
}

/// Returns what a page says, without how it looks, and without what depends on the moment at which it is asked.
fn words_of(page: &str) -> String {
    let (_, main) = page.split_once("<main").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    let mut words = String::new();
    for piece in main.split('<').skip(1) {
        let text = piece.split_once('>').map_or("", |(_, text)| text).trim();
        if !text.is_empty() {
            words.push_str(&format!("{text}\n"));
        }
    }
    words
}
