"""How fast the desk is when years of messages wait in it: the rows of `scripts/bench` about its pages.

A coordinator signs in and opens each page of the desk with ten messages waiting, then with 10,000, in the same service.
Signed-in pages are never kept, so that each is loaded and rendered.
"""

import http.client
import re
import statistics
import subprocess
import time
import urllib.parse

FEW, MANY = 10, 10_000
OPENED = 60
PASSWORD = "a long enough secret of the bench"
DIRECTORY = """
[[groups]]
acronym = "iab"
name = "Architecture Board"
kind = "ietf"

[[people]]
name = "Cy Coordinator"
addresses = ["cy@example.org"]
roles = [{ role = "liaison_coordinator", group = "iab" }]
"""


def measure(binary, work, row, start, stop, port):
    """Prints a row for each page of the desk."""
    work = work / "desk"
    work.mkdir()
    data = work / "data"
    (work / "directory.toml").write_text(DIRECTORY)
    run([binary, "import", "directory", work / "directory.toml", "--data", data])
    run([binary, "user", "add", "Cy Coordinator", "cy@example.org", "--password-stdin", "--data", data], PASSWORD)
    take(binary, data, work, 1, FEW)
    server, _ = start(binary, data, port)
    try:
        desk = Desk(port)
        pages = {"/desk": "the desk", "/desk/inbox": "the inbox", desk.items(1)[0]: "a message of the inbox"}
        desk.wait_until_read(FEW)
        few = {page: desk.median(page) for page in pages}
        take(binary, data, work, FEW + 1, MANY)
        desk.wait_until_read(MANY)
        for page, name in pages.items():
            many = desk.median(page)
            row(f"{name}, {MANY:,} messages waiting", f"the same page with {FEW} waiting",
                f"{many / few[page]:.2f} times ({many * 1000:.1f} of {few[page] * 1000:.1f} ms)", "< 2 times")
    finally:
        stop(server)


def take(binary, data, work, first, last):
    """Brings messages into the inbox, as a mailbox."""
    mbox = work / "mailbox"
    with mbox.open("w") as out:
        for number in range(first, last + 1):
            out.write(f"From lee@example.com Tue Sep  1 09:12:00 2015\nFrom: Lee <lee{number % 90}@example.com>\n"
                      f"To: statements@example.org\nSubject: Liaison statement on clocks {number}\n"
                      f"Date: Tue, 1 Sep 2015 09:12:00 +0000\nMessage-ID: <{number}@example.com>\n\n"
                      f"From: Example Forum {number}\nTo: Architecture Board\nTitle: Clocks {number}\nFor: Information\n\n"
                      f"Dear colleagues,\n\nthis is letter {number} on clocks.\n\n")
    run([binary, "import", "mbox", mbox, "--data", data])


class Desk:
    """Somebody who signed in at the desk, a coordinator if nobody else is named."""

    def __init__(self, port, address="cy@example.org"):
        self.port = port
        self.cookie = ""
        _, page = self.ask("GET", "/sign-in")
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        fields.update(address=address, password=PASSWORD)
        answer, _ = self.ask("POST", "/sign-in", urllib.parse.urlencode(fields))
        self.cookie = answer.getheader("Set-Cookie").split(";")[0]

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie, "Origin": f"http://127.0.0.1:{self.port}", "Sec-Fetch-Site": "same-origin"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path} answered {answer.status}: {text[:300]}")
        return answer, text

    def items(self, page):
        return re.findall(r"/desk/inbox/\d+", self.ask("GET", f"/desk/inbox?page={page}")[1])

    def wait_until_read(self, count):
        """Waits until the workers have read what came, so that they do not compete with the pages."""
        begun = time.monotonic()
        while time.monotonic() - begun < 1800:
            ends = [self.items(1)[0], self.items(-(-count // 25))[-1]]
            if not any("The letter is being read" in self.ask("GET", item)[1] for item in ends):
                return
            time.sleep(2)
        raise SystemExit("The messages were not read within half an hour.")

    def median(self, page):
        taken = []
        for _ in range(OPENED):
            begun = time.perf_counter()
            self.ask("GET", page)
            taken.append(time.perf_counter() - begun)
        return statistics.median(taken)


def run(command, text=None):
    subprocess.run(command, check=True, input=text, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
