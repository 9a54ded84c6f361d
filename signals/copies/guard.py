"""Tells why two messages, however alike, do not say the same."""

from collections.abc import Iterable

from signals.copies.outcomes import settling
from signals.copies.sense import Sense
from signals.text.near import guard, stem


def differs(one: Sense, other: Sense) -> str | None:
    """Return what one says and the other does not or says otherwise; None where nothing speaks against the same.

    The order of the two does not matter. What is said by only one of them (a number, a name, a day) is left out by a
    rewording; what both say must agree.
    """
    # What is quick to tell comes first: most pairs that are looked at differ in a name or a number.
    if numbers_differ(one, other):
        return "number"
    if _places_differ(one.places, other.places):
        return "place"
    if one.names - other.tokens and other.names - one.tokens:
        return "name"
    if one.stand.asks != other.stand.asks:
        return "question"
    if one.stand.might != other.stand.might:
        return "modality"
    if _turned(one) != _turned(other) or _contradicts(one, other) or _contradicts(other, one):
        return "negation"
    return "opposite" if _opposed(one, other) else _value_differs(one, other)


def copies_differ(one: Sense, other: Sense) -> str | None:
    """Return what differs between two texts with nearly the same words: nothing may be left out there."""
    if guard(one.stand) != guard(other.stand):
        return "negation"
    return "number" if _count_differs(one, other) else None


def _turned(said: Sense) -> bool:
    return said.stand.denies or bool(said.left.negated)


def _contradicts(one: Sense, other: Sense) -> bool:
    """Tell whether `one` negates or forbids a word that `other`, in the same language, just says."""
    if one.lang != other.lang:
        return False
    turned = {stem(word) for word in one.stand.negated | one.stand.forbidden}
    also = {stem(word) for word in other.stand.negated | other.stand.forbidden}
    return bool((turned - also) & set(other.stems))


def _opposed(one: Sense, other: Sense) -> bool:
    """Tell whether the two stand on the two sides of an axis; news that settles must be in both or in neither."""
    settled = settling()
    ours, theirs = _sides(one.outcomes), _sides(other.outcomes)
    for axis in ours.keys() | theirs.keys():
        mine, its = ours.get(axis), theirs.get(axis)
        if mine != its and ((mine and its) or (axis in settled and "plus" in (mine, its))):
            return True
    return False


def _sides(outcomes: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the side of each axis: that of the end of trouble where a text speaks of both."""
    found: dict[str, str] = {}
    for axis, side in outcomes:
        found[axis] = "plus" if "plus" in (side, found.get(axis)) else side
    return found


def numbers_differ(one: Sense, other: Sense) -> bool:
    """Tell whether both give numbers that are not the same, or count other things with them."""
    if not one.numbers or not other.numbers:
        return False
    return _count_differs(one, other) or _units_clash(one, other)


def _count_differs(one: Sense, other: Sense) -> bool:
    ours, theirs = ({number.value for number in said.numbers} for said in (one, other))
    unmatched = (ours - theirs, other.article), (theirs - ours, one.article)
    return any(left and not (article and left == {"1"}) for left, article in unmatched)


def _units_clash(one: Sense, other: Sense) -> bool:
    """Tell « huit morts, trois disparus » from « trois morts, huit disparus »."""
    theirs = {number.value: number.unit for number in other.numbers}
    return any(
        number.unit and theirs.get(number.value) and number.unit != theirs[number.value] for number in one.numbers
    )


def _places_differ(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    alone = any(not any(_overlap(code, its) for its in theirs) for code in ours)
    return alone and any(not any(_overlap(code, own) for own in ours) for code in theirs)


def _overlap(one: str, other: str) -> bool:
    """Tell whether two official codes name the same area or one in the other, as far as codes tell: 21231 in D21."""
    if one == other or not {one[:1], other[:1]}.isdisjoint("RF"):
        return True
    inner, outer = sorted((one, other), key=lambda code: code.startswith("D"))
    return outer.startswith("D") and inner.startswith(outer[1:])


def _value_differs(one: Sense, other: Sense) -> str | None:
    """Return the category (colour, day, month) of which both give values, each one that the other does not."""
    for category in {name for name, _ in one.values}:
        ours, theirs = ({value for name, value in said.values if name == category} for said in (one, other))
        if ours - theirs and theirs - ours:
            return category
    return None
