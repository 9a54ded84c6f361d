"""People named after their town: « les Dijonnais », « l'agglomération dijonnaise »."""

from collections.abc import Iterator
from functools import cache

from signals.places import words
from signals.places.context import Setting

_SEVERAL = frozenset(
    {"les", "des", "aux", "de", "d", "ces", "nos", "vos", "plusieurs", "quelques", "certains", "beaucoup", "tous"}
)
_ONE = frozenset({"un", "une", "cette", "jeune", "jeunes", "deux", "trois"})


@cache
def _forms() -> dict[str, str]:
    """Return every written form of each demonym, and the place that it means."""
    forms: dict[str, str] = {}
    for masculine, place_id in words.DEMONYMS.items():
        singular = {masculine, _feminine(masculine)}
        plural = {
            form if form.endswith(("s", "x")) else f"{form}{'x' if form.endswith('eau') else 's'}" for form in singular
        }
        forms |= dict.fromkeys(singular | plural, place_id)
    return forms


def _feminine(masculine: str) -> str:
    """Return the feminine of a demonym: dijonnaise, parisienne, bretonne, tourangelle, niçoise."""
    if masculine.endswith("eau"):
        return masculine[:-3] + "elle"
    if masculine.endswith(("ien", "yen", "on", "een")):
        return masculine + "ne"
    return masculine if masculine.endswith("e") else masculine + "e"


def find(setting: Setting) -> Iterator[tuple[str, int, int]]:
    """Yield the places whose people are named (id, start, end): with a capital, or beside the noun of a town.

    Teams bear the same names: where a message speaks of sports, demonyms mean nothing.
    """
    if setting.is_sport:
        return
    for index, token in enumerate(setting.tokens):
        place_id = _forms().get(token.key)
        if place_id is not None and not token.is_tag and "-" not in token.gap and _is_meant(setting, index):
            yield place_id, token.start, token.end


def _is_meant(setting: Setting, index: int) -> bool:
    token, before = setting.tokens[index], setting.key(index - 1)
    if setting.key(index + 1) in words.SPORTS["plural"]:
        return False
    if token.is_capital and setting.has_case:
        is_many = token.key.endswith(("s", "x")) and (before in _SEVERAL or before.isdigit())
        return (is_many or before in _ONE) and not token.begins
    is_east = before == "est" and setting.key(index - 2) != "l"
    return before in words.PEOPLED and not token.begins and not is_east
