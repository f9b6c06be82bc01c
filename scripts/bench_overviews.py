"""How fast what is counted over the whole record is: the rows of `scripts/bench` about the desk, statistics, deadlines and overviews.

A record of 2,000 statements is served, then one of 200,000, and each page is asked for with an address that nothing is kept
for, so that everything is counted and rendered anew. The desk is opened by a coordinator, a liaison manager and a group's chair,
who have what a record of that size leaves them to do; and `remind` is run, first as it would find a service that was off for years,
then with nothing new to say.
"""

import json
import re
import sqlite3
import statistics
import time

import bench_desk
from bench_desk import PASSWORD, Desk, run

FEW, MANY = 2_000, 200_000
OPENED = 15
PAGES = {
    "/statistics": "statistics",
    "/statistics?organization=body1": "statistics of one organization",
    "/deadlines": "deadlines",
    "/deadlines.ics": "the calendar of deadlines",
    "/organizations/body1/open": "what is open with an organization",
    "/organizations/body1/report?period=2020": "the report of a year",
}
# For whom the desk is opened: each statement in the record is from or to one of 40 bodies and 40 groups.
DESKS = {
    ("cy@example.org", "/desk"): "the desk of a coordinator",
    ("cy@example.org", "/desk/overview"): "the coordinators' overview",
    ("mo@example.org", "/desk"): "the desk of a liaison manager",
    ("ty@example.org", "/desk"): "the desk of a group's chair",
}
# Run one after the other, in this order.
REMINDING = {
    "remind, first": "`remind` after years, the whole command",
    "remind, again": "`remind` again, the whole command",
}
DIRECTORY = bench_desk.DIRECTORY + """
[[people]]
name = "Mo Manager"
addresses = ["mo@example.org"]
roles = [{ role = "liaiman", group = "body1" }]

[[people]]
name = "Ty Chair"
addresses = ["ty@example.org"]
roles = [{ role = "chair", group = "group1" }]
"""


def measure(binary, work, row, write_record, start, stop, fetch, port):
    """Prints a row for each page."""
    medians = {}
    for count in (FEW, MANY):
        record, data = work / f"record-{count}", work / f"data-{count}"
        write_record(record, count)
        write_answers(record, count)
        run([binary, "import", "datatracker", record, "--data", data])
        # The datatracker says only that statements belong together.
        with sqlite3.connect(data / "liaison.sqlite") as database:
            database.execute("update statement_links set kind = 'answers'")
        database.close()
        add_people(binary, work, data)
        server, _ = start(binary, data, port)
        try:
            medians[count] = {page: median(page, fetch, port) for page in PAGES}
            medians[count] |= {desk: Desk(port, desk[0]).median(desk[1]) for desk in DESKS}
        finally:
            stop(server)
        medians[count] |= {name: timed([binary, "remind", "--data", data]) for name in REMINDING}
    for asked, name in {**PAGES, **DESKS, **REMINDING}.items():
        few, many = medians[FEW][asked], medians[MANY][asked]
        row(f"{name}, {MANY:,} statements", f"the same with {FEW:,}",
            f"{many / few:.1f} times ({many * 1000:.0f} of {few * 1000:.0f} ms)", "–")


def add_people(binary, work, data):
    """Those whose desks are opened, each with a password."""
    directory = work / "directory.toml"
    directory.write_text(DIRECTORY)
    run([binary, "import", "directory", directory, "--data", data])
    for name, address in re.findall(r'name = "(.+)"\naddresses = \["(.+)"\]', DIRECTORY):
        run([binary, "user", "add", name, address, "--password-stdin", "--data", data], PASSWORD)


def timed(command):
    begun = time.perf_counter()
    run(command)
    return time.perf_counter() - begun


def write_answers(record, count):
    """Every third statement belongs to the second before it, in the shape of the datatracker's API."""
    liaisons = "/api/v1/liaisons"
    answers = [
        {"id": number, "relationship": "/api/v1/name/docrelationshipname/refold/",
         "resource_uri": f"{liaisons}/relatedliaisonstatement/{number}/",
         "source": f"{liaisons}/liaisonstatement/{number}/", "target": f"{liaisons}/liaisonstatement/{number - 2}/"}
        for number in range(3, count + 1, 3)
    ]
    meta = {"limit": 0, "next": None, "offset": 0, "previous": None, "total_count": len(answers)}
    (record / "relatedliaisonstatement.json").write_text(json.dumps({"meta": meta, "objects": answers}))


def median(page, fetch, port):
    """Seconds of a page whose address was never asked for."""
    taken = []
    for n in range(OPENED):
        between = "&" if "?" in page else "?"
        begun = time.perf_counter()
        fetch(port, f"{page}{between}nothing={n}")
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)
