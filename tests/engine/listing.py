"""A small list of beneficiaries written down by hand, for tests: two conditions, three indicators."""

from datetime import date
from decimal import Decimal
from typing import Any

from h4a_core.engine.selection import Candidate, Judged, judged
from h4a_core.programme.beneficiary_list import BeneficiaryList

NOBODY = {"document": "ipotesi"}


def _text(words: str) -> dict[str, str]:
    return {"it": words, "en": words}


def _indicator(name: str, field: str, weight: str, low: str, high: str, **points: Any) -> dict[str, Any]:
    value = {"label": _text(name), "value": weight, "low": low, "high": high, "unit": "share", "source": NOBODY}
    return {
        "id": name,
        "label": _text(name),
        "field": field,
        "source": NOBODY,
        "weight": value,
        "points": {"source": NOBODY, **points},
    }


RULES = BeneficiaryList.model_validate(
    {
        "eligibility": [
            {
                "id": "isee",
                "label": _text("ISEE"),
                "field": "isee",
                "at_most": 26000,
                "words": _text("ISEE > {limit}"),
                "source": NOBODY,
            },
            {
                "id": "residence",
                "label": _text("residence"),
                "field": "residence_years",
                "at_least": 1,
                "otherwise": "to_verify",
                "words": _text("< {limit}"),
                "source": NOBODY,
            },
            {
                "id": "cause",
                "label": _text("cause"),
                "field": "emergency_cause",
                "one_of": ["foreclosure", "separation"],
                "otherwise": "to_verify",
                "words": _text("other cause"),
                "source": NOBODY,
            },
        ],
        "indicators": [
            _indicator(
                "income",
                "isee",
                "0.5",
                "0.25",
                "0.75",
                bands=[{"up_to": 6000, "points": 100}, {"up_to": 12000, "points": 50}, {"points": 0}],
            ),
            _indicator(
                "waiting",
                "months_waited",
                "0.3",
                "0.15",
                "0.45",
                line=[{"at": 0, "points": 0}, {"at": 24, "points": 100}],
            ),
            _indicator(
                "cause", "emergency_cause", "0.2", "0.1", "0.3", codes={"foreclosure": 80, "separation": 60, "other": 0}
            ),
        ],
        "tie_break": {"field": "application_date", "first": "lowest", "source": NOBODY},
    }
)
WEIGHTS = [Decimal("0.5"), Decimal("0.3"), Decimal("0.2")]
DAY = date(2025, 1, 1)


def family(code: str, isee: int | None, months: int, cause: str | None = "foreclosure", **more: Any) -> Judged:
    """A candidate held against the rules above; applied on `DAY` and resident for ten years unless `more` says so."""
    known = {"isee": isee, "months_waited": months, "emergency_cause": cause}
    values = {"application_date": DAY, "residence_years": 10, **known, **more}
    return judged(RULES, Candidate(code, enrolled=False, values=values))
