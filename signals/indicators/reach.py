"""Accounts that platforms say our posts were shown to."""

from signals.facts import Facts
from signals.indicators import Indicator, Value, top_parts


def compute(facts: Facts) -> Value | None:
    """Return the accounts reached, summed over the accounts that publish it."""
    reached = facts.metric("reach")
    if reached.is_empty():
        return None
    total = float(reached["value"].sum())
    return Value(total, int(total), parts=top_parts(reached, "service", "value"))


indicator = Indicator(
    theme="networks",
    order=1,
    name="Portée",
    name_en="Reach",
    formula="Σ comptes touchés, tels que la plateforme les publie",
    formula_en="Σ accounts reached, as the platform publishes them",
    definition="Comptes distincts auxquels une publication officielle a été montrée, selon les statistiques du "
    "propriétaire du compte. Une personne présente sur deux réseaux compte deux fois. À défaut, voir la portée "
    "potentielle ; les deux ne s’additionnent pas.",
    definition_en="Distinct accounts to which official posts were shown, by the statistics of the account’s owner. "
    "Somebody on two networks counts twice. Where there are none, see potential reach; the two are not added up.",
    source="Statistiques des plateformes (comptages)",
    source_en="Statistics of the platforms (counts)",
    unit="count",
    direction="up",
    reads=("measures",),
    compute=compute,
)
