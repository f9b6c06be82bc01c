//! What stands in columns on the pages of a PDF, or in a plain text, comes out as rows; running text stays whole.

use insta::assert_snapshot;
use letters::{Document, Limits};
use proptest::prelude::*;

use crate::support::{drawn, hold, laid_out};

fn pdf(text: &str) -> String {
    drawn(&laid_out(text, &Limits::default()))
}

#[test]
fn a_head_in_columns_is_a_table_however_its_labels_fit() {
    let page = "\
             INTERNATIONAL CLOCK UNION                                        SG7-LS12
             STANDARDS SECTOR
             STUDY PERIOD 2025-2028                                 Original: English
Question(s):    3/7                                          Porto, 3-12 March 2026
                                 Ref.: SG7-TD33
Source:         Study Group 7
Title:          LS on the profile for time over packets and on the budget of
                the time errors in a ring
                             LIAISON STATEMENT
For action to:  Clocks WG
For comment to: -
For information Timing Forum, the Society for Measurement,
to:                Broadcasting Union
Cc:
Approval:       Study Group 7 (Porto, 12 March 2026)
Deadline:       15 September 2026
Contact:        Ada Okafor                       Tel: +234 1 555 0100
                Example Networks                 Fax:
                Nigeria                          E-mail: ada@example.net
Contact:        Bo Lind                          E-mail: bo@example.org

Keywords:       clocks; holdover

The group has looked at the profile that the Clocks WG sent, and finds it
ready but for two points.
";
    assert_snapshot!(pdf(page));
}

#[test]
fn labels_without_a_colon_and_spacer_columns_are_told_by_what_stands_in_line() {
    let cover = "\
                                             ISO/IEC JTC 1/SC 99 N 8071

DOC. TYPE                   Liaison statement
TITLE                       Liaison statement to the Clocks WG on the
                            format of time
SOURCE                      WG 7
STATUS                      For consideration. [Requested action: reply]

Question(s)            :    3/7
Intended type of       :    TD
document
Source                 :    Study Group 7
";
    assert_snapshot!(pdf(cover));
}

#[test]
fn a_table_with_wrapped_cells_keeps_them_in_their_columns() {
    let page = "\
Name              Company         Address               Phone           email
Ada Okafor        Example         12 Sea Street, Lagos, +234 1 555 0100 ada@example.net
                  Networks        Nigeria
Bo Lind           Clocks AB       5 Hill Road                           bo@example.org

Dear colleagues,
";
    assert_snapshot!(pdf(page));
}

#[test]
fn running_text_lists_and_signatures_are_not_torn() {
    let page = "\
The group has considered the questions raised in the earlier exchange and would like to
inform its partners about the state of its work:    the profile is ready, the budget for
Note: the errors is not.
    1.     Is the profile ready for use in the field, and does it cover the case in which
           a ring has more than one source of time?
    2.     Is it right?
   •       clocks
   •       rings

Best regards,
Ada Okafor
Chair of the group
";
    assert_snapshot!(pdf(page));
}

#[test]
fn a_paragraph_goes_on_over_the_margins_of_two_pages() {
    let pages = "\
SG7-LS12

The group has considered the questions raised in the earlier exchange and would like
to inform its partners about the state of its work on the distribution of time over
                                   Page 1 of 3
\x0c                                    - 2 -
                                    SG7-LS12

packet networks in the field.
A new paragraph begins here and ends.
                                   Page 2 of 3
\x0c                                    - 3 -
                                    SG7-LS12

Last words.
                                   Page 3 of 3
";
    assert_snapshot!(pdf(pages));
}

#[test]
fn columns_of_a_newspaper_come_one_after_the_other() {
    let line = |left: &str, right: &str| format!("{left:<45}{right}\n");
    let page = [
        line("The group has considered the questions", "The second column goes on with the story"),
        line(
            "raised in the earlier exchange and would",
            "that the first one began, and nobody who",
        ),
        line(
            "like to inform its partners about all the",
            "reads it wants it to be in the middle of",
        ),
        line(
            "state of its work on clock distribution,",
            "the other one, since that would make both",
        ),
        line(
            "including the profile for packet networks",
            "of them hard to read for everybody. And",
        ),
        line("and the budget for time error.", "so it ends."),
    ]
    .concat();
    assert_snapshot!(pdf(&page));
}

#[test]
fn plain_text_keeps_its_words_where_they_are() {
    let text = "\
QUESTIONS :   3/7
SUBJECT :     On the profile for time over
              packet networks
Contact:      Ada Okafor       Tel: +234 1 555 0100
              Example Networks E-mail: ada@example.net
TO: Clocks WG,
    Timing Forum

The group has considered the questions raised in the earlier exchange
and would like to inform its partners about the state of its work.

Best regards,
";
    let document = Document::of_plain(text);
    hold(&document);
    assert_eq!(document.text, text);
    assert_snapshot!(drawn(&document));
}

proptest! {
    #[test]
    fn whatever_the_layout_every_word_stands_in_its_place(
        lines in proptest::collection::vec(
            ("( {0,12}|\t)", proptest::collection::vec(("[a-zA-Zé日.:)(0-9-]{1,9}:?", " {1,9}"), 0..6), "\n{1,3}|\x0c|\r\n"),
            0..40,
        ),
    ) {
        let mut text = String::new();
        for (indent, words, end) in lines {
            text.push_str(&indent);
            for (word, gap) in words {
                text.push_str(&word);
                text.push_str(&gap);
            }
            text.push_str(&end);
        }
        let plain = Document::of_plain(&text);
        hold(&plain);
        let document = laid_out(&text, &Limits::default());
        let mut signs: Vec<_> = text.chars().filter(|sign| !sign.is_whitespace()).collect();
        let mut shown: Vec<_> = document.text.chars().filter(|sign| !sign.is_whitespace()).collect();
        signs.sort_unstable();
        shown.sort_unstable();
        prop_assert_eq!(signs, shown);
    }

    #[test]
    fn limits_on_text_and_pieces_hold(text in "([a-z]{1,3}:? {1,5}){0,9}\n([a-z]{1,3}:? {1,5}){0,9}", most in 0_usize..40) {
        let limits = Limits { text_bytes: most, pieces: most / 4, ..Limits::default() };
        let document = laid_out(&text, &limits);
        prop_assert!(document.text.len() <= most);
        prop_assert!(document.pieces.len() <= most / 4);
    }
}
