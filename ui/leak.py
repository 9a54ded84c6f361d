"""Lets go of sessions where the frameworks would keep them."""

import panel as pn
from bokeh_fastapi.handler import WSHandler
from panel.viewable import Viewable

_read = WSHandler._receive_loop


async def _until_gone(self: WSHandler) -> None:
    try:
        await _read(self)
    finally:
        if self.connection is not None:
            self.application.client_lost(self.connection)


def end_sessions() -> None:
    """Have websockets tell their session that the browser is gone.

    `WSHandler` of bokeh-fastapi 0.1.8 waits for an exception that Starlette does not raise there: it tells the session
    only once something is sent in vain. While the graph is quiet that is never, and the session of every laptop that
    was closed stays. Remove this once it is fixed there.
    """
    WSHandler._receive_loop = _until_gone


def let_go(page: Viewable) -> None:
    """Drop the watchers that a page put on the global `panel.state`.

    `Page.__init__` of panel-material-ui 0.16.6 binds `busy` to the global state. That keeps every page, hence every
    session, alive for ever; and whatever one session does is told to all others, so that thirty idle ones fill a
    processor. We show no such indicator. `param` has no public way to find those watchers. Remove this once it is fixed
    there.
    """
    for kinds in list(pn.state._param__private.watchers.values()):
        for watchers in list(kinds.values()):
            for watcher in list(watchers):
                owner = getattr(watcher.fn, "__self__", None)
                if getattr(owner, "self_or_cls", owner) is page:
                    pn.state.param.unwatch(watcher)
