"""A small invented graph: a flood, a rumour of a dam, a fraud wave, a blind source; the same at each run."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import pi, sin

from graph.model import (
    Action,
    Alert,
    Claim,
    Decision,
    Hazard,
    Measure,
    Message,
    Outage,
    Place,
    Rumour,
    Run,
    Service,
    Signal,
    Source,
    Topic,
    Window,
)
from graph.schema import (
    ABOUT_TOPIC,
    ACTION_ADDRESSES,
    ASKS_ABOUT,
    CONCERNS_SERVICE,
    ENRICHED,
    MENTIONS_PLACE,
    MESSAGE,
)
from graph.store import Store
from graph.territory import places
from tests.needed import needed

NOW = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAYS = 16

TOPICS = {
    "barrage": ("Rupture du barrage de Pont-et-Massène", ("barrage", "évacuation"), 0.30),
    "crue": ("Crue de l’Armançon à Semur", ("crue", "eau", "route"), 0.34),
    "colis": ("Faux SMS de colis", ("colis", "sms", "lien"), 0.14),
    "plainte": ("Plainte en ligne qui n’aboutit pas", ("plainte", "formulaire"), 0.10),
    "procuration": ("Procuration : où aller ?", ("procuration", "vote"), 0.07),
    "match": ("Match de rugby à Dijon", ("match", "stade"), 0.05),
}
SERVICES = {
    "plainte-en-ligne": ("Plainte en ligne", "Police et Gendarmerie nationales"),
    "perceval": ("Perceval", "Gendarmerie nationale"),
    "thesee": ("THESEE", "Police nationale"),
    "brigade-numerique": ("Brigade numérique", "Gendarmerie nationale"),
    "17cyber": ("17Cyber", "Cybermalveillance.gouv.fr"),
    "procuration": ("Procuration", "Ministère de l’intérieur"),
}
OF_TOPIC = {
    "colis": ("perceval", "17cyber", "thesee"),
    "plainte": ("plainte-en-ligne",),
    "procuration": ("procuration",),
}
TEXTS = {
    "barrage": (
        "On me dit que le barrage lâche, tout le monde part de Semur",
        "Vrai ou faux pour le barrage ? Ma mère est seule à Semur",
        "Partagez ! le barrage est en train de céder, quittez la vallée <b>maintenant</b>",
    ),
    "crue": ("La D970 est coupée, l’eau monte encore", "Plus d’électricité rue basse, les pompiers passent"),
    "colis": ("Reçu un SMS pour un colis, le lien est un faux", "Débité de 89 € après le SMS du colis"),
    "plainte": ("Le formulaire de plainte s’arrête à la page 3", "Impossible de joindre une pièce à ma plainte"),
    "procuration": ("Où faire ma procuration un samedi ?", "Merci à la brigade, procuration faite en dix minutes"),
    "match": ("Quelle ambiance au stade", "Bouchons après le match"),
}
HEALTH = (
    ("scenario", 1, None, 0),
    ("mastodon", 2, None, 3),
    ("rss", 48, "HTTP 500", 0),
    ("services-publics-plus", 620, None, 12),
    ("telegram", 183, None, 0),
)
TOWNS = {
    "barrage": ("21603", "21425"),
    "crue": ("21603", "21425", "89418"),
    "match": ("21231",),
    "colis": ("21231", "71076"),
}


def seed(store: Store, *, exercise: bool = True) -> None:
    """Write the invented graph."""
    chance = random.Random(7)
    store.save(_places(), now=NOW)
    store.save([*_sources(exercise), *_services(), *_context()], now=NOW)
    store.save(_topics(), now=NOW)
    messages = list(_messages(chance))
    store.save([message for message, _ in messages], now=NOW)
    _relate(store, messages, chance)
    store.save(_windows(chance), now=NOW)
    store.save(_measures(chance), now=NOW)
    store.save(_alerts([message.id for message, topic in messages if topic == "barrage"]), now=NOW)
    for name, minutes, error, refused in HEALTH:
        store.execute(
            "health_add", id=name, last_message_at=NOW - timedelta(minutes=minutes), read=400 + refused, saved=400,
            refused=refused, late=3, duplicates=7,
        )  # fmt: skip
        store.execute("health_end", id=name, at=NOW, error=error, deaf=bool(error), delays=[], delay_seconds=3600.0)
    store.save(needed(NOW, run_id="seed"), now=NOW)
    store.save([_run("seed", NOW)], now=NOW)


def _run(name: str, as_of: datetime) -> Run:
    return Run(
        id=name,
        flow="watch",
        version="test",
        parameters="{}",
        as_of=as_of,
        started_at=as_of,
        ended_at=as_of,
        state="completed",
    )


def late_alert(store: Store) -> None:
    """Write an alert that comes while the app is open, and the run that found it."""
    found = _alert("tardive", "colis", "forte", 0.7, ["s-colis"], NOW + timedelta(minutes=5))
    store.save([found, _run("later", NOW + timedelta(minutes=6))], now=NOW)


def _places() -> Iterator[Place]:
    return (place for place in places() if place.kind != "commune" or place.id[:2] in ("21", "71", "89"))


def _sources(exercise: bool) -> Iterator[Source]:
    terms = {"licence": "Licence Ouverte 2.0", "purpose": "veille", "legal_basis": "mission de service public"}
    for name, kind, platform in (
        ("Scénario", "exercise" if exercise else "social", "scenario"),
        ("Mastodon", "social", "mastodon"),
        ("Presse régionale", "press", "rss"),
        ("Services Publics+", "perception", "services-publics-plus"),
        ("Telegram", "social", "telegram"),
    ):
        yield Source(id=platform, name=name, kind=kind, platform=platform, retention_days=30, **terms)


def _services() -> Iterator[Service]:
    for code, (name, operator) in SERVICES.items():
        yield Service(id=code, name=name, kind="teleservice", operator=operator)


def _context() -> Iterator[Action | Hazard | Outage]:
    yield Hazard(
        id="h1", phenomenon="crue", level="orange", start=NOW - 30 * HOUR, end=NOW + 6 * HOUR, place_ids=("D21", "D89")
    )
    yield Hazard(
        id="h2", phenomenon="vent-violent", level="jaune", start=NOW - 16 * HOUR, end=NOW - 7 * HOUR, place_ids=("D21",)
    )
    yield Action(
        id="a1", kind="denial", text="Le barrage de Pont-et-Massène est intact.", channel="X",
        at=NOW - timedelta(minutes=70), role="préfecture", place_ids=("D21",),
    )  # fmt: skip
    yield Action(
        id="a2", kind="instruction", text="Évitez les bords de l’Armançon.", channel="FR-Alert",
        at=NOW - 9 * HOUR, role="préfecture", place_ids=("D21",),
    )  # fmt: skip
    yield Outage(id="o1", platform="mastodon", start=NOW - 20 * HOUR, end=NOW - 15 * HOUR)
    yield Outage(id="o2", platform="telegram", start=NOW - 3 * HOUR)


def _topics() -> Iterator[Topic]:
    for code, (label, keywords, share) in TOPICS.items():
        yield Topic(
            id=code, label=label, keywords=keywords, size=int(800 * share), centroid=(1.0,) + (0.0,) * 383,
            first_at=NOW - 24 * HOUR, last_at=NOW, run_id="seed",
        )  # fmt: skip


def _messages(chance: random.Random) -> Iterator[tuple[Message, str]]:
    names = list(TOPICS)
    for index in range(700):
        topic = chance.choices(names, [TOPICS[name][2] for name in names])[0]
        hours = chance.betavariate(1.1, 3.5) * (5 if topic == "barrage" else 23)
        if topic == "barrage" and hours < 0.9 and index % 5 < 3:
            hours += 1.4  # said before the denial: it was heeded
        author = f"mastodon:{chance.randrange(16**8):08x}" if index % 3 else f"mastodon:{index % 40:08x}"
        experience = topic in ("plainte", "procuration")
        message = Message(
            id=f"mastodon:{index}",
            source_id="services-publics-plus" if experience else "mastodon",
            platform="services-publics-plus" if experience else "mastodon",
            kind="experience" if experience else "post",
            text=chance.choice(TEXTS[topic]),
            published_at=NOW - timedelta(hours=hours, minutes=2),
            lang="fr",
            author_id=author,
            reply_to=f"mastodon:{chance.randrange(index)}" if index > 20 and chance.random() < 0.5 else None,
            rating=chance.choice((-1.0, -1.0, 0.0, 1.0)) if experience else None,
        )
        yield message, topic


def _relate(store: Store, messages: list[tuple[Message, str]], chance: random.Random) -> None:
    ids = [message.id for message, _ in messages]
    about = [{"start": message.id, "end": topic, "score": 0.8} for message, topic in messages]
    concerns = [
        {"start": message.id, "end": chance.choice(OF_TOPIC[topic]), "probability": 0.9}
        for message, topic in messages
        if topic in OF_TOPIC
    ]
    mentions = [
        {"start": message.id, "end": chance.choice(TOWNS[topic]), "probability": 0.9, "surface": ""}
        for message, topic in messages
        if topic in TOWNS
    ]
    for fact, rows in ((ABOUT_TOPIC, about), (CONCERNS_SERVICE, concerns), (MENTIONS_PLACE, mentions)):
        store.relate(fact, rows, run_id="seed", scope=ids)
    asks = [message.id for message, _ in messages if "?" in message.text]
    tones = [
        {"id": name, "lang": "fr", "near_key": name, "tone": chance.uniform(-1, 0.6)}
        | ({"stance": "query", "intent": "question"} if name in asks else {})
        for name in ids
    ]
    store.complete(MESSAGE, ENRICHED, tones)
    store.relate(ACTION_ADDRESSES, [{"start": "a1", "end": "barrage", "score": 0.7}], run_id="seed", scope=[])
    about = [{"start": name, "end": "a1", "sentence": 0, "score": 0.86} for name in _asked(messages, set(asks))]
    store.relate(ASKS_ABOUT, about, run_id="seed", scope=[])


def _asked(messages: list[tuple[Message, str]], asks: set[str]) -> Iterator[str]:
    for message, topic in messages:
        if topic == "barrage" and message.id in asks and message.published_at >= NOW - timedelta(minutes=70):
            yield message.id


def _windows(chance: random.Random) -> Iterator[Window]:
    start = NOW.replace(minute=0) - timedelta(days=DAYS)
    for step in range(DAYS * 24 + 1):
        hour = start + step * HOUR
        age = (NOW - hour) / HOUR
        usual = 14 + 9 * sin(2 * pi * (hour.hour - 9) / 24)
        blind = 15 <= age < 20
        flood = 55 * max(0.0, 1 - abs(age - 6) / 9)
        dam = 110 * max(0.0, 1 - abs(age - 1.4) / 2.6)
        n = 3 if blind else int(usual * chance.uniform(0.75, 1.25) + flood + dam)
        yield _window("*", "FR", hour, n, usual, blind)
        if age < 48:
            yield _window("barrage", "FR", hour, int(dam), 0.3, blind)
            yield _window("crue", "FR", hour, int(flood), 2.0, blind)
            yield _window("colis", "FR", hour, chance.randrange(6), 2.5, blind)
        for code, share in (("D21", 0.55), ("D89", 0.16), ("D71", 0.1), ("D59", 0.04), ("D13", 0.03), ("D974", 0.02)):
            if count := int(n * share):
                yield _window("*", code, hour, count, None, blind)


def _window(topic: str, place: str, hour: datetime, n: int, expected: float | None, blind: bool) -> Window:
    return Window(
        id=f"{topic}|{place}|{hour.isoformat()}", topic_id=topic, place_id=place, hour=hour, n=n, authors=n,
        expected=expected, upper=None if expected is None else expected + 2 + 2.2 * expected**0.5, blind=blind,
        run_id="seed",
    )  # fmt: skip


def _measures(chance: random.Random) -> Iterator[Measure]:
    for day in range(DAYS):
        end = NOW.replace(hour=0, minute=0) - timedelta(days=day)
        for service in SERVICES:
            for place, share in (("D21", 1.0), ("D71", 0.7), ("D89", 0.5)):
                values = {
                    "visits": 900,
                    "contacts": 60,
                    "reports": 25 * (3 if service == "perceval" and day < 4 else 1),
                }
                for metric, mean in values.items():
                    value = float(int(mean * share * chance.uniform(0.8, 1.2)))
                    yield _measure(service, place, metric, end, value, int(value))
        yield _measure("plainte-en-ligne", "D21", "answer_rate", end, 0.83, 40)


def _measure(service: str, place: str, metric: str, end: datetime, value: float, n: int) -> Measure:
    start = end - timedelta(days=1)
    return Measure(
        id=f"{service}|{place}|{metric}|{start.isoformat()}|{end.isoformat()}", service_id=service, place_id=place,
        metric=metric, start=start, end=end, value=value, n=n, source_id="services-publics-plus",
    )  # fmt: skip


def _alerts(evidence: list[str]) -> Iterator[Signal | Alert | Decision | Claim | Rumour]:
    for topic, observed, expected, upper, authors, hours in (
        ("barrage", 71.0, 0.03, 3.0, 71, 2), ("crue", 38.0, 2.0, 6.0, 38, 7), ("colis", 17.0, 2.5, 8.0, 17, 12),
    ):  # fmt: skip
        yield Signal(
            id=f"s-{topic}", kind="burst", at=NOW - hours * HOUR, score=0.9, evidence=tuple(evidence[:50]),
            topic_id=topic, place_id="D21", observed=observed, expected=expected, upper=upper, p_value=1e-6,
            authors=authors,
            reason=f"{observed:.0f} auteurs en une heure.", reason_en=f"{observed:.0f} authors in an hour.",
            run_id="seed",
        )  # fmt: skip
    yield _alert("barrage", "barrage", "critique", 0.97, ["s-barrage"], NOW - 2 * HOUR)
    yield _alert("crue", "crue", "forte", 0.74, ["s-crue"], NOW - 7 * HOUR)
    yield _alert("colis", "colis", "moderee", 0.41, ["s-colis"], NOW - 12 * HOUR)
    yield Claim(
        id="claim:barrage",
        text="Le barrage a cédé",
        message_id=evidence[0],
        alike=40,
        read=60,
        likeness=0.7,
        run_id="seed",
    )
    yield Rumour(
        id="rumour:barrage", topic_id="barrage", claim_id="claim:barrage", state="denied", state_at=NOW - HOUR,
        why="denial", probability=0.86, reason="12 messages sur 60 demandent si c'est vrai",
        reason_en="12 of 60 messages ask whether it is true", spread=58, denials=9, queries=12, authors=55,
        first_at=NOW - 2 * HOUR, last_at=NOW, denied_at=NOW - HOUR, place_ids=("D21",),
        recalled="Déjà vue en mars à Dijon, fausse ; démentie le 12/03.",
        recalled_en="Seen before in March in Dijon, false; denied on 12 Mar.", run_id="seed",
    )  # fmt: skip
    yield Decision(
        id="d1",
        alert_id="crue",
        at=NOW - 6 * HOUR,
        role="cellule",
        act="acknowledge",
        comment="Crue confirmée par le SDIS.",
    )


def _alert(name: str, topic: str, severity: str, score: float, signals: list[str], at: datetime) -> Alert:
    label = TOPICS[topic][0]
    return Alert(
        id=name, kind="burst", severity=severity, title=f"{label} : volume très au-dessus de l’attendu",
        title_en=f"{label}: volume far above expectation", score=score, first_at=at, last_at=at + timedelta(minutes=30),
        reason=f"« {label} » : 112 messages de 71 auteurs en une heure, 0,3 attendu (au plus 3).",
        reason_en=f"“{label}”: 112 messages by 71 authors in an hour, 0.3 expected (3 at most).",
        signal_ids=tuple(signals), topic_id=topic, place_ids=("D21",), run_id="seed",
    )  # fmt: skip
