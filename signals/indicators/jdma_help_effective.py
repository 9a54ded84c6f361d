"""The mark that users give the help they got, out of ten."""

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.jdma import FIVE, GRADES, mean


def compute(facts: Facts) -> Value | None:
    """Return the mark that users give the help they got, out of ten, None without answers."""
    return mean(facts, "contact_satisfaction", FIVE)


indicator = Indicator(
    theme="jdma",
    order=4,
    name="Aide efficace",
    name_en="Help effective",
    formula="(10 × excellente + 7,5 × bonne + 5 × ni l’un ni l’autre + 2,5 × mauvaise + 0) / réponses",
    formula_en="(10 × excellent + 7.5 × good + 5 × neither + 2.5 × bad + 0) / answers",
    definition="« Comment évaluez-vous la qualité de l’aide que vous avez obtenue ? », une réponse par moyen ; « ne "
    "se prononce pas » compte pour 0, comme dans le code public. Pas bien sous 5, moyen sous 8, bien à partir de 8. "
    "Intervalle par rééchantillonnage.",
    definition_en="“How do you rate the help that you got?”, one answer for each way; “no opinion” counts as 0, as "
    "in the public code. Bad under 5, medium under 8, good from 8. Bootstrap interval.",
    source="Je donne mon avis (DINUM)",
    source_en="Je donne mon avis (DINUM), opinions at the end of a procedure",
    unit="score",
    direction="up",
    labels=GRADES,
    reads=("measures",),
    heard_on=("je-donne-mon-avis",),
    compute=compute,
)
