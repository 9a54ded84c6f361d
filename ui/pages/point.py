"""The brief: what the chief of the cell takes into the room, seen before it is made, in one click."""

from collections.abc import Callable, Mapping
from typing import Any

import panel as pn
from markupsafe import Markup
from panel.viewable import Viewable

from graph.rows import Row
from signals.brief.page import STYLE, body
from signals.brief.seal import State as Frozen
from signals.brief.where import NAMED
from ui import frame, markup, wording
from ui.components import Block
from ui.downloads import download
from ui.formats import milliseconds, moment
from ui.pages.piliers import territory_choice
from ui.services import Services
from ui.services.briefs import told_of
from ui.services.reader import Unreachable
from ui.services.span import Span
from ui.state import State

title = "Point de situation"
title_en = "Situation brief"
order = 8
icon = "brief"

FORMS = {"pdf": "PDF", "odt": "ODT", "html": "HTML"}
LABELS = {
    "pdf": ("Produire le PDF", "Make the PDF"),
    "odt": ("Produire l’ODT", "Make the ODT"),
    "html": ("Produire le HTML", "Make the HTML"),
}
LONGEST = 160
"""Signs shown of a message that one may choose."""

SHEET = Markup(
    "<style>{} .ci .brief {{ max-width: 940px; padding: 26px 30px 34px; border-radius: 6px; }}"
    " .ci .brief {{ border: 1px solid var(--ci-line); }}"
    " .ci .brief p.title {{ margin: 0 0 2px; }}"
    " @media (max-width: 600px) {{ .ci .brief {{ padding: 16px 14px; }} }}</style>"
).format(STYLE.replace(".brief", ".ci .brief"))


class _Choice:
    """The draft on screen, which holds still while somebody chooses, and the messages chosen."""

    def __init__(self) -> None:
        self.draft: Frozen | None = None
        self.chosen: set[str] = set()
        self.of: tuple[str, str] = ("", "")
        """Period and territory that were drafted."""
        self.version = ""
        """Of the data that were drafted."""
        self._offered: set[str] = set()

    def take(self, draft: Frozen, first: set[str]) -> None:
        """Show a new draft: what is offered for the first time is chosen as it is by default."""
        offered = {one["id"] for alert in draft["alerts"] for one in alert["evidence"]}
        self.chosen = (self.chosen & offered) | (first - self._offered)
        self._offered |= offered
        self.draft = draft

    def toggle(self, message: str) -> None:
        """Choose a message, or leave it out."""
        if message in self._offered:
            self.chosen ^= {message}


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, said, fresh, evidence, sheet = (frame.block(state) for _ in range(5))
    choice = _Choice()
    buttons = _buttons(state, services, choice, said)
    bar = pn.Row(
        *buttons.values(), styles={"gap": "10px", "flex-wrap": "wrap"}, sizing_mode="stretch_width"
    )  # fmt: skip
    parts = (bar, said, fresh, frame.columns((4, frame.card(evidence)), (8, sheet)))

    def show() -> None:
        evidence.html, sheet.html, fresh.html = _shown(state, services, choice)

    def choose(message: Mapping[str, Any]) -> None:
        choice.toggle(str(message.get("go", {}).get("evidence", "")))
        show()

    def again(_: Mapping[str, Any]) -> None:
        choice.of = ("", "")
        state.refill(fill)

    evidence.listen(choose)
    fresh.listen(again)

    def fill() -> None:
        span = services.span(state.period)
        head.html = _head(state, services, span)
        for part in parts:
            part.visible = span is not None
        if span is not None and choice.of != (state.period, told_of(services.territory.choice(state.place))):
            _name(state, buttons, _draft(state, services, choice, span))
        show()

    state.keep(fill)
    return frame.stack(head, *parts)


def _shown(state: State, services: Services, choice: _Choice) -> tuple[Markup, Markup, Markup]:
    """Return the messages to choose from, the brief, and whether there are newer data than its own."""
    nothing = Markup("")
    if choice.draft is None:
        return nothing, nothing, nothing
    sheet = SHEET + body(services.briefs.document(choice.draft, choice.chosen, state.lang))
    is_old = choice.version != services.reader.version
    return _evidence(state, choice), sheet, _fresh(state, services) if is_old else nothing


def _buttons(state: State, services: Services, choice: _Choice, said: Block) -> dict[str, pn.widgets.FileDownload]:
    return {
        form: download(name, _maker(state, services, choice, form, said), main=form == "pdf")
        for form, name in FORMS.items()
    }


def _place_choices(state: State, services: Services) -> tuple[Markup, ...]:
    """Return the list of territories, and that of the groups of communes around the chosen one."""
    place = told_of(services.territory.choice(state.place))
    found = services.territory.place(place)
    departement = found["within_id"] if found and found["kind"] == "epci" else state.departement
    choices = (territory_choice(state, services, departement),)
    groups = services.territory.groups(departement) if departement else {}
    if not groups:
        return choices
    whole = {departement: state.say("Tout le département", "Whole département")}
    label = state.say("Groupement de communes", "Group of communes")
    return *choices, markup.choice("place", label, options=whole | groups, chosen=place, second="-group")


def _draft(state: State, services: Services, choice: _Choice, span: Span) -> Frozen:
    chosen = services.territory.choice(state.place)
    made = services.briefs.draft(span, chosen)
    choice.take(made, services.briefs.first(made))
    choice.of, choice.version = (state.period, told_of(chosen)), services.reader.version
    return made


def _fresh(state: State, services: Services) -> Markup:
    clock = services.reader.clock
    at = moment(milliseconds(clock), state.lang) if clock else ""
    return Markup(
        '<p class="banner" role="status">{}<button type="button" class="button" id="again" data-go="{}">{}</button></p>'
    ).format(
        state.say(
            f"De nouvelles données sont là (jusqu’au {at}) ; ce point n’a pas bougé.",
            f"New data are there (up to {at}); this brief has not moved.",
        ),
        '{"again": "1"}',
        state.say("Reprendre avec elles", "Take them in"),
    )


def _name(state: State, buttons: Mapping[str, Any], draft: Frozen) -> None:
    stem = state.say("point-de-situation", "situation-brief")
    at = draft["until"].replace("-", "").replace(":", "")[:13]
    for form, button in buttons.items():
        button.filename = "-".join(part for part in (stem, _where(draft), f"{at}Z") if part) + f".{form}"
        button.label = state.say(*LABELS[form])


def _where(draft: Frozen) -> str:
    """Return the territory as the name of a file holds it."""
    codes = str(draft["place"]["id"]).split(",")
    return "-".join(codes) if len(codes) <= NAMED else f"{len(codes)}-departements"


def _maker(
    state: State, services: Services, choice: _Choice, form: str, said: Block
) -> Callable[[], bytes]:  # fmt: skip
    def make() -> bytes:
        if choice.draft is None:
            return b""
        try:
            data, name = services.briefs.take(choice.draft, choice.chosen, form, state.lang)
        except (Unreachable, OSError) as error:
            said.html = _trouble(state, is_away=isinstance(error, Unreachable))
            raise
        said.html = _done(state, form, name)
        return data

    return make


def _head(state: State, services: Services, span: Span | None) -> Markup:
    marking = services.briefs.marking
    told = (
        state.say(f"Mention : {marking}.", f"Marking: {marking}.")
        if marking
        else state.say(
            "Sans mention de diffusion : elle se règle par CYBERIMPACT_BRIEF_MARKING.",
            "No marking: it is set with CYBERIMPACT_BRIEF_MARKING.",
        )
    )
    head = frame.heading(
        state,
        state.say(title, title_en),
        state.say("État figé, daté et signé au clic. ", "Frozen, dated and signed on click. ") + told,
        frame.period_choice(state),
        *_place_choices(state, services),
    )
    return head if span is not None else head + frame.nothing_yet(state)


def _done(state: State, form: str, name: str) -> Markup:
    return Markup('<p class="banner" role="status">{}&nbsp;<code>{}</code></p>').format(
        state.say(f"{FORMS[form]} produit et signé. État figé :", f"{FORMS[form]} made and signed. Frozen state:"),
        f"{name[:16]}…",
    )


def _trouble(state: State, *, is_away: bool) -> Markup:
    if is_away:
        words = state.say(
            "La base de données ne répond pas : le point n’a pas été produit. Recommencez quand elle sera de retour.",
            "The database does not answer: the brief was not made. Try again once it is back.",
        )
        return Markup('<p class="banner down" role="alert">{}</p>').format(words)
    return Markup('<p class="banner down" role="alert">{}</p>').format(
        state.say(
            "Le point n’a pas pu être écrit dans le dossier d’état. Prévenez l’exploitant.",
            "The brief could not be written to the state folder. Tell the operator.",
        )
    )


def _evidence(state: State, choice: _Choice) -> Markup:
    alerts = choice.draft["alerts"] if choice.draft else []
    head = Markup('<h2>{}</h2><p class="soft small">{}</p>').format(
        state.say("Éléments cités", "Messages cited"),
        state.say(
            f"{len(choice.chosen)} choisis ; textes masqués, auteurs pseudonymisés.",
            f"{len(choice.chosen)} chosen; texts masked, authors pseudonymised.",
        ),
    )
    if not alerts:
        return head + markup.empty(state.say("Aucune alerte dans cette période", "No alert in this period"))
    groups = markup.join(_group(state, rank, alert, choice.chosen) for rank, alert in enumerate(alerts, start=1))
    return Markup('<div class="stack">{}<div class="stack tall" tabindex="0">{}</div></div>').format(head, groups)


def _group(state: State, rank: int, alert: Row, chosen: set[str]) -> Markup:
    items = markup.join(
        Markup(
            '<li><label style="display:grid;grid-template-columns:auto 1fr;gap:8px;cursor:pointer">'
            '<input type="checkbox" id="cite-{}-{}" data-set="evidence" value="{}"{}>'
            '<span>{}<br><span class="soft small">{}</span></span></label></li>'
        ).format(
            rank, place, one["id"], Markup(" checked") if one["id"] in chosen else "",
            one["text"] if len(one["text"]) <= LONGEST else one["text"][: LONGEST - 2].rsplit(" ", 1)[0] + " …",
            f"{moment(one['at'], state.lang)} · {one['platform']}",
        )
        for place, one in enumerate(alert["evidence"])
    )  # fmt: skip
    gone = Markup('<p class="soft small">{}</p>').format(
        state.say("Plus aucun message : leur conservation est passée.", "No message left: retention has passed.")
    )
    return Markup('<fieldset style="border:0;padding:0;margin:0;min-width:0"><legend>{}</legend>{}</fieldset>').format(
        Markup('<h3 style="margin:6px 0">{}. {}</h3>').format(rank, wording.title(state, alert)),
        Markup('<ul class="plain">{}</ul>').format(items) if alert["evidence"] else gone,
    )
