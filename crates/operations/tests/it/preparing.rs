//! A statement is made ready to go: split, its documents listed, its approval handed on, its time set; another is begun
//! from it; and what was asked of us gets a later day.

use bytes::Bytes;
use jiff::SignedDuration;
use jiff::civil::date;
use operations::{
    Failure, NewAttachment, Referred, StatementForm, agree_deadline, answer_consultation,
    approve_statement, attach, check_documents, check_statement, draft_again, draft_statement,
    edit_statement, enter_statement, finish_conversion, hand_approval, hands_to, list_documents,
    post_what_is_due, remove_attachment, review_statement, split_statement, submit_statement,
    take_conversions, time_posting,
};
use rules::{Actor, LinkKind, Number, Refusal, RoleKind, State};
use store::testing::made_person;

use crate::giving::{count, mails_since};
use crate::world::{World, later, now, question, worlds};

fn fault_of<T: std::fmt::Debug>(refused: Result<T, Failure>) -> (&'static str, String) {
    match refused {
        Err(Failure::Refused(Refusal::Fields(mut faults))) => faults.remove(0),
        other => panic!("not refused at a field: {other:?}"),
    }
}

async fn drafted(world: &World, anna: &Actor, form: &StatementForm) -> Number {
    draft_statement(&world.desk, anna, form, now()).await.unwrap()
}

/// CON-9, CON-6: one click makes a letter for each organization; two clicks at once make no more.
#[tokio::test]
async fn a_draft_to_two_organizations_becomes_two() {
    for world in worlds("splitting").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let alone = drafted(&world, &anna, &question()).await;
        let (field, fault) = fault_of(split_statement(desk, &anna, alone, 1, now()).await);
        assert_eq!(
            (field, fault.as_str()),
            ("to_groups", "It goes to one organization: there is nothing to split.")
        );

        let form = StatementForm {
            to_groups: "etu-sg1, kio".to_owned(),
            to_contacts: "expert@example.net".to_owned(),
            from_contacts: "Finn <finn@example.org>".to_owned(),
            identifiers: "TS-1".to_owned(),
            ..question()
        };
        let number = drafted(&world, &anna, &form).await;
        let hal = world.actor("Hal").await;
        let refused = split_statement(desk, &hal, number, 1, later(1)).await;
        assert!(matches!(refused, Err(Failure::NotFound(_))), "{refused:?}");
        let (one, other) = tokio::join!(
            split_statement(desk, &anna, number, 1, later(1)),
            split_statement(desk, &anna, number, 1, later(1)),
        );
        let (split, late) = if one.is_ok() { (one, other) } else { (other, one) };
        let late_refused = late.is_err();
        assert!(late_refused, "the second click splits nothing: {late:?}");
        let [first, second] = split.unwrap()[..] else { panic!("two letters") };
        assert_eq!(first, number, "the first keeps the number");
        let mut written = String::new();
        for one in [first, second] {
            let statement = world.statement(one).await;
            assert_eq!((statement.state, &statement.text), (State::Draft, &question().text));
            assert_eq!(statement.deadline().unwrap().date, date(2026, 11, 30));
            let form = StatementForm::of(&statement);
            written.push_str(&format!(
                "to {}\nfrom {}\nsend reply to {}\nmailed to {}\nsend to {}\nidentifiers {}\n{}\n",
                form.to_groups,
                form.from_contacts.replace('\n', ", "),
                form.from_liaison_contact,
                form.to_contacts.replace('\n', ", "),
                form.to_liaison_contact,
                form.identifiers,
                world.history(one).await
            ));
        }
        insta::assert_snapshot!("split_in_two", written);
        let revision = world.statement(first).await.revision;
        submit_statement(desk, &anna, first, revision, later(2)).await.unwrap();
        let refused = split_statement(desk, &anna, first, revision + 1, later(3)).await;
        assert!(
            matches!(refused, Err(Failure::Refused(Refusal::WrongState { .. }))),
            "{refused:?}"
        );
    }
}

/// DOC-5, DOC-3, DOC-4: the list goes to the end, and whoever decides reads in the mail what the text leaves unsaid.
#[tokio::test]
async fn documents_are_listed_and_what_is_unsaid_stands_in_the_mail_that_asks() {
    for world in worlds("listing").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let empty = drafted(&world, &anna, &question()).await;
        let (field, _) = fault_of(list_documents(desk, &anna, empty, 1, now()).await);
        assert_eq!(field, "text");
        let text = "See draft-ietf-tsync-clocks-03\n   and draft-chair-holdover.".to_owned();
        let form = StatementForm { text: text.clone(), ..question() };
        let number = drafted(&world, &anna, &form).await;
        submit_statement(desk, &anna, number, 1, later(1)).await.unwrap();
        let asked = mails_since(&world, number, 0).await;
        let approval = asked.split("=== ").find(|mail| mail.starts_with("approval-asked"));
        insta::assert_snapshot!("asked_with_what_is_unsaid", approval.unwrap());
        assert_eq!(
            asked.matches("the text does not say what is to be said").count(),
            3,
            "everybody who decides"
        );

        let revision = world.statement(number).await.revision;
        list_documents(desk, &anna, number, revision, later(2)).await.unwrap();
        let listed = world.statement(number).await;
        assert!(listed.text.starts_with(&text), "{}", listed.text);
        assert!(listed.gates.iter().all(|gate| !gate.is_open()), "it is a change like any other");
        let reader = desk.store.reader();
        let said = check_documents(&reader, &desk.policy, &listed.text).await.unwrap();
        assert!(said.iter().all(|document| !document.is_unsaid()), "{said:?}");
        insta::assert_snapshot!("listed_documents", &listed.text);
        list_documents(desk, &anna, number, listed.revision, later(3)).await.unwrap();
        assert_eq!(world.statement(number).await.text, listed.text, "a second click adds nothing");
    }
}

/// DOC-1, DOC-3, DOC-4, DOC-5: what attachments refer to is checked as soon as they were read, without reading them again, and
/// both author and approver are told which attachment names it.
#[tokio::test]
async fn what_an_attachment_refers_to_is_checked_with_the_text() {
    for world in worlds("attached_documents").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let text = "See draft-ietf-tsync-clocks-03, and what is attached.".to_owned();
        let number = drafted(&world, &anna, &StatementForm { text, ..question() }).await;
        for name in ["survey.docx", "plan.pdf", "map.png"] {
            let (name, title) = (name.to_owned(), String::new());
            let bytes = Bytes::from(format!("the bytes of {name}"));
            let file = NewAttachment::File { name, title, bytes };
            attach(desk, &anna, number, file, now()).await.unwrap();
        }
        let checked = async || {
            let statement = world.statement(number).await;
            check_statement(&desk.store.reader(), &desk.policy, &statement).await.unwrap()
        };
        assert_eq!(checked().await.unread.len(), 3, "nobody has read them yet");
        let plan = "Both draft-chair-holdover (an individual draft, no consensus of the IETF) and draft-ietf-tsync-clocks.";
        let read = [
            ("map.png", "", "no words could be read from it"),
            ("plan.pdf", plan, ""),
            ("survey.docx", "It compares draft-smith-ticks-01 and draft-chair-holdover-02.", ""),
        ];
        for (conversion, _) in take_conversions(desk, 10, now()).await.unwrap() {
            let (_, text, why) = read.iter().find(|(name, ..)| *name == conversion.name).unwrap();
            finish_conversion(desk, &conversion, text, why).await.unwrap();
        }
        insta::assert_debug_snapshot!("attached_documents", in_short(&checked().await));
        let revision = world.statement(number).await.revision;
        submit_statement(desk, &anna, number, revision, later(1)).await.unwrap();
        let asked = mails_since(&world, number, 0).await;
        let approval = asked.split("=== ").find(|mail| mail.starts_with("approval-asked")).unwrap();
        let told = approval.split("Of documents").nth(1).unwrap();
        insta::assert_snapshot!("asked_of_attached", told.split("From:").next().unwrap());

        let revision = world.statement(number).await.revision;
        list_documents(desk, &anna, number, revision, later(2)).await.unwrap();
        insta::assert_snapshot!("listed_with_attached", world.statement(number).await.text);
        assert!(checked().await.documents.iter().all(|document| !document.is_unsaid()));
        // Another file in its place is another that nobody has read.
        remove_attachment(desk, &anna, number, 1, later(3)).await.unwrap();
        assert_eq!(checked().await.unread.len(), 1, "the picture");
    }
}

/// Returns what was found: name, whether the text names it, which attachments do, whether its standing is said; and what is
/// not known.
fn in_short(referred: &Referred) -> Vec<String> {
    let documents = referred.documents.iter().map(|one| {
        let (text, said) = (!one.is_only_attached(), one.said);
        format!("{}: text {text}, attachments {:?}, said {said}", one.name, one.attachments)
    });
    documents.chain(referred.unread.iter().map(|(name, why)| format!("{name}: {why}"))).collect()
}

/// PUR-2, CON-2: a day that has passed is refused where it is typed; so is taking out a contact that stays.
#[tokio::test]
async fn a_day_that_has_passed_and_a_contact_that_stays_are_refused_by_name() {
    for world in worlds("doubting").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let past = StatementForm { deadline: "2026-08-31".to_owned(), ..question() };
        let (field, fault) = fault_of(draft_statement(desk, &anna, &past, now()).await);
        assert_eq!(
            (field, fault.as_str()),
            ("deadline", "2026-08-31 has passed: name a day that lies ahead.")
        );
        let number = drafted(&world, &anna, &question()).await;
        let (field, _) = fault_of(edit_statement(desk, &anna, number, 1, &past, later(1)).await);
        assert_eq!(field, "deadline");
        let long_after = now() + SignedDuration::from_hours(24 * 120);
        let (field, _) = fault_of(submit_statement(desk, &anna, number, 1, long_after).await);
        assert_eq!(field, "deadline", "it passed while nobody looked");

        let form = StatementForm::of(&world.statement(number).await);
        let without = |word: &str| {
            let kept = form.from_contacts.lines().filter(|line| !line.contains(word));
            StatementForm { from_contacts: kept.collect::<Vec<_>>().join("\n"), ..form.clone() }
        };
        let refused = edit_statement(desk, &anna, number, 1, &without("chairs"), later(1)).await;
        let (field, fault) = fault_of(refused);
        assert_eq!(field, "from_contacts");
        assert_eq!(
            fault,
            "Time Synchronization Chairs <tsync-chairs@example.org> (chairs) is on every statement of ours: leave it in."
        );
        edit_statement(desk, &anna, number, 1, &without("tsync@"), later(2)).await.unwrap();
        // Others of ours that speak are told of it too.
        let form = StatementForm { from_contacts: "anna@example.org".to_owned(), ..question() };
        let typed = drafted(&world, &anna, &form).await;
        let contacts = StatementForm::of(&world.statement(typed).await).from_contacts;
        assert!(contacts.contains("tsync-chairs@example.org"), "{contacts}");
    }
}

/// RSP-6: what was sent is begun again, with no day, linked if that was chosen.
#[tokio::test]
async fn a_statement_is_begun_with_the_words_of_an_earlier_one() {
    for world in worlds("beginning").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let earlier = posted(&world).await;
        let eve = world.actor("Eve").await;
        let refused = draft_again(desk, &eve, earlier, true, later(9)).await;
        assert!(
            matches!(refused, Err(Failure::Refused(Refusal::NotYourGroup { .. }))),
            "{refused:?}"
        );
        let again = draft_again(desk, &anna, earlier, true, later(9)).await.unwrap();
        let (old, new) = (world.statement(earlier).await, world.statement(again).await);
        assert_eq!((&new.text, &new.subject, new.purpose), (&old.text, &old.subject, old.purpose));
        assert_eq!((&new.from, &new.to), (&old.from, &old.to));
        assert_eq!((new.state, new.deadline(), new.gates.len()), (State::Draft, None, 0));
        let links: Vec<_> = new.links.iter().map(|link| (link.kind, link.number)).collect();
        assert_eq!(links, [(LinkKind::FollowsUp, earlier)]);
        let unlinked = draft_again(desk, &anna, earlier, false, later(10)).await.unwrap();
        assert_eq!(world.statement(unlinked).await.links, []);
        let received = received(&world).await;
        let refused = draft_again(desk, &anna, received, false, later(11)).await;
        assert!(
            matches!(refused, Err(Failure::Refused(Refusal::WrongState { .. }))),
            "{refused:?}"
        );
    }
}

async fn open_all(world: &World, number: Number) {
    let desk = &world.desk;
    let at = |minutes| later(minutes);
    let revision = world.statement(number).await.revision;
    approve_statement(desk, &world.actor("Bo").await, number, revision, at(3)).await.unwrap();
    let di = world.actor("Di").await;
    answer_consultation(desk, &di, number, "etu", "", at(4)).await.unwrap();
    let revision = world.statement(number).await.revision;
    review_statement(desk, &world.actor("Cy").await, number, revision, at(5)).await.unwrap();
}

async fn posted(world: &World) -> Number {
    let anna = world.actor("Anna").await;
    let number = drafted(world, &anna, &question()).await;
    submit_statement(&world.desk, &anna, number, 1, later(1)).await.unwrap();
    open_all(world, number).await;
    assert_eq!(world.statement(number).await.state, State::Posted);
    number
}

async fn received(world: &World) -> Number {
    let form = StatementForm {
        from_groups: "etu-sg1".to_owned(),
        to_groups: "tsync".to_owned(),
        purpose: "action".to_owned(),
        deadline: "2026-10-15".to_owned(),
        subject: "Clocks".to_owned(),
        text: "How late are they?\n".to_owned(),
        received_on: "2026-08-30".to_owned(),
        ..StatementForm::default()
    };
    let cy = world.actor("Cy").await;
    enter_statement(&world.desk, &cy, &form, Vec::new(), now()).await.unwrap()
}

/// OUT-10: with every gate open it waits for its time, which can be changed; a voided gate keeps it; it goes once.
#[tokio::test]
async fn a_statement_goes_at_the_time_that_was_set_and_once() {
    for world in worlds("timing").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let number = drafted(&world, &anna, &question()).await;
        let (field, _) =
            fault_of(time_posting(desk, &anna, number, 1, Some(now()), later(1)).await);
        assert_eq!(field, "goes_on");
        time_posting(desk, &anna, number, 1, Some(later(60)), later(1)).await.unwrap();
        submit_statement(desk, &anna, number, 2, later(2)).await.unwrap();
        open_all(&world, number).await;
        assert_eq!(world.statement(number).await.state, State::InReview);
        assert_eq!(post_what_is_due(desk, later(59)).await.unwrap(), 0);
        // The coordinator gives it another hour; meanwhile a word is changed, and every gate is asked for again.
        let (cy, revision) = (world.actor("Cy").await, world.statement(number).await.revision);
        time_posting(desk, &cy, number, revision, Some(later(120)), later(6)).await.unwrap();
        assert_eq!(post_what_is_due(desk, later(61)).await.unwrap(), 0);
        let statement = world.statement(number).await;
        let changed =
            StatementForm { text: "How long?\n".to_owned(), ..StatementForm::of(&statement) };
        edit_statement(desk, &anna, number, statement.revision, &changed, later(62)).await.unwrap();
        assert_eq!(post_what_is_due(desk, later(121)).await.unwrap(), 0, "its gates are closed");
        open_all(&world, number).await;
        let before = count(&world, number).await;
        let (one, other) =
            tokio::join!(post_what_is_due(desk, later(121)), post_what_is_due(desk, later(121)),);
        let times: usize = [one, other].into_iter().filter_map(Result::ok).sum();
        assert_eq!((times, world.statement(number).await.state), (1, State::Posted));
        let mails = mails_since(&world, number, before).await;
        let heads: Vec<&str> = mails.lines().filter(|line| line.starts_with("=== ")).collect();
        insta::assert_snapshot!("mailed_at_its_time", heads.join("\n"));
        insta::assert_snapshot!("goes_at_its_time", world.history(number).await);
        assert_eq!(post_what_is_due(desk, later(200)).await.unwrap(), 0);

        // Cleared, what waited for its time alone goes at once.
        let number = drafted(&world, &anna, &question()).await;
        time_posting(desk, &anna, number, 1, Some(later(600)), later(1)).await.unwrap();
        submit_statement(desk, &anna, number, 2, later(2)).await.unwrap();
        open_all(&world, number).await;
        let revision = world.statement(number).await.revision;
        time_posting(desk, &anna, number, revision, None, later(6)).await.unwrap();
        assert_eq!(world.statement(number).await.state, State::Posted);
    }
}

/// OUT-2: an Area Director asks the other one; both may approve, and everybody involved reads of it.
#[tokio::test]
async fn an_approval_is_handed_to_the_other_area_director() {
    for world in worlds("handing").await {
        let desk = &world.desk;
        let mut tx = desk.store.begin("a second director").await.unwrap();
        let ida = made_person("Ida Director", &[(RoleKind::AreaDirector, "tim")]);
        tx.save_people(&[ida], &desk.ids, now()).await.unwrap();
        tx.commit().await.unwrap();
        let anna = world.actor("Anna").await;
        let number = drafted(&world, &anna, &question()).await;
        submit_statement(desk, &anna, number, 1, later(1)).await.unwrap();
        let (bo, flo) = (world.actor("Bo").await, world.actor("Flo").await);
        let statement = world.statement(number).await;
        let directory = desk.store.reader().directory().await.unwrap();
        let others = hands_to(desk, &bo, &statement, &directory, later(2));
        assert_eq!(others, [("Ida Director".to_owned(), "ida@example.org".to_owned())]);
        let hand = async |by: &Actor, to: &str, words: &str| {
            hand_approval(desk, by, number, to, words, later(2)).await
        };
        let refused = hand(&flo, "ida@example.org", "You know clocks.").await;
        assert!(matches!(refused, Err(Failure::NotFound(_))), "{refused:?}");
        let refused = hand(&anna, "ida@example.org", "You know clocks.").await;
        assert!(
            matches!(refused, Err(Failure::Refused(Refusal::NotAllowed { .. }))),
            "{refused:?}"
        );
        assert_eq!(
            fault_of(hand(&bo, "flo@example.org", "You know clocks.").await).0,
            "asked_other"
        );
        assert_eq!(fault_of(hand(&bo, "ida@example.org", " ").await).0, "asked_words");
        let before = count(&world, number).await;
        hand(&bo, "ida@example.org", "You know clocks.").await.unwrap();
        insta::assert_snapshot!("approval_handed", mails_since(&world, number, before).await);
        insta::assert_snapshot!("handed_history", world.history(number).await);
        let (ida, revision) = (world.actor("Ida").await, world.statement(number).await.revision);
        approve_statement(desk, &ida, number, revision, later(3)).await.unwrap();
        assert_eq!(fault_of(hand(&bo, "ida@example.org", "Again.").await).0, "asked_other");
    }
}

/// PUR-4: a later day holds once it is noted that its sender agreed; the first stays on the record.
#[tokio::test]
async fn a_later_day_that_the_sender_agreed_to_holds() {
    for world in worlds("agreeing").await {
        let (desk, di) = (&world.desk, world.actor("Di").await);
        let number = received(&world).await;
        let note = async |by: &Actor, day, who: &str, place: &str| {
            agree_deadline(desk, by, number, day, (who, place), later(1)).await
        };
        let november = date(2026, 11, 30);
        let refused = note(&world.actor("Anna").await, november, "ETU", "by mail").await;
        assert!(
            matches!(refused, Err(Failure::Refused(Refusal::NotAllowed { .. }))),
            "{refused:?}"
        );
        let (field, fault) = fault_of(note(&di, date(2026, 10, 15), "ETU", "by mail").await);
        assert_eq!(
            (field, fault.as_str()),
            ("agreed_day", "2026-10-15 holds now: name a later day.")
        );
        assert_eq!(fault_of(note(&di, november, " ", "by mail").await).0, "agreed_by");
        assert_eq!(fault_of(note(&di, november, "ETU", "").await).0, "agreed_where");
        let before = count(&world, number).await;
        let link = "https://lists.example.com/sg1/9";
        note(&di, november, "Ana Example, for Study Group 1", link).await.unwrap();
        let statement = world.statement(number).await;
        let days: Vec<_> = statement.deadlines.iter().map(|it| it.date).collect();
        assert_eq!(days, [date(2026, 10, 15), november]);
        assert_eq!(statement.deadline().unwrap().date, november);
        insta::assert_snapshot!("later_deadline", mails_since(&world, number, before).await);
        insta::assert_snapshot!("later_deadline_history", world.history(number).await);
    }
}
