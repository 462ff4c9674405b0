"""The HTML report in a real browser, opened from the disk and used with mouse and keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.reports import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

Opener = Callable[..., "Page"]
GAP = "missingsegment33x9"
STALE = "stalesegment63x55"


@pytest.fixture
def opened(browser: Browser, files: dict[str, Path]) -> Iterator[Opener]:
    """Opens a report; in the end nothing was fetched but the file, and nothing was said on the console."""
    contexts, asked, said = [], [], []

    def opener(name: str = "sample", hash_: str = "", **options: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(files[name].as_uri() + hash_)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert {url.partition("#")[0] for url in asked} <= {file.as_uri() for file in files.values()}
    assert said == []


def count(page: Page, selector: str) -> int:
    return page.locator(selector).count()


def test_the_overview_shows_locales_folders_and_pages(opened: Opener) -> None:
    page = opened()
    assert page.title() == "Parcel in translation"
    names = [text.split() for text in page.locator(".locales h3").all_inner_texts()]
    assert names == [["es", "Spanish"], ["ar", "Arabic"], ["ja", "Japanese"]]
    assert page.locator(".heat tbody th").all_inner_texts() == ["/", "keys/"]
    assert page.locator(".ranking a").first.inner_text() == "docs/es/keys/create.md"


def test_a_cell_of_the_heat_map_leads_to_its_findings(opened: Opener) -> None:
    page = opened()
    page.locator(".heat td a", has_text="4").click()
    assert page.locator("#matches").inner_text() == "4 findings on 1 page"
    assert page.locator("select[name=locale]").input_value() == "es"
    assert page.locator("select[name=folder]").input_value() == "keys/"
    assert page.evaluate("document.activeElement.id") == "findings-title"


def test_filters_and_search(opened: Opener) -> None:
    page = opened(hash_="#findings")
    matches = page.locator("#matches")
    assert matches.inner_text() == "6 findings on 3 pages"
    page.select_option("[name=severity]", "all")
    expect(matches).to_have_text(re.compile(r"^7 "))
    page.select_option("[name=rule]", "missing-segment")
    expect(matches).to_have_text(re.compile(r"^3 "))
    page.fill("[name=q]", "ARABIC share")
    expect(matches).to_have_text(re.compile(r"^1 "))
    assert "q=ARABIC+share" in page.url
    page.reload()
    assert matches.inner_text() == "1 finding on 1 page"
    page.click("#clear")
    assert matches.inner_text() == "6 findings on 3 pages"
    page.fill("[name=q]", "nowhere to be found")
    page.locator("#list .notice").wait_for()


def test_a_finding_opens_its_page_side_by_side(opened: Opener) -> None:
    page = opened(hash_="#findings")
    page.locator(".items a", has_text="stale-segment").click()
    assert page.url.endswith(f"#finding-{STALE}")
    assert page.evaluate("document.activeElement.id") == f"finding-{STALE}"
    row = page.locator(f".row:has(#finding-{STALE}) + .row")
    english, spanish = (row.locator(".side").nth(k).bounding_box() for k in range(2))
    assert english is not None
    assert spanish is not None
    assert english["y"] == spanish["y"]
    assert english["x"] + english["width"] <= spanish["x"] + 1
    assert "Escriba un nombre" in row.locator(".side").nth(1).inner_text()


def test_a_stale_segment_shows_the_words_then_and_now(opened: Opener) -> None:
    row = opened(hash_=f"#finding-{STALE}").locator(f".row:has(#finding-{STALE}) + .row .side").first
    assert "20" in " ".join(row.locator("del").all_inner_texts())
    assert "64" in " ".join(row.locator("ins").all_inner_texts())


def test_what_is_missing_is_a_gap_on_the_right_and_what_is_extra_one_on_the_left(opened: Opener) -> None:
    page = opened(hash_=f"#finding-{GAP}")
    sides = page.locator(f".row:has(#finding-{GAP}) + .row .side")
    assert "lacking" not in (sides.nth(0).get_attribute("class") or "")
    assert "Missing in the translation" in sides.nth(1).inner_text()
    extra = page.locator(".row:has(.message:text('extra-segment')) + .row .side")
    assert "Not in the English" in extra.nth(0).inner_text()
    assert "Esto no está" in extra.nth(1).inner_text()


def test_what_a_finding_is_about_is_marked(opened: Opener) -> None:
    page = opened(hash_=f"#finding-{GAP}")
    assert page.locator("mark").all_inner_texts() == ["[the guide](/guide)", "[la guía](/gia)"]


def test_a_permalink_can_be_kept_and_opened_again(opened: Opener) -> None:
    page = opened(hash_=f"#finding-{GAP}")
    link = page.locator(f"#finding-{GAP} a")
    assert link.get_attribute("href") == f"#finding-{GAP}"
    page.reload()
    assert page.locator(".card.current").get_attribute("id") == f"finding-{GAP}"
    assert page.locator(f"#finding-{GAP}").is_visible()
    assert page.evaluate(f"document.getElementById('finding-{GAP}').getBoundingClientRect().top") >= 90


def test_steps_lead_through_the_findings_and_back_again(opened: Opener) -> None:
    page = opened(hash_="#findings")
    page.locator(".items a").first.click()
    seen = [page.locator("#where").inner_text()]
    while page.locator("#next").is_enabled():
        page.click("#next")
        expect(page.locator("#where")).not_to_have_text(seen[-1])
        seen.append(page.locator("#where").inner_text())
    assert seen == [f"{k} of 6" for k in range(1, 7)]
    page.go_back()
    expect(page.locator("#where")).to_have_text("5 of 6")
    page.click("#back")
    assert page.locator("#list").is_visible()


def test_the_tasks_are_copied_as_markdown(opened: Opener) -> None:
    page = opened(hash_="#findings?locale=es", permissions=["clipboard-read", "clipboard-write"])
    page.click("[data-copy=list]")
    page.locator("#said.shown").wait_for()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[0] == "### docs/es/keys/create.md"
    assert [line[:6] for line in lines[2:]] == ["- [ ] "] * 4
    assert lines[4].startswith(r"- [ ] line 7: link-drift: “\[the guide\](/guide)”")


def test_where_the_browser_does_not_copy_the_tasks_are_shown(opened: Opener) -> None:
    page = opened(hash_="#findings")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.click("[data-copy=list]")
    assert page.locator("#tasks-text").input_value().count("- [ ] ") == 6
    page.keyboard.press("Escape")
    assert not page.locator("#tasks").is_visible()


def test_long_stretches_without_findings_are_folded(opened: Opener) -> None:
    page = opened("long", "#finding-0x0")
    assert count(page, ".row .text") == 2 * (5 + 3)
    page.locator(".fold button").click()
    assert count(page, ".row .text") == 2 * 30
    page.locator("#whole").click()
    assert page.locator("#whole").get_attribute("aria-pressed") == "true"
    assert count(page, ".fold") == 0


def test_languages_are_set_and_run_in_their_direction(opened: Opener) -> None:
    page = opened(hash_="#page=docs/ar/keys/create.md")
    arabic = page.locator(".text", has_text="افتح")
    assert (arabic.get_attribute("lang"), arabic.get_attribute("dir")) == ("ar", "rtl")
    code = page.locator(".code .text").nth(1)
    assert (code.get_attribute("lang"), code.get_attribute("dir")) == ("ar", "ltr")
    page.goto(page.url.partition("#")[0] + "#page=docs/ja/keys/create.md")
    japanese = page.locator(".text", has_text="メニュー")
    japanese.wait_for()
    assert (japanese.get_attribute("lang"), japanese.get_attribute("dir")) == ("ja", "ltr")


def test_everything_can_be_done_with_the_keyboard(opened: Opener) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#list").wait_for()
    assert page.evaluate("document.activeElement.id") == "findings-title"
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.items a')"):
            break
    page.keyboard.press("Enter")
    page.locator(".card.current").wait_for()
    assert page.evaluate("document.activeElement.matches('.card.current')")


def test_a_phone_has_the_sides_one_below_the_other_and_nothing_beside_the_window(opened: Opener) -> None:
    for hash_ in ("", "#findings", f"#finding-{GAP}"):
        page = opened("sample", hash_, viewport={"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == 360
    sides = page.locator(f".row:has(#finding-{STALE}) + .row .side")
    above, below = (sides.nth(k).bounding_box() for k in range(2))
    assert above is not None
    assert below is not None
    assert above["x"] == below["x"]
    assert above["y"] + above["height"] <= below["y"] + 1


def test_without_scripts_the_overview_can_be_read(opened: Opener) -> None:
    page = opened(java_script_enabled=False)
    assert page.locator(".heat").is_visible()
    assert page.locator("noscript").inner_text() != ""


def test_ten_thousand_findings_are_put_on_the_page_as_they_are_needed(opened: Opener) -> None:
    page = opened("large", "#findings")
    assert page.locator("#matches").inner_text() == "10,000 findings on 2,000 pages"
    assert count(page, ".items li") < 500
    page.keyboard.press("End")
    page.locator(".block:last-child li").first.wait_for()
    assert count(page, ".items li") < 1_000


def test_a_folder_has_the_whole_project_and_a_file_for_each_locale(opened: Opener) -> None:
    page = opened("index", "#findings")
    assert page.locator("#matches").inner_text() == "6 findings on 3 pages"
    page.locator(".items a", has_text="link-drift").click()
    page.locator(".card.current").wait_for()
    assert "/es.html#finding-" in page.url
    assert page.title().endswith("Parcel in translation: es")
    page.get_by_role("link", name="Whole project").click()
    page.locator(".heat").wait_for()
    assert page.url.endswith("/index.html")
    page.locator(".ranking a").first.click()
    page.locator(".sheet").wait_for()
    assert "/es.html#page=" in page.url


def test_a_permalink_of_the_whole_project_leads_to_the_file_that_has_the_page(opened: Opener) -> None:
    page = opened("index", f"#finding-{GAP}")
    page.locator(".card.current").wait_for()
    assert page.url.endswith(f"/es.html#finding-{GAP}")


def test_prose_is_not_broken_where_the_file_breaks_it(opened: Opener) -> None:
    page = opened(hash_=f"#finding-{GAP}")
    shown = "() => unwrapped('a\\n  b  \\nc\\\\\\nd\\n\\ne', true)"
    assert page.evaluate(shown) == "a b  \nc\\\nd\n\ne"
    assert page.evaluate("() => unwrapped('a\\n  b', false)") == "a\n  b"


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_documents_do_nothing(opened: Opener, number: int) -> None:
    page = opened("hostile", "#findings?severity=all")
    scripts = count(page, "script")
    page.locator(".items a").nth(number).click()
    page.locator(".card.current").wait_for()
    if page.locator("#whole").is_visible():
        page.click("#whole")
    page.wait_for_timeout(50)
    assert page.evaluate("window.hacked") is None
    assert count(page, "script") == scripts
    assert count(page, "main a:not([href^='#']), main img, main [onmouseover], main [onerror]") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_hostile_text_is_shown_as_it_stands(opened: Opener) -> None:
    page = opened("hostile", "#findings?severity=all")
    page.locator(".items a", has_text="</script><script>").first.click()
    assert page.locator(".card.current .message").inner_text() == HOSTILE[1]
    assert HOSTILE[1] in page.locator(".row.error .text").nth(1).inner_text()


def test_the_policy_holds_against_what_would_get_into_the_page(browser: Browser, files: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(files["sample"].as_uri())
    page.evaluate("""() => {
        const image = document.createElement("img");
        image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
        image.onload = () => { window.loaded = 1; };
        document.body.append(image);
    }""")
    for markup in ("document.body.innerHTML = '<p>'", "document.body.setAttribute('onclick', 'window.hacked = 1')"):
        tried = f"() => {{ try {{ {markup}; return 'done'; }} catch (error) {{ return error.name; }} }}"
        assert page.evaluate(tried) == "TypeError"
    assert page.evaluate("fetch('data:text/plain,x').then(() => 'done', (error) => error.name)") == "TypeError"
    page.evaluate("""() => {
        const script = document.createElement("script");
        try { script.text = "window.hacked = 1"; } catch { script.append("window.hacked = 1"); }
        document.body.append(script);
    }""")
    page.wait_for_timeout(100)
    assert page.evaluate("[window.hacked, window.loaded]") == [None, None]
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("hash_", ["", "#findings?severity=all", f"#finding-{GAP}", "#page=docs/ar/keys/create.md"])
def test_axe_finds_no_violation(opened: Opener, theme: str, width: int, hash_: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = opened("sample", hash_, color_scheme=theme, viewport={"width": width, "height": 800}, bypass_csp=True)
    page.add_style_tag(content="* { content-visibility: visible !important; }")
    found = axe.Axe().run(page)
    assert [(v["id"], v["impact"], [node["html"] for node in v["nodes"]]) for v in found.response["violations"]] == []
