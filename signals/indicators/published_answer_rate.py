"""How many demands services say they took up."""

from signals.computing import published_share
from signals.indicators import Indicator

indicator = Indicator(
    theme="answers",
    order=4,
    name="Taux de prise en charge",
    name_en="Demands taken up",
    formula="demandes avec 1re réponse / demandes reçues",
    formula_en="demands with a first answer / demands received",
    definition="Tel que les services le publient avec son effectif ; sans effectif, une part ne compte pas. "
    "Intervalle de Wilson.",
    definition_en="As services publish it with its n; a share without its n does not count. Wilson interval.",
    source="Mesures des services (comptages)",
    source_en="Measures of the services (counts)",
    unit="share",
    direction="up",
    reads=("measures",),
    compute=published_share("answer_rate"),
)
