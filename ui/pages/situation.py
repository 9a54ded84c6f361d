"""Start of a watch: what changed, what to look at, whether we can hear."""

from collections.abc import Sequence

from markupsafe import Markup
from panel.viewable import Viewable

from graph.rows import Row
from ui import frame, ghost, markup, wording, zones
from ui.charts import timeline_option
from ui.formats import ago, milliseconds, moment, number
from ui.markup import Column
from ui.services import Services
from ui.services.situation import Hour, Timeline
from ui.services.span import Span
from ui.state import State

title = "Situation"
title_en = "Situation"
order = 0
icon = "pulse"

SHOWN = 12
"""Alerts listed."""

HEARD = 5
"""Messages from which a topic counts as rising."""

LISTED = 8
"""Rising topics listed."""


def page(state: State, services: Services) -> Viewable:
    """Return the page."""
    head, changes, alerts, sources, topics, unheard = (frame.block(state) for _ in range(6))
    curve_head, twin = frame.block(state), frame.block(state)
    curve = frame.chart(state, 330)
    curve.listen(lambda message: state.go({"page": "alerte", "alert": message["id"]}))

    def fill() -> None:
        span = services.span(state.period)
        head.html = _head(state, services, span)
        if span is None:
            changes.html = frame.nothing_yet(state)
            return
        places = services.territory.choice(state.place).around
        found = services.situation.alerts(span, places)
        past = span.against(state.compare)
        knows = services.situation.knows(past)
        rising = services.situation.topics(span, past=past)
        health = services.situation.sources(span)
        timeline = services.situation.timeline(span, places=places, topic=state.topic)
        ghosts = services.situation.past(span, past, places=places, topic=state.topic)
        unheard.html = zones.card(state, services.situation.hearing(span, services.territory.departements(span)))
        now = services.situation.volume(span, places)
        before = services.situation.volume(past, places) if knows else 0
        then = services.situation.alerts(past, places) if knows else None
        figures = _volume(state, now, before) | _counts(
            state, span, alerts=found, then=_raised(then, past), topics=rising if knows else None, sources=health
        )
        changes.html = markup.figures(figures)
        alerts.html = _alerts(state, span, found)
        sources.html = _sources(state, span, health)
        topics.html = _topics(state, rising)
        labels = {row["id"]: row["label"] for row in rising[:20]}
        curve_head.html = _curve_head(state, labels, timeline, ghosts) + frame.added_up(state, services)
        curve.visible = bool(timeline.hours)
        if timeline.hours:
            curve.option = timeline_option(state, timeline, ghosts)
            curve.label = _said(state, timeline)
        twin.html = timeline_table(state, timeline, ghosts)

    state.keep(fill)
    return frame.stack(
        head,
        changes,
        frame.card(curve_head, curve, twin),
        frame.columns(
            (8, frame.card(alerts)), (4, frame.stack(frame.card(unheard), frame.card(topics), frame.card(sources)))
        ),
    )


def _head(state: State, services: Services, span: Span | None) -> Markup:
    filters = (frame.period_choice(state), frame.compare_choice(state), frame.place_choice(state, services))
    if span is None:
        return frame.heading(state, state.say(title, title_en), "", *filters)
    since = moment(milliseconds(span.since), state.lang)
    subtitle = state.say(f"Ce qui a changé depuis le {since}", f"What changed since {since}")
    return frame.heading(state, state.say(title, title_en), subtitle, *filters)


def _volume(state: State, now: int, before: int) -> dict[str, str]:
    share = f" ({_change(state, now, before)})" if before else ""
    return {state.say("messages", "messages") + share: number(now, state.lang)}


def _counts(
    state: State, span: Span, *, alerts: list[Row], then: int | None, topics: list[Row] | None, sources: list[Row]
) -> dict[str, str]:
    new = _raised(alerts, span) or 0
    fr, en = ("", "") if then is None else (f" (contre {then})", f" (against {then})")
    todo = sum(alert["state"] == "open" for alert in alerts)
    deaf = sum(source["health"] in ("blind", "failed") for source in sources)
    doubled = sum(topic["n"] >= max(HEARD, 2 * topic["previous"]) for topic in topics or ())
    return {
        state.say(
            f"à traiter ; {new} apparue{'s' if new > 1 else ''} dans la période{fr}",
            f"to do; {new} new in the period{en}",
        ): state.say(f"{todo} alerte{'s' if todo > 1 else ''}", f"{todo} alert{'' if todo == 1 else 's'}"),
        state.say(
            f"sujets au moins doublés, dès {HEARD} messages", f"topics at least doubled, from {HEARD} messages"
        ): (state.say("inconnu", "unknown") if topics is None else str(doubled)),
        state.say("sources coupées ou en échec", "sources down or failing"): f"{deaf} / {len(sources)}",
    }


def _raised(alerts: list[Row] | None, span: Span) -> int | None:
    """Return how many alerts began in a period, None where nobody was listening."""
    if alerts is None:
        return None
    start, end = milliseconds(span.since), milliseconds(span.until)
    return len([alert for alert in alerts if start <= alert["first_at"] <= end])


def _change(state: State, now: int, before: int) -> str:
    than = wording.word(state, wording.THAN, state.compare)
    if now >= 2 * before:
        return f"× {number(now / before, state.lang)} {than}"
    sign = "+" if now >= before else ""
    change = sign + number(100 * (now - before) / before, state.lang, 0)
    return state.say(f"{change} % {than}", f"{change}% {than}")


def _alerts(state: State, span: Span, alerts: list[Row]) -> Markup:
    head = Markup('<div class="row apart"><h2>{}</h2><span class="soft small">{}</span></div>').format(
        state.say("Alertes", "Alerts"),
        state.say("les plus graves et les plus rapides d’abord", "by severity and speed"),
    )
    if not alerts:
        body = markup.empty(
            state.say("Aucune alerte dans cette période", "No alert in this period"),
            state.say(
                "Les volumes restent dans ce qui était attendu. Vérifiez que les sources sont actives.",
                "Volumes stay within what was expected. Check that the sources are running.",
            ),
        )
    else:
        items = markup.join(_alert(state, span, alert) for alert in alerts[:SHOWN])
        body = Markup('<ol class="alerts">{}</ol>').format(items)
    return Markup('<section class="stack">{}{}</section>').format(head, body)


def _alert(state: State, span: Span, alert: Row) -> Markup:
    places = ", ".join(place["name"] or place["id"] for place in alert["places"][:4])
    severity = markup.chip(alert["severity"], wording.word(state, wording.SEVERITIES, alert["severity"]))
    status = markup.chip("plain", wording.word(state, wording.STATES, alert["state"]))
    when = ago(alert["first_at"], span.until, state.lang)
    return Markup(
        '<li class="{} {}"><div class="row">{}{}<span class="soft small">{}{}</span></div>'
        '<h3>{}</h3><p>{}</p></li>'
    ).format(
        alert["severity"],
        alert["state"],
        severity,
        status,
        when,
        f" · {places}" if places else "",
        markup.link(state, wording.title(state, alert), page="alerte", alert=alert["id"]),
        wording.reason(state, alert),
    )  # fmt: skip


def _sources(state: State, span: Span, sources: list[Row]) -> Markup:
    head = Markup("<h2>{}</h2>").format(state.say("Santé des sources", "Health of the sources"))
    if not sources:
        return head + markup.empty(state.say("Aucune source n’a encore été collectée", "No source was collected yet"))
    kinds = {"well": "good", "blind": "bad", "failed": "bad", "never": "plain"}
    rows = [
        (
            Markup("{}<br><span class='soft small'>{}</span>").format(source["name"], _heard(state, span, source)),
            markup.chip(kinds[source["health"]], wording.word(state, wording.HEALTH, source["health"])),
            number(source["refused"], state.lang),
        )
        for source in sources
    ]
    titles = [Column(state.say("Source", "Source")), Column(state.say("État", "State"))]
    caption = state.say("État et dernier message de chaque source", "State and last message of each source")
    return head + markup.table(caption, [*titles, Column(state.say("Refusés", "Refused"), numeric=True)], rows)


def _heard(state: State, span: Span, source: Row) -> str:
    if source["last_message_at"] is None:
        return state.say("aucun message", "no message")
    when = ago(source["last_message_at"], span.until, state.lang)
    counts = (source["late"], "en retard", "late"), (source["duplicates"], "déjà vus", "seen before")
    more = "".join(f" · {number(n, state.lang)} {state.say(fr, en)}" for n, fr, en in counts if n)
    return state.say(f"dernier message {when}", f"last message {when}") + more


def _topics(state: State, topics: list[Row]) -> Markup:
    head = Markup("<h2>{}</h2>").format(state.say("Sujets qui montent", "Rising topics"))
    if not topics:
        return head + markup.empty(state.say("Aucun sujet dans cette période", "No topic in this period"))
    rows = [
        (
            markup.link(state, topic["label"], topic="" if state.topic == topic["id"] else topic["id"]),
            number(topic["n"], state.lang),
            number(topic["previous"], state.lang),
        )
        for topic in topics[:LISTED]
    ]
    columns = [
        Column(state.say("Sujet", "Topic")),
        Column(state.say("Messages", "Messages"), numeric=True),
        Column(state.say("Avant", "Before"), numeric=True),
    ]
    against = wording.word(state, wording.COMPARED, state.compare).lower()
    caption = state.say(f"France entière, comparé à : {against}", f"All of France, against: {against}")
    return head + markup.table(caption, columns, rows)


def _curve_head(state: State, topics: dict[str, str], timeline: Timeline, past: Sequence[Hour]) -> Markup:
    if state.topic:
        topics = topics | {state.topic: topics.get(state.topic, state.say("Sujet choisi", "Chosen topic"))}
    return Markup('<div class="stack"><div class="row apart top"><h2>{}</h2>{}</div>{}{}</div>').format(
        state.say("Messages par heure", "Messages per hour"),
        frame.topic_choice(state, topics),
        curve_legend(state, timeline, past),
        "" if past else ghost.absent(state),
    )


def curve_legend(state: State, timeline: Timeline, past: Sequence[Hour] = ()) -> Markup:
    """Return the legend of a timeline, with what it is compared with."""
    entries = [("line", "--ci-volume", state.say("observés", "observed"))]
    if any(hour.upper is not None for hour in timeline.hours):
        bound = state.say("jusqu’à la borne haute (97,5 %)", "up to the upper bound (97.5%)")
        entries.append(("line dashed", "--ci-expected", state.say("attendus", "expected")))
        entries.append(("", "--ci-upper", bound))
    if past:
        entries.append(("line dashed", ghost.COLOUR, ghost.name(state).lower()))
    if timeline.blind_hours:
        entries.append(("unknown", "", state.say("source coupée : inconnu", "source down: unknown")))
    if timeline.actions:
        entries.append(("diamond", "--ci-good", state.say("action de communication", "communication action")))
    return markup.legend(entries)


def _said(state: State, timeline: Timeline) -> str:
    total = number(timeline.total, state.lang)
    return state.say(
        f"Courbe des messages par heure : {total} messages, {len(timeline.alerts)} alertes. Tableau ci-dessous.",
        f"Curve of messages per hour: {total} messages, {len(timeline.alerts)} alerts. Table below.",
    )


def timeline_table(state: State, timeline: Timeline, past: Sequence[Hour] = ()) -> Markup:
    """Return what a timeline shows as a table, folded; with the compared period, if there is one."""
    if not timeline.hours:
        return markup.empty(state.say("Aucun message dans cette période", "No message in this period"))
    unknown = state.say("inconnu", "unknown")
    then = ghost.by_hour(past)
    rows = [
        (
            moment(hour.at, state.lang),
            unknown if hour.n is None else ("≥ " if hour.blind else "") + number(hour.n, state.lang),
            "–" if hour.expected is None else number(hour.expected, state.lang),
            "–" if hour.upper is None else number(hour.upper, state.lang),
            *((ghost.cell(state, then.get(hour.at)),) if past else ()),
        )
        for hour in reversed(timeline.hours)
    ]
    columns = [Column(state.say("Heure", "Hour"))] + [
        Column(words, numeric=True)
        for words in (
            state.say("Observés", "Observed"),
            state.say("Attendus", "Expected"),
            state.say("Borne haute", "Upper bound"),
            *((ghost.name(state),) if past else ()),
        )
    ]
    caption = state.say("Messages par heure, les plus récents d’abord", "Messages per hour, latest first")
    return markup.twin("heures", state.say("Voir le tableau", "Show the table"), markup.table(caption, columns, rows))
