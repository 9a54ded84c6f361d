"""The frame around every page: header, menu, banners, watermark, and the page that the URL asks for."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from weakref import ReferenceType, ref

import panel as pn
from markupsafe import Markup
from panel.viewable import Viewable
from panel_material_ui.template.base import Page

from signals.said import NARROW
from ui import frame, markup, withheld
from ui.access.rights import PAGES
from ui.chips import SAID, chips
from ui.formats import milliseconds, moment
from ui.leak import let_go
from ui.opening import ASSETS, template
from ui.pages import pages
from ui.services import Services
from ui.services.reader import Unreachable
from ui.state import State

NAME = "CyberImpact"

PALETTES = {
    "light": {
        "palette": {
            "primary": {"main": "#16324f", "contrastText": "#ffffff"},
            "background": {"default": "#f3f5f8", "paper": "#f3f5f8"},
        }
    },
    "dark": {
        "palette": {
            "primary": {"main": "#7fb0f0"},
            "background": {"default": "#10161f", "paper": "#10161f"},
        }
    },
}
"""The same colours as `assets/theme.css`, for the parts that Material UI draws."""

ACCOUNT = (
    "display:inline-flex;align-items:center;gap:6px;color:inherit;text-decoration:none;white-space:nowrap;"
    "border:1px solid var(--ci-bar-line);border-radius:6px;padding:5px 10px"
)

PINNED = "position:fixed;inset:auto 0 0 0;z-index:1500;justify-content:center;border-width:2px 0 0;border-radius:0"
"""What must be seen wherever the page is scrolled to."""

SURFACES = {
    "& .MuiAppBar-root": {
        "backgroundColor": "var(--ci-bar)",
        "color": "var(--ci-bar-ink)",
        "backgroundImage": "none",
        "boxShadow": "none",
    },
    "& main, & .MuiDrawer-paper": {"backgroundColor": "var(--ci-ground)"},
}
"""What our sheet colours instead of Material UI: it changes with our inks, and not a moment later."""


class Shell:
    """One session: its state, and the parts that show it."""

    def __init__(self, services: Services, query: str, *, path: str = "") -> None:
        self._path = path.removeprefix("/")
        self._services = services
        self._pages = pages()
        self._known_alerts: set[str] | None = None
        self._state = state = State()
        state.read(query)
        state.version = self._token()
        self._bar, self._menu, self._notice, self._live = (frame.block(state) for _ in range(4))
        self._unread, self._chips = frame.block(state), frame.block(state)
        self._bar.look = state.theme
        self._menu.folds = True
        self._menu.listen(self._hear)
        self._shown: ReferenceType[Viewable] | None = None
        self._body = pn.Column(sizing_mode="stretch_width")
        self._open: Viewable | None = None
        state.param.watch(self._turn, ["page", "lang"])
        state.param.watch(self._dress, ["theme", "version", "trouble", *SAID])
        state.param.watch(self._move, list(State.names))
        self._turn()

    def page(self) -> Viewable:
        """Return the page to serve."""
        state = self._state
        main = pn.Column(
            self._notice,
            self._live,
            self._chips,
            self._body,
            sizing_mode="stretch_width",
            styles={"padding": "18px 22px 40px", "gap": "8px"},
        )
        shown: Viewable = Page(
            title="",
            meta_title=NAME,
            header=[self._bar],
            sidebar=[self._menu],
            main=[main],
            sidebar_width=216,
            sidebar_resizable=False,
            theme_toggle=False,
            busy_indicator=None,
            dark_theme=state.theme == "dark",
            theme_config=PALETTES,
            template=template(state.lang, state.theme),
            favicon=ASSETS / "favicon.svg",
            sx=SURFACES,
        )
        state.param.watch(lambda _: setattr(shown, "dark_theme", state.theme == "dark"), "theme")
        let_go(shown)
        self._shown = ref(shown)
        return shown

    def watch(self, seconds: float) -> None:
        """Look every few seconds, without asking the graph, whether the shared data changed."""
        pn.state.add_periodic_callback(self._look, period=int(seconds * 1000))

    def _hear(self, message: Mapping[str, Any]) -> None:
        shown = self._shown() if self._shown else None
        if "narrow" in message and shown is not None:
            shown.param.update(sidebar_open=False)
        else:
            self._state.hear(message)

    def _look(self) -> None:
        self._state.version = self._token()

    def _token(self) -> str:
        reader = self._services.reader
        beside = {"exercice": self._services.exercise.token, "abonnements": self._services.subscriptions.token}
        own = beside[self._state.page]() if self._state.page in beside and self._may(self._state.page) else ""
        return f"{reader.version} {reader.reachable} {self._services.triage.due()} {own}"

    def _turn(self, *_: object) -> None:
        state = self._state
        module = self._pages.get(state.page) or self._pages["situation"]
        state.leave()
        self._open = None
        self._dress()
        may = self._may(state.page)
        self._open = (
            module.page(state, self._services)
            if may
            else withheld.page(state, state.say(module.title, module.title_en))
        )
        self._cover()
        if self._known_alerts is not None:
            self._tell(state.say(module.title, module.title_en))

    def _tell(self, words: str) -> None:
        """Have words read out."""
        self._live.html = Markup('<p class="hidden" role="status" aria-live="polite" data-live>{}</p>').format(words)

    def _may(self, page: str) -> bool:
        return page not in PAGES or self._services.may(PAGES[page])

    def _dress(self, *_: object) -> None:
        state = self._state
        module = self._pages.get(state.page) or self._pages["situation"]
        name = state.say(module.title, module.title_en)
        self._bar.param.update(html=self._header(), look=state.theme, lang=state.lang, heading=f"{name} – {NAME}")
        self._menu.html = self._navigation()
        self._notice.html = self._banners()
        self._cover()
        self._chips.html = chips(state, self._services)
        self._chips.visible = bool(self._chips.html)
        self._tell_new_alerts()

    def _cover(self) -> None:
        """Say so where the open page could not be read yet; what was read before stays on screen."""
        state = self._state
        if self._open is None:
            return
        module = self._pages.get(state.page) or self._pages["situation"]
        is_unread = state.trouble and not state.filled
        self._unread.html = frame.unread(state, state.say(module.title, module.title_en)) if is_unread else ""
        shown = self._unread if is_unread else self._open
        if list(self._body) != [shown]:
            self._body[:] = [shown]

    def _move(self, *_: object) -> None:
        if pn.state.location is not None:
            pn.state.location.search = self._state.search() if self._state.search() != "?" else ""

    def _header(self) -> Markup:
        state, now = self._state, self._services.reader.clock
        stamp = state.say("aucune donnée", "no data")
        if now is not None:
            at = moment(milliseconds(now), state.lang)
            stamp = state.say(
                f"Données au {at}, heure de Paris ({now:%H:%M} UTC)", f"Data as of {at}, Paris time ({now:%H:%M} UTC)"
            )
        languages = markup.join(
            Markup('<button id="lang-{0}" aria-pressed="{1}" lang="{0}" title="{2}" data-go="{3}">{4}</button>').format(
                code, str(state.lang == code).lower(), name, json.dumps({"lang": code}), code.upper()
            )
            for code, name in (("fr", "Français"), ("en", "English"))
        )
        other = "light" if state.theme == "dark" else "dark"
        label = state.say("Passer au thème sombre", "Switch to the dark theme")
        if other == "light":
            label = state.say("Passer au thème clair", "Switch to the light theme")
        return Markup(
            '<div class="bar"><b class="brand">{}</b><span class="clock">{}</span>{}{}<span class="pair">{}</span>'
            '<button id="theme" aria-label="{}" title="{}" data-go="{}">{}</button></div>'
        ).format(
            NAME, stamp, self._wall(), self._account(), languages, label, label, json.dumps({"theme": other}),
            markup.icon("sun" if other == "light" else "moon"),
        )  # fmt: skip

    def _wall(self) -> Markup:
        """Return the way to the wall screen: loaded anew, without what belongs to one person's view."""
        state = self._state
        title = state.say("Mur d’écrans : les pages défilent, en grand", "Wall screen: pages one after the other, big")
        to = state.search(wall="1", page="situation", alert="", action="", node="")
        return Markup('<a class="wall" id="to-wall" style="{}" href="{}" title="{}" aria-label="{}">{}</a>').format(
            ACCOUNT, to, title, title, markup.icon("screens")
        )

    def _account(self) -> Markup:
        """Return the way to one's account, where people log in."""
        state, who = self._state, self._services.who
        if not who.login:
            return Markup("")
        title = state.say(f"Mon compte{NARROW}: {who.login}, {who.role}", f"My account: {who.login}, {who.role}")
        to = f"/compte?{urlencode({'vers': (self._path + state.search()).removeprefix('?')})}"
        return Markup(
            '<a class="account" id="account" style="{}" href="{}" title="{}" aria-label="{}">'
            '{}<span class="long">{}</span></a>'
        ).format(ACCOUNT, to, title, title, markup.icon("person"), who.login)

    def _navigation(self) -> Markup:
        state = self._state
        items = markup.join(
            Markup('<li><a id="go-{}" href="{}" data-go="{}"{}>{}{}</a></li>').format(
                name,
                state.search(page=name, alert="", action="", node=""),
                json.dumps({"page": name, "alert": "", "action": "", "node": ""}),
                Markup(' aria-current="page"') if name == state.page else "",
                markup.icon(module.icon),
                state.say(module.title, module.title_en),
            )
            for name, module in self._pages.items()
            if module.order is not None and self._may(name)
            if not (self._path and name == "abonnements")  # an exercise tells nobody
        )
        return Markup('<nav aria-label="{}"><ul>{}</ul></nav>').format(state.say("Pages", "Pages"), items)

    def _banners(self) -> Markup:
        state, parts = self._state, []
        if state.trouble or not self._services.reader.reachable:
            parts.append(
                Markup('<p class="banner down" role="alert" style="{}">{}</p>').format(
                    PINNED,
                    state.say(
                        "La base de données ne répond pas. Le dernier état connu reste affiché ; rien ne peut être "
                        "écrit pour l’instant. La page se remettra à jour d’elle-même.",
                        "The database does not answer. The last known state stays on screen; nothing can be written "
                        "for now. The page will catch up by itself.",
                    ),
                )
            )
        if self._exercise():
            mark = "EXERCICE — EXERCICE — EXERCICE"
            words = state.say(f"{mark}{NARROW}: données fictives", f"{mark}: a drill, invented data")
            parts.append(
                Markup('<p class="banner exercise">{}</p><div class="watermark" aria-hidden="true"></div>').format(
                    words
                )
            )
        return Markup('<div class="stack">{}</div>').format(markup.join(parts)) if parts else Markup("")

    def _exercise(self) -> bool:
        try:
            return self._services.situation.exercise()
        except Unreachable:
            return False

    def _tell_new_alerts(self) -> None:
        """Say aloud, once, the alerts that appeared since the session began."""
        span = self._services.span("24h")
        try:
            alerts = self._services.situation.alerts(span) if span else []
        except Unreachable:
            return
        ids = {alert["id"] for alert in alerts}
        known = ids if self._known_alerts is None else self._known_alerts
        new = [alert for alert in alerts if alert["id"] not in known]
        words = ". ".join(self._state.say(alert["title"], alert["title_en"]) for alert in new)
        if new or self._known_alerts is None:
            label = self._state.say("Nouvelle alerte : ", "New alert: ") if new else ""
            self._tell(label + words)
        self._known_alerts = ids


def session(services: Services, query: str, seconds: float, *, path: str = "") -> Viewable:
    """Return the page of one new session; `path` is that of the app it belongs to, where it is not the first."""
    shell = Shell(services, query, path=path)
    shell.watch(seconds)
    return shell.page()


def query_of_session() -> str:
    """Return the query of the URL that the running session was opened with."""
    location = pn.state.location
    return str(location.search) if location is not None else ""
