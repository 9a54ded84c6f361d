"""How many false alerts a watch may bring, by area; and how many alerts came of it."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph import model
from graph.rows import moment
from graph.store import Store
from graph.territory import places
from signals.budget import Budget

LOOKED_BACK = timedelta(days=28)
"""What was promised is held against the alerts of so long."""

_PART = re.compile(r"(?P<area>[A-Z0-9]+)=(?P<alerts>\d+(?:\.\d+)?)")


class Settings(BaseSettings):
    """Read from the environment, e.g. `CYBERIMPACT_BUDGET_ALERTS`."""

    model_config = SettingsConfigDict(env_prefix="CYBERIMPACT_BUDGET_")

    alerts: float = Field(default=0.2, gt=0)
    """False alerts that a watch may bring in the whole territory, on average: 0.2 is one in five watches."""
    hours: float = Field(default=12, gt=0)
    """Hours of a watch."""
    areas: str = ""
    """Areas with a budget of their own, by official code: `D21=3 R27=1` allows three false alerts a watch in
    Côte-d'Or, and one in the rest of the region."""

    @field_validator("areas")
    @classmethod
    def _can_be_read(cls, areas: str) -> str:
        list(_areas(areas))
        return areas


def budget_of(settings: Settings | None = None) -> Budget:
    """Return the budget that the settings ask for."""
    settings = settings or Settings()
    areas = dict(_areas(settings.areas))
    wide_first = sorted(areas, key=lambda code: -len(inside(code)))
    belongs = {place: code for code in wide_first if code != "FR" for place in inside(code)}
    return Budget(areas.pop("FR", settings.alerts), settings.hours, areas, belongs)


def _areas(text: str) -> Iterator[tuple[str, float]]:
    """Yield the areas of the setting with their alerts; raise ValueError where it cannot be read."""
    for part in text.replace(",", " ").split():
        found = _PART.fullmatch(part)
        if found is None or float(found["alerts"]) <= 0 or not (found["area"] == "FR" or inside(found["area"])):
            raise ValueError(
                f"{part!r} is no area and number of alerts above 0; write e.g. D21=3 or R27=1.5, with the official "
                "code of a département or région"
            )
        yield found["area"], float(found["alerts"])


def save_account(store: Store, budget: Budget, *, as_of: datetime, run_id: str) -> list[model.Budget]:
    """Write, by area, what a watch may bring beside what watches brought lately, and return it.

    What is achieved is known from people only: alerts that they dismissed were false; those raised are at most so many.
    """
    began = store.rows("beginning")
    since = max(as_of - LOOKED_BACK, moment(began[0]["at"])) if began else as_of
    watches = max((as_of - since) / timedelta(hours=budget.hours), 1.0)
    raised: Counter[str] = Counter()
    dismissed: Counter[str] = Counter()
    for row in store.rows("alerts_raised", since=since, until=as_of):
        area = budget.area(row["place"] or "FR")
        raised[area] += 1
        dismissed[area] += row["dismissed"]
    accounts = [
        model.Budget(
            id=area,
            place_id=area,
            promised=budget.promised(area),
            hours=budget.hours,
            watches=round(watches, 1),
            raised=raised[area] / watches,
            dismissed=dismissed[area] / watches,
            run_id=run_id,
        )
        for area in ("FR", *sorted(budget.areas))
    ]
    store.save(accounts, now=datetime.now(UTC))
    store.execute("sweep_budgets", run_id=run_id)
    return accounts


@cache
def inside(code: str) -> frozenset[str]:
    """Return the départements that lie in a place, or that it lies in; none when there is no such place."""
    parents = {place.id: place.parent_id for place in places()}
    kinds = {place.id: place.kind for place in places()}

    def above(place: str) -> Iterator[str]:
        up: str | None = place
        while up:
            yield up
            up = parents.get(up)

    own = [up for up in above(code) if kinds.get(up) == "departement"]
    return frozenset(
        own or (each for each, kind in kinds.items() if kind == "departement" and code in set(above(each)))
    )
