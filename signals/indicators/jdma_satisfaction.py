"""The mark that users give a procedure, out of ten."""

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.jdma import GRADES, THREE, mean


def compute(facts: Facts) -> Value | None:
    """Return the mark that users give a procedure, out of ten, None without answers."""
    return mean(facts, "satisfaction", THREE)


indicator = Indicator(
    theme="jdma",
    order=1,
    name="Satisfaction usager",
    name_en="User satisfaction",
    formula="(10 × très bien + 5 × moyen + 0 × pas bien) / réponses",
    formula_en="(10 × good + 5 × medium + 0 × bad) / answers",
    definition="« De façon générale, comment ça s’est passé ? », selon le code public de la plateforme. Pas bien "
    "sous 5, moyen sous 8, bien à partir de 8. Intervalle par rééchantillonnage.",
    definition_en="“All in all, how did it go?”, by the public code of the platform. Bad under 5, medium under 8, "
    "good from 8. Bootstrap interval.",
    source="Je donne mon avis (DINUM)",
    source_en="Je donne mon avis (DINUM), opinions at the end of a procedure",
    unit="score",
    direction="up",
    labels=GRADES,
    reads=("measures",),
    heard_on=("je-donne-mon-avis",),
    compute=compute,
)
