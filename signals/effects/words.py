"""An effect in words: what an action changed, in one sentence, and why one may not conclude."""

from datetime import timedelta

from signals.effects.account import Account
from signals.effects.caution import BLOCKING
from signals.effects.lack import Lack
from signals.effects.measure import NEAREST, Effect
from signals.said import NARROW, length, number

CAUTIONS: dict[str, tuple[str, str]] = {
    "few": (
        "trop peu de messages (moins de 30, attendus compris)",
        "too few messages (under 30, expected ones included)",
    ),
    "outage": ("une source était coupée presque tout ce temps", "a source was down most of that time"),
    "hazard": (
        "un aléa ou un événement a commencé ou pris fin dans le même temps, au même endroit",
        "a hazard or event began or ended at the same time, in the same place",
    ),
    "action": (
        "une autre action a porté sur le même sujet dans le même temps",
        "another action was about the same topic at the same time",
    ),
    "second_wave": (
        "les messages sont repartis après l’action : une seconde vague",
        "talk took off again: a second wave",
    ),
    "placebo": (
        "la même mesure trouve des effets à des dates où rien n’a été fait",
        "the same measure finds effects at dates on which nothing was done",
    ),
    "gap": (
        "une partie de ce temps n’a pas été entendue et n’est pas comptée",
        "part of that time was not heard, nor counted",
    ),
    "wide": ("l’intervalle est très large : l’ordre de grandeur seul est sûr", "the interval is very wide"),
}
LACKS: dict[str, tuple[str, str]] = {
    "topic": (
        "aucun message ne parle de son sujet là où elle porte, ou aucun sujet ne lui répond",
        "no message speaks of its topic where it reaches, or no topic answers it",
    ),
    "young": (
        "son sujet venait d’apparaître ; sans une heure de passé au moins, rien ne dit ce qui serait arrivé sans elle",
        "its topic had just appeared; without an hour of past, nothing tells what would have happened without it",
    ),
    "few": (
        "moins de 30 messages parlaient de son sujet avant elle ; c’est trop peu pour prévoir la suite",
        "fewer than 30 messages spoke of its topic before it; too few to forecast what was to come",
    ),
    "deaf": (
        "aucune source de ce sujet n’a été entendue depuis",
        "no source of this topic was heard since",
    ),
}
"""Why an effect can never be read."""
NAMED: dict[str, tuple[str, str]] = {
    "denial": ("le démenti", "the denial"),
    "instruction": ("la consigne", "the instruction"),
    "prevention": ("le message de prévention", "the prevention message"),
    "campaign": ("la campagne", "the campaign"),
    "service-change": ("le changement de service", "the change of service"),
}
MOST = 3.0
"""A change above this is written as « plus de »."""


def change(value: float, lang: str) -> str:
    """Return a relative change with its sign.

    >>> change(-0.523, "en"), change(0.08, "en"), change(7.0, "en")
    ('-52%', '+8%', 'over +300%')
    """
    over = value > MOST
    text = ("+" if value > 0.005 else "") + number(100 * min(value, MOST), lang, 0)
    sign = f"{NARROW}%" if lang == "fr" else "%"
    return (("plus de " if lang == "fr" else "over ") if over else "") + text + sign


def interval(effect: Effect, lang: str) -> str:
    """Return the bounds of an effect."""
    low, high = change(effect.low, lang), change(effect.high, lang)
    return f"de {low} à {high}" if lang == "fr" else f"{low} to {high}"


def sentence(kind: str, account: Account, lang: str) -> str:
    """Return what an action changed, in one sentence."""

    def say(french: str, english: str) -> str:
        return french if lang == "fr" else english

    if account.lack is not None:
        return _lacking(account.lack, kind, lang)
    effect, name = account.effect, say(*NAMED.get(kind, ("l’action", "the action")))
    if effect is None:
        return say("L’effet ne peut pas être mesuré.", "The effect cannot be measured.")
    over = length(timedelta(milliseconds=effect.until - effect.since), lang)
    bounds = interval(effect, lang)
    if account.verdict == "caution":
        why = next(one for one in account.cautions if one in BLOCKING)
        return say(f"On ne peut pas conclure : {CAUTIONS[why][0]}.", f"No conclusion: {CAUTIONS[why][1]}.")
    if account.verdict in ("less", "more"):
        return _clear(account.verdict, effect, over=over, name=name, lang=lang)
    if account.verdict == "none":
        return say(
            f"{name.capitalize()} n’a pas eu d’effet notable en {over} : {bounds}, à 95 %.",
            f"{name.capitalize()} had no notable effect in {over}: {bounds}, 95%.",
        )
    return say(
        f"On ne peut pas dire si {name} a eu un effet : en {over}, l’écart va {bounds} et peut être nul.",
        f"Nobody can tell whether {name} had an effect: in {over}, the gap runs from {bounds} and may be nil.",
    )


def _lacking(lack: Lack, kind: str, lang: str) -> str:
    """Return why no effect can be read, and whether it ever can."""
    name = NAMED.get(kind, ("l’action", "the action"))[lang == "en"]
    if lack.why == "time":
        least = length(timedelta(milliseconds=NEAREST * lack.width), lang)
        if lang == "fr":
            return f"Il est trop tôt pour lire un effet : il faut {least} de messages après {name}."
        return f"Too early to read an effect: it takes {least} of messages after {name}."
    if lack.why == "sought":
        if lang == "fr":
            return "Il est trop tôt pour lire un effet : aucun sujet n’y répond encore."
        return f"Too early to read an effect: no topic answers {name} so far."
    french, english = LACKS[lack.why]
    return (
        f"L’effet ne peut pas être mesuré : {french}." if lang == "fr" else f"The effect cannot be measured: {english}."
    )


def _clear(verdict: str, effect: Effect, *, over: str, name: str, lang: str) -> str:
    least, size, most = (
        change(abs(one), lang).lstrip("+") for one in sorted((effect.low, effect.change, effect.high), key=abs)
    )
    french, english = ("de moins", "fewer") if verdict == "less" else ("de plus", "more")
    if lang == "fr":
        return f"En {over}, {size} de messages {french} que sans {name} (entre {least} et {most} {french}, à 95 %)."
    return f"In {over}, {size} {english} messages than without {name} (between {least} and {most} {english}, 95%)."
