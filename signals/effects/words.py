"""An effect in words: what an action changed, in one sentence, and why one may not conclude."""

from datetime import timedelta

from signals.effects.account import Account
from signals.effects.caution import BLOCKING
from signals.effects.measure import Effect
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

    effect, name = account.effect, say(*NAMED.get(kind, ("l’action", "the action")))
    if effect is None:
        return say(
            "L’effet ne peut pas être mesuré : aucun sujet ne répond à cette action, ou moins de 30 messages en "
            "parlaient avant elle.",
            "The effect cannot be measured: no topic answers this action, or fewer than 30 messages came before it.",
        )
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


def _clear(verdict: str, effect: Effect, *, over: str, name: str, lang: str) -> str:
    least, size, most = (
        change(abs(one), lang).lstrip("+") for one in sorted((effect.low, effect.change, effect.high), key=abs)
    )
    french, english = ("de moins", "fewer") if verdict == "less" else ("de plus", "more")
    if lang == "fr":
        return f"En {over}, {size} de messages {french} que sans {name} (entre {least} et {most} {french}, à 95 %)."
    return f"In {over}, {size} {english} messages than without {name} (between {least} and {most} {english}, 95%)."
