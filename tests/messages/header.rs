//! Fields of the header: other letters than ASCII, encoded words, parameters, addresses, signatures.

use super::{Made, add, add_list, message, with_file};

pub(super) fn messages(all: &mut Vec<Made>) {
    fields(all);
    words(all);
    parameters(all);
    addresses(all);
    signatures(all);
}

fn plain(fields: &[u8]) -> Vec<u8> {
    [fields, b"\r\n\r\nWords.\r\n"].concat()
}

fn fields(all: &mut Vec<Made>) {
    let eight_bit: [&[u8]; 8] = [
        b"From: J\xf6rg <j@example.net>\r\nSubject: Gr\xfc\xdfe",
        "From: Jörg <j@example.net>\r\nSubject: 時計について".as_bytes(),
        b"From: \x8e\x9e\x8cv <j@example.net>\r\nSubject: \x8e\x9e\x8cv",
        b"From: j@example.net\r\nSubject: \xca\xb1\xd6\xd3\xff\xff",
        b"From: j@example.net\r\nSubject: \xc0\x80\xed\xa0\x80\xf8\x88\x80\x80\x80",
        b"From: j@example.net\r\nS\xfcbject: x\r\n\xff: y",
        b"\xfeF\xffr\xfeo\xffm: j@example.net",
        b"From: j@example.net\r\nSubject: \x1b$B;~\x1b(B\x07\x08\x1b[2J",
    ];
    add_list(all, "eight-bit", eight_bit.map(plain).to_vec());
    let odd: [&str; 20] = [
        "From : j@example.net\r\nSubject : x",
        "From: j@example.net\r\n Subject: folded into it",
        "From: j@example.net\r\nno colon here\r\nSubject: x",
        "From: j@example.net\r\n: no name\r\nSubject: x",
        "From:\r\nSubject:",
        "Subject: no sender at all",
        "Sender: s@example.net\r\nSubject: x",
        "From: a@example.net\r\nFrom: b@example.org\r\nSubject: a\r\nSubject: b\r\nDate: x\r\nDate: y",
        "From: a@example.net\r\nContent-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=b",
        "From: a@example.net\r\nDate: Fri, 99 Foo 99999 99:99:99 +9999",
        "From: a@example.net\r\nDate: Tue, 24 Nov -2026 10:00:00",
        "From: a@example.net\r\nDate: 24 Nov 18446744073709551616 10:00",
        "From: a@example.net\r\nMessage-ID: <<>>< >",
        "From: a@example.net\r\nMessage-ID: <a b\tc@d>\r\nIn-Reply-To: <",
        "From: a@example.net\r\nContent-Type: ;;;\r\nContent-Disposition: =\r\nContent-Transfer-Encoding: ,",
        "From: a@example.net\r\nContent-Type: text\r\nMIME-Version: 99.0",
        "From: a@example.net\r\nX-Liaison-Loop: localhost.localdomain",
        "From: a@example.net\r\nList-ID: <<<>\r\nList-Post: <mailto:",
        "From: a@example.net\r\nSubject: \r\n\t\r\n \r\n\t",
        "From: a@example.net\r\nX-Spam-Flag: YES\r\nX-Spam-Status: Yes, score=1e400",
    ];
    add_list(all, "odd-fields", odd.map(|odd| plain(odd.as_bytes())).to_vec());
    add(all, "many-fields", 8, |number| {
        let from = "From: a@example.net\r\n";
        let more = match number {
            0 => "X: y\r\n".repeat(50_000),
            1 => format!("Subject: {}", "x\r\n ".repeat(100_000)),
            2 => format!("Subject: {}", "x".repeat(1_000_000)),
            3 => format!("X: {}", "x".repeat(3_000_000)),
            4 => "Received: from a by b; Tue, 24 Nov 2026 10:00:00 +0000\r\n".repeat(150),
            5 => format!("References: {}", "<a@example.net> ".repeat(50_000)),
            6 => format!("{}: x", "N".repeat(100_000)),
            _ => "Content-Type: text/plain; a=b\r\n".repeat(20_000),
        };
        plain(format!("{from}{more}").as_bytes())
    });
}

/// Encoded words (RFC 2047).
fn words(all: &mut Vec<Made>) {
    let long = "=?utf-8?Q?x?= ".repeat(10_000);
    let wide = format!("=?utf-8?B?{}?=", "QUJD".repeat(50_000));
    let subjects = [
        "=?x-unknown?Q?abc?=",
        "=?utf-8?X?abc?=",
        "=?utf-8?Q?abc",
        "=?utf-8?Q?abc?",
        "=?utf-8?Q",
        "=?utf-8",
        "=?",
        "=??Q?abc?=",
        "=?utf-8??abc?=",
        "=?utf-8?Q??=",
        "=?utf-8?B?====?=",
        "=?utf-8?B?QUJ?=",
        "=?utf-8?B?Q U J D?=",
        "=?utf-8?B?\u{e9}\u{e9}?=",
        "=?utf-8?Q?=?=",
        "=?utf-8?Q?=Z?=",
        "=?utf-8?Q?=0D=0ABcc:_x=40example.org=0D=0A=0D=0A<script>?=",
        "=?utf-8?B?DQpCY2M6IHhAZXhhbXBsZS5vcmcNCg==?=",
        "=?utf-8?Q?=00=01=02=1B[2J?=",
        "=?utf-8?Q?=E2=80?= =?utf-8?Q?=93?=",
        "=?utf-8?Q?=F0=9F?= =?iso-8859-1?Q?=95=92?=",
        "=?utf-8*EN?Q?abc?=",
        "=?utf-8*?Q?abc?=",
        "=?utf-7?Q?+ADw-script+AD4-?=",
        "=?utf-16?B?//5hAGIA?=",
        "=?iso-2022-jp?B?GyRCO34=?=",
        "=?gb18030?B?/////w==?=",
        "=?utf-8?Q?=?utf-8?Q?x?=?=",
        "=?utf-8?Q?a?==?utf-8?Q?b?=",
        "a=?utf-8?Q?b?=c",
        "=?utf-8?Q?=E2=80=AEfdp.exe?=",
        "=?us-ascii?Q?=FF?=",
        "=?\0?Q?x?=",
        long.as_str(),
        wide.as_str(),
    ];
    let made = subjects.map(|words| {
        plain(format!("From: {words} <a@example.net>\r\nSubject: {words}").as_bytes())
    });
    add_list(all, "encoded-words", made.to_vec());
}

/// Parameters with values in pieces and in other letters (RFC 2231), and names that lead elsewhere.
fn parameters(all: &mut Vec<Made>) {
    let pieces: String = (0..2_000).map(|n| format!("; filename*{n}=x")).collect();
    let long = format!("; filename=\"{}.txt\"", "n".repeat(100_000));
    let names = [
        "; filename*=utf-8''l%C3%A9tter.txt",
        "; filename*=utf-8'en'%",
        "; filename*=utf-8''%ZZ%4",
        "; filename*=x-unknown''a.txt",
        "; filename*='''''",
        "; filename*=a.txt",
        "; filename*0=a; filename*2=c; filename*1=b",
        "; filename*0*=utf-8''a%; filename*1*=C3%A9; filename*2=.txt",
        "; filename*999999999999=a",
        "; filename*-1=a",
        "; filename*0=a; filename*0=b; filename*00=c",
        "; filename*1=no-first",
        "; filename=a.txt; filename*=utf-8''b.txt; filename*0=c.txt",
        "; filename=\"../../../etc/passwd\"",
        "; filename=\"..\\..\\windows\\win.ini\"",
        "; filename=\"/etc/passwd\"",
        "; filename=\"C:\\a.txt\"",
        "; filename=\"..\"",
        "; filename=\".\"",
        "; filename=\"\"",
        "; filename=\" \"",
        "; filename=\"a\0b.txt\"",
        "; filename=\"a\r\n b.txt\"",
        "; filename=\"CON\"",
        "; filename=\"a.txt;b\"",
        "; filename=\"letter\u{202e}fdp.exe\"",
        "; filename=\"<script>alert(1)</script>.html\"",
        "; filename==?utf-8?Q?=2E=2E=2Fx?=",
        "; filename=\"unclosed",
        "; filename=\"\\",
        "; filename",
        "; =x",
        pieces.as_str(),
        long.as_str(),
    ];
    let made = names.map(|name| {
        let fields =
            format!("Content-Type: application/pdf\r\nContent-Disposition: attachment{name}");
        with_file(&fields, "7bit", "%PDF-1.4 nothing")
    });
    add_list(all, "parameters", made.to_vec());
}

/// Addresses, also those with other letters than ASCII (RFC 6531, RFC 6532).
fn addresses(all: &mut Vec<Made>) {
    let comments = format!("{}a@example.net{}", "(".repeat(20_000), ")".repeat(20_000));
    let long = format!("{}@example.net", "a".repeat(100_000));
    let group = format!("g: {};", "a@example.net, ".repeat(5_000));
    let froms = [
        "用户@例子.example",
        "jörg@bücher.example",
        "Jörg <jörg@xn--bcher-kva.example>",
        "a@xn--\u{0}.example",
        "a@xn--99999999.example",
        "\"a b\"@example.net",
        "\"a@b\"@example.net",
        "\"\\\"\"@example.net",
        "\"\r\n x\"@example.net",
        "<@a.example,@b.example:c@example.net>",
        "a@[192.0.2.1]",
        "a@[IPv6:::]",
        "a@",
        "@example.net",
        "a",
        "<>",
        "<<a@example.net>>",
        "a@example.net>",
        "<a@example.net",
        "\"unclosed <a@example.net>",
        "(unclosed a@example.net",
        "undisclosed-recipients:;",
        "g: a@example.net, b@example.net; , c@example.net",
        "g: h: a@example.net;;",
        "a@example.net, b@example.org, c@example.com",
        ",,,,",
        "a@b@c@example.net",
        "a..b@example.net",
        ".@example.net",
        "a@example..net",
        "a@-.example",
        "A\u{202e} <a@example.net>",
        comments.as_str(),
        long.as_str(),
        group.as_str(),
    ];
    let made = froms.map(|from| {
        plain(
            format!("From: {from}\r\nReply-To: {from}\r\nTo: {from}\r\nCc: {from}\r\nSubject: x")
                .as_bytes(),
        )
    });
    add_list(all, "addresses", made.to_vec());
}

/// Signatures and results of checks that are none (RFC 6376, RFC 8617, RFC 8601).
fn signatures(all: &mut Vec<Made>) {
    let many = "DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=s; h=from; bh=AAAA; b=BBBB\r\n"
        .repeat(300);
    let chain: String = (1..60)
        .map(|n| format!(
            "ARC-Seal: i={n}; a=rsa-sha256; cv=pass; d=example.net; s=s; b=AAAA\r\nARC-Message-Signature: i={n}; a=rsa-sha256; d=example.net; s=s; h=from; bh=AAAA; b=BBBB\r\nARC-Authentication-Results: i={n}; x; dkim=pass\r\n"
        ))
        .collect();
    let results =
        format!("Authentication-Results: mx.example.org; {}", "dkim=pass (".repeat(5_000));
    let fields = [
        "DKIM-Signature: ",
        "DKIM-Signature: v=1",
        "DKIM-Signature: v=1; a=x; d=; s=; h=; bh=; b=",
        "DKIM-Signature: v=1; a=rsa-sha256; d=..; s=..; h=from:from:from; l=99999999999999999999; bh=====; b====",
        "DKIM-Signature: v=1; a=ed25519-sha256; c=simple/simple; d=\0.example; s=\u{e9}; h=:; x=-1; t=1; bh=AA; b=AA",
        "ARC-Seal: i=0; cv=none\r\nARC-Message-Signature: i=-1\r\nARC-Authentication-Results: i=51",
        "Authentication-Results: ",
        "Authentication-Results: ;;;=;=",
        "Authentication-Results: \"unclosed; dkim=pass header.d=itu.example",
        "Authentication-Results: mx.example.org; dkim=pass reason=\"\\",
        many.as_str(),
        chain.as_str(),
        results.as_str(),
    ];
    add_list(
        all,
        "signatures",
        fields.map(|fields| message(fields.trim_end(), "Words.\r\n")).to_vec(),
    );
}
