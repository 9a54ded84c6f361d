"""Which of the places that a text names people leave, and which they head for."""

import re
from collections.abc import Sequence
from typing import Literal, Protocol

Role = Literal["origin", "destination"]


class Named(Protocol):
    """A place named in a text: `text[start:end]`."""

    @property
    def place_id(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


REACH = 70
"""Characters before a name that may govern it."""

_BETWEEN = (
    "tous?|toutes?|deja|massivement|immediatement|vite|le|la|les|l'|centre|ville|quartiers?|campus|port|bas|hauts?|de|du|d'"
    "|en panique|tout de suite|a pied|en voiture"
)
"""What may stand between a verb and the place that people leave."""
_LEAVE = "quitt\\w*|fui\\w*|fuy\\w*|evacu\\w*|abandonn\\w*|desert\\w*|fleeing|leaving|leave|flee|away from"
_GO = (
    "mont\\w*|arriv\\w*|refugi\\w*|repli\\w*|fil(?:e|ent|ons)|fonc\\w*|cour\\w*|par[ts]\\w*|exode|fui\\w*|fuy\\w*|quitt\\w*"
    "|direction|s'en v\\w+"
)
_ARRIVE = "mont\\w*(?: tous)?|arriv\\w*(?: tous)?|refugi\\w*(?:-vous)?"
_LEFT = re.compile(rf"\b(?:{_LEAVE})(?: (?:{_BETWEEN}))*(?: |')*$")
_FROM = re.compile(r"\b(?:de|d'|du|des|depuis|hors de|loin de|habitants de|gens de) ?$")
_TO = re.compile(
    r"\b(?:vers|direction|pour|sur|jusqu'a|jusqu'au|rejoindre|for|towards?|destination de) ?(?:la |le |l'|les )?$"
)
_IN = re.compile(r"\b(?:a|au|aux|en) ?$")
_REACHED = re.compile(rf"(?:(?:{_ARRIVE}) |jusqu')(?:a|au|aux) ?$")
_GOES = re.compile(rf"\b(?:{_GO})\b")
_SAID = re.compile(r"\bdirection (?:de )?$|\ben direction (?:de |d')$")


def roles(folded: str, places: Sequence[Named]) -> dict[str, Role]:
    """Return the role of each place of a text that tells of a movement, by code.

    `folded` is the text folded in place (`signals.text.fold.fold_in_place`), `places` in order of position. A place
    that nothing governs is where people leave, unless another one is.
    """
    found: dict[str, Role] = {}
    open_places: list[str] = []
    before: Named | None = None
    for place in places:
        role = _role(folded, place, before if before and found.get(before.place_id) == "origin" else None)
        if role is None:
            open_places.append(place.place_id)
        else:
            found.setdefault(place.place_id, role)
        before = place
    if "origin" not in found.values():
        found |= {code: "origin" for code in open_places[:1] if code not in found}
    return found


def _role(folded: str, place: Named, left: Named | None) -> Role | None:
    """Return the role of one place; `left` is the place named before it when people leave that one."""
    lead = folded[max(0, place.start - REACH) : place.start]
    clause = re.split(r"[.!?;:,]", lead)[-1]
    if _LEFT.search(lead):
        return "origin"
    if _SAID.search(lead):
        return "destination"
    if _TO.search(lead):
        return "destination"
    if left and re.fullmatch(r" ?(?:a|au|jusqu'a) ?", folded[left.end : place.start]):
        return "destination"
    if _IN.search(lead):
        return "destination" if _REACHED.search(lead) else None
    return "origin" if _FROM.search(lead) and _GOES.search(clause) else None
