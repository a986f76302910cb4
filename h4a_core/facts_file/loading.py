"""Reading a facts file: in its form, against the programme that will pay it, and for what should be looked at."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from h4a_core.facts_file.doubts import fact_doubts
from h4a_core.facts_file.faults import fact_faults
from h4a_core.facts_file.model import FactsFile
from h4a_core.facts_file.rows import Rows, example_row
from h4a_core.programme.model import Programme, Terms
from h4a_core.text import Lang
from h4a_core.yaml_files import Fault, FileRefusedError, read_model


class FactsError(FileRefusedError):
    """A facts file is refused; `faults` holds every reason, `said(lang)` the whole message."""


@dataclass(frozen=True, slots=True)
class ReadFacts:
    """A facts file that can be paid, and what in it should be looked at before it is."""

    path: Path
    file: FactsFile
    doubts: tuple[Fault, ...]

    def said(self, lang: Lang) -> str:
        """Put all doubts in words, one a line, after the file's name; empty if there is none."""
        head = f"{self.path.name}: " + ("to be looked at" if lang == "en" else "da controllare")
        return "\n  ".join([head, *(doubt.said(lang) for doubt in self.doubts)]) if self.doubts else ""


def load_facts(path: Path, programme: Programme, terms: Terms | None = None) -> FactsFile:
    """Read a facts file and hold it against the programme that will pay it.

    Args:
        path: the file, YAML or JSON, UTF-8.
        programme: whose metrics and clauses the facts are for.
        terms: values and readings in force; the programme's own if not given.

    Raises:
        FactsError: another programme, an unknown metric, a row that lacks what a clause needs of it, a day after
            `as_of`, a number with two meanings, more achieved than counted. All faults are reported together, with
            their lines and what may be written instead.
        OSError: the file cannot be read.

    """
    return read_facts(path, programme, terms).file


def read_facts(path: Path, programme: Programme, terms: Terms | None = None, today: dt.date | None = None) -> ReadFacts:
    """Read a facts file as `load_facts` does, with what is paid as it stands but should be looked at.

    Args:
        path: the file, YAML or JSON, UTF-8.
        programme: whose metrics and clauses the facts are for.
        terms: values and readings in force; the programme's own if not given.
        today: the day after which nothing can have been counted; the calendar's if not given.

    Raises:
        FactsError: as `load_facts`.
        OSError: the file cannot be read.

    """
    in_force = terms or programme.in_force()
    row = example_row(programme, in_force)
    metric = row.partition("metric: ")[2].partition(",")[0]
    examples = {
        "programme": programme.id, "metric": metric, "value": "1", "facts": f"[{row}]", "facts[]": f"- {row}"
    }  # fmt: skip
    read = read_model(path, FactsFile, FactsError, examples)
    rows = Rows(read, programme, in_force)
    faults = [read.fault(place, message) for place, message in fact_faults(rows)]
    if faults:
        raise FactsError(path, faults)
    now = today or dt.date.today()  # noqa: DTZ011 - a local day
    doubts = [read.fault(place, message) for place, message in fact_doubts(rows, now)]
    return ReadFacts(path, read.model, tuple(sorted(doubts, key=lambda doubt: doubt.line)))
