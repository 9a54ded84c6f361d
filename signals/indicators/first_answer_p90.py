"""How long users wait for a first answer, on every channel that dates it: nine in ten."""

from signals.computing import days_to_answer
from signals.indicators import Indicator

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
    compute=days_to_answer(0.9),
)
