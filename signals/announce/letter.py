"""What a delivery says, as a mail: subject, text and page. Never what people wrote."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from signals.brief.codes import SEVERITIES, STATES, word
from signals.brief.moments import moment
from signals.said import NARROW, number
from signals.standing import SEVERITIES as ORDER

LONGEST_SUBJECT = 180

EVENTS = {
    "new": ("Nouvelle alerte", "New alert"),
    "update": ("Mise à jour", "Update"),
    "closed": ("Alerte terminée", "Alert over"),
}
PLACES = 6
"""Places named of each alert."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One alert as it is told."""

    event: str
    severity: str
    """Code, for its colour."""
    eyebrow: str
    title: str
    reason: str
    facts: tuple[tuple[str, str], ...]
    link: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says."""

    lang: str
    subject: str
    exercise: str
    """Said first in an exercise, empty otherwise."""
    lead: str
    """What a digest holds; empty for a single alert."""
    paragraphs: tuple[Paragraph, ...]
    open: str
    """Words of the links."""
    foot: tuple[str, ...]


def letter(told: Mapping[str, Any], *, lang: str, name: str, subscription: str, address: str) -> Letter:
    """Return the mail for what is `told` (see `flows.delivery.outbox`) to the subscription called `name`."""
    items = sorted(told["items"], key=lambda item: -ORDER.index(item["alert"]["severity"]))
    mark = "EXERCICE – " if told["exercise"] else ""
    lead = "" if len(items) == 1 else _lead(items, lang)
    subject = f"{mark}{lead or _subject(items[0], lang)}"
    return Letter(
        lang=lang,
        subject=_cut(re.sub(r"[^\S\u202f\u00a0]+", " ", subject)),
        exercise=_say(lang, "EXERCICE EXERCICE EXERCICE : données fictives", "EXERCICE (drill): invented data")
        if told["exercise"]
        else "",
        lead=lead,
        paragraphs=tuple(_paragraph(item, lang, address) for item in items),
        open=_say(lang, "Ouvrir la fiche", "Open the record"),
        foot=(
            _say(lang, f"Envoyé au titre de l’abonnement « {name} » ({subscription}).",
                 f"Sent for the subscription “{name}” ({subscription})."),
            _say(lang, "Pour le changer ou l’arrêter, adressez-vous à l’administration de la plateforme.",
                 "To change or end it, ask the administration of the platform."),
            _say(lang, "Diffusion restreinte. Aucun message de citoyen n’est cité ici.",
                 "Restricted. No message of a citizen is quoted here."),
        ),
    )  # fmt: skip


def text(said: Letter) -> str:
    """Return the letter as plain text."""
    parts = [said.exercise, said.lead]
    for one in said.paragraphs:
        lines = [one.eyebrow.upper(), one.title, "", one.reason, ""]
        lines += [f"{name} : {value}" if said.lang == "fr" else f"{name}: {value}" for name, value in one.facts]
        if one.link:
            lines += ["", f"{said.open} : {one.link}" if said.lang == "fr" else f"{said.open}: {one.link}"]
        parts.append("\n".join(lines))
    parts.append("-- \n" + "\n".join(said.foot))
    return "\n\n".join(part for part in parts if part) + "\n"


def link(address: str, alert: str) -> str:
    """Return the address of an alert in the app, empty where the deployer named none.

    >>> link("https://cellule.example.org/", "a:1|x y")
    'https://cellule.example.org/?page=alerte&alerte=a%3A1%7Cx%20y'
    """
    return f"{address.rstrip('/')}/?page=alerte&alerte={quote(alert, safe='')}" if address else ""


def _subject(item: Mapping[str, Any], lang: str) -> str:
    alert, event = item["alert"], item["event"]
    severity = word(SEVERITIES, alert["severity"], lang)
    title = alert["title"] if lang == "fr" else alert["title_en"]
    if event == "closed":
        return f"{_say(lang, *EVENTS['closed'])}{_colon(lang)}{title}"
    kind = _say(lang, f"Alerte {severity}", f"{severity.capitalize()} alert")
    if event == "update":
        kind = _say(lang, f"Mise à jour, alerte {severity}", f"Update, {severity} alert")
    return f"{kind}{_colon(lang)}{title}"


def _lead(items: Sequence[Mapping[str, Any]], lang: str) -> str:
    worst = items[0]["alert"]["severity"]
    n = sum(item["alert"]["severity"] == worst for item in items)
    severity = word(SEVERITIES, worst, lang)
    plural = "s" if n > 1 else ""
    return _say(
        lang, f"{len(items)} alertes, dont {n} {severity}{plural}", f"{len(items)} alerts, {n} of them {severity}"
    )


def _paragraph(item: Mapping[str, Any], lang: str, address: str) -> Paragraph:
    alert, event = item["alert"], item["event"]
    title, reason = (
        alert[name] if lang == "fr" else alert[f"{name}_en"] or alert[name] for name in ("title", "reason")
    )
    severity = word(SEVERITIES, alert["severity"], lang)
    return Paragraph(
        event=event,
        severity=alert["severity"],
        eyebrow=f"{_say(lang, *EVENTS[event])} – {_say(lang, f'gravité {severity}', f'{severity} severity')}",
        title=title,
        reason=reason,
        facts=tuple(_facts(alert, lang)),
        link=link(address, alert["id"]),
    )


def _facts(alert: Mapping[str, Any], lang: str) -> Sequence[tuple[str, str]]:
    names = [place["name"] or place["id"] for place in alert["places"]]
    more = len(names) - PLACES
    if more > 0:
        names = [*names[:PLACES], _say(lang, f"et {more} autres", f"and {more} more")]
    where = ", ".join(names) or _say(lang, "France entière", "All of France")
    facts = [(_say(lang, "Territoires", "Territories"), where)]
    zone = _say(lang, "heure de Paris", "Paris time")
    for words, at in ((("Début", "Began"), alert["first_at"]), (("Dernier signal", "Last signal"), alert["last_at"])):
        facts.append((_say(lang, *words), f"{moment(at, lang)} ({zone})"))
    if alert["observed"] is not None and alert["expected"] is not None:
        seen, usual = number(alert["observed"], lang), number(alert["expected"], lang)
        facts.append(
            (_say(lang, "Signal le plus fort", "Strongest signal"),
             _say(lang, f"{seen}, pour {usual} attendu", f"{seen}, for {usual} expected"))
        )  # fmt: skip
    facts.append((_say(lang, "État", "State"), word(STATES, alert["state"], lang)))
    return facts


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_SUBJECT else words[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _colon(lang: str) -> str:
    return f"{NARROW}: " if lang == "fr" else ": "


def _say(lang: str, french: str, english: str) -> str:
    return french if lang == "fr" else english
