"""People named after their town: « les Dijonnais », « l'agglomération dijonnaise »."""

from collections.abc import Iterator
from functools import cache

from signals.places import words
from signals.places.context import Setting


@cache
def _forms() -> dict[str, str]:
    """Return every written form of each demonym, and the place that it means."""
    forms: dict[str, str] = {}
    for masculine, place_id in words.DEMONYMS.items():
        feminine = masculine + ("ne" if masculine.endswith(("ien", "on")) else "e")
        for form in (masculine, feminine):
            forms[form] = forms[form + "s"] = place_id
    return forms


def find(setting: Setting) -> Iterator[tuple[str, int, int]]:
    """Yield the places whose people are named (id, start, end): a plural with a capital, or beside the noun of a town.

    Teams bear the same names: where a message speaks of sports, demonyms mean nothing.
    """
    if setting.keys & words.SPORTS:
        return
    for index, token in enumerate(setting.tokens):
        place_id = _forms().get(token.key)
        if place_id is None or token.is_tag:
            continue
        before = setting.key(index - 1)
        is_people = (
            token.is_capital and setting.has_case and before in {"les", "des", "aux"} and token.key.endswith("s")
        )
        if is_people or before in words.STRONG_NOUNS:
            yield place_id, token.start, token.end
