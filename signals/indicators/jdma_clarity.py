"""The mark that users give the language of a procedure, out of ten."""

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.jdma import FIVE, GRADES, mean


def compute(facts: Facts) -> Value | None:
    """Return the mark that users give the language of a procedure, out of ten, None without answers."""
    return mean(facts, "comprehension", FIVE)


indicator = Indicator(
    theme="jdma",
    order=2,
    name="Simplicité du langage",
    name_en="Plain language",
    formula="(10 × 5e degré + 7,5 × 4e + 5 × 3e + 2,5 × 2e + 0 × 1er) / réponses",
    formula_en="(10 × 5th step + 7.5 × 4th + 5 × 3rd + 2.5 × 2nd + 0 × 1st) / answers",
    definition="« Qu’avez-vous pensé des informations et des instructions fournies ? », selon le code public de la "
    "plateforme. Pas bien sous 5, moyen sous 8, bien à partir de 8. Intervalle par rééchantillonnage.",
    definition_en="“What did you think of the information and instructions given?”, by the public code of the "
    "platform. Bad under 5, medium under 8, good from 8. Bootstrap interval.",
    source="Je donne mon avis (DINUM)",
    source_en="Je donne mon avis (DINUM), opinions at the end of a procedure",
    unit="score",
    direction="up",
    labels=GRADES,
    reads=("measures",),
    heard_on=("je-donne-mon-avis",),
    compute=compute,
)
