"""The reader of uploads without a process of its own, which takes as long to start as a small import."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from h4a_core.progress import ProgressMonitor
from h4a_core.records.formats import reader, uploads
from h4a_core.records.formats.frames import Frame
from h4a_core.records.formats.isolation import answered


@contextmanager
def _reading(arguments: Sequence[str], data: bytes, monitor: ProgressMonitor) -> Iterator[Iterator[Frame]]:
    monitor.check_cancelled()
    out = io.BytesIO()
    reader.answer(list(arguments), data, out)
    out.seek(0)
    yield answered(out, monitor)


@contextmanager
def reading_here() -> Iterator[None]:
    """Read uploads in this process, which keeps its memory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploads, "reading", _reading)
        patch.setattr(reader, "_limit_memory", lambda _: None)
        yield
