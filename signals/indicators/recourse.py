"""Whether people turn to the service that a message promotes."""

from signals.facts import Facts
from signals.indicators import Indicator, Part, Value
from signals.recourse import after_advice


def compute(facts: Facts) -> Value | None:
    """Return the excess of use in the 72 hours after each piece of advice over what was expected, as a share of it."""
    found = after_advice(facts.table("advice"), facts.table("daily"))
    if not found:
        return None
    observed, expected = sum(one.observed for one in found), sum(one.expected for one in found)
    half = 1.96 * sum(one.variance for one in found) ** 0.5
    change = observed / expected - 1
    parts = tuple(Part(one.name, one.observed / one.expected - 1, round(one.observed)) for one in found[:8])
    return Value(change, round(observed), (max(-1.0, change - half / expected), change + half / expected), parts)


indicator = Indicator(
    theme="advice",
    order=3,
    name="Recours après conseil",
    name_en="Recourse after advice",
    formula="usages du service conseillé en 72 h / usages attendus − 1",
    formula_en="uses of the service advised within 72 h / uses expected − 1",
    definition="Visites (à défaut dépôts, contacts) du service que nomme une consigne, une campagne ou un message de "
    "prévention, les trois jours suivants, rapportées aux mêmes jours de semaine des quatre semaines d’avant. "
    "Intervalle par la variation de ces semaines. Une association, non la preuve d’un effet.",
    definition_en="Visits (or else reports, contacts) of the service that an instruction, campaign or prevention "
    "message names, in the three days after, over the same weekdays of the four weeks before. Interval from how "
    "these weeks vary. An association, no proof of an effect.",
    source="Journal des actions ; comptages journaliers des services",
    source_en="Log of actions; daily counts of the services",
    unit="change",
    direction="up",
    reads=("advice", "daily"),
    compute=compute,
)
