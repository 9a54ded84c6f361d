"""What stands where somebody's role ends."""

from markupsafe import Markup
from panel.viewable import Viewable

from ui import frame, markup
from ui.state import State, Words

MESSAGES: Words = ("Votre rôle ne donne pas accès aux messages", "Your role gives no access to messages")
PAGE: Words = ("Votre rôle ne donne pas accès à cette page", "Your role gives no access to this page")


def withheld(state: State, what: Words = MESSAGES) -> Markup:
    """Return what is shown instead of what a role may not see."""
    return markup.empty(
        state.say(*what),
        state.say(
            "L’administration de la plateforme attribue les rôles ; « Mon compte » dit ce que permet le vôtre.",
            "The administration of the platform gives roles; “My account” says what yours may do.",
        ),
    )


def page(state: State, title: str) -> Viewable:
    """Return the page shown instead of one that a role may not open."""
    block = frame.block(state)
    block.html = frame.heading(state, title, "") + withheld(state, PAGE)
    return frame.stack(block)
