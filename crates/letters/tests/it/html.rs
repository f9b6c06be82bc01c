//! HTML letters come out as lines.

use insta::assert_snapshot;

use crate::support::text;

#[test]
fn headings_paragraphs_lists_and_tables_stay_apart() {
    let letter = r#"<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>not shown</title><style>p > a { color: red }</style></head>
<body class="a > b"><h1>Liaison statement</h1>
<p>The group asks<br>these   questions:</p>
<ol><li>Is it <b>ready</b>?<li>Is it <i>right</i>?<ul><li>for all</li></ul></ol>
<table><tbody><tr><td>From</td><td>Study Group 7</td></tr>
<tr><td>To<td>Clocks WG
</table>
<pre>  kept
    as it is</pre>
<p>R&amp;D &uuml; &#x2264; &#8805; &nbsp;&copy &unknown; a < b && c</p>
<script>if (a < b) { document.write("</p>never") }</script><!-- never --><p hidden>Regards</p>
<a href='mailto:ada@example.net' title='a "quoted" > sign'>Ada</a>
</body></html>"#;
    assert_snapshot!(text(letter.as_bytes(), "letter.html"));
}

#[test]
fn the_character_set_that_it_names_is_believed_where_it_is_not_utf8() {
    let named = b"<html><meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-5\">\xb2\xe0\xd5\xdc\xef";
    assert_eq!(text(named, "a.htm"), "Время\n");
    let wrong = "<html><meta charset=\"iso-8859-5\">Время".as_bytes();
    assert_eq!(text(wrong, "a.htm"), "Время\n");
}

#[test]
fn what_is_never_closed_does_not_swallow_the_letter() {
    assert_eq!(text(b"<html><a title=\"never closed>Words</a>", "a.html"), "Words\n");
    assert_eq!(text(b"<html>Words <", "a.html"), "Words <\n");
    assert_eq!(text(b"<html>Words <!-- never closed", "a.html"), "Words\n");
    assert_eq!(text(b"<html>Words<script>never closed", "a.html"), "Words\n");
    assert_eq!(text(b"<html>Words<p", "a.html"), "Words\n");
    assert_eq!(text(b"<html>Words &", "a.html"), "Words &\n");
}
