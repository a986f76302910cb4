"""Replica: the plan, moved by its sliders."""

from tests.pages.reading import choose, figures, words


def test_the_plan_says_how_many_families_and_what_is_missing(sample: None, opened) -> None:
    app = opened("replica")
    # five cities of 22 families, a fifth more each year, 80 places of accompaniment each
    assert figures(app)["Famiglie accolte"] == "779"
    assert "accompagnamento: **56 famiglie in più**" in words(app)
    assert "quasi sempre per: accompagnamento" in words(app)


def test_the_share_that_keeps_its_home_comes_from_the_contracts_on_record(sample: None, opened) -> None:
    app = opened("replica")
    choose(app, "replica_group", "limits")
    assert app.slider(key="slider_replica.kept_share").value == 55  # 12 of 22


def test_a_slider_moves_the_plan_and_a_link_reproduces_it(sample: None, opened) -> None:
    app = opened("replica")
    app.slider(key="slider_replica.cities").set_value(20).run()
    assert not app.exception
    many = figures(app)["Famiglie accolte"]
    assert many != "779"
    assert app.query_params["replica.cities"] == "20"
    linked = opened("replica", **{"replica.cities": "20"})
    assert figures(linked)["Famiglie accolte"] == many


def test_thousands_of_families_are_in_reach_where_nothing_binds(sample: None, opened) -> None:
    plan = {
        "cities": "10",
        "families": "100",
        "homes": "200",
        "capital": "2000000",
        "operators": "60",
        "growth": "0",
    }
    app = opened("replica", **{f"replica.{name}": value for name, value in plan.items()})
    # ten cities, one more each year, 100 families each: 1 + 2 + ... + 8 city years
    assert figures(app)["Famiglie accolte"] == "3.600"
    assert "restano fuori" not in words(app)


def test_with_one_family_no_case_is_made_and_the_page_says_what_is_missing(one_family: None, opened) -> None:
    app = opened("replica")
    assert figures(app)["Famiglie accolte"] != "0"
    assert "Saldo delle città" not in figures(app)
    assert "troppo poche per dirli" in words(app)
    assert "Attesa: 1 famiglia su almeno 10" in words(app)
    assert "se poche famiglie riescono" not in words(app)
