//! Five hundred hostile messages, made anew each time and always the same.
//!
//! Each family is a file or a function; what is large is made when it is asked for, one message after the other, so that
//! nothing of it lies about. Everybody in them is invented.

#![allow(dead_code, reason = "each test takes the families that it needs")]

mod archives;
mod content;
mod header;
mod large;
mod structure;

/// How many messages there are.
pub(crate) const COUNT: usize = 500;

/// A made message.
pub(crate) struct Made {
    /// The family that it belongs to.
    pub(crate) family: &'static str,
    /// Its number in the family.
    pub(crate) number: usize,
    make: Box<dyn Fn() -> Vec<u8>>,
}

impl Made {
    /// Makes it.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        (self.make)()
    }

    /// What it is called.
    pub(crate) fn name(&self) -> String {
        format!("{}-{:03}", self.family, self.number)
    }
}

/// Returns all messages, none of them made yet.
pub(crate) fn all() -> Vec<Made> {
    let mut all = Vec::new();
    structure::messages(&mut all);
    header::messages(&mut all);
    content::messages(&mut all);
    archives::messages(&mut all);
    large::messages(&mut all);
    // What is left is an honest message with wounds.
    let wounds = COUNT - all.len();
    add(&mut all, "wounds", wounds, |number| wounded(number as u64));
    assert_eq!(all.len(), COUNT);
    all
}

/// Adds a family of so many messages, each made of its number.
fn add(
    all: &mut Vec<Made>,
    family: &'static str,
    count: usize,
    make: impl Fn(usize) -> Vec<u8> + Clone + 'static,
) {
    for number in 0..count {
        let make = make.clone();
        all.push(Made { family, number, make: Box::new(move || make(number)) });
    }
}

/// Adds a family from a list.
fn add_list<T: AsRef<[u8]>>(all: &mut Vec<Made>, family: &'static str, list: Vec<T>) {
    for (number, bytes) in list.into_iter().enumerate() {
        let bytes = bytes.as_ref().to_vec();
        all.push(Made { family, number, make: Box::new(move || bytes.clone()) });
    }
}

/// Returns a message with these fields below the usual ones, and this body.
fn message(fields: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let head = format!(
        "From: Mal Ory <mal@example.net>\r\nTo: statements@example.org\r\nSubject: On clocks\r\n\
         Date: Tue, 24 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n{fields}\r\n\r\n"
    );
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(body.as_ref());
    bytes
}

/// Returns a message with a file.
fn with_file(fields: &str, encoding: &str, content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut body = format!(
        "--b\r\nContent-Type: text/plain\r\n\r\nOur letter is attached.\r\n--b\r\n{fields}\r\n\
         Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(content.as_ref());
    body.extend_from_slice(b"\r\n--b--\r\n");
    message("Content-Type: multipart/mixed; boundary=b", body)
}

/// Returns a message with a file of this name, in base64.
fn with_named_file(name: &str, content: &[u8]) -> Vec<u8> {
    let fields = format!(
        "Content-Type: application/octet-stream; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\""
    );
    with_file(&fields, "base64", base64(content))
}

/// Writes bytes in base64, in lines of 76 letters.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut written = Vec::with_capacity(bytes.len() / 3 * 4 + bytes.len() / 57 * 2 + 8);
    for line in bytes.chunks(57) {
        for three in line.chunks(3) {
            let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
                << (8 * (3 - three.len()));
            for at in 0..4 {
                let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
                written.push(if at <= three.len() { letter } else { b'=' });
            }
        }
        written.extend_from_slice(b"\r\n");
    }
    written
}

/// Chance that is always the same (splitmix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most.max(1) as u64).unwrap_or(0)
    }

    pub(crate) fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next().to_le_bytes()[0]).collect()
    }
}

/// Returns an honest message in which bytes were changed, lost, doubled or put elsewhere.
fn wounded(seed: u64) -> Vec<u8> {
    const HONEST: &str = "Received: from a.example.com by b.example.org; Tue, 24 Nov 2026 10:00:00 +0000\r\n\
        DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s; h=from:to; bh=AAAA; b=BBBB\r\n\
        From: =?utf-8?Q?L=C3=A9e?= <lee@example.com>\r\nTo: statements@example.org, (list) x@example.org\r\n\
        Subject: =?iso-8859-1?Q?LS_on_cl=F6cks?=\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\n\
        Message-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=\"outer\"\r\n\r\nPreamble.\r\n--outer\r\n\
        Content-Type: multipart/alternative; boundary=inner\r\n\r\n--inner\r\n\
        Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        Source: SG 1=\r\n\r\nTo: tsync\r\nTitle: On clocks =E2=80=93 again\r\n\r\n--inner\r\n\
        Content-Type: text/html\r\n\r\n<table><tr><td>To:</td><td>tsync</td></tr></table>\r\n--inner--\r\n--outer\r\n\
        Content-Type: message/rfc822\r\n\r\nFrom: a@example.net\r\nSubject: inside\r\n\r\nWords.\r\n--outer\r\n\
        Content-Type: application/octet-stream; name*0*=utf-8''l%C3%A9; name*1=tter.txt\r\n\
        Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n\
        U291cmNlOiBTdHVkeSBHcm91cCAxClRvOiB0c3luYwpUaXRsZTogT24gY2xvY2tzCg==\r\n--outer--\r\nEpilogue.\r\n";
    let mut chance = Chance(seed);
    let mut bytes = HONEST.as_bytes().to_vec();
    for _ in 0..=seed {
        let (at, length) = (chance.below(bytes.len()), chance.below(40));
        let until = (at + length).min(bytes.len());
        match chance.below(6) {
            0 => bytes[at] = chance.next().to_le_bytes()[0],
            1 => drop(bytes.drain(at..until)),
            2 => {
                let doubled = bytes[at..until].to_vec();
                bytes.splice(at..at, doubled);
            }
            3 => {
                let taken: Vec<u8> = bytes.drain(at..until).collect();
                let to = chance.below(bytes.len());
                bytes.splice(to..to, taken);
            }
            4 => bytes[at] = *b"\r\n\0\"=;:-<>%?".get(chance.below(12)).unwrap_or(&b' '),
            _ => {
                let more = chance.bytes(length);
                bytes.splice(at..at, more);
            }
        }
        if bytes.is_empty() {
            bytes.push(b'x');
        }
    }
    bytes
}
