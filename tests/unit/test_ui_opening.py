"""What a browser gets first: only the scripts and models that pages use."""

import re
from pathlib import Path

from bokeh.document import Document

import ui
from ui import opening
from ui.host import CACHING, FOREVER
from ui.lean import DRAWN, forget_undrawn

SOURCES = Path(ui.__file__).parent


def test_the_browser_loads_modules_itself() -> None:
    shim = '<script type="esms-options">{"shimMode": true}</script>\n\n'
    names = ("bundled/es-module-shims@1/dist/es-module-shims", "js/bokeh", "js/bokeh-gl", "panel/panel")
    scripts = "".join(f'<script src="static/{name}.min.js?v=1"></script>\n' for name in names)

    left = opening.needed(shim + scripts)

    assert re.findall(r"static/(\S+?)\.min", left) == ["js/bokeh", "panel/panel"]
    assert "esms" not in left


def test_what_is_fetched_ahead_is_kept_for_ever() -> None:
    links = [opening.address(one) for one in opening.EARLY]

    assert all(re.fullmatch(r"(static|components)/\S+\.js\?[0-9a-f]{16,}", link) for link in links), links
    assert all(f"/{link.split('/')[0]}/" in CACHING for link in links)
    assert "immutable" in FOREVER


def test_no_bundle_imports_by_name() -> None:
    for bundle in (SOURCES / "components" / "dist").glob("*.js"):
        assert not re.search(r'(?:^|[;}])import(?:\s*[{*"]|\s+\w)', bundle.read_text("utf-8")), bundle


def test_models_are_kept_of_components_that_pages_draw() -> None:
    forget_undrawn()
    told = {one["name"].rstrip("0123456789") for one in Document().to_json(deferred=False)["defs"]}
    used = {name for path in SOURCES.rglob("*.py") for name in re.findall(r"\bpmui\.([A-Z]\w*)", path.read_text())}

    assert used <= {one.__name__ for one in DRAWN}
    assert {"Page", "Grid", "Block", "Chart", "Network"} <= told
    assert "Button" not in told
    assert len(told) < 40
