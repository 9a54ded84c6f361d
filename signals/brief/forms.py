"""The forms that a brief takes."""

from collections.abc import Callable

from signals.brief.compose import Maps, compose
from signals.brief.document import Document
from signals.brief.opendocument import opendocument
from signals.brief.page import page
from signals.brief.paper import paper
from signals.brief.seal import State, digest, sealed

FORMS: dict[str, Callable[[Document], bytes]] = {"html": page, "pdf": paper, "odt": opendocument}

TYPES = {"html": "text/html", "pdf": "application/pdf", "odt": "application/vnd.oasis.opendocument.text"}


def made(state: State, form: str, lang: str, *, maps: Maps, key: bytes) -> bytes:
    """Return the sealed file of a frozen state: the same bytes each time, with no server and no clock."""
    return sealed(FORMS[form](compose(state, lang, maps)), form, state=digest(state), key=key)
