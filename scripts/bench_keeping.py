"""How long backups, proof and exports take as the record grows: the rows of `scripts/bench --keeping`.

Each command is run once for 10,000 statements and once for 100,000, with three events each and no files; start and opening the
database are counted, and the most memory that the command had. With LIAISON_SHARED_DATA, which names a directory with a record in
the datatracker's shape in `record`, for that one too.
"""

import os
import re
import subprocess
import time
from pathlib import Path

from bench_search import fill

COUNTS = (10_000, 100_000)


def measure(binary, work, row, bench):
    """Prints a row for each command and size."""
    shared = os.environ.get("LIAISON_SHARED_DATA")
    if shared and (Path(shared) / "record").is_dir():
        all_of(binary, work / "keeping-real", row, "the real record", lambda data: run(binary, "import", "datatracker", f"{shared}/record", data))
    for count in COUNTS:
        all_of(binary, work / f"keeping-{count}", row, f"{count:,} statements", lambda data: fill(binary, data.parent, data, count, bench))


def all_of(binary, work, row, size, fills):
    work.mkdir()
    data, backup, jsonl = work / "data", work / "backup", work / "jsonl"
    fills(data)
    commands = {
        "`backup`, whole": ("backup", backup, data),
        "`restore`, with the check against the tree": ("restore", backup, work / "restored"),
        "`verify`": ("verify", data),
        "`export --format jsonl`, with its proof": ("export", jsonl, "--format", "jsonl", data),
        "`verify` of the jsonl": ("verify", jsonl, None),
        "`export --format mbox`": ("export", work / "mbox", "--format", "mbox", data),
    }
    for what, command in commands.items():
        seconds, memory = run(binary, *command)
        row(what, size, f"{seconds:.2f} s, {memory:.0f} MiB", "–")


def run(binary, *words):
    """Runs a command, of which the last word is the data if it is not None; returns seconds and MiB."""
    *words, data = words
    command = [binary, *words, *(["--data", data] if data else [])]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        most = max(most, peak(process.pid))
        time.sleep(0.01)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}: run it by hand and see why.")
    return time.perf_counter() - begun, most


def peak(pid):
    """MiB that a process has had in memory; 0 once it is gone. What wait4 tells counts this process as well, before it became another."""
    try:
        said = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(said.group(1)) / 1024 if said else 0
