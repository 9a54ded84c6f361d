"""Digital contacts for each thousand inhabitants."""

import polars as pl

from signals.facts import Facts
from signals.indicators import Indicator, Value
from signals.intervals import poisson

OWN = ("experience", "review")
"""Kinds of messages by which a user turns to a service."""


def compute(facts: Facts) -> Value | None:
    """Return contacts and messages left with services, for 1,000 inhabitants."""
    contacts = facts.metric("contacts")
    left = facts.table("messages").filter(pl.col("kind").is_in(OWN))
    inhabitants = facts.inhabitants()
    if (contacts.is_empty() and left.is_empty()) or not inhabitants:
        return None
    n = round(float(contacts["value"].sum())) + int(left["n"].sum())
    low, high = poisson(n)
    return Value(1000 * n / inhabitants, n, (1000 * low / inhabitants, 1000 * high / inhabitants))


indicator = Indicator(
    theme="proximity",
    order=1,
    name="Proximité numérique",
    name_en="Digital proximity",
    formula="1 000 × contacts numériques / habitants",
    formula_en="1,000 × digital contacts / inhabitants",
    definition="Tchats, téléprocédures, avis et expériences pour 1 000 habitants du territoire choisi. Intervalle de "
    "Garwood.",
    definition_en="Chats, online procedures, reviews and experiences per 1,000 inhabitants of the chosen territory. "
    "Garwood interval.",
    source="Comptages des services, avis et expériences ; population INSEE",
    source_en="Counts of the services, reviews and experiences; INSEE population",
    unit="per_1000",
    direction="up",
    reads=("measures", "messages", "population"),
    compute=compute,
)
