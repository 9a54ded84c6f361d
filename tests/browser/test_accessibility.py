"""Every page as those read it who do not see it, or see it badly: axe-core finds nothing of our making.

What the frameworks make themselves stands in `axe_baseline.json`, which may only shrink: what is new fails, and so does
what is no longer there.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SECONDS
from tests.entering import PASSWORD
from ui.pages import pages

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

BASELINE = Path(__file__).with_name("axe_baseline.json")
AXE = Path(AXE_FILE_PATH).read_text()

VIEWS = {
    "veille": ("&alerte=barrage&territoire=D21", "[data-evidence]"),
    "alerte": ("&alerte=barrage", "[data-ready=true][data-marks]"),
    "carte": ("&territoire=D21", "[data-ready=true][data-marks]"),
    "reseau": ("", "[data-ready=true][data-nodes]"),
    "piliers": ("&periode=7j&territoire=D21,D48", ".indicator .value"),
    "actions": ("&action=a1&territoire=D21", "[data-ready=true][data-marks]"),
    "besoins": ("&periode=30j&territoire=D21,D48", "[data-ready=true][data-marks]"),
    "croisements": ("", "[data-ready=true][data-marks]"),
    "situation": ("", "[data-ready=true][data-marks]"),
    "point": ("", ".brief svg"),
}
"""What else a page is opened with, and what is there once it is drawn; pages without a line are opened as they are."""

READ = """async (rules) => {
    const every = (root) => [...root.querySelectorAll("*")].flatMap((part) =>
        [part, ...(part.shadowRoot ? every(part.shadowRoot) : [])]);
    for (const part of every(document)) if (part.localName === "details") part.open = true;
    const at = (path) => {
        let root = document, part = null;
        for (const selector of path) {
            part = root.querySelector(selector);
            root = part?.shadowRoot ?? root;
        }
        return part;
    };
    const found = await axe.run(document, {
        resultTypes: ["violations"], ...(rules.length ? { runOnly: { type: "rule", values: rules } } : {}),
    });
    return found.violations.flatMap((one) => one.nodes.map((node) => {
        const path = node.target.flat();
        const part = at(path);
        return {
            rule: one.id, impact: one.impact, html: node.html.slice(0, 160), why: node.failureSummary,
            part: path.at(-1).replaceAll(/[0-9]+/g, "N"),
            ours: !!part?.closest(".ci, .door, .skip, .away, [role=img]"),
        };
    }));
}"""
"""Violations (of `rules`, of all where there are none) in all open shadow roots, with all that is folded unfolded."""

PICTURES = """() => {
    const every = (root) => [...root.querySelectorAll("*")].flatMap((part) =>
        [part, ...(part.shadowRoot ? every(part.shadowRoot) : [])]);
    const all = every(document);
    const drawn = all.filter((part) => part.matches("[role=img]:has(canvas)"));
    return {
        nameless: drawn.filter((part) => !part.getAttribute("aria-label")?.trim()).length,
        drawn: drawn.length,
        tables: all.filter((part) => part.localName === "table").length,
        live: all.filter((part) => part.matches("[role=status], [aria-live]")).length,
        moving: document.getAnimations().filter((one) => one.playState === "running").length,
    };
}"""


@pytest.fixture(scope="module")
def found(browser: Browser, closed: str, pictures: Path) -> list[dict[str, Any]]:
    """What axe-core finds on every page, in French, light and dark."""
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    made: list[dict[str, Any]] = []

    def read(name: str, theme: str, *rules: str) -> None:
        assert page.locator("html").get_attribute("lang") == "fr"
        assert page.locator("html").get_attribute("data-look") == theme
        assert page.locator("h1").count() == 1, name
        page.evaluate(AXE)
        made.extend(one | {"page": name, "theme": theme} for one in page.evaluate(READ, list(rules)))

    for theme in ("dark", "light"):
        page.goto(f"{closed}/login?theme={theme}")
        read("login", theme)
    page.get_by_label("Identifiant").fill("administration")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    for name in pages():
        query, drawn = VIEWS.get(name, ("", "h1"))
        page.goto(f"{closed}/?page={name}{query}")
        page.wait_for_selector(drawn, timeout=SECONDS * 1000)
        read(name, "light")
        _pictures_are_told(page, name)
        page.locator("#theme").click()
        expect(page.locator("html")).to_have_attribute("data-look", "dark")
        expect(page.locator("#theme")).to_have_attribute("aria-label", "Passer au thème clair")
        expect(page.locator(".mui-light")).to_have_count(0)  # Material UI turns a moment after our sheet
        expect(page.locator(".mui-dark")).not_to_have_count(0)
        read(name, "dark", "color-contrast")  # a theme changes colours, and nothing else
    for theme in ("light", "dark"):
        page.goto(f"{closed}/compte?theme={theme}")
        read("compte", theme)
    context.close()
    (pictures / "axe.json").write_text(json.dumps(made, indent=1, ensure_ascii=False))
    return made


def _pictures_are_told(page: Page, name: str) -> None:
    """Each picture has a name and a table; news are said; nothing moves for those who asked for that."""
    told = page.evaluate(PICTURES)
    assert told["nameless"] == 0, name
    assert told["tables"] >= told["drawn"], name
    assert told["live"] > 0, name
    assert told["moving"] == 0, name


def test_nothing_is_of_our_making(found: list[dict[str, Any]]) -> None:
    """Not even what axe-core calls minor."""
    ours = {f"{one['page']} {one['theme']} {one['rule']} {one['html']}\n{one['why']}" for one in found if one["ours"]}
    assert not ours, "\n\n".join(sorted(ours))


def test_what_the_frameworks_make_only_shrinks(found: list[dict[str, Any]]) -> None:
    grave = [one for one in found if one["impact"] in ("serious", "critical") and not one["ours"]]
    known = sorted((one["rule"], one["part"]) for one in json.loads(BASELINE.read_text()))
    assert sorted({(one["rule"], one["part"]) for one in grave}) == known, "new, or mended: say so in axe_baseline.json"
