"""An effect in words and pictures: the sentence that says it, its curve, its interval as a bar."""

from collections.abc import Sequence

from markupsafe import Markup

from signals.effects import words
from signals.effects.account import Account
from signals.effects.measure import Effect, Point
from signals.effects.words import CAUTIONS as CAUTIONS
from ui import markup
from ui.charts import Option
from ui.formats import moment, number, wall
from ui.markup import Column
from ui.state import State, Words

VERDICTS: dict[str, tuple[str, Words]] = {
    "less": ("good", ("Effet mesuré : moins", "Measured effect: less")),
    "more": ("bad", ("Effet mesuré : plus", "Measured effect: more")),
    "none": ("plain", ("Pas d’effet notable", "No notable effect")),
    "unclear": ("moderee", ("On ne peut pas dire", "Cannot tell")),
    "caution": ("moderee", ("On ne peut pas conclure", "No conclusion")),
    "early": ("plain", ("Trop tôt", "Too early")),
    "unknown": ("plain", ("Non mesurable", "Not measurable")),
}


def change(state: State, value: float) -> str:
    """Return a relative change with its sign."""
    return words.change(value, state.lang)


def interval(state: State, effect: Effect) -> str:
    """Return the bounds of an effect."""
    return words.interval(effect, state.lang)


def sentence(state: State, kind: str, account: Account) -> str:
    """Return what an action changed, in one sentence."""
    return words.sentence(kind, account, state.lang)


def curve_option(state: State, effect: Effect, at: int) -> Option:
    """Return what was observed, against the course without the action and its band."""
    later = [point for point in effect.curve if point.expected is not None]
    plain = {"type": "line", "symbol": "none", "silent": True, "z": 1, "stack": "band", "lineStyle": {"opacity": 0}}
    first, last = effect.curve[0].at, effect.until
    soft = {"color": "var(--ci-soft)"}
    return {
        "grid": {"left": 48, "right": 18, "top": 34, "bottom": 34},
        "xAxis": {
            "type": "time", "min": wall(first), "max": wall(last), "splitLine": {"show": False},
            "axisLine": {"lineStyle": {"color": "var(--ci-edge)"}}, "axisLabel": soft | {"hideOverlap": True},
        },
        "yAxis": {
            "type": "value", "minInterval": 1, "axisLabel": soft,
            "splitLine": {"lineStyle": {"color": "var(--ci-line)"}},
        },
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "line"}},
        "series": [
            plain | {"name": "low", "data": [[_middle(effect, one), one.low] for one in later]},
            plain | {
                "name": "band", "data": [[_middle(effect, one), (one.high or 0) - (one.low or 0)] for one in later],
                "areaStyle": {"color": "var(--ci-upper)", "opacity": 1},
            },
            {
                "name": "expected", "type": "line", "symbol": "none", "z": 2,
                "data": [{"value": [_middle(effect, one), one.expected], "tip": _tip(state, one)} for one in later],
                "lineStyle": {"color": "var(--ci-expected)", "width": 2, "type": [5, 4]},
            },
            {
                "name": "observed", "type": "line", "symbol": "circle", "symbolSize": 4, "z": 3,
                "data": [
                    {"value": [_middle(effect, one), one.observed], "tip": _tip(state, one)} for one in effect.curve
                ],
                "lineStyle": {"color": "var(--ci-volume)", "width": 2.2}, "itemStyle": {"color": "var(--ci-volume)"},
                "markArea": {
                    "silent": True, "itemStyle": {"color": "$hatch", "opacity": 0.55},
                    "data": [[{"xAxis": wall(one.at)}, {"xAxis": wall(one.at + effect.width)}] for one in effect.curve
                             if one.observed is None],
                },
                "markLine": {
                    "silent": True, "symbol": "none",
                    "lineStyle": {"color": "var(--ci-good)", "type": "solid", "width": 2},
                    "label": {"formatter": state.say("action", "action"), "color": "var(--ci-good)", "fontSize": 13},
                    "data": [{"xAxis": wall(at)}],
                },
            },
        ],
    }  # fmt: skip


def _middle(effect: Effect, point: Point) -> int:
    return wall(point.at + effect.width // 2)


def _tip(state: State, point: Point) -> str:
    lines = [moment(point.at, state.lang), _observed(state, point)]
    if point.expected is not None:
        low, high = number(point.low or 0, state.lang, 0), number(point.high or 0, state.lang, 0)
        expected = number(point.expected, state.lang)
        lines.append(
            state.say(
                f"sans l’action : {expected} ({low} à {high})", f"without the action: {expected} ({low} to {high})"
            )
        )
    return "\n".join(lines)


def _observed(state: State, point: Point) -> str:
    if point.observed is None:
        return state.say("inconnu : une source était coupée", "unknown: a source was down")
    return state.say(f"{number(point.observed, 'fr')} messages", f"{number(point.observed, 'en')} messages")


def curve_legend(state: State, effect: Effect) -> Markup:
    """Return the legend of the curve."""
    entries = [
        ("line", "--ci-volume", state.say("observés", "observed")),
        ("line", "--ci-expected", state.say("attendus sans l’action", "expected without the action")),
        ("", "--ci-upper", state.say("où ils seraient 95 fois sur 100", "where 95 in 100 would lie")),
    ]
    if any(point.observed is None for point in effect.curve):
        entries.append(("unknown", "", state.say("source coupée : inconnu", "source down: unknown")))
    return markup.legend(entries)


def curve_table(state: State, effect: Effect) -> Markup:
    """Return the curve as a table, folded."""
    rows = [
        (
            moment(point.at, state.lang),
            state.say("inconnu", "unknown") if point.observed is None else number(point.observed, state.lang),
            "–" if point.expected is None else number(point.expected, state.lang),
            "–"
            if point.low is None
            else f"{number(point.low, state.lang, 0)}–{number(point.high or 0, state.lang, 0)}",
        )
        for point in reversed(effect.curve)
    ]
    titles = ("Début", "From"), ("Observés", "Observed"), ("Sans l’action", "Without it"), ("95 %", "95%")
    columns = [Column(state.say(*words), numeric=number_ > 0) for number_, words in enumerate(titles)]
    caption = state.say("Messages par tranche, les plus récents d’abord", "Messages by bin, latest first")
    return markup.twin("courbe", state.say("Voir le tableau", "Show the table"), markup.table(caption, columns, rows))


def bar(state: State, effect: Effect) -> Markup:
    """Return an interval as a bar from -100 % to +100 %, zero in the middle; beyond, it runs out of the picture."""
    left, right, at = (50 + 50 * max(-1.0, min(1.0, value)) for value in (effect.low, effect.high, effect.change))
    colour = "edge" if not effect.is_clear else "good" if effect.high < 0 else "critique"
    return Markup(
        '<div role="img" aria-label="{}" style="position:relative;height:18px;min-width:150px">'
        '<i style="position:absolute;left:0;right:0;top:8px;height:2px;background:var(--ci-line)"></i>'
        '<i style="position:absolute;left:50%;top:1px;height:16px;width:1px;background:var(--ci-soft)"></i>'
        '<i style="position:absolute;left:{:.1f}%;width:{:.1f}%;top:6px;height:6px;border-radius:3px;'
        'background:var(--ci-{})"></i>'
        '<i style="position:absolute;left:calc({:.1f}% - 2px);top:3px;width:4px;height:12px;border-radius:2px;'
        'background:var(--ci-ink)"></i></div>'
    ).format(interval(state, effect), left, max(1.0, right - left), colour, at)


def forest(state: State, caption: str, title: str, rows: Sequence[tuple[str, Effect]]) -> Markup:
    """Return effects below each other, each with its bar."""
    columns = [
        Column(title),
        Column(state.say("Écart à l’attendu, intervalle à 95 %", "Gap to expected, 95% interval")),
        Column(state.say("Observés / attendus", "Observed / expected"), numeric=True),
    ]
    cells = [
        (
            Markup('<span class="nowrap" style="display:inline-block;min-width:84px">{}</span>').format(name),
            bar(state, effect)
            + Markup('<span class="small"><b>{}</b> <span class="soft">{}</span></span>').format(
                change(state, effect.change), interval(state, effect)
            ),
            f"{number(effect.observed, state.lang)} / {number(effect.expected, state.lang, 0)}",
        )
        for name, effect in rows
    ]
    return markup.table(caption, columns, cells)
