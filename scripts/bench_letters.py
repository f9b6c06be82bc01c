"""How fast letters are read: the rows of `scripts/bench` that are about letters.

Each figure is over many copies of the made letters of one format (tests/letters/files), all given to one process. Before
each round of ours stands one of what it is measured against, over the same files.
"""

import os
import re
import shutil
import statistics
import subprocess
import time
from pathlib import Path

FORMATS = {"docx": 2000, "odt": 1000, "html": 2000, "txt": 2000, "eml": 1000, "zip": 1000, "pdf": 200}
# What a letter may say again and again, and how often each is read.
PARTS = [
    "To:\tIETF TICTOC WG, ITU-T SG 13\n",
    "Contact:\tOlga Example, olga@example.org\n",
    "We kindly ask for your reply by 15 October 2026, and thank you for SG15-LS77.\n\n",
    "IETF TICTOC, ITU-T SG 15, Q.10, 12, 14/15; ",
    "olga at example dot org (chair), ",
    "2. Actions:\nACTION: RAN2 asks RAN4 to confirm.\n",
    "5 March 2024 - 6 April 2024; ",
    "word ",
]
HEAD = "LIAISON STATEMENT\n\nSource:\tExample Forum\nTitle:\tOn clocks\nTo:\tIETF\n\n"
TIMES = 20
CORES = len(os.sched_getaffinity(0))


def measure(binary, letters, work, rounds, row):
    """Prints a row for each format, and those against unzip and pdftotext."""
    files = {ending: copies(letters, ending, count, work / "letters" / ending) for ending, count in FORMATS.items()}
    for ending, paths in files.items():
        taken = [reads(binary, paths) for _ in range(rounds)]
        rate = len(paths) / statistics.median(taken)
        row(f"reading letters, {ending}, {len(paths):,} in one process", "–", f"{rate:,.0f} letters a second", "–")
    folder = work / "letters"
    growth(binary, folder / "growth", rounds, row)
    against(row, rounds, "docx", lambda: reads(binary, files["docx"]), [
        ("`unzip -p FILE`, a process for each file, one after the other", one_by_one("unzip -p", files["docx"]), "≤ 1.3 times"),
        ("the same, as many at a time as there are cores", side_by_side("unzip -p", files["docx"]), "–"),
        ("`unzip -p '*.docx'`, one process for all", ["unzip", "-p", str(folder / "docx" / "*.docx")], "–"),
    ])
    against(row, rounds, "pdf", lambda: reads(binary, files["pdf"]), [
        ("`pdftotext -layout FILE -`, one after the other", one_by_one("pdftotext -layout", files["pdf"], "-"), "≤ 1.3 times"),
        ("the same, as many at a time as there are cores", side_by_side("pdftotext -layout", files["pdf"], "-"), "–"),
    ])


def growth(binary, folder, rounds, row):
    """Prints how much longer four times the text takes, for the part of a letter of which that is the most."""
    folder.mkdir(parents=True)
    ratios = []
    for part in PARTS:
        short, long = (sized(folder, part, size) for size in (24_000, 96_000))
        pairs = [(reads(binary, short), reads(binary, long)) for _ in range(rounds)]
        ratios.append(statistics.median(b / a for a, b in pairs))
    row("reading letters, 96 kB of one part again and again", "24 kB of it", f"{max(ratios):.2f} times at the most", "≤ 6 times")


def sized(folder, part, size):
    """Writes a letter of a size as often as it is read."""
    paths = [folder / f"{PARTS.index(part)}-{size}-{number}.txt" for number in range(TIMES)]
    for path in paths:
        path.write_text(HEAD + part * (size // len(part)), encoding="utf-8")
    return paths


def copies(letters, ending, count, folder):
    """Copies the letters of a format until there are so many."""
    folder.mkdir(parents=True)
    kept = [path for path in sorted(letters.glob(f"*.{ending}")) if not holds_office(path)]
    paths = [folder / f"{number:05}-{kept[number % len(kept)].name}" for number in range(count)]
    for number, path in enumerate(paths):
        shutil.copyfile(kept[number % len(kept)], path)
    return paths


def holds_office(path):
    """Says whether a message holds what LibreOffice or pdftotext must convert, which would be all that is measured."""
    return path.suffix == ".eml" and re.search(rb'filename="[^"]*\.(?:doc|rtf|pdf|zip)"', path.read_bytes(), re.I) is not None


def against(row, rounds, ending, ours, others):
    """Prints how long ours takes against each of the others, in turn."""
    for what, command, goal in others:
        mine, theirs = [], []
        for _ in range(rounds):
            theirs.append(timed(command))
            mine.append(ours())
        ratio = statistics.median(a / b for a, b in zip(mine, theirs))
        figures = f"{ratio:.2f} times ({statistics.median(mine):.2f} of {statistics.median(theirs):.2f} s)"
        row(f"reading letters, {ending}", what, figures, goal)


def reads(binary, paths):
    return timed([binary, "read", *paths])


def one_by_one(command, paths, after=""):
    """Returns a shell's loop over the files; the shell itself takes next to nothing."""
    return ["sh", "-c", f'for file; do {command} "$file" {after}; done', "sh", *paths]


def side_by_side(command, paths, after=""):
    return ["sh", "-c", f"printf '%s\\n' \"$@\" | xargs -P{CORES} -I@ {command} @ {after}", "sh", *paths]


def timed(command):
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun
