"""Needs of what lies in a département: its groups of communes, and its communes."""

from collections.abc import Mapping

from markupsafe import Markup

from graph.rows import Row
from ui import markup, unmet
from ui.formats import number
from ui.markup import Column
from ui.services import Services
from ui.state import State, Words

MOST = 300
"""Rows of a table that are shown."""

KINDS: Mapping[str, tuple[Words, Words, Words, Words]] = {
    "epci": (
        ("Intercommunalités du département", "Groups of communes of the département"),
        ("Intercommunalités des départements", "Groups of communes of the départements"),
        ("Intercommunalité", "Group of communes"),
        ("Aucune intercommunalité n’a 5 messages de 5 auteurs", "No group of communes has 5 messages by 5 authors"),
    ),
    "commune": (
        ("Communes du département", "Communes of the département"),
        ("Communes des départements", "Communes of the départements"),
        ("Commune", "Commune"),
        ("Aucune commune n’a 5 messages de 5 auteurs", "No commune has 5 messages by 5 authors"),
    ),
}
"""By kind: heading in one département, in several, name of one, and what is said where none was heard enough."""


def tables(state: State, services: Services, advice: Mapping[str, Words]) -> Markup:
    """Return the tables of the chosen départements, the largest gap first; nothing where none is chosen."""
    of = services.territory.choice(state.place).departements
    if not of:
        return Markup("")
    parts = (_table(state, services.needs.inside(state.period, of, kind), kind, advice, len(of)) for kind in KINDS)
    return Markup('<div class="stack">{}</div>').format(markup.join(parts))


def _table(state: State, rows: list[Row], kind: str, advice: Mapping[str, Words], count: int) -> Markup:
    alone, several, one, none = (state.say(*words) for words in KINDS[kind])
    heading = several if count > 1 else alone
    rows = [row for row in rows if state.need in ("", row["need"]) or state.need.startswith("service:")]
    head = Markup("<h2>{}</h2>").format(heading)
    if not rows:
        return head + markup.empty(
            none,
            state.say("Le département reste la maille la plus fine ici.", "The département is the finest grain here."),
        )
    columns = [
        Column(one),
        Column(state.say("Besoin", "Need")),
        Column("n", numeric=True),
        Column(state.say("Demande (fois l’habituelle)", "Demand (times the usual)"), numeric=True),
        Column(state.say("Écart", "Gap"), numeric=True),
        Column(state.say("Conseil", "Advice")),
    ]
    cells = [
        (
            f"{row['place']} ({row['within'].removeprefix('D')})" if count > 1 else row["place"],
            state.say(row["label"], row["label_en"]),
            number(row["messages"], state.lang),
            unmet.between(state, row["ratio"], row["ratio_low"], row["ratio_high"]),
            unmet.between(state, row["gap"], row["gap_low"], row["gap_high"]),
            state.say(*advice[row["advised"]]) if row["advised"] else "–",
        )
        for row in rows[:MOST]
    ]
    if len(rows) > MOST:
        head += Markup('<p class="small soft">{}</p>').format(
            state.say(f"Les {MOST} plus grands écarts sur {len(rows)}.", f"The {MOST} largest gaps of {len(rows)}.")
        )
    return head + markup.table(state.say("Le plus grand écart d’abord", "The largest gap first"), columns, cells)
