"""The one list of pages: what stands in the menu is what there is, and what the README tells."""

import re

from h4a_ui.language import Language
from h4a_ui.menu import PAGES, address, menu


def test_every_page_of_the_menu_has_its_script_and_every_script_stands_in_the_menu(paths) -> None:
    assert set(PAGES) == {script.stem for script in (paths.root / "pages").glob("*.py")}
    assert len(PAGES) == len(set(PAGES))


def test_the_readme_tells_the_pages_in_the_order_of_the_menu(paths) -> None:
    readme = (paths.root / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| page | the question it answers |\n|---|---|\n")[2].partition("\n\n")[0]
    assert re.findall(r"^\| (.+?) \|", table, re.MULTILINE) == [one.title for one in menu(Language("it"))]


def test_the_first_page_opens_at_the_address_itself() -> None:
    assert [address("sintesi"), address("coorti")] == ["", "coorti"]


def test_a_page_script_only_says_which_views_stand_on_it(paths) -> None:
    for script in (paths.root / "pages").glob("*.py"):
        assert len(script.read_text(encoding="utf-8").splitlines()) < 80, script.name
