"""Keeps out of every session what the frameworks could draw and we never do."""

from collections.abc import Iterator

import panel_material_ui as pmui
from bokeh.core.has_props import _default_resolver
from panel.custom import ReactiveESM
from panel_material_ui.base import MaterialComponent
from panel_material_ui.template.base import Page

DRAWN: tuple[type[ReactiveESM], ...] = (Page, pmui.Grid)
"""Components of panel-material-ui that our pages use; a test looks whether there are others."""


def forget_undrawn() -> None:
    """Have Bokeh forget the models of components that no page of ours uses.

    Bokeh describes each model that it knows to each browser: 117 of panel-material-ui, two thirds of what a session
    starts with. It has no public way to choose.
    """
    drawn = {base for one in DRAWN for base in one.__mro__}
    known = set(_default_resolver.known_models.values())  # type: ignore[attr-defined]
    for model in {one._data_model for one in _below(MaterialComponent) if one not in drawn} & known:
        _default_resolver.remove(model)  # type: ignore[attr-defined]


def _below(kind: type[ReactiveESM]) -> Iterator[type[ReactiveESM]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
