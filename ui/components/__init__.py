"""What the browser draws with: charts and maps, networks, blocks of HTML. Built ahead by `npm run build`."""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import param
from panel.custom import JSComponent

Message = Mapping[str, Any]


@cache
def _print(bundle: Path) -> str:
    return hashlib.sha256(bundle.read_bytes()).hexdigest()[:16]


class _Speaking(JSComponent):
    """A component whose messages go to one listener."""

    __abstract = True

    def __init__(self, listener: Callable[[Message], None] | None = None, **params: Any) -> None:
        super().__init__(**params)
        self._listener = listener

    def listen(self, listener: Callable[[Message], None]) -> None:
        """Send the messages of the component to `listener`."""
        self._listener = listener

    @classmethod
    def _render_esm(cls, compiled: bool | Literal["compiling"] = True, server: bool = False) -> str:
        """Return the address of the bundle; another one once it changes, so that browsers may keep it."""
        found = str(super()._render_esm(compiled, server=server))
        return f"{found}?{_print(Path(cls._bundle))}" if server and cls._bundle and "\n" not in found else found

    def _handle_msg(self, data: Message) -> None:
        if self._listener is not None:
            self._listener(data)


class Block(_Speaking):
    """HTML made and escaped by `ui.markup`; `data-go`, `data-set` and forms come back as messages."""

    html = param.String(default="")
    lang = param.String(default="", doc="Language of the whole page; only the shell sets it.")
    look = param.String(default="", doc="light or dark, for the whole page; only the shell sets it.")
    heading = param.String(default="", doc="Title of the window; only the shell sets it.")
    current = param.String(default="", doc="Id of the row (`data-row`) that is open.")
    cleared = param.Integer(default=0, doc="Counts up when what was chosen in its list was dealt with.")
    folds = param.Boolean(default=False, doc="Whether it tells when a narrow screen shows it: only the shell's menu.")
    keys = param.Boolean(default=False, doc="Whether its list is gone through by keys: see `src/keys.js`.")

    _bundle = Path(__file__).parent / "dist" / "block.bundle.js"
    _esm = Path(__file__).parent / "src" / "block.js"


class Chart(_Speaking):
    """An ECharts picture. Colours may be `var(--ci-…)`; a datum's `tip` is its tooltip, its `id` is sent if clicked."""

    option = param.Dict(default={})
    map_name = param.String(default="")
    map_url = param.String(default="")
    lang = param.String(default="fr")
    label = param.String(default="", doc="What a screen reader says of the picture.")
    brush = param.Boolean(
        default=False, doc="Whether a rectangle drawn on a map tells the ids in it, as `{brush: [...]}`."
    )

    _bundle = Path(__file__).parent / "dist" / "echart.bundle.js"
    _esm = Path(__file__).parent / "src" / "echart.js"


class Network(_Speaking):
    """Nodes and edges at given positions: `{id, label, x, y, size, colour, pinned}`, `{start, end, size}`.

    A node that was dragged is told as `{pin: {id, x, y}}`, one that was clicked as `{id}`.
    """

    nodes = param.List(default=[])
    edges = param.List(default=[])
    selected = param.String(default="")
    way = param.List(default=[], doc="Ids of the nodes on the way that is shown, in order.")
    label = param.String(default="")
    save_words = param.String(default="", doc="Words of the button that saves the picture; empty: there is none.")

    _bundle = Path(__file__).parent / "dist" / "sigma.bundle.js"
    _esm = Path(__file__).parent / "src" / "sigma.js"
