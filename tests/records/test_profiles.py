"""How another office's export is mapped: once, in a file that can be kept and shared."""

from decimal import Decimal
from pathlib import Path

import pytest

from h4a_core.cli import command as cli
from h4a_core.records.intake.profiles import Profile, ProfileError, load_profile
from tests.records.made import GOOD, households, load, load_many, preview

EXAMPLE = Path(__file__).resolve().parents[2] / "data" / "profiles" / "ville-de-lyon-hebergements.yaml"
NIGHTS = (
    "Code ménage;Type d'hébergement;Entrée;Sortie;Prix de la nuit;Observations\n"
    "M-1;hôtel;03/04/2024;05/04/2024;72,50;Maria Rossi\n"
    "M-2;foyer;03/05/2024;;1.000;\n"
    "M-3;hôtel;03/05/2024;;80,00;\n"
)
SIZES = "Ménage;Nombre de personnes\nM-1;4\nM-2;2\n"


def both(store, nights=NIGHTS, sizes=SIZES, **options):
    files = [("nuitees_2024.csv", nights.encode()), ("menages_2024.csv", sizes.encode())]
    return load_many(store, files, profile=load_profile(EXAMPLE), **options)


def test_the_example_maps_a_foreign_export_and_joins_its_second_file(store):
    nights, sizes = both(store)
    assert (nights.table, nights.rows_accepted, nights.rows_rejected) == ("reference_stays", 3, 0)
    assert (sizes.table, sizes.refusal) == (None, None)
    assert "nuitees" in sizes.notes[0].it
    with store.reading() as cursor:
        rows = cursor.execute(
            "SELECT household_id, facility_type, members, daily_cost, household_contribution "
            "FROM reference_stays ORDER BY 1"
        ).fetchall()
    assert rows == [
        ("M-1", "hotel", 4, Decimal("72.50"), 0),
        ("M-2", "dormitory", 2, 1000, 0),
        ("M-3", "hotel", None, 80, 0),
    ]


def test_files_that_the_profile_is_not_for_are_recognised_as_usual(store):
    assert load(store, "n.csv", households(GOOD), profile=load_profile(EXAMPLE)).rows_accepted == 1


@pytest.mark.parametrize(
    ("nights", "sizes", "words"),
    [
        (NIGHTS.replace("Code ménage", "Codice"), SIZES, "Code ménage"),
        (NIGHTS, SIZES.replace("Nombre de personnes", "Personnes;Coorte"), "Nombre de personnes"),
        (NIGHTS, SIZES + "M-1;5\n", "due righe (2, 4)"),
        (NIGHTS.replace("Prix de la nuit", "Prix"), SIZES, "Costo giornaliero"),
        (NIGHTS.replace("Observations", "Sortie"), SIZES, "stessa cosa"),
    ],
)
def test_a_file_that_does_not_fit_the_profile_is_refused_with_what_is_missing(store, nights, sizes, words):
    assert words in both(store, nights, sizes)[0].refusal.it


def test_a_missing_second_file_is_asked_for(store):
    refusal = load(store, "nuitees_2024.csv", NIGHTS.encode(), profile=load_profile(EXAMPLE)).refusal
    assert "menages*.csv" in refusal.it


def test_a_profile_is_made_by_mapping_columns_once_and_reads_itself_back(store, tmp_path):
    data = b"Sigla;Genere;Inizio del soggiorno;Prezzo;Quota\nM-1;Albergo;13/04/2024;72,50;0\n"
    seen = preview(store, "altri.csv", data)
    assert list(seen.columns) == ["Sigla", "Genere", "Inizio del soggiorno", "Prezzo", "Quota"]
    mapped = dict(
        zip(
            seen.columns,
            ("household_id", "facility_type", "start_date", "daily_cost", "household_contribution"),
            strict=True,
        )
    )
    profile = Profile.from_preview(seen, name="Altri", table="reference_stays", columns=mapped, file="altri*.csv")
    path = tmp_path / "altri.yaml"
    path.write_text(profile.dump(), encoding="utf-8")
    assert load_profile(path) == profile
    assert load(store, "altri_2.csv", data, profile=profile).rows_accepted == 1


def test_a_profile_of_a_recognised_file_keeps_its_columns_and_answers(store):
    data = households(GOOD.replace("20/04/2022", "02/04/2022"))
    seen = preview(store, "n.csv", data, answers={"date_order": "day_first"})
    profile = Profile.from_preview(seen, name="Nuclei")
    assert (profile.table, profile.answers) == ("households", {"date_order": "day_first"})
    assert load(store, "n.csv", data, profile=profile).rows_accepted == 1


def test_a_profile_of_no_table_or_of_a_field_it_does_not_have_is_refused(store):
    seen = preview(store, "n.csv", households(GOOD))
    with pytest.raises(ValueError, match="'houses' is unknown"):
        Profile.from_preview(seen, name="x", table="houses")
    with pytest.raises(ValueError, match="'size' is unknown"):
        Profile.from_preview(seen, name="x", columns={"N. componenti": "size"})


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("name: Ville", "nome: Ville", "Did you mean 'name'?"),
        ("table: reference_stays", "table: reference_stays\ntable: surveys", "stands twice"),
        ("table: reference_stays", "table: stays", "'stays' is unknown"),
        ("facility_type\n", "facility\n", "Did you mean 'facility_type'?"),
        ('"hôtel": hotel', '"hôtel": hotels', "Did you mean 'hotel'?"),
        ("  facility_type:\n", "  facility:\n", "Did you mean 'facility_type'?"),
        ("  household_contribution:", "  contribution:", "'contribution' is unknown"),
        ("date_order: day_first", "date_order: first_day", "Allowed: day_first, month_first, year_first"),
        ("decimal_sign: comma", "decimals: comma", "'decimals' is unknown"),
        (": members", ": member", "Did you mean 'members'?"),
    ],
)
def test_a_faulty_profile_is_refused_with_line_and_allowed_names(tmp_path, old, new, words):
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "profile.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProfileError) as refused:
        load_profile(path)
    assert words in refused.value.said("en")
    assert "riga" in refused.value.said("it")


def test_the_command_line_takes_a_profile(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("H4A_DB", str(tmp_path / "h4a.duckdb"))
    (tmp_path / "nuitees_2024.csv").write_text(NIGHTS, encoding="utf-8")
    (tmp_path / "menages_2024.csv").write_text(SIZES, encoding="utf-8")
    files = [str(tmp_path / name) for name in ("nuitees_2024.csv", "menages_2024.csv")]
    assert cli.main(["import", *files, "--profile", str(EXAMPLE)]) == 0
    assert cli.main(["import", *files, "--profile", str(tmp_path / "none.yaml")]) == 2
    (tmp_path / "bad.yaml").write_text("name: x\n", encoding="utf-8")
    assert cli.main(["import", *files, "--profile", str(tmp_path / "bad.yaml")]) == 2
    assert "columns" in capsys.readouterr().err
