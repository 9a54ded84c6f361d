"""What pages ask for: plain classes over the graph that know nothing of the screen."""

from dataclasses import dataclass, replace
from datetime import time

from graph.exercise import Room
from graph.users.roles import Right
from ui.access.who import NOBODY, Who
from ui.services.actions import Actions
from ui.services.alerts import Alerts
from ui.services.analyses import Analyses
from ui.services.audit import Audit
from ui.services.briefs import Briefs
from ui.services.cascades import Cascades
from ui.services.crossings import Crossings
from ui.services.entries import Entries
from ui.services.exercise import Exercise
from ui.services.needs import Needs
from ui.services.network import Networks
from ui.services.pillars import Pillars
from ui.services.placements import Placements
from ui.services.reader import Reader
from ui.services.situation import Situation
from ui.services.sources import Sources
from ui.services.span import Span, span_of
from ui.services.spread import Spread
from ui.services.subscriptions import Subscriptions
from ui.services.territory import Territory
from ui.services.triage import Triage


@dataclass(frozen=True)
class Services:
    """All services, shared by the sessions; only `reader` talks to the store."""

    reader: Reader
    situation: Situation
    territory: Territory
    network: Networks
    pillars: Pillars
    crossings: Crossings
    needs: Needs
    alerts: Alerts
    actions: Actions
    audit: Audit
    triage: Triage
    spread: Spread
    cascades: Cascades
    entries: Entries
    analyses: Analyses
    briefs: Briefs
    sources: Sources
    exercise: Exercise
    subscriptions: Subscriptions
    placements: Placements
    handovers: tuple[time, time]
    who: Who = NOBODY

    def span(self, period: str) -> Span | None:
        """Return the period of that name up to the clock of the data; None while the graph is empty."""
        now = self.reader.clock
        return None if now is None else span_of(period, now, self.handovers)

    def signed(self, who: Who) -> "Services":
        """Return the services that sign what they write in the name of `who`."""
        triage, subscriptions = Triage(self.reader, who.role, who.author), Subscriptions(self.reader, who.role)
        placements = Placements(self.reader, who.owner)
        return replace(self, who=who, triage=triage, subscriptions=subscriptions, placements=placements)

    def may(self, right: Right) -> bool:
        """Tell whether who asks has a right: for what a page offers; each call is checked besides."""
        return right in self.who.rights


def make_services(
    reader: Reader, handovers: tuple[time, time], role: str, *, exercise: Exercise | None = None
) -> Services:
    """Return the services over one reader; decisions are signed with `role`. No `exercise`: its graph stays closed."""
    return Services(
        reader=reader,
        situation=Situation(reader),
        territory=Territory(reader),
        network=Networks(reader),
        pillars=Pillars(reader),
        crossings=Crossings(reader),
        needs=Needs(reader),
        alerts=Alerts(reader),
        actions=Actions(reader),
        audit=Audit(reader),
        triage=Triage(reader, role),
        spread=Spread(reader),
        cascades=Cascades(reader),
        entries=Entries(reader),
        analyses=Analyses(reader),
        briefs=Briefs(reader),
        sources=Sources(reader),
        exercise=exercise or Exercise(Room(), lambda: None),
        subscriptions=Subscriptions(reader, role),
        placements=Placements(reader),
        handovers=handovers,
    )
