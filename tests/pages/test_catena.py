"""Catena dell'impatto: the drawing, the indicators, an indicator added by text alone, a fault told kindly."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from h4a_core.programme.indicators import FIGURES, WAYS
from h4a_ui import session
from tests.pages.reading import choose, words

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8")
LAST = "  premium:\n"

Adding = Callable[[str], None]


def _drawn(app: AppTest) -> str:
    (markup,) = (one.proto.body for one in app.get("html") if "h4a-chain" in one.proto.body)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", markup.partition("</style>")[2]))


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Adding:
    """Add lines to the file of indicators of a copy of the programme, which the pages then read."""
    copy = tmp_path / "programmes"
    shutil.copytree(session.PROGRAMMES, copy)
    monkeypatch.setattr(session, "PROGRAMMES", copy)

    def added(lines: str) -> None:
        path = copy / "homes4all-torino" / "indicators.yaml"
        text = path.read_text(encoding="utf-8")
        assert LAST in text
        path.write_text(text.replace(LAST, f"{lines}\n{LAST}"), encoding="utf-8")

    return added


def test_the_drawing_shows_the_figures_of_the_sample(sample: None, opened) -> None:
    words = _drawn(opened("catena"))
    for expected in (
        "Contributo pubblico 600.000 EUR dato · Contributo pubblico ottenuto",
        "Contratti di locazione 22 dato · Contratti firmati",
        "Scegliere e inserire le famiglie 22 famiglie dato · Famiglie nel programma obiettivo ≥ 22 famiglie ✓ ragg",
        "monetizzabile Permanenza in strutture temporanee evitata 98.039 EUR ipotesi · Spesa evitata dalla Città",
        "Benessere ed empowerment 73 % 8 di 11 dato",
        "Accesso alla casa, in tempo e denaro 91 % 20 di 22 dato",
        "Meno famiglie in emergenza abitativa 82 % 9 di 11 dato",
        "Risorse pubbliche usate meglio −46.961 EUR ipotesi",
    ):
        assert expected in words.replace("\u00a0", " ")


def test_the_rows_show_every_indicator_with_its_value_and_target(sample: None, opened) -> None:
    said = words(opened("catena"))
    # months waited, in order: 3 3 3 4 4 4 4 4 5 5 5 | 5 5 6 6 6 6 7 7 7 8 13
    assert "**5,7 mesi**  \n:small[obiettivo < 8 mesi · **✓\u00a0raggiunto**]" in said
    # the 19 running contracts cost 1683 EUR a month less than the market
    assert "**89 EUR**" in said
    assert "**82 notti**" in said
    assert "**66 persone**" in said
    assert "**86 %** · 19 di 22" in said
    assert ":orange[**✕\u00a0non raggiunto**]" in said
    assert "Verifica, ogni mese: registro degli accompagnamenti" in said


def test_the_arrows_are_told_as_sentences_with_their_sources(sample: None, opened) -> None:
    app = opened("catena")
    app.segmented_control(key="chain_look").set_value("assumptions").run()
    said = words(app)
    assert "Contratti di locazione → **Permanenza in strutture temporanee evitata**" in said
    assert "Senza il programma le stesse famiglie avrebbero aspettato in strutture pagate dalla Città." in said
    assert "«dati dal mancato albergamento temporaneo a carico della Città»" in said


def _project(opened, look: str = "who", lang: str = "it", **query: str) -> AppTest:
    app = opened("catena", lang, **query)
    app.session_state["project_look"] = look
    return choose(app, "impact_look", "project")


def test_the_project_says_what_each_phase_delivered_and_what_is_open(sample: None, opened) -> None:
    said = words(_project(opened))
    assert "**I · Fattibilità** :green-badge[conclusa]" in said
    assert "**III · Replica** :orange-badge[aperta]" in said
    assert "attesa di 4 mesi e 18 giorni" in said
    assert "l'ammissione: le fonti non dicono se c'è stata" in said


def test_the_project_names_its_partners_and_who_endorses_it_is_to_complete(sample: None, opened) -> None:
    said = words(_project(opened))
    for name in (
        "Città di Torino",
        "Homes4All",
        "Brainscapital",
        "Homers",
        "Associazione ACMOS",
        "Camera di commercio",
    ):
        assert f"**{name}** · " in said
    assert "**Con l'endorsement di** :orange-badge[da completare]" in said
    assert "più di duecento soggetti" in said


def test_the_project_names_its_funders_and_the_law(sample: None, opened) -> None:
    said = words(_project(opened, "money"))
    assert "**600.000 EUR** :small[dato]" in said
    assert "D.P.C.M. 21/12/2018" in said


def test_titles_without_content_say_so_and_where_they_are_filled_in(sample: None, opened) -> None:
    app = _project(opened, "city")
    assert words(app).count(":orange-badge[da completare]") == 4
    choose(app, "titled_objectives", True)
    assert "alla voce `objectives`, ogni riga con la fonte:" in words(app)
    choose(app, "titled_services_map", True)
    assert "«un sistema ricco e complesso»" in words(app)


def test_the_sources_of_the_partners_open_at_a_click(sample: None, opened) -> None:
    app = choose(_project(opened), "partners_sources", True)
    assert "«La Città pagherà il valore complessivo del premio di risultato a Homes4All»" in words(app)
    # what Brainscapital and Homers share stands under each of them once
    assert words(app).count("Homes4All fondata da Brainscapital e Homers") == 2


def test_a_title_that_was_filled_in_shows_what_stands_under_it(add: Adding, sample: None, opened) -> None:
    path = session.PROGRAMMES / "homes4all-torino" / "project.yaml"
    text = path.read_text(encoding="utf-8")
    title = 'quote: "Obiettivi della Città"}\n    items: []'
    filled = title.replace("[]", "[{what: {it: meno attese, en: shorter waits}, source: {document: ipotesi}}]")
    assert title in text
    path.write_text(text.replace(title, filled), encoding="utf-8")
    said = words(_project(opened, "city"))
    assert "- meno attese" in said
    assert "Di 3 tavole le fonti danno solo il titolo." in said


@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_project_opens_with_fewer_than_350_words(lang: str, sample: None, opened) -> None:
    app = _project(opened, lang=lang)
    written = re.sub(r":[a-z-]+\[|[\]*`#]|- ", " ", words(app))
    assert 200 < len(written.split()) < 350


def test_the_project_is_told_without_records_too(empty: None, opened) -> None:
    app = _project(opened, "later")
    assert words(app).count("non ancora rilevato") == 4
    assert "Non ci sono ancora famiglie" in words(app)


def test_what_is_followed_after_the_third_year_comes_from_the_records(sample: None, opened) -> None:
    # all eleven of cohort 2022 entered before 15 November 2022; nine kept their home; no survey is of the 4th year
    app = _project(opened, "later")
    said = words(app)
    assert "Oltre il terzo anno  \n**11 famiglie**" in said
    assert "Ancora in casa  \n**82 %** · 9 di 11" in said
    assert "Tornate in albergo  \n**0 %** · 0 di 11" in said
    assert "Benessere ancora migliorato  \nnon ancora rilevato" in said
    choose(app, "long_run_how", True)
    assert any("INTERVAL 3 YEAR" in one.value for one in app.code)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("median_wait", ["Famiglie dietro la cifra: 22", "Obiettivo: **< 8 mesi**", "hanno atteso meno di 8 mesi»"]),
        ("avoided_per_family", ["**4.456,30 EUR**", "**98.038,62 EUR**", "notte per famiglia: **66,63 EUR**"]),
        ("homes_found", ["Obiettivo: **≥ 50**", "[alloggi che il primo contributo mirava a ottenere](http"]),
    ],
)  # fmt: skip
def test_an_indicator_opens_its_working_and_its_sources(name: str, expected: list[str], sample: None, opened) -> None:
    app = opened("catena")
    choose(app, f"indicator_{name}", True)
    for told in expected:
        assert told in words(app)


def test_a_query_is_shown_as_it_is_run(sample: None, opened) -> None:
    app = opened("catena")
    app.session_state["indicator_tenancies"] = True
    app.run()
    assert [one.value for one in app.code] == ["SELECT count(*)\nFROM tenancies\nWHERE signed_date <= $as_of"]


def test_an_outcome_still_pending_is_not_decided_yet(sample: None, opened) -> None:
    app = opened("catena", al="2024-06-01")
    assert "Benessere ed empowerment non ancora deciso" in _drawn(app)
    app.session_state["indicator_improved"] = True
    assert "non ancora deciso" in words(app.run())


def test_an_indicator_is_added_by_the_text_of_the_guide_alone(add: Adding, sample: None, opened) -> None:
    found = re.search(r"```yaml indicator\n(.*?)```", DOC, re.DOTALL)
    assert found
    add(found[1])
    said = words(opened("catena"))
    assert "##### Fuori dalla catena" in said
    assert "**Famiglie con minori**" in said
    # 7 families of 2022 and all 11 of 2023 have minors: 18 of 22
    assert "**82 %** · 18 di 22  \n:small[obiettivo ≥ 50 % · **✓\u00a0raggiunto**]" in said


def test_a_faulty_query_is_told_by_name_and_the_others_go_on(add: Adding, sample: None, opened) -> None:
    found = re.search(r"```yaml indicator\n(.*?)```", DOC, re.DOTALL)
    assert found
    add(found[1].replace("FROM households", "FROM read_csv('families.csv')"))
    app = opened("catena")
    (warning,) = (str(one.value) for one in app.warning)
    assert "L'indicatore «Famiglie con minori» (families_with_minors) non si calcola: la query usa una forma" in warning
    assert "**da correggere**" in words(app)
    assert "**5,7 mesi**" in words(app)


def test_an_indicator_of_a_thing_nobody_recorded_says_so(one_family: None, opened) -> None:
    words = _drawn(opened("catena"))
    assert "Mobilitare alloggi sfitti non ancora rilevato Alloggi trovati obiettivo ≥ 50" in words
    assert "Prendersi cura di tutta la famiglia non ancora rilevato" in words
    assert "Contributo pubblico 600.000 EUR" in words


def test_figures_of_one_family_are_not_shown(one_family: None, opened) -> None:
    assert "**meno di 3 famiglie**" in words(opened("catena"))


def test_without_records_the_chain_is_drawn_with_what_its_sources_state(empty: None, opened) -> None:
    app = opened("catena")
    assert "Contributo pubblico 600.000 EUR" in _drawn(app)
    assert "Contratti di locazione non ancora rilevato" in _drawn(app)
    assert "Non ci sono ancora famiglie" in words(app)


def test_the_guide_names_every_way_and_every_figure() -> None:
    for name in (*WAYS, *FIGURES):
        assert f"`{name}`" in DOC, name
