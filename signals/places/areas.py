"""Whether the name of a département or région is meant rather than its river, a word, an adjective."""

from signals.places import words
from signals.places.context import Setting
from signals.places.evidence import probability
from signals.places.names import Candidate

_DIRECTIONS = frozenset({"de", "du", "des", "d", "est", "ouest"})
_SOURCES = frozenset({"en", "dans"})


def is_inside(name: Candidate, setting: Setting) -> bool:
    """Return whether the words around say that something lies in an area rather than at a town.

    « en Isère », « dans le Var », « la préfecture de la Somme », « Rue (Somme) ».
    """
    before, second = setting.key(name.first - 1), setting.key(name.first - 2)
    if "(" in setting.gap(name.first) and setting.gap(name.last).lstrip().startswith(")"):
        return True
    if before in _SOURCES or (second in _SOURCES and before in words.LINKING):
        return True
    return setting.noun_before(name.first) in words.SAID_BY and not setting.tokens[name.first].begins


def is_tagged(name: Candidate, setting: Setting) -> bool:
    """Return whether a name stands in a hashtag."""
    return setting.tokens[name.last - 1].is_tag


def is_area(name: Candidate, setting: Setting) -> tuple[float, str]:
    """Return the probability that a name means the département or région that bears it, and the reason."""
    if name.name == "grand est":
        return (0.9 if _is_written(name, setting) and setting.tokens[name.last - 2].is_capital else 0.0), "area"
    if " " in name.name:
        return 0.95, "area"
    head = setting.tokens[name.last - 1]
    if name.name in words.AREAS and len(name.name) <= 4:
        return (0.9 if head.word.isupper() and setting.has_case else 0.0), "area"
    if name.name == "reunion" and not (name.lead == "la" and head.is_capital and setting.has_case):
        is_meant = is_tagged(name, setting) or setting.keys & words.CYCLONES
        return (0.8 if is_meant else 0.15 if head.is_capital and setting.has_case else 0.0), "area"
    return probability(_weight(name, setting)), "area"


def _weight(name: Candidate, setting: Setting) -> float:
    """Return the log-odds that an area is meant: hand-set, one line a clue."""
    inside = is_inside(name, setting)
    is_river = name.name in words.RIVERS
    total = -0.1 if is_river else 1.2
    if not _is_written(name, setting):
        total -= (3.5 if setting.has_case else 2.5) if name.name in words.WORD_AREAS else 1.0
    if inside:
        is_said = setting.noun_before(name.first) in words.SAID_BY
        total += 2.8 if is_said or setting.key(name.first - 1) == "en" else 1.6
    elif _heads(name, setting):
        total += 0.8
    if is_tagged(name, setting):
        total += 0.8 if _is_whole_tag(name, setting) or name.name not in words.WORD_AREAS else -2.0
    if setting.keys & words.OF_AREAS:
        total += 1.2
    return total - (_wetness(name, setting, inside=inside) if is_river else 0.0) - _compass(name, setting)


def _is_whole_tag(name: Candidate, setting: Setting) -> bool:
    """Return whether a hashtag is the name and nothing else: « #Nord », not « #CoteNord »."""
    first, last = setting.tokens[name.first], setting.tokens[name.last] if name.last < len(setting.tokens) else None
    return first.gap.endswith(("#", "＃")) and (last is None or not last.is_tag or last.gap != "")


def _heads(name: Candidate, setting: Setting) -> bool:
    """Return whether the name begins a sentence, its article with it."""
    if setting.tokens[name.first].begins:
        return True
    return setting.key(name.first - 1) in words.LINKING and setting.tokens[name.first - 1].begins


def _compass(name: Candidate, setting: Setting) -> float:
    """Return the doubt that « nord » is the point of the compass."""
    if name.name != "nord":
        return 0.0
    if setting.key(name.last) in _DIRECTIONS:
        return 6.0
    return 0.0 if is_inside(name, setting) or setting.tokens[name.first].begins else 1.5


def _wetness(name: Candidate, setting: Setting, *, inside: bool) -> float:
    """Return the doubt that the river, the sea or the range is meant: words of water around, « sur la Loire »."""
    before = setting.key(name.first - 1)
    if before == "en":
        return 0.0
    if setting.key(name.first - 2 if before in words.LINKING else name.first - 1) in {"sur", "dans"} and (
        setting.keys & (words.WATER | words.DROWNED)
    ):
        return 4.0
    is_at = setting.key(name.last) == "a" and setting.tokens[name.last].word != "A"
    doubt = 3.2 if setting.keys & words.WATER else 2.0 * is_at
    if setting.key(name.first - 1 - (before in words.LINKING)) == "sur" and not name.lead:
        doubt = max(doubt, 0.5)
    return doubt * (0.3 if inside or setting.keys & {"vigilance", "prefet", "prefete", "departement"} else 1.0)


def _is_written(name: Candidate, setting: Setting) -> bool:
    """Return whether a name has the capital that a name has here."""
    head = setting.tokens[name.last - 1]
    return head.is_capital or head.is_tag


def is_river(name: Candidate) -> bool:
    """Return whether the name of an area is that of a river, a sea or a point of the compass too."""
    return name.name in words.RIVERS
