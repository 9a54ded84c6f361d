"""Find the places of a message: communes, arrondissements, départements, régions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.model import Place
from signals.places import areas, demonyms, words
from signals.places.choose import Hints, choose
from signals.places.context import Setting, is_elsewhere, likelihood
from signals.places.names import Candidate, candidates, tree
from signals.places.tokens import tokens

FLOOR = 0.5
"""Less probable mentions are left out: a wrong commune is worse than none."""

TOWN = 10_000
"""Inhabitants from which a commune is meant rather than the area of its name."""

_BESIDE = re.compile(r"[ ,]{0,2}\(?\s?(?:(?P<postcode>\d{5})|(?P<code>2[AaBb]|97[1-46]|\d{2}))\s?(?(code)\)|\)?)(?!\d)")
_POSTCODE_BEFORE = re.compile(r"(?<!\d)(\d{5})\s$")
_ARRONDISSEMENT = re.compile(
    r"[ ,]{1,2}(?P<number>\d{1,2})\s?(?:e|è|er|[eè]me)\b(?!\s*(?:jour|fois|place|rang))", re.IGNORECASE
)
_ARRONDISSEMENT_BEFORE = re.compile(
    r"(?P<number>\d{1,2})\s?(?:e|er|[eè]me)\s+(?:arrondissement|arrdt|arr\.?)\s+(?:de|à)\s+$", re.IGNORECASE
)
_CITIES = {"75056": (75100, 20), "69123": (69380, 9), "13055": (13200, 16)}
"""City -> its code of arrondissement 0 and their number."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: `text[start:end]` is `surface`."""

    place_id: str
    start: int
    end: int
    surface: str
    probability: float
    reason: str
    """What made it a place: preposition, noun, name, beside, area, number, demonym."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A name that means a place, which of its namesakes still open."""

    start: int
    end: int
    places: tuple[Place, ...]
    probability: float
    reason: str
    beside: str | None = None


class Gazetteer:
    """Finds place names; built once, then without state."""

    def __init__(self, places: Iterable[Place]) -> None:
        known = list(places)
        self._by_id = {place.id: place for place in known}
        self._tree = tree(known)

    def find(self, text: str, source_place: str | None = None) -> list[Mention]:
        """Return the places that `text` names, in order of position.

        `source_place` (official code) helps to choose among namesakes and is never a mention by itself.
        """
        found = sorted(self._names(text), key=lambda item: item.start)
        hints = self._hints(found, source_place)
        mentions = [self._mention(item, hints, text) for item in found]
        return [mention for mention in mentions if mention.probability >= FLOOR]

    def _names(self, text: str) -> Iterator[_Found]:
        setting = Setting(tokens(text))
        for name in candidates(self._tree, setting.tokens):
            item = self._judge(name, setting, text)
            if item is not None and item.probability >= FLOOR:
                yield item
        for place_id, start, end in areas.numbers(text):
            if place_id in self._by_id:
                yield _Found(start, end, (self._by_id[place_id],), 0.9, "number")
        for place_id, start, end in demonyms.find(setting):
            if place_id in self._by_id:
                yield _Found(start, end, (self._by_id[place_id],), 0.7, "demonym")

    def _judge(self, name: Candidate, setting: Setting, text: str) -> _Found | None:
        places = tuple(self._by_id[id_] for id_ in name.ids)
        communes = tuple(place for place in places if place.kind == "commune")
        start, end = _span(name, setting)
        above = tuple(sorted((place for place in places if place.kind != "commune"), key=lambda place: place.kind)[:1])
        if above and (area := _Found(start, end, above, *areas.is_area(name, setting))).probability >= FLOOR:
            return self._commune(name, setting, text, communes) if _is_town(name, setting, communes) else area
        return self._commune(name, setting, text, communes) if communes else None

    def _commune(self, name: Candidate, setting: Setting, text: str, communes: tuple[Place, ...]) -> _Found | None:
        start, end = _span(name, setting)
        beside = _beside(text, start, end)
        if beside in {place.parent_id for place in communes}:
            return _Found(start, end, communes, 0.98, "beside", beside)
        if is_elsewhere(name, setting):
            return None
        probability, reason = likelihood(name, setting, max(place.population or 0 for place in communes))
        return self._arrondissement(_Found(start, end, communes, probability, reason), text)

    def _arrondissement(self, item: _Found, text: str) -> _Found:
        """Return the arrondissement where the text numbers it: « Lyon 3e », « 12e arrondissement de Paris »."""
        city = next((place for place in item.places if place.id in _CITIES), None)
        after, before = _ARRONDISSEMENT.match(text, item.end), _ARRONDISSEMENT_BEFORE.search(text, 0, item.start)
        numbered = after or before
        if city is None or numbered is None:
            return item
        base, count = _CITIES[city.id]
        part = self._by_id.get(str(base + int(numbered["number"])))
        if part is None or not 1 <= int(numbered["number"]) <= count:
            return item
        return replace(item, places=(part,), probability=max(item.probability, 0.9), reason="arrondissement")

    def _hints(self, found: Sequence[_Found], source_place: str | None) -> Hints:
        alone = [item.places[0] for item in found if len(item.places) == 1]
        return Hints(
            areas=frozenset(place.id for place in alone if place.kind in {"departement", "region"}),
            others=[place for place in alone if place.kind == "commune"],
            source=self._by_id.get(source_place) if source_place else None,
        )

    def _mention(self, item: _Found, hints: Hints, text: str) -> Mention:
        place, share = choose(item.places, replace(hints, beside=item.beside), self._by_id)
        surface = text[item.start : item.end]
        return Mention(place.id, item.start, item.end, surface, round(item.probability * share, 3), item.reason)


def _span(name: Candidate, setting: Setting) -> tuple[int, int]:
    """Return where the name stands; a contraction (« au », « du ») is not part of it."""
    first = name.first + (name.lead in {"au", "du", "aux", "des"})
    return setting.tokens[first].start, setting.tokens[name.last - 1].end


def _is_town(name: Candidate, setting: Setting, communes: Sequence[Place]) -> bool:
    """Return whether a name of an area means the commune of that name: « à Mayenne », not « en Mayenne »."""
    if not communes or areas.is_inside(name, setting):
        return False
    if name.name in words.RIVERS:
        return not areas.is_tagged(name, setting)
    return any((place.population or 0) > TOWN for place in communes)


def _beside(text: str, start: int, end: int) -> str | None:
    """Return the département whose number or postcode stands right beside the name."""
    before = _POSTCODE_BEFORE.search(text, max(0, start - 7), start)
    if before is not None:
        return areas.departement_of(before[1])
    found = _BESIDE.match(text, end)
    if found is None or (found["code"] and "(" not in found[0]):
        return None
    return f"D{found['code'].upper()}" if found["code"] else areas.departement_of(found["postcode"])
