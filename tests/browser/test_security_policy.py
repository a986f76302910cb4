"""S7: under the security headers of the server uploads and downloads work, and the browser finds no fault.

That each page does is seen where each is opened: `test_main_paths`.
"""

from playwright.sync_api import expect

from tests.browser.seeing import guarded, refused


def test_s7_the_policy_is_in_force(visit, server_url):
    page = visit(server_url)
    guarded(page, "/")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://evil.example/a.png'}))")
    page.wait_for_function("window.refused.length > 0")
    assert refused(page) == ["img-src"]


def test_s7_files_are_chosen_shown_and_brought_in_and_a_workbook_is_downloaded_under_the_policy(
    visit, empty_server_url, paths
):
    page = visit(empty_server_url)
    wrong = guarded(page, "/dati")
    page.locator("input[type=file]").set_input_files(paths.sample / "albergamenti.csv")
    preview = page.get_by_test_id("stVerticalBlock").filter(has_text="albergamenti.csv")
    expect(preview.get_by_text("messe da parte").first).to_be_visible()
    page.get_by_text("Colonne e prime righe").click()
    expect(page.get_by_role("region", name="Colonne riconosciute")).to_be_visible()
    with page.expect_download() as template:
        page.get_by_role("button", name="Nuclei").click()
    assert template.value.path().read_bytes().startswith(b"PK")
    with page.expect_download() as copy:
        page.get_by_role("button", name="Scarica una copia").click()
    assert copy.value.path().read_bytes().startswith(b"PK")
    assert refused(page) == []
    assert wrong == []


def test_s7_a_table_is_taken_away_as_csv_under_the_policy(visit, server_url):
    page = visit(server_url)
    wrong = guarded(page, "/coorti")
    page.get_by_role("button", name="Tabella").first.click()
    with page.expect_download() as got:
        page.get_by_role("button", name="Scarica CSV").click()
    assert got.value.path().read_bytes().startswith("\ufeff".encode())
    assert refused(page) == []
    assert wrong == []
