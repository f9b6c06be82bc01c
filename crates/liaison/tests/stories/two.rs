//! Two installations of two organizations, each with its own policy, database, mail server and people: what one sends, the
//! other records field by field, and both know of the same exchange under numbers of their own.

use serde_json::Value;

use crate::browser::{Browser, Form};
use crate::house::House;
use crate::{FIGURES, arrived, is_item, signed_in_by_first_link};

const NEW: &str = "/statements/new?direction=outgoing";
const TEXT: &str = "Dear colleagues,\n\n  how long do kilns hold   a clock?\n\n.\nFrom us\n";

/// Our people, and theirs.
struct Both<'h> {
    ours: &'h House,
    theirs: &'h House,
    anna: Browser,
    bo: Browser,
    cy: Browser,
    gus: Browser,
    bea: Browser,
    cleo: Browser,
}

/// REC-1, REC-2, REC-6, REC-11, IN-1, IN-6, OUT-5, PUR-3, PUR-4, RSP-3, RSP-6.
#[test]
fn two_installations_exchange_a_request_its_receipt_its_answers_and_what_corrects_it() {
    let second =
        if std::env::var_os("LIAISON_TEST_POSTGRES").is_some() { "postgres" } else { "sqlite" };
    let first = if House::is_to_be_killed() { second } else { "sqlite" };
    let Some([ours, theirs]) = House::build_two([first, second]) else { return };
    let both = Both::of(&ours, &theirs);
    both.a_request_goes_over();
    both.its_receipt_comes_back();
    both.they_ask_for_a_later_day();
    both.they_answer();
    both.we_follow_up();
    both.we_correct();
    both.we_revise();
    ours.ends();
    theirs.ends();
}

impl<'h> Both<'h> {
    fn of(ours: &'h House, theirs: &'h House) -> Self {
        let sign_in =
            |house: &House, address| signed_in_by_first_link(house, &house.post(), address);
        Self {
            ours,
            theirs,
            anna: sign_in(ours, "anna@example.org"),
            bo: sign_in(ours, "bo@example.org"),
            cy: sign_in(ours, "cy@example.org"),
            gus: sign_in(theirs, "gus@example.net"),
            bea: sign_in(theirs, "bea@example.net"),
            cleo: sign_in(theirs, "cleo@example.net"),
        }
    }

    /// The form comes filled with what we sent, to the letter; all that is left to do is to press the button.
    fn a_request_goes_over(&self) {
        let draft = self
            .anna
            .form(NEW, NEW)
            .fill("from_groups", "tsync")
            .fill("to_groups", "okc-glaze")
            .fill("purpose", "action")
            .fill("deadline", &crate::in_two_years())
            .fill("subject", "Clocks in kilns")
            .fill("text", TEXT)
            .fill("consensus", "collected-comments")
            .fill("identifiers", "TSYNC-LS7")
            // Where answers go is read by our installation.
            .fill("from_liaison_contact", "IETF Statements <liaison-inbox@example.org>")
            .choose("file", "holdover-figures.pdf", FIGURES)
            .fill("url", "https://example.org/kilns")
            .fill("do", "preview");
        assert_eq!(self.anna.sends(&draft), "/statements/1/preview?done=saved");
        self.is_sent_by_us(1);

        let (item, form) = arrived(&self.cleo, "Clocks in kilns");
        let page = self.cleo.page(&item);
        assert!(page.contains("Machine-read") && page.contains("as statement 1 at"), "{page}");
        assert!(page.contains("as the sender’s installation wrote it down"), "no doubt: {page}");
        for (field, value) in [
            ("from_groups", "tsync"),
            ("to_groups", "glaze"),
            ("purpose", "action"),
            ("consensus", "collected-comments"),
            ("subject", "Clocks in kilns"),
            ("deadline", &crate::in_two_years()),
            ("text", TEXT),
            ("identifiers", &format!("TSYNC-LS7\n{}/statements/1", self.ours.url())),
        ] {
            assert_eq!(form.holds(field), value, "{field}");
        }
        assert_eq!(form.count("keep"), 1, "the figures, and not the file for programs");
        assert_eq!(self.cleo.sends(&form), "/statements/1/mail?done=recorded");

        let (sent, recorded) = (self.ours.json(1), self.theirs.json(1));
        for field in [
            "purpose",
            "purpose_as_written",
            "deadline",
            "subject",
            "text",
            "consensus",
            "from_contacts",
            "from_liaison_contact",
            "settles",
            "deadline_asked",
        ] {
            assert_eq!(sent[field], recorded[field], "{field}");
        }
        for field in ["kind", "title", "name", "sha256", "size", "media_type"] {
            let of = |it: &Value, at: usize| it["attachments"][at][field].clone();
            assert_eq!(of(&sent, 0), of(&recorded, 0), "{field} of the figures");
            assert_eq!(of(&sent, 1), of(&recorded, 1), "{field} of the link");
        }
        assert_eq!(recorded["attachments"].as_array().map(Vec::len), Some(2));
        for (side, acronym) in [("from_groups", "tsync"), ("to_groups", "glaze")] {
            let groups = recorded[side].as_array().unwrap();
            let acronyms: Vec<&Value> = groups.iter().map(|group| &group["acronym"]).collect();
            assert_eq!(acronyms, [acronym], "as their directory has it");
        }
        crate::show(
            "two_recorded",
            &self.shown(&self.theirs.stranger().page("/statements/1.json")),
        );
    }

    fn its_receipt_comes_back(&self) {
        let page = self.cy.page_with("/statements/1/mail", "On the record of others");
        let address = format!("{}/statements/1", self.theirs.url());
        assert!(page.contains(&address) && page.contains("the sender of <a"), "{page}");
        let inbox = self.cy.page("/desk/inbox");
        assert!(!inbox.split("href=\"").any(is_item), "nothing waits for anybody: {inbox}");
        let public = self.ours.stranger().page("/statements/1/history");
        assert!(!public.contains(&address), "what anybody may have sent is not for everyone");
    }

    /// A preliminary answer asks for a later day; once we agree, that is the day on which we look for theirs.
    fn they_ask_for_a_later_day(&self) {
        let later = crate::in_two_years().replace("-10-15", "-12-01");
        let reply = self.reply("Clocks in kilns: not yet");
        let reply = reply.fill("settles", "no").fill("deadline_asked", &later);
        self.is_sent_by_them(&reply, 2);
        let (_, form) = arrived(&self.cy, "Clocks in kilns: not yet");
        let read = ["in_response_to", "settles", "deadline_asked"].map(|field| form.holds(field));
        assert_eq!(read, ["1", "no", later.as_str()], "our own number of what it answers");
        assert_eq!(self.cy.sends(&form), "/statements/2/mail?done=recorded");
        assert_eq!(self.ours.json(1)["deadline"], crate::in_two_years(), "ours holds so far");
        let agree = self.cy.form("/statements/1/mail", "/statements/1/agree-deadline");
        assert_eq!(agree.holds("agreed_day"), later, "the day that they asked for");
        let agree = agree.fill("agreed_by", "Anna Chair").fill("agreed_where", "By mail.");
        self.cy.sends(&agree);
        assert_eq!(self.ours.json(1)["deadline"], later.as_str());
        let open = self.cy.page("/organizations/okc/open");
        let (_, awaited) = open.split_once("We wait for them").unwrap();
        let day = crate::in_two_years().replace("-10-15", "");
        assert!(awaited.contains(&format!("1 December {day}")), "{awaited}");
        self.cleo.page_with("/statements/2/mail", "On the record of others");
    }

    fn they_answer(&self) {
        self.is_sent_by_them(&self.reply("Clocks in kilns: a day").fill("settles", "yes"), 3);
        let (_, form) = arrived(&self.cy, "Clocks in kilns: a day");
        assert_eq!((form.holds("in_response_to"), form.holds("settles")), ("1", "yes"));
        assert_eq!(self.cy.sends(&form), "/statements/3/mail?done=recorded");
        assert_eq!(self.ours.json(1)["handling"]["answered_by"], serde_json::json!([3]));
    }

    /// What goes on from a statement of ours is matched to what they hold of it, by the address that it has here.
    fn we_follow_up(&self) {
        let again = self.anna.form("/statements/1/mail", "/statements/1/again");
        let landed = self.anna.sends(&again.fill("follows_up", "yes"));
        let number: i64 = landed.split('/').nth(2).unwrap().parse().unwrap();
        let edit = format!("/statements/{number}/edit");
        let draft = self.anna.form(&edit, &edit).fill("subject", "Clocks in kilns, again");
        let draft = draft.fill("purpose", "information").fill("consensus", "none-sought");
        let people = "IAB Liaison Coordination <liaison-coordination@example.org>";
        let draft = draft.fill("from_liaison_contact", people);
        self.anna.sends(&draft.fill("do", "preview"));
        self.is_sent_by_us(number);
        let (_, form) = arrived(&self.cleo, "Clocks in kilns, again");
        assert_eq!(form.holds("follows_up"), "1");
        assert_eq!(self.cleo.sends(&form), "/statements/4/mail?done=recorded");
        // Its answers go to people; the installation that mailed it gets a copy of the receipt.
        self.cy.page_with(&format!("/statements/{number}/mail"), "On the record of others");
        let receipt = self.ours.post().mail_with("liaison-coordination@example.org", "Received: ");
        crate::show("two_receipt", &self.shown(&receipt.words()));
    }

    /// What we correct is known there as what they have of ours: one button makes a new version of it, and both stay readable.
    fn we_correct(&self) {
        let correct = self.anna.form("/statements/1/mail", "/statements/1/correct");
        let correct = correct.fill("correction_why", "A kiln is no oven.").fill("resend", "yes");
        let landed = self.anna.sends(&correct);
        let own: i64 = landed.split('/').nth(2).unwrap().parse().unwrap();
        let of = |page: &str| format!("/statements/{own}/{page}");
        let right = TEXT.replace("kilns", "ovens");
        let edit = self.anna.form(&of("edit"), &of("edit")).fill("text", &right);
        self.anna.sends(&edit.fill("do", "preview"));
        self.anna.clicks(&of("preview"), &of("submit"));
        self.bo.clicks(&of("preview"), &of("approve"));
        self.cy.clicks(&of("preview"), &of("review"));
        self.cy.until_nothing_waits("/statements/1/mail");

        let (item, form) = arrived(&self.cleo, "Clocks in kilns");
        let page = self.cleo.page(&item);
        for words in [
            "Their reason: A kiln is no oven.",
            "<a href=\"/statements/1\">Statement 1</a> is what our record has of it",
            "how long do ovens hold",
            "as the sender’s installation wrote it down",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert_eq!((form.holds("corrects"), form.holds("text")), ("1", right.as_str()));
        assert_eq!(self.cleo.sends(&form), "/statements/1/mail?done=recorded");
        let (sent, recorded) = (self.ours.json(1), self.theirs.json(1));
        for field in ["text", "subject", "version", "deadline", "sent_on", "from_contacts"] {
            assert_eq!(sent[field], recorded[field], "{field}");
        }
        assert_eq!(recorded["version"], 2);
        assert_eq!(recorded["attachments"].as_array().map(Vec::len), Some(2), "none comes twice");
        let before = self.theirs.stranger().page("/statements/1/versions/1");
        assert!(before.contains("how long do kilns hold"), "what it said stays: {before}");
        let history = self.theirs.stranger().page("/statements/1/history");
        assert!(history.contains("Its sender corrected it: A kiln is no oven."), "{history}");
    }

    /// A new statement in the place of an earlier one is linked to that one there too.
    fn we_revise(&self) {
        let revise = self.anna.form("/statements/1/mail", "/statements/1/revise");
        let landed = self.anna.sends(&revise);
        let number: i64 = landed.split('/').nth(2).unwrap().parse().unwrap();
        let edit = format!("/statements/{number}/edit");
        let draft = self.anna.form(&edit, &edit).fill("subject", "Clocks in ovens");
        self.anna.sends(&draft.fill("do", "preview"));
        self.is_sent_by_us(number);
        let (_, form) = arrived(&self.cleo, "Clocks in ovens");
        assert_eq!(form.holds("revises"), "1", "their own number of what it takes the place of");
        // Number 5 was that of the correction while it was made.
        assert_eq!(self.cleo.sends(&form), "/statements/6/mail?done=recorded");
        let links = serde_json::json!([{ "kind": "revises", "number": 1 }]);
        assert_eq!(self.theirs.json(6)["links"], links);
        let page = self.theirs.stranger().page("/statements/1");
        assert!(page.contains("/statements/6"), "the earlier one leads to it: {page}");
    }

    fn is_sent_by_us(&self, number: i64) {
        let of = |page: &str| format!("/statements/{number}/{page}");
        self.anna.clicks(&of("preview"), &of("submit"));
        self.bo.clicks(&of("preview"), &of("approve"));
        self.cy.clicks(&of("preview"), &of("review"));
        self.cy.until_nothing_waits(&of("mail"));
    }

    fn reply(&self, subject: &str) -> Form {
        let reply = self.gus.form("/statements/1/reply", NEW);
        let reply = reply.fill("purpose", "response").fill("subject", subject);
        reply.fill("text", "Dear colleagues,\n\nit takes time.\n").fill("consensus", "groups")
    }

    fn is_sent_by_them(&self, reply: &Form, number: i64) {
        let of = |page: &str| format!("/statements/{number}/{page}");
        let reply = reply.clone().fill("do", "preview");
        assert_eq!(self.gus.sends(&reply), format!("{}?done=saved", of("preview")));
        self.gus.clicks(&of("preview"), &of("submit"));
        self.bea.clicks(&of("preview"), &of("approve"));
        self.cleo.until_nothing_waits(&of("mail"));
    }

    fn shown(&self, text: &str) -> String {
        self.ours.shown(text).replace(&self.theirs.url(), "https://liaison.example.net")
    }
}

impl House {
    fn json(&self, number: i64) -> Value {
        let page = self.stranger().page(&format!("/statements/{number}.json"));
        serde_json::from_str(&page).unwrap()
    }
}
