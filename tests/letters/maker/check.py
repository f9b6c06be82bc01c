"""Finds faults in a source before anything is made of it."""

import re

FIELDS = [
    "is_statement", "subject", "from", "to", "cc", "purpose", "purpose_as_written", "addressees", "deadline",
    "deadline_as_written", "date", "contacts", "to_contacts", "technical_contacts", "send_reply_to", "identifiers",
    "in_response_to", "attachments", "note",
]
LISTS = {"from", "to", "cc", "addressees", "contacts", "to_contacts", "technical_contacts", "send_reply_to", "identifiers",
         "in_response_to", "attachments"}
INVENTED = re.compile(r"@(?:[\w-]+\.)*(?:example\.(?:org|com|net|edu)|ietf\.org)\b", re.I)
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\.\w+")
# Role addresses of organizations, which stand in every letter of theirs.
ROLES = {"3GPPLiaison@etsi.org", "liaisons@broadband-forum.org", "team-liaisons@w3.org", "tsbsg15@itu.int"}


def faults(name, source):
    """Returns what is wrong with this source, in words."""
    out = [f"no `{key}`" for key in ("file", "layout", "about", "expected") if key not in source]
    if out:
        return out
    expected = source["expected"]
    out += [f"unknown field `{key}`" for key in expected if key not in FIELDS]
    out += [f"`{key}` is a list" for key in expected if key in LISTS and not isinstance(expected[key], list)]
    out += [f"`{key}` is no list" for key in expected if key not in LISTS and isinstance(expected[key], list)]
    if "is_statement" not in expected:
        out.append("is_statement is not said")
    if expected.get("purpose", "action") not in ("action", "information", "response"):
        out.append(f"purpose {expected['purpose']}")
    for key in ("deadline", "date"):
        if key in expected and not re.fullmatch(r"\d{4}-\d\d-\d\d", expected[key]):
            out.append(f"{key} {expected[key]}")
    for address in ADDRESS.findall(repr(source)):
        if not INVENTED.search(address) and address not in ROLES:
            out.append(f"an address that may be somebody's: {address}")
    return out
