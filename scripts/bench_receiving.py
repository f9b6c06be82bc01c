"""How fast messages are received: the rows of `scripts/bench` that are about the inbox.

The same mailbox goes into Liaison and into public-inbox (Debian's package, version 2 of its format, its index as it is by
default), in bulk and one by one, each time into a fresh place. Before each round of ours stands one of theirs.
"""

import base64
import os
import random
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

MESSAGES = 2000
# How many go one by one: each starts a program.
SINGLE = 60
# What imports a whole mailbox into public-inbox, by its own library and in one process.
IMPORT = """
use PublicInbox::Config; use PublicInbox::InboxWritable;
my $ibx = PublicInbox::Config->new->lookup_name('bench');
open my $fh, '<', $ARGV[0] or die $!;
PublicInbox::InboxWritable->new($ibx)->import_mbox($fh, 'mboxrd');
"""


def measure(binary, work, rounds, row):
    """Prints a row for messages in bulk, and one for messages one by one."""
    work = work / "receiving"
    work.mkdir()
    messages = made(MESSAGES)
    mbox = work / "mailbox"
    mbox.write_bytes(b"".join(b"From lee@example.com Tue Sep  1 09:12:00 2015\n" + one + b"\n" for one in messages))
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(by_public_inbox(work, lambda home: import_all(home, mbox)))
        ours.append(by_liaison(binary, work, lambda data: run([binary, "import", "mbox", mbox, "--data", data])))
    told(row, f"messages in bulk, {MESSAGES:,} of {mbox.stat().st_size >> 20} MiB, `import mbox`",
         "public-inbox importing the same mailbox in one process", MESSAGES, ours, theirs)
    ours, theirs = [], []
    some = messages[:SINGLE]
    for _ in range(rounds):
        theirs.append(by_public_inbox(work, lambda home: [mda(home, one) for one in some]))
        ours.append(by_liaison(binary, work, lambda data: [receive(binary, data, one) for one in some]))
    told(row, f"messages one by one, {SINGLE} times `receive`", "`public-inbox-mda`", SINGLE, ours, theirs)


def told(row, what, against, count, ours, theirs):
    ratio = statistics.median(b / a for a, b in zip(ours, theirs))
    rates = [count / statistics.median(taken) for taken in (ours, theirs)]
    row(what, against, f"{ratio:.1f} times ({rates[0]:,.0f} of {rates[1]:,.0f} messages a second)", "≥ 5 times")


def made(count):
    """Messages as they come: some words, and with each fifth a file."""
    chance = random.Random(1)
    words = "the of a to and in for is clock network packet interface request frame delay routing timing quality".split()
    all = []
    for number in range(1, count + 1):
        text = "\n".join(" ".join(chance.choice(words) for _ in range(12)) for _ in range(chance.randrange(20, 120)))
        head = (f"From: Lee <lee{number % 90}@example.com>\nTo: statements@example.org\nSubject: Letter {number}\n"
                f"Date: Tue, 1 Sep 2015 09:{number % 60:02}:{number // 60 % 60:02} +0000\nMessage-ID: <{number}@example.com>\n")
        if number % 5:
            all.append(f"{head}\n{text}\n".encode())
            continue
        file = base64.encodebytes(chance.randbytes(chance.randrange(10_000, 60_000))).decode()
        all.append((f'{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\n{text}\n--b\n'
                    f'Content-Type: application/octet-stream; name="figures.bin"\nContent-Transfer-Encoding: base64\n\n'
                    f"{file}--b--\n").encode())
    return all


def fresh(work, name):
    """A directory of its own for each round. Nothing is removed until the end: file systems look out for what was just removed,
    and whoever makes many files would pay for it."""
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=work))


def by_liaison(binary, work, do):
    data = fresh(work, "data")
    run([binary, "migrate", "--data", data])
    return timed(lambda: do(data))


def by_public_inbox(work, do):
    home = fresh(work, "home")
    run(["public-inbox-init", "-V2", "bench", home / "bench", "http://example.org/bench", "statements@example.org"], home)
    # As ours, it asks no other program whether a message is spam.
    run(["git", "config", "-f", home / ".public-inbox/config", "publicinboxmda.spamcheck", "none"], home)
    return timed(lambda: do(home))


def timed(do):
    os.sync()
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def import_all(home, mbox):
    run(["perl", "-e", IMPORT, mbox], home)


def mda(home, message):
    run(["public-inbox-mda", "--no-precheck"], home, message, ORIGINAL_RECIPIENT="statements@example.org")


def receive(binary, data, message):
    run([binary, "receive", "--data", data, "--", "lee@example.com", "statements@example.org"], None, message)


def run(command, home=None, message=None, **environment):
    if home:
        environment["HOME"] = str(home)
    subprocess.run(command, check=True, input=message, env={**os.environ, **environment},
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
