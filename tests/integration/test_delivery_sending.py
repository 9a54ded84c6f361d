"""How it is sent: a real web server, a real mail server, faults of both, and death at every moment."""

import json
import re
import socket
import time
from contextlib import nullcontext, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from defusedxml.ElementTree import fromstring
from neo4j import Driver
from typer.testing import CliRunner

from flows.cli import app
from flows.deliver import GIVEN_UP, LEASE, deliver, greet
from flows.delivery.errors import NotSent
from flows.delivery.outbox import fill
from flows.delivery.webhook import post
from graph import home
from graph.store import Store
from graph.subscriptions.kept import end, listed, subscription_of
from graph.subscriptions.sealed import Sealed, unseal
from graph.subscriptions.settings import Settings
from signals.announce.seal import shown_secret
from tests.browser.seed import seed
from tests.fate import Fate, Killed, Moment, MortalDriver
from tests.graphs import emptied
from tests.servers.receivers import Hooks, Mailbox
from tests.serving import served
from tests.telling import MINUTE, START, decided, events, hooked, keys, mailed, raised

pytestmark = pytest.mark.neo4j

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
DOCS = Path(__file__).parents[2] / "docs" / "delivery.md"


def verifying() -> Any:
    """Return the helper that the docs give to those who receive."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    found: dict[str, Any] = {}
    exec(code, found)  # noqa: S102
    return found["verified"]


def test_a_signature_is_held_and_a_forged_one_is_not(store: Store, taken: Hooks) -> None:
    name = hooked(store, taken)
    raised(store, at=START + MINUTE)
    deliver(store, now=START + 2 * MINUTE)
    (sent,), sealed, verified = taken.posts, unseal(home.home(), name), verifying()
    assert sealed is not None
    secret = shown_secret(sealed.key)
    assert verified(secret, sent.headers, sent.body) == sent.headers["idempotency-key"]
    signed_at = int(sent.headers["webhook-timestamp"])
    forged: list[tuple[str, dict[str, str], bytes]] = [
        (shown_secret(b"x" * 32), sent.headers, sent.body),
        (secret, sent.headers, sent.body.replace(b"forte", b"faible")),
        (secret, sent.headers | {"webhook-id": "other"}, sent.body),
        (secret, sent.headers | {"webhook-timestamp": str(signed_at - 1)}, sent.body),
        (secret, sent.headers | {"webhook-timestamp": str(signed_at - 301)}, sent.body),
        (secret, sent.headers | {"webhook-signature": "v1,"}, sent.body),
        (secret, sent.headers | {"webhook-signature": ""}, sent.body),
    ]
    for given in forged:
        with pytest.raises(ValueError, match=r"not ours|too old"):
            verified(*given)
    assert sent.path == "/alertes?key=k"


def test_failures_are_tried_again_with_growing_pauses_and_shown(store: Store, taken: Hooks) -> None:
    hooked(store, taken)
    raised(store, "a", at=START + MINUTE)
    raised(store, "b", at=START + MINUTE)
    taken.statuses = [500, 302, 503]
    taken.headers = {"Location": f"{taken.address}/elsewhere"}
    at = START + 2 * MINUTE
    for pause in (30, 60, 120):
        tried = len(taken.posts)
        assert deliver(store, now=at)["deliveries failed"] == 1
        assert len(taken.posts) == tried + 1, "one try, however much waits"
        deliver(store, now=at + timedelta(seconds=pause - 1))
        assert len(taken.posts) == tried + 1
        at += timedelta(seconds=pause + 1)
    (row,) = listed(store)
    assert (row["failures"], row["pending"], row["sent"]) == (3, 2, 0)
    assert row["last_error"] == f"{taken.address.removeprefix('http://')} answered HTTP 503"
    assert deliver(store, now=at)["deliveries sent"] == 2
    (row,) = listed(store)
    assert (row["failures"], row["pending"], row["last_error"]) == (0, 0, None)
    assert {post.path for post in taken.posts} == {"/alertes?key=k"}, "no redirection is followed"
    assert len(set(keys(taken))) == 2, "a try keeps its key"


def test_one_that_is_never_taken_holds_up_no_other_and_is_told_anew(store: Store, taken: Hooks) -> None:
    hooked(store, taken)
    raised(store, "poison", at=START + MINUTE)
    taken.statuses = [400]
    deliver(store, now=START + MINUTE)
    raised(store, "good", at=START + 2 * MINUTE)
    taken.statuses = [204, 400]
    deliver(store, now=START + 3 * MINUTE)
    assert events(taken) == [[("new", name)] for name in ("poison", "good", "poison")], "what failed goes last"
    late = START + GIVEN_UP + timedelta(hours=2)
    taken.statuses = [400]
    deliver(store, now=late)
    assert (listed(store)[0]["pending"], listed(store)[0]["given_up"]) == (0, 1)
    raised(store, "poison", at=START + 4 * MINUTE, severity="critique", volume=31.0)
    deliver(store, now=late + timedelta(hours=1))
    told = [key for key, post in zip(keys(taken), events(taken), strict=True) if post == [("new", "poison")]]
    assert [told.count(key) for key in dict.fromkeys(told)] == [3, 1], "given up, then told anew"
    assert json.loads(taken.posts[-1].body)["items"][0]["alert"]["severity"] == "critique"


def test_a_receiver_that_drips_or_is_away_costs_no_more_than_its_time(store: Store, taken: Hooks) -> None:
    hooked(store, taken)
    raised(store, at=START + MINUTE)
    taken.drip = True
    began = time.monotonic()
    assert deliver(store, now=START + MINUTE)["deliveries failed"] == 1
    assert time.monotonic() - began < 6
    assert "within 2 s" in listed(store)[0]["last_error"]


def test_the_wire_goes_where_it_was_checked(taken: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere between the look and the sending is not asked again."""
    asked: list[str] = []
    port = int(taken.address.rpartition(":")[2])
    settings = Settings(hosts=(f"hooks.example.org:{port}",))

    known = socket.getaddrinfo

    def answers(host: str, *given: Any, **more: Any) -> list[Any]:
        if host != "hooks.example.org":
            return list(known(host, *given, **more))
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1" if len(asked) == 1 else "10.255.255.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    sealed = Sealed(f"http://hooks.example.org:{port}/", b"k" * 32)
    post(sealed, "d", b"{}", "json", settings=settings)
    assert asked == ["hooks.example.org"]
    assert taken.posts[0].headers["host"] == f"hooks.example.org:{port}"
    monkeypatch.setenv("CYBERIMPACT_DELIVERY_INSIDE", "[]")
    with pytest.raises(NotSent, match="CYBERIMPACT_DELIVERY_INSIDE"):
        post(sealed, "d", b"{}", "json", settings=Settings(hosts=settings.hosts))
    assert len(taken.posts) == 1


def test_what_is_no_longer_allowed_is_no_longer_sent(
    store: Store, taken: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked(store, taken)
    raised(store, at=START + MINUTE)
    monkeypatch.setenv("CYBERIMPACT_DELIVERY_HOSTS", "[]")
    deliver(store, now=START + MINUTE)
    assert taken.posts == []
    assert "CYBERIMPACT_DELIVERY_HOSTS" in listed(store)[0]["last_error"]


def test_a_mail_is_taken_by_a_real_server(store: Store, mails: Mailbox) -> None:
    mailed(store)
    raised(store, at=START + MINUTE, severity="critique")
    deliver(store, now=START + MINUTE)
    decided(store, "close", at=START + 2 * MINUTE, verdict="false")
    deliver(store, now=START + 3 * MINUTE)
    first, last = mails.mails
    assert (mails.secured, mails.logins) == ([True, True], ["alertes", "alertes"])
    assert (first["To"], first["From"]) == ("cellule@example.gouv.fr", "CyberImpact <alertes@example.gouv.fr>")
    assert first["Subject"] == "Alerte critique\u202f: Alerte barrage"
    assert last["Subject"].startswith("Alerte terminée")
    assert (first["Importance"], last["Importance"]) == ("high", None)
    assert first["References"] == last["References"]
    assert first["Message-ID"] != last["Message-ID"]
    plain, page = (part.get_content() for part in first.iter_parts())
    assert [part.get_content_type() for part in first.iter_parts()] == ["text/plain", "text/html"]
    for said in (plain, page):
        assert "Beaucoup." in said
        assert "https://cellule.example.org/?page=alerte" in said
    assert not re.search(r"src=|url\(|@import|<link|<script", page), "nothing is fetched when it is opened"


def test_mail_troubles_are_told_and_tried_again(store: Store, mails: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    mailed(store)
    raised(store, at=START + MINUTE)
    troubles: list[tuple[dict[str, str], list[str], str]] = [
        ({}, ["451 later"], "SMTP 451"),
        ({"SMTP_PASSWORD": "wrong"}, [], "refused the account"),
        ({"CA": ""}, [], "certificate"),
        ({"SMTP_PORT": "1"}, [], "cannot be reached"),
        ({"SMTP_HOST": "mail.example.org", "SMTP_TLS": "none"}, [], "on loopback only"),
        ({"SMTP_HOST": ""}, [], "no mail server"),
        ({"DOMAINS": "[]"}, [], "CYBERIMPACT_DELIVERY_DOMAINS"),
    ]
    at = START + MINUTE
    for changes, refusals, sentence in troubles:
        mails.refusals = refusals
        with monkeypatch.context() as changed:
            for name, value in changes.items():
                if value or name != "CA":
                    changed.setenv(f"CYBERIMPACT_DELIVERY_{name}", value)
                else:
                    changed.delenv(f"CYBERIMPACT_DELIVERY_{name}")
            at += timedelta(hours=1, seconds=1)
            deliver(store, now=at)
        assert sentence in listed(store)[0]["last_error"]
    assert mails.mails == []
    assert deliver(store, now=at + timedelta(hours=2)) == {"deliveries sent": 1}
    assert len(mails.mails) == 1


def live(driver: Driver, fate: Fate, at: datetime) -> None:
    """Let a process tell what is to be told until it is done, or dead."""
    deliver(Store(MortalDriver(driver, fate)), now=at)  # type: ignore[arg-type]


def test_killed_at_any_moment_nothing_is_lost(
    neo4j_driver: Driver, taken: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def world() -> None:
        store = emptied(neo4j_driver)
        hooked(store, taken)
        raised(store, "a", at=START + MINUTE)
        raised(store, "b", at=START + MINUTE)
        taken.posts.clear()

    at = START + 2 * MINUTE
    world()
    whole = Fate()
    live(neo4j_driver, whole, at)
    assert sorted(events(taken)) == [[("new", "a")], [("new", "b")]]
    commits = whole.counts["after a commit"]
    assert commits >= 7
    again = 0
    for moment in [one for one in get_args(Moment) if "commit" in one]:
        for number in range(1, commits + 1):
            world()
            fate: Fate = Fate(moment, number)
            with suppress(Killed):
                live(neo4j_driver, fate, at)
            assert fate.dead
            deliver(Store(neo4j_driver), now=at + MINUTE)
            for minutes in (6, 12):
                deliver(Store(neo4j_driver), now=at + LEASE + minutes * MINUTE)
            told: dict[str, str] = {}
            for key, one in zip(keys(taken), events(taken), strict=True):
                assert told.setdefault(key, str(one)) == str(one), "the same under the same key"
            assert sorted(told.values()) == ["[('new', 'a')]", "[('new', 'b')]"], f"{moment} {number}"
            again += len(taken.posts) - 2
            assert listed(Store(neo4j_driver))[0]["pending"] == 0
    assert again == 2, "sent again only where it died between sending and marking: once for each"


def test_two_watches_at_once_tell_it_once(store: Store, taken: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    hooked(store, taken)
    raised(store, at=START + MINUTE)
    kept = Store.save_together
    at = START + 2 * MINUTE

    def overtaken(self: Store, records: Any, **more: Any) -> Any:
        monkeypatch.setattr(Store, "save_together", kept)
        assert fill(self, now=at + timedelta(milliseconds=5)) == 1, "another look decides in between"
        return kept(self, records, **more)

    monkeypatch.setattr(Store, "save_together", overtaken)
    assert fill(store, now=at) == 0
    (waiting,) = store.rows("deliveries_due", now=at + MINUTE)
    taking = {"id": waiting["id"], "now": at + MINUTE, "until": at + MINUTE + LEASE}
    assert len(store.execute("delivery_take", **taking)) == 1
    assert store.execute("delivery_take", **taking) == [], "one has it in hand"
    assert deliver(store, now=at + MINUTE) == {}
    deliver(store, now=at + MINUTE + 2 * LEASE)
    assert events(taken) == [[("new", "barrage")]]


def test_what_was_told_keeps_no_words_and_what_ended_no_address(store: Store, taken: Hooks) -> None:
    name = hooked(store, taken)
    raised(store, at=START + MINUTE)
    deliver(store, now=START + MINUTE)
    raised(store, at=START + 2 * MINUTE, severity="critique", volume=31.0)
    taken.statuses = [500]
    deliver(store, now=START + 3 * MINUTE)
    inside = str(store.ask("MATCH (n) WHERE n:Delivery OR n:Subscription RETURN properties(n) AS p").rows)
    assert "key=k" not in inside
    assert inside.count("Beaucoup") == 1, "only what waits has words"
    end(store, home.home(), name, now=START + 4 * MINUTE)
    assert unseal(home.home(), name) is None
    assert listed(store) == []
    assert deliver(store, now=START + timedelta(hours=1)) == {}
    assert len(taken.posts) == 2


def test_a_trial_says_that_it_is_one(store: Store, taken: Hooks, mails: Mailbox) -> None:
    for name in (hooked(store, taken), mailed(store, name="Mail"), hooked(store, taken, name="CAP", form="cap")):
        sealed = unseal(home.home(), name)
        assert sealed is not None
        row = next(row["subscription"] for row in store.rows("subscriptions") if row["subscription"]["id"] == name)
        greet(subscription_of(row), sealed, settings=Settings(), now=START)
    assert json.loads(taken.posts[0].body)["exercise"] is True
    assert fromstring(taken.posts[1].body).findtext(f"{CAP}status") == "Exercise"
    assert mails.mails[0]["Subject"].startswith("EXERCICE – ")


def test_programs_subscribe_and_end(store: Store, taken: Hooks) -> None:
    seed(store)
    asked = {"name": "Webhook", "channel": "webhook", "address": f"{taken.address}/x", "places": ["D21"]}
    with served(store) as address, httpx.Client(base_url=f"{address}/api", timeout=60) as api:
        made = api.post("/subscriptions", json=asked)
        assert made.status_code == 201, made.text
        assert made.json()["secret"].startswith("whsec_")
        assert made.json()["shown"] == taken.address.removeprefix("http://")
        for changes in (
            {"address": "https://evil.example/"},
            {"address": "http://169.254.169.254/latest"},
            {"places": ["D99"]},
            {"channel": "mail", "address": "a@evil.example"},
            {"quiet": "x"},
            {"severity": "enormous"},
        ):
            refused = api.post("/subscriptions", json=asked | changes)
            assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json"), changes
        listing = api.get("/subscriptions").json()["items"]
        assert [one["id"] for one in listing] == [made.json()["id"]]
        assert "secret" not in listing[0]
        assert "/x" not in json.dumps(listing)
        assert api.delete(f"/subscriptions/{made.json()['id']}").status_code == 204
        assert api.delete(f"/subscriptions/{made.json()['id']}").status_code == 404
        assert api.delete("/subscriptions/..%2F..%2Fusers").status_code in (404, 422)
        assert api.get("/subscriptions").json()["items"] == []


def test_programs_change_pause_and_try(store: Store, taken: Hooks) -> None:
    seed(store)
    asked = {"name": "Webhook", "channel": "webhook", "address": f"{taken.address}/x", "places": ["D21"]}
    with served(store) as address, httpx.Client(base_url=f"{address}/api", timeout=60) as api:
        name = api.post("/subscriptions", json=asked).json()["id"]
        path = f"/subscriptions/{name}"
        key = unseal(home.home(), name)

        changed = api.put(path, json=asked | {"address": "", "severity": "forte", "places": []})
        assert changed.status_code == 200, changed.text
        assert (changed.json()["severity"], changed.json()["place_ids"], changed.json()["secret"]) == (
            "forte",
            [],
            None,
        )
        assert unseal(home.home(), name) == key, "an empty address changes neither it nor the secret"
        moved = api.put(path, json=asked | {"address": f"{taken.address}/y"}).json()
        assert moved["secret"].startswith("whsec_")
        assert unseal(home.home(), name) != key
        refused = api.put(path, json=asked | {"address": "https://evil.example/"})
        assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")

        paused = api.post(f"{path}/pause")
        assert paused.status_code == 200
        assert paused.json()["paused_at"]
        first, again = api.post(f"{path}/trial"), api.post(f"{path}/trial")
        assert [(one.status_code, one.json()["asked"]) for one in (first, again)] == [(202, True), (202, False)]
        deliver(store, now=datetime.now(UTC) + timedelta(seconds=1))
        assert [json.loads(post.body)["exercise"] for post in taken.posts] == [True]
        assert [post.path for post in taken.posts] == ["/y"]
        told = api.get(f"{path}/deliveries").json()["items"]
        assert [(one["kind"], bool(one["sent_at"]), one["n"]) for one in told] == [("trial", True, 0)]
        assert api.post(f"{path}/trial").json()["asked"] is True
        assert api.post(f"{path}/resume").json()["paused_at"] is None

        assert api.delete(path).status_code == 204
        for method, more in (("PUT", ""), ("POST", "/pause"), ("POST", "/resume"), ("POST", "/trial")):
            gone = api.request(method, path + more, json=asked)
            assert (gone.status_code, gone.headers["content-type"]) == (404, "application/problem+json"), more
        assert api.get(f"{path}/deliveries").status_code == 404


def test_the_command_line_subscribes_tries_and_ends(
    store: Store, taken: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.cli.subscription.connect", lambda _: nullcontext(store))
    monkeypatch.setattr("flows.cli.subscription.prepare", lambda _: None)

    def run(*given: str) -> str:
        result = CliRunner().invoke(app, ["subscription", *given], catch_exceptions=False)
        return f"{result.exit_code} {result.stdout}{result.stderr}"

    said = run("add", "Préfecture", "--webhook", f"{taken.address}/x?key=k", "--quiet", "22:00-07:00")
    assert said.startswith("0 sub-"), said
    assert "\nwhsec_" in said
    name = said.split()[1]
    assert run("try", name).startswith("0 ")
    assert len(taken.posts) == 1
    told = run("list", "--format", "json")
    assert "at once, quiet 22:00-07:00, unless critique" in told
    assert "key=k" not in told
    assert run("add", "X", "--webhook", "https://evil.example/").startswith("2 error: evil.example is not one of")
    assert run("end", name).startswith("0 ")
    assert run("end", name).startswith("2 error: there is no subscription")
