"""Each truth of an exercise on its clock: when people talked of it, when it was seen, taken, denied."""

from collections.abc import Callable
from datetime import datetime, timedelta

from markupsafe import Markup

from signals.retex import Line, Retex
from ui import markup
from ui.formats import clock, day, milliseconds
from ui.state import State, Words

MARKS: dict[str, Words] = {
    "seen": ("Alerte", "Alert"),
    "taken": ("Prise en compte", "Taken"),
    "denied": ("Démenti", "Denial"),
}
COLOURS = {"seen": "--ci-forte", "taken": "--ci-primary", "denied": "--ci-good"}
LONGEST = 90
"""Signs shown of what is true."""
TICKS = (2, 5, 15, 30, 60, 120, 180, 360, 720, 1440)
"""Minutes that may lie between two marks of the clock."""

SHEET = Markup(
    "<style>"
    ".ci .lanes { display: grid; gap: 8px; margin-top: 10px; }"
    ".ci .lane { display: grid; grid-template-columns: minmax(150px, 270px) 1fr; gap: 4px 16px; align-items: center; }"
    ".ci .lane > span { font-size: 13.5px; line-height: 1.3; }"
    ".ci .track { position: relative; height: 26px; border-radius: 4px; background: var(--ci-hover); }"
    ".ci .track i { position: absolute; top: 9px; height: 8px; border-radius: 4px; background: var(--ci-edge-strong);"
    " min-width: 4px; opacity: .75; }"
    ".ci .track b { position: absolute; top: 5px; width: 16px; height: 16px; margin-left: -8px; border-radius: 50%;"
    " border: 2px solid var(--ci-surface); }"
    ".ci .track b.seen { border-radius: 2px; transform: rotate(45deg); }"
    ".ci .track b.denied { border-radius: 3px; }"
    ".ci .track.ticks { height: 18px; background: none; }"
    ".ci .track.ticks span { position: absolute; transform: translateX(-50%); font-size: 12px; white-space: nowrap;"
    " color: var(--ci-soft); }"
    ".ci .track.ticks span:first-child { transform: none; }"
    "@media (max-width: 700px) { .ci .lane { grid-template-columns: 1fr; } }"
    "</style>"
)


def drawn(state: State, found: Retex) -> Markup:
    """Return each truth on the clock of the exercise; the tables below say the same."""
    lines = (*found.wanted, *found.benign)
    if not lines:
        return Markup("")
    span = max(found.now - found.start, timedelta(minutes=1))

    def at(moment: datetime) -> float:
        return 100 * min(1.0, max(0.0, (moment - found.start) / span))

    rows = markup.join(_lane(state, line, at) for line in lines)
    legend = markup.legend(
        [("line", "--ci-edge-strong", state.say("On en parle", "People talk of it"))]
        + [(_swatch(name), COLOURS[name], state.say(*words)) for name, words in MARKS.items()]
    )
    return Markup('<div><h3>{}</h3>{}<div class="lanes" aria-hidden="true">{}{}</div></div>').format(
        state.say("Au fil de l’exercice", "As the exercise went"), legend, rows, _clock(state, found, at)
    )  # fmt: skip


def _swatch(name: str) -> str:
    return {"seen": "diamond", "taken": "round"}.get(name, "")


def _lane(state: State, line: Line, at: Callable[[datetime], float]) -> Markup:
    marks = markup.join(
        Markup('<b class="{}" style="left:{:.2f}%;background:var({})" title="{}"></b>').format(
            name,
            at(when),
            COLOURS[name],
            f"{state.say(*words)}, {clock(milliseconds(when), state.lang)}",
        )
        for name, words in MARKS.items()
        if (when := getattr(line, name)) is not None
    )
    left, right = at(line.began), at(line.ended)
    return Markup(
        '<div class="lane"><span>{}</span><div class="track"><i style="left:{:.2f}%;width:{:.2f}%"></i>{}</div></div>'
    ).format(short(line.label), left, max(0.0, right - left), marks)


def _clock(state: State, found: Retex, at: Callable[[datetime], float]) -> Markup:
    minutes = (found.now - found.start) / timedelta(minutes=1)
    every = next((step for step in TICKS if minutes / step <= 4), TICKS[-1])
    count = int(minutes // every) + 1
    moments = [found.start + timedelta(minutes=every * index) for index in range(count)]
    told = day if every >= TICKS[-1] else clock
    ticks = markup.join(
        Markup('<span style="left:{:.2f}%">{}</span>').format(at(one), told(milliseconds(one), state.lang))
        for one in moments
        if at(one) <= 96
    )
    return Markup('<div class="lane"><span></span><div class="track ticks">{}</div></div>').format(ticks)


def short(text: str) -> str:
    """Return the beginning of what is true."""
    return text if len(text) <= LONGEST else text[: LONGEST - 2].rsplit(" ", 1)[0] + " …"
