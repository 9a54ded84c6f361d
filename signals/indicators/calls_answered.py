"""How many calls reached an agent."""

from signals.computing import published_share
from signals.indicators import Indicator

indicator = Indicator(
    theme="answers",
    order=6,
    name="Taux de décroché",
    name_en="Calls answered",
    formula="appels traités par un agent / appels requérant un agent",
    formula_en="calls handled by an agent / calls that want one",
    definition="Définition de Services Publics+ (« taux de décroché »), telle que les services la publient. "
    "Intervalle de Wilson.",
    definition_en="Definition of Services Publics+ (« taux de décroché »), as services publish it. Wilson interval.",
    source="Mesures des services (comptages)",
    source_en="Measures of the services (counts)",
    unit="share",
    direction="up",
    reads=("measures",),
    compute=published_share("calls_answered"),
)
