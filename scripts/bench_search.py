"""How fast the record is searched, and how it is with many statements: the rows of `scripts/bench --search` and `--size`.

**Search**: the same 100,000 texts in Liaison and in public-inbox (Debian's package, its index as it is by default), both over loopback
with wrk and 16 connections, newest first, as many found statements on a page. Each request has an address of its own, so that nothing
kept answers it. A round of theirs stands before each of ours.

**Size**: lists, statements and searches of 2,000 statements beside those of 1,000,000, one request after the other, each at an address
that nothing is kept for; and what is resident afterwards.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import time

from bench_receiving import import_all

SEARCHED = 100_000
FEW, MANY = 2_000, 1_000_000
# As many statements are made and imported at once: an import holds what it reads.
AT_ONCE = 50_000
OPENED = 60
# A word that stands in most texts, and one that stands in twenty.
COMMON, RARE = "clock", "item1234"
# As many as our pages list.
LISTED = 50
# Asks for an address of its own each time.
APART = """
local count = 0
request = function()
  count = count + 1
  return wrk.format("GET", os.getenv("BENCH_PATH") .. "&apart=" .. count)
end
"""


def search(binary, work, rounds, row, seconds, bench):
    """Prints a row for the common word and one for the rare one."""
    work = work / "search"
    work.mkdir()
    data, home = work / "data", work / "home"
    fill(binary, work, data, SEARCHED, bench, work / "mailbox")
    port, theirs_port = bench.free_port(), bench.free_port()
    into_public_inbox(work, home)
    theirs = subprocess.Popen(["public-inbox-httpd", "-W2", "-l", f"127.0.0.1:{theirs_port}"], env={**os.environ, "HOME": str(home)},
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ours, _ = bench.start(binary, data, port)
    try:
        wait_for(theirs_port, bench)
        until_proved(port, bench)
        for what, word, goal in (("a common word", COMMON, 10), ("a rare word", RARE, 3)):
            pairs = []
            for _ in range(rounds):
                slower = load(work, theirs_port, f"/bench/?q={word}&l={LISTED}", seconds)
                pairs.append((load(work, port, f"/statements?q={word}", seconds), slower))
            ratio = statistics.median(a / b for a, b in pairs)
            rates = [statistics.median(side) for side in zip(*pairs)]
            row(f"search for {what}, {SEARCHED:,} statements", "public-inbox's HTTP search over the same texts",
                f"{ratio:.1f} times ({rates[0]:,.0f} of {rates[1]:,.1f} requests a second)", f"≥ {goal} times")
    finally:
        bench.stop(ours)
        bench.stop(theirs)


def size(binary, work, row, bench):
    """Prints a row for each kind of page, and one for what is resident."""
    pages = {
        "a statement's page": lambda n, count: f"/statements/{1 + n * (count // OPENED)}?",
        "the list, first page": lambda n, count: "/statements?",
        "the list of one organization": lambda n, count: f"/statements?from=body{n % 40}",
        "search for a common word": lambda n, count: f"/statements?q={COMMON}",
        "search for a rare word": lambda n, count: f"/statements?q=item{n * 7 % (count // 20)}",
    }
    medians, resident = {}, {}
    for count in (FEW, MANY):
        data, port = work / f"size-{count}", bench.free_port()
        fill(binary, work, data, count, bench)
        server, _ = bench.start(binary, data, port)
        try:
            until_proved(port, bench)
            for name, page in pages.items():
                medians[count, name] = median(lambda n: bench.fetch(port, page(n, count) + f"&apart={n}"))
            resident[count] = bench.resident(server)
        finally:
            bench.stop(server)
    for name in pages:
        few, many = medians[FEW, name], medians[MANY, name]
        row(f"{name}, {MANY:,} statements", f"the same with {FEW:,}",
            f"{many / few:.2f} times ({many * 1000:.1f} of {few * 1000:.1f} ms)", "≤ 1.5 times")
    row(f"resident after these, {MANY:,} statements", f"the same with {FEW:,}",
        f"{resident[MANY] / resident[FEW]:.2f} times ({resident[MANY]:.0f} of {resident[FEW]:.0f} MiB)", "≤ 2 times")


def fill(binary, work, data, count, bench, mailbox=None):
    """Imports so many statements, and writes them to a mailbox if one is named."""
    for first in range(1, count + 1, AT_ONCE):
        record = work / "part"
        shutil.rmtree(record, ignore_errors=True)
        some = min(AT_ONCE, count + 1 - first)
        bench.write_record(record, some, first, count)
        command = [binary, "import", "datatracker", record, "--data", data]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if mailbox:
            to_mailbox(record, mailbox)


def to_mailbox(record, mailbox):
    """Adds the statements of a record to a mailbox, each as a message with its text."""
    statements = json.loads((record / "liaisonstatement.json").read_text())["objects"]
    with open(mailbox, "a") as out:
        for one in statements:
            number = one["id"]
            out.write(f"From lee@example.com Tue Sep  1 09:12:00 2015\nFrom: {one['from_contact']}\nTo: {one['to_contacts']}\n"
                      f"Subject: {one['title']}\nMessage-ID: <{number}@example.com>\n"
                      f"Date: Tue, 1 Sep {1996 + number * 30 // (SEARCHED + 1)} 09:{number % 60:02}:{number // 60 % 60:02} +0000\n\n"
                      f"{one['body']}\n")


def into_public_inbox(work, home):
    command = ["public-inbox-init", "-V2", "bench", home / "bench", "http://example.org/bench", "statements@example.org"]
    home.mkdir()
    subprocess.run(command, check=True, env={**os.environ, "HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    import_all(home, work / "mailbox")


def wait_for(port, bench):
    for _ in range(200):
        try:
            bench.fetch(port, "/bench/?q=clock")
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("public-inbox-httpd does not answer: run it by hand and see why.")


def until_proved(port, bench):
    """Waits until everything imported is in the tree: as long as it is being entered, what is kept is thrown away."""
    before = None
    while True:
        try:
            now = bench.fetch(port, "/log/checkpoint")
        except SystemExit:
            now = None
        if now and now == before:
            return
        before = now
        time.sleep(5)


def load(work, port, path, seconds):
    script = work / "apart.lua"
    script.write_text(APART)
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "--timeout", "60s", "-s", script, f"http://127.0.0.1:{port}/"]
    out = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "BENCH_PATH": path}).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit(f"{path} did not answer with 200 under load:\n{out}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))


def median(fetch):
    """Seconds that a page takes, the first few left out: they read what the others find read."""
    taken = []
    for n in range(OPENED):
        begun = time.perf_counter()
        fetch(n)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken[OPENED // 6:])
