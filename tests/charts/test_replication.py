"""The years ahead, drawn."""

from h4a_ui.charts.replication import AheadYear, MoneyYear, families_ahead, money_ahead
from tests.charts.looking import trace, words_of


def test_the_families_kept_out_are_named_by_what_keeps_them_out(say, checked):
    rows = [AheadYear(2026, 22, 22, None), AheadYear(2027, 50, 40, "case"), AheadYear(2028, 80, 45, "accompagnamento")]
    picture = checked(families_ahead(say, rows))
    assert picture.takeaway == (
        "Nel 2028 entrano 45 famiglie su 80 volute; "
        "chi resta fuori, anno per anno, lo fa quasi sempre per: accompagnamento"
    )
    assert "dal 2027 manca: <b>case</b>" in words_of(picture)
    assert list(trace(picture, "wanted").y) == [22, 50, 80]
    assert picture.table["Che cosa manca"].tolist() == ["–", "case", "accompagnamento"]


def test_when_all_enter_nothing_is_missing(say, checked):
    picture = checked(families_ahead(say, [AheadYear(year, 10, 10, None) for year in range(2026, 2041)]))
    assert picture.takeaway == "Nel 2040 entrano 10 famiglie su 10 volute"
    assert len(picture.figure.layout.xaxis.tickvals) == 8


def test_the_sentence_over_the_years_speaks_of_years_and_the_band_holds_whichever_case_is_the_lowest(say, checked):
    rows = [
        MoneyYear(2026, 100_000, 44_000, 60_000, 56_000, 50_000),
        MoneyYear(2027, 90_000, 120_000, 10_000, -30_000, -40_000),
    ]
    picture = checked(money_ahead(say, rows))
    assert picture.takeaway == (
        "Anno per anno il saldo delle città va, nel caso centrale, da −30 mila nel 2027 a +56 mila EUR nel 2026"
    )
    assert list(trace(picture, "low").y) == [50_000, -40_000]
    assert list(trace(picture, "premium").y) == [-44_000, -120_000]
