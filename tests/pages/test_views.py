"""Each view alone, without its page: given what it asks for, it draws. The figures are those of the sample."""

import pkgutil

import pytest
from streamlit.testing.v1 import AppTest

from h4a_ui import views
from tests.pages.reading import words

pytestmark = pytest.mark.usefixtures("sample")

START = "from h4a_ui import session\nview = session.view()\nsay = view.say\n"
GIVEN = {
    "access": """
from h4a_ui.views.access.known import known_access
known = known_access(view)
""",
    "accounts": """
from h4a_ui.views.accounts.known import known_money
known = known_money(view)
""",
    "chain": """
from h4a_ui.views.chain.known import known_chain
known = known_chain(view)
""",
    "cohorts": """
cohort = view.facts.cohorts[0]
families = session.households(view, cohort.cohort)
""",
    "homes": """
from h4a_ui.views.homes.known import known_homes
homes = known_homes(view)
""",
    "plan": """
from h4a_ui.views.plan.ahead import planned_ahead, planned_board
inputs, sliders = planned_board(view)
ahead = planned_ahead(view, inputs, sliders)
""",
    "project": """
from h4a_ui.views.project.known import known_project
known = known_project(view)
""",
    "selection": """
from h4a_ui.views.selection.candidates import judged_list, known_candidates
from h4a_ui.views.selection.weights import choose_list
everyone = judged_list(known_candidates(view))
waiting = [one for one in everyone.candidates if not one.candidate.enrolled]
made = choose_list(view, everyone.rules, waiting)
""",
    "services": """
from h4a_core.engine.services import Clock
from h4a_ui.views.services.known import known_ways
known, clock = known_ways(view), Clock(view.as_of, 90)
""",
    "value": """
from h4a_ui.views.value.outcomes import show_valued_outcomes, social_value
from h4a_ui.views.value.reckoning import choose_saving, reckoned
from h4a_ui.views.value.resources import choose_resources
model = social_value()
found = show_valued_outcomes(view, model)
made = reckoned(view, model, found, choose_resources(view, model), choose_saving(view))
""",
    "wellbeing": """
from h4a_ui.views.wellbeing.wave import choose_wave
found = choose_wave(view)
""",
}

VIEWS = [
    ("opening", "show_title(say, 'dati')", "Dati"),
    (
        "looks",
        "show_one_of(say, {'a': Look('A', lambda: st.title('uno')), 'b': Look('B', lambda: st.title('due'))}, key='a')",
        "uno",
    ),
    ("overview.headline", "show_headline(view)", "22 famiglie hanno una casa: 10 nuova, 12 mantenuta."),
    ("overview.outcomes", "show_outcomes(view)", "La parte finale vale 44.000 EUR su 55.000 EUR."),
    ("overview.coming", "show_coming(view)", "si decide su benessere (11 famiglie)"),
    ("overview.coming", "offer_calendar(view, key='dates')", "[Date nel calendario (ICS)]"),
    ("overview.coming", "show_coming_of(view, 2022)", "Tutto è deciso per questa coorte."),
    ("cohorts.cohort", "show_cohort(say, choose_cohort(view), view.as_of)", "11 famiglie, 28 persone, 11 minori"),
    ("cohorts.path", "show_path(say, cohort)", "9 famiglie su 11 sono arrivate a «In casa dopo 3 anni»"),
    ("cohorts.waiting", "show_waiting(view, families)", "10 famiglie su 11 hanno atteso meno di 8 mesi"),
    ("cohorts.retention", "show_retention(view, families)", "Ancora in casa dopo 38 mesi: 82 % delle famiglie"),
    ("cohorts.answers", "show_answers(say, session.answers(view, 2022))", "Migliora di più Benessere (10 di 11)"),
    ("cohorts.families", "show_families(view, families)", "H4A-22-01"),
    ("saving.basis", "choose_basis(view)", "[Senza il programma, vale]"),
    ("saving.figures", "show_saving(view)", "1.565 notti in tutto"),
    ("saving.months", "show_cumulative(view, known_months(view))", "abbia evitato 98.039 EUR di spesa"),
    ("saving.months", "show_monthly(say, known_months(view))", "in alberghi è di giu 2025; da allora nessuna"),
    ("saving.balance", "show_balance(say, view.statement)", "è di −46.961 EUR; se tutto riesce, di −101.961 EUR"),
    ("saving.balance", "show_break_even(view)", "(oggi 66,63 EUR)"),
    ("saving.sizes", "show_by_size(view)", "famiglie di 3 persone: 55.436 EUR"),
    ("saving.other_stays", "show_other_stays(view)", "in media 138 notti: 120 permanenze, 9 ancora aperte"),
    ("saving.uncertainty", "show_uncertainty(view)", "Stimato, senza gruppo di controllo."),
    ("saving.comparison", "show_comparison(view)", "Non c'è un gruppo di confronto"),
    ("premium.totals", "show_totals(view)", "145.000,00 EUR"),
    ("premium.totals", "show_parties(view)", "Città di Torino a Homes4All"),
    ("premium.statement", "show_statement(view)", "«PRIMO ANNO – 11 famiglie"),
    ("premium.proof", "show_proof(view, view.statement.lines[0])", "contratto di locazione del"),
    ("premium.payments", "show_payments(view)", "71.000,00"),
    ("premium.issuing", "show_issuing(view)", "[Emetti il rendiconto]"),
    ("premium.grading", "show_grading(view)", "contenevano ciò che venne: 9 famiglie su 11"),
    ("premium.readings", "show_readings(view)", "decide la media dei tre: **+11.000 EUR** oggi"),
    ("premium.readings", "show_readings(view)", "dall'80 al 100 % in linea, tra il 60 e l'80 %: **+7.000 EUR** oggi"),
    ("premium.odds", "show_odds(say, view.statement, key='odds')", "Il premio anno per anno"),
    ("chain.drawing", "show_chain(say, known)", "4 obiettivi raggiunti su 7"),
    ("chain.indicators", "show_indicators(view, known.chain, known.found)", "**5,7 mesi**"),
    ("chain.assumptions", "show_assumptions(say, known.chain)", "**Mobilitare alloggi sfitti**"),
    ("project.phases", "show_phases(view, known.project)", "2 fasi su 3 sono concluse; senza ancora una data: III"),
    ("project.partners", "show_partners(say, known.project)", "**Associazione ACMOS**"),
    ("project.partners", "show_participation(say, known.project)", "più di duecento soggetti"),
    ("project.money", "show_money(view, known)", "D.P.C.M. 21/12/2018"),
    ("project.titled", "show_city(say, known.project)", "Di 4 tavole le fonti danno solo il titolo."),
    ("project.long_run", "show_long_run(view, known)", "non ancora rilevato"),
    ("wellbeing.wave", "", "[Questionario]"),
    ("wellbeing.figures", "show_wellbeing(view, found, found.wave)", "Anno 3: 8 famiglie su 11 dichiarano"),
    ("wellbeing.missing", "show_treatments(view, found.wave)", "Per 1 famiglia senza risposta"),
    ("wellbeing.missing", "show_unanswered(view, 2022, 3)", "H4A-22-04 · dovuto il 13/09/2025"),
    ("wellbeing.declared", "show_declared(say, found.own, found.answers)", "dichiarano di essere migliorate 8"),
    ("wellbeing.scores", "show_changes(say, found.own, found.forms, found.instruments)", "salgono oltre il caso"),
    (
        "wellbeing.scores",
        "show_agreement(say, found.forms, found.instruments)",
        "In 34 confronti su 79 parole e punteggio concordano: non più del caso",
    ),
    ("wellbeing.instruments", "show_instruments(say, found.instruments, found.forms)", "punteggio: somma, da 4 a 20"),
    ("access.figures", "show_access(view, known)", "passano 5,7 mesi, in mediana"),
    ("access.waits", "show_waits(view, known.published, known.waits)", "20 famiglie su 22 hanno avuto casa"),
    ("access.rents", "show_rents(say, known.published, known.rents)", "89 EUR al mese meno del mercato"),
    ("access.burden", "show_burden(say, known.rents)", "Il canone pesa 36 % sul reddito"),
    ("access.sources", "show_sources(say, known.published)", "Lo.C.A.Re. 2023: **361 EUR**"),
    ("value.outcomes", "", "**non ancora valutato**"),
    ("value.resources", "", "[Risorse contate]"),
    ("value.reckoning", "", "[Somma anche il risparmio monetizzabile]"),
    ("value.figures", "show_value(view, made)", "29.512 EUR"),
    ("value.ladder", "show_ladder(say, made)", "su tutta la durata, oggi, 29.512 EUR"),
    ("value.range", "show_range(view, made)", "con **154.277 EUR** per famiglia"),
    ("value.published", "show_published(say, model)", "1.138.488,88"),
    ("accounts.figures", "show_accounts(view, known)", "80.232 EUR"),
    ("accounts.bodies", "show_bodies(say, known.money, known.lines, known.years)", "paga di più: Stato, 600.000 EUR"),
    ("accounts.lines", "show_lines(view, known.money, known.lines)", "Città di Torino → Homes4All e partner"),
    ("accounts.years", "show_years(view, known.money, known.lines, known.years)", "−80.232,00"),
    ("scenarios.board", "show_controls(view, board_of(view), view.scenario)", "[Famiglie nella coorte · oggi 11]"),
    ("scenarios.changes", "show_effects(view, view.statement, view.statement, 2023)", "da 0 % a 100 %"),
    (
        "scenarios.changes",
        "show_staircase(view, view.statement, view.statement, 2023)",
        "il pagamento finale va da 0 EUR a 55.000",
    ),
    ("scenarios.changes", "show_premium_by_year(view, view.statement, view.statement)", "Maturati 145.000 EUR"),
    ("scenarios.saved", "show_keeping(view)", "[Torna ai fatti]"),
    ("scenarios.sensitivity", "show_sensitivity(view, view.scenario, view.statement)", "Scegli uno sguardo"),
    ("selection.candidates", "choose_candidates(say, everyone.candidates)", "[Anche chi è già dentro (◆)]"),
    ("selection.weights", "", "[Attesa · di norma 25]"),
    ("selection.figures", "show_list(view, made, 22)", "24 candidature: idonee 16"),
    ("selection.ranking", "show_ranking(say, made)", "Il primo scambio: H4A-C-05 cede il posto a H4A-C-20"),
    ("selection.families", "show_candidates(say, made)", "ISEE oltre 26.000 EUR"),
    ("selection.story", "show_story(say, made, made.selection.ranked[0])", "**H4A-C-01** · ● idonea"),
    ("selection.rules", "show_rules(say, made)", "**Condizioni**"),
    ("homes.figures", "show_homes(view, homes)", "Il programma ha trovato 16 alloggi."),
    ("homes.origins", "show_origins(say, homes)", "8 alloggi mobilitati su 16 sono affittati"),
    ("homes.steps", "show_steps(say, homes)", "«Trovato → pronto», mediana 148 giorni"),
    ("homes.needed", "show_needed(view, homes)", "mancano 20 alloggi"),
    ("homes.districts", "show_districts(say, homes)", "Circoscrizione 5: 5 alloggi su 16"),
    ("homes.rents", "show_rents(say, homes)", "l'affitto è 89 EUR sotto il mercato"),
    ("homes.one_by_one", "show_one_by_one(say, homes, view.as_of)", "Mantenuta"),
    ("services.figures", "show_services(view, known.paths)", "22 di 46"),
    ("services.flow", "show_flow(view, known.services, known.paths, clock)", "9 sono in cammino; 4 si sono fermate"),
    ("services.times", "show_times(say, known.services, known.inside)", "in casa entro 174 giorni dalla domanda"),
    ("services.by_service", "show_by_service(say, known, clock)", "Lo.C.A.Re."),
    ("services.silence", "show_silent(say, known.inside, clock)", "1 famiglia in casa non si incontra da più di 90"),
    ("services.support", "show_support(view)", "511 ore di accompagnamento"),
    ("plan.inputs", "show_controls(say, sliders)", "[Città :orange-badge[ipotesi] · oggi 5]"),
    ("plan.ahead", "show_families_ahead(say, ahead)", "Nel 2033 entrano 129 famiglie su 280"),
    ("plan.ahead", "show_money_ahead(view, ahead)", "stimato, senza gruppo di controllo"),
    ("plan.figures", "show_figures(view, ahead)", "779"),
    ("plan.unlocks", "show_unlocks(say, ahead.plan)", "accompagnamento: **56 famiglie in più**"),
    ("plan.unlocks", "show_rates(view, 11)", "una nuova coorte di 11 famiglie"),
    ("archive.held", "show_held(say)", "In archivio: nuclei 22, albergamenti 8"),
    ("archive.importing", "show_import(say)", "1. Scegli i file"),
    ("archive.one_record", "show_one_record(say)", "[Tabella]"),
    ("archive.history", "show_history(say)", "**pagamenti.csv** · Pagamenti · 3 righe"),
    ("archive.versions", "show_versions(say)", "[Tabella]"),
    ("archive.copies", "show_backup(say)", "[Scarica una copia]"),
    ("archive.templates", "show_templates(say)", "[Nuclei]"),
    ("archive.starting_over", "show_start_over(say)", "Toglie per sempre 12 importazioni, con 1.305 righe"),
]


def shown(app: AppTest) -> str:
    """What is written, the labels of controls in square brackets, and what stands in tables."""
    tables = [one.value.to_string() for kind in (app.dataframe, app.table) for one in kind]
    labelled = [
        one.proto
        for kind in ("button", "download_button", "button_group", "selectbox", "slider", "toggle")
        for one in app.get(kind)
    ]
    return "\n".join([words(app), *tables, *(f"[{one.label}]" for one in labelled)])


@pytest.mark.parametrize(("module", "call", "expected"), VIEWS)
def test_a_view_draws_without_its_page(module: str, call: str, expected: str) -> None:
    given = GIVEN.get(module.partition(".")[0], "")
    script = f"{START}{given}\nfrom h4a_ui.views.{module} import *\n{call}\n"
    app = AppTest.from_string(script, default_timeout=30).run()
    assert not app.exception, app.exception
    assert expected in shown(app)


def test_every_view_is_drawn_here() -> None:
    found = {one.name.removeprefix("h4a_ui.views.") for one in pkgutil.walk_packages(views.__path__, "h4a_ui.views.")}
    packages = {name for name in found if "." not in name} - {"opening", "looks"}
    helping = {f"{name}.known" for name in packages}
    helping |= {"chain.words", "project.words", "saving.cards", "selection.made"}
    helping |= {f"archive.{name}" for name in ("words", "understood", "set_aside")}  # drawn by importing and history
    assert found - packages - helping == {module for module, _, _ in VIEWS}
