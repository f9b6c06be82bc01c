"""Has LibreOffice convert documents, all of one format in one run."""

import subprocess
import tempfile
from pathlib import Path

FILTERS = {"docx": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97", "odt": "odt", "rtf": "rtf", "pdf": "pdf"}


class Office:
    """Collects what is to be converted, converts it, hands it out."""

    def __init__(self):
        self.wanted = {}

    def __enter__(self):
        self.directory = tempfile.TemporaryDirectory(prefix="letters-")
        self.here = Path(self.directory.name)
        return self

    def __exit__(self, *_):
        self.directory.cleanup()

    def want(self, key, document, path):
        """Notes that this .docx is to go along the path of formats: `["odt", "pdf"]` is to OpenDocument, then to PDF."""
        self.wanted[key] = (f"{len(self.wanted):03}", document, path)

    def run(self):
        current = {}
        for stem, document, path in self.wanted.values():
            current[stem] = self.here / "0" / f"{stem}.docx"
            current[stem].parent.mkdir(exist_ok=True)
            current[stem].write_bytes(document)
        for step in range(max((len(path) for _, _, path in self.wanted.values()), default=0)):
            for kind in FILTERS:
                stems = [s for s, _, path in self.wanted.values() if len(path) > step and path[step] == kind]
                if stems:
                    self.convert(kind, [current[stem] for stem in stems], self.here / f"{step + 1}")
                for stem in stems:
                    current[stem] = self.here / f"{step + 1}" / f"{stem}.{kind}"
        self.done = {key: current[stem] for key, (stem, _, _) in self.wanted.items()}

    def convert(self, kind, files, out):
        command = ["soffice", f"-env:UserInstallation=file://{self.here}/profile", "--headless", "--norestore",
                   "--convert-to", FILTERS[kind], "--outdir", str(out), *map(str, files)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)

    def converted(self, key):
        return self.done[key].read_bytes()
