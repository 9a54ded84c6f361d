"""What one person looks at: page, period, territory, language, theme. The URL says the same."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

import param
from panel.io import hold

from ui.services.reader import Unreachable

KEPT = (
    "period", "compare", "place", "service", "topic", "alert", "indicator", "action", "step", "node", "opened", "goal",
    "fold", "need", "direction", "inbox", "search_words", "version",
)  # fmt: skip
"""What a page shows anew when it changes."""

PERIODS = ("releve", "24h", "7j", "30j", "mois")
COMPARED = ("avant", "mois", "an")

Words = tuple[str, str]
"""The same words in French and in English."""


class State(param.Parameterized):
    """State of one session. Holds ids and choices, never data."""

    page = param.String(default="situation")
    period: str = param.Selector(default="24h", objects=list(PERIODS))  # type: ignore[assignment]
    compare: str = param.Selector(default="avant", objects=list(COMPARED))  # type: ignore[assignment]
    place = param.String(
        default="", doc="Territory that is looked at, by its code, or several with commas; empty: the country."
    )
    service = param.String(default="", doc="Service that indicators are about; empty: all of them.")
    topic = param.String(default="", doc="Topic whose volume is drawn; empty: all messages.")
    alert = param.String(default="", doc="Alert whose page is open.")
    indicator = param.String(default="", doc="Indicator that is held against other periods and territories.")
    action = param.String(default="", doc="Action whose effect is looked at; empty: the last one.")
    step = param.String(default="", doc="Beginning of the part of the period that the map shows; empty: all of it.")
    node = param.String(default="", doc="Thing chosen in the network.")
    opened = param.String(default="", doc="Thing of the network all of whose ties are shown.")
    goal = param.String(default="", doc="Thing of the network to which the way is shown, from the one chosen.")
    fold: str = param.Selector(default="", objects=["", "groups"])  # type: ignore[assignment]
    need = param.String(default="", doc="Need (`vote-by-proxy`) or service (`service:perceval`); empty: all needs.")
    direction: str = param.Selector(default="gap", objects=["gap", "idle"])  # type: ignore[assignment]
    inbox: str = param.Selector(default="open", objects=["open", "acknowledged", "snoozed", "treated"])  # type: ignore[assignment]
    search_words = param.String(default="", doc="Words that alerts of the watch must hold.")
    lang: str = param.Selector(default="fr", objects=["fr", "en"])  # type: ignore[assignment]
    theme: str = param.Selector(default="light", objects=["light", "dark"])  # type: ignore[assignment]
    wall = param.String(default="", doc="A wall screen: `1`, or the pages that it goes through; empty: none.")
    version = param.String(default="", doc="Version of the data on screen.")
    trouble = param.Boolean(default=False, doc="The graph did not answer the last question.")

    names: ClassVar[Mapping[str, str]] = {
        "page": "page",
        "period": "periode",
        "compare": "comparaison",
        "place": "territoire",
        "service": "service",
        "topic": "sujet",
        "alert": "alerte",
        "indicator": "indicateur",
        "action": "action",
        "step": "a",
        "node": "noeud",
        "opened": "ouvert",
        "goal": "vers",
        "fold": "replier",
        "need": "besoin",
        "direction": "sens",
        "inbox": "etat",
        "search_words": "recherche",
        "lang": "langue",
        "theme": "theme",
        "wall": "mur",
    }
    """Names of the parameters in the URL."""

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._watchers: list[Any] = []
        self.filled = False
        """Whether the open page was filled once."""

    @property
    def departement(self) -> str:
        """Return the département that the chosen territory is or lies in, empty for a région or the whole country.

        >>> [State(place=place).departement for place in ("D21", "21231", "2A004", "97411", "R27", "D21,D71", "")]
        ['D21', 'D21', 'D2A', 'D974', '', '', '']
        """
        if "," in self.place:
            return ""
        if self.place.startswith("D"):
            return self.place
        if self.place[:1].isdigit():
            return "D" + self.place[: 3 if self.place.startswith("97") else 2]
        return ""

    def say(self, french: str, english: str) -> str:
        """Return the words in the language of the session."""
        return french if self.lang == "fr" else english

    def go(self, changes: Mapping[str, Any]) -> None:
        """Apply `changes`, leaving out what is not a valid choice."""
        self.param.update(**{name: value for name, value in changes.items() if self._accepts(name, value)})

    def search(self, **changes: str) -> str:
        """Return the URL query of this state with `changes`; defaults are left out.

        >>> State(page="carte").search(place="D21")
        '?page=carte&territoire=D21'
        """
        values = {name: changes.get(name, getattr(self, name)) for name in self.names}
        kept = {self.names[name]: value for name, value in values.items() if value != self.param[name].default}
        return "?" + urlencode(kept)

    def read(self, query: str) -> None:
        """Take over a URL query; what it does not name falls back to its default.

        >>> state = State()
        >>> state.read("?page=alerte&alerte=7&theme=sepia")
        >>> state.page, state.alert, state.theme
        ('alerte', '7', 'light')
        """
        given = dict(parse_qsl(query.removeprefix("?")))
        wanted = {name: given.get(key, "") for name, key in self.names.items()}
        self.go(
            {name: wanted[name] if self._accepts(name, wanted[name]) else self.param[name].default for name in wanted}
        )

    def keep(self, fill: Callable[[], None]) -> None:
        """Run `fill` now, and again when the choices or the data change, until `leave`."""

        def run(*_: object) -> None:
            if kept in self._watchers:  # a page that is left in the same breath is not filled once more
                self.refill(fill)

        kept = self.param.watch(run, list(KEPT))
        self._watchers.append(kept)
        self.refill(fill)

    def refill(self, fill: Callable[[], None]) -> None:
        """Run `fill`, all of it at once on screen; where the graph does not answer, what was there stays."""
        try:
            with hold():
                fill()
            self.filled, self.trouble = True, False
        except Unreachable:
            self.trouble = True

    def leave(self) -> None:
        """Stop filling the page that is left."""
        for watcher in self._watchers:
            self.param.unwatch(watcher)
        self._watchers.clear()
        self.filled, self.trouble = False, False

    def hear(self, message: Mapping[str, Any]) -> None:
        """Follow a link, a choice or the browser's back button."""
        if "url" in message:
            self.read(str(message["url"]))
        elif isinstance(message.get("go"), dict):
            self.go(message["go"])

    def _accepts(self, name: str, value: Any) -> bool:
        if name not in self.names or not isinstance(value, str) or len(value) > 200:
            return False
        choices = getattr(self.param[name], "objects", None)
        return value in choices if choices else bool(value) or not self.param[name].default
