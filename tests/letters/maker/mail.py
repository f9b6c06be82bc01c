"""Writes messages as mail programs and lists do: text, pages, attachments, messages inside messages."""

import base64
import quopri
from email.header import Header
from email.utils import formataddr, getaddresses

from .page import page

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "doc": "application/msword",
    "pdf": "application/pdf", "odt": "application/vnd.oasis.opendocument.text", "rtf": "application/rtf",
    "zip": "application/zip", "txt": "text/plain", "html": "text/html", "eml": "message/rfc822",
}


def message(source, parts):
    """Returns a message with this source's headers and text, and these named parts attached."""
    head = [line.split(": ", 1) for line in source["headers"].strip("\n").split("\n")]
    lines = [f"{name}: {encoded(name, value)}" for name, value in head]
    lines.append("MIME-Version: 1.0")
    lines += content(source, parts)
    text = "\n".join(lines) + "\n"
    text = text.replace("\n", source.get("newline", "\r\n"))
    return text.encode("utf-8", "surrogateescape")


def content(source, parts):
    """Returns the lines of the header fields on the content, an empty line, and the content."""
    mark = source.get("boundary", "_004_" + source["file"].split(".")[0][-24:].replace(" ", ""))
    texts = []
    if "body" in source:
        texts.append(leaf("text/plain", source["body"].strip("\n") + "\n", source))
    if "page" in source or "page_letter" in source:
        made = source.get("page") or page(source["page_letter"], source.get("charset", "utf-8"))
        texts.append(leaf("text/html", made, source))
    inside = texts[0] if len(texts) == 1 else joined("alternative", texts, mark + "alt_")
    if not parts:
        return inside
    return joined("mixed", [inside, *(attached(name, made, source.get("attached_as")) for name, made in parts)], mark)


def joined(kind, entities, mark):
    lines = [f'Content-Type: multipart/{kind}; boundary="{mark}"', ""]
    for entity in entities:
        lines += [f"--{mark}", *entity, ""]
    return [*lines, f"--{mark}--", ""]


def leaf(kind, text, source):
    charset, encoding = source.get("charset", "utf-8"), source.get("encoding", "quoted-printable")
    made = text.encode(charset)
    if encoding == "base64":
        body = base64.encodebytes(made).decode()
    elif encoding == "quoted-printable":
        body = quopri.encodestring(made).decode()
    else:
        body = made.decode("utf-8", "surrogateescape")
    flowed = "; format=flowed" if source.get("flowed") and kind == "text/plain" else ""
    return [f'Content-Type: {kind}; charset="{charset}"{flowed}', f"Content-Transfer-Encoding: {encoding}", "", *body.rstrip("\n").split("\n")]


def attached(name, made, said=None):
    kind = said or TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream")
    if kind == "message/rfc822":
        return [f"Content-Type: {kind}", "Content-Disposition: attachment", "",
                *made.decode("utf-8", "surrogateescape").replace("\r\n", "\n").rstrip("\n").split("\n")]
    named = f'"{name}"' if name.isascii() else '"' + Header(name, "utf-8").encode() + '"'
    return [f"Content-Type: {kind}; name={named}", f"Content-Disposition: attachment; filename={named}",
            "Content-Transfer-Encoding: base64", "", *base64.encodebytes(made).decode().rstrip("\n").split("\n")]


def encoded(name, value):
    """Returns a header's value in ASCII: names apart from the addresses that they stand before."""
    if value.isascii():
        return value
    if name in ("From", "To", "Cc", "Reply-To"):
        return ", ".join(formataddr(pair) for pair in getaddresses([value]))
    return Header(value, "utf-8", header_name=name).encode()
