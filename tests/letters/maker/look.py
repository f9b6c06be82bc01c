"""Reads the made files back, by other means than they were made with, and looks for what is expected of them."""

import email
import email.policy
import html
import io
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path

DELETED = re.compile(r"<w:del .*?</w:del>|<mc:Fallback>.*?</mc:Fallback>|<w:instrText.*?</w:instrText>", re.S)
BREAKS = re.compile(r"</w:p>|</w:tc>|<w:br/>|<w:tab/>|</text:p>|</text:h>|<text:tab/>|<text:line-break/>|<text:s[^>]*/>|<br/?>|</p>|</t[dhr]>", re.I)


def missing(source, made):
    """Returns the expected values whose words do not stand in the made file."""
    text = squeezed(words(source["file"], made))
    out = []
    for field, value in source["expected"].items():
        if field in ("is_statement", "note", "purpose", "date", "deadline"):
            continue
        for each in value if isinstance(value, list) else [value]:
            each = each["name"] if isinstance(each, dict) else each
            for part in re.split(r"[<>()]", each):
                if part.strip() and squeezed(part) not in text and not restored(part, text):
                    out.append(f"{field}: {part.strip()}")
    return out


def restored(part, text):
    """Says whether this is an address that the letter writes out in words."""
    shapes = [("dot", "at"), ("[dot]", "[at]")]
    return any(squeezed(part.replace(".", f" {dot} ").replace("@", f" {at} ")) in text for dot, at in shapes)


def squeezed(text):
    """Returns the text without white space and in lower case: lines may break anywhere."""
    return re.sub(r"[\s\u00a0]+", "", text).lower()


def words(name, made):
    """Returns the text of a file with what is inside it."""
    kind = name.rsplit(".", 1)[-1].lower()
    if kind == "eml":
        return message(email.message_from_bytes(made, policy=email.policy.default))
    if kind in ("zip", "docx", "odt"):
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            parts = [(entry, archive.read(entry)) for entry in archive.namelist()]
        if kind == "zip":
            return "\n".join(f"{entry}\n{words(entry, part)}" for entry, part in parts)
        inside = [part.decode() for entry, part in parts if re.search(r"(word/(document|header|footer|first).*|content|styles)\.xml$", entry)]
        return "\n".join(marked(text) for text in inside)
    if kind == "html":
        return marked(made.decode(charset(made)))
    if kind in ("doc", "rtf", "pdf"):
        return converted(kind, made)
    return next(made.decode(code) for code in ("utf-16", "utf-8", "windows-1252") if decodes(made, code))


def decodes(made, code):
    try:
        made.decode(code)
    except UnicodeDecodeError:
        return False
    return code != "utf-16" or made[:2] in (b"\xff\xfe", b"\xfe\xff")


def charset(made):
    found = re.search(rb"charset=([\w-]+)", made)
    return found[1].decode() if found else "utf-8"


def marked(text):
    return html.unescape(re.sub(r"<[^>]+>", "", BREAKS.sub("\n", DELETED.sub("", text.replace("<w:noBreakHyphen/>", "-")))))


def message(made):
    out = [f"{name}: {value}" for name, value in made.items()]
    for part in made.walk():
        if part is not made and part.get_content_type() == "message/rfc822":
            out += [message(inner) for inner in part.get_payload()]
        elif part.get_filename():
            out.append(f"{part.get_filename()}\n{words(part.get_filename(), part.get_payload(decode=True))}")
        elif part.get_content_type() == "text/plain":
            out.append(part.get_content())
        elif part.get_content_type() == "text/html":
            out.append(marked(part.get_content()))
    return "\n".join(out)


def converted(kind, made):
    with tempfile.TemporaryDirectory(prefix="letters-") as directory:
        file = Path(directory) / f"letter.{kind}"
        file.write_bytes(made)
        if kind == "pdf":
            return subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True).stdout.decode()
        command = ["soffice", f"-env:UserInstallation=file://{tempfile.gettempdir()}/letters-look", "--headless", "--norestore",
                   "--convert-to", "odt", "--outdir", directory, str(file)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
        return words("letter.odt", file.with_suffix(".odt").read_bytes())
