"""S3: twenty sessions at once lose nothing, double nothing and mix nothing (see `storm`)."""

import os
import sys

import pytest

from tests.store.storm import storm

SECONDS = float(os.environ.get("H4A_STORM_SECONDS", "5"))
"""How long to let them loose for; `make storm` takes a minute, with other choices each time."""
SEED = int(os.environ.get("H4A_STORM_SEED", "7"))


@pytest.mark.timeout(SECONDS + 90)
def test_s3_of_twenty_sessions_at_once_every_act_is_done_once_or_refused_with_a_word(tmp_path):
    counted, wrong = storm(SECONDS, SEED, tmp_path)
    sys.stdout.write(f"{dict(counted)}\n")
    assert wrong == []
    assert min(counted[act] for act in ("import", "undo", "redo", "read", "refused")) > 0, counted
