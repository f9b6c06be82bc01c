//! The words of attachments are read once, and found.

use bytes::Bytes;
use operations::{enter_statement, finish_conversion, take_conversions};
use rules::Number;
use store::{Count, Find};

use crate::receiving::letter_form;
use crate::world::{World, later, now, worlds};

async fn with_a_letter(world: &World) -> Number {
    let files = vec![("letter.txt".to_owned(), Bytes::from_static(b"A rhubarb clock.\n"))];
    let cy = world.actor("Cy").await;
    enter_statement(&world.desk, &cy, &letter_form(), files, now()).await.unwrap()
}

async fn found(world: &World, words: &str) -> Count {
    let find = Find { words: words.to_owned(), ..Find::default() };
    world.desk.store.reader().find(&find, 1, 10).await.unwrap().total
}

/// What stands in an attachment is found as what stands in the text is.
#[tokio::test]
async fn the_words_of_an_attachment_are_searched_once_they_are_read() {
    for world in worlds("words").await {
        let number = with_a_letter(&world).await;
        assert_eq!(found(&world, "rhubarb").await, Count::Exactly(0));
        let taken = take_conversions(&world.desk, 10, later(1)).await.unwrap();
        let [(conversion, bytes)] = taken.as_slice() else { panic!("one file is to be read") };
        assert_eq!((conversion.number, &bytes[..]), (number, &b"A rhubarb clock.\n"[..]));
        finish_conversion(&world.desk, conversion, "A rhubarb clock.\n", "").await.unwrap();
        assert_eq!(found(&world, "\"rhubarb clock\"").await, Count::Exactly(1));
        assert_eq!(take_conversions(&world.desk, 10, later(60)).await.unwrap(), []);
    }
}

/// A file that stops every reader is given up, so that it does not stop the others for ever.
#[tokio::test]
async fn a_file_whose_reading_never_ends_is_given_up() {
    for world in worlds("never").await {
        with_a_letter(&world).await;
        let mut tries = 0;
        while !take_conversions(&world.desk, 10, later(tries * 60)).await.unwrap().is_empty() {
            tries += 1;
            assert!(tries < 50, "it is never given up");
        }
        assert_eq!(tries, 4);
        assert_eq!(take_conversions(&world.desk, 10, later(60 * 60)).await.unwrap(), []);
    }
}
