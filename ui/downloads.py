"""Buttons that make a file when they are pressed: nothing is made before, and nothing else is asked of the server."""

from collections.abc import Callable
from io import BytesIO

import panel as pn

LOOK = """
:host { width: auto; }
.bk-btn, .bk-btn a, a.bk-btn { font: 700 14px/1.45 Roboto, Arial, sans-serif !important; text-decoration: none;
  color: var(--ci-ink) !important; background: var(--ci-surface) !important; border-radius: 6px !important;
  border: 1px solid var(--ci-edge-strong) !important; padding: 7px 14px !important; box-shadow: none !important; }
.bk-btn a { border: 0 !important; padding: 0 !important; background: none !important; }
.bk-btn:hover { background: var(--ci-hover) !important; }
.bk-btn:focus-visible, a:focus-visible { outline: 3px solid var(--ci-focus) !important; outline-offset: 2px; }
"""
MAIN = """
.bk-btn, a.bk-btn { background: var(--ci-primary) !important; border-color: var(--ci-primary) !important; }
.bk-btn, .bk-btn a, a.bk-btn { color: var(--ci-on-primary) !important; }
.bk-btn:hover { background: var(--ci-primary) !important; filter: brightness(1.1); }
"""


def download(label: str, make: Callable[[], bytes], *, main: bool = False) -> pn.widgets.FileDownload:
    """Return a button that saves what `make` returns; set its `filename` before it is pressed."""
    return pn.widgets.FileDownload(
        callback=lambda: BytesIO(make()),
        label=label,
        filename="",
        auto=True,
        embed=False,
        stylesheets=[LOOK + (MAIN if main else "")],
        margin=0,
        width=None,
        sizing_mode=None,
    )
