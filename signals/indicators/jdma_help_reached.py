"""The share of attempts to get help that reached the administration."""

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.jdma import REACHED, share


def compute(facts: Facts) -> Value | None:
    """Return the share of attempts to get help that reached the administration, None without answers."""
    return share(facts, "contact_reached")


indicator = Indicator(
    theme="jdma",
    order=3,
    name="Aide joignable",
    name_en="Help reachable",
    formula="oui / (oui + non)",
    formula_en="yes / (yes + no)",
    definition="« Quand vous avez cherché de l’aide, avez-vous réussi à joindre l’administration ? », une réponse "
    "par moyen essayé. Faible sous 70 %, moyen sous 85 %, optimal à partir de 85 %. Intervalle de Wilson.",
    definition_en="“When you looked for help, did you manage to reach the administration?”, one answer for each way "
    "tried. Low under 70%, medium under 85%, optimal from 85%. Wilson interval.",
    source="Je donne mon avis (DINUM)",
    source_en="Je donne mon avis (DINUM), opinions at the end of a procedure",
    unit="share",
    direction="up",
    labels=REACHED,
    reads=("measures",),
    heard_on=("je-donne-mon-avis",),
    compute=compute,
)
