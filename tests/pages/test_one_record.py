"""The form for a single record on Dati: the same preview, the same history, its own undo."""

from datetime import date

from streamlit.testing.v1 import AppTest

from h4a_core.store.batches import history
from h4a_ui import session
from tests.pages.test_importing import press, said, settled


def ends() -> list[tuple[object, ...]]:
    with session.open_store().reading() as cursor:
        return cursor.execute("SELECT end_date, end_reason, monthly_rent FROM tenancies").fetchall()


def box(app: AppTest, key: str):
    return next(one for one in app.selectbox if str(one.key).startswith(key))


def test_r16_the_end_of_a_contract_is_written_confirmed_and_undone(own_family: None, opened) -> None:
    app = opened("dati")
    app = box(app, "one_record_table").set_value("tenancies").run()
    app = box(app, "one_record_tenancies_[]").set_value("H-1").run()
    app = box(app, "one_record_tenancies_['H-1']").set_value("25/10/2022").run()
    assert [one.value for one in app.text_input if str(one.key).endswith("monthly_rent")] == ["310,00"]
    next(one for one in app.text_input if str(one.key).endswith("2022_end_date")).input("31/01/2024")
    box(app, "one_record_tenancies_H-1_25/10/2022_end_reason").set_value("Sfratto")
    app = settled(press(app, "Guarda e conferma"))
    assert not app.exception
    assert "1 riga pronta, 0 messe da parte" in said(app, "markdown")
    app = settled(press(app, "Importa 1 file"))
    assert [(one[0], one[1]) for one in ends()] == [(date(2024, 1, 31), "eviction")]
    with session.open_store().reading() as cursor:
        assert history(cursor)[0].file == "a mano - contratti di locazione.csv"
    app = press(app, "Annulla")
    assert [one[0] for one in ends()] == [None]
