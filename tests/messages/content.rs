//! What parts hold: character sets, encodings, and what only some can open.

use super::{Chance, Made, add, add_list, base64, message, with_file, with_named_file};

pub(super) fn messages(all: &mut Vec<Made>) {
    charsets(all);
    encodings(all);
    outlook(all);
    sealed(all);
}

fn charsets(all: &mut Vec<Made>) {
    let names = [
        "utf-8",
        "us-ascii",
        "iso-8859-1",
        "utf-16",
        "utf-16be",
        "utf-32",
        "utf-7",
        "iso-2022-jp",
        "iso-2022-kr",
        "shift_jis",
        "euc-kr",
        "gb18030",
        "gbk",
        "big5",
        "hz-gb-2312",
        "koi8-r",
        "windows-1252",
        "x-user-defined",
        "ebcdic-cp-us",
        "\"\"",
        "\"utf-8\r\n x\"",
        "x'y",
        "utf-8; charset=utf-16",
    ];
    add(all, "charsets", names.len(), move |number| {
        let fields = format!("Content-Type: text/plain; charset={}", names[number]);
        let mut body = b"\xff\xfea\0b\0 \xed\xa0\x80 \xc0\xaf +ADw-script+AD4- \x1b$B;~\x0e\x0f ~{VS~ \x81\x30\x81".to_vec();
        body.extend(Chance(number as u64).bytes(2_000));
        message(&fields, body)
    });
    let html = [
        "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
        "<p>&#0;&#x110000;&#xffffffffff;&nosuch;&#38;#60;</p>",
        "<!DOCTYPE html [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><p>&b;</p>",
        "<svg><style><img src=x onerror=alert(1)></style></svg><math><mtext></form><form><mglyph>",
        "<p style=\"background:url(http://127.0.0.1:1/)\"><iframe src=file:///etc/passwd></iframe>",
    ];
    add_list(
        all,
        "html",
        html.map(|html| message("Content-Type: text/html; charset=utf-8", html)).to_vec(),
    );
    add(all, "html-within", 5, |number| {
        let tag = ["<div>", "<table><tr><td>", "<ul><li>", "<blockquote>", "<!--"][number];
        message("Content-Type: text/html", tag.repeat(100_000))
    });
}

fn encodings(all: &mut Vec<Made>) {
    let letter = base64(&b"Source: Study Group 1\nTo: tsync\nTitle: On clocks\n".repeat(40));
    let letter = String::from_utf8_lossy(&letter).into_owned();
    let file = "Content-Type: application/octet-stream; name=letter.txt\r\nContent-Disposition: attachment";
    let cut = |at: usize| letter.get(..at).unwrap_or_default().to_owned();
    let texts = [
        cut(1),
        cut(2),
        cut(3),
        cut(77),
        cut(1001),
        letter.replace("\r\n", ""),
        letter.replace('U', "-_"),
        letter.replace("\r\n", "=\r\n"),
        letter.replace("\r\n", "\0\r\n"),
        format!("====\r\n{letter}"),
        format!("{letter}--\r\nFooter of a list\r\n"),
        "=".repeat(10_000),
        "\u{e9}".repeat(1_000),
        "QUJD".repeat(250_000),
    ];
    add_list(all, "base64", texts.map(|text| with_file(file, "base64", text)).to_vec());
    let texts = [
        "=".to_owned(),
        "a=".to_owned(),
        "=ZZ=4=".to_owned(),
        "=\r".to_owned(),
        "=0D=0A=0D=0A".to_owned(),
        "=C3".repeat(10_000),
        "=\r\n".repeat(100_000),
        "=00".repeat(1_000),
        "x".repeat(1_000_000),
        " \t\r\n".repeat(50_000),
    ];
    let file = "Content-Type: text/plain";
    add_list(all, "quoted", texts.map(|text| with_file(file, "quoted-printable", text)).to_vec());
    let encodings = [
        "x-uuencode",
        "binary",
        "8bit; x",
        "base64 (really)",
        "BASE64\0",
        "none",
        "quoted-printable, base64",
        "\"base64\"",
    ];
    let body = b"begin 644 ../x\r\n#0V%T\r\n`\r\nend\r\nQUJD\0\xff";
    add_list(
        all,
        "other-encodings",
        encodings.map(|encoding| with_file(file, encoding, body)).to_vec(),
    );
    let inner =
        base64(&message("Content-Type: multipart/mixed; boundary=b", "--b\r\n\r\nx\r\n--b--"));
    let types = [
        "message/rfc822",
        "multipart/mixed; boundary=b",
        "multipart/digest; boundary=b",
        "message/partial; id=x; number=1",
    ];
    add(all, "encoded-containers", types.len(), move |number| {
        let fields =
            format!("Content-Type: {}\r\nContent-Transfer-Encoding: base64", types[number]);
        message(&fields, &inner)
    });
}

/// What Outlook packs for itself (MS-OXTNEF).
fn outlook(all: &mut Vec<Made>) {
    add(all, "winmail", 12, |number| {
        let mut bytes = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
        match number {
            0 => bytes.truncate(3),
            1 => bytes.truncate(4),
            2 => {}
            3..=6 => {
                // An attribute that says that it is longer than everything.
                bytes.extend([1, 6, 0x90, 8, 0]);
                bytes.extend([0xff_u8, 0xff, 0xff, 0x7f_u8 << (number - 3)]);
                bytes.extend(Chance(3).bytes(100));
            }
            _ => bytes.extend(Chance(number as u64).bytes(number * 5_000)),
        }
        let media_type =
            ["application/ms-tnef", "application/vnd.ms-tnef", "application/octet-stream"]
                [number % 3];
        let fields = format!(
            "Content-Type: {media_type}; name=winmail.dat\r\nContent-Disposition: attachment; filename=winmail.dat"
        );
        with_file(&fields, "base64", base64(&bytes))
    });
}

/// What is signed or encrypted (RFC 8551, RFC 3156).
fn sealed(all: &mut Vec<Made>) {
    let smime = ["enveloped-data", "signed-data", "compressed-data", "authEnveloped-data", "x"];
    add(all, "smime", smime.len(), move |number| {
        let fields = format!(
            "Content-Type: application/pkcs7-mime; smime-type={}; name=smime.p7m\r\nContent-Transfer-Encoding: base64",
            smime[number]
        );
        let mut der = vec![0x30, 0x84, 0xff, 0xff, 0xff, 0xff];
        der.extend(Chance(number as u64).bytes(5_000));
        message(&fields, base64(&der))
    });
    let signed = |body: &str| {
        message(
            "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; micalg=x; boundary=b",
            body,
        )
    };
    let pgp = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA0000000000AQf/\r\n=AAAA\r\n-----END PGP MESSAGE-----\r\n";
    let encrypted = format!(
        "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream; name=encrypted.asc\r\n\r\n{pgp}--b--\r\n"
    );
    let list = vec![
        signed(
            "--b\r\n\r\nSource: SG1\r\nTo: tsync\r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--b--\r\n",
        ),
        signed("--b\r\n\r\nonly the text\r\n--b--\r\n"),
        signed(
            "--b\r\nContent-Type: application/pgp-signature\r\n\r\nonly the signature\r\n--b--\r\n",
        ),
        signed(""),
        message(
            "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b",
            &encrypted,
        ),
        message("Content-Type: multipart/encrypted; boundary=b", "--b\r\n\r\n--b--\r\n"),
        message("Content-Type: text/plain", pgp),
        message(
            "Content-Type: text/plain",
            format!("-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nTo: tsync\r\n{pgp}"),
        ),
        with_named_file("smime.p7s", b"\x30\x80\x06\x09"),
        with_named_file("key.asc", pgp.as_bytes()),
    ];
    add_list(all, "sealed", list);
}
