"""Dati: the history of imports and of records, who did what, copies, and starting over."""

import json
from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from h4a_core.issued import issue
from h4a_core.statement import ENGINE_VERSION, statement
from h4a_core.store.batches import batch_events, counts, history, undo
from h4a_core.store.events import EVERY_IMPORT
from h4a_ui import session
from tests.facts_made import sample_figures
from tests.pages.reading import press, words
from tests.records.made import load

HEAD = (
    "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;ISEE (€);"
    "Causa emergenza;Servizio inviante"
)
ROW = "A-1;2022;20/04/2022;09/11/2022;{members};1;0;Incapiente;1.111,27;separazione;{office}"


def _household(members: int, office: str = "CEA") -> bytes:
    return f"{HEAD}\n{ROW.format(members=members, office=office)}\n".encode()


@pytest.fixture
def corrected(empty: None) -> None:
    """One family, brought in with 3 members, corrected to 4, then to 5; the last correction undone."""
    for members in (3, 4, 5):
        made = load(session.open_store(), f"nuclei_{members}.csv", _household(members))
    undo(session.open_store(), made.batch_id, by="Ada")


def _choose(app: AppTest, row: int) -> AppTest:
    with session.open_store().reading() as cursor:
        newest = history(cursor)[0].batch_id
    app.session_state[f"imports_{newest}"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return app.run()


def _versions(app: AppTest):
    return app.table[-1].value


def test_the_history_says_file_state_rows_and_fingerprint_of_each_import(corrected: None, opened) -> None:
    table = opened("dati").dataframe[0].value
    assert list(table["File"]) == ["nuclei_5.csv", "nuclei_4.csv", "nuclei_3.csv"]
    assert list(table["Stato"]) == ["annullata", "in vigore", "in vigore"]
    assert list(table["Righe"]) == [1, 1, 1]
    assert {len(fingerprint) for fingerprint in table["Impronta"]} == {12}


def test_the_chosen_import_tells_all_that_happened_to_it_and_comes_back_at_a_click(corrected: None, opened) -> None:
    app = _choose(opened("dati"), 0)
    with session.open_store().reading() as cursor:
        sha256 = history(cursor)[0].sha256
    said = words(app)
    assert sha256 in said
    assert "importato il" in said
    assert ", Ada" in said.split("annullato il")[1]
    app.text_input(key="_acting_user").set_value(" Bo ").run()
    press(app, "Ripristina")
    with session.open_store().reading() as cursor:
        assert [(one.action, one.by) for one in batch_events(cursor, 3)][1:] == [("undo", "Ada"), ("redo", "Bo")]
    assert "ripristinato il" in words(app)


def test_what_another_visitor_has_undone_meanwhile_is_said(corrected: None, opened) -> None:
    app = _choose(opened("dati"), 1)
    undo(session.open_store(), 2, "Bo")  # after the page was drawn, before the click
    press(app, "Annulla")
    assert "Non ho fatto nulla: intanto nuclei_4.csv è stato annullato" in words(app)
    with session.open_store().reading() as cursor:
        assert [(one.action, one.by) for one in batch_events(cursor, 2)][1:] == [("undo", "Bo")]


def test_a_click_on_what_another_visitor_has_undone_does_not_bring_it_back(corrected: None, opened) -> None:
    app = _choose(opened("dati"), 1)
    undo(session.open_store(), 2)
    press(app, "Annulla")
    with session.open_store().reading() as cursor:
        assert [one.action for one in batch_events(cursor, 2)] == ["import", "undo"]
    assert [one.key for one in app.button if one.label == "Ripristina"] == ["redo_2"]


def test_every_version_of_a_record_is_shown_with_what_changed_and_which_counts(corrected: None, opened) -> None:
    app = opened("dati")
    app.selectbox(key="versions_table").set_value("households").run()
    assert not app.exception
    assert "**3 versioni**: vale quella di nuclei_4.csv, riga 2." in words(app)
    table = _versions(app)
    assert list(table.columns) == ["Versione 3", "Versione 2", "Versione 1"]
    assert list(table.loc["N. componenti"]) == [
        "5 :orange-badge[prima: 4]", "4 :orange-badge[prima: 3]", "3"
    ]  # fmt: skip
    states = list(table.loc["Stato"])
    assert states[0].startswith(":gray-badge[annullata]")
    assert states[1:] == [":green-badge[in vigore]", ":gray-badge[sostituita] dalla 2"]
    assert list(table.loc["ISEE (€)"]) == ["1.111,27"] * 3
    assert list(table.loc["Data uscita"]) == ["–"] * 3


def test_a_record_none_of_whose_versions_counts_says_so(empty: None, opened) -> None:
    undo(session.open_store(), load(session.open_store(), "n.csv", _household(3)).batch_id)
    assert "**1 versione**: oggi nessuna vale." in words(opened("dati"))


def test_what_a_file_says_cannot_become_markup(empty: None, opened) -> None:
    load(session.open_store(), "![x](y).csv", _household(3, office="![CEA](z) :red[a]"))
    app = opened("dati")
    assert list(_versions(app).loc["Servizio inviante"]) == [r"!\[CEA\](z) \:red\[a\]"]
    assert "![" not in words(app)
    assert r"!\[x\](y).csv" in words(app)


def test_a_key_of_several_parts_is_chosen_part_by_part(sample: None, opened) -> None:
    app = opened("dati")
    app.selectbox(key="versions_table").set_value("support_events").run()
    family, *later = [one for one in app.selectbox if str(one.key).startswith("versions_support_events")]
    assert (family.label, len(family.options), family.value, later) == ("Cod. nucleo", 22, None, [])
    family.set_value("H4A-22-01").run()
    day = next(one for one in app.selectbox if str(one.key).endswith("_date"))
    assert day.options[0] == "12/11/2022"
    assert day.options == sorted(day.options, key=lambda words: words.split("/")[::-1])
    day.select_index(0).run()
    assert not app.exception
    kind = next(one for one in app.selectbox if str(one.key).endswith("_kind"))
    assert kind.value is not None
    assert "**1 versione**: vale quella di accompagnamento" in words(app)


def test_where_there_are_too_many_keys_one_is_typed(sample: None, opened, monkeypatch) -> None:
    monkeypatch.setattr("h4a_ui.views.archive.versions._FEW_KEYS", 3)
    app = opened("dati")
    typed = next(one for one in app.text_input if one.label == "Cod. nucleo")
    typed.set_value("H4A-22-01 ").run()
    assert "**1 versione**: vale quella di nuclei" in words(app)
    next(one for one in app.text_input if one.label == "Cod. nucleo").set_value("nobody").run()
    assert "Non c'è nessuna registrazione con questa chiave." in words(app)
    app.selectbox(key="versions_table").set_value("tenancies").run()
    next(one for one in app.text_input if one.label == "Cod. nucleo").set_value("nobody").run()
    assert not app.exception
    assert "Non c'è nessuna registrazione con questa chiave." in words(app)


def test_looking_back_shows_the_history_of_then_and_changes_nothing(corrected: None, opened) -> None:
    app = opened("dati", noto_al=datetime.now(session.ROME).date().isoformat())
    assert not [one for one in app.button if one.label in {"Annulla", "Ripristina"}]
    assert "Stai guardando indietro" in words(app)


def test_starting_over_says_what_goes_and_what_stays_offers_a_copy_and_is_remembered(
    corrected: None, opened, torino
) -> None:
    issue(session.open_store(), statement(torino, sample_figures()))
    app = opened("dati")
    said = "Toglie per sempre 3 importazioni, con 3 righe e 0 messe da parte"
    assert f":small[{said}" in words(app)
    app.text_input(key="_acting_user").set_value("Bo").run()
    app.button(key="from_empty").click().run()
    asked = next(one.value for one in app.markdown if one.value.startswith(said))
    assert "1 rendiconto emesso resta com'è" in asked
    assert asked.endswith("Il cruscotto resterà vuoto.")
    assert [one.key for one in app.get("download_button") if one.key == "backup_first"]
    app.button(key="sure").click().run()
    assert not app.exception
    with session.open_store().reading() as cursor:
        assert (history(cursor), sum(counts(cursor).values())) == ([], 0)
        assert [(one.action, one.by) for one in batch_events(cursor)] == [("clear", "Bo")]
    said = words(app)
    assert "Ricominciato da capo: il" in said
    assert "L'archivio è già vuoto: non si toglie nulla; 1 rendiconto emesso resta com'è." in said


def test_a_statement_of_an_earlier_engine_says_so_where_it_is_kept(own_sample: None, opened, torino) -> None:
    said = statement(torino, sample_figures()).as_dict() | {"terms": {}}
    del said["engine"]
    with session.open_store().writing() as cursor:
        values = [torino.id, "2025-11-30", json.dumps(said)]
        cursor.execute("INSERT INTO issued_statements VALUES (1, now(), ?, ?, 'ab12', ?)", values)
    app = opened("premio")
    app.session_state["premium_look"] = "issuing"
    shown = words(app.run())
    assert "**Rendiconto n. 1**" in shown
    assert f"Fatto con una versione precedente del calcolo (1-2, oggi {ENGINE_VERSION}): resta com'era." in shown


def test_starting_over_from_the_invented_records_puts_them_in_place_of_the_others(corrected: None, opened) -> None:
    app = opened("dati")
    app.button(key="from_sample").click().run()
    app.button(key="sure").click().run()
    assert not app.exception
    with session.open_store().reading() as cursor:
        assert counts(cursor)["households"] == 22
        assert "nuclei_3.csv" not in {batch.file for batch in history(cursor)}
        assert batch_events(cursor)[0].action == "clear"


def test_an_empty_archive_takes_the_invented_records_without_asking(empty: None, opened) -> None:
    app = opened("dati")
    assert not [one for one in app.button if one.key == "from_empty"]
    app.button(key="from_sample").click().run()
    assert not app.exception
    with session.open_store().reading() as cursor:
        assert counts(cursor)["households"] == 22
        assert not batch_events(cursor, EVERY_IMPORT)


def test_a_copy_can_be_taken_and_the_store_checked(sample: None, opened) -> None:
    app = opened("dati")
    app.button(key="verify").click().run()
    assert any("Tutto a posto" in str(one.value) for one in app.success)
