"""The form of a subscription: who is told, of what and when, with what is wrong said at each field."""

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from graph.rows import Row
from signals.announce.wish import LONGEST_NAME, Wish
from signals.entries import Problem
from signals.services.amend import shipped
from ui import markup, wording
from ui.delivering import CHANNELS, DIGESTS, FORMS, LANGUAGES
from ui.services.naming import place_codes, service_ids, split
from ui.state import State, Words

FIELDS = (
    "name", "channel", "address", "form", "lang", "severity", "places", "services", "topics", "digest", "digest_hour",
    "quiet_from", "quiet_until", "quiet_severity", "zone",
)  # fmt: skip
ZONES = (
    "Europe/Paris", "America/Martinique", "America/Guadeloupe", "America/Cayenne", "America/Miquelon", "Indian/Reunion",
    "Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis",
)  # fmt: skip
LABELS: dict[str, Words] = {
    "name": ("Service prévenu", "Service that is told"),
    "channel": ("Canal", "Channel"),
    "address": ("Adresse", "Address"),
    "form": ("Format du webhook", "Format of the webhook"),
    "lang": ("Langue", "Language"),
    "severity": ("Dès la gravité", "From severity"),
    "places": ("Territoires", "Territories"),
    "services": ("Services concernés", "Services concerned"),
    "topics": ("Sujets", "Topics"),
    "digest": ("Rythme", "Rhythm"),
    "digest_hour": ("Heure du relevé", "Hour of the digest"),
    "quiet_from": ("Silence de", "Quiet from"),
    "quiet_until": ("à", "until"),
    "quiet_severity": ("sauf dès la gravité", "unless from severity"),
    "zone": ("Heure locale de", "Local time of"),
}
HINTS: dict[str, Words] = {
    "name": ("Un service ou une main courante, jamais une personne", "A service or a desk, never a person"),
    "address": (
        "La boîte d’un service, ou l’adresse du webhook ; seuls les serveurs autorisés sont admis",
        "The mailbox of a service, or the address of the webhook; only allowed hosts are taken",
    ),
    "places": (
        "Noms ou codes, séparés par des virgules : Côte-d’Or, R27, Dijon. Vide : partout",
        "Names or codes, separated by commas: Côte-d'Or, R27, Dijon. Empty: everywhere",
    ),
    "services": (
        "Noms ou identifiants, séparés par des virgules : THESEE, perceval. Vide : tous",
        "Names or ids, separated by commas: THESEE, perceval. Empty: all",
    ),
    "topics": (
        "Mots du titre ou du sujet, séparés par des virgules : barrage, faux SMS. Vide : tous",
        "Words of title or topic, separated by commas: barrage, faux SMS. Empty: all",
    ),
}
QUIET: Words = (
    "Silence comme 22:00 et 07:00, ou vide. Ce qui n’est pas dit alors l’est à la fin, tel qu’il en est.",
    "Quiet as 22:00 and 07:00, or empty. What is not told then is told at its end, as it stands by then.",
)
PROBLEM = Markup('<span class="problem" role="alert">{}</span>')
SECTIONS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (("Qui", "Who"), ("name", "channel", "lang", "form", "address")),
    (("De quoi", "Of what"), ("severity", "places", "services", "topics")),
    (("Quand", "When"), ("digest", "digest_hour", "zone", "quiet_from", "quiet_until", "quiet_severity")),
)
SHEET = Markup(
    "<style>"
    ".ci .subscribing fieldset { border: 0; margin: 0; padding: 0; min-width: 0; display: grid; gap: 10px 12px;"
    " grid-template-columns: repeat(6, minmax(0, 1fr)); align-items: start; }"
    ".ci .subscribing legend { font-weight: 700; padding: 0; float: left; width: 100%; grid-column: 1 / -1; }"
    ".ci .subscribing fieldset + fieldset { margin-top: 8px; }"
    ".ci .subscribing .quiet { grid-column: 1 / -1; display: grid; gap: 3px; margin-top: -6px; font-size: 12.5px; }"
    ".ci .subscribing .field { grid-column: span 2; align-content: start; }"
    ".ci .subscribing .field.wide { grid-column: 1 / -1; }"
    ".ci .subscribing .field.quiet_from { grid-column: 1 / span 2; }"
    ".ci .subscribing input, .ci .subscribing select { width: 100%; min-width: 0; max-width: none; }"
    ".ci .subscribing [aria-invalid=true] { border-color: var(--ci-critique); border-width: 2px; padding: 6px 9px; }"
    ".ci .subscribing:has([name=channel] [value=mail]:checked) .field.form,"
    " .ci .subscribing:not(:has([name=digest] [value=daily]:checked)) .field.digest_hour { display: none; }"
    "@media (max-width: 600px) { .ci .subscribing .field, .ci .subscribing .field.quiet_from { grid-column: span 3; }"
    " .ci .subscribing .field.channel, .ci .subscribing .field.digest, .ci .subscribing .field.zone"
    " { grid-column: 1 / -1; } }"
    "</style>"
)


def wished(typed: Mapping[str, str], before: Row | None) -> tuple[Wish, list[Problem]]:
    """Return what was typed as a wish, and the problems of what cannot be read; a change keeps its channel."""
    known = {service.id: service.name for service in shipped().services}
    known |= {one: one for one in (before["service_ids"] if before else ())}
    (places, unknown), (services, unlisted) = place_codes(typed["places"]), service_ids(typed["services"], known)
    channel = before["channel"] if before else typed["channel"]
    start, end, hour = (typed[name].strip() for name in ("quiet_from", "quiet_until", "digest_hour"))
    wish = Wish(
        name=typed["name"], channel=channel, address=typed["address"].strip(),
        form=typed["form"] if channel == "webhook" else "", lang=typed["lang"], topics=tuple(split(typed["topics"])),
        places=places, services=services, severity=typed["severity"], quiet=f"{start}-{end}" if start or end else "",
        quiet_severity=typed["quiet_severity"], zone=typed["zone"], digest=typed["digest"],
        digest_hour=int(hour) if hour.isdecimal() and len(hour) < 3 else -1,
    )  # fmt: skip
    return wish, [*unknown, *unlisted]


def typed_of(row: Row) -> dict[str, str]:
    """Return a subscription as it would be typed; its address is never told again."""
    found = {name: str(row[name]) for name in FIELDS if name in row}
    found |= {"address": "", "places": ", ".join(row["place_ids"]), "services": ", ".join(row["service_ids"])}
    return found | {"topics": ", ".join(row["topics"])}


def form(state: State, typed: Mapping[str, str], problems: Mapping[str, str], before: Row | None) -> Markup:
    """Return the form of a new subscription, or of the one that is changed."""
    controls = dict(_controls(state, typed, problems, before))
    parts = markup.join(
        Markup("<fieldset><legend>{}</legend>{}</fieldset>").format(
            state.say(*title),
            markup.join(_field(state, name, controls[name], problems, before) for name in names if name in controls),
        )
        for title, names in SECTIONS
    )
    title = state.say("Nouvel abonnement", "New subscription")
    keep = state.say("Abonner", "Subscribe")
    if before is not None:
        title, keep = (
            state.say(f"Modifier « {before['name']} »", f"Change “{before['name']}”"),
            state.say("Enregistrer", "Save"),
        )
    button = Markup('<button class="button {}" id="subscribing-{}" name="act" value="{}">{}</button>')
    renew = (
        button.format("", "renew", "renew", state.say("Nouveau secret", "New secret"))
        if before is not None and before["channel"] == "webhook"
        else ""
    )
    return Markup(
        '<form class="stack subscribing" autocomplete="off" data-beside><h2 data-rest tabindex="-1">{}</h2>{}'
        '<div class="row">{}{}{}</div></form>'
    ).format(
        title, parts, button.format("main", "keep", "keep", keep),
        button.format("", "cancel", "cancel", state.say("Annuler", "Cancel")), renew,
    )  # fmt: skip


def _controls(
    state: State, typed: Mapping[str, str], problems: Mapping[str, str], before: Row | None
) -> Iterator[tuple[str, Markup]]:
    severities = {code: state.say(*words) for code, words in wording.SEVERITIES.items()}
    zones = dict.fromkeys((*ZONES, typed.get("zone", ZONES[0])))
    lists: dict[str, Mapping[str, str]] = {
        "channel": {code: state.say(*CHANNELS[code]).capitalize() for code in ("mail", "webhook")},
        "form": {code: name for code, name in FORMS.items() if code != "text"},
        "lang": {code: state.say(*words).capitalize() for code, words in LANGUAGES.items()},
        "severity": severities,
        "digest": {code: state.say(*words).capitalize() for code, words in DIGESTS.items()},
        "digest_hour": {str(hour): state.say(f"{hour} h", f"{hour}:00") for hour in range(24)},
        "quiet_severity": severities | {"": state.say("Rien ne le rompt", "Nothing breaks it")},
        "zone": {zone: zone.rpartition("/")[2].replace("_", " ") for zone in zones if zone},
    }
    for name in FIELDS:
        wrong = Markup(' aria-invalid="true"') if _of(name) in problems else Markup("")
        value = typed.get(name, "")
        if before is not None and (name == "channel" or (name == "form" and before["channel"] == "mail")):
            continue
        if name in lists:
            yield (
                name,
                Markup('<select id="subscribing-{0}" name="{0}"{1}>{2}</select>').format(
                    name, wrong, markup.options_of(lists[name], value)
                ),
            )
        else:
            most = LONGEST_NAME if name == "name" else 500
            hint = state.say("inchangée", "unchanged") if name == "address" and before is not None else ""
            yield (
                name,
                Markup(
                    '<input type="text" id="subscribing-{0}" name="{0}" value="{1}" maxlength="{2}" '
                    'placeholder="{3}"{4}>'
                ).format(name, value, most, {"quiet_from": "22:00", "quiet_until": "07:00"}.get(name, hint), wrong),
            )


def _field(state: State, name: str, control: Markup, problems: Mapping[str, str], before: Row | None) -> Markup:
    hint = state.say(*HINTS[name]) if name in HINTS else ""
    if name == "address" and before is not None:
        hint = state.say(
            f"Vide : l’adresse actuelle reste ({before['shown']}). Une nouvelle aura un nouveau secret",
            f"Empty: the present address stays ({before['shown']}). A new one has a new secret",
        )
        if before["channel"] == "mail":
            hint = state.say(
                f"Vide : l’adresse actuelle reste ({before['shown']})",
                f"Empty: the present address stays ({before['shown']})",
            )
    wide = " wide" if name in ("name", "address", "places", "services", "topics") else ""
    said = Markup("")
    if _of(name) != "quiet" and (problem := problems.get(name, "")):
        said = PROBLEM.format(problem)
    told = Markup('<span class="small">{}</span>').format(hint) if hint else ""
    field = Markup('<label class="field {}{}"><span>{}</span>{}{}{}</label>').format(
        name, wide, state.say(*LABELS[name]), control, said, told
    )
    return field + _quiet(state, problems) if name == "quiet_severity" else field


def _quiet(state: State, problems: Mapping[str, str]) -> Markup:
    """Return what is said of the quiet hours as a whole, below them."""
    said = PROBLEM.format(problems["quiet"]) if "quiet" in problems else ""
    return Markup('<div class="quiet">{}<span class="soft">{}</span></div>').format(said, state.say(*QUIET))


def _of(name: str) -> str:
    """Return the field whose problems stand at another: both ends of the quiet hours are one."""
    return "quiet" if name in ("quiet_from", "quiet_until") else name
