"""A frozen state put into words: what changed, what to look at, what was done, and what we do not know."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from signals.brief import pictures
from signals.brief.codes import ACTIONS, LEVELS, PHENOMENA, RUMOURS, SEVERITIES, STATES, word
from signals.brief.document import Block, Bullets, Document, Figure, Heading, Quote, Table, Text
from signals.brief.moments import both, milliseconds, moment
from signals.brief.seal import State, digest
from signals.brief.unknown import unknown
from signals.brief.where import NAMED, kind_of, named
from signals.said import number, percent
from signals.wording import counted

Row = Mapping[str, Any]
Outlines = Mapping[str, Sequence[Sequence[tuple[float, float]]]]
Say = Callable[[str, str], str]

LOUD = 5
"""Messages from which a topic is told as rising."""


@dataclass(frozen=True, slots=True)
class Maps:
    """Outlines of the départements: all in one picture with insets, and each by itself in degrees."""

    country: Outlines
    departements: Outlines


def compose(state: State, lang: str, maps: Maps) -> Document:
    """Return the brief of a frozen state; the same state gives the same document."""

    def say(french: str, english: str) -> str:
        return french if lang == "fr" else english

    where = named(state["place"], lang) or say("France entière", "All of France")
    since, until = both(state["since"], lang), both(state["until"], lang)
    return Document(
        lang=lang,
        title=say(f"Point de situation – {where}", f"Situation brief – {where}"),
        subtitle=say(f"Du {since} au {until}", f"From {since} to {until}"),
        marking=state["marking"],
        exercise=say("EXERCICE", "EXERCISE") if state["exercise"] else "",
        blocks=tuple(_blocks(state, lang, say, maps)),
        notes=tuple(_notes(state, lang, say)),
    )


def _blocks(state: State, lang: str, say: Say, maps: Maps) -> Iterator[Block]:
    yield Heading(say("Ce qui a changé", "What changed"))
    yield Bullets(tuple(_changes(state, lang, say)))
    if state["volume"]["hours"] and not state["unknown"].get("volume_hidden"):
        caption = say(
            "Messages par heure, heure de Paris ; les numéros sont ceux des alertes ci-dessous.",
            "Messages per hour, Paris time; the numbers are those of the alerts below.",
        )
        yield Figure(pictures.curve(state, lang), caption)
    yield Heading(say("Alertes", "Alerts"))
    yield from _alerts(state, lang, say)
    yield Heading(say("Rumeurs", "Rumours"))
    yield from _rumours(state, lang, say)
    yield Heading(say("Actions et effet mesuré", "Actions and measured effect"))
    yield from _actions(state, lang, say)
    yield Heading(say("Territoire", "Territory"))
    if len(names := state["place"].get("names", ())) > NAMED:
        yield Text(", ".join(names) + ".", "soft")
    yield _map(state, lang, say, maps)
    yield from _places(state, lang, say)
    if state["indicators"]:
        yield Heading(say("Indicateurs", "Indicators"))
        yield _indicators(state, lang, say)
    yield Heading(say("Ce que nous ne savons pas", "What we do not know"))
    yield Bullets(tuple(unknown(state, lang)))


def _changes(state: State, lang: str, say: Say) -> Iterator[str]:
    if state["unknown"].get("volume_hidden"):
        yield say(
            "Volume non montré : moins de trois auteurs, ou aucun message.",
            "Volume not shown: fewer than three authors, or no message.",
        )
    else:
        yield _volume(state, lang, say)
    since = milliseconds(datetime.fromisoformat(state["since"]))
    new = sum(alert["first_at"] >= since for alert in state["alerts"])
    todo = sum(alert["state"] == "open" for alert in state["alerts"])
    if state["alerts"]:
        told = len(state["alerts"])
        yield say(
            f"{counted(told, 'alerte')} dans ce point, dont {counted(new, 'nouvelle')} ; {todo} à traiter.",
            f"{counted(told, 'alert')} in this brief, {new} of them new; {todo} to do.",
        )
    rising = [row for row in state["topics"] if row["n"] >= max(LOUD, 2 * row["previous"])][:3]
    if rising:
        names = say(" ; ", "; ").join(f"{row['label']} ({_from_to(row, lang)})" for row in rising)
        yield say(
            f"Sujets au moins doublés, France entière : {names}.", f"Topics at least doubled, in France: {names}."
        )
    for hazard in state["hazards"][:4]:
        name = f"{word(PHENOMENA, hazard['phenomenon'], lang)}, {word(LEVELS, hazard['level'], lang)}"
        places = ", ".join(place for place in hazard["places"][:4] if place)
        end = moment(hazard["end"], lang)
        yield say(f"Vigilance {name}, jusqu’au {end} : {places}.", f"Warning {name}, until {end}: {places}.")


def _volume(state: State, lang: str, say: Say) -> str:
    n, before = state["volume"]["n"], state["volume"]["before"]
    least = say("au moins ", "at least ") if state["unknown"]["blind_hours"] else ""
    text = say(f"{least}{number(n, lang)} messages", f"{least}{number(n, lang)} messages")
    if before:
        sign = "+" if n >= before else ""
        change = f"{sign}{percent((n - before) / before, lang)}"
        if n >= 3 * before:
            change = say(f"{number(n / before, lang)} fois plus", f"{number(n / before, lang)} times as many")
        text += say(
            f", contre {number(before, lang)} la période précédente ({change})",
            f", against {number(before, lang)} in the period before ({change})",
        )
    return text[0].upper() + text[1:] + "."


def _alerts(state: State, lang: str, say: Say) -> Iterator[Block]:
    if around := state["place"].get("within"):
        yield Text(say(f"Celles du département ({around}).", f"Those of the département ({around})."), "soft")
    if not state["alerts"]:
        yield Text(
            say(
                "Aucune alerte dans la période, ce qui ne dit pas qu’il ne se passe rien : voir la dernière partie.",
                "No alert in the period, which does not say that nothing happens: see the last part.",
            )
        )
    for rank, alert in enumerate(state["alerts"], start=1):
        yield Heading(f"{rank}. {_of(alert, 'title', lang)}", 3)
        about = [
            say("gravité ", "severity ") + word(SEVERITIES, alert["severity"], lang),
            word(STATES, alert["state"], lang),
            say(f"levée le {moment(alert['first_at'], lang)}", f"raised {moment(alert['first_at'], lang)}"),
            ", ".join(alert["places"][:4]),
        ]
        yield Text(" · ".join(part for part in about if part), "soft")
        yield Text(_of(alert, "reason", lang))
        yield from (Quote(one["text"], _source(one, lang, say)) for one in alert["evidence"])


def _source(message: Row, lang: str, say: Say) -> str:
    author = say(f"auteur {message['author']}", f"author {message['author']}") if message["author"] else ""
    parts = (moment(message["at"], lang), message["platform"], author, ", ".join(message["places"]))
    return " · ".join(part for part in parts if part)


def _rumours(state: State, lang: str, say: Say) -> Iterator[Block]:
    if not state["rumours"]:
        yield Text(say("Aucune rumeur relevée dans la période.", "No rumour found in the period."))
    for rumour in state["rumours"]:
        claim = rumour["claim"]
        yield Heading(f"« {claim} »" if lang == "fr" else f"“{claim}”", 3)
        told = word(RUMOURS, rumour["state"], lang)
        if rumour["denied_at"]:
            at = moment(rumour["denied_at"], lang)
            told += say(f", démentie le {at}", f", denied {at}") if rumour["state"] != "denied" else f" ({at})"
        counts = say(
            f"{number(rumour['spread'], lang)} messages la propagent, {number(rumour['denials'], lang)} la démentent, "
            f"{number(rumour['queries'], lang)} demandent si c’est vrai ; {number(rumour['authors'], lang)} auteurs",
            f"{number(rumour['spread'], lang)} messages spread it, {number(rumour['denials'], lang)} deny it, "
            f"{number(rumour['queries'], lang)} ask whether it is true; {number(rumour['authors'], lang)} authors",
        )
        yield Text(say(f"État : {told}. {counts}.", f"State: {told}. {counts}."))
        beside = [_of(rumour, "reason", lang), _of(rumour, "recalled", lang), ", ".join(rumour["places"][:4])]
        yield Text(" · ".join(part for part in beside if part), "soft")


def _actions(state: State, lang: str, say: Say) -> Iterator[Block]:
    if not state["actions"]:
        yield Text(say("Aucune action inscrite au journal dans la période.", "No action in the journal in the period."))
    for action in state["actions"]:
        at = moment(action["at"], lang)
        yield Heading(f"{word(ACTIONS, action['kind'], lang)}, {at}", 3)
        about = (action["channel"], action["role"], ", ".join(action["places"][:4]))
        yield Quote(action["text"], " · ".join(part for part in about if part))
        yield Text(_of(action, "effect", lang))


def _map(state: State, lang: str, say: Say, maps: Maps) -> Block:
    place, kind = state["place"], kind_of(state["place"])
    codes = [code.removeprefix("D") for code in place.get("departements") or [place["id"]]]
    if kind in ("departement", "epci"):
        caption = say(
            "Messages des dernières 24 heures qui nomment une commune ou en viennent, pour 100 000 habitants ; "
            "communes d’au moins trois auteurs.",
            "Messages of the last 24 hours that name a commune or come from it, for 100,000 inhabitants; communes of "
            "at least three authors.",
        )
        rings = [ring for code in codes for ring in maps.departements[code]]
        return Figure(pictures.departement(state["areas"], rings, lang), caption)
    caption = say(
        "Messages pour 100 000 habitants, par département ; hachuré : source coupée ou absente, inconnu, et non calme.",
        "Messages for 100,000 inhabitants, by département; hatched: source down or missing, unknown, and not calm.",
    )
    if kind == "region":
        shapes = {code: maps.departements[code] for code in codes}
        return Figure(pictures.region(state["areas"], shapes, lang), caption)
    if kind == "departements":  # as far apart as they are: overseas as insets
        shapes = {code: maps.country[code] for code in codes}
        return Figure(pictures.region(state["areas"], shapes, lang, flattened=True), caption)
    return Figure(pictures.country(state["areas"], maps.country, lang), caption)


def _places(state: State, lang: str, say: Say) -> Iterator[Block]:
    told = [one for one in state["areas"] if one["known"] and one["population"] and one["n"]]
    told.sort(key=lambda one: (-one["n"] / one["population"], one["id"]))
    if told:
        rows = tuple(
            (one["name"], number(one["n"], lang), number(one["n"] * pictures.PER / one["population"], lang))
            for one in told[:10]
        )
        heads = say("Territoire|Messages|Pour 100 000 hab.", "Area|Messages|Per 100,000 inh.").split("|")
        yield Table(say("Taux les plus élevés", "Highest rates"), tuple(heads), rows, (False, True, True))


def _indicators(state: State, lang: str, say: Say) -> Block:
    side = "" if lang == "fr" else "_en"
    rows = tuple(
        (
            row["name" + side],
            row["value" + side] + (" *" if row["blind"] else ""),
            row["range" + side],
            number(row["n"], lang),
        )
        for row in state["indicators"]
    )
    heads = say("Indicateur|Valeur|Intervalle à 95 %|Effectif", "Indicator|Value|95% interval|n").split("|")
    caption = say(
        "Ceux qui reposent sur assez d’observations ; définitions : page Piliers. "
        "* : une source était coupée, le chiffre est incomplet.",
        "Those that rest on enough observations; definitions: page Pillars. "
        "*: a source was down, the figure is incomplete.",
    )
    return Table(caption, tuple(heads), rows, (False, True, False, True))


def _notes(state: State, lang: str, say: Say) -> Iterator[str]:
    made, until, name = both(state["made_at"], lang), both(state["until"], lang), digest(state)
    graph = say(f" sur le graphe « {state['graph']} »", f" on the graph “{state['graph']}”") if state["graph"] else ""
    yield say(f"Établi le {made}{graph} ; données jusqu’au {until}.", f"Made on {made}{graph}; data up to {until}.")
    yield say(
        "Les messages sont masqués (noms, numéros, adresses) et leurs auteurs désignés par un pseudonyme. Les volumes "
        "comptent des messages entendus, pas des personnes ; une alerte est un écart mesuré, pas un fait établi.",
        "Messages are masked (names, numbers, addresses) and their authors stand under a pseudonym. Volumes count "
        "messages that were heard, not people; an alert is a measured gap, not an established fact.",
    )
    yield say(
        f"Empreinte SHA-256 de l’état figé : {name}. Le fichier est signé (HMAC-SHA256) par l’installation qui l’a "
        "produit : « cyberimpact brief --verify FICHIER » le vérifie.",
        f"SHA-256 of the frozen state: {name}. The file is signed (HMAC-SHA256) by the installation that made it: "
        "“cyberimpact brief --verify FILE” checks it.",
    )


def _from_to(row: Row, lang: str) -> str:
    before, now = number(row["previous"], lang), number(row["n"], lang)
    return f"de {before} à {now}" if lang == "fr" else f"from {before} to {now}"


def _of(row: Row, name: str, lang: str) -> str:
    """Return a text in a language, in French where it has no other."""
    return str((row[f"{name}_en"] if lang != "fr" else "") or row[name] or "")
