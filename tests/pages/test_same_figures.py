"""A figure has one name and one value, on whatever page and in whatever language it stands."""

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from h4a_core.text import Lang
from h4a_ui.language import Language
from tests.pages.reading import figures, words

PAGES = ("sintesi", "risparmio", "premio", "scenari", "conti", "valore", "replica")

SENTENCES = {
    "il premio maturato è di {amount}": "Premio maturato",
    "maturato {amount}, pagato {paid}": "Premio maturato",
    "Maturati {amount}, ancora possibili {possible}": "Premio maturato",
    "Maturati {earned}, ancora possibili {amount}": "Premio ancora possibile",
    "Col premio maturato finora il saldo per la Città è di {amount}": "Saldo per la Città, oggi",
    "se tutto riesce, di {amount}": "Saldo se tutto riesce",
    "Se tutto riesce {amount} ({range}, {chance}).": "Saldo se tutto riesce",
    "Fino a {month} si stima che il programma abbia evitato {amount} di spesa in alberghi": "Spesa evitata",
}
"""Sentences of the screen that name an amount, by what they name."""
_RENAMED = {"maturato {earned}, pagato {paid}", "Maturati {earned}, ancora possibili {possible}"}
_PART = {"A parte: spesa evitata": "Spesa evitata", "Di cui spesa evitata": "Spesa evitata"}
_AMOUNT = r"(?P<amount>[−+]?[\d.,]+ EUR)"


def _pattern(say: Language, sentence: str) -> re.Pattern[str]:
    """What a sentence looks like in a language, whatever fills it."""
    plain = next((one for one in _RENAMED if re.sub("{.*?}", "", one) == re.sub("{.*?}", "", sentence)), sentence)
    said = say(plain)
    for mine, its in zip(re.findall("{.*?}", sentence), re.findall("{.*?}", plain), strict=True):
        said = said.replace(its, mine)
    parts = re.split(r"(\{\w+\})", said)
    filled = {"{amount}": _AMOUNT}
    return re.compile("".join(filled.get(one, ".*?") if one.startswith("{") else re.escape(one) for one in parts))


def _plain(say: Language, written: str) -> str:
    """An amount in whole euros, so that cents and the marks of a language do not count; other figures as they are."""
    if not written.endswith(" EUR"):
        return written
    mark = {"it": ",", "en": "."}[say.code]
    number = written.removesuffix(" EUR").replace("−", "-").replace({"it": ".", "en": ","}[say.code], "")
    return f"{round(float(number.replace(mark, '.')))} EUR"


def _named(say: Language, app: AppTest) -> list[tuple[str, str]]:
    """Every figure of a page, by its Italian name."""
    italian = {say(name): name for name in {*SENTENCES.values(), *_PART}}
    found = []
    for label, value in figures(app).items():
        name = italian.get(label, label)
        found.append((_PART.get(name, name), _plain(say, str(value))))
    text = words(app)
    for sentence, name in SENTENCES.items():
        found += [(name, _plain(say, one["amount"])) for one in _pattern(say, sentence).finditer(text)]
    return found


def _gathered(opened: Callable[..., AppTest], root: Path, lang: Lang) -> dict[str, dict[str, set[str]]]:
    """By name and value the pages on which a figure stands."""
    say, app = Language(lang), opened("sintesi", lang)
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for page in PAGES:
        app.switch_page(str(root / "pages" / f"{page}.py")).run()
        assert not app.exception, (page, app.exception)
        for name, value in _named(say, app):
            found[name][value].add(page)
        assert "utti i costi" not in words(app)
        assert "all costs" not in words(app).lower()
    return found


MONEY = {"Spesa evitata", "Premio maturato", "Premio ancora possibile", "Saldo per la Città, oggi"}


def _compare(found: dict[str, dict[str, set[str]]], *, least: int) -> dict[str, str]:
    """The value of each amount of the programme, which is one; each stands on so many pages at least."""
    several = {name: dict(values) for name, values in found.items() if len(values) > 1}
    assert not several
    assert {name for name in MONEY if len(set().union(*found[name].values())) < least} == set()
    return {name: next(iter(found[name])) for name in {*MONEY, *found} & {*MONEY, "Saldo se tutto riesce"}}


def test_an_amount_is_the_same_on_all_pages_and_in_both_languages(sample: None, opened, paths) -> None:
    italian, english = (_compare(_gathered(opened, paths.root, lang), least=2) for lang in ("it", "en"))
    assert italian == english == {
        "Spesa evitata": "98039 EUR", "Premio maturato": "145000 EUR", "Premio ancora possibile": "55000 EUR",
        "Saldo per la Città, oggi": "-46961 EUR", "Saldo se tutto riesce": "-101961 EUR",
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["it", "en"])
def test_an_amount_of_one_family_is_the_same_on_all_pages(lang: Lang, one_family: None, opened, paths) -> None:
    # in its home since 27 October 2022 and the newest record: nothing is earned before the first support
    made = _compare(_gathered(opened, paths.root, lang), least=1)
    assert made["Premio maturato"] == "0 EUR"


@pytest.mark.parametrize("lang", ["it", "en"])
def test_without_records_no_page_names_an_amount_that_another_denies(lang: Lang, empty: None, opened, paths) -> None:
    found = _gathered(opened, paths.root, lang)
    assert not {name: dict(values) for name, values in found.items() if len(values) > 1}
