"""Programmes and facts for tests, written shortly: what a case does not say is filled in."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from h4a_core.engine.payment import PaidLine, pay
from h4a_core.facts_file import load_facts
from h4a_core.programme import Programme, load_programme
from h4a_core.scenario import parse_changes

WORDS = {"it": "-", "en": "-"}
SOURCE = {"document": "made up"}


def programme_tree(short: Mapping[str, Any]) -> dict[str, Any]:
    """A whole programme from a short one.

    `terms: {price: [500, EUR]}` or, amended, `[500, EUR, {2021-01-01: 450}]`; `metrics: [moved_in]`, or with units;
    `clauses` and `caps` by id, each with what it is made of.
    """
    terms = {}
    for name, (value, unit, *amended) in short.get("terms", {}).items():
        changes = [{"since": str(day), "value": one, "source": SOURCE} for day, one in (amended or [{}])[0].items()]
        terms[name] = {"label": WORDS, "value": value, "unit": unit, "source": SOURCE, "amendments": changes}
    metrics = short.get("metrics", [])
    units = dict.fromkeys(metrics, "people") if isinstance(metrics, list) else metrics
    return {
        "id": "case", "name": WORDS, "currency": short.get("currency", "EUR"), "payer": WORDS, "provider": WORDS,
        "terms": terms,
        "readings": short.get("readings", {}),
        "metrics": {name: {"label": WORDS, "meaning": WORDS, "unit": unit} for name, unit in units.items()},
        "clauses": [{"id": one, "label": WORDS, "source": SOURCE, **made} for one, made in short["clauses"].items()],
        "caps": [{"id": one, "label": WORDS, "source": SOURCE, **made} for one, made in short.get("caps", {}).items()],
    }  # fmt: skip


def written(folder: Path, name: str, tree: object) -> Path:
    """A file of that tree, as JSON, which is YAML too."""
    path = folder / name
    path.write_text(json.dumps(tree, indent=1, default=str), encoding="utf-8")
    return path


def made_programme(folder: Path, short: Mapping[str, Any]) -> Programme:
    """A programme read from a file, as any other."""
    return load_programme(written(folder, "case.yaml", programme_tree(short)))


def paid(folder: Path, programme: Programme, facts: Sequence[Any], changes: Sequence[str] = ()) -> list[PaidLine]:
    """What a programme pays for rows of facts, read from a file."""
    path = written(folder, "case.facts.yaml", {"programme": programme.id, "facts": facts})
    terms = parse_changes(programme, changes).terms(programme)
    return pay(programme, load_facts(path, programme, terms).claims, terms)
