"""How many procedures were handled within the promised delay."""

from signals.computing import published_share
from signals.indicators import Indicator

indicator = Indicator(
    theme="answers",
    order=5,
    name="Délais annoncés respectés",
    name_en="Promised delays kept",
    formula="démarches traitées dans le délai annoncé / démarches traitées",
    formula_en="procedures handled within the promised delay / handled",
    definition="Définition de Services Publics+ (« respect du délai annoncé »), telle que les services la publient. "
    "Intervalle de Wilson.",
    definition_en="Definition of Services Publics+ (« respect du délai annoncé »), as services publish it. Wilson "
    "interval.",
    source="Mesures des services (comptages)",
    source_en="Measures of the services (counts)",
    unit="share",
    direction="up",
    reads=("measures",),
    compute=published_share("delay_respected"),
)
