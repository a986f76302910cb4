"""Long work of a page in a thread of its own: the page shows how far it is, and can call it off."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event
from typing import Any, Generic, Protocol, TypeVar

import streamlit as st

from h4a_core.progress import Cancel, CancelledError, NotDoneError, ProgressInWords
from h4a_core.text import Text
from h4a_ui.foreign import in_markdown
from h4a_ui.language import Language

QUICK_SECONDS = 0.3
"""Work that ends within this time shows no bar: the page waits for it."""
_REDRAW_SECONDS = 0.4

Made = TypeVar("Made")
Made_co = TypeVar("Made_co", covariant=True)


class Work(Protocol[Made_co]):
    """Something long: told where to say how far it is, and whom to ask whether to stop. It must not touch Streamlit."""

    def __call__(self, *, progress: ProgressInWords, cancel: Cancel) -> Made_co:
        """Do it."""


class Job(Generic[Made]):
    """One piece of work under way, kept in the session's state: it goes on while the visitor looks at other pages.

    `about` is what tells it from other work.
    """

    def __init__(self, about: object, work: Work[Made]) -> None:
        self.about = about
        self.step: tuple[Text | None, float] = (None, 0.0)
        self._stop = Event()
        pool = ThreadPoolExecutor(1, "job")
        self._made = pool.submit(work, progress=self._tell, cancel=self._stop.is_set)
        pool.shutdown(wait=False)

    def _tell(self, words: Text, share: float) -> None:
        self.step = (words, share)

    def ended(self, within_seconds: float = 0) -> bool:
        """Whether the work has ended, well or not, waiting for it no longer than this."""
        return bool(wait([self._made], within_seconds).done)

    def call_off(self) -> None:
        """Ask the work to stop; it does so in its own time."""
        self._stop.set()

    @property
    def called_off(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def result(self) -> Made:
        """What the work gave once it has ended; raises what the work raised."""
        return self._made.result()


def job_about(key: str, about: object, work: Work[Made], patience_seconds: float = QUICK_SECONDS) -> Job[Made]:
    """The job that this session keeps under `key`: begun now, unless the one that is there is about the same.

    One about something else is called off. A new one is waited for, so that what is quick is there at once.
    """
    there = job_under(key)
    if there is not None and there.about == about:
        return there
    drop_job(key)
    job = st.session_state[key] = Job(about, work)
    job.ended(patience_seconds)
    return job


def job_under(key: str) -> Job[Any] | None:
    """The job that this session keeps under `key`, if any."""
    job: Job[Any] | None = st.session_state.get(key)
    return job


def drop_job(key: str) -> None:
    """Keep it no longer; if it has not ended, it is called off."""
    job = st.session_state.pop(key, None)
    if job is not None:
        job.call_off()


@st.fragment(run_every=_REDRAW_SECONDS)
def follow(say: Language, job: Job[Any], ended: Callable[[], None] = lambda: None) -> None:
    """Show how far a job is, and a button that calls it off; when it has ended, do `ended()` and draw the page anew."""
    if job.ended():
        ended()
        st.rerun()
    words, share = job.step
    said = say("Interrompo…") if job.called_off else in_markdown(say.text(words)) if words else say("Comincio…")
    st.progress(share, f"{say.percent(share)} · {said}")
    st.button(
        say("Interrompi"), icon=":material/close:", on_click=job.call_off, disabled=job.called_off, key="call_off"
    )


def show_not_done(say: Language, error: NotDoneError) -> None:
    """Say why nothing came of a job: somebody called it off, or something is wrong."""
    show = st.info if isinstance(error, CancelledError) else st.error
    show(in_markdown(say.text(error.text)))
