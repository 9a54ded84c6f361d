"""Crossings: sources on one axis, a planted lead told in words, and nothing told where there is too little."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest

from graph.model import Measure
from graph.store import Store
from signals.crossing import ZONE
from tests.browser.conftest import SECONDS, Watched
from tests.browser.seed import NOW
from tests.unit.signals.test_association import simulated

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]

CHART = "[data-ready=true][data-marks]"
DAYS = 300
LEAD = 3


@pytest.fixture(scope="module")
def planted(seeded: Store) -> Store:
    """The invented graph with a year of visits, and of reports that follow them by three days."""
    seeded.save(_measures(), now=NOW)
    return seeded


def _measures() -> Iterator[Measure]:
    series = simulated(np.random.default_rng(7), DAYS, lead=LEAD)
    today = datetime.combine(NOW.astimezone(ZONE).date(), time(), ZONE)
    for metric, values in (("visits", series["s0"]), ("reports", series["s1"])):
        for number, value in enumerate(values):
            start, end = (today - timedelta(days=DAYS - number - more) for more in (0, 1))
            yield Measure(
                id=f"17cyber|FR|{metric}|{start.isoformat()}", service_id="17cyber", place_id="FR", metric=metric,
                start=start, end=end, value=float(value), source_id="counts",
            )  # fmt: skip


@pytest.mark.parametrize(("lang", "theme", "width"), [("fr", "light", 1280), ("en", "dark", 1920), ("fr", "dark", 390)])
def test_a_planted_lead_is_told(
    planted: Store, watched: Watched, pictures: Path, lang: str, theme: str, width: int
) -> None:
    watched.page.set_viewport_size({"width": width, "height": 900})
    page = watched.open(f"?page=croisements&service=17cyber&langue={lang}&theme={theme}")
    page.wait_for_selector(CHART, timeout=SECONDS * 1000)

    told = page.inner_text("section.stack h3 >> nth=0")
    assert told == (
        "Visites : 3 jours avant Signalements et procédures"
        if lang == "fr"
        else "Visits: 3 days before Reports and procedures"
    )
    assert "q = " in page.inner_text("section.stack")
    assert page.locator("#days table tbody tr").count() >= DAYS - 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing is cut at the side"
    page.wait_for_timeout(300)
    page.screenshot(path=pictures / f"croisements-{lang}-{theme}-{width}.png", full_page=True)
    assert watched.complaints == []
    assert watched.strangers == []


def test_too_few_days_say_so(planted: Store, watched: Watched) -> None:
    page = watched.open("?page=croisements&service=thesee")
    page.wait_for_selector(CHART, timeout=SECONDS * 1000)
    assert "Trop peu de jours" in page.inner_text(".empty")
