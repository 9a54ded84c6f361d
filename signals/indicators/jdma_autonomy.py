"""The share of users who needed no help."""

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.jdma import share


def compute(facts: Facts) -> Value | None:
    """Return the share of users who needed no help, None without answers."""
    return share(facts, "autonomy")


indicator = Indicator(
    theme="jdma",
    order=6,
    name="Niveau d’autonomie",
    name_en="Autonomy",
    formula="« Je n’ai pas eu besoin d’aide » / avis ayant répondu à la question",
    formula_en="“I needed no help” / opinions that answered the question",
    definition="Sur les avis, chacun compté une fois : seuls les exports du back-office les distinguent, l’interface "
    "ne compte que des cases cochées. Sans libellé, comme dans le code public. Intervalle de Wilson.",
    definition_en="Over opinions, each counted once: only exports of the back office tell them apart, the interface "
    "counts ticks. No label, as in the public code. Wilson interval.",
    source="Je donne mon avis (DINUM)",
    source_en="Je donne mon avis (DINUM), opinions at the end of a procedure",
    unit="share",
    direction="up",
    reads=("measures",),
    heard_on=("je-donne-mon-avis",),
    compute=compute,
)
