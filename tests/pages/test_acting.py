"""S3: an act carries what it was asked for, and is refused in words when it has changed; two at one store."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from h4a_core.issued import issued
from h4a_core.store.batches import batch_events, clear, history, redo, undo
from h4a_ui import session
from tests.pages.reading import choose, press, words
from tests.records.made import GOOD, households, load


@pytest.fixture
def two_files(empty: None) -> None:
    """Two imports of one family each."""
    for code in ("A-1", "B-1"):
        load(session.open_store(), f"{code}.csv", households(GOOD.replace("A-1", code)))


def actions(batch_id: int) -> list[tuple[str, str | None]]:
    with session.open_store().reading() as cursor:
        return [(one.action, one.by) for one in batch_events(cursor, batch_id)[1:]]


def _name(app: AppTest, name: str) -> AppTest:
    return app.text_input(key="_acting_user").set_value(name).run()


def test_s3_a_click_that_arrives_after_another_import_undoes_the_one_it_was_drawn_for(two_files, opened):
    app = _name(opened("dati"), "Ada")
    load(session.open_store(), "C-1.csv", households(GOOD.replace("A-1", "C-1")))  # now the newest, and chosen
    press(app, "Annulla")
    assert (actions(2), actions(3)) == ([("undo", "Ada")], [])
    assert "Non ho fatto nulla" not in words(app)


def test_s3_an_act_on_what_another_has_changed_is_refused_with_who_and_what(two_files, opened):
    app = _name(opened("dati"), "Ada")
    undo(session.open_store(), 2, "Bo")
    press(app, "Annulla")
    assert actions(2) == [("undo", "Bo")]
    said = app.warning[-1].value
    assert said.startswith("Non ho fatto nulla: intanto B-1.csv è stato annullato il ")
    assert said.endswith(", Bo.")
    app.run()
    assert "Non ho fatto nulla" not in words(app)


def test_s3_a_refusal_is_said_in_the_language_of_the_visitor(two_files, opened):
    app = opened("dati", "en")
    undo(session.open_store(), 2, "Bo")
    press(app, "Undo")
    assert app.warning[-1].value.startswith("Nothing was done: B-1.csv has been undone meanwhile on ")


def test_s3_bringing_back_what_another_brought_back_and_undid_again_is_refused(two_files, opened):
    undo(session.open_store(), 2, "Bo")
    app = opened("dati")
    redo(session.open_store(), 2, "Cy")
    undo(session.open_store(), 2, "Cy")
    press(app, "Ripristina")
    assert actions(2) == [("undo", "Bo"), ("redo", "Cy"), ("undo", "Cy")]
    assert "Non ho fatto nulla" in words(app)


def test_s3_a_number_that_another_import_has_now_is_not_taken_for_the_old_one(two_files, opened):
    app = opened("dati")
    clear(session.open_store(), "Bo")
    for code in ("X-1", "Y-1"):
        load(session.open_store(), f"{code}.csv", households(GOOD.replace("A-1", code)))
    press(app, "Annulla")
    assert actions(2) == []
    assert "qualcuno ha ricominciato da capo, e B-1.csv non c'è più" in words(app)


def test_s3_starting_over_takes_away_only_what_was_said(two_files, opened):
    app = opened("dati")
    app.button(key="from_empty").click().run()
    load(session.open_store(), "C-1.csv", households(GOOD.replace("A-1", "C-1")))
    app.button(key="sure").click().run()
    assert not app.exception
    with session.open_store().reading() as cursor:
        assert [one.file for one in history(cursor)] == ["C-1.csv", "B-1.csv", "A-1.csv"]
    assert "Non ho tolto nulla: intanto l'archivio è cambiato." in words(app)


def test_s3_invented_records_are_not_put_over_what_came_in_meanwhile(empty, opened):
    app = opened("dati")
    load(session.open_store(), "A-1.csv", households(GOOD))
    app.button(key="from_sample").click().run()
    assert not app.exception
    with session.open_store().reading() as cursor:
        assert [one.file for one in history(cursor)] == ["A-1.csv"]
    assert "Non ho tolto nulla" in words(app)


def test_s3_a_statement_is_not_issued_when_another_was_meanwhile(own_sample, opened):
    ada, bo = (choose(opened("premio"), "premium_look", "Emissione") for _ in range(2))
    press(ada, "Emetti il rendiconto")
    press(bo, "Emetti il rendiconto")
    assert "Non ho emesso nulla: intanto è stato emesso il rendiconto n. 1." in words(bo)
    press(bo, "Emetti il rendiconto")  # now it has been seen
    with session.open_store().reading() as cursor:
        assert [one.number for one in issued(cursor, "homes4all-torino")] == [2, 1]


def test_s3_a_scenario_is_saved_under_the_name_typed_just_before_the_click(sample, opened):
    app = opened("scenari")
    app.text_input(key="scenario_name").set_value("Prudente")
    press(app, "Salva")
    assert "Prudente" in app.table[-1].value.columns


def test_two_visitors_at_one_store_keep_their_choices_and_their_names_apart(two_files, opened):
    ada, bo = _name(opened("dati"), "Ada"), _name(opened("dati", "en"), "Bo")
    ada.file_uploader[0].upload("n.csv", households(GOOD.replace("A-1", "N-1")), "text/csv").run()
    press(bo, "Undo")
    assert actions(2) == [("undo", "Bo")]
    assert not [one for one in bo.button if one.label == "Import 1 file"]
    press(ada, "Importa 1 file")
    with session.open_store().reading() as cursor:
        newest = history(cursor)[0]
    assert (newest.file, newest.imported_by) == ("n.csv", "Ada")
    assert "1 riga importata" in words(ada)
    bo.run()
    assert "row imported" not in words(bo)
    assert bo.text_input(key="_acting_user").value == "Bo"
    assert ada.dataframe[-1].value is not None
    for app in (ada, bo):
        assert not app.exception


def test_two_visitors_look_at_different_days_without_disturbing_each_other(sample, opened):
    ada, bo = opened("premio"), opened("premio", al="2024-06-30")
    assert "30 giugno 2024" in words(bo)
    press_day = date(2023, 6, 30)
    ada.session_state[session.AS_OF_KEY] = press_day
    ada.run()
    bo.run()
    assert "30 giugno 2023" in words(ada)
    assert "30 giugno 2024" in words(bo)


def test_rows_set_aside_are_no_longer_offered_once_another_has_started_over(empty, opened):
    app = opened("dati")
    faulty = households(GOOD, GOOD.replace("A-1", "A-2").replace("09/11", "31/11"))
    app.file_uploader[0].upload("n.csv", faulty, "text/csv").run()
    press(app, "Importa 1 file")
    offered = "Scarica le righe messe da parte"
    assert [one.label for one in app.get("download_button")].count(offered) == 2  # after the import, in the history
    clear(session.open_store(), "Bo")
    load(session.open_store(), "other.csv", households(GOOD))
    app.run()
    assert offered not in [one.label for one in app.get("download_button")]
    assert not app.exception
