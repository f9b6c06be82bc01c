"""What the scripts that kill the service have in common."""

import socket
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
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
