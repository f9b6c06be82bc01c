//! Remarks in the history of a statement, for everyone or for those who are involved alone.

use operations::{Failure, comment_on_statement, enter_statement};
use rules::{Number, Refusal};

use crate::giving::{count, mails_since};
use crate::receiving::letter_form;
use crate::world::{World, later, now, worlds};

async fn recorded(world: &World) -> Number {
    let gil = world.actor("Gil").await;
    enter_statement(&world.desk, &gil, &letter_form(), Vec::new(), now()).await.unwrap()
}

/// REC-2, REC-9: what is remarked for everyone is told to whom the policy names, and stands in the public history; what is
/// remarked for those involved stays with them, and is mailed to nobody.
#[tokio::test]
async fn a_comment_is_public_or_for_those_who_are_involved() {
    for world in worlds("comments").await {
        let (desk, di) = (&world.desk, world.actor("Di").await);
        let number = recorded(&world).await;
        let before = count(&world, number).await;
        let words = "The letter was\r\nread at their meeting.";
        comment_on_statement(desk, &di, number, words, true, later(1)).await.unwrap();
        insta::assert_snapshot!("comment_mail", mails_since(&world, number, before).await);
        let told = count(&world, number).await;
        comment_on_statement(desk, &di, number, "Lee is on leave.", false, later(2)).await.unwrap();
        assert_eq!(count(&world, number).await, told);
        let seen = |private| async move {
            let events = desk.store.reader().history(number, private).await.unwrap();
            events.iter().map(|event| event.words.clone()).collect::<Vec<_>>()
        };
        let everyone = seen(false).await;
        assert!(everyone.contains(&"The letter was\nread at their meeting.".to_owned()));
        assert!(!everyone.contains(&"Lee is on leave.".to_owned()));
        assert!(seen(true).await.contains(&"Lee is on leave.".to_owned()));
    }
}

/// IN-1, OUT-9: whoever is involved comments, in the role that lets them; nobody else, and not without words.
#[tokio::test]
async fn whoever_is_involved_comments_and_nobody_else() {
    for world in worlds("commenters").await {
        let desk = &world.desk;
        let number = recorded(&world).await;
        for first in ["Anna", "Hal"] {
            let actor = world.actor(first).await;
            let refused = comment_on_statement(desk, &actor, number, "No.", true, later(1)).await;
            assert!(matches!(refused, Err(Failure::NotFound(_))), "it is in review: {refused:?}");
        }
        let cy = world.actor("Cy").await;
        for words in [" \n", &"a".repeat(10_001)] {
            let refused = comment_on_statement(desk, &cy, number, words, true, later(2)).await;
            assert!(matches!(refused, Err(Failure::Refused(Refusal::Fields(_)))), "{refused:?}");
        }
        comment_on_statement(desk, &cy, number, "I look at it today.", false, later(3))
            .await
            .unwrap();
        assert!(
            world
                .history(number)
                .await
                .ends_with("Comment by Cy Coordinator, liaison coordinator: I look at it today.\n")
        );
    }
}
