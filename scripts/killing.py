"""What the scripts that kill the service have in common."""

import email
import html.parser
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVERS = ROOT / "scripts/servers"
# So long nothing may happen before it is given up.
PATIENCE = 180
USER = "nobody"
PASSWORD = "correct horse battery"
PEOPLE = {"anna": "Anna Chair", "bo": "Bo Director", "cy": "Cy Coordinator"}
DIRECTORY = """
[[groups]]
acronym = "ietf"
name = "IETF"
kind = "ietf"
[[groups]]
acronym = "iab"
name = "IAB"
kind = "ietf"
[[groups]]
acronym = "tim"
name = "Timing"
kind = "area"
parent = "ietf"
[[groups]]
acronym = "tsync"
name = "Time Synchronization"
kind = "wg"
parent = "tim"
list = "tsync@example.org"
[[groups]]
acronym = "etu"
name = "Example Telecommunication Union"
kind = "sdo"
[[people]]
name = "Anna Chair"
addresses = ["anna@example.org"]
roles = [{ role = "chair", group = "tsync" }]
[[people]]
name = "Bo Director"
addresses = ["bo@example.org"]
roles = [{ role = "ad", group = "tim" }]
[[people]]
name = "Cy Coordinator"
addresses = ["cy@example.org"]
roles = [{ role = "liaison_coordinator", group = "iab" }]
"""


def free_port():
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


def cannot(why):
    print(f"{Path(sys.argv[0]).name}: {why}", file=sys.stderr)
    sys.exit(69)


class Service:
    """One or several instances behind a Postfix, with those who work there; several share a PostgreSQL database and an S3 bucket."""

    def __init__(self, top, program, instances, postgres=None):
        self.top, self.postgres, self.instances = top, postgres, instances
        self.data = top / "data"
        self.data.mkdir()
        shutil.chown(self.data, USER)
        self.program = self.bring(program, "liaison")
        self.services = [None] * self.instances

    def bring(self, program, name):
        """Puts a program where the mail server's user can run it."""
        at = self.top / name
        shutil.copy(program, at)
        at.chmod(0o755)
        return at

    def set_up(self):
        """Starts the servers, writes the settings, and makes directory and accounts."""
        smtp = self.start_postfix()
        self.urls = [f"http://127.0.0.1:{free_port()}" for _ in self.services]
        files = f'files = "{self.data}/files"\n'
        if self.instances > 1:
            self.postgres = self.postgres or self.server("postgres")
            store, bucket = self.server("s3").rsplit("/", 1)
            (self.top / "secret").write_text("secret")
            bucket = f'[files]\nbucket = "{bucket}"\nendpoint = "{store}"\nprefix = "{os.getpid()}"\n'
            files = bucket + 'access_key = "liaison"\nsecret_file = "secret"\n'
        database = self.postgres or f"{self.data}/liaison.sqlite"
        (self.top / "directory.toml").write_text(DIRECTORY)
        policy = subprocess.run([self.program, "policy"], check=True, stdout=subprocess.PIPE, text=True).stdout
        # Nothing leaves this machine, and nothing but what the postings cause is mailed.
        policy = policy.replace("@ietf.org", "@example.org").replace("@iab.org", "@example.org")
        (self.top / "policy.toml").write_text(policy)
        (self.top / "liaison.toml").write_text(f'''base_url = "{self.urls[0]}"
database = "{database}"
{files}[log]
key_file = "{self.data}/log.key"
[mail]
from = "statements@liaison.example.org"
[mail.server]
host = "127.0.0.1"
port = {smtp}
tls = "off"
[policy]
file = "policy.toml"
''')
        self.command("import", "directory", self.top / "directory.toml")
        for name, words in PEOPLE.items():
            self.command("user", "add", words, f"{name}@example.org", "--password-stdin", said=f"{PASSWORD}\n")

    def start_postfix(self):
        return int(self.server("postfix", "0").rsplit(":", 1)[1])

    def server(self, name, *words):
        """Starts a server that ends with this script; returns its address."""
        environment = {**os.environ, "LIAISON_STOP_WITH": str(os.getpid()), "LIAISON_MAIL_USER": USER}
        command = [SERVERS / name, "start", self.top / name, *words]
        said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if said.returncode == 69:
            cannot(said.stderr.strip())
        if said.returncode:
            raise SystemExit(said.stderr)
        return said.stdout.strip()

    def stop(self):
        for service in filter(None, self.services):
            service.kill()
            service.wait()
        for name in ("postfix", "postgres", "s3"):
            if (self.top / name).exists():
                subprocess.run([SERVERS / name, "stop", self.top / name], stderr=subprocess.DEVNULL)

    def as_user(self):
        return {"user": USER, "group": "nogroup", "extra_groups": [], "cwd": self.top}

    def command(self, *words, said=""):
        command = [self.program, *words, "--config", self.top / "liaison.toml"]
        done = subprocess.run(command, input=said, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              **self.as_user())
        if done.returncode:
            raise SystemExit(f"{words}: {done.stdout}")

    def serve(self, instance):
        with open(self.top / f"log-{instance}", "ab") as log:
            listen = self.urls[instance].removeprefix("http://")
            command = [self.program, "serve", "--config", self.top / "liaison.toml", "--listen", listen]
            self.services[instance] = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log, **self.as_user())

    def until_postfix_is_done(self):
        queue = self.top / "postfix/queue"
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and any(
                file.is_file() for name in ("maildrop", "incoming", "active", "deferred")
                for file in (queue / name).rglob("*")):
            time.sleep(0.2)

    def stored(self, question):
        if self.postgres:
            said = subprocess.run(["psql", "-X", "-A", "-t", "-F", "\t", "-c", question, self.postgres],
                                  stdout=subprocess.PIPE, text=True, check=True)
            return [tuple(line.split("\t")) for line in said.stdout.splitlines()]
        try:
            database = sqlite3.connect(f"file:{self.data}/liaison.sqlite?mode=ro", uri=True, timeout=30)
            rows = database.execute(question).fetchall()
            database.close()
            return [tuple(str(value) for value in row) for row in rows]
        except sqlite3.OperationalError:
            return []

    def arrived(self):
        """How often each message of a posting reached each recipient, by its Message-ID."""
        found = {}
        for file in (self.top / "postfix/mail").glob("*/new/*"):
            message = email.message_from_bytes(file.read_bytes())
            key = (file.parent.parent.name, message["Message-ID"].strip("<> \n"))
            found[key] = found.get(key, 0) + 1
        return found


class Forms(html.parser.HTMLParser):
    """Every form of a page: where it is sent, and what it holds."""

    def __init__(self):
        super().__init__()
        self.all, self.name, self.words = {}, None, ""

    def handle_starttag(self, tag, pairs):
        has = dict(pairs)
        if tag == "form":
            self.fields = self.all.setdefault(has.get("action"), {})
        elif tag == "input" and has.get("name") and has.get("type") not in ("file", "submit", "button"):
            if has.get("type") not in ("radio", "checkbox") or "checked" in has:
                self.fields[has["name"]] = has.get("value") or ""
        elif tag == "textarea":
            self.name, self.words = has.get("name"), ""

    def handle_data(self, data):
        self.words += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.name:
            self.fields[self.name] = self.words.removeprefix("\n")
            self.name = None


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Person:
    """Somebody at a browser that keeps their cookie, and asks each instance in turn."""

    def __init__(self, urls, address):
        self.urls, self.asked, self.cookie = urls, 0, ""
        self.opener = urllib.request.build_opener(Stay)
        if address:
            self.sign_in(address)

    def sign_in(self, address):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                form = self.form("/sign-in", "/sign-in")
                form.update({"address": address, "password": PASSWORD})
                answer = self.ask("/sign-in", form)
                self.cookie = answer.headers["Set-Cookie"].split(";")[0]
                return
            except (OSError, ValueError, TypeError, AttributeError):
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def ask(self, path, form=None):
        url = self.urls[self.asked % len(self.urls)]
        self.asked += 1
        head = {"Cookie": self.cookie, "Origin": url, "Sec-Fetch-Site": "same-origin"}
        body = None
        if form is not None:
            parts = (f'--between\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                     for name, value in form.items())
            body = ("".join(parts) + "--between--\r\n").encode()
            head["Content-Type"] = "multipart/form-data; boundary=between"
        request = urllib.request.Request(url + path, data=body, headers=head)
        try:
            return self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as answer:
            return answer

    def status(self, path):
        with self.ask(path) as answer:
            return answer.status

    def form(self, page, action):
        with self.ask(page) as answer:
            forms = Forms()
            forms.feed(answer.read().decode())
            if action not in forms.all:
                raise ValueError(f"{page} ({answer.status}) has no form that is sent to {action}")
            return dict(forms.all[action])

    def send(self, action, form):
        with self.ask(action, form) as answer:
            if answer.status != 303:
                raise ValueError(f"{action}: {answer.status} {answer.read().decode()}")
            return answer.headers["Location"]

    def click(self, page, action):
        return self.send(action, self.form(page, action))
