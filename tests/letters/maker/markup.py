"""The light markup in which a letter is written: lines to paragraphs and tables, braces to what Word has besides text."""

import re
from dataclasses import dataclass, field

INLINE = re.compile(
    r"(\*\*)|\{(tab|rtab|br|nbsp|nbhy|pb|/)\}|\{\+(.*?)\+\}|\{-(.*?)-\}"
    r"|\{(link|field|sdt|sym|hide|foot|remark):([^|}]*)(?:\|([^}]*))?\}"
)


@dataclass
class Piece:
    """A stretch of a paragraph: text, or a thing such as a tab, a break, a link."""

    kind: str
    text: str = ""
    target: str = ""
    bold: bool = False


@dataclass
class Paragraph:
    pieces: list
    style: str = "body"


@dataclass
class Cell:
    paragraphs: list
    span: int = 1
    merge: str = ""


@dataclass
class Table:
    rows: list
    widths: list
    borders: bool = False


@dataclass
class Letter:
    blocks: list = field(default_factory=list)
    header: list = field(default_factory=list)
    footer: list = field(default_factory=list)
    first: list = field(default_factory=list)


STYLES = {"# ": "heading", "#. ": "numbered", "= ": "centre", "- ": "bullet", ": ": "indent", "> ": "right"}


def parse(source):
    """Returns the letter that this markup writes."""
    letter, lines = Letter(), iter(joined(source))
    for line in lines:
        if line.startswith("|==="):
            letter.blocks.append(table(line, lines))
        elif line.startswith("@header: "):
            letter.header += paragraphs(line[9:])
        elif line.startswith("@footer: "):
            letter.footer += paragraphs(line[9:])
        elif line.startswith("@first: "):
            letter.first += paragraphs(line[8:])
        elif line.startswith("@box: "):
            letter.blocks.append(("box", paragraphs(line[6:])))
        elif line.startswith("@sdt: "):
            letter.blocks.append(("sdt", paragraphs(line[6:])))
        else:
            letter.blocks.append(paragraph(line.replace(" ¶ ", "{br}")))
    return letter


def joined(source):
    """Returns the lines, one for each paragraph: a line that ends in a backslash goes on in the next."""
    return re.sub(r" ?\\\n", " ", source.strip("\n")).split("\n")


def table(head, lines):
    options = dict(word.split("=", 1) for word in head.split()[1:])
    rows = []
    for line in lines:
        if line.startswith("|==="):
            break
        rows.append([cell(text) for text in re.split(r"(?<=\s)\|(?=\s|$)", line[1:])])
    widths = [int(width) for width in options.get("widths", "30,70").split(",")]
    return Table(rows, widths, options.get("borders") == "yes")


def cell(text):
    span, merge = 1, ""
    while mark := re.match(r"\s*<(\d|v|\^)>", text):
        text = text[mark.end():]
        span = int(mark[1]) if mark[1].isdigit() else span
        merge = {"v": "restart", "^": "continue"}.get(mark[1], merge)
    return Cell(paragraphs(text), span, merge)


def paragraphs(text):
    return [paragraph(part.strip(" ")) for part in text.split("¶")]


def paragraph(line):
    style = "body"
    for mark, name in STYLES.items():
        if line.startswith(mark):
            line, style = line[len(mark):], name
            break
    return Paragraph(pieces(line), style)


def pieces(line):
    """Returns a paragraph's stretches, bold switched on and off by two asterisks."""
    out, bold, at = [], False, 0
    for match in INLINE.finditer(line):
        text(out, line[at:match.start()], bold)
        at = match.end()
        toggles, thing, inserted, deleted, kind, target, words = match.groups()
        if toggles:
            bold = not bold
        elif thing:
            out.append(Piece({"/": "split"}.get(thing, thing), bold=bold))
        elif inserted is not None:
            out.append(Piece("inserted", inserted, bold=bold))
        elif deleted is not None:
            out.append(Piece("deleted", deleted, bold=bold))
        else:
            out.append(Piece(kind, words or target, target, bold))
    text(out, line[at:], bold)
    return out


def text(out, words, bold):
    if words:
        out.append(Piece("text", words, bold=bold))
