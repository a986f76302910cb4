"""S4: the versions of a record, however many keys there are and however often their number changes in one session."""

import pytest
from streamlit.testing.v1 import AppTest

from h4a_core.store.batches import clear, undo
from h4a_ui import session
from tests.pages.reading import words
from tests.records.made import GOOD, households, load

LISTED_UP_TO = 500
KEY = "versions_households_()_household_id"


def bring_in(number: int) -> None:
    """So many families, in place of those there are."""
    clear(session.open_store())
    rows = [GOOD.replace("A-1", f"F-{one:04}") for one in range(1, number + 1)]
    if rows:
        assert load(session.open_store(), f"{number}.csv", households(*rows)).rows_accepted == number


def drawn(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, app.exception
    return app


def ask(app: AppTest, code: str) -> AppTest:
    """Choose or type a code, as the page asks for it."""
    typed = [one for one in app.text_input if one.key == f"{KEY}_typed"]
    (typed[0] if typed else app.selectbox(key=KEY)).set_value(code).run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize("number", [0, 1, 499, 500, 501, 600])
def test_s4_a_record_is_found_among_any_number_of_families(number, empty, opened):
    bring_in(number)
    app = opened("dati")
    if number == 0:
        assert "La storia di una registrazione" not in words(app)
        return
    assert bool([one for one in app.text_input if one.label == "Cod. nucleo"]) == (number > LISTED_UP_TO)
    ask(app, f"F-{number:04}")
    assert f"**1 versione**: vale quella di {number}.csv, riga {number + 1}." in words(app)


@pytest.mark.parametrize("chosen", [None, "F-0001"])
@pytest.mark.parametrize("numbers", [(1, 600, 2), (499, 501, 500), (600, 0, 600), (501, 500, 501), (2, 1, 2)])
def test_s4_the_number_of_families_may_pass_the_limit_in_one_session(numbers, chosen, empty, opened):
    bring_in(numbers[0])
    app = opened("dati")
    for number in numbers[1:]:
        if chosen and [one for one in app.selectbox if one.key == "versions_table"]:
            ask(app, chosen)
        bring_in(number)
        drawn(app)
    ask(app, "F-0001")
    assert "**1 versione**" in words(app)


def test_s4_a_code_that_is_gone_or_never_was_is_said_to_be_so(empty, opened):
    bring_in(600)
    app = ask(opened("dati"), "F-0600")
    assert "**1 versione**" in words(app)
    bring_in(501)
    drawn(app)
    assert "Non c'è nessuna registrazione con questa chiave." in words(app)
    bring_in(2)
    drawn(app)
    assert "**1 versione**" not in words(app)
    assert "F-0600" not in [one.value for one in app.selectbox]


def test_s4_the_tables_on_record_may_change_under_the_one_that_is_chosen(own_sample, opened):
    app = opened("dati")
    app.selectbox(key="versions_table").set_value("dwellings").run()
    bring_in(3)
    drawn(app)
    assert app.selectbox(key="versions_table").value == "households"
    undo(session.open_store(), 1)
    ask(drawn(app), "F-0002")
    assert "**1 versione**: oggi nessuna vale." in words(app)
