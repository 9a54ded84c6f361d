"""Why an alert was raised: its numbers, its signals, the query that counts them again, the button that replays it."""

import json

from markupsafe import Markup

from graph.evidence import Replay
from graph.rows import Row
from ui import markup, spreading
from ui.formats import moment, number
from ui.markup import Column
from ui.services import Services
from ui.state import State


def numbers(state: State, alert: Row) -> Markup:
    """Return the strongest signal in figures."""
    if not alert["signals"]:
        return Markup("")
    signal = max(alert["signals"], key=lambda signal: (signal["observed"], signal["at"]))
    minutes = window_minutes(signal)
    return markup.figures(
        {
            state.say(f"auteurs distincts en {minutes} minutes", f"distinct authors in {minutes} minutes"): number(
                signal["observed"], state.lang
            ),
            state.say("attendus", "expected"): _small(state, signal["expected"]),
            state.say("borne haute, franchie", "upper bound, passed"): _small(state, signal["upper"]),
            state.say("probabilité d’un tel écart par hasard", "chance of such a gap at random"): _chance(
                state, signal
            ),
        }
    )


def window_minutes(signal: Row) -> int:
    """Return the minutes that a signal looked at, by the settings of its detector."""
    return int(json.loads(signal["parameters"]).get("window_minutes", 60))


def _small(state: State, value: float) -> str:
    return state.say("< 0,1", "< 0.1") if 0 < value < 0.05 else number(value, state.lang)


def _chance(state: State, signal: Row) -> str:
    p = signal["p_value"]
    if p < 0.0001:
        return state.say("< 0,0001", "< 0.0001")
    return number(p, state.lang, 4)


def why(state: State, services: Services, alert: Row, replayed: tuple[Replay | None] | None) -> Markup:
    """Return the signals of an alert, its query and, where asked, whether its evidence still says the same."""
    signals = markup.table(
        state.say("Signaux qui l’ont levée", "Signals that raised it"),
        [
            Column(state.say("Heure", "Time")),
            Column(state.say("Lieu", "Place")),
            Column(state.say("Observés", "Observed"), numeric=True),
            Column(state.say("Attendus", "Expected"), numeric=True),
        ],
        [
            (
                moment(signal["at"], state.lang),
                signal["place"] or signal["place_id"] or "France",
                number(signal["observed"], state.lang),
                _small(state, signal["expected"]),
            )
            for signal in alert["signals"][:8]
        ],
    )
    return Markup(
        '<div class="stack"><h2>{}</h2>{}{}'
        '<details id="cypher"><summary>{}</summary><p class="small soft">{}</p>'
        '<pre tabindex="0">{}</pre></details></div>'
    ).format(
        state.say("Pourquoi cette alerte", "Why this alert"),
        signals,
        spreading.replayed(state, alert["id"], replayed[0] if replayed else None, asked=replayed is not None),
        state.say("Requête qui recalcule ces chiffres", "Query that counts these numbers again"),
        _how(state, alert),
        services.alerts.recompute(),
    )


def _how(state: State, alert: Row) -> str:
    minutes = window_minutes(alert["signals"][0]) if alert["signals"] else 60
    return state.say(
        f"Lecture seule, avec alert = « {alert['id']} » et minutes = {minutes}. Un écart avec les chiffres ci-dessus "
        "veut dire que des messages ont changé de sujet, ou ont été effacés, depuis le signal ; "
        f"« cyberimpact alert replay {alert['id']} » relit les éléments tels qu'ils ont été vus.",
        f"Read only, with alert = “{alert['id']}” and minutes = {minutes}. A gap with the numbers above means that "
        "messages changed topic, or were erased, since the signal; "
        f"“cyberimpact alert replay {alert['id']}” reads the items as they were seen.",
    )
