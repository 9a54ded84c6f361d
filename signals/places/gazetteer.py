"""Find the places of a message: communes, arrondissements, départements, régions, the country."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.model import Place
from signals.places import areas, beside, demonyms, numbers, words
from signals.places.arrondissements import arrondissement
from signals.places.choose import Bearer, Hints, choose, inhabitants, is_near
from signals.places.context import Setting
from signals.places.elsewhere import obstacle
from signals.places.evidence import likelihood
from signals.places.names import Candidate, candidates, tags, tree
from signals.places.tokens import tokens

FLOOR = 0.5
"""Less probable mentions are left out: a wrong commune is worse than none."""
LIKELY = 0.65
"""From here on a mention helps its neighbours."""
SURE = 0.9
"""From here on an area is no river, whatever else the message names."""
MOST = 0.8
"""Share of the people behind a postcode from which their commune is meant."""
DOUBTED = 0.1
"""An area as likely as this is meant where it stands beside a commune of its own."""
TOWN = 10_000
"""Inhabitants from which a commune is meant rather than the area of its name."""
BESIDE, LOCATED, TOGETHER, LOCAL = 3.5, 3.0, 1.5, 1.2
"""Weights of an area right after the name, of « près de » a place nearby, of places nearby, of the source's area."""

_COUNTRY = re.compile(
    r"\b(?:en|toute la|toute|in|across|all over) (?P<name>France)\b"
    r"(?! (?:Travail|Services|Inter|Info|Bleu|Connect|Identit))"
)
_KIND_OF_AREA = {"departement": 0, "region": 1}
_AGAINST_AREAS = frozenset({"street", "product", "brand", "person", "event", "part", "abroad", "line"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: `text[start:end]` is `surface`."""

    place_id: str
    start: int
    end: int
    surface: str
    probability: float
    reason: str
    """What made it a place: a key of `explain.REASONS`."""
    choice: str = "only"
    """How one of the namesakes was chosen: a key of `explain.CHOICES`."""
    namesakes: int = 1
    """Places that bear the name."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A name that may mean a place, which of its namesakes still open."""

    start: int
    end: int
    places: tuple[Bearer, ...]
    probability: float
    reason: str
    beside: tuple[str, ...] = ()
    name: Candidate | None = None
    """Set for names of communes, which what stands elsewhere in the message may make more likely."""
    town: "_Found | None" = None
    """The commune that bears the name of an area: meant where a larger area follows (« Vienne, Isère »)."""

    @property
    def first(self) -> Place:
        return self.places[0].place


class Gazetteer:
    """Finds place names; built once, then without state.

    `former` are names of communes of the past with the code of their heir, `postcodes` the codes that a postcode serves
    (`graph.territory`); without them the names of today and the départements of postcodes are all that is known.
    """

    def __init__(
        self,
        places: Iterable[Place],
        former: Iterable[tuple[str, str]] = (),
        postcodes: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        known = list(places)
        self._by_id = {place.id: place for place in known}
        self._tree = tree(known, former)
        self._tags = tags(known)
        self._postcodes = postcodes or {}

    def find(
        self,
        text: str,
        source_place: str | None = None,
        *,
        author_place: str | None = None,
        usual: Mapping[str, float] | None = None,
    ) -> list[Mention]:
        """Return the places that `text` names, in order of position.

        `source_place` and `author_place` (official codes) and `usual` (département -> share of what the channel says,
        over many authors) help to choose among namesakes and are never a mention by themselves.
        """
        setting = Setting(tokens(text))
        hints = Hints(
            source=self._by_id.get(source_place or ""), author=self._by_id.get(author_place or ""), usual=usual or {}
        )
        found = sorted(self._all(text, setting, hints), key=lambda item: (item.start, item.end))
        hints = _hints(found, hints)
        mentions = [self._mention(item, _accompanied(item, found, hints), text) for item in found]
        return [mention for mention in mentions if mention.probability >= FLOOR]

    def knows(self, place_id: str) -> bool:
        """Return whether a code is that of a place."""
        return place_id in self._by_id

    def holds(self, larger: str, smaller: str) -> bool:
        """Return whether one place contains another, by their codes."""
        place = self._by_id.get(smaller)
        while place is not None and place.parent_id is not None:
            if place.parent_id == larger:
                return True
            place = self._by_id.get(place.parent_id)
        return False

    def _all(self, text: str, setting: Setting, hints: Hints) -> Iterator[_Found]:
        names = list(self._names(text, setting))
        figures = list(self._figures(text))
        hints = _hints([item for item in (*names, *figures) if item.probability >= LIKELY], hints)
        judged = [self._again(item, setting, hints, names) for item in names]
        kept = [item for item in judged if item.probability >= FLOOR and not _flows_by(item, judged)]
        yield from kept
        yield from figures
        starts = {item.start for item in kept}
        for start, number in numbers.beside_names(text):
            if start not in starts and number.code in self._by_id:
                yield self._plain(number.code, (number.start, number.end), 0.8, "number")
        for place_id, first, last in demonyms.find(setting):
            if place_id in self._by_id:
                yield self._plain(place_id, (first, last), 0.75, "demonym")

    def _names(self, text: str, setting: Setting) -> Iterator[_Found]:
        for name in candidates(self._tree, setting.tokens, self._tags):
            item = self._judge(name, setting, text)
            if item is not None:
                yield item

    def _figures(self, text: str) -> Iterator[_Found]:
        """Yield what is said by number or by the country's name."""
        if "France" in text and (country := _COUNTRY.search(text)) and "FR" in self._by_id:
            yield self._plain("FR", country.span("name"), 0.8, "country")
        if numbers.has_none(text):
            return
        for number in numbers.departements(text):
            if number.code in self._by_id:
                yield self._plain(number.code, (number.start, number.end), 0.9, "number")
        for postcode in numbers.postcodes(text):
            yield from self._posted(postcode)

    def _posted(self, postcode: numbers.Numbered) -> Iterator[_Found]:
        """Yield the commune of a postcode; the département where it serves several of a size."""
        codes = numbers.communes_of(postcode.code, self._postcodes)
        known = tuple(Bearer(self._by_id[code], "official") for code in codes if code in self._by_id)
        span = (postcode.start, postcode.end)
        cities = {bearer.place.parent_id for bearer in known if bearer.place.kind == "arrondissement"}
        if len(known) > 1 and len(cities) == 1:
            # 75016 and 13016 serve two arrondissements, or parts of them
            known = (Bearer(self._by_id[next(iter(cities)) or ""], "official"),)
        if known and choose(known, Hints(), self._by_id).share >= MOST:
            yield _Found(*span, known, 0.95, "postcode")
        elif (departement := numbers.departement_of(postcode.code)) in self._by_id:
            yield self._plain(departement, span, 0.9, "postcode")

    def _plain(self, place_id: str, span: tuple[int, int], probability: float, reason: str) -> _Found:
        return _Found(*span, (Bearer(self._by_id[place_id], "official"),), probability, reason)

    def _judge(self, name: Candidate, setting: Setting, text: str) -> _Found | None:
        """Return what a name may mean by what stands around it, or None."""
        known = [Bearer(self._by_id[naming.place_id], naming.kind) for naming in name.namings]
        communes = tuple(
            bearer for bearer in known if bearer.place.kind == "commune" and _is_spelt(name, setting, bearer)
        )
        larger = sorted(
            (bearer for bearer in known if bearer.place.kind in _KIND_OF_AREA),
            key=lambda bearer: _KIND_OF_AREA[bearer.place.kind],
        )
        start, end = _span(name, setting)
        figures = beside.numbered(text, start, end, self._postcodes)
        if _is_among(communes, figures):
            return _Found(start, end, communes, 0.98, "beside", figures)
        why_not = obstacle(name, setting)
        if larger and why_not not in _AGAINST_AREAS and not _is_town(name, setting, communes):
            area = _Found(start, end, (larger[0],), *areas.is_area(name, setting))
            if not communes:
                return area
            if area.probability >= FLOOR:
                return replace(area, town=self._commune(name, setting, text, communes))
        if not communes or why_not is not None or (figures and beside.is_bracketed(text, end)):
            return None
        return self._commune(name, setting, text, communes)

    def _commune(self, name: Candidate, setting: Setting, text: str, communes: tuple[Bearer, ...]) -> _Found:
        start, end = _span(name, setting)
        if all(bearer.kind == "venues" for bearer in communes):
            return _Found(start, end, communes, 0.85, "venue")
        item = _Found(start, end, communes, *likelihood(name, setting, _largest(communes)), name=name)
        part = arrondissement(text, start, end, item.first.id)
        if part is None or item.probability < FLOOR:
            return item
        return self._plain(part, (start, end), max(item.probability, 0.9), "arrondissement")

    def _again(self, item: _Found, setting: Setting, hints: Hints, names: Sequence[_Found]) -> _Found:
        """Return a commune judged again with what stands elsewhere in the message."""
        if item.town is not None and _is_among(item.town.places, _area_beside(item.town, setting, names)):
            return self._again(item.town, setting, hints, names)
        if item.name is None:
            return item
        near = _area_beside(item, setting, names)
        weight = max(_local_weight(bearer.place, item, setting, hints) for bearer in item.places)
        if _is_among(item.places, near):
            weight = BESIDE
        if not weight:
            return item
        probability, reason = likelihood(item.name, setting, _largest(item.places), weight)
        return replace(
            item,
            probability=probability,
            reason="beside" if weight == BESIDE else reason,
            beside=(*item.beside, *near),
        )

    def _mention(self, item: _Found, hints: Hints, text: str) -> Mention:
        chosen = choose(item.places, replace(hints, beside=item.beside), self._by_id)
        return Mention(
            place_id=chosen.place.id,
            start=item.start,
            end=item.end,
            surface=text[item.start : item.end],
            probability=round(item.probability * chosen.share, 3),
            reason=item.reason,
            choice=chosen.reason,
            namesakes=len(item.places),
        )


def _hints(found: Sequence[_Found], hints: Hints) -> Hints:
    """Return `hints` with the places of `found` that leave no doubt."""
    alone = [item.first for item in found if len(item.places) == 1 and item.probability >= FLOOR]
    return replace(
        hints,
        areas=frozenset(place.id for place in alone if place.kind in _KIND_OF_AREA),
        others=[place for place in alone if place.kind == "commune"],
    )


def _accompanied(item: _Found, found: Sequence[_Found], hints: Hints) -> Hints:
    """Return `hints` with the départements in which the other open names of the message may lie."""
    if len(item.places) == 1:
        return hints
    others = [other for other in found if other.start != item.start and len(other.places) > 1]
    company = [frozenset(bearer.place.parent_id or "" for bearer in other.places) for other in others]
    return replace(hints, company=company)


def _local_weight(place: Place, item: _Found, setting: Setting, hints: Hints) -> float:
    """Return how much what stands elsewhere, or the source, speaks for a namesake."""
    others = [other for other in hints.others if all(other.id != bearer.place.id for bearer in item.places)]
    if place.parent_id in hints.areas or any(is_near(place, other) for other in others):
        is_located = item.name is not None and setting.follows(item.name.last, within=2) & words.LOCATED
        return LOCATED if is_located else TOGETHER
    source = hints.source
    is_local = source is not None and (source.id in {place.id, place.parent_id} or is_near(place, source))
    return LOCAL if is_local else 0.0


def _span(name: Candidate, setting: Setting) -> tuple[int, int]:
    """Return where the name stands; a contraction (« au », « du ») is not part of it."""
    first = name.first + (name.lead in {"au", "du", "aux", "des"})
    return setting.tokens[first].start, setting.tokens[name.last - 1].end


def _is_among(bearers: Sequence[Bearer], ids: Sequence[str]) -> bool:
    """Return whether one of the namesakes, or its département, is among `ids`."""
    return bool(ids) and any(bearer.place.id in ids or bearer.place.parent_id in ids for bearer in bearers)


def _is_spelt(name: Candidate, setting: Setting, bearer: Bearer) -> bool:
    """Return whether the accents written are those of a name of one word: « Marié » is not Marie.

    Accents left out are forgiven, but where the word without is the name of an area: « Loire » is not Loiré.
    """
    word = setting.tokens[name.last - 1].word
    if bearer.kind != "official" or " " in name.name or word.isupper():
        return True
    official, written = re.split(r"[ '’-]", bearer.place.name.lower())[-1], word.lower()
    if len(official) != len(written) or official == written:
        return True
    if areas.is_river(name):
        return False
    return all(ours == theirs or ours.isascii() for ours, theirs in zip(written, official, strict=True))


def _largest(communes: Sequence[Bearer]) -> int:
    """Return the inhabitants of the largest namesake."""
    return max(inhabitants(bearer) for bearer in communes)


def _is_town(name: Candidate, setting: Setting, communes: Sequence[Bearer]) -> bool:
    """Return whether a name of an area means the commune of that name: « à Mayenne », not « en Mayenne »."""
    if not communes or areas.is_inside(name, setting):
        return False
    if areas.is_river(name):
        is_led = setting.key(name.first - 1) in {"a", "vers", "de", "d"}
        return is_led and not name.lead and not areas.is_tagged(name, setting)
    return _largest(communes) > TOWN


def _area_beside(item: _Found, setting: Setting, names: Sequence[_Found]) -> tuple[str, ...]:
    """Return the département or région named right after a name: « (Somme) », « dans l'Yonne », « de La Réunion »."""
    for other in names:
        if other.first.kind not in _KIND_OF_AREA or other.start <= item.end:
            continue
        holds = any(bearer.place.parent_id == other.first.id for bearer in item.places)
        is_meant = other.probability >= (DOUBTED if holds else FLOOR)
        if is_meant and beside.leads_to(setting.tokens, item.end, other.start):
            return (other.first.id,)
    return ()


def _flows_by(item: _Found, found: Sequence[_Found]) -> bool:
    """Return whether a doubtful area is rather a river: all communes of the message lie elsewhere."""
    if item.reason != "area" or item.first.kind != "departement" or item.probability >= SURE:
        return False
    communes = [other.first for other in found if other.name and other.probability >= SURE and len(other.places) == 1]
    return bool(communes) and all(commune.parent_id != item.first.id for commune in communes)
