"""How much of the talk is complaints."""

from signals.computing import share_of_talk
from signals.indicators import Indicator

indicator = Indicator(
    theme="talk",
    order=3,
    name="Part des plaintes exprimées",
    name_en="Share of complaints voiced",
    formula="plaintes exprimées / messages dont l’intention est connue",
    formula_en="complaints / messages whose intent is known",
    definition="Part des plaintes exprimées parmi les messages des réseaux et de la presse, lue par un modèle ; à "
    "côté des notes officielles, jamais mélangée. Intervalle de Wilson.",
    definition_en="Share of complaints among the messages of networks and press, read by a model; beside the "
    "official scores, never merged. Wilson interval.",
    source="Messages collectés, intention estimée par un modèle",
    source_en="Collected messages, intent estimated by a model",
    unit="share",
    direction="down",
    reads=("messages",),
    heard_on=("*",),
    compute=share_of_talk("complaint"),
)
