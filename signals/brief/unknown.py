"""What a brief does not know: outages, blind platforms, counts too small. Said so that no silence passes for calm."""

from collections.abc import Iterator

from signals.brief.moments import moment
from signals.brief.seal import State
from signals.brief.where import kind_of
from signals.wording import counted

NAMED = 8
"""Names listed of each kind."""


def unknown(state: State, lang: str) -> Iterator[str]:
    """Yield one sentence for each thing that is not known; one at least."""

    def say(french: str, english: str) -> str:
        return french if lang == "fr" else english

    not_known, found = state["unknown"], False
    side = "" if lang == "fr" else "_en"
    for sentence in (
        *(_outage(outage, lang) for outage in not_known["outages"]),
        _blind(not_known["blind_hours"], not_known["hours"], lang),
        _names(not_known["failed"], "La dernière collecte a échoué : {}.", "The last look failed: {}.", lang),
        _names(not_known["never"], "Jamais collectées : {}.", "Never collected: {}.", lang),
        _past(not_known["no_past"], lang),
        _kept_from(state, lang),
        _places(state, lang),
        _names(
            [one["name" + side] for one in not_known["indicators_scarce"]],
            "Effectif insuffisant (moins de 30 observations) : {}.",
            "Too few observations (under 30): {}.",
            lang,
        ),
        _names(
            [one["name" + side] for one in not_known["indicators_without"]],
            "Indicateurs sans donnée, ce qui n’est pas zéro : {}.",
            "Indicators without data, which is not zero: {}.",
            lang,
        ),
    ):
        if sentence:
            found = True
            yield sentence
    if not found:
        yield say(
            "Aucune source coupée ni effectif insuffisant n’est connu dans la période. Ce que nos sources ne portent "
            "pas (messageries privées, conversations, plateformes non collectées) reste hors de portée.",
            "No outage and no insufficient count is known in the period. What our sources do not carry (private "
            "messaging, talk, platforms that are not collected) stays out of reach.",
        )


def _outage(outage: dict[str, object], lang: str) -> str:
    start = moment(int(str(outage["start"])), lang)
    if outage["end"] is None:
        if lang == "fr":
            return f"{outage['source']} : source coupée depuis le {start}, toujours muette."
        return f"{outage['source']}: down since {start}, still silent."
    end = moment(int(str(outage["end"])), lang)
    if lang == "fr":
        return f"{outage['source']} : source coupée du {start} au {end}."
    return f"{outage['source']}: down from {start} to {end}."


def _blind(hours: int, of: int, lang: str) -> str:
    if not hours:
        return ""
    if lang == "fr":
        heard = "entendue" if hours == 1 else "entendues"
        return f"Sur {counted(of, 'heure')}, {hours} {heard} en partie ou pas du tout : les volumes sont des minimums."
    return f"Of {counted(of, 'hour')}, {hours} heard in part or not at all: volumes are lower bounds."


def _past(missing: bool, lang: str) -> str:
    if not missing:
        return ""
    if lang == "fr":
        return "Rien n’était collecté dans la période précédente : aucune évolution ne peut être dite."
    return "Nothing was collected in the period before: no change can be told."


def _kept_from(state: State, lang: str) -> str:
    """Return what is not told of a territory because it is kept of larger ones, or rests on too few people."""
    place, fr = state["place"], lang == "fr"
    if kind_of(place) == "departements":
        return (
            "Le volume est la somme de ceux des départements choisis : un message qui en nomme deux y compte deux "
            "fois ; aucun attendu n’en est connu. Les indicateurs comptent chaque message une fois."
            if fr
            else "The volume adds up those of the chosen départements: a message that names two of them counts twice; "
            "what was to be expected is not known. Indicators count each message once."
        )
    if kind_of(place) == "region":
        return (
            "Le volume de la région est la somme de ceux de ses départements : un message qui en nomme deux y compte "
            "deux fois ; aucun attendu n’en est connu."
            if fr
            else "The volume of the région adds up those of its départements: a message that names two of them counts "
            "twice; what was to be expected is not known."
        )
    if kind_of(place) != "epci":
        return ""
    told = (
        f"Alertes, vigilances, rumeurs et actions ne sont pas tenues par groupement : celles du département "
        f"({place['within']}) sont données. Aucun volume attendu n’est connu."
        if fr
        else f"Alerts, warnings, rumours and actions are not kept for groups of communes: those of the département "
        f"({place['within']}) are told. What volume was to be expected is not known."
    )
    if state["unknown"].get("volume_hidden"):
        told += (
            " Moins de trois auteurs dans la période, ou aucun message : le volume n’est pas montré."
            if fr
            else " Fewer than three authors in the period, or no message: the volume is not shown."
        )
    return told


def _places(state: State, lang: str) -> str:
    hidden, blind = state["unknown"]["communes_hidden"], state["unknown"]["places_unknown"]
    parts = []
    if hidden:
        parts.append(
            f"{counted(hidden, 'commune')} de moins de trois auteurs : non montré{'e' if hidden == 1 else 'es'}"
            if lang == "fr"
            else f"{counted(hidden, 'commune')} with fewer than three authors: not shown"
        )
    if blind:
        some = _unheard(state)
        parts.append(
            f"{counted(blind, 'territoire inconnu', 'territoires inconnus')}{some} : "
            "plus de la moitié du temps sans écoute"
            if lang == "fr"
            else f"{counted(blind, 'unknown area')}{some}: nothing heard for most of the time"
        )
    return (" ; " if lang == "fr" else "; ").join(parts) + "." if parts else ""


def _unheard(state: State) -> str:
    """Return which areas were not heard, in brackets, where they are few."""
    names = [one["name"] for one in state["areas"] if not one["known"]]
    return f" ({', '.join(names)})" if 0 < len(names) <= NAMED else ""


def _names(names: list[str], french: str, english: str, lang: str) -> str:
    if not names:
        return ""
    listed, more = ", ".join(names[:NAMED]), len(names) - NAMED
    if more > 0:
        listed += f" et {more} autres" if lang == "fr" else f" and {more} others"
    return (french if lang == "fr" else english).format(listed)
