"""The main paths, clicked: bring in files, read the premium, move a slider, share the link, in two languages."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from h4a_ui.language import Language
from h4a_ui.menu import PAGES, address, menu
from live import settle
from tests.browser.seeing import guarded, heard, listen, refused, seen

# What Streamlit likes to say by itself, and what would be a mistake of ours.
ENGLISH = re.compile(
    r"\b(upload|browse|drag and drop|per file|limit|choose|options?|required|press enter|select|search|download"
    r"|close|submit|apply|clear|show|hide|view|fullscreen|copy|sort|filter|empty|loading|running|stop|error|warning"
    r"|settings|menu|skip|main content|help|add|remove|delete|more|rows?|columns?|results?|files?(?! Excel)"
    r"|households?|families|cohorts?|savings?|the|and|with|of)\b",
    re.IGNORECASE,
)
# English by nature or in both languages: file names, "7 file", the name of the other language, units of size.
ALSO_ITALIAN = re.compile(r"[\w.-]+\.(csv|tsv|xlsx)|\bfile\b|\boutcome\b|«[^»]*»", re.IGNORECASE)


def titles(lang: str) -> dict[str, str]:
    """The words of the menu, by the name of the page."""
    return {one.name: one.title for one in menu(Language(lang))}


def title(page: Page, name: str, lang: str = "it") -> Locator:
    """The heading that tells the page; the first page has a sentence made of figures instead."""
    if name != PAGES[0]:
        words = Language(lang)("Rendiconto del premio") if name == "premio" else titles(lang)[name]
        return page.get_by_role("heading", level=1, name=words, exact=True)
    home = {"it": "famiglie hanno una casa", "en": "families have a home"}[lang]
    return page.get_by_role("heading", level=2, name=home)


def figure(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")


def follow(page: Page, words: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=words).click()


def english_in(pieces: list[str]) -> list[str]:
    return [words for words in pieces if ENGLISH.search(ALSO_ITALIAN.sub("", words))]


def test_files_brought_into_an_empty_archive_become_a_premium_and_a_scenario_that_a_link_reopens(
    visit, empty_server_url, paths
):
    page = visit(empty_server_url)
    wrong = listen(page)
    page.goto("/dati")
    settle(page)
    expect(page.get_by_text("L'archivio è vuoto")).to_be_visible()
    left_out = {"README.md", "nuclei_con_dati_personali.csv"}
    files = sorted(file for file in paths.sample.iterdir() if file.name not in left_out)
    page.locator("input[type=file]").set_input_files(files)
    confirm = page.get_by_role("button", name=f"Importa {len(files)} file")
    confirm.wait_for()
    preview = page.get_by_test_id("stVerticalBlock").filter(has_text="albergamenti.csv", has_not_text="contratti.xlsx")
    expect(preview.get_by_text("8 righe pronte, 5 messe da parte").first).to_be_visible()
    assert not english_in(seen(page))
    confirm.click()
    done = page.get_by_test_id("stAlert")
    expect(done.filter(has_text="accompagnamento.csv")).to_contain_text("335 righe importate, 0 messe da parte")
    expect(done.filter(has_text=re.compile("^.*albergamenti.csv: 8"))).to_contain_text("5 messe da parte")
    expect(done).to_have_count(len(files))
    assert not english_in(seen(page))

    follow(page, "Premio")
    expect(title(page, "premio")).to_be_visible()
    expect(figure(page, "Premio maturato")).to_have_text("145.000,00 EUR")
    expect(figure(page, "Premio ancora possibile")).to_have_text("55.000,00 EUR")

    follow(page, "Scenari")
    expect(figure(page, "Premio maturato")).to_have_text("145.000 EUR")
    settle(page)
    page.get_by_text("Valori", exact=True).click()
    settle(page)
    slider = page.locator(".st-key-slider_premium_per_household input[type=range]")
    slider.focus()
    slider.press("ArrowRight")
    expect(figure(page, "Premio maturato")).to_have_text("152.250 EUR")  # 14.5 premiums of 10,500
    expect(page).to_have_url(re.compile(r"[?&]premium_per_household=10500(&|$)"))
    assert not page.get_by_test_id("stException").count()

    another = visit(empty_server_url)
    another.goto(page.url)
    settle(another)
    expect(figure(another, "Premio maturato")).to_have_text("152.250 EUR")
    expect(another.locator(".st-key-slider_premium_per_household input[type=range]")).to_have_value("10500")
    assert not wrong


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_by_its_address_in_italian_fits_a_telephone_and_breaks_no_rule_of_the_policy_s7(
    name, visit, server_url
):
    page = visit(server_url)
    wrong = guarded(page, f"/{address(name)}")
    expect(title(page, name)).to_be_visible()
    assert not page.get_by_test_id("stException").count()
    assert not english_in(seen(page))
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    widths = page.evaluate(
        "[document.scrollingElement, document.querySelector('[data-testid=stMain]')].map(part => part.scrollWidth)"
    )
    assert max(widths) <= 390
    assert not wrong
    assert not refused(page)


def test_pages_open_by_their_address_in_english(visit, server_url):
    page = visit(server_url, "en")
    wrong = listen(page)
    for name in ("sintesi", "risparmio", "catena", "elenco", "dati"):
        page.goto(f"/{address(name)}?lang=en")
        settle(page)
        expect(title(page, name, "en")).to_be_visible()
        expect(page.get_by_test_id("stSidebarNav")).to_contain_text(titles("en")[name])
        assert not page.get_by_test_id("stException").count()
    assert not wrong


def test_two_visitors_at_once_each_keep_their_language(visit, server_url):
    visitors = {"it": visit(server_url), "en": visit(server_url, "en")}
    for lang, page in visitors.items():
        page.goto(f"/?lang={lang}", wait_until="commit")
    for name in ("premio", "coorti"):  # both on their way before either is looked at
        for lang, page in visitors.items():
            settle(page)
            follow(page, titles(lang)[name])
        for lang, page in visitors.items():
            expect(title(page, name, lang)).to_be_visible()
            for one in titles(lang).values():
                expect(page.get_by_test_id("stSidebarNav")).to_contain_text(one)
    assert not english_in(seen(visitors["it"]))


def test_pages_ask_nothing_of_other_hosts(visit, server_url):
    page = visit(server_url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    settle(page)
    assert not [url for url in asked if not url.startswith((server_url, "data:", "blob:"))]


def test_a_screen_reader_is_told_the_language_and_hears_no_markup(visit, server_url):
    page = visit(server_url)
    page.goto("/scenari")
    settle(page)
    assert page.evaluate("document.documentElement.lang") == "it"
    assert not [words for words in heard(page) if ":gray[" in words]


def test_what_keyboard_and_pointer_bring_out_is_italian(visit, server_url):
    page = visit(server_url)
    page.goto("/coorti")
    settle(page)
    page.keyboard.press("Tab")
    first = english_in(seen(page))
    families = page.get_by_test_id("stDataFrame").first
    families.scroll_into_view_if_needed()
    families.click(position={"x": 60, "y": 15})
    page.wait_for_timeout(300)
    assert not first + english_in(seen(page))
