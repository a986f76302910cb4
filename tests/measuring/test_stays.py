"""Reference stays as episodes, and the families compared: on records small enough to judge by eye."""

from datetime import date
from decimal import Decimal

from h4a_core.facts import Compared, StayGroup
from h4a_core.measuring.comparison import measured_comparison
from h4a_core.measuring.stays import measured_reference, measured_stays, measured_stays_before
from h4a_core.store.connection import Store
from tests.measuring.bringing import bring_in

STAYS = "Cod. nucleo;N. componenti;Tipo struttura;Dal;Al;Costo giornaliero (€);Contributo nucleo (€/giorno)"
AS_OF = date(2025, 11, 15)


def _found(store: Store, *rows: str, as_of: date = AS_OF) -> list[StayGroup]:
    bring_in(store, {}, storico="\n".join([STAYS, *rows]))
    with store.reading() as cursor:
        return list(measured_stays(cursor, as_of))


def test_a_stay_that_goes_on_elsewhere_the_same_day_is_one_stay(store: Store):
    # 10 nights at 50 - 5, then 20 at 60 - 0 in another place: 30 nights, 450 + 1200; the place is the first
    found = _found(
        store, "S-1;3;Albergo;01/03/2020;11/03/2020;50,00;5,00", "S-1;3;Residence;11/03/2020;31/03/2020;60,00;0,00"
    )
    assert found == [StayGroup(2020, "hotel", 3, 30, True, 1, Decimal(1650))]


def test_a_night_elsewhere_between_two_stays_makes_them_two(store: Store):
    found = _found(
        store, "S-1;3;Albergo;01/03/2020;11/03/2020;50,00;0,00", "S-1;3;Albergo;12/03/2020;22/03/2020;50,00;0,00"
    )
    assert found == [StayGroup(2020, "hotel", 3, 10, True, 2, Decimal(1000))]


def test_an_open_stay_is_known_until_the_newest_day_of_these_records(store: Store):
    found = _found(store, "S-1;;Albergo;01/03/2020;;50,00;0,00", "S-2;2;Albergo;01/03/2020;31/03/2020;50,00;0,00")
    assert found == [
        StayGroup(2020, "hotel", 2, 30, True, 1, Decimal(1500)),
        StayGroup(2020, "hotel", None, 30, False, 1, Decimal(1500)),
    ]


def test_an_end_after_the_day_is_not_seen(store: Store):
    found = _found(
        store,
        "S-1;2;Albergo;01/03/2020;31/03/2020;50,00;0,00",
        "S-2;2;Albergo;11/03/2020;30/06/2020;50,00;0,00",
        as_of=date(2020, 4, 30),
    )
    assert [(one.nights, one.ended) for one in found] == [(20, False), (30, True)]


def test_the_sample_has_120_stays_nine_of_them_open(sample_store: Store):
    with sample_store.reading() as cursor:
        found = measured_stays(cursor, AS_OF)
    assert sum(one.stays for one in found) == 120
    assert sum(one.stays for one in found if not one.ended) == 9


HOUSEHOLDS = (
    "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;Causa emergenza;"
    "Servizio inviante\n"
    "H-1;2022;01/03/2022;01/09/2022;3;1;0;Incapiente;sfratto per morosità;CEA\n"
    "H-2;2022;01/03/2022;01/09/2022;2;0;0;Incapiente;sfratto per morosità;CEA\n"
)
CANDIDATES = (
    "Cod. nucleo;Data domanda;N. componenti;di cui minori;con disabilità;ISEE (€);Anni di residenza;Casa di proprietà\n"
    "C-1;01/03/2022;3;1;0;1000;5;no\n"
    "C-2;01/03/2022;2;0;0;1000;5;no\n"
    "C-3;01/03/2025;2;0;0;1000;5;no\n"
    "H-1;01/03/2022;3;1;0;1000;5;no\n"
)
IN_HOTEL = (
    "Cod. nucleo;Tipo struttura;Dal;Al;Costo giornaliero (€);Contributo nucleo (€/giorno)\n"
    "H-1;Albergo;02/08/2022;01/09/2022;50;0\n"
    "H-2;Albergo;12/08/2022;11/09/2022;50;0\n"
)


def test_each_family_is_compared_around_its_own_day_in_whole_windows(store: Store):
    # all applied on 1 March 2022; those that entered did so 184 days later, so the others' day is 1 September too.
    # C-1 slept 20 nights before and 100 after (up to the window's end); C-2 none; C-3's windows are not over
    history = f"{STAYS}\nC-1;3;Albergo;12/08/2022;10/12/2022;50;0\nX-9;3;Albergo;01/12/2024;31/12/2024;50;0"
    bring_in(store, {}, nuclei=HOUSEHOLDS, candidature=CANDIDATES, albergamenti=IN_HOTEL, storico=history)
    with store.reading() as cursor:
        found = measured_comparison(cursor, 365, AS_OF)
    assert found == (
        Compared(False, 0, 0, 1), Compared(False, 20, 100, 1), Compared(True, 20, 10, 1), Compared(True, 30, 0, 1),
    )  # fmt: skip


def test_without_stays_of_candidates_there_is_no_group_to_compare_with(store: Store):
    bring_in(store, {}, nuclei=HOUSEHOLDS, candidature=CANDIDATES, albergamenti=IN_HOTEL)
    with store.reading() as cursor:
        assert [one.in_programme for one in measured_comparison(cursor, 365, AS_OF)] == [True, True]


def test_stays_make_a_reference_from_the_number_that_is_enough(store: Store):
    rows = [f"S-{n};3;Albergo;01/03/2020;11/03/2020;50,00;0,00" for n in range(4)]
    bring_in(store, {}, storico="\n".join([STAYS, *rows]))
    with store.reading() as cursor:
        found = measured_reference(cursor, 730, 4, (), AS_OF)
        assert measured_reference(cursor, 730, 5, (), AS_OF) is None
        assert measured_reference(cursor, 730, 4, (), date(2020, 2, 1)) is None
    assert found is not None
    assert (found.stays, found.nights, found.cost, found.horizon_days) == (4, 10, 50, 730)


def test_the_families_in_a_hotel_before_they_entered_are_counted_once_and_only_by_the_day(sample_store: Store):
    # worked out from albergamenti.csv and the nuclei: 7 of 22 have a stay that began before they enrolled
    with sample_store.reading() as cursor:
        assert measured_stays_before(cursor, date(2025, 11, 30)) == (7, 22)
        assert measured_stays_before(cursor, date(2020, 1, 1)) == (0, 0)
