"""Previews the files of a folder in one process and prints what became of each and what it took, a line of JSON each.

The files are made elsewhere: making them takes memory that would hide what reading them takes.
"""

import json
import resource
import sys
from pathlib import Path

from h4a_core.records.intake.importing import preview_many
from h4a_core.store.connection import Store

_STATUS, _FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def megabytes(name):
    """What Linux says of this process's memory: VmRSS is what it takes, VmHWM the most since it was forgotten."""
    (line,) = (line for line in _STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024


def worked():
    """Seconds of work of this process and of those it has ended: others may be using the machine too."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main(folder):
    store = Store.open(":memory:")
    for path in sorted(folder.iterdir()):
        show(store, path.name, path.read_bytes())


def show(store, name, data):
    _FORGET.write_text("5")
    before, begun = megabytes("VmRSS"), worked()
    shown = preview_many(store, [(f"storico-{name}", data)])  # stays of others, by their name
    found = {"name": name, "bytes": len(data), "seconds": worked() - begun, "grown": megabytes("VmHWM") - before}
    results = [one.result for one in shown]
    said = [one.refusal.it for one in results if one.refusal]
    accepted = sum(one.rows_accepted for one in results)
    print(json.dumps({**found, "refusal": " ".join(said), "accepted": accepted}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
