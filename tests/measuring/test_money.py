"""Rents, contributions and premiums by calendar year, on records small enough to judge by eye."""

from datetime import date
from decimal import Decimal

from h4a_core.engine.money import ContributionYear, RentYear
from h4a_core.measuring.money import measured_money
from h4a_core.store.connection import Store
from tests.measuring.bringing import bring_in

HEADS = {
    "nuclei": "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;"
    "Causa emergenza;Servizio inviante",
    "contratti": "Cod. nucleo;Cod. alloggio;Percorso;Data firma;Data ingresso alloggio;Data fine;Motivo fine;"
    "Canone mensile (€);Canone di mercato (€)",
    "albergamenti": "Cod. nucleo;Tipo struttura;Dal;Al;Costo giornaliero (€);Contributo nucleo (€/giorno)",
    "pagamenti": "Codice programma;Codice clausola;Coorte;Data mandato;Importo pagato (€);Determina",
}
FAMILIES = "\n".join(f"{name};2020;01/06/2020;01/10/2020;3;1;0;Incapiente;separazione;CEA" for name in "ABC")


def test_rents_are_summed_by_the_days_of_each_year(store: Store) -> None:
    bring_in(
        store,
        HEADS,
        nuclei=FAMILIES,
        contratti=(
            "A;AL-1;Nuovo alloggio;20/12/2020;22/12/2020;;;300;350\n"  # 10 days in 2020, 59 to 1 March 2021
            "B;AL-2;Mantenimento;22/12/2020;;01/01/2021;sfratto;200;\n"  # kept home: from the signature, 10 days
            "C;AL-3;Nuovo alloggio;20/12/2020;;;;999;999"  # not moved in
        ),
    )
    with store.reading() as cursor:
        found = measured_money(cursor, "homes4all-torino", date(2021, 3, 1)).rents
    assert found == (
        RentYear(2020, 2, Decimal(10 * 300 + 10 * 200), 1, Decimal(10 * 50)),
        RentYear(2021, 1, Decimal(59 * 300), 1, Decimal(59 * 50)),
    )


def test_contributions_count_the_nights_since_enrolment(store: Store) -> None:
    bring_in(
        store,
        HEADS,
        nuclei=FAMILIES,
        albergamenti=(
            "A;Albergo;20/09/2020;06/10/2020;60;4,50\n"  # 5 nights since 1 October
            "B;Albergo;30/12/2020;;60;2,00\n"  # 2 nights in 2020, 1 in 2021
            "C;Albergo;30/12/2020;03/01/2021;60;0"
        ),
    )
    with store.reading() as cursor:
        found = measured_money(cursor, "homes4all-torino", date(2021, 1, 2)).contributions
    assert found == (ContributionYear(2020, 2, Decimal("26.50")), ContributionYear(2021, 1, Decimal("2.00")))


def test_premiums_count_in_the_year_they_were_paid_and_only_of_this_programme(store: Store) -> None:
    bring_in(
        store,
        HEADS,
        nuclei=FAMILIES,
        pagamenti=(
            "homes4all-torino;year_1;2020;10/12/2021;1.000,50;\n"
            "homes4all-torino;year_1;2020;10/01/2022;-200,00;\n"
            "homes4all-torino;year_2;2020;10/02/2022;700,00;\n"
            "altro;year_1;2020;10/01/2022;5,00;"
        ),
    )
    with store.reading() as cursor:
        assert measured_money(cursor, "homes4all-torino", date(2022, 2, 9)).paid == {
            2021: Decimal("1000.50"), 2022: Decimal(-200),
        }  # fmt: skip
        assert measured_money(cursor, "homes4all-torino", date(2022, 2, 10)).paid[2022] == 500


def test_in_the_sample_74_000_euro_were_paid_in_three_years(sample_store: Store) -> None:
    with sample_store.reading() as cursor:
        found = measured_money(cursor, "homes4all-torino", date(2025, 11, 15))
    assert found.paid == {2023: 22_000, 2024: 22_000, 2025: 30_000}
    assert [one.families for one in found.rents] == [10, 21, 22, 20]
    assert found.contributions == ()
