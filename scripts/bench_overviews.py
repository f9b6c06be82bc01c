"""How fast what is counted over the whole record is: the rows of `scripts/bench` about statistics, deadlines and overviews.

A record of 2,000 statements is served, then one of 200,000, and each page is asked for with an address that nothing is kept
for, so that everything is counted and rendered anew.
"""

import json
import statistics
import subprocess
import time

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


def measure(binary, work, row, write_record, start, stop, fetch, port):
    """Prints a row for each page."""
    medians = {}
    for count in (FEW, MANY):
        record, data = work / f"record-{count}", work / f"data-{count}"
        write_record(record, count)
        write_answers(record, count)
        command = [binary, "import", "datatracker", record, "--data", data]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server, _ = start(binary, data, port)
        try:
            medians[count] = {page: median(page, fetch, port) for page in PAGES}
        finally:
            stop(server)
    for page, name in PAGES.items():
        few, many = medians[FEW][page], medians[MANY][page]
        row(f"{name}, {MANY:,} statements", f"the same page with {FEW:,}",
            f"{many / few:.1f} times ({many * 1000:.0f} of {few * 1000:.0f} ms)", "–")


def write_answers(record, count):
    """Every third statement answers the second before it, in the shape of the datatracker's API."""
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
