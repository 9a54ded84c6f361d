"""How long users wait for a first answer, on every channel that dates it: the median."""

from signals.computing import days_to_answer
from signals.indicators import Indicator

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
    compute=days_to_answer(0.5),
)
