"""Lets go of a page of panel-material-ui when its session ends."""

from weakref import ReferenceType

import panel as pn
from panel.viewable import Viewable


def release(kept: "ReferenceType[Viewable]") -> None:
    """Drop the watchers that a page put on the global `panel.state`.

    `Page.__init__` of panel-material-ui 0.16.6 binds `busy` to the global state, which keeps every page, hence every
    session, alive for ever. `param` has no public way to find those watchers. Remove this once it is fixed there.
    """
    for kinds in list(pn.state._param__private.watchers.values()):
        for watchers in list(kinds.values()):
            for watcher in list(watchers):
                owner = getattr(watcher.fn, "__self__", None)
                if getattr(owner, "self_or_cls", owner) is kept():
                    pn.state.param.unwatch(watcher)
