"""The form of a query for analysts: library, parameters, text; and why one was refused, in words that help."""

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from graph.console import QueryRefused
from graph.library import THEMES, Query
from ui import markup
from ui.services.analyses import ROWS, SECONDS, value_of
from ui.state import State, Words

REFUSALS: dict[str, Words] = {
    "empty": (
        "Écrivez une requête, ou choisissez-en une dans la bibliothèque.",
        "Write a query, or choose one of the library.",
    ),
    "prefix": (
        "La console ajoute elle-même {} : donnez la requête seule.",
        "The console adds {} itself: give the query alone.",
    ),
    "plan": (
        "La requête n’est pas comprise. Vérifiez noms, parenthèses et guillemets. Le serveur dit :",
        "The query is not understood. Check names, brackets and quotes. The server says:",
    ),
    "write": (
        "Refusée : seules les requêtes qui lisent sont admises ; celle-ci écrit ou administre. Rien n’a été exécuté.",
        "Refused: only queries that read may run; this one would write or administer. Nothing was run.",
    ),
    "operator": (
        "Refusée : « {} » sort de la lecture du graphe (fichier, transaction, administration). Rien n’a été exécuté.",
        "Refused: “{}” goes beyond reading the graph (file, transaction, administration). Nothing was run.",
    ),
    "procedure": (
        "Refusée : la procédure {} n’est pas ouverte ici. Sont ouvertes les recherches d’index et db.labels, "
        "db.relationshipTypes, db.propertyKeys.",
        "Refused: the procedure {} is not open here. Open are searches of indexes and db.labels, "
        "db.relationshipTypes, db.propertyKeys.",
    ),
    "time": (
        "Arrêtée après {} s. Réduisez la période, ajoutez LIMIT, ou partez d’un nœud plus rare.",
        "Ended after {} s. Narrow the period, add LIMIT, or start from a rarer node.",
    ),
    "cancelled": ("Requête annulée.", "Query cancelled."),
    "failed": ("La requête a échoué. Le serveur dit :", "The query failed. The server says:"),
    "parameters": (
        "Un paramètre ne se lit pas : {}. Un nombre, un texte, ou du JSON comme {{\"jours\": 7}}.",
        "A parameter cannot be read: {}. A number, a text, or JSON such as {{\"days\": 7}}.",
    ),
}  # fmt: skip

QUOTED = ("plan", "failed")
"""Refusals that the server explains."""


class Typed:
    """What is in the form: a query of the library or none, the text and the parameters as typed."""

    def __init__(self) -> None:
        self.name = ""
        self.text = "MATCH (t:Topic)\nRETURN t.label AS sujet, t.size AS messages\nORDER BY messages DESC LIMIT 20"
        self.values: dict[str, str] = {}
        self.edition = 0
        """Grows with each choice, so that the fields are new ones."""

    def choose(self, name: str, query: Query | None) -> None:
        """Take a query of the library, or none."""
        self.name, self.edition = name, self.edition + 1
        self.values = {}
        if query is not None:
            self.text = query.text
            self.values = {key: _shown(default) for key, default in query.defaults().items()}

    def hear(self, form: Mapping[str, Any]) -> None:
        """Take over what was typed."""
        self.text = str(form.get("text", ""))[:20_000]
        self.values = {key[2:]: str(value)[:2_000] for key, value in form.items() if key.startswith("p:")}

    def parameters(self, query: Query | None) -> dict[str, Any]:
        """Return the parameters; raise `QueryRefused` for what cannot be read."""
        try:
            if query is None:
                free = json.loads(self.values.get("", "") or "{}")
                if not isinstance(free, dict):
                    raise ValueError(self.values[""])
                return free
            return {key: value_of(self.values.get(key, ""), default) for key, default in query.defaults().items()}
        except ValueError as error:
            raise QueryRefused("a parameter cannot be read", "parameters", str(error)[:120]) from error


def form(state: State, typed: Typed, library: Mapping[str, Query], *, running: bool) -> Markup:
    """Return the form."""
    query = library.get(typed.name)
    groups: dict[str, dict[str, str]] = {"": {"": state.say("Requête libre", "A query of yours")}}
    for one in library.values():
        groups.setdefault(state.say(*THEMES[one.theme]), {})[one.name] = state.say(one.title, one.title_en)
    choice = markup.grouped_choice("query", state.say("Bibliothèque", "Library"), groups=groups, chosen=typed.name)
    gives = Markup('<p class="soft small">{} {}</p>').format(
        state.say("Rend :", "Gives:"), ", ".join(query.columns)
    ) if query else Markup("")  # fmt: skip
    button = Markup('<button class="button {}" id="query-{}" name="act" value="{}"{}>{}</button>')
    go = button.format("main", "run", "run", Markup(" disabled") if running else "", state.say("Exécuter", "Run"))
    stop = button.format(
        "", "cancel", "cancel", "" if running else Markup(" disabled"), state.say("Annuler", "Cancel")
    )  # fmt: skip
    return Markup(
        '<form class="stack" autocomplete="off"><style>.ci .wide select {{ max-width: 100%; width: 100%; }}'
        ' .ci .button:disabled {{ opacity: .5; cursor: default; }}</style>'
        '<div class="wide">{}</div>{}{}<label class="field">{}<textarea id="query-text-{}" name="text" data-keep="no" '
        'spellcheck="false" rows="12" style="font:12.5px/1.5 ui-monospace,monospace;min-height:220px">{}</textarea>'
        '</label><div class="row">{}{}</div><p class="soft small">{}</p></form>'
    ).format(
        choice, gives, _fields(state, typed, query), state.say("Cypher, en lecture seule", "Cypher, read-only"),
        typed.edition, typed.text, go, stop,
        state.say(
            f"Au plus {ROWS} lignes et {SECONDS:.0f} s. Les textes sont masqués, les auteurs pseudonymisés.",
            f"At most {ROWS} rows and {SECONDS:.0f} s. Texts are masked, authors pseudonymised.",
        ),
    )  # fmt: skip


def _fields(state: State, typed: Typed, query: Query | None) -> Markup:
    field = Markup(
        '<label class="field">{}<input type="text" id="p-{}-{}" name="p:{}" value="{}" spellcheck="false"></label>'
    )
    if query is None:
        label = state.say("Paramètres (objet JSON, facultatif)", "Parameters (JSON object, optional)")
        return field.format(label, typed.edition, "json", "", typed.values.get("", ""))
    return markup.join(
        field.format(
            Markup("<span><b>${}</b> – {}</span>").format(one.name, state.say(one.meaning, one.meaning_en)),
            typed.edition, one.name, one.name, typed.values.get(one.name, ""),
        )
        for one in query.parameters
    )  # fmt: skip


def refusal(state: State, error: QueryRefused) -> Markup:
    """Return why a query was refused or ended, and what to do."""
    words = state.say(*REFUSALS.get(error.why, REFUSALS["failed"]))
    quoted = Markup("<pre tabindex='0'>{}</pre>").format(error.detail) if error.why in QUOTED else Markup("")
    kind = "" if error.why == "cancelled" else "down"
    return Markup('<div class="stack"><p class="banner {}" role="alert">{}</p>{}</div>').format(
        kind, words.format(error.detail), quoted
    )


def _shown(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)
