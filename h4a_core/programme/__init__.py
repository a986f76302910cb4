"""The programme file: one outcome contract with its clauses, readings, assumptions and their sources."""

from h4a_core.programme.loading import ProgrammeError, load_programme
from h4a_core.programme.model import Badge, Programme, Reading, Source, Terms, TieredClause, Value

__all__ = [
    "Badge",
    "Programme",
    "ProgrammeError",
    "Reading",
    "Source",
    "Terms",
    "TieredClause",
    "Value",
    "load_programme",
]
