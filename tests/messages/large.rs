//! As large as a mail server lets through, and larger.

use super::{Made, add, base64, message, with_file};

/// The largest message that is taken unless the operator says otherwise.
const LIMIT: usize = 50 * 1024 * 1024;

pub(super) fn messages(all: &mut Vec<Made>) {
    add(all, "recipients", 3, |number| {
        let field = ["To", "Cc", "To"][number];
        let one = |n| format!("Re Cipient {n} <r{n}@example.net>,\r\n ");
        let many: String = (0..[5_000, 5_000, 50_000][number]).map(one).collect();
        message(&format!("{field}: {many}last@example.net"), "Words.\r\n")
    });
    add(all, "large", 14, |number| {
        let fill = |bytes: &[u8], most: usize| bytes.repeat(most / bytes.len());
        let body = LIMIT - 2_000;
        let text = "Content-Type: text/plain";
        let file = "Content-Type: application/octet-stream; name=letter.txt\r\nContent-Disposition: attachment";
        match number {
            0 => message(text, fill(b"x", body)),
            1 => message(text, fill(b"To: tsync\r\n", body)),
            2 => message(text, fill(b"\r\n", body)),
            3 => message(text, fill(b"\r", body)),
            4 => message(text, fill("é".as_bytes(), body)),
            5 => message("Content-Type: text/html", fill(b"<p>To: tsync</p>\r\n", body)),
            6 => message("Content-Type: text/plain; charset=iso-8859-1", fill(b"\xe9", body)),
            7 => message("Content-Type: text/plain; charset=utf-16", fill(b"a\0", body)),
            8 => message(
                "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable",
                fill(b"=C3=A9", body),
            ),
            9 => with_file(file, "base64", base64(&fill(b"To: tsync\n", body / 39 * 28))),
            10 => with_file(
                &file.replace("letter.txt", "letter.pdf"),
                "base64",
                base64(&fill(b"%PDF-1.4 ", body / 39 * 28)),
            ),
            11 => with_file(file, "binary", fill(b"\0\xff", body)),
            12 => message(text, fill(b"x", LIMIT + 10)),
            _ => message(
                "Content-Type: multipart/mixed; boundary=b",
                fill(b"--b\r\n\r\nx\r\n", body),
            ),
        }
    });
}
