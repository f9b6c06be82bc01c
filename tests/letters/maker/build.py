"""Makes one file of the corpus, whatever its kind, with what is inside it."""

from . import docx, mail, page


def kind(source):
    return source.get("format", source["file"].rsplit(".", 1)[1].lower())


def path(source):
    """Returns the formats that LibreOffice takes a letter through; none for what is written by hand here."""
    through = source.get("through", [])
    written = {"docx": [], "doc": ["doc"], "pdf": ["pdf"], "odt": ["odt"], "rtf": ["rtf"]}
    if "letter" not in source or kind(source) not in written:
        return []
    return [*through, *(written[kind(source)] or (["docx"] if through else []))]


def prepare(source, converter):
    """Tells the converter what it will be asked for, in this file and the files inside it."""
    if path(source):
        converter.want(id(source), docx.document(source), path(source))
    for part in source.get("parts", []):
        prepare(part, converter)


def made(source, converter):
    """Returns the bytes of this file."""
    if "text" in source:
        text = source["text"].removeprefix("\n").replace("\n", source.get("newline", "\n"))
        return text.encode(source.get("charset", "utf-8"))
    parts = [(part["file"], made(part, converter)) for part in source.get("parts", [])]
    if kind(source) == "eml":
        return mail.message(source, parts)
    if kind(source) == "zip":
        return docx.packed(dict(parts))
    if kind(source) == "html":
        charset = source.get("charset", "utf-8")
        return page.page(source["letter"], charset).encode(charset)
    return converter.converted(id(source)) if path(source) else docx.document(source)
