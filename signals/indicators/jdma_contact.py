"""The mark of the help, where who reached nobody counts as zero, out of ten."""

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.jdma import GRADES, mean_with_unreached


def compute(facts: Facts) -> Value | None:
    """Return the mark of the help, where who reached nobody counts as zero, out of ten, None without answers."""
    return mean_with_unreached(facts)


indicator = Indicator(
    theme="jdma",
    order=5,
    name="Aide joignable et efficace",
    name_en="Help reachable and effective",
    formula="Σ notes de l’aide obtenue / (aides notées + administrations non jointes)",
    formula_en="Σ marks of the help got / (help marked + administrations not reached)",
    definition="Note combinée du code public : qui n’a joint personne compte pour 0. Pas bien sous 5, moyen sous 8, "
    "bien à partir de 8. Intervalle par rééchantillonnage.",
    definition_en="Combined mark of the public code: who reached nobody counts as 0. Bad under 5, medium under 8, "
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
