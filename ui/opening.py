"""The HTML that a browser gets first: what it loads, and in which order."""

import hashlib
import re
from functools import cache
from pathlib import Path

import panel_material_ui as pmui
from jinja2 import Template
from panel.custom import ReactiveESM
from panel.io.resources import _env
from panel_material_ui.template.base import Page

from ui.components import Block, Chart

ASSETS = Path(__file__).with_name("assets")

TEMPLATE = Path(pmui.__file__).parent / "_templates" / "base.html"

SCRIPTS = ("modules", "calm", "skip", "away", "session", "wall")

EARLY: tuple[type[ReactiveESM], ...] = (Page, Block, Chart)
"""What every page is drawn with: fetched and compiled while the scripts before it run."""

NEEDLESS = re.compile(
    r'<script type="esms-options">.*?</script>\s*'
    r'|<script[^>]* src="[^"]*/(?:es-module-shims|bokeh-gl)[^"]*"></script>\s*'
)
"""Scripts of the frameworks that no page of ours uses: see `assets/modules.js`; WebGL of Bokeh's own figures."""


@cache
def template(lang: str, look: str) -> Template:
    """Return the HTML around the app in a language and a look, with our sheet and the link that skips the menu."""
    skip, quick = ("Aller au contenu", "Accès rapide") if lang == "fr" else ("Skip to content", "Quick access")
    lost = "Le serveur ne répond pas. Rechargez la page dans un instant."
    if lang == "en":
        lost = "The server does not answer. Reload the page in a moment."
    scripts = "".join(f'<script src="{asset(f"{name}.js")}"></script>' for name in SCRIPTS)
    ahead = "\n".join(f'<link rel="modulepreload" href="{address(one)}">' for one in EARLY)
    text = TEMPLATE.read_text("utf-8")
    for old, new in (
        ('<html lang="en"', f'<html lang="{lang}" data-look="{look}"'),
        ("{{ bokeh_js if bokeh_js }}", "{{ needed(bokeh_js) }}"),
        ('<meta charset="utf-8">', f'<meta charset="utf-8">\n{ahead}'),
        ("</head>", f'<link rel="stylesheet" href="{asset("theme.css")}"></head>'),
        ("<body>", f'<body>\n<nav aria-label="{quick}"><a class="skip" href="#">{skip}</a></nav>\n{scripts}'),
        ("Connection with the server could not be established.", lost),
        ("Resources could not be loaded.", lost),
    ):
        if old not in text:
            raise RuntimeError(f"the template of panel-material-ui changed: {old!r} is gone")
        text = text.replace(old, new, 1)
    made: Template = _env.from_string(text, globals={"needed": needed})
    return made


def needed(scripts: str) -> str:
    """Return the scripts of the frameworks without those that we have no use for.

    >>> needed('<script src="static/js/bokeh-gl.min.js?v=1"></script> <script src="a.js"></script>')
    '<script src="a.js"></script>'
    """
    return NEEDLESS.sub("", scripts or "")


@cache
def asset(name: str) -> str:
    """Return the address of a file of ours; another one once it changes, so that browsers may keep it."""
    return f"assets/{name}?{hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:16]}"


def address(component: type[ReactiveESM]) -> str:
    """Return the address of the module that draws a component, as the browser will ask for it."""
    return str(component._render_esm(True, server=True)).removeprefix("./")
