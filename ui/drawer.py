"""What stays beside the inbox: one alert, what can be done, what was done, the messages it rests on."""

import json

from markupsafe import Markup

from graph.rows import Row
from graph.users.roles import Right
from signals.standing import ORDER
from ui import deciding, inbox, markup, wording
from ui.formats import moment
from ui.services import Services
from ui.state import State
from ui.withheld import withheld

MESSAGES = 10
"""Messages shown; the page of the alert has more."""


def drawer(state: State, services: Services, alert: Row, *, draft: str = "") -> Markup:
    """Return one alert."""
    closing = json.dumps({"alert": ""})
    may = services.may(Right.decide)
    return Markup(
        '<section class="stack drawer" id="drawer-{}" data-scroll aria-label="{}" data-beside data-rest tabindex="-1">'
        '<div class="row apart top"><h2>{}</h2>'
        '<a href="{}" class="button" id="close-drawer" data-go="{}">{}</a></div>{}'
        '<p class="lead">{}</p>{}{}{}{}{}</section>'
    ).format(
        alert["id"],
        state.say("Alerte ouverte", "Open alert"),
        wording.title(state, alert),
        state.search(alert=""),
        closing,
        state.say("Fermer", "Close"),
        _standing(state, alert),
        wording.reason(state, alert),
        Markup("<p>{}</p>").format(
            markup.link(
                state, state.say("Ouvrir la fiche complète", "Open the full page"), page="alerte", alert=alert["id"]
            )
        ),
        parts(state, alert, may=may),
        deciding.form(state, alert, draft=draft) if may else "",
        Markup("<h3>{}</h3>{}").format(
            state.say("Ce qui a été décidé", "What was decided"),
            deciding.history(state, alert, undo=services.triage.last_of(alert) if may else ()),
        ),
        supporting(state, services, alert["id"], at_most=MESSAGES),
    )


def nothing(state: State) -> Markup:
    """Return what stands there while no alert is open."""
    return Markup('<section class="drawer" data-beside>{}</section>').format(
        markup.empty(
            state.say("Aucune alerte ouverte", "No alert open"),
            state.say(
                "Choisissez une alerte dans la liste, ou appuyez sur j.", "Choose an alert in the list, or press j."
            ),
        )
    )


def _standing(state: State, alert: Row) -> Markup:
    standing = alert["standing"]
    places = ", ".join(place["name"] or place["id"] for place in alert["places"][:6])
    chips = [
        markup.chip(alert["severity"], wording.word(state, wording.SEVERITIES, alert["severity"])),
        markup.chip("plain", wording.word(state, wording.STATES, standing.state)),
    ]
    if standing.back:
        chips.append(markup.chip("forte", state.say(*inbox.BACK[standing.back])))
    if standing.given_to:
        chips.append(markup.chip("plain", state.say(f"confiée à {standing.given_to}", f"given to {standing.given_to}")))
    if standing.state not in ORDER:
        raise ValueError(standing.state)
    hold = deciding.aside(state, standing) if standing.state == "snoozed" else ""
    since = state.say(
        f"dernier signal le {moment(alert['last_at'], 'fr')}", f"last signal {moment(alert['last_at'], 'en')}"
    )
    said = " · ".join(part for part in (places, since, hold) if part)
    return Markup('<div class="row">{}<span class="soft small">{}</span></div>').format(markup.join(chips), said)


def parts(state: State, alert: Row, *, may: bool) -> Markup:
    """Return the alerts that were merged into this one, each with the way to split it off for who may."""
    if not alert["parts"]:
        return Markup("")
    items = markup.join(
        Markup('<li class="row apart"><span>{}</span>{}</li>').format(
            markup.link(state, wording.title(state, part), page="alerte", alert=part["id"]),
            splitting(state, part) if may else "",
        )
        for part in alert["parts"]
    )
    return Markup('<h3>{}</h3><ul class="plain">{}</ul>').format(
        state.say("Alertes réunies à celle-ci", "Alerts merged into this one"), items
    )


def splitting(state: State, part: Row) -> Markup:
    """Return the button that gives back an alert that was merged into another."""
    return Markup(
        '<form><input type="hidden" name="alert" value="{}"><input type="hidden" name="seen" value="{}">'
        '<button class="button" id="split-{}" name="act" value="split" title="{}">{}</button></form>'
    ).format(
        part["id"],
        part["standing"].seen,
        part["id"],
        state.say(
            "Elle redevient une alerte à part, dans l’état où elle est", "It becomes an alert of its own, as it stands"
        ),
        state.say("Séparer", "Split"),
    )


def supporting(state: State, services: Services, alert: str, *, at_most: int | None = None) -> Markup:
    """Return the first messages that an alert rests on, for who may read them; authors are pseudonyms."""
    if services.may(Right.verbatims):
        return _evidence(state, services.alerts.evidence(alert)[:at_most])
    head = Markup('<h3 id="evidence">{}</h3>').format(state.say("Messages à l’appui", "Supporting messages"))
    return head + withheld(state)


def _evidence(state: State, messages: list[Row]) -> Markup:
    head = Markup('<h3 tabindex="-1" id="evidence" data-evidence>{}</h3>').format(
        state.say("Messages à l’appui, les premiers d’abord", "Supporting messages, first ones first")
    )
    if not messages:
        return head + markup.empty(
            state.say("Plus aucun message", "No message left"),
            state.say("Leur durée de conservation est passée.", "Their retention has passed."),
        )
    return Markup("{}{}").format(head, markup.join(message(state, row) for row in messages))


def message(state: State, row: Row) -> Markup:
    """Return one message with when, where and by which pseudonym it was written."""
    about = [moment(row["at"], state.lang), wording.word(state, wording.MESSAGES, row["kind"]), row["platform"]]
    if row["author"]:
        about.append(state.say("auteur ", "author ") + row["author"].rpartition(":")[2][:6])
    about.extend(place for place in row["places"][:3] if place)
    return Markup("<blockquote><p>{}</p><footer>{}</footer></blockquote>").format(row["text"], " · ".join(about))
