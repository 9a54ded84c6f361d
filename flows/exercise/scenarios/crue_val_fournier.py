"""The built-in demo: a month of everyday talk, then a flood and a false rumour around Dijon."""

from datetime import UTC, datetime, timedelta

from flows.exercise import crisis, events, everyday, needs, offer
from flows.exercise.clock import CRISIS_AT, ENDS_AT, STARTS_AT, stamp
from flows.exercise.crisis import DENIAL, DENIED_AT
from flows.exercise.people import CHIEF, COUNTS, ZONE
from flows.exercise.plan import Plan
from flows.exercise.script import Script

OUTAGE = (datetime(2026, 3, 10, 8, tzinfo=UTC), datetime(2026, 3, 10, 14, tzinfo=UTC))
"""Nothing of Mastodon reaches us."""


def _actions(script: Script) -> None:
    script.actions += [
        {
            "id": "campagne-procuration",
            "kind": "campaign",
            "text": "Municipales : pensez à votre procuration, la demande se fait en ligne.",
            "channel": "site",
            "at": stamp(datetime(2026, 2, 20, 9, tzinfo=UTC)),
            "places": ["FR"],
        },
        {
            "id": "prevention-colis",
            "kind": "prevention",
            "text": "SMS de faux colis : ne cliquez pas, transférez au 33700.",
            "channel": "bluesky",
            "at": stamp(datetime(2026, 3, 3, 10, tzinfo=UTC)),
            "places": ["D59"],
        },
        {
            "id": "consignes-crue",
            "kind": "instruction",
            "text": "Crue de l'Ouche : ne prenez pas votre voiture, montez à l'étage, suivez les comptes officiels.",
            "channel": "fr-alert",
            "at": stamp(CRISIS_AT + timedelta(minutes=40)),
            "places": [ZONE],
            "about": "incident-flood",
        },
        {
            "id": "dementi-barrage",
            "kind": "denial",
            "text": DENIAL,
            "channel": "mastodon",
            "at": stamp(DENIED_AT),
            "places": [ZONE],
            "about": "rumour-val-fournier",
        },
    ]


def _quiet(script: Script) -> None:
    quiet = (
        ("quiet-fevrier", datetime(2026, 2, 14, tzinfo=UTC), datetime(2026, 2, 21, tzinfo=UTC), ["FR"]),
        ("quiet-zone", datetime(2026, 3, 11, tzinfo=UTC), datetime(2026, 3, 13, tzinfo=UTC), [ZONE]),
        ("quiet-ailleurs", CRISIS_AT, ENDS_AT, ["R53", "R52", "R75", "R76", "R93", "R32"]),
    )
    for id_, start, end, places in quiet:
        script.truth("quiet", "Rien de particulier", (start, end), id=id_, places=places)


plan = Plan(
    name="crue-val-fournier",
    description="Crue de l'Ouche et fausse rumeur de rupture d'un barrage inventé, autour de Dijon.",
    zone=ZONE,
    chief=CHIEF,
    starts_at=STARTS_AT,
    crisis_at=CRISIS_AT,
    ends_at=ENDS_AT,
    parts=(everyday.tell, events.tell, needs.tell, offer.tell, crisis.tell, _actions, _quiet),
    blind={"mastodon": OUTAGE},
    counts=COUNTS,
    minutes=10,
)
