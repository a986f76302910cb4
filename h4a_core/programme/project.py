"""The project behind a contract as data: partners, law and money, phases, the City's part, what is followed later.

All of it is words with their sources; the figures are indicators. What the project's documents name without telling is
an entry without `items`, which waits to be filled in.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from h4a_core.programme.checking import pointer
from h4a_core.programme.indicators import Indicator, indicator_faults
from h4a_core.programme.loading import Faults, ProgrammeError
from h4a_core.programme.model import Programme, Source
from h4a_core.text import Text
from h4a_core.yaml_files import load_model


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Partner(_Frozen):
    """Who takes part: as what, doing what, and who says so."""

    name: Text
    part: Text
    does: Text
    sources: tuple[Source, ...] = Field(min_length=1)


class Sourced(_Frozen):
    """A short statement, and who says so."""

    what: Text
    source: Source


class Titled(_Frozen):
    """Something of which the documents hold a title; `items` is what stands under it, none yet where nobody said."""

    title: Text
    source: Source
    about: Text | None = None
    items: tuple[Sourced, ...] = ()


class Fund(_Frozen):
    """The public fund, the decree that governs it, and what it is for."""

    name: Text
    law: str
    purpose: Text
    source: Source


class Funder(_Frozen):
    """Who puts money in, what for; how much is an indicator."""

    name: Text
    gives: Text
    indicator: str
    source: Source


class Dates(_Frozen):
    """The first and the last day of a phase."""

    first: dt.date = Field(alias="from")
    last: dt.date = Field(alias="to")


class Phase(_Frozen):
    """A phase: when, what for, what it delivered, what it left open. Without `dates` none were set yet."""

    label: Text
    period: Text
    purpose: Text
    source: Source
    done: bool
    dates: Dates | None = None
    delivered: tuple[Sourced, ...] = ()
    open: tuple[Sourced, ...] = ()


class Participation(_Frozen):
    """Who else takes part, in which setting, and what the sources do not say about it."""

    says: Text
    ecosystem: Text
    lacking: Text
    source: Source


class LongRun(_Frozen):
    """What is looked at after the contract's last year, and why."""

    why: Text
    source: Source
    indicators: Mapping[str, Indicator] = Field(min_length=1)


class Project(_Frozen):
    """`project.yaml`."""

    partners: tuple[Partner, ...] = Field(min_length=1)
    endorsement: Titled
    fund: Fund
    funders: tuple[Funder, ...]
    phases: tuple[Phase, ...] = Field(min_length=1)
    participation: Participation
    city: Mapping[str, Titled]
    long_run: LongRun


def load_project(path: Path, programme: Programme, indicators: Collection[str]) -> Project:
    """Read the project of a programme.

    Args:
        path: the file.
        programme: the contract that the indicators of the long run are checked against.
        indicators: the names that funders may use.

    Raises:
        ProgrammeError: unknown or duplicate key, an indicator that does not exist or is faulty, a phase that ends
            before it begins, begins before the one above it, or is over without dates. All faults together, by line.
        OSError: the file cannot be read.

    """

    def contradictions(project: Project) -> Faults:
        for position, funder in enumerate(project.funders):
            yield from pointer(("funders", position, "indicator"), funder.indicator, indicators)
        yield from _phase_faults(project.phases)
        for place, message in indicator_faults(programme, project.long_run.indicators):
            yield ("long_run", *place), message

    return load_model(path, Project, contradictions, ProgrammeError)


def _phase_faults(phases: tuple[Phase, ...]) -> Faults:
    dated = [(position, one.dates) for position, one in enumerate(phases) if one.dates is not None]
    for position, dates in dated:
        if dates.first > dates.last:
            yield ("phases", position, "dates"), _BACKWARDS.format(first=dates.first, last=dates.last)
    for (_, before), (position, dates) in pairwise(dated):
        if dates.first < before.first:
            yield ("phases", position, "dates"), _TOO_EARLY.format(first=dates.first, before=before.first)
    for position, one in enumerate(phases):
        if one.done and one.dates is None:
            yield ("phases", position, "done"), _NO_DATES


_BACKWARDS = Text(
    it="la fase va da {first} a {last}: la fine viene dopo l'inizio",
    en="the phase goes from {first} to {last}: its end comes after its beginning",
)
_TOO_EARLY = Text(
    it="la fase comincia il {first}, prima di quella che le sta sopra ({before}): mettile in ordine di tempo",
    en="the phase begins on {first}, before the one above it ({before}): put them in the order of time",
)
_NO_DATES = Text(
    it="una fase conclusa ha le sue date: aggiungi  dates: {from: 2020-01-01, to: 2020-12-31}",
    en="a phase that is over has its dates: add  dates: {from: 2020-01-01, to: 2020-12-31}",
)
