"""Closing several alerts with one verdict: what will happen is said before, what was left alone after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from graph.rows import Row
from signals.standing import counting
from ui import deciding, markup, wording
from ui.formats import moment, number
from ui.state import State

NAMED = 8
"""Alerts named; the others are counted."""

DONE = ("closed", "dismissed")


@dataclass(frozen=True, slots=True)
class Plan:
    """What closing the chosen alerts would do."""

    closing: Sequence[Row]
    done: Sequence[Row] = ()
    """Closed or dismissed already: left as they are."""
    changed: Sequence[Row] = ()
    """Decided on since they were chosen: left to another look."""
    gone: int = 0
    """Merged into another, or no longer in the inbox."""

    @property
    def on(self) -> dict[str, str]:
        """Return what to close, as it was seen."""
        return {row["id"]: row["standing"].seen for row in self.closing}

    @property
    def parts(self) -> int:
        """Return the alerts that were merged into those, and are closed with them."""
        return sum(len(row["parts"]) for row in self.closing)


def plan(rows: Sequence[Row], on: Mapping[str, str]) -> Plan:
    """Return what closing would do to alerts of the inbox, chosen as they were on screen."""
    chosen = [row for row in rows if row["id"] in on]
    changed = [row for row in chosen if row["standing"].seen != on[row["id"]]]
    left = [row for row in chosen if row not in changed]
    return Plan(
        closing=[row for row in left if row["standing"].state not in DONE],
        done=[row for row in left if row["standing"].state in DONE],
        changed=changed,
        gone=len(on) - len(chosen),
    )


def proposal(state: State, found: Plan, *, verdict: str = "", comment: str = "", problem: str = "") -> Markup:
    """Return what closing would do, with the verdict and the note still to be given."""
    count = len(found.closing)
    told = markup.join(part for part in (_closing(state, found), _left(state, found)) if part)
    leave = Markup(
        '<button class="button" id="close-not" name="act" value="forget" formnovalidate data-leave>{}</button>'
    )
    if not count:
        question = state.say("Aucune des alertes choisies n’est à clore.", "None of the chosen alerts is to be closed.")
        fields, button = Markup(""), Markup("")
    else:
        many = "s" if count > 1 else ""
        question = state.say(
            f"Clore {count} alerte{many} avec un même verdict ?", f"Close {count} alert{many} with one verdict?"
        )
        fields = _fields(state, verdict, comment)
        button = deciding.BUTTON.format(
            "main", "close-now", "close-each", state.say(f"Clore {count} alerte{many}", f"Close {count} alert{many}")
        )
    trouble = Markup('<p class="problem" role="alert">{}</p>').format(problem) if problem else ""
    return Markup(
        '<div class="notice plain"><form class="stack wide" data-ask>{}<p><b>{}</b></p>{}{}'
        '<div class="row">{}{}</div></form></div>'
    ).format(trouble, question, told, fields, button, leave.format(state.say("Ne rien changer", "Change nothing")))


def _fields(state: State, verdict: str, comment: str) -> Markup:
    verdicts = {"": state.say("Choisir un verdict", "Choose a verdict")}
    verdicts |= {code: state.say(*words) for code, words in deciding.VERDICTS.items()}
    return Markup(
        '<div class="closing"><label class="field">{}<select id="close-verdict" name="verdict" required data-grab>{}'
        '</select></label><label class="field">{}<textarea id="close-note" name="comment" maxlength="2000" rows="2">'
        "{}</textarea></label></div>"
    ).format(
        state.say("Verdict, le même pour toutes", "Verdict, the same for all"),
        markup.options_of(verdicts, verdict),
        state.say("Note (facultatif), la même pour toutes", "Note (optional), the same for all"),
        comment,
    )


def _closing(state: State, found: Plan) -> Markup:
    if not found.closing:
        return Markup("")
    parts = Markup("")
    if found.parts:
        many = "s" if found.parts > 1 else ""
        parts = Markup("<p>{}</p>").format(
            state.say(
                f"Ce qui leur a été réuni est clos avec elles : {found.parts} alerte{many} de plus.",
                f"What was merged into them is closed with them: {found.parts} more alert{many}.",
            )
        )
    return Markup('{}{}<p class="soft">{}</p>').format(
        _names(state, found.closing),
        parts,
        state.say(
            "Chacune garde son histoire. Une alerte close ne prend plus de signaux : si cela continue, une nouvelle "
            "est levée. Celles que quelqu’un d’autre change d’ici là ne sont pas closes.",
            "Each keeps its history. A closed alert takes no more signals: if the talk goes on, a new one is raised. "
            "Those that somebody else changes until then are not closed.",
        ),
    )


def _left(state: State, found: Plan) -> Markup:
    told = []
    if count := len(found.done):
        many = "s" if count > 1 else ""
        words = state.say(
            f"{count} déjà close{many} ou écartée{many}, laissée{many} en l’état :",
            f"{count} closed or dismissed already, left as {'they are' if many else 'it is'}:",
        )
        told.append(Markup("<p>{}</p>{}").format(words, _names(state, found.done)))
    if found.changed:
        told.append(changed(state, [(row, _last(row)) for row in found.changed]))
    if found.gone:
        many = "s" if found.gone > 1 else ""
        words = state.say(
            f"{found.gone} réunie{many} à une autre ou sortie{many} de la veille entre-temps.",
            f"{found.gone} merged into another or gone from the inbox meanwhile.",
        )
        told.append(Markup("<p>{}</p>").format(words))
    return markup.join(told)


def changed(state: State, late: Sequence[tuple[Row, Row | None]]) -> Markup:
    """Return which alerts were left alone, because of which decision of somebody else."""
    many = "s" if len(late) > 1 else ""
    head = state.say(
        f"{len(late)} changée{many} entre-temps, non close{many} et à revoir :",
        f"{len(late)} changed meanwhile, not closed, to be looked at again:",
    )
    items = markup.join(
        Markup("<li>{}{}</li>").format(markup.link(state, wording.title(state, row), alert=row["id"]), _who(state, by))
        for row, by in late[:NAMED]
    )
    return Markup("<p><b>{}</b></p><ul>{}{}</ul>").format(head, items, _more(state, late))


def _who(state: State, by: Row | None) -> str:
    if by is None:
        return ""
    return f" ({by['role']} {wording.word(state, wording.ACTS, by['act'])}, {moment(by['at'], state.lang)})"


def _last(row: Row) -> Row | None:
    return next(iter(reversed(counting(row["decisions"]))), None)


def _names(state: State, rows: Sequence[Row]) -> Markup:
    items = markup.join(
        Markup('<li>{} <span class="soft small">{}</span></li>').format(wording.title(state, row), _which(state, row))
        for row in rows[:NAMED]
    )
    return Markup("<ul>{}{}</ul>").format(items, _more(state, rows))


def _which(state: State, row: Row) -> str:
    """Return what tells an alert from others of the same title."""
    at = moment(row["first_at"], state.lang)
    severity = wording.word(state, wording.SEVERITIES, row["severity"])
    return " · ".join((severity, state.say(f"levée le {at}", f"raised {at}")))


def _more(state: State, rows: Sequence[object]) -> Markup:
    more = len(rows) - NAMED
    if more <= 0:
        return Markup("")
    return Markup("<li>{}</li>").format(
        state.say(f"et {number(more, 'fr')} autre{'s' if more > 1 else ''}", f"and {number(more, 'en')} more")
    )
