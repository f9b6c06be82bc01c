//! Two at one message, what a sender is asked, and what is decided besides the form.

use axum::http::StatusCode;
use rules::ItemState;

use crate::desk_stories::LETTER;
use crate::desk_world::{Form, main_of, worlds};

/// What one typed is not lost when another takes the message over, and neither works on unknowingly.
#[tokio::test]
async fn of_two_at_one_message_each_knows_of_the_other_and_loses_nothing() {
    for world in worlds("twoatone").await {
        let (cy, di) = (world.browser("cy").await, world.browser("di").await);
        let id = world.receive(LETTER).await;
        let (page, record) = (format!("/desk/inbox/{id}"), format!("/desk/inbox/{id}/record"));
        let his = cy.form(&page, &record).await;
        world.wait(5);
        assert!(di.page("/desk/inbox").await.contains("Cy Coordinator has it open"));
        let seen = di.page(&page).await;
        insta::assert_snapshot!("before_another", main_of(&seen));
        let hers = Form::of(&seen, &record).fill("subject", "As Di <types> it");
        let answer = di.send(&hers).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert_eq!(Form::of(&answer.text(), &record).holds("subject"), ["As Di <types> it"]);

        let over = di.send(&hers.clone().to(&format!("{page}/take-over"))).await;
        assert_eq!(over.status, StatusCode::OK);
        assert!(!over.text().contains("has this message open"), "{}", over.text());
        assert_eq!(Form::of(&over.text(), &record).holds("subject"), ["As Di <types> it"]);
        let late = cy.send(&his).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.text().contains("Di Manager has this message open"), "{}", late.text());
        let history = di.page(&page).await;
        assert!(history.contains("Taken over</b> by Di Manager"), "{history}");

        let empty = Form::of(&seen, &record).fill("subject", "");
        let led = cy.sends(&empty.to(&format!("{page}/take-over"))).await;
        assert_eq!(led, format!("{page}?done=taken-over"));
    }
}

#[tokio::test]
async fn a_sender_is_asked_from_the_page_of_their_message() {
    for world in worlds("askfrompage").await {
        let cy = world.browser("cy").await;
        let id = world.receive(LETTER).await;
        let (page, ask) = (format!("/desk/inbox/{id}"), format!("/desk/inbox/{id}/ask"));
        let form = cy.form(&page, &ask).await;
        let wrong = cy.send(&form).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains("Write what you want to know."), "{}", wrong.text());
        let form = form.fill("question", "For which group is it?\r\nCy");
        assert_eq!(cy.sends(&form).await, format!("{page}?done=asked"));
        let after = cy.page(&format!("{page}?done=asked")).await;
        assert!(after.contains("Mailed. What the sender answers"), "{after}");
        assert!(after.contains("For which group is it?"), "{after}");
        let (mails, _) = world.desk.store.reader().mails(1, 5).await.unwrap();
        assert_eq!(mails[0].mail.kind, "question");
        let bytes = world.desk.store.files().get(&mails[0].mail.sha256).await.unwrap().unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let message_id = text.split("Message-ID: <").nth(1).unwrap().split('>').next().unwrap();
        assert!(message_id.starts_with("question-"), "{message_id}");

        let answer = format!(
            "From: sg1@example.com\r\nTo: liaison@example.org\r\nDate: Mon, 9 Mar 2026 08:00:00 +0000\r\nSubject: Re\r\n\
             Message-ID: <a1@example.com>\r\nIn-Reply-To: <{message_id}>\r\nContent-Type: multipart/mixed; \
             boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nFor <TSYNC>.\r\n--b\r\nContent-Type: \
             text/plain; name=\"more.txt\"\r\nContent-Disposition: attachment; filename=\"more.txt\"\r\n\r\nMore.\r\n--b--\r\n"
        );
        world.receive(answer.as_bytes()).await;
        let joined = cy.page(&page).await;
        insta::assert_snapshot!("with_an_answer", main_of(&joined));
        let record = Form::of(&joined, &format!("{page}/record"));
        let file = joined.split("name=\"keep_answer\" value=\"").nth(1).unwrap();
        let file = file.split('"').next().unwrap().to_owned();
        let form = record
            .fill("from_groups", "etu-sg1")
            .fill("to_groups", "tsync")
            .fill("purpose", "information")
            .fill("keep_answer", &file);
        assert_eq!(cy.sends(&form).await, "/statements/1/mail?done=recorded");
        let names: Vec<String> =
            world.statement(1).await.attachments.iter().map(|it| it.title.clone()).collect();
        assert_eq!(names, ["SG1-LS14.txt", "more.txt"]);
    }
}

/// REC-3, and nothing becomes public for good because somebody overlooked two words.
#[tokio::test]
async fn an_unknown_sender_and_a_marking_are_decided_in_the_same_form() {
    for world in worlds("decided").await {
        let cy = world.browser("cy").await;
        let letter = "From: kim@example.com\r\nTo: liaison@example.org\r\nDate: Mon, 9 Mar 2026 08:00:00 +0000\r\n\
            Subject: Liaison statement on kilns\r\nMessage-ID: <k@example.com>\r\n\r\nLIAISON STATEMENT\r\nMEMBERS \
            ONLY\r\n\r\nFrom: Kiln Makers Forum (KMF)\r\nTo: TSYNC\r\nFor: Information\r\n\r\nWe burn.\r\n";
        let id = world.receive(letter.as_bytes()).await;
        let (page, record) = (format!("/desk/inbox/{id}"), format!("/desk/inbox/{id}/record"));
        let shown = cy.page(&page).await;
        insta::assert_snapshot!("to_be_decided", main_of(&shown));
        let form = Form::of(&shown, &record).fill("to_groups", "tsync").fill("text", "We burn.");
        let form = form.fill("sender_entry", "new");
        let undecided = cy.send(&form).await;
        assert_eq!(undecided.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(undecided.text().contains("decide what everyone may read"), "{}", undecided.text());
        let again = Form::of(&undecided.text(), &record);
        assert_eq!(again.holds("sender_entry"), ["new"]);
        let after = cy.sends(&again.fill("shown", "without-files")).await;
        assert_eq!(after, "/statements/1/mail?done=recorded");
        let entry = cy.page("/organizations/kmf").await;
        assert!(entry.contains("Kiln Makers Forum"), "{entry}");
        let item = world.desk.store.reader().item(id).await.unwrap().unwrap();
        assert_eq!(item.state, ItemState::Taken);
        let di = world.browser("di").await;
        let second =
            letter.replace("<k@", "<k2@").replace("Kiln Makers Forum (KMF)", "Oven Alliance");
        let second = world.receive(second.as_bytes()).await;
        let hers = di.page(&format!("/desk/inbox/{second}")).await;
        assert!(!hers.contains("sender_entry"), "a liaison manager makes no entries: {hers}");
    }
}
