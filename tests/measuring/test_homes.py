"""From records to homes and to families waiting, as of a day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from h4a_core.engine.homes import Let, by_origin, counted, days_to_let, needs, renovation, vacancy
from h4a_core.measuring.homes import Waiting, measured_homes, measured_waiting
from h4a_core.store.connection import Store
from tests.measuring.bringing import bring_in

DAY = date(2025, 11, 15)
HEADS = {
    "nuclei": "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;"
    "Causa emergenza;Servizio inviante;Data uscita;Motivo uscita",
    "contratti": "Cod. nucleo;Cod. alloggio;Percorso;Data firma;Data ingresso alloggio;Data fine;Motivo fine;"
    "Canone mensile (€)",
    "alloggi": "Cod. alloggio;Circoscrizione;Provenienza;N. stanze;Superficie (m2);Data acquisizione;"
    "Costo ristrutturazione (€);Data disponibilità",
    "candidati": "Cod. nucleo;Data domanda;N. componenti;di cui minori;con disabilità;ISEE (€)",
}


def _family(code: str, applied: str, left: str = "") -> str:
    return f"{code};2024;{applied};20/05/2024;2;0;0;Incapiente;separazione;CEA;{left};{'abbandono' if left else ''}"


def _homes(store: Store, day: date) -> dict[str, str]:
    with store.reading() as cursor:
        return {home.dwelling_id: home.state for home in measured_homes(cursor, day)}


def _waiting(store: Store, day: date) -> Waiting:
    with store.reading() as cursor:
        return measured_waiting(cursor, day)


def test_the_sample_has_sixteen_homes_mobilised_and_twelve_kept(sample_store: Store) -> None:
    with sample_store.reading() as cursor:
        homes = measured_homes(cursor, DAY)
    assert len(homes) == 28
    assert sum(home.kept for home in homes) == 12
    total = counted(homes)
    assert (total.working.value, [one.value for one in total.working.inputs]) == (16, [8, 2, 2, 2, 2])
    assert [(one.origin, one.homes) for one in by_origin(homes)] == [
        ("vacant_private", 7), ("auction", 7), ("donation", 2),
    ]  # fmt: skip
    to_let, works, empty = days_to_let(homes), renovation(homes), vacancy(homes, DAY)
    assert to_let is not None
    assert works is not None
    assert empty is not None
    # of the ten homes let so far: 124 137 164 169 183 | 187 200 210 219 225
    assert to_let.working.value == 185
    # 139,500 EUR for twelve homes of 687.5 m2
    assert (works.per_home.value, works.per_m2.value) == (Decimal("11625.00"), Decimal("202.91"))
    # 353 days before the first contracts, 643 and 496 since two came free, 250 and 75 for the two never let
    assert empty.working.value == Fraction(353 + 643 + 496 + 250 + 75, 12)


def test_the_sample_lacks_twenty_homes_for_the_families_that_wait(sample_store: Store) -> None:
    with sample_store.reading() as cursor:
        homes, waiting = measured_homes(cursor, DAY), measured_waiting(cursor, DAY)
    assert waiting.with_candidates
    last = list(needs(homes, waiting.months))[-1]
    assert (last.day, last.waiting, last.free, last.lacking) == (DAY, 24, 4, 20)


def test_nothing_after_the_day_is_seen(store: Store) -> None:
    bring_in(
        store,
        HEADS,
        nuclei=_family("A", "01/02/2024"),
        contratti="A;AL-1;Nuovo alloggio;10/05/2024;25/05/2024;01/09/2024;sfratto;300",
        alloggi="AL-1;Nord;Asta;2;50,5;01/03/2024;9.000,00;30/04/2024\n"
        "AL-2;Nord;Asta;2;50,5;01/08/2024;;\nAL-3;Nord;Altro;2;50,5;;;",
    )
    days = [date(2024, 2, 29), date(2024, 3, 1), date(2024, 4, 30), date(2024, 5, 10), date(2024, 9, 1)]
    # AL-3 is on the list without a date: found, nobody knows when
    assert [_homes(store, day).get("AL-1") for day in days] == [None, "in_works", "available", "let", "free_again"]
    assert _homes(store, days[0]) == {"AL-3": "found"}
    assert _homes(store, days[-1]) == {"AL-1": "free_again", "AL-2": "found", "AL-3": "found"}
    with store.reading() as cursor:
        home = measured_homes(cursor, date(2024, 5, 20))[0]
    assert home.lets == (Let(date(2024, 5, 10), None, None, Decimal("300.00"), None),)


def test_a_kept_home_on_the_list_appears_with_its_contract_and_stays_kept(store: Store) -> None:
    bring_in(
        store,
        HEADS,
        nuclei=_family("A", "01/02/2024"),
        contratti="A;AL-1;Mantenimento;10/05/2024;10/05/2024;;;300",
        alloggi="AL-1;Nord;Altro;2;50,5;;;",
    )
    assert _homes(store, date(2024, 5, 9)) == {}
    with store.reading() as cursor:
        (home,) = measured_homes(cursor, date(2024, 5, 10))
    assert home.kept


def test_a_home_known_only_from_a_contract_is_a_home_without_origin(store: Store) -> None:
    bring_in(
        store, HEADS, nuclei=_family("A", "01/02/2024"), contratti="A;AL-1;Nuovo alloggio;10/05/2024;25/05/2024;;;300"
    )
    with store.reading() as cursor:
        (home,) = measured_homes(cursor, DAY)
    assert (home.dwelling_id, home.origin, home.state, home.kept) == ("AL-1", None, "let", False)


def test_families_wait_from_their_application_to_their_home_or_until_they_leave(store: Store) -> None:
    bring_in(
        store,
        HEADS,
        nuclei="\n".join(
            [_family("A", "10/02/2024"), _family("B", "20/02/2024"), _family("C", "01/03/2024", "30/05/2024")]
        ),
        contratti="A;AL-1;Nuovo alloggio;20/05/2024;02/06/2024;;;300\nB;AL-2;Mantenimento;25/05/2024;01/07/2024;;;300",
        candidati="A;01/01/2024;2;0;0;1.000,00\nD;05/04/2024;1;0;0;2.000,50",
    )
    # A: February (its own file counts, not the list) to 2 June; B, which keeps its home, until it signs on 25 May;
    # C: March until it leaves on 30 May; D, who only asked: from April on
    found = _waiting(store, date(2024, 6, 15))
    assert found.with_candidates
    assert found.months == (
        (date(2024, 2, 29), 2), (date(2024, 3, 31), 3), (date(2024, 4, 30), 4), (date(2024, 5, 31), 2),
        (date(2024, 6, 15), 1),
    )  # fmt: skip
    assert _waiting(store, date(2024, 4, 4)).months[-1] == (date(2024, 4, 4), 3)


def test_without_a_list_of_candidates_that_is_said(store: Store) -> None:
    bring_in(store, HEADS, nuclei=_family("A", "10/02/2024"))
    assert _waiting(store, date(2024, 3, 1)) == Waiting(((date(2024, 2, 29), 1), (date(2024, 3, 1), 1)), False)


def test_an_empty_store_has_no_homes_and_nobody_waits(store: Store) -> None:
    assert _homes(store, DAY) == {}
    assert _waiting(store, DAY) == Waiting((), False)
