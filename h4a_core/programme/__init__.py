"""The programme file: one outcome contract with its clauses, readings, assumptions and their sources."""

from h4a_core.programme.evidence import Evidence
from h4a_core.programme.loading import ProgrammeError, load_programme
from h4a_core.programme.model import Badge, Clause, FinalPart, Programme, Reading, Source, Terms, Value

__all__ = [
    "Badge",
    "Clause",
    "Evidence",
    "FinalPart",
    "Programme",
    "ProgrammeError",
    "Reading",
    "Source",
    "Terms",
    "Value",
    "load_programme",
]
