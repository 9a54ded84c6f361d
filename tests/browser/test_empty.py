"""Before anything was collected, every page says so."""

import pytest
from playwright.sync_api import Browser, expect

from graph.store import Store
from tests.browser.conftest import watching
from tests.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.neo4j]


@pytest.mark.parametrize(
    "name", ["situation", "carte", "reseau", "piliers", "actions", "alerte", "point", "analyse", "sources"]
)
def test_empty_graph(browser: Browser, store: Store, name: str) -> None:
    with served(store) as address, watching(browser, address) as watched:
        page = watched.open(f"?page={name}")
        expect(page.locator(".empty").first).to_be_visible()
        assert page.locator(".banner.exercise").count() == 0
        assert watched.complaints == []
