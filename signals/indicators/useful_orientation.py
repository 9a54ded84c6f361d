"""How many users who were sent on came to the end of their procedure."""

from signals.computing import published_share
from signals.indicators import Indicator

indicator = Indicator(
    theme="advice",
    order=2,
    name="Orientation utile",
    name_en="Useful orientation",
    formula="usagers orientés puis démarche aboutie / usagers orientés",
    formula_en="users sent on whose procedure came to its end / users sent on",
    definition="Telle que les services la publient (agents, tchats, 17Cyber) avec son effectif. Intervalle de Wilson.",
    definition_en="As services publish it (agents, chats, 17Cyber) with its n. Wilson interval.",
    source="Mesures des services (comptages)",
    source_en="Measures of the services (counts)",
    unit="share",
    direction="up",
    reads=("measures",),
    compute=published_share("useful_orientation"),
)
