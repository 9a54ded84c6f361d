"""Every page opens, shows marks, complains of nothing and speaks to nobody else."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SECONDS, Watched

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

CHART = "[data-ready=true][data-marks]"
NETWORK = "[data-ready=true][data-nodes]"

VIEWS = {
    "situation": ("?page=situation", CHART, "Situation", "Situation"),
    "carte": ("?page=carte", CHART, "Carte", "Map"),
    "departement": ("?page=carte&territoire=D21", CHART, "Carte", "Map"),
    "reseau": ("?page=reseau", NETWORK, "Réseau", "Network"),
    "piliers": ("?page=piliers&periode=7j", ".indicator .value", "Piliers", "Pillars"),
    "croisements": ("?page=croisements", CHART, "Croisements", "Crossings"),
    "actions": ("?page=actions&action=a1", CHART, "Actions", "Actions"),
    "besoins": ("?page=besoins&periode=30j", CHART, "Besoins × offre", "Needs × offer"),
    "besoins-offre": ("?page=besoins&periode=30j&sens=idle", CHART, "Besoins × offre", "Needs × offer"),
    "besoins-departement": ("?page=besoins&periode=30j&territoire=D21", CHART, "Besoins × offre", "Needs × offer"),
    "veille": ("?page=veille&alerte=barrage", ".drawer h2", "Veille", "Watch"),
    "analyse": ("?page=analyse", "textarea", "Analyse", "Analysis"),
    "point": ("?page=point", "h1", "Point de situation", "Situation brief"),
    "sources": ("?page=sources", "table", "Sources", "Sources"),
    "abonnements": ("?page=abonnements", "#subscribing-new", "Abonnements", "Subscriptions"),
    "exercice": ("?page=exercice", "input[type=radio]", "Exercice", "Exercise"),
    "alerte": ("?page=alerte&alerte=barrage", CHART, "Rupture du barrage", "Rupture du barrage"),
}


FEWEST = {
    "situation": {"marks": 48},
    "carte": {"marks": 101},
    "departement": {"marks": 3},
    "actions": {"marks": 20},
    "besoins": {"marks": 101},
    "reseau": {"nodes": 12, "edges": 12},
}
"""What a picture has at least."""

INK = """() => {
    const inner = (part) => part.shadowRoot ? find(part.shadowRoot) : [];
    const find = (root) => [...root.querySelectorAll("*")].flatMap((part) =>
        part.matches("[data-ready=true] canvas") ? [part] : inner(part));
    const colours = new Set();
    for (const canvas of find(document)) {
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        for (let at = 0; at < pixels.length; at += 44) {
            if (pixels[at + 3]) colours.add(pixels.slice(at, at + 3).join());
        }
    }
    return colours.size;
}"""
"""How many colours the pictures are drawn in."""


CUT = """() => {
    const inner = (part) => part.shadowRoot ? find(part.shadowRoot) : [];
    const find = (root) => [...root.querySelectorAll("*")].flatMap((part) =>
        part.matches("[data-ready=true] canvas") ? [part] : inner(part));
    const [canvas] = find(document).filter((one) => one.offsetParent);
    const [wide, high] = [canvas.width, canvas.height];
    const copy = new OffscreenCanvas(wide, high).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const inked = (...box) => copy.getImageData(...box).data.some((value, at) => at % 4 === 3 && value);
    const sides = { left: [0, 0, 1, high], right: [wide - 1, 0, 1, high], top: [0, 0, wide, 1], low: [0, high - 1, wide, 1] };
    return Object.keys(sides).filter((side) => inked(...sides[side]));
}"""  # noqa: E501
"""The sides at which the first picture is cut."""


@pytest.mark.parametrize(("lang", "theme", "width"), [("fr", "light", 1280), ("en", "dark", 390), ("fr", "dark", 1920)])
@pytest.mark.parametrize("name", VIEWS)
def test_page_is_drawn(watched: Watched, pictures: Path, name: str, lang: str, theme: str, width: int) -> None:
    query, drawn, french, english = VIEWS[name]
    watched.page.set_viewport_size({"width": width, "height": 1000})
    page = watched.open(f"{query}&langue={lang}&theme={theme}")
    page.wait_for_selector(drawn, timeout=SECONDS * 1000)

    assert (french if lang == "fr" else english) in page.inner_text("h1")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("html").get_attribute("data-look") == theme
    assert page.title().endswith("CyberImpact")
    assert page.locator(".banner.exercise").is_visible()
    if drawn in (CHART, NETWORK, ".indicator .value"):
        assert page.locator("table, .indicator details").count() > 0, "each picture has its table"
    _marks_are_really_there(page, FEWEST.get(name, {}))
    if name in ("carte", "besoins"):
        assert page.evaluate(CUT) == [], "France is shown whole, with what lies overseas"
    page.wait_for_timeout(300)
    page.screenshot(path=pictures / f"{name}-{lang}-{theme}-{width}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page does not scroll sideways"
    assert watched.complaints == []
    assert watched.strangers == []


def _marks_are_really_there(page: Page, fewest: dict[str, int]) -> None:
    for mark, count in fewest.items():
        found = page.wait_for_selector(f"[data-ready=true][data-{mark}]", timeout=SECONDS * 1000)
        assert found is not None
        assert int(found.get_attribute(f"data-{mark}") or 0) >= count
    if fewest:
        assert page.evaluate(INK) > 5, "the canvas is blank"


def test_policy_forbids_other_hosts(watched: Watched) -> None:
    page = watched.open("?page=situation")
    answer = page.request.get(watched.address)

    assert "default-src 'self'" in answer.headers["content-security-policy"]
    refused = page.evaluate("fetch('http://192.0.2.1/').then(() => 'sent', () => 'refused')")
    assert refused == "refused"


def test_headers_of_what_does_not_change(watched: Watched) -> None:
    answer = watched.page.request.get(f"{watched.address}/assets/france.geojson", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-encoding"] == "gzip"
    again = watched.page.request.get(
        f"{watched.address}/assets/france.geojson", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status == 304
    assert watched.page.request.get(f"{watched.address}/healthz").json()["ok"] is True
