"""Login and account as pages: no script, no request to another host, readable by a screen reader."""

from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from graph.users.roles import Right
from signals.said import NARROW
from ui import markup
from ui.access.who import Who
from ui.state import State, Words

WRONG, SLOW, STALE = "wrong", "slow", "stale"

TROUBLES: dict[str, Words] = {
    WRONG: ("Identifiant ou mot de passe incorrect.", "Wrong login or password."),
    SLOW: (
        "Trop d’essais. Réessayez dans {} secondes.",
        "Too many tries. Try again in {} seconds.",
    ),
    STALE: (
        "Ce formulaire n’est plus valable. Saisissez à nouveau votre mot de passe.",
        "This form is no longer valid. Enter your password again.",
    ),
    "sso-away": (
        "Le service d’authentification ne répond pas. Réessayez dans un instant.",
        "The login service does not answer. Try again in a moment.",
    ),
    "sso-refused": (
        "Le service d’authentification n’a pas confirmé votre identité.",
        "The login service did not confirm who you are.",
    ),
    "sso-stale": (
        "Cette connexion a pris trop de temps, ou a été commencée ailleurs. Recommencez.",
        "This login took too long, or was begun elsewhere. Begin again.",
    ),
    "sso-forged": (
        "La réponse du service d’authentification n’est pas valable. Recommencez ; si cela persiste, prévenez "
        "l’administration.",
        "The answer of the login service is not valid. Begin again; if it persists, tell the administration.",
    ),
    "sso-role": (
        "Votre compte n’a aucun rôle ici. Demandez-en un à l’administration.",
        "Your account has no role here. Ask the administration for one.",
    ),
    "sso-login": (
        "Cet identifiant ne peut pas être utilisé ici. Prévenez l’administration.",
        "This login cannot be used here. Tell the administration.",
    ),
}

ROLES: dict[str, Words] = {
    "lecture": ("Lecture", "Reading"),
    "veille": ("Veille", "Watch"),
    "communication": ("Communication", "Communication"),
    "analyste": ("Analyse", "Analysis"),
    "administration": ("Administration", "Administration"),
}

RIGHTS: dict[Right, Words] = {
    Right.see: (
        "Voir les chiffres, les cartes, les alertes et leurs motifs",
        "See figures, maps, alerts and their reasons",
    ),
    Right.verbatims: ("Lire les messages, mot pour mot", "Read messages, word for word"),
    Right.decide: ("Décider d’une alerte ou d’une rumeur", "Decide on an alert or a rumour"),
    Right.log: ("Inscrire une action au journal", "Log an action"),
    Right.export: ("Exporter un point de situation, un fichier", "Export a brief, a file"),
    Right.cypher: ("Interroger le graphe en Cypher", "Query the graph in Cypher"),
    Right.train: ("Diriger un exercice", "Direct an exercise"),
    Right.administer: (
        "Consulter le registre des lectures, abonner un service aux alertes",
        "Consult the record of reads, subscribe a service to alerts",
    ),
}

PAGE = Markup("""<!DOCTYPE html>
<html lang="{lang}" data-look="{look}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – CyberImpact</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/theme.css">
<link rel="stylesheet" href="/assets/login.css">
</head>
<body class="door">
<header><b class="brand">CyberImpact</b><nav aria-label="{choices}">{languages}{look_link}</nav></header>
{banner}
<main>{content}</main>
<footer>{foot}</footer>
</body>
</html>
""")

LOGIN = Markup("""<form method="post" action="/login{query}" class="panel">
<h1>{title}</h1>
<p class="soft">{lead}</p>
{trouble}
{provider}
<label for="login">{login_label}</label>
<input id="login" name="login" value="{name}" autocomplete="username" autocapitalize="none" spellcheck="false"
 maxlength="64" required{first}{wrong}>
<label for="password">{password_label}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="256"
 required{second}{wrong}>
<input type="hidden" name="proof" value="{proof}">
<input type="hidden" name="vers" value="{back}">
<button>{enter}</button>
</form>""")

ACCOUNT = Markup("""<section class="panel">
<h1>{title}</h1>
<dl><dt>{who_label}</dt><dd>{who}</dd><dt>{role_label}</dt><dd>{role}</dd></dl>
<h2>{may}</h2>
<ul>{rights}</ul>
{leave}
<p><a href="/{back}">{again}</a></p>
</section>""")


@dataclass(frozen=True, slots=True)
class Given:
    """What a login form holds."""

    back: str
    """View to go on to, as a query."""
    proof: str
    name: str = ""
    trouble: str = ""
    wait: int = 0
    """Seconds before the next try, with `SLOW`."""
    provider: str = ""
    """Name of the provider that vouches for people; empty: none does."""


def login(state: State, given: Given, *, is_exercise: bool = False) -> Markup:
    """Return the page that asks who is there."""
    trouble, name = given.trouble, given.name
    told = Markup("")
    if trouble:
        told = Markup('<p class="trouble" id="trouble" role="alert">{}</p>').format(
            state.say(*TROUBLES[trouble]).format(max(given.wait, 2))
        )
    focus = Markup(" autofocus")
    content = LOGIN.format(
        query=_choices(state),
        title=state.say("Connexion", "Log in"),
        lead=state.say(
            "Réservé aux personnes habilitées. Les lectures de messages et les exports sont enregistrés.",
            "For authorised persons only. Reading messages and exporting is recorded.",
        ),
        trouble=told,
        provider=_provider(state, given),
        login_label=state.say("Identifiant", "Login"),
        password_label=state.say("Mot de passe", "Password"),
        name=name,
        first="" if name or given.provider else focus,
        second=focus if name else "",
        wrong=Markup(' aria-invalid="true" aria-describedby="trouble"') if trouble == WRONG else "",
        proof=given.proof,
        back=given.back,
        enter=state.say("Se connecter", "Log in"),
    )
    foot = state.say(
        f"Mot de passe perdu{NARROW}? L’administration de la plateforme vous en donne un autre.",
        "Lost your password? The administration of the platform gives you another one.",
    )
    return _page(state, state.say("Connexion", "Log in"), content, foot=foot, back=given.back, path="/login",
                 is_exercise=is_exercise)  # fmt: skip


def account(state: State, who: Who, *, back: str, proof: str, is_exercise: bool = False) -> Markup:
    """Return the page of the person who is logged in: role, rights, way out."""
    title = state.say("Mon compte", "My account")
    nobody = state.say("personne en particulier (poste local)", "nobody in particular (this machine)")
    leave = Markup("")
    if who.session:
        leave = Markup(
            '<form method="post" action="/logout"><input type="hidden" name="proof" value="{}">'
            "<button>{}</button></form>"
        ).format(proof, state.say("Se déconnecter", "Log out"))
    rights = markup.join(
        Markup('<li class="{}"><span aria-hidden="true">{}</span> {}{}</li>').format(
            "yes" if right in who.rights else "no",
            "✓" if right in who.rights else "–",
            state.say(*words),
            "" if right in who.rights else state.say(f"{NARROW}: non", ": no"),
        )
        for right, words in RIGHTS.items()
    )
    content = ACCOUNT.format(
        title=title,
        who_label=state.say("Identifiant", "Login"),
        who=who.login or nobody,
        role_label=state.say("Rôle", "Role"),
        role=state.say(*ROLES[who.role]) if who.role in ROLES else who.role,
        may=state.say("Ce que ce rôle permet", "What this role may do"),
        rights=rights,
        leave=leave,
        back=back,
        again=state.say("← Revenir à l’application", "← Back to the app"),
    )
    return _page(state, title, content, foot="", back=back, path="/compte", is_exercise=is_exercise)


def refused(state: State) -> Markup:
    """Return the page for a form that is not ours."""
    title = state.say("Demande refusée", "Request refused")
    content = Markup('<section class="panel"><h1>{}</h1><p>{}</p><p><a href="/compte">{}</a></p></section>').format(
        title, state.say(*TROUBLES[STALE][:1], "This form is no longer valid."), state.say("Mon compte", "My account")
    )
    return _page(state, title, content, foot="", back="", path="/compte")


def _provider(state: State, given: Given) -> Markup:
    """Return the way to the provider, above the fields of those who have a password here."""
    if not given.provider:
        return Markup("")
    to = "/login/oidc" + (f"?{urlencode({'vers': given.back.removeprefix('?')})}" if given.back else "")
    return Markup('<a class="provider" href="{}" autofocus>{}</a><p class="or"><span>{}</span></p>').format(
        to,
        state.say(f"Se connecter avec {given.provider}", f"Log in with {given.provider}"),
        state.say("ou avec un compte local", "or with a local account"),
    )


def _choices(state: State) -> str:
    """Return language and theme as the query of an address."""
    plain = State(lang=state.lang, theme=state.theme).search()
    return "" if plain == "?" else plain


def _page(
    state: State, title: str, content: Markup, *, foot: str, back: str, path: str, is_exercise: bool = False
) -> Markup:
    def link(label: str, other: State, **more: str) -> Markup:
        to = path + _choices(other)
        if back:
            to += ("&" if "?" in to else "?") + urlencode({"vers": back.removeprefix("?")})
        extra = markup.join(Markup(' {}="{}"').format(key.replace("_", "-"), value) for key, value in more.items())
        return Markup('<a href="{}"{}>{}</a>').format(to, extra, label)

    languages = markup.join(
        link(code.upper(), State(lang=code, theme=state.theme), lang=code, title=name,
             **({"aria_current": "true"} if code == state.lang else {}))
        for code, name in (("fr", "Français"), ("en", "English"))
    )  # fmt: skip
    other = "light" if state.theme == "dark" else "dark"
    look = state.say("Thème sombre", "Dark theme") if other == "dark" else state.say("Thème clair", "Light theme")
    banner = Markup("")
    if is_exercise:
        banner = Markup('<section class="banner" aria-label="{}">{}</section>').format(
            state.say("Exercice", "Drill"),
            state.say(f"EXERCICE{NARROW}: données fictives", "EXERCICE (drill): invented data"),
        )
    return PAGE.format(
        lang=state.lang, look=state.theme, title=title, choices=state.say("Langue et thème", "Language and theme"),
        languages=languages, look_link=link(look, State(lang=state.lang, theme=other)), banner=banner,
        content=content, foot=foot,
    )  # fmt: skip
