"""S6: text that others wrote is never markup, on any page, in any chart, in the name of any file."""

import io

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from h4a_core.store.batches import batch_events, undo
from h4a_ui import session
from h4a_ui.foreign import in_file_name, in_markdown, in_picture
from h4a_ui.menu import PAGES
from tests.attacks.planting import MARKUP, active_in, behind, shown_in
from tests.pages.reading import choose, press, words
from tests.records.made import GOOD, HOUSEHOLDS, households

LONGEST_NAME = 40
"""Characters of the name of a scenario."""
JOINER = "\u2060"
SHOWING = {"coorti", "elenco", "alloggi", "servizi", "benessere", "dati"}
"""Pages on which words of the records stand outside of tables."""


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_s6_markup_in_every_field_of_the_records_is_only_shown(name, lang, planted, opened):
    app = opened(name, lang)
    assert active_in(app) == []
    assert bool(shown_in(app)) == (name in SHOWING)


def _chosen(app: AppTest, key: str, row: int = 0) -> AppTest:
    return choose(app, key, {"selection": {"rows": [row], "columns": [], "cells": []}})


def test_s6_a_family_that_is_opened_shows_its_code_and_nothing_of_it_is_markup(planted, opened):
    for name, key in (("coorti", "families"), ("elenco", "elenco_rows")):
        app = opened(name)
        before = shown_in(app)
        _chosen(app, key, 1)
        assert active_in(app) == []
        assert shown_in(app) > before


def test_s6_the_parts_of_pages_that_are_asked_for_hold_no_markup(planted, opened):
    for name, key, looks in (
        ("premio", "premium_look", ("Letture del contratto", "Probabilità", "Pagamenti", "Emissione")),
        ("risparmio", "without", ("Quanto è incerto", "Gruppo di confronto")),
        ("catena", "chain_look", ("assumptions",)),
        ("catena", "impact_look", ("project",)),
    ):
        app = opened(name)
        for look in looks:
            assert active_in(choose(app, key, look)) == []


def test_s6_the_versions_of_a_record_show_every_value_as_it_stands(planted, opened):
    app = opened("dati")
    for table in ("households", "dwellings"):
        app.selectbox(key="versions_table").set_value(table).run()
        key = next(one for one in app.selectbox if str(one.key).startswith(f"versions_{table}"))
        before = shown_in(app)
        key.select_index(0).run()
        assert not app.exception
        assert active_in(app) == []
        assert shown_in(app) > before


def test_s6_a_refused_act_quotes_the_file_and_who_was_quicker_as_they_are(own_planted, opened):
    app = opened("dati")
    newest = next(int(one.key.removeprefix("undo_")) for one in app.button if str(one.key).startswith("undo_"))
    undo(session.open_store(), newest, behind())
    press(app, "Annulla")
    assert "Non ho fatto nulla" in app.warning[-1].value
    assert active_in(app) == []
    with session.open_store().reading() as cursor:
        assert [one.action for one in batch_events(cursor, newest)] == ["import", "undo"]


def test_s6_who_somebody_says_they_are_and_the_name_of_a_scenario_are_shown_as_they_are(own_planted, opened):
    app = opened("dati")
    app.text_input(key="_acting_user").set_value(MARKUP).run()
    press(app, "Annulla")
    assert active_in(app) == []
    app = opened("scenari")
    app.text_input(key="scenario_name").set_value(MARKUP).run()
    press(app, "Salva")
    assert not app.exception
    assert active_in(app, MARKUP[:LONGEST_NAME]) == []
    assert shown_in(app)


HOSTILE = {
    "personal": f"Cod. nucleo;**Codice fiscale** {MARKUP};Cognome e nome\nA;RSSMRA80A01L219X;Rossi Maria\n",
    "asked about": f"{HOUSEHOLDS.replace('Data domanda', '**Data domanda**')}\n{GOOD.replace('20/04', '03/04')}\n",
    "faulty": f"{HOUSEHOLDS}\n{GOOD.replace('Incapiente', MARKUP)}\n",
    "a column too many": f"{HOUSEHOLDS};{MARKUP}\n{GOOD};x\n",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_s6_a_file_is_shown_before_it_is_brought_in_and_nothing_of_it_is_markup(kind, empty, opened):
    app = opened("dati")
    app.file_uploader[0].upload(f"a{behind()}.csv", HOSTILE[kind].encode(), "text/csv").run()
    assert not app.exception
    assert shown_in(app)
    assert active_in(app) == []
    assert [r"\*\*Data domanda\*\*" in one.label for one in app.radio] == [True] * (kind == "asked about")
    if any(one.label == "Importa 1 file" for one in app.button):
        press(app, "Importa 1 file")
        assert active_in(app) == []


def test_s6_the_columns_of_a_file_that_is_not_recognised_are_named_as_they_are(empty, opened):
    app = opened("dati")
    head = ":red[planted] <b>x</b>"
    app.file_uploader[0].upload("a.csv", f"{head};other column\n1;2\n".encode(), "text/csv").run()
    choose(app, next(str(one.key) for one in app.selectbox if str(one.key).startswith("map_table")), "households")
    assert next(one.label for one in app.selectbox if str(one.key).startswith("map_0")) == in_markdown(head)
    assert active_in(app, head) == []


def test_s6_the_sheets_of_a_workbook_are_named_as_they_are(empty, opened):
    book = Workbook()
    title = "<b>planted $a$ ~~x~~ `y`"
    book.worksheets[0].title = title
    for line in households(GOOD).decode().splitlines():
        book.worksheets[0].append(line.split(";"))
    book.create_sheet("<i>planted").append(["nothing", "of ours"])
    stream = io.BytesIO()
    book.save(stream)
    app = opened("dati")
    app.file_uploader[0].upload("a.xlsx", stream.getvalue(), "application/octet-stream").run()
    said = words(app)
    assert r"foglio «\<b\>planted \$a\$ \~\~x\~\~ \`y\`»" in said
    assert r"\<i\>planted" in said
    assert "planted" not in said.replace(r"\<b\>planted", "").replace(r"\<i\>planted", "")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("nuclei_2023.xlsx, riga 3 (circa 10:30)", "nuclei_2023.xlsx, riga 3 (circa 10:30)"),
        ("**a** _b_ ~c~ `d`", r"\*\*a\*\* \_b\_ \~c\~ \`d\`"),
        ("[a](b) ![c](d)", r"\[a\](b) !\[c\](d)"),
        ("<img src=x> &lt;", r"\<img src=x\> \&lt;"),
        ("$x$ :red[y] {z}", r"\$x\$ \:red\[y\] \{z\}"),
        ("a\n\n# b\tc", "a # b c"),
        ("# a", r"\# a"),
        ("- a", r"\- a"),
        ("12. a", r"12\. a"),
        ("1.200 famiglie", "1.200 famiglie"),
        ("    a", "a"),
        (":material/bolt:", f":{JOINER}material/bolt:"),
        ("https://a.example", f"https\\://{JOINER}a.example"),
        ("WWW.a.example", f"WWW{JOINER}.a.example"),
        ("a@b.example", f"a@{JOINER}b.example"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("C:\\a", "C:\\\\a"),
    ],
)
def test_s6_words_in_markdown_lose_their_power_and_those_without_any_stay_as_they_are(words, shown):
    assert in_markdown(words) == shown


def test_s6_words_in_a_picture_are_no_html_and_no_formula():
    assert in_picture("<b>a</b> & $x$\n") == "&lt;b&gt;a&lt;/b&gt; &amp; &#36;x&#36;"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("nuclei 2023 (bis)", "nuclei 2023 (bis)"),
        ("../../etc/passwd", "etc-passwd"),
        ('a"; filename="b.exe', "a- filename-b.exe"),
        ("a\r\nSet-Cookie: x", "a Set-Cookie- x"),
        ("fdp.\u202eexe", "fdp.exe"),
        ("...", "file"),
        ("à" * 100, "à" * 80),
    ],
)
def test_s6_words_in_the_name_of_a_download_lead_to_no_folder_and_no_other_header(words, name):
    assert in_file_name(words) == name
