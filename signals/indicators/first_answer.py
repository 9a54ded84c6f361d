"""How long users wait for a first answer, on every channel that dates it: the median."""

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value
from signals.intervals import weighted_quantile

SHARE = 0.5


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
    order=1,
    name="Délai de 1re réponse (médiane)",
    name_en="Time to first answer (median)",
    formula="médiane (1re réponse − message)",
    formula_en="median (first answer − message)",
    definition="Messages laissés aux services (avis, expériences, messages) et répondus par un compte d’institution "
    "; en jours, par canal. Les messages sans réponse n’ont pas de délai : lire avec le taux de réponse. Intervalle "
    "par rééchantillonnage.",
    definition_en="Messages left with services (reviews, experiences, messages) and answered by an institution’s "
    "account; in days, by channel. Messages without an answer have no delay: read it with the answer rate. Bootstrap "
    "interval.",
    source="Messages laissés aux services et réponses d’institutions",
    source_en="Messages left with services, and institutions’ answers",
    unit="days",
    direction="down",
    reads=("answers",),
    heard_on=("*",),
    compute=compute,
)
