"""What can be done to alerts, as forms; what was done, as a history."""

import json

from markupsafe import Markup

from graph.rows import Row
from signals.standing import Standing, counting
from ui import markup, wording
from ui.formats import clock, moment, number
from ui.services.acts import HOURS
from ui.state import State, Words

VERDICTS: dict[str, Words] = {
    "real": ("Fait réel", "Real event"),
    "false": ("Rumeur fausse", "False rumour"),
    "expected": ("Attendu, sans suite", "Expected, nothing to do"),
}
ROLES: tuple[Words, ...] = (
    ("vigie", "watch officer"),
    ("analyste", "analyst"),
    ("communication", "communication"),
    ("chef de cellule", "head of cell"),
)
"""Offered where an alert is given to somebody; any other role may be written."""

BUTTON = Markup('<button class="button {}" id="{}" name="act" value="{}">{}</button>')


def form(state: State, alert: Row, *, draft: str = "") -> Markup:
    """Return what can be done to one alert; it says which state of the alert it was shown for."""
    standing, name = alert["standing"], alert["id"]
    take = BUTTON.format("main", "act-acknowledge", "acknowledge", state.say("Prendre en compte", "Take"))
    if standing.state == "acknowledged":
        take = Markup("")
    reopen = BUTTON.format("main", "act-reopen", "reopen", state.say("Rouvrir", "Reopen"))
    acts = markup.join((take, _hold(state), _end(state)))
    if standing.state in ("closed", "dismissed", "snoozed"):
        acts = reopen
    return Markup(
        '<form class="stack decide"><input type="hidden" name="alert" value="{}"><input type="hidden" name="seen" '
        'value="{}"><label class="field">{}'
        '<textarea id="comment-{}" name="comment" maxlength="2000">{}</textarea></label>'
        '<div class="stack">{}{}</div></form>'
    ).format(
        name,
        standing.seen,
        state.say("Commentaire (facultatif)", "Comment (optional)"),
        name,
        draft,
        Markup('<div class="row">{}</div>').format(acts),
        Markup('<div class="row">{}{}</div>').format(
            "" if standing.state in ("closed", "dismissed") else _give(state),
            BUTTON.format("", "act-comment", "comment", state.say("Commenter", "Comment")),
        ),
    )


def together(state: State) -> Markup:
    """Return what can be done to the alerts that are chosen; hidden while none is."""
    chosen = Markup('<b data-count aria-hidden="true">0</b> {}').format(state.say("choisies", "chosen"))
    return Markup(
        '<div class="bulk" role="group" aria-label="{}" data-when-picked hidden><span>{}</span>{}{}{}{}{}</div>'
    ).format(
        state.say("Agir sur les alertes choisies", "Act on the chosen alerts"),
        chosen,
        BUTTON.format("main", "bulk-take", "acknowledge", state.say("Prendre en compte", "Take")),
        BUTTON.format("", "bulk-hold", "snooze", state.say("Mettre en veille", "Put on hold")),
        BUTTON.format("", "bulk-close", "ending", state.say("Clore…", "Close…")),
        BUTTON.format("", "bulk-dismiss", "dismiss", state.say("Écarter", "Dismiss")),
        BUTTON.format("", "bulk-merge", "propose", state.say("Réunir…", "Merge…")),
    )


def _hold(state: State) -> Markup:
    until = {"": state.say("jusqu’à aggravation", "until it gets worse")} | {
        str(hours): state.say(f"{hours} h au plus", f"{hours} h at most") for hours in HOURS
    }
    return Markup('<span class="pair">{}<select id="until" name="until" aria-label="{}">{}</select></span>').format(
        BUTTON.format("", "act-snooze", "snooze", state.say("Mettre en veille", "Put on hold")),
        state.say("Durée de la mise en veille", "How long"),
        markup.options_of(until, ""),
    )


def _end(state: State) -> Markup:
    verdicts = {code: state.say(*words) for code, words in VERDICTS.items()}
    return Markup(
        '<span class="pair">{}<select id="verdict" name="verdict" aria-label="{}">{}</select></span>{}'
    ).format(
        BUTTON.format("", "act-close", "close", state.say("Clore", "Close")),
        state.say("Verdict", "Verdict"),
        markup.options_of(verdicts, "real"),
        BUTTON.format("", "act-dismiss", "dismiss", state.say("Écarter", "Dismiss")),
    )


def _give(state: State) -> Markup:
    roles = markup.join(Markup('<option value="{}">').format(state.say(*words)) for words in ROLES)
    return Markup(
        '<span class="pair">{}<input type="text" id="given-to" name="given_to" maxlength="60" list="roles" '
        'placeholder="{}" aria-label="{}"><datalist id="roles">{}</datalist></span>'
    ).format(
        BUTTON.format("", "act-assign", "assign", state.say("Confier à", "Give to")),
        state.say("un rôle", "a role"),
        state.say("Rôle à qui confier l’alerte", "Role to give the alert to"),
        roles,
    )


def aside(state: State, standing: Standing) -> str:
    """Return what brings an alert back that was put aside."""
    put = standing.by or {}
    severity = wording.word(state, wording.SEVERITIES, put.get("severity") or "").lower()
    parts = [state.say(f"revient au-dessus de « {severity} »", f"comes back above “{severity}”")]
    if put.get("volume"):
        twice = number(2 * put["volume"], state.lang, 0)
        parts.append(state.say(f"ou à {twice} au plus fort", f"or at a peak of {twice}"))
    if put.get("until"):
        at = clock(put["until"], state.lang)
        parts.append(state.say(f"au plus tard à {at}", f"by {at} at the latest"))
    return ", ".join(parts)


def history(state: State, alert: Row, *, undo: tuple[str, ...]) -> Markup:
    """Return what was decided, the latest first; the last can be taken back where `undo` names it."""
    if not alert["decisions"]:
        return Markup('<p class="soft">{}</p>').format(
            state.say("Personne n’a encore décidé.", "Nobody has decided yet.")
        )
    kept = {row["id"] for row in counting(alert["decisions"])}
    items = markup.join(_entry(state, row, kept, undo) for row in reversed(alert["decisions"]))
    return Markup('<ul class="plain history">{}</ul>').format(items)


def _entry(state: State, row: Row, kept: set[str], undo: tuple[str, ...]) -> Markup:
    back = Markup("")
    if undo and row["id"] == undo[0]:
        back = Markup(
            '<form><input type="hidden" name="undo" value="{}"><button class="button small" id="undo" name="act" '
            'value="undo">{}</button></form>'
        ).format(json.dumps(undo), state.say("Annuler", "Undo"))
    gone = row["act"] not in ("comment", "undo") and row["id"] not in kept
    return Markup(
        '<li{}><div class="row apart top"><div><b>{}</b> {}<br>'
        '<span class="soft small">{}{}</span></div>{}</div>{}</li>'
    ).format(
        Markup(' class="gone"') if gone else "",
        row["role"],
        did(state, row),
        moment(row["at"], state.lang),
        state.say(" · annulé depuis", " · undone since") if gone else "",
        back,
        Markup("<p>{}</p>").format(row["comment"]) if row["comment"] else "",
    )


def did(state: State, row: Row) -> str:
    """Return what a decision did, after the role that did it."""
    words = wording.word(state, wording.ACTS, row["act"])
    if row["act"] == "assign":
        words += state.say(f" à {row['given_to']}", f" to {row['given_to']}")
    if row["act"] == "close" and row["verdict"] in VERDICTS:
        verdict = state.say(*VERDICTS[row["verdict"]])
        words += state.say(f" : {verdict.lower()}", f": {verdict.lower()}")
    if row["act"] == "snooze":
        limit = row["until"]
        words += state.say(" jusqu’à aggravation", " until it gets worse")
        words += (
            state.say(f", {clock(limit, 'fr')} au plus tard", f", {clock(limit, 'en')} at the latest") if limit else ""
        )
    return words
