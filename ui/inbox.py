"""The inbox of a watch as HTML: its boxes, its rows, what is done to several at once, the keys."""

import json
from collections.abc import Sequence

from markupsafe import Markup

from graph.rows import Row
from ui import deciding, markup, wording
from ui.formats import ago, number
from ui.services.span import Span
from ui.services.triage import BOXES
from ui.state import State, Words

SHOWN = 200
"""Rows listed; the search finds the others."""

NAMES: dict[str, Words] = {
    "open": ("À traiter", "To do"),
    "acknowledged": ("En cours", "In progress"),
    "snoozed": ("En veille", "On hold"),
    "treated": ("Traitées", "Done"),
}
EMPTY: dict[str, tuple[Words, Words]] = {
    "open": (
        ("Rien à traiter", "Nothing to do"),
        (
            "Une alerte nouvelle, ou mise en veille et qui s’aggrave, apparaîtra ici d’elle-même.",
            "A new alert, or one on hold that gets worse, will appear here by itself.",
        ),
    ),
    "acknowledged": (
        ("Aucune alerte en cours", "No alert in progress"),
        ("Prenez-en une en compte depuis « À traiter ».", "Take one from “To do”."),
    ),
    "snoozed": (
        ("Aucune alerte en veille", "No alert on hold"),
        (
            "Mettez en veille ce qui ne demande rien tant que cela ne s’aggrave pas.",
            "Put on hold what calls for nothing as long as it does not get worse.",
        ),
    ),
    "treated": (
        ("Aucune alerte traitée depuis trente jours", "No alert done in the last thirty days"),
        ("", ""),
    ),
}
BACK: dict[str, Words] = {
    "severity": ("revenue : plus grave", "back: more severe"),
    "volume": ("revenue : volume doublé", "back: volume doubled"),
    "time": ("revenue : délai passé", "back: time is up"),
}
KEYS: tuple[tuple[str, Words], ...] = (
    ("j", ("alerte suivante", "next alert")),
    ("k", ("alerte précédente", "previous alert")),
    ("x", ("choisir, ou ne plus choisir", "choose, or no longer")),
    ("a", ("prendre en compte", "take")),
    ("s", ("mettre en veille jusqu’à aggravation", "put on hold until it gets worse")),
    ("c", ("clore, après avoir dit ce qui va se passer", "close, once it was said what will happen")),
    ("z", ("annuler le dernier acte", "undo the last act")),
    ("e", ("aller aux messages à l’appui", "go to the supporting messages")),
    ("/", ("chercher", "search")),
    ("?", ("montrer cette aide", "show this help")),
    ("Esc", ("fermer, revenir à la liste", "close, go back to the list")),
)
ACTS = {"a": "acknowledge", "s": "snooze", "c": "ending", "z": "undo"}


def matching(rows: Sequence[Row], box: str, search: str) -> list[Row]:
    """Return the alerts of a box whose title, reason, topic or places hold all words of `search`."""
    wanted = search.casefold().split()
    found = [row for row in rows if row["standing"].state in BOXES[box]]
    return [row for row in found if all(word in _words(row) for word in wanted)]


def _words(row: Row) -> str:
    names = (place["name"] or place["id"] for place in row["places"])
    texts = (row["title"], row["title_en"], row["reason"], row["topic"], row["standing"].given_to, *names)
    return " ".join(text for text in texts if text).casefold()


def boxes(state: State, rows: Sequence[Row]) -> Markup:
    """Return the boxes with their counts, as links."""
    counts = {name: sum(row["standing"].state in states for row in rows) for name, states in BOXES.items()}
    items = markup.join(
        Markup('<li><a id="box-{}" href="{}" data-go="{}"{}>{} <b>{}</b></a></li>').format(
            name,
            state.search(inbox=name, alert=""),
            json.dumps({"inbox": name, "alert": ""}),
            Markup(' aria-current="page"') if name == state.inbox else "",
            state.say(*NAMES[name]),
            number(count, state.lang),
        )
        for name, count in counts.items()
    )
    return Markup('<nav class="boxes" aria-label="{}"><ul>{}</ul></nav>').format(
        state.say("États des alertes", "States of alerts"), items
    )


def tools(state: State) -> Markup:
    """Return the search field and the help."""
    label = state.say("Chercher une alerte, un lieu, un sujet", "Search alerts, places, topics")
    keys = markup.join(
        Markup("<div><dt><kbd>{}</kbd></dt><dd>{}</dd></div>").format(
            state.say("Échap", "Esc") if key == "Esc" else key, state.say(*words)
        )
        for key, words in KEYS
    )
    return Markup(
        '<div class="row apart top tools"><label class="field search">{}<input type="text" id="search" data-search '
        'maxlength="100" value="{}" autocomplete="off"></label>'
        '<details id="keys" class="keys" data-help><summary>{}</summary><dl>{}</dl>'
        '<label class="tick"><input type="checkbox" data-keys-on>{}</label></details></div>'
    ).format(
        label,
        state.search_words,
        state.say("Raccourcis clavier (?)", "Keyboard shortcuts (?)"),
        keys,
        state.say("Raccourcis actifs dans ce navigateur", "Shortcuts on in this browser"),
    )


def listed(state: State, rows: Sequence[Row], span: Span, *, may: bool) -> Markup:
    """Return the rows of a box, with what can be done to those that are chosen."""
    if not rows:
        if state.search_words:
            body = markup.empty(
                state.say("Aucune alerte ne répond à cette recherche", "No alert answers this search"),
                state.say("Effacez un mot, ou regardez un autre état.", "Take a word away, or look at another state."),
            )
        else:
            body = markup.empty(*(state.say(*words) for words in EMPTY[state.inbox]))
        return Markup('<div data-keys="{}" class="stack"><h2>{}</h2>{}</div>').format(
            json.dumps(ACTS if may else {}), state.say(*NAMES[state.inbox]), body
        )
    more = Markup("")
    if len(rows) > SHOWN:
        more = Markup('<p class="soft small">{}</p>').format(
            state.say(
                f"Les {SHOWN} premières sur {number(len(rows), 'fr')} : cherchez un mot pour voir les autres.",
                f"The first {SHOWN} of {number(len(rows), 'en')}: search for a word to see others.",
            )
        )
    items = markup.join(_row(state, row, span) for row in rows[:SHOWN])
    return Markup(
        '<form class="stack" data-bulk data-keys="{}"><div class="row apart"><h2>{}</h2>'
        '<span class="soft small">{}</span></div>{}'
        '<ol class="alerts inbox" id="rows" data-scroll tabindex="-1">{}</ol>{}</form>'
    ).format(
        json.dumps(ACTS if may else {}),
        state.say(*NAMES[state.inbox]),
        state.say("les plus graves et les plus rapides d’abord", "by severity and speed"),
        deciding.together(state) if may else "",
        items,
        more,
    )


def _row(state: State, row: Row, span: Span) -> Markup:
    name = wording.title(state, row)
    changes = {"alert": row["id"]}
    return Markup(
        '<li class="{}" data-row="{}" data-seen="{}"><label class="pick"><input type="checkbox" id="pick-{}" data-pick '
        'aria-label="{}"></label><div><div class="row">{}{}<span class="soft small">{}</span></div>'
        '<h3><a href="{}" id="open-{}" data-open data-go="{}">{}</a></h3><p class="soft small">{}</p></div></li>'
    ).format(
        row["severity"],
        row["id"],
        row["standing"].seen,
        row["id"],
        state.say(f"Choisir : {name}", f"Choose: {name}"),
        markup.chip(row["severity"], wording.word(state, wording.SEVERITIES, row["severity"])),
        _badges(state, row),
        " · ".join((ago(row["last_at"], span.until, state.lang), *_places(row))),
        state.search(**changes),
        row["id"],
        json.dumps(changes),
        name,
        _why(state, row, span),
    )


def _places(row: Row) -> list[str]:
    names = [place["name"] or place["id"] for place in row["places"]]
    return [", ".join(names[:3]) + (" …" if len(names) > 3 else "")] if names else []


def _badges(state: State, row: Row) -> Markup:
    standing = row["standing"]
    badges = []
    if standing.back:
        badges.append(markup.chip("forte", state.say(*BACK[standing.back])))
    if standing.given_to:
        badges.append(markup.chip("plain", standing.given_to))
    if standing.verdict:
        badges.append(markup.chip("plain", state.say(*deciding.VERDICTS[standing.verdict])))
    elif standing.state == "dismissed":
        badges.append(markup.chip("plain", state.say("Fausse alerte", "False alarm")))
    if row["parts"]:
        count = len(row["parts"]) + 1
        badges.append(markup.chip("plain", state.say(f"{count} alertes réunies", f"{count} alerts merged")))
    return markup.join(badges)


def _why(state: State, row: Row, span: Span) -> str:
    parts = []
    if row["volume"]:
        parts.append(
            state.say(
                f"au plus fort : {number(row['volume'], 'fr', 0)} auteurs ou signalements",
                f"peak: {number(row['volume'], 'en', 0)} authors or reports",
            )
        )
    signals = row["signals"]
    parts.append(state.say(f"{signals} signa{'ux' if signals > 1 else 'l'}", f"{signals} signal{'s' * (signals != 1)}"))
    parts.append(
        state.say(f"levée {ago(row['first_at'], span.until, 'fr')}", f"raised {ago(row['first_at'], span.until, 'en')}")
    )
    if row["standing"].state == "snoozed":
        parts.append(deciding.aside(state, row["standing"]))
    return " · ".join(parts)
