"""What lets one trust the graph: terms of each source, what was erased, what was read."""

from datetime import timedelta

from markupsafe import Markup

from graph.rows import Row
from ui import markup, wording
from ui.formats import ago, length, moment, number
from ui.markup import Column
from ui.services.span import Span
from ui.state import State

KINDS: dict[str, tuple[str, str]] = {
    "perception": ("avis et expériences", "reviews and experiences"),
    "social": ("réseau social", "social network"),
    "press": ("presse", "press"),
    "visibility": ("fréquentation", "visits"),
    "action": ("actions et signalements", "actions and reports"),
    "context": ("contexte", "context"),
    "exercise": ("exercice", "exercise"),
}
ERASED: dict[str, tuple[str, str]] = {
    "message": ("Messages", "Messages"),
    "account": ("Comptes, avec tout ce qu’ils ont écrit", "Accounts, with all that they wrote"),
    "action": ("Entrées du journal retirées", "Entries of the journal taken back"),
}
WHY: dict[str, tuple[str, str]] = {
    "source": ("la plateforme l’a retiré", "its platform took it back"),
    "request": ("à la demande d’une personne", "a person asked"),
}
READS: dict[str, tuple[str, str]] = {
    "verbatims": ("Messages lus mot à mot", "Messages read word for word"),
    "export": ("Exports", "Exports"),
    "cypher": ("Requêtes d’analyse", "Analysts’ queries"),
}
REMOVED = ("Message", "Account", "Measure", "vectors")
"""What is told of the latest retention."""
NAMES: dict[str, tuple[str, str]] = {
    "Message": ("messages", "messages"),
    "Account": ("comptes", "accounts"),
    "Measure": ("mesures", "measures"),
    "vectors": ("vecteurs de textes", "vectors of texts"),
}


def lasting(seconds: float, lang: str) -> str:
    """Return a length of time in words."""
    return length(timedelta(seconds=seconds), lang)


def terms(state: State, rows: list[Row]) -> Markup:
    """Return on what terms each source is used."""
    titles = (
        ("Source", "Source"),
        ("Licence", "Licence"),
        ("Finalité", "Purpose"),
        ("Base légale", "Legal basis"),
        ("Conservation", "Kept for"),
    )
    cells = [
        (row["name"], row["licence"], row["purpose"], row["legal_basis"],
         state.say(f"{row['retention_days']} jours", f"{row['retention_days']} days"))
        for row in sorted(rows, key=lambda row: row["name"].lower())
    ]  # fmt: skip
    head = Markup("<h2>{}</h2>").format(state.say("Conditions d’usage", "Terms of use"))
    caption = state.say(
        "Le sas ne laisse rien entrer hors de la finalité ; la conservation peut être raccourcie, jamais allongée",
        "The gate lets nothing in outside the purpose; retention can be shortened, never lengthened",
    )
    return head + markup.table(caption, [Column(state.say(*words)) for words in titles], cells, wide=True)


def erased(state: State, span: Span, rows: list[Row], last: Row | None) -> Markup:
    """Return what was erased in a period, and what the latest retention removed."""
    head = Markup("<h2>{}</h2>").format(state.say("Effacé", "Erased"))
    if rows:
        titles = [Column(state.say("Quoi", "What")), Column(state.say("Pourquoi", "Why"))]
        titles += [Column(state.say("Nombre", "Count"), numeric=True), Column(state.say("Dernier", "Last"))]
        cells = [
            (wording.word(state, ERASED, row["kind"]), wording.word(state, WHY, row["reason"]),
             number(row["n"], state.lang), moment(row["last_at"], state.lang))
            for row in rows
        ]  # fmt: skip
        body = markup.table(state.say("Dans la période", "In the period"), titles, cells, wide=True)
    else:
        body = markup.empty(state.say("Rien n’a été effacé dans la période", "Nothing was erased in the period"))
    return Markup('<div class="stack">{}{}{}</div>').format(head, body, _retained(state, span, last))


def _retained(state: State, span: Span, last: Row | None) -> Markup:
    if last is None:
        return Markup('<p class="small">{}</p>').format(
            state.say(
                "La conservation n’a encore jamais tourné ici : « cyberimpact retain », ou le flux du même nom.",
                "Retention has never run here yet: `cyberimpact retain`, or the flow `retain`.",
            )
        )
    told = ", ".join(
        f"{number(n, state.lang)} {state.say(*NAMES[name])}" for name in REMOVED if (n := last["removed"].get(name))
    )
    when = ago(last["at"], span.until, state.lang)
    left = last["removed"].get("left", 0)
    proof = (
        state.say("un second regard n’a rien trouvé de reste", "a second look found nothing left")
        if not left and last["state"] == "completed"
        else state.say("à relancer : il en reste", "to be run again: some is left")
    )
    nothing = state.say("rien à retirer", "nothing to remove")
    return Markup('<p class="small">{}</p>').format(
        state.say(
            f"Conservation : {when}, {told or nothing} ; {proof}.", f"Retention: {when}, {told or nothing}; {proof}."
        )
    )


def reads(state: State, rows: list[Row]) -> Markup:
    """Return what was read and taken out in a period, by role: who exactly, only the administration may see."""
    head = Markup("<h2>{}</h2>").format(state.say("Lu et exporté", "Read and exported"))
    if not rows:
        return head + markup.empty(
            state.say("Aucune lecture enregistrée dans la période", "No read was recorded in the period"),
            state.say(
                "Lectures de messages, exports et requêtes s’inscrivent ici dès que les accès sont nominatifs.",
                "Reads of messages, exports and queries are written here once access is by name.",
            ),
        )
    titles = [Column(state.say("Quoi", "What")), Column(state.say("Rôle", "Role")), Column(state.say("Par", "By"))]
    titles += [Column(state.say("Nombre", "Count"), numeric=True), Column(state.say("Dernier", "Last"))]
    cells = [
        (wording.word(state, READS, row["what"]), row["role"] or "–",
         "API" if row["way"] == "api" else state.say("application", "app"), number(row["n"], state.lang),
         moment(row["last_at"], state.lang))
        for row in rows
    ]  # fmt: skip
    caption = state.say("Par rôle ; le détail est à l’administration", "By role; the administration has the detail")
    return head + markup.table(caption, titles, cells, wide=True)
