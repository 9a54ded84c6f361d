"""The subscriptions as they are told: of whom, of what and when, and what was sent to each last."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from graph.rows import Row
from signals.services.amend import shipped
from ui import markup, wording
from ui.delivering import CHANNELS, DIGESTS, FORMS, LANGUAGES, WHY, chip_of
from ui.formats import ago, milliseconds, moment, number
from ui.markup import Column
from ui.services.naming import place_names
from ui.state import State, Words

KINDS: dict[str, Words] = {
    "new": ("Nouvelle alerte", "New alert"),
    "update": ("Mise à jour", "Update"),
    "closed": ("Fin d’alerte", "Alert over"),
    "digest": ("Relevé", "Digest"),
    "trial": ("Essai", "Trial"),
}
LATE = 5 * 60_000
"""Milliseconds after which what nobody tried to send tells that nobody sends."""
SHEET = Markup(
    "<style>"
    ".ci ul.subscriptions { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; }"
    ".ci ul.subscriptions > li { border: 1px solid var(--ci-line); border-left: 5px solid var(--ci-edge-strong);"
    " border-radius: 8px; padding: 12px 16px; display: grid; gap: 8px; background: var(--ci-surface); }"
    ".ci ul.subscriptions > li.good { border-left-color: var(--ci-good); }"
    ".ci ul.subscriptions > li.bad { border-left-color: var(--ci-critique); }"
    ".ci ul.subscriptions > li[aria-current] { outline: 2px solid var(--ci-primary); outline-offset: -1px; }"
    ".ci .subscriptions dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: 3px 14px; }"
    ".ci .subscriptions dt { color: var(--ci-soft); } .ci .subscriptions dd { margin: 0; }"
    ".ci .subscriptions .sent td:first-child { white-space: nowrap; }"
    ".ci .subscriptions a.button { text-decoration: none; }"
    ".ci .secret code { font: 700 14px/1.5 ui-monospace, 'DejaVu Sans Mono', monospace; user-select: all;"
    " background: var(--ci-ground); border: 1px solid var(--ci-line); border-radius: 6px; padding: 6px 10px;"
    " display: block; }"
    "</style>"
)


def cards(
    state: State, rows: Sequence[Row], sent: Mapping[str, Sequence[Row]], now: datetime, *, chosen: str, ending: str
) -> Markup:
    """Return the subscriptions, those in trouble first: `chosen` is being changed, `ending` is to be confirmed."""
    if not rows:
        return markup.empty(
            state.say("Personne n’est prévenu hors de l’application", "Nobody is told outside the app"),
            state.say(
                "Abonnez un service par courriel ou webhook : il le sera dès la prochaine alerte.",
                "Subscribe a service by mail or webhook: it is told of the next alert.",
            ),
        )
    ordered = sorted(rows, key=lambda row: (not row["failures"], row["name"].lower()))
    items = (
        _card(state, row, sent.get(row["id"], ()), now, row["id"] == chosen, row["id"] == ending) for row in ordered
    )
    return Markup('<ul class="subscriptions">{}</ul>').format(markup.join(items))


def is_nobody_sending(sent: Mapping[str, Sequence[Row]], paused: set[str], now: datetime) -> bool:
    """Tell whether something waits that nobody ever tried to send, for longer than a look may take."""
    return any(
        _waits(row) and not row["attempts"] and milliseconds(now) - row["at"] > LATE
        for name, rows in sent.items()
        for row in rows
        if name not in paused or row["kind"] == "trial"
    )


def _card(state: State, row: Row, sent: Sequence[Row], now: datetime, is_chosen: bool, is_ending: bool) -> Markup:
    kind = "" if row["paused_at"] else "bad" if row["failures"] else "good" if row["sent"] else ""
    about = [state.say(*CHANNELS[row["channel"]]), row["shown"], state.say(*LANGUAGES[row["lang"]])]
    if row["channel"] == "webhook":
        about.insert(2, FORMS[row["form"]])
    body = _ending(state, row) if is_ending else _acts(state, row)
    return Markup(
        '<li class="{}"{}><div class="row apart"><h2>{}</h2>{}</div><p class="soft small">{}</p>{}{}{}{}</li>'
    ).format(
        kind, Markup(' aria-current="true"') if is_chosen else "", row["name"], chip_of(state, row),
        " · ".join(about), _told(state, row, now), _trouble(state, row), _last(state, row, sent, now), body,
    )  # fmt: skip


def _told(state: State, row: Row, now: datetime) -> Markup:
    least = wording.word(state, wording.SEVERITIES, row["severity"]).lower()
    services = {service.id: service.name for service in shipped().services}
    parts = [
        state.say(f"dès la gravité {least}", f"from {least} severity"),
        ", ".join(place_names(row["place_ids"])) or state.say("partout", "everywhere"),
        ", ".join(services.get(one, one) for one in row["service_ids"]),
        ", ".join(state.say(f"« {one} »", f"“{one}”") for one in row["topics"]),
    ]
    done, waiting = number(row["sent"], state.lang), number(row["pending"], state.lang)
    sent = state.say(
        f"{done} envoyé{'s' if row['sent'] > 1 else ''}, {waiting} en attente", f"{done} sent, {waiting} waiting"
    )
    if not (row["sent"] or row["pending"] or row["given_up"]):
        sent = state.say("rien encore", "nothing yet")
    if row["given_up"]:
        sent += state.say(
            f", {row['given_up']} abandonné{'s' if row['given_up'] > 1 else ''}", f", {row['given_up']} given up"
        )
    if row["last_sent_at"]:
        last = ago(milliseconds(row["last_sent_at"]), now, state.lang)
        sent += state.say(f" ; le dernier {last}", f"; the last {last}")
    lines = (
        (state.say("De quoi", "Of what"), " · ".join(part for part in parts if part)),
        (state.say("Quand", "When"), when(state, row)),
        (state.say("Envois", "Sent"), sent),
    )
    return Markup("<dl>{}</dl>").format(
        markup.join(Markup("<dt>{}</dt><dd>{}</dd>").format(name, words) for name, words in lines)
    )


def when(state: State, row: Row) -> str:
    """Return when somebody is told: at once or by digests, and the hours of silence."""
    words = state.say(*DIGESTS[row["digest"]])
    if row["digest"] == "daily":
        words += state.say(f", à {row['digest_hour']} h", f", at {row['digest_hour']}:00")
    if row["quiet_from"]:
        broken = state.say("sans exception", "without exception")
        if row["quiet_severity"]:
            least = wording.word(state, wording.SEVERITIES, row["quiet_severity"]).lower()
            broken = state.say(f"sauf dès la gravité {least}", f"unless from {least} severity")
        words += state.say(
            f" ; silence de {row['quiet_from']} à {row['quiet_until']}, {broken}",
            f"; quiet from {row['quiet_from']} to {row['quiet_until']}, {broken}",
        )
    if row["zone"] != "Europe/Paris" and (row["quiet_from"] or row["digest"] == "daily"):
        words += f" ({row['zone'].rpartition('/')[2].replace('_', ' ')})"
    return words


def _trouble(state: State, row: Row) -> Markup:
    if not row["failures"]:
        return Markup("")
    why = wording.word(state, WHY, row["last_why"] or "")
    next_at = moment(milliseconds(row["next_at"]), state.lang) if row["next_at"] else ""
    again = state.say(f" ; prochain essai : {next_at}", f"; next try: {next_at}") if next_at and row["pending"] else ""
    return Markup('<p class="problem">{}{}</p>').format(why[:1].upper() + why[1:], again)


def _last(state: State, row: Row, sent: Sequence[Row], now: datetime) -> Markup:
    if not sent:
        return Markup("")
    titles = (("Quand", "When"), ("Quoi", "What"), ("État", "State"))
    caption = state.say(f"Derniers envois à « {row['name']} »", f"Last sent to “{row['name']}”")
    lines = [(moment(one["at"], state.lang), _what(state, one), _state(state, one, row, now)) for one in sent]
    table = markup.table(caption, [Column(state.say(*title)) for title in titles], lines)
    label = state.say(f"Derniers envois ({len(sent)})", f"Last sent ({len(sent)})")
    return Markup('<details class="sent" id="sent-{}"><summary>{}</summary>{}</details>').format(
        row["id"], label, table
    )


def _what(state: State, one: Row) -> Markup:
    links = [
        markup.link(state, state.say(alert["title"], alert["title_en"]), page="alerte", alert=alert["id"])
        for alert in one["alerts"]
    ]
    more = one["n"] - len(links)
    if more > 0:
        links.append(Markup("{}").format(state.say(f"et {more} de plus", f"and {more} more")))
    return Markup("{}{}{}").format(
        state.say(*KINDS.get(one["kind"], (one["kind"], one["kind"]))), state.say(" : ", ": ") if links else "",
        Markup(", ").join(links),
    )  # fmt: skip


def _state(state: State, one: Row, row: Row, now: datetime) -> Markup:
    why = wording.word(state, WHY, one["why"]) if one["why"] else ""
    if one["sent_at"] is not None:
        late = one["sent_at"] - one["at"] > 60_000
        at = state.say(f" à {moment(one['sent_at'], 'fr')}", f" at {moment(one['sent_at'], 'en')}") if late else ""
        return Markup('<span class="good">{}</span>').format(state.say("Arrivé", "Arrived") + at)
    if one["failed_at"] is not None:
        word = state.say("Abandonné", "Given up") if one["kind"] != "trial" else state.say("Sans succès", "Failed")
        return Markup('<span class="problem">{}</span>').format(word + (state.say(" : ", ": ") + why if why else ""))
    words = state.say("En attente", "Waiting")
    if one["attempts"]:
        tries = number(one["attempts"], state.lang)
        words += state.say(f", {tries} essai{'s' if one['attempts'] > 1 else ''} : {why}", f", {tries} tried: {why}")
    return Markup("{}").format(words)


def _acts(state: State, row: Row) -> Markup:
    button = Markup('<button class="button small" id="{0}-{1}" name="act" value="{0}">{2}</button>')
    on_off = (
        ("resume", state.say("Reprendre", "Go on"))
        if row["paused_at"]
        else ("pause", state.say("Mettre en pause", "Pause"))
    )
    acts = (
        ("try", state.say("Envoyer un essai", "Send a trial")),
        on_off,
        ("ending", state.say("Supprimer", "Delete")),
    )
    first, *others = (button.format(act, row["id"], words) for act, words in acts)
    change = Markup('<a class="button small" id="edit-{}" href="{}" data-go="{}" data-open>{}</a>').format(
        row["id"], state.search(), json.dumps({"edit": row["id"]}), state.say("Modifier", "Change")
    )
    return Markup('<form class="row" aria-label="{}"><input type="hidden" name="id" value="{}">{}</form>').format(
        row["name"], row["id"], markup.join([first, change, *others])
    )


def _ending(state: State, row: Row) -> Markup:
    button = Markup('<button class="button small {}" id="{}-{}" name="act" value="{}">{}</button>')
    return Markup(
        '<form class="notice bad"><input type="hidden" name="id" value="{}"><span data-rest tabindex="-1">{}</span>'
        '<div class="row">{}{}</div></form>'
    ).format(
        row["id"],
        state.say(
            f"Supprimer « {row['name']} » ? Ce qui attend ne sera plus envoyé ; l’adresse et le secret sont oubliés.",
            f"Delete “{row['name']}”? What waits is not sent any more; address and secret are forgotten.",
        ),
        button.format("main", "end", row["id"], "end", state.say("Supprimer", "Delete")),
        button.format("", "stay", row["id"], "cancel", state.say("Garder", "Keep")),
    )


def _waits(row: Row) -> bool:
    return row["sent_at"] is None and row["failed_at"] is None
