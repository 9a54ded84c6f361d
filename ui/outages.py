"""Outages on one axis of time, one lane a source, and the table that says the same."""

from datetime import timedelta

from markupsafe import Markup

from graph.rows import Row
from ui import markup, wording
from ui.formats import length, milliseconds, moment
from ui.markup import Column
from ui.services.sources import Lane
from ui.services.span import Span
from ui.state import State

CAUSES: dict[str, tuple[str, str]] = {
    "told": ("annoncée", "announced"),
    "failure": ("collectes en échec", "looks failed"),
    "silence": ("silence inattendu", "unexpected silence"),
}
MARKS = 4
"""Moments written below the lanes."""

STYLE = Markup("""<style>
.ci .lanes { display: grid; grid-template-columns: minmax(96px, 190px) 1fr; gap: 8px 14px; align-items: center; }
.ci .lane { position: relative; height: 22px; border-radius: 4px; background: var(--ci-good-soft);
  border: 1px solid var(--ci-line); overflow: hidden; }
.ci .lane i { position: absolute; top: 0; bottom: 0; min-width: 3px; border: 1px solid var(--ci-unknown);
  background: repeating-linear-gradient(-45deg, var(--ci-unknown) 0 1.5px, var(--ci-surface) 1.5px 6px); }
.ci .lane i.open { border-color: var(--ci-critique);
  background: repeating-linear-gradient(-45deg, var(--ci-critique) 0 2px, var(--ci-surface) 2px 6px); }
.ci .marks { position: relative; height: 18px; font-size: 12px; color: var(--ci-soft); }
.ci .marks span { position: absolute; white-space: nowrap; transform: translateX(-50%); }
.ci .marks span:first-child { transform: none; } .ci .marks span:last-child { transform: translateX(-100%); }
@media (max-width: 600px) { .ci .marks span:nth-child(even) { display: none; } }
</style>""")


def drawn(state: State, span: Span, lanes: list[Lane]) -> Markup:
    """Return the outages of a period."""
    head = Markup('<div class="row apart"><h2>{}</h2></div>').format(
        state.say("Quand nous étions sourds", "When we could not hear")
    )
    if not lanes:
        return head + markup.empty(
            state.say("Aucune coupure connue dans la période", "No known outage in the period"),
            state.say(
                "Une source plus silencieuse que son passé ne le permet ouvrirait une coupure ici.",
                "A source more silent than its past allows would open an outage here.",
            ),
        )
    legend = markup.legend(
        [("unknown", "", state.say("coupée : inconnu, et non calme", "down: unknown, and not calm")),
         ("", "--ci-critique", state.say("toujours coupée", "still down"))]
    )  # fmt: skip
    rows = markup.join(
        Markup('<b class="small">{}</b>{}').format(lane.name, _lane(state, span, lane)) for lane in lanes
    )
    picture = Markup('{}<div class="lanes">{}<span></span>{}</div>').format(STYLE, rows, _marks(state, span))
    return Markup('<div class="stack">{}{}{}{}</div>').format(head, legend, picture, _twin(state, span, lanes))


def _lane(state: State, span: Span, lane: Lane) -> Markup:
    since, until = milliseconds(span.since), milliseconds(span.until)
    bars = markup.join(
        Markup('<i class="{}" style="left:{:.2f}%;width:{:.2f}%" title="{}"></i>').format(
            "open" if one["end"] is None else "shut",
            100 * (max(since, one["start"]) - since) / (until - since),
            100 * (min(until, one["end"] or until) - max(since, one["start"])) / (until - since),
            _said(state, one),
        )
        for one in lane.outages
    )
    said = f"{lane.name} : " + " ; ".join(_said(state, one) for one in lane.outages)
    return Markup('<div class="lane" role="img" aria-label="{}">{}</div>').format(said, bars)


def _said(state: State, one: Row) -> str:
    start = moment(one["start"], state.lang)
    if one["end"] is None:
        return state.say(f"coupée depuis le {start}", f"down since {start}")
    end = moment(one["end"], state.lang)
    return state.say(f"coupée du {start} au {end}", f"down from {start} to {end}")


def _marks(state: State, span: Span) -> Markup:
    since, until = milliseconds(span.since), milliseconds(span.until)
    marks = markup.join(
        Markup('<span style="left:{:.1f}%">{}</span>').format(
            100 * step / MARKS, moment(since + (until - since) * step // MARKS, state.lang)
        )
        for step in range(MARKS + 1)
    )
    return Markup('<div class="marks" aria-hidden="true">{}</div>').format(marks)


def _twin(state: State, span: Span, lanes: list[Lane]) -> Markup:
    until = milliseconds(span.until)
    still = state.say("toujours coupée", "still down")
    rows = [
        (
            lane.name,
            moment(one["start"], state.lang),
            still if one["end"] is None else moment(one["end"], state.lang),
            length(timedelta(milliseconds=(one["end"] or until) - one["start"]), state.lang),
            wording.word(state, CAUSES, one["cause"]),
        )
        for lane in lanes
        for one in reversed(lane.outages)
    ]
    titles = (("Source", "Source"), ("Début", "From"), ("Fin", "To"), ("Durée", "Length"), ("Cause", "Cause"))
    caption = state.say("Coupures de la période", "Outages of the period")
    table = markup.table(caption, [Column(state.say(*words)) for words in titles], rows, wide=True)
    return markup.twin("coupures", state.say("Voir le tableau", "Show the table"), table)
