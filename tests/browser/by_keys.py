"""A person without a mouse."""

from playwright.sync_api import Locator, Page, expect

MOST = 250
"""Presses of Tab in which everything of a page must be reached."""

HAS_FOCUS = "part => part.getRootNode().activeElement === part"


def go_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus; fail where no press leads to it."""
    expect(wanted).to_be_visible()
    for _ in range(MOST):
        if wanted.evaluate(HAS_FOCUS):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {wanted}")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Go to a link or a button, and press it."""
    go_to(page, wanted)
    page.keyboard.press(key)


def write(page: Page, wanted: Locator, text: str) -> None:
    """Go to a field, and type; in a list, what begins like `text` (letters without accents) is chosen."""
    go_to(page, wanted)
    page.keyboard.type(text)
