"""Previews each attack in one process and prints what became of it and what it took, a line of JSON each."""

import json
import resource
import sys

from h4a_core.records.intake.importing import preview_many
from h4a_core.store.connection import Store
from tests.attacks.corpus import ATTACKS, ORDINARY_FILES


def grown():
    """The most memory that this process ever took, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


def worked():
    """Seconds of work of this process and of those it has ended: others may be using the machine too."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main():
    store = Store.open(":memory:")
    for name, make in ORDINARY_FILES.items():
        show(store, name, make())
    for name, (make, _) in ATTACKS.items():
        show(store, name, make())


def show(store, name, data):
    before, begun = grown(), worked()
    shown = preview_many(store, [(name, data)])
    seconds = worked() - begun
    results = [one.result for one in shown]
    said = [one.refusal.it for one in results if one.refusal]
    accepted = sum(one.rows_accepted for one in results)
    found = {"name": name, "bytes": len(data), "seconds": seconds, "grown": grown() - before}
    print(json.dumps({**found, "refusal": " ".join(said), "accepted": accepted}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
