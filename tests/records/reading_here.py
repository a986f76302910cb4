"""The reader of uploads without a process of its own, for tests that read many files or look at the reader itself."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from h4a_core.records.formats import reader, uploads
from h4a_core.records.formats.frames import read_frames
from h4a_core.records.formats.limits import UnreadableFileError
from h4a_core.text import Text


@contextmanager
def _reading(arguments, data, _monitor):
    out = io.BytesIO()
    reader.answer(list(arguments), data, out)
    out.seek(0)
    frames = [frame for frame in read_frames(out) if not (isinstance(frame, dict) and "done" in frame)]
    for frame in frames:
        if isinstance(frame, dict) and "refused" in frame:
            raise UnreadableFileError(Text(**frame["refused"]))
    yield iter(frames)


@contextmanager
def reading_here() -> Iterator[pytest.MonkeyPatch]:
    """Read uploads in this process; what else is patched is put back with it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploads, "reading", _reading)
        patch.setattr(reader, "_limit_memory", lambda _: None)
        yield patch
