"""Sources and trust: whether we can hear, on what terms, what was refused, erased and read."""

from markupsafe import Markup
from panel.viewable import Viewable

from graph.rows import Row
from graph.users.roles import Right
from ui import delivering, frame, markup, outages, trust, wording
from ui.formats import ago, number, percent
from ui.markup import Column
from ui.services import Services
from ui.services.span import Span
from ui.state import State

title = "Sources"
title_en = "Sources"
order = 10
icon = "heart"

CHIPS = {"well": "good", "blind": "bad", "failed": "bad", "never": "plain"}
REASONS: dict[str, tuple[str, str]] = {
    "bad-characters": ("caractères illisibles", "unreadable characters"),
    "bad-date": ("date impossible", "impossible date"),
    "bad-encoding": ("encodage illisible", "unreadable encoding"),
    "bad-id": ("identifiant impossible", "impossible id"),
    "bad-rating": ("note impossible", "impossible rating"),
    "erased": ("déjà effacé, refusé au retour", "erased before, refused"),
    "expired": ("plus vieux que la conservation", "older than retention"),
    "names-a-person": ("nomme une personne", "names a person"),
    "no-purpose": ("hors de la finalité", "outside the purpose"),
    "no-text": ("sans texte", "without text"),
    "personal-links": ("lien vers une personne", "link to a person"),
    "too-large": ("trop grand", "too large"),
}
LISTED = 3
"""Reasons told of each source."""


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, figures, health, lanes, terms, gone, reads, out = (frame.block(state) for _ in range(8))
    cards = [frame.card(part) for part in (health, lanes, terms, gone, reads, out)]

    def fill() -> None:
        span = services.span(state.period)
        head.html = _head(state, services)
        for card in cards:
            card.visible = span is not None
        if span is None:
            figures.html = frame.nothing_yet(state)
            return
        rows, down = services.sources.health(span), services.sources.lanes(span)
        erased = services.sources.erased(span)
        figures.html = _figures(state, rows, erased)
        health.html = _health(state, span, rows)
        lanes.html = outages.drawn(state, span, down)
        terms.html = trust.terms(state, rows)
        gone.html = trust.erased(state, span, erased, services.sources.retained(span))
        reads.html = trust.reads(state, services.sources.reads(span))
        out.html = delivering.deliveries(
            state, span, services.subscriptions.going(), may=services.may(Right.administer)
        )

    state.keep(fill)
    return frame.stack(
        head, figures, cards[0], cards[1], cards[5], frame.columns((6, cards[3]), (6, cards[4])), cards[2]
    )  # fmt: skip


def _head(state: State, services: Services) -> Markup:
    link = Markup("")
    if services.sources.prefect.startswith(("http://", "https://")):
        link = Markup(
            '<a class="button" style="align-self:end;text-decoration:none" href="{}" target="_blank" '
            'rel="noopener">{} ↗</a>'
        ).format(services.sources.prefect, state.say("Exploitation (Prefect)", "Operations (Prefect)"))
    return frame.heading(
        state,
        state.say("Sources et confiance", "Sources and trust"),
        state.say(
            "Entendons-nous tout, à quelles conditions, et qui en a fait quoi ?",
            "Do we hear everything, on what terms, and who did what with it?",
        ),
        frame.period_choice(state),
        link,
    )


def _figures(state: State, rows: list[Row], erased: list[Row]) -> Markup:
    well = sum(row["health"] == "well" for row in rows)
    read, refused = (sum(row[name] for row in rows) for name in ("read", "refused"))
    share = f" ({percent(refused / read, state.lang)})" if read else ""
    return markup.figures(
        {
            state.say("sources actives", "sources running"): f"{well} / {len(rows)}",
            state.say("coupées maintenant", "down now"): sum(row["health"] == "blind" for row in rows),
            state.say("refusés par le sas depuis le début", "refused by the gate since the beginning") + share: (
                number(refused, state.lang)
            ),
            state.say("effacements dans la période", "erasures in the period"): number(
                sum(row["n"] for row in erased), state.lang
            ),
        }
    )


def _health(state: State, span: Span, rows: list[Row]) -> Markup:
    head = Markup("<h2>{}</h2>").format(state.say("Santé des sources", "Health of the sources"))
    if not rows:
        return head + markup.empty(state.say("Aucune source n’a encore été collectée", "No source was collected yet"))
    words = (
        ("Source", "Source", False),
        ("État", "State", False),
        ("Dernière collecte réussie", "Last success", False),
        ("Dernier message", "Last message", False),
        ("Retard habituel", "Usual lag", True),
        ("Messages par jour", "Messages a day", True),
        ("Attendus", "Expected", True),
        ("Refusés, et pourquoi", "Refused, and why", False),
    )
    columns = [Column(state.say(french, english), numeric=numeric) for french, english, numeric in words]
    caption = state.say(
        "Celles qui ont un problème d’abord ; « attendus » vient de leur passé, « – » : pas assez de passé",
        "Those in trouble first; “expected” comes from their past, “–”: too little past",
    )
    return head + markup.table(caption, columns, [_row(state, span, row) for row in rows], wide=True)


def _row(state: State, span: Span, row: Row) -> tuple[object, ...]:
    name = Markup('<b>{}</b><br><span class="soft small">{}</span>').format(
        row["name"], wording.word(state, trust.KINDS, row["kind"])
    )
    lag = "–" if row["delay_seconds"] is None else trust.lasting(row["delay_seconds"], state.lang)
    return (
        name,
        markup.chip(CHIPS[row["health"]], wording.word(state, wording.HEALTH, row["health"])),
        ago(row["last_success_at"], span.until, state.lang),
        ago(row["last_message_at"], span.until, state.lang),
        lag,
        "–" if row["per_day"] is None else number(row["per_day"], state.lang),
        "–" if row["expected_per_day"] is None else number(row["expected_per_day"], state.lang),
        _refused(state, row),
    )


def _refused(state: State, row: Row) -> Markup:
    if not row["refused"]:
        return Markup("0")
    reasons, colon = row["reasons"].most_common(LISTED), state.say(" : ", ": ")
    told = ", ".join(
        f"{wording.word(state, REASONS, reason).lower()}{colon}{number(n, state.lang)}" for reason, n in reasons
    )
    return Markup('{}<br><span class="soft small">{}</span>').format(number(row["refused"], state.lang), told)
