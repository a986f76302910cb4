"""S6 and S3 in a real browser: planted markup does nothing, and a double click acts once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from h4a_ui.menu import PAGES, address
from live import server, settle
from tests.attacks.planting import MARKUP, WORD, plant
from tests.records.made import GOOD, households

SHOWING = ("coorti", "elenco", "alloggi", "servizi", "benessere", "dati")
# What would be there if a piece of the planted markup were read: elements, links, pictures, formulas, icons, colours.
ACTIVE = """() => [...document.querySelectorAll(
    '#planted, [href*="evil"], [src*="evil"], .katex, [aria-label="planted icon"], svg.main-svg a, del')]
    .map(found => found.outerHTML.slice(0, 200))
    .concat([...document.querySelectorAll('[data-testid=stMarkdownContainer] :is(code, strong, em, span)')]
        .filter(found => found.textContent.trim() === 'planted').map(found => found.outerHTML))"""


@pytest.fixture(scope="module")
def planted_url(chromium: Browser, sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the product over the sample's records with markup behind every word of them."""
    folder = tmp_path_factory.mktemp("planted")
    plant(sample_file, folder / "h4a.duckdb")
    with server(folder / "h4a.duckdb", folder / "server.log") as url:
        yield url


def watched(page: Page, url: str) -> list[str]:
    """Collect the requests that leave for another origin."""
    left: list[str] = []

    def asked(request) -> None:
        if not request.url.startswith((url, url.replace("http", "ws", 1), "data:", "blob:")):
            left.append(request.url)

    page.on("request", asked)
    return left


@pytest.mark.parametrize("name", PAGES)
def test_s6_planted_markup_is_shown_and_makes_no_element_and_no_request(name, visit, planted_url):
    page = visit(planted_url)
    left = watched(page, planted_url)
    page.goto(f"/{address(name)}")
    settle(page)
    assert not page.get_by_test_id("stException").count()
    assert page.evaluate(ACTIVE) == []
    assert (WORD in page.locator("body").inner_text()) == (name in SHOWING)
    assert left == []


def test_s6_a_file_of_any_name_and_a_record_of_any_value_are_shown_as_they_are(visit, planted_url):
    page = visit(planted_url)
    left = watched(page, planted_url)
    page.goto("/dati")
    settle(page)
    name = 'a **planted** <b id="planted"> $planted$ :material:planted: www.evil.example.csv'
    faulty = households(GOOD, GOOD.replace("A-1", "A-2").replace("09/11", "31/11"))
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": faulty})
    page.get_by_role("button", name="Importa 1 file").click()
    done = page.get_by_test_id("stAlert").filter(has_text="1 riga importata")
    expect(done).to_contain_text("a **planted** <b id=")
    assert page.evaluate(ACTIVE) == []
    with page.expect_download() as got:
        page.get_by_role("button", name="Scarica le righe messe da parte").first.click()
    assert set('<>"$*:/\\').isdisjoint(got.value.suggested_filename)
    assert got.value.suggested_filename.endswith("-da-correggere.xlsx")
    field = page.get_by_role("textbox", name="Chi sei (facoltativo)")
    field.fill(MARKUP)
    field.press("Enter")
    settle(page)
    page.get_by_role("button", name="Annulla").click()
    expect(page.get_by_text("annullato il").last).to_contain_text("**planted** [planted](https://")
    assert page.evaluate(ACTIVE) == []
    assert left == []


def test_s3_a_double_click_undoes_once_brings_in_once_and_issues_once(visit, empty_server_url):
    page = visit(empty_server_url)
    page.goto("/dati")
    settle(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "n.csv", "mimeType": "text/csv", "buffer": households(GOOD)}
    )
    page.get_by_role("button", name="Importa 1 file").dblclick()
    expect(page.get_by_test_id("stAlert").filter(has_text="1 riga importata")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Annulla").dblclick()
    expect(page.get_by_role("button", name="Ripristina")).to_be_visible()
    settle(page)
    events = page.get_by_test_id("stMarkdownContainer").locator("li").filter(has_text=" alle ")
    assert [words.split(" il ")[0] for words in events.all_inner_texts()] == ["importato", "annullato"]
    page.get_by_role("button", name="Ripristina").click()
    expect(page.get_by_role("button", name="Annulla")).to_be_visible()
    page.goto("/premio")
    settle(page)
    page.get_by_text("Emissione", exact=True).click()
    page.get_by_role("button", name="Emetti il rendiconto").dblclick()
    expect(page.get_by_text("Rendiconto n. 1")).to_be_visible()
    settle(page)
    assert page.get_by_text("Rendiconto n. 2").count() == 0
