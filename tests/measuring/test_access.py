"""Rents of the homes lived in on a day, and the days waited for them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from h4a_core.engine.access import NO_RENTS, RentPair, Rents
from h4a_core.measuring.access import measured_rents, measured_waits
from h4a_core.store.connection import Store
from tests.measuring.bringing import bring_in

HEADS = {
    "nuclei": "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;"
    "ISEE (€);Causa emergenza;Servizio inviante;Data uscita;Motivo uscita",
    "contratti": "Cod. nucleo;Cod. alloggio;Percorso;Data firma;Data ingresso alloggio;Data fine;Motivo fine;"
    "Canone mensile (€);Canone di mercato (€)",
    "redditi": "Cod. nucleo;Reddito mensile (€);Canone precedente (€)",
}
FAMILIES = {
    "A": "A;2020;01/06/2020;01/10/2020;3;1;0;Incapiente;6.000,00;separazione;CEA;;",
    "B": "B;2020;01/06/2020;01/10/2020;3;1;0;Incapiente;;separazione;CEA;;",
    "C": "C;2020;01/06/2020;01/10/2020;3;1;0;Parzialmente capiente;0,00;separazione;CEA;01/03/2023;abbandono",
}
HOMES = (
    "A;AL-1;Nuovo alloggio;20/11/2020;01/12/2020;01/12/2022;trasloco;300;400\n"
    "A;AL-2;Nuovo alloggio;20/11/2022;01/12/2022;;;320;410\n"
    "B;AL-3;Mantenimento;01/09/2020;01/11/2020;;;310;\n"
    "C;AL-4;Nuovo alloggio;20/11/2020;01/12/2020;;;350;500"
)


def _rents(store: Store, as_of: date) -> dict[str, Rents]:
    with store.reading() as cursor:
        return {one.income_class: one for one in measured_rents(cursor, as_of)}


def test_rents_are_those_of_the_homes_lived_in_on_the_day(store: Store) -> None:
    bring_in(store, HEADS, nuclei="\n".join(FAMILIES.values()), contratti=HOMES)
    before = _rents(store, date(2022, 11, 30))
    assert before["no_income"].families == 2
    assert before["no_income"].market == RentPair(1, Decimal(400), Decimal(300))  # B has no market rent
    assert before["partial_income"].market == RentPair(1, Decimal(500), Decimal(350))
    after = _rents(store, date(2023, 3, 1))
    assert after["no_income"].market == RentPair(1, Decimal(410), Decimal(320))  # A moved
    assert "partial_income" not in after  # C has left


def test_the_isee_of_a_year_is_taken_by_the_month_and_nothing_is_divided_by_none(store: Store) -> None:
    bring_in(store, HEADS, nuclei="\n".join(FAMILIES.values()), contratti=HOMES)
    found = _rents(store, date(2022, 1, 1))
    assert found["no_income"].isee == RentPair(1, Decimal(400), Decimal(300), Fraction(500))
    assert found["partial_income"].isee == NO_RENTS  # an ISEE of zero weighs nothing
    assert found["no_income"].income == NO_RENTS


def test_income_and_previous_rent_must_both_be_known(store: Store) -> None:
    bring_in(
        store,
        HEADS,
        nuclei="\n".join(FAMILIES.values()),
        contratti=HOMES,
        redditi="A;800,00;450,00\nB;600,00;n.d.\nC;0,00;500,00",
    )
    found = _rents(store, date(2022, 1, 1))
    assert found["no_income"].income == RentPair(1, Decimal(450), Decimal(300), Fraction(800))
    assert found["partial_income"].income == NO_RENTS


def test_a_kept_home_is_waited_for_until_the_new_contract_and_another_until_moving_in(store: Store) -> None:
    bring_in(store, HEADS, nuclei="\n".join(FAMILIES.values()), contratti=HOMES)
    with store.reading() as cursor:
        # from 1 June: A and C moved in on 1 December (183 days), B signed on 1 September (92 days)
        assert measured_waits(cursor, date(2022, 1, 1)) == [(92, 1), (183, 2)]
        assert measured_waits(cursor, date(2020, 11, 30)) == [(92, 1)]


def test_the_sample_saves_1683_euro_a_month_in_nineteen_homes(sample_store: Store) -> None:
    rents = _rents(sample_store, date(2025, 11, 15))
    # families without income in their home: 40 + 90 + 90 + 139 + 139; the others 1,185; three homes were lost
    assert (rents["no_income"].families, rents["no_income"].market.saved) == (5, 498)
    assert (rents["partial_income"].families, rents["partial_income"].market.saved) == (14, 1185)
