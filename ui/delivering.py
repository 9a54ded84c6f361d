"""Who is told of alerts, and whether it arrives: a part of the page of sources."""

from markupsafe import Markup

from graph.rows import Row
from ui import markup, wording
from ui.formats import ago, number
from ui.markup import Column
from ui.services.span import Span
from ui.state import State

CHANNELS: dict[str, tuple[str, str]] = {"webhook": ("webhook", "webhook"), "mail": ("courriel", "mail")}
WHY: dict[str, tuple[str, str]] = {
    "allowed": ("l’adresse n’est plus autorisée", "the address is no longer allowed"),
    "lost": ("l’adresse n’est pas sur cette machine", "the address is not on this machine"),
    "name": ("le nom du serveur est inconnu", "the name of the server is not known"),
    "silent": ("le serveur ne répond pas à temps", "the server does not answer in time"),
    "unreachable": ("le serveur est injoignable", "the server cannot be reached"),
    "status": ("le serveur a répondu par une erreur", "the server answered with an error"),
    "certificate": ("le certificat du serveur n’est pas valable", "the certificate of the server does not hold"),
    "account": ("le serveur de courriel refuse notre compte", "the mail server refuses our account"),
    "mailbox": ("le serveur de courriel refuse cette boîte", "the mail server refuses this mailbox"),
    "refused": ("le serveur de courriel refuse le message", "the mail server refuses the mail"),
    "settings": ("l’envoi de courriels n’est pas réglé", "sending mails is not set up"),
}
"""Why nothing arrives."""
FORMS = {"json": "JSON", "cap": "CAP 1.2", "text": ""}
LANGUAGES: dict[str, tuple[str, str]] = {"fr": ("français", "French"), "en": ("anglais", "English")}
DIGESTS: dict[str, tuple[str, str]] = {
    "": ("aussitôt", "at once"),
    "hourly": ("relevé horaire", "hourly digest"),
    "daily": ("relevé quotidien", "daily digest"),
}


def deliveries(state: State, span: Span, rows: list[Row], *, may: bool) -> Markup:
    """Return the table of those who are told, the ones in trouble first; a way to change it for those who `may`."""
    way = markup.link(state, state.say("Abonnements", "Subscriptions"), page="abonnements") if may else ""
    title = state.say("Diffusion des alertes", "Alerts sent out")
    head = Markup('<div class="row apart"><h2>{}</h2>{}</div>').format(title, way)
    if not rows:
        return head + markup.empty(
            state.say("Personne n’est prévenu hors de l’application", "Nobody is told outside the app"),
            state.say(
                "L’administration abonne un service par courriel ou webhook.",
                "The administration subscribes a service by mail or webhook.",
            ),
        )
    titles = (
        ("Abonnement", "Subscription", False),
        ("État", "State", False),
        ("Dernier envoi", "Last sent", False),
        ("Envoyés", "Sent", True),
        ("En attente", "Waiting", True),
    )
    columns = [Column(state.say(french, english), numeric=numeric) for french, english, numeric in titles]
    caption = state.say("Ceux qui ne reçoivent rien d’abord", "Those whom nothing reaches first")
    return head + markup.table(caption, columns, [_row(state, span, row) for row in rows], wide=True)


def _row(state: State, span: Span, row: Row) -> tuple[object, ...]:
    least = wording.word(state, wording.SEVERITIES, row["severity"]).lower()
    about = (
        wording.word(state, CHANNELS, row["channel"]),
        wording.word(state, DIGESTS, row["digest"]),
        state.say(f"dès gravité {least}", f"from {least} severity"),
    )
    name = Markup('<b>{}</b><br><span class="soft small">{}</span>').format(row["name"], " · ".join(about))
    return (
        name,
        _state(state, row),
        state.say("jamais", "never")
        if row["last_sent_at"] is None
        else ago(row["last_sent_at"], span.until, state.lang),
        number(row["sent"], state.lang),
        number(row["pending"], state.lang),
    )


def chip_of(state: State, row: Row) -> Markup:
    """Return whether a subscription is reached, in a word."""
    if row["paused_at"]:
        return markup.chip("plain", state.say("En pause", "Paused"))
    if row["failures"]:
        return markup.chip("bad", state.say("Injoignable", "Not reached"))
    if row["sent"]:
        return markup.chip("good", state.say("Joignable", "Reached"))
    return markup.chip("plain", state.say("Rien à envoyer", "Nothing to send"))


def _state(state: State, row: Row) -> Markup:
    chip = chip_of(state, row)
    if not row["failures"] or row["paused_at"]:
        return chip
    tries = number(row["failures"], state.lang)
    words = state.say(
        f"{tries} essai{'s' if row['failures'] > 1 else ''} sans succès",
        f"{tries} failed tr{'ies' if row['failures'] > 1 else 'y'}",
    )
    return Markup('{}<br><span class="soft small">{}<br>{}</span>').format(
        chip, words, wording.word(state, WHY, row["last_why"] or "")
    )
