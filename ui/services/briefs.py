"""Briefs: drafted from the graph, frozen into the state folder and sealed when somebody takes one."""

from datetime import UTC, datetime
from threading import Lock

from graph import briefs
from signals.brief.compose import Maps, compose
from signals.brief.document import Document
from signals.brief.forms import made
from signals.brief.freeze import CITED, OFFERED, Wanted, citing, freeze
from signals.brief.seal import State, digest, packed
from ui.services.choice import Choice
from ui.services.reader import Reader
from ui.services.span import Span


def told_of(choice: Choice) -> str:
    """Return the territory that the brief of a choice is about: its départements, where it is finer or several.

    >>> told_of(Choice(("21231",), "commune", departements=("D21",)))
    'D21'
    >>> told_of(Choice(("R27",), "region", departements=("D21", "D71")))
    'R27'
    """
    if choice.kind == "departement" or (choice.kind in ("region", "epci") and not choice.is_several):
        return choice.code
    return ",".join(choice.departements)


class Briefs:
    """Answers of the page of the brief; a draft is read once for each version of the data."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._drafts: dict[tuple[str, Span, str], State] = {}
        self._lock = Lock()
        self._maps = Maps(**briefs.maps())

    @property
    def marking(self) -> str:
        """Return the marking that the deployer set, empty without."""
        return briefs.Settings().marking

    def draft(self, span: Span, choice: Choice) -> State:
        """Return the state with all messages that one may choose from; it is written nowhere."""
        place = told_of(choice)
        name = self._name(place)
        key = self._reader.version, span, place
        with self._lock:
            if key not in self._drafts:
                wanted = Wanted(
                    since=span.since,
                    until=span.until,
                    place=place,
                    place_name=name,
                    cited=OFFERED,
                    marking=self.marking,
                    made_at=span.until,
                )
                kept = {old: state for old, state in self._drafts.items() if old[0] == key[0]}
                self._drafts = kept | {key: freeze(self._reader.rows, wanted)}
            return self._drafts[key]

    def _name(self, place: str) -> str:
        """Return what one place is called; several are named in the state."""
        rows = self._reader.rows("place_of", places=[place]) if place and "," not in place else []
        return str(rows[0]["name"]) if rows else ""

    def first(self, draft: State) -> set[str]:
        """Return the messages that are cited when nobody chose."""
        return {one["id"] for alert in draft["alerts"] for one in alert["evidence"][:CITED]}

    def document(self, draft: State, evidence: set[str], lang: str) -> Document:
        """Return the brief as it would be now."""
        return compose(citing(draft, evidence), lang, self._maps)

    def take(self, draft: State, evidence: set[str], form: str, lang: str) -> tuple[bytes, str]:
        """Freeze a draft into the state folder; return its sealed file and the digest of its state."""
        now = datetime.now(UTC)
        state = citing(draft, evidence) | {"made_at": now.isoformat(timespec="seconds").replace("+00:00", "Z")}
        name, key = digest(state), briefs.key()
        briefs.keep(name, packed(state, key), now=now)
        return made(state, form, lang, maps=self._maps, key=key), name
