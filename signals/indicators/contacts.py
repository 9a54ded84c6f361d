"""Contacts with each service."""

from signals.facts import Facts
from signals.indicators import Indicator, Value, top_parts


def compute(facts: Facts) -> Value | None:
    """Return the contacts counted, by service."""
    contacts = facts.metric("contacts")
    if contacts.is_empty():
        return None
    total = float(contacts["value"].sum())
    return Value(total, int(total), parts=top_parts(contacts, "service", "value"))


indicator = Indicator(
    theme="reports",
    order=3,
    name="Contacts traités",
    name_en="Contacts",
    formula="Σ contacts",
    formula_en="Σ contacts",
    definition="Tchats, appels et conversations comptés par les services (Brigade numérique, 17Cyber…).",
    definition_en="Chats, calls and conversations counted by the services (Brigade numérique, 17Cyber…).",
    source="Comptages agrégés des services",
    source_en="Aggregated counts of the services",
    unit="count",
    reads=("measures",),
    compute=compute,
)
