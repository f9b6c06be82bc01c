//! How parts stand within each other, and what stands between them.

use super::{Chance, Made, add, add_list, message};

pub(super) fn messages(all: &mut Vec<Made>) {
    nesting(all);
    boundaries(all);
    line_ends(all);
    partial(all);
}

fn nesting(all: &mut Vec<Made>) {
    let depths = [2, 10, 19, 20, 21, 99, 100, 101, 1_000, 20_000];
    add(all, "messages-within", depths.len(), move |number| {
        let layers = "Content-Type: message/rfc822\n\nFrom: a@example.net\n".repeat(depths[number]);
        format!("From: a@example.net\n{layers}\nWords.\n").into_bytes()
    });
    add(all, "containers-within", depths.len(), move |number| {
        let layer =
            |n| format!("--b{n}\r\nContent-Type: multipart/mixed; boundary=b{}\r\n\r\n", n + 1);
        let layers: String = (0..depths[number]).map(layer).collect();
        message("Content-Type: multipart/mixed; boundary=b0", layers)
    });
    add(all, "digests-within", 5, move |number| {
        let layer = "--d\n\nContent-Type: multipart/digest; boundary=d\n\n";
        message("Content-Type: multipart/digest; boundary=d", layer.repeat(depths[number * 2]))
    });
    let counts = [10, 999, 1_000, 1_001, 200_000];
    add(all, "many-parts", counts.len(), move |number| {
        message("Content-Type: multipart/mixed; boundary=b", "--b\r\n\r\n".repeat(counts[number]))
    });
    // Each of these looks for a boundary that is nowhere.
    add(all, "many-boundaries", 5, |number| {
        let one = |n| format!("--b\nContent-Type: multipart/mixed; boundary=m{n}\n\nx\n");
        let parts: String = (0..10_usize.pow(u32::try_from(number).unwrap_or(0) + 1).min(50_000))
            .map(one)
            .collect();
        message("Content-Type: multipart/mixed; boundary=b", parts)
    });
}

fn boundaries(all: &mut Vec<Made>) {
    let long = "b".repeat(10_000);
    let usual = |b: &str| format!("--{b}\r\n\r\none\r\n--{b}\r\n\r\ntwo\r\n--{b}--\r\n");
    let fields = [
        "boundary=".to_owned(),
        "boundary=\"\"".to_owned(),
        "boundary=\" \"".to_owned(),
        "boundary=\"b ".to_owned(),
        "boundary=b; boundary=c".to_owned(),
        "boundary*=utf-8''b".to_owned(),
        "boundary*0=b; boundary*1=b".to_owned(),
        "boundary=(comment)b".to_owned(),
        "boundary=\"b\\\"c\"".to_owned(),
        "boundary=b\\".to_owned(),
        "boundary=.*".to_owned(),
        "boundary=\"--\"".to_owned(),
        "boundary=\"\u{e9}\u{1f552}\"".to_owned(),
        "boundary=\"b\0c\"".to_owned(),
        format!("boundary={long}"),
        "BOUNDARY = b".to_owned(),
        ";;;;boundary=b".to_owned(),
        "charset=utf-8".to_owned(),
    ];
    let made = fields.map(|field| {
        let body = if field.len() > 1_000 { usual(&long) } else { usual("b") };
        message(&format!("Content-Type: multipart/mixed; {field}"), body)
    });
    add_list(all, "boundary-field", made.to_vec());
    let bodies = [
        "--b",
        "--b--",
        "--b--\r\n--b\r\n\r\nlate\r\n--b--\r\n",
        "--bb\r\n\r\nnot mine\r\n--b\r\n\r\nmine\r\n--b-\r\nmine too\r\n--b--",
        "--b \t \r\n\r\nblanks\r\n--b-- \t\r\n",
        "--b\r\r\n\r\nodd\r\r\n--b--\r\n",
        "--b\n\n--b\n\n--b\n\n--b--",
        "preamble --b\r\n --b\r\n\r\nnot a line of its own\r\n",
        "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nthe same within\r\n--b--\r\n--b--\r\n",
        "--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n\r\nx\r\n--b\r\n\r\ny\r\n--bb--\r\n--b--\r\n",
        "--b\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n--b\r\nREVG\r\n--b--\r\n",
        "--b\r\nno header and no empty line\r\n--b--\r\n",
        "--b\r\n: empty name\r\n\r\nx\r\n--b--\r\n",
        "--b\r\nContent-Type\r\n\r\nx\r\n--b--\r\n",
        "--b\0\r\n\r\nx\r\n--b--\r\n",
        "",
        "\r\n\r\n\r\n",
    ];
    let bodies = bodies.map(|body| message("Content-Type: multipart/mixed; boundary=b", body));
    add_list(all, "boundary-lines", bodies.to_vec());
}

fn line_ends(all: &mut Vec<Made>) {
    let honest = String::from_utf8_lossy(&message(
        "Content-Type: multipart/mixed; boundary=b",
        "--b\r\n\r\nOne.\r\nTwo.\r\n--b--\r\n",
    ))
    .into_owned();
    let mut made: Vec<Vec<u8>> =
        ["\r", "\n", "\n\r", "\r\r\n", "\0\n", "\x0b", "\x0c\n", "\u{2028}", "\u{85}"]
            .iter()
            .map(|end| honest.replace("\r\n", end).into_bytes())
            .collect();
    made.push(honest.trim_end().as_bytes().to_vec());
    made.push([b"\xef\xbb\xbf".as_slice(), honest.as_bytes()].concat());
    made.push([b"\xff\xfe".as_slice(), honest.as_bytes()].concat());
    made.push(honest.encode_utf16().flat_map(u16::to_le_bytes).collect());
    made.push(honest.replace("Subject: On", "Subject: On\rBcc: x@example.org\rX:").into_bytes());
    made.push(honest.replace("clocks", "clo\0cks").into_bytes());
    made.push(honest.replace('e', "\0").into_bytes());
    made.push(
        [b"From mal@example.net Tue Nov 24 10:00:00 2026\n".as_slice(), honest.as_bytes()].concat(),
    );
    made.push([b"From \n".repeat(50).as_slice(), honest.as_bytes()].concat());
    made.push(vec![0; 10_000]);
    made.push(vec![b'\r'; 10_000]);
    made.push(vec![b'\n'; 10_000]);
    made.push(vec![0xff; 10_000]);
    made.push(Vec::new());
    made.push(b"x".to_vec());
    made.push(Chance(7).bytes(100_000));
    add_list(all, "line-ends", made);
}

/// Messages in pieces, messages elsewhere, and what servers report (RFC 2046 §5.2, RFC 3464, RFC 8098).
fn partial(all: &mut Vec<Made>) {
    let types = [
        "message/partial; id=\"a@example.net\"; number=1; total=3",
        "message/partial; id=\"a@example.net\"; number=2",
        "message/partial; number=999999999999; total=0",
        "message/partial; id=; number=-1; total=x",
        "message/partial",
        "message/external-body; access-type=local-file; name=\"/etc/passwd\"",
        "message/external-body; access-type=URL; URL=\"http://127.0.0.1:1/x\"",
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "message/global",
        "message/news",
        "message/http",
        "message/rfc822-headers",
        "message/x",
        "message/",
    ];
    let body = "From: a@example.net\r\nSubject: inside\r\n\r\nWords.\r\n";
    add_list(
        all,
        "partial",
        types.map(|it| message(&format!("Content-Type: {it}"), body)).to_vec(),
    );
    let report = "--b\r\n\r\nNot delivered.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
        Reporting-MTA: dns; a.example.net\r\n\r\nFinal-Recipient: rfc822; x@example.org\r\nAction: failed\r\n--b\r\n\
        Content-Type: message/rfc822\r\n\r\nFrom: statements@example.org\r\nX-Liaison-Loop: example.org\r\n\r\nx\r\n--b--\r\n";
    let fields = [
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "Auto-Submitted: auto-replied\r\nContent-Type: multipart/mixed; boundary=b",
        "Auto-Submitted: auto-generated (x; y\r\nContent-Type: multipart/mixed; boundary=b",
        "Return-Path: <>\r\nContent-Type: multipart/mixed; boundary=b",
    ];
    add_list(all, "report", fields.map(|fields| message(fields, report)).to_vec());
}
