"""How long users wait for a first answer, on every channel that dates it: nine in ten."""

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value
from signals.intervals import weighted_quantile

SHARE = 0.9


def compute(facts: Facts) -> Value | None:
    """Return the days within which that share of the messages answered had a first answer, by platform."""
    waits = facts.table("answers").drop_nulls("days").sort("days")
    if waits.is_empty():
        return None
    value, interval = weighted_quantile(waits["days"].to_list(), waits["n"].to_list(), SHARE)
    parts = [
        Part(str(platform), weighted_quantile(own["days"].to_list(), own["n"].to_list(), SHARE)[0], int(own["n"].sum()))
        for (platform,), own in waits.group_by("platform", maintain_order=True)
    ]
    return Value(value, int(waits["n"].sum()), interval, tuple(sorted(parts, key=lambda part: -part.n)))


indicator = Indicator(
    theme="answers",
    order=2,
    name="Délai de 1re réponse (9 sur 10)",
    name_en="Time to first answer (9 in 10)",
    formula="90e centile (1re réponse − message)",
    formula_en="90th percentile (first answer − message)",
    definition="Délai sous lequel neuf messages répondus sur dix l’ont été. Même périmètre que la médiane. "
    "Intervalle par rééchantillonnage.",
    definition_en="Delay within which nine in ten of the messages answered were. Same scope as the median. Bootstrap "
    "interval.",
    source="Messages laissés aux services et réponses d’institutions",
    source_en="Messages left with services, and institutions’ answers",
    unit="days",
    direction="down",
    reads=("answers",),
    heard_on=("*",),
    compute=compute,
)
