"""Reads what the service writes for other programs with ordinary readers of each form, and says what they find.

    formats.py ADDRESS

Reads the pages that list something and every statement of the record; exits with 1 if a reader finds a fault, or reads something else
than the JSON of the same statement says.
"""

import json
import re
import sys
import urllib.error
import urllib.request

import bibtexparser
import feedparser
import icalendar
import rispy
from lxml import etree

PAGES = ["/", "/statements", "/organizations", "/deadlines"]


class Reading:
    def __init__(self, address):
        self.address = address
        self.faults = []
        self.counts = {}

    def get(self, path):
        with urllib.request.urlopen(self.address + path) as answer:
            return answer.headers.get_content_type(), answer.read()

    def fault(self, path, words):
        self.faults.append(f"{path}: {words}")

    def count(self, form, many=1):
        self.counts[form] = self.counts.get(form, 0) + many

    def feed(self, path):
        kind, text = self.get(path)
        feed = feedparser.parse(text)
        if feed.bozo or feed.version != "atom10" or kind != "application/atom+xml":
            self.fault(path, f"no Atom: {feed.get('bozo_exception')}")
        for entry in feed.entries:
            if not (entry.id and entry.title and entry.updated_parsed and entry.link and entry.author):
                self.fault(path, f"an entry lacks something: {entry.get('id')}")
        if len({entry.id for entry in feed.entries}) != len(feed.entries):
            self.fault(path, "two entries have one id")
        self.count("entries of feeds", len(feed.entries))

    def calendar(self, path):
        kind, text = self.get(path)
        calendar = icalendar.Calendar.from_ical(text)
        if kind != "text/calendar" or calendar.errors or not calendar.get("PRODID") or calendar.get("VERSION") != "2.0":
            self.fault(path, f"no calendar: {calendar.errors}")
        for event in calendar.walk("VEVENT"):
            lacks = [name for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY") if name not in event]
            if lacks or event.errors:
                self.fault(path, f"an event lacks {lacks}: {event.errors}")
        if any(len(line) > 75 for line in text.split(b"\r\n")):
            self.fault(path, "a line is longer than 75 bytes (RFC 5545 §3.1)")
        self.count("events of calendars", len(calendar.walk("VEVENT")))

    def statement(self, number, known):
        path = f"/statements/{number}"
        page = self.get(path)[1].decode()
        data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
        if len(data) != 1 or json.loads(data[0])["name"] != known["subject"]:
            self.fault(path, "its data for search engines is not that of its JSON")
        subject = " ".join(known["subject"].split())
        bib = bibtexparser.loads(self.get(f"{path}.bib")[1].decode()).entries
        if len(bib) != 1 or bib[0]["url"] != known["url"] or bib[0]["ENTRYTYPE"] != "misc":
            self.fault(f"{path}.bib", f"read as {bib}")
        elif plain(bib[0]["title"]) != subject:
            self.fault(f"{path}.bib", f"read as {bib[0]['title']}")
        ris = rispy.loads(self.get(f"{path}.ris")[1].decode())
        if len(ris) != 1 or ris[0].get("title") != subject or known["url"] not in ris[0].get("urls", []):
            self.fault(f"{path}.ris", f"read as {ris}")
        xml = etree.fromstring(self.get(f"{path}.xml")[1])
        if xml.tag != "reference" or xml.get("target") != known["url"] or xml.findtext("front/title") != subject:
            self.fault(f"{path}.xml", f"read as {etree.tostring(xml)}")
        date = xml.find("front/date")
        if date is None or not {"year", "month", "day"} <= set(date.attrib) or not xml.get("anchor"):
            self.fault(f"{path}.xml", "it lacks a date or an anchor (RFC 7991)")
        self.feed(f"{path}/history.atom")
        self.feed(f"{path}/exchange.atom")
        self.count("statements")


def plain(text):
    """What TeX sets of a title: without the braces, and with the characters that are written otherwise."""
    for written, character in (("\\textbackslash{}", "\\"), ("\\textasciitilde{}", "~"), ("\\textasciicircum{}", "^")):
        text = text.replace(written, character)
    text = re.sub(r"\\([{}$&#%_])", r"\1", text)
    return text.removeprefix("{").removesuffix("}")


def main(address):
    reading = Reading(address)
    for page in PAGES:
        text = reading.get(page)[1].decode()
        for feed in re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]*href="([^"]+)"', text):
            reading.feed(feed.replace("&amp;", "&"))
    reading.calendar("/deadlines.ics")
    answer = json.loads(reading.get("/statements.json")[1])
    statements = answer["statements"] if isinstance(answer, dict) else answer
    for known in statements:
        reading.statement(known["number"], known)
    for form, many in sorted(reading.counts.items()):
        print(f"{many} {form}")
    for fault in reading.faults:
        print(fault)
    return bool(reading.faults)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
