"""Names that belong to something else: a longer name, a street, a product, a person, a team, a line, a land abroad."""

from signals.places import words
from signals.places.context import Setting
from signals.places.names import Candidate

_HYPHENS = frozenset({"-", "‑", "–"})
_ENGLISH_PARTS = frozenset(
    {"city", "beach", "hill", "hills", "park", "street", "road", "springs", "county", "university"}
)
"""What goes on an English name: « Nice Beach »."""
_PARTS = frozenset(
    {
        "sud",
        "nord",
        "est",
        "ouest",
        "centre",
        "ville",
        "part",
        "perrache",
        "vaise",
        "matabiau",
        "saint",
        "gare",
        "plage",
        "port",
    }
)
"""What a hyphen may join to the name of a town: « Dijon-Sud », « Lyon-Part-Dieu »."""
_SOME = frozenset({"du", "un", "le", "au", "ce", "mon", "de", "d", "l", "faux", "vrai", "bon", "petit"})
_PLURAL = frozenset(
    {"les", "des", "aux", "ces", "mes", "tes", "ses", "nos", "vos", "leurs", "quelques", "plusieurs", "deux"}
)
_RAILS = frozenset({"ligne", "metro", "tram", "tramway"})
_PLACED = frozenset({"a", "vers", "aux", "au"})


def obstacle(name: Candidate, setting: Setting) -> str | None:
    """Return why a name does not mean the place, or None.

    One of part, word, house, street, product, event, brand, person, goods, line, team, abroad.
    """
    checks = (_part, _counted, _housed, _borne, _brand, _person, _goods, _line, _team, _otherwise, _abroad)
    return next((why for check in checks if (why := check(name, setting))), None)


def _part(name: Candidate, setting: Setting) -> str | None:
    following = setting.key(name.last)
    if following in _ENGLISH_PARTS and setting.gap(name.last) == " " and setting.tokens[name.last].is_capital:
        return "part"
    if setting.gap(name.last) in _HYPHENS and following.isalpha() and not _is_quarter(name, setting):
        return "part"
    before = setting.key(name.first - 1)
    return "part" if setting.tokens[name.first].gap in _HYPHENS and before.isalpha() and before != "saint" else None


def _is_quarter(name: Candidate, setting: Setting) -> bool:
    """Return whether a hyphen joins a quarter or a station to a town: « Dijon-Sud », « à Versailles-Chantiers »."""
    following, first = setting.tokens[name.last], setting.tokens[name.first]
    if following.key in _PARTS:
        return True
    if name.is_paired or following.key in words.CITIES or not following.is_capital or following.word.isupper():
        return False
    at = setting.noun_index(name.first)
    is_ruled = at is not None and at < name.first - 1 and setting.key(at) in words.STRONG_NOUNS
    return first.is_capital and (first.begins or is_ruled or setting.key(name.first - 1) in words.STRONG)


def _counted(name: Candidate, setting: Setting) -> str | None:
    """Return whether a plural article stands before a name that has none: « les tours »."""
    is_plural = setting.key(name.first - 1) in _PLURAL and not setting.tokens[name.first].begins
    return (
        "word"
        if is_plural or (name.lead in _PLURAL and not setting.tokens[name.last - 1].is_capital and setting.has_case)
        else None
    )


def _borne(name: Candidate, setting: Setting) -> str | None:
    at = setting.noun_index(name.first)
    noun = setting.key(at) if at is not None else ""
    if name.lead in {"au", "aux"} or at is None:
        return None
    if noun in words.STREETS and not (noun == "station" and setting.key(at - 1) == "en"):
        return "street"
    is_ruled = at < name.first - 1 or name.lead in {"du", "des"}
    if is_ruled and noun in words.PRODUCTS:
        return "product"
    return "event" if is_ruled and noun in words.EVENTS else None


def _housed(name: Candidate, setting: Setting) -> str | None:
    """Return whether a house bears the name of a saint: « lycée Saint-Louis », not « lycée de Saint-Louis »."""
    is_saint = name.name.startswith(("saint ", "sainte "))
    return "house" if is_saint and setting.key(name.first - 1) in words.HOUSES else None


def _brand(name: Candidate, setting: Setting) -> str | None:
    before, after = setting.key(name.first - 1), setting.key(name.last)
    if setting.tokens[name.first].begins:
        before = ""
    follows_name = name.first > 0 and setting.tokens[name.first - 1].is_capital
    is_bank = setting.noun_before(name.first) in words.BANKS or (
        follows_name and setting.key(name.first - 2) in words.BANKS | words.BRANDS
    )
    if is_bank or before in words.BRANDS or (before.isdigit() and setting.key(name.first - 2) == "france"):
        return "brand"
    is_channel = after in {"1", "premiere"} or (after == "la" and setting.key(name.last + 1) in {"1", "premiere"})
    if is_channel and name.name in words.CHANNELS:
        return "brand"
    follows = setting.gap(name.last) in {" ", "-"} and setting.has_case and name.last < len(setting.tokens)
    is_brand = follows and after in words.AFTER_BRANDS and setting.tokens[name.last].is_capital
    return "brand" if is_brand else None


def _person(name: Candidate, setting: Setting) -> str | None:
    first, before = setting.tokens[name.first], setting.key(name.first - 1)
    if (not first.is_capital and setting.has_case) or first.gap not in {" ", ". "} or name.first == 0 or name.lead:
        return None
    if before in words.TITLES and not (first.begins and first.gap == " "):
        return "person"
    is_saint = setting.key(name.first - 2) in {"saint", "sainte"}
    is_named = before in words.FIRST_NAMES and not first.begins and not is_saint
    return "person" if is_named and (setting.tokens[name.first - 1].is_capital or not setting.has_case) else None


def _goods(name: Candidate, setting: Setting) -> str | None:
    """Return whether a drink or a cheese is meant rather than its town."""
    if name.name not in words.GOODS:
        return None
    first, before = setting.tokens[name.first], setting.key(name.first - 1)
    is_said = setting.keys & words.SAID_OF_GOODS and before not in {"a", "vers", "pres"}
    if is_said or (setting.has_case and not first.is_capital):
        return "product"
    if first.begins:
        goes_on = name.last < len(setting.tokens) and setting.gap(name.last) == " "
        return "goods" if goes_on and setting.has_case and setting.key(name.last) not in words.OF_TOWNS else None
    is_some = before in _SOME and setting.noun_before(name.first) not in words.STRONG_NOUNS
    return "goods" if is_some else None


def _line(name: Candidate, setting: Setting) -> str | None:
    if (
        setting.keys & _RAILS
        and (at := setting.noun_index(name.first)) is not None
        and setting.tokens[at].word == "Mairie"
    ):
        return "line"
    before = [setting.key(name.first - back) for back in (1, 2, 3)]
    if before[0].isdigit() and before[1] in words.LINES["words"]:
        return "line"
    is_stop = before[0] in words.LINES["stops"] or (before[0] in words.LINKING and before[1] in words.LINES["stops"])
    return "line" if is_stop and setting.keys & words.LINES["words"] else None


def _team(name: Candidate, setting: Setting) -> str | None:
    before, after = setting.key(name.first - 1), setting.key(name.last)
    if setting.tokens[name.first].begins:
        before = ""
    elif setting.key(name.first - 2) == "face":
        return "team"
    is_placed = before in _PLACED or name.lead in {"au", "aux"}
    if _is_club(name, setting) or (after in {"se", "s"} and setting.key(name.last + 1) in words.SPORTS["reflexive"]):
        return "team"
    if not is_placed and after in words.SPORTS["verbs"] and setting.key(name.last + 1) in words.SPORTS["where"]:
        return "team"
    is_against = before in words.SPORTS["against"] or after in {"face", "contre"}
    if not setting.is_sport and not (is_against and setting.keys & words.SPORTS["words"]):
        return None
    if is_placed or (setting.tokens[name.first].begins and setting.gap(name.last).lstrip().startswith(":")):
        return None
    at = setting.noun_index(name.first)
    if at is None:
        return "team"
    # « du stade de Reims » is there, « le Stade de Reims » plays
    is_ground = setting.tokens[at].word == "stade"
    return None if is_ground or setting.key(at) in words.STRONG_NOUNS - words.SPORTS["words"] else "team"


def _is_club(name: Candidate, setting: Setting) -> bool:
    """Return whether the words right beside a name make a team of it: « RC Lens », « supporter de Lens »."""
    at = setting.noun_index(name.first)
    if at is not None and setting.key(at) in words.SPORTS["nouns"] and at < name.first - 1:
        return True
    first, after = setting.tokens[name.first], setting.key(name.last)
    before = setting.tokens[name.first - 1] if name.first and not first.begins else None
    is_led = (
        before is not None and before.key in words.SPORTS["clubs"] and before.word[0].isupper() and first.gap == " "
    )
    follows = name.last < len(setting.tokens) and not setting.tokens[name.last].begins
    is_followed = follows and after in words.SPORTS["after_clubs"] and setting.tokens[name.last].word.isupper()
    return is_led or is_followed or (follows and after in words.SPORTS["titles"])


def _otherwise(name: Candidate, setting: Setting) -> str | None:
    if setting.key(name.first - 1) in {"a", "vers"} or setting.noun_before(name.first) in words.STRONG_NOUNS:
        return None
    others = words.ELSEWHERE.get(name.name, frozenset()) - {name.name}
    return "word" if setting.keys & others else None


def _abroad(name: Candidate, setting: Setting) -> str | None:
    if setting.keys & words.FOREIGN.get(name.name, frozenset()):
        return "abroad"
    gap = setting.gap(name.last)
    beside = setting.follows(name.last, within=3)
    if beside & words.LANDS and (setting.key(name.last) in {"en", "au", "aux", *words.LANDS}):
        return "abroad" if gap.strip(" ,(") == "" and setting.key(name.last) not in {"france"} else None
    return None
