"""How probably a topic is an unverified claim in circulation: evidence added up, each piece with its reason."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import exp, log
from typing import Any

from signals.rumours.circulation import kinds
from signals.wording import number

STANCES = {
    "query": ("demandent si c'est vrai", "ask whether it is true"),
    "deny": ("le démentent", "deny it"),
    "support": ("l'affirment", "support it"),
}
"""What messages do, by the stances that count."""
VERDICTS = {
    "false": ("faux", "false"),
    "misleading": ("trompeur", "misleading"),
    "unproven": ("non prouvé", "unproven"),
    "true": ("vrai", "true"),
}
"""Verdicts that count, as they are said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of a claim and of the messages that speak of it; None: not known, and nothing is concluded."""

    text: float | None = None
    """Mean probability of the messages that make the claim, by `signals.rumours.likeness`."""
    stances: Mapping[str, int] = field(default_factory=dict)
    """Messages by stance to the claim: support, deny, query, comment."""
    sourced: float | None = None
    """Share of the messages that link to a page, or come from press or institutions."""
    official: float = 0.0
    """Share of the messages that support the claim which come from the press or an institution."""
    novelty: float | None = None
    """1: nothing alike was said in past weeks; 0: the same was."""
    doubling_hours: float | None = None
    """Hours in which the messages that spread it double; None: they do not grow."""
    copied: float | None = None
    """Share of the messages that are copies of another."""
    coordinated: float | None = None
    """Share of the messages from accounts that act together."""
    checks: Mapping[str, int] = field(default_factory=dict)
    """Published checks of the claim by verdict (`signals.checks.VERDICTS`)."""
    circulation: Mapping[str, int] | None = None
    """Messages by kind of cue (`signals.rumours.circulation`)."""

    def __post_init__(self) -> None:
        for name in ("text", "sourced", "official", "novelty", "copied", "coordinated"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 1:
                raise ValueError(f"{name} must lie in [0, 1], got {value}")
        if self.doubling_hours is not None and self.doubling_hours <= 0:
            raise ValueError(f"doubling_hours must be positive, got {self.doubling_hours}")


@dataclass(frozen=True, slots=True)
class Term:
    """One piece of evidence, and how far it moves the odds."""

    name: str
    weight: float
    """In log-odds: above 0 for a rumour, below against."""
    reason: str
    """In French."""
    reason_en: str


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The probability, and what it is made of, the weightiest first."""

    probability: float
    terms: tuple[Term, ...]

    @property
    def reason(self) -> str:
        """Return the three weightiest reasons in a French sentence."""
        return " ; ".join(term.reason for term in self.terms[:3])

    @property
    def reason_en(self) -> str:
        """Return the same in English."""
        return "; ".join(term.reason_en for term in self.terms[:3])


def likelihood(evidence: Evidence) -> Likelihood:
    """Return how probably an unverified claim is in circulation, with its reasons.

    Weights of evidence (Good 1950) are added to the odds of a claim of which nothing is known. A piece that is not
    known adds nothing. `docs/detection/rumours.md` says which weights were learned and which were set.

    >>> found = likelihood(Evidence(stances={"query": 6, "support": 4}, sourced=0.0))
    >>> round(found.probability, 2), found.reason
    (0.71, "6 messages sur 10 demandent si c'est vrai ; personne ne donne de source ; 4 messages sur 10 l'affirment")
    """
    terms = sorted(_terms(evidence), key=lambda term: (-abs(term.weight), term.name))
    odds = _weights()["start"] + sum(term.weight for term in terms)
    return Likelihood(1 / (1 + exp(-odds)), tuple(terms))


def _terms(evidence: Evidence) -> Iterator[Term]:
    yield from _text(evidence)
    yield from _stances(evidence)
    yield from _sourcing(evidence)
    yield from _spread(evidence)
    yield from _circulation(evidence)
    yield from _checks(evidence)


def _text(evidence: Evidence) -> Iterator[Term]:
    if evidence.text is None:
        return
    of, share = _weights()["text"], _weights()["share"]
    bounded = min(max(evidence.text, 1e-6), 1 - 1e-6)
    weight = of["weight"] * (log(bounded / (1 - bounded)) - log(share / (1 - share)))
    weight = min(max(weight, -of["most"]), of["most"])
    french = "le texte a le tour" if weight > 0 else "le texte n'a guère le tour"
    english = "it reads like" if weight > 0 else "it hardly reads like"
    yield Term("text", weight, f"{french} d'une affirmation à vérifier", f"{english} a claim to verify")


def _stances(evidence: Evidence) -> Iterator[Term]:
    of, total = _weights()["stance"], sum(evidence.stances.values())
    for name, (french, english) in STANCES.items():
        if count := evidence.stances.get(name, 0):
            trust = 1.0 if total >= of["settled"] else 0.5
            yield Term(
                name,
                trust * of[name] * count / total,
                f"{number(count, french=True)} messages sur {number(total, french=True)} {french}",
                f"{number(count, french=False)} of {number(total, french=False)} messages {english}",
            )


def _sourcing(evidence: Evidence) -> Iterator[Term]:
    of = _weights()["sourcing"]
    if evidence.official:
        weight = of["official"] * min(1.0, evidence.official / of["enough"])
        yield Term("official", weight, "la presse ou une institution l'affirme", "press or an institution says so")
    if evidence.sourced == 0:
        yield Term("sourcing", of["none"], "personne ne donne de source", "nobody gives a source")
    elif evidence.sourced is not None:
        yield _shared("sourcing", of["sourced"], evidence.sourced, ("donnent une source", "give a source"))


def _spread(evidence: Evidence) -> Iterator[Term]:
    weights = _weights()
    if evidence.novelty is not None:
        new = evidence.novelty >= 0.5
        said = ("c'est nouveau", "it is new") if new else ("cela s'est déjà dit", "it was said before")
        yield Term("novelty", weights["novelty"]["new"] * (2 * evidence.novelty - 1), *said)
    hours = evidence.doubling_hours
    if hours is not None and hours <= weights["speed"]["hours"]:
        french, english = (number(hours, french=one) for one in (True, False))
        yield Term("speed", weights["speed"]["doubling"], f"double en {french} h", f"doubles in {english} h")
    if evidence.copied:
        yield _shared("copied", weights["copies"]["copied"], evidence.copied, ("sont des copies", "are copies"))
    if evidence.coordinated:
        said = ("viennent de comptes coordonnés", "come from coordinated accounts")
        yield _shared("coordinated", weights["copies"]["coordinated"], evidence.coordinated, said)


def _circulation(evidence: Evidence) -> Iterator[Term]:
    if evidence.circulation is None:
        return
    of, found = _weights()["circulation"], kinds(evidence.circulation, sum(evidence.stances.values()))
    weight = min(max(of["kind"] * (found - of["usual"]), -of["most"]), of["most"])
    if weight > 0:
        yield Term(
            "circulation", weight, "on le tient d'autrui, on le relaie, on demande si c'est vrai, on crie au secret",
            "people heard it from others, pass it on, ask whether it is true, call it hidden",
        )  # fmt: skip
    else:
        yield Term("circulation", weight, "rien n'y circule de bouche à oreille", "nothing goes from mouth to mouth")


def _checks(evidence: Evidence) -> Iterator[Term]:
    """Yield the weightiest verdict alone: checks of one claim are not independent."""
    of = _weights()["checks"]
    found = [verdict for verdict, count in evidence.checks.items() if count and of[verdict]]
    if found:
        verdict = max(found, key=lambda one: (abs(of[one]), one))
        french, english = VERDICTS[verdict]
        said = f"une vérification publiée conclut « {french} »", f'a published check concludes "{english}"'
        yield Term("check", of[verdict], *said)


def _shared(name: str, weight: float, share: float, said: tuple[str, str]) -> Term:
    percent = f"{100 * share:.0f} %"
    return Term(name, weight * share, f"{percent} des messages {said[0]}", f"{percent} of the messages {said[1]}")


@cache
def _weights() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("weights.toml").read_text("utf-8"))
