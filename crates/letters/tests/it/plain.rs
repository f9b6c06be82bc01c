//! Plain text is read in whatever character set it came.

use encoding_rs::{GBK, ISO_8859_2, SHIFT_JIS, WINDOWS_1252};
use proptest::prelude::*;

use crate::support::{read, text};

#[test]
fn text_in_many_character_sets_is_read() {
    let german = "Die Gruppe für Zeit und Takt in Köln fragt, ob die Änderung möglich wäre.\r\n";
    let polish = "Grupa robocza w Łodzi prosi o odpowiedź na pytanie dotyczące żądań zegarów.\n";
    let chinese =
        "第七研究组请求时钟工作组就所附的时间同步规范提出意见，并希望在一月十五日之前收到答复。\n";
    let japanese =
        "時刻同期の仕様について、ご意見をお待ちしております。よろしくお願いいたします。\n";
    assert_eq!(text(&WINDOWS_1252.encode(german).0, "a.txt"), german.replace('\r', ""));
    assert_eq!(text(&ISO_8859_2.encode(polish).0, "a.txt"), polish);
    assert_eq!(text(&GBK.encode(chinese).0, "a.txt"), chinese);
    assert_eq!(text(&SHIFT_JIS.encode(japanese).0, "a.txt"), japanese);
    assert_eq!(text(polish.as_bytes(), "a.txt"), polish);
    assert_eq!(text(format!("\u{feff}{polish}").as_bytes(), "a.txt"), polish);
    let wide: Vec<u8> = polish.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(text(&wide, "a.txt"), polish);
    let marked: Vec<u8> =
        "\u{feff}".encode_utf16().chain(polish.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    assert_eq!(text(&marked, "a.txt"), polish);
}

#[test]
fn lines_stay_as_they_are() {
    assert_eq!(
        text(b"one\rtwo\r\n\r\n\r\n  three  \tfour\x0c\n", "a.txt"),
        "one\ntwo\n\n\n  three  \tfour\x0c\n"
    );
}

#[test]
fn a_text_may_begin_with_the_mark_of_another_format() {
    for words in ["%!", "BM, please answer.", "II* of the list", "{\"a\": 1}"] {
        assert_eq!(text(words.as_bytes(), "a.txt"), words);
    }
}

proptest! {
    #[test]
    fn utf8_is_read_as_it_is(words in "[^\0-\u{1f}\u{7f}\u{feff}]{1,80}") {
        prop_assert_eq!(read(words.as_bytes(), "a.txt").text, words);
    }
}
