"""S3: many sessions at once lose nothing, double nothing and mix nothing (see `storm` and `served_storm`)."""

import os
import sys

import pytest

from tests.store import served_storm
from tests.store.storm import SESSIONS, storm

SECONDS = float(os.environ.get("H4A_STORM_SECONDS", "1"))
"""How long to let them loose for; `make storm` takes a minute, with other choices each time."""
VISITORS = SESSIONS if "H4A_STORM_SECONDS" in os.environ else 4
SEED = int(os.environ.get("H4A_STORM_SEED", "7"))


@pytest.mark.timeout(SECONDS + 90)
def test_s3_of_twenty_sessions_at_once_every_act_is_done_once_or_refused_with_a_word(tmp_path):
    counted, wrong = storm(SECONDS, SEED, tmp_path)
    sys.stdout.write(f"{dict(counted)}\n")
    assert wrong == []
    assert min(counted[act] for act in ("import", "undo", "redo", "read", "refused")) > 0, counted


@pytest.mark.timeout(SECONDS + 240)
def test_s3_visitors_of_the_real_server_at_once_have_every_act_done_once_or_refused_with_a_word(tmp_path):
    counted, wrong, health = served_storm.storm(SECONDS, SEED, tmp_path, VISITORS)
    sys.stdout.write(f"{dict(counted)}, /health {health.slowest_seconds:.2f} s at most of {health.asked}\n")
    assert wrong == []
    assert counted["import"] >= VISITORS
    assert counted["undo"] + counted["redo"] + counted["refused"] > 0
