"""What is claimed and not verified, as a page shows it beside an alert."""

from markupsafe import Markup

from graph.rows import Row
from ui import markup, wording
from ui.formats import moment, number, percent
from ui.state import State


def claimed(state: State, rumour: Row | None) -> Markup:
    """Return the claim with its state, how likely it is a rumour and why, how far it spread, and when it was before."""
    if rumour is None:
        return Markup("")
    chip = markup.chip("plain", wording.word(state, wording.RUMOURS, rumour["state"]))
    since, why = moment(rumour["state_at"], state.lang), wording.word(state, wording.BROUGHT, rumour["why"])
    spread, queries, denials = (number(rumour[name], state.lang) for name in ("spread", "queries", "denials"))
    likely = percent(rumour["probability"], state.lang)
    lines = [
        state.say(
            f"Affirmation non vérifiée à {likely} : {rumour['reason']}.",
            f"An unverified claim, {likely} likely: {rumour['reason_en']}.",
        ),
        state.say(
            f"{spread} messages la font circuler, {queries} d’entre eux demandent si c’est vrai ; {denials} la "
            "démentent et ne sont pas comptés.",
            f"{spread} messages spread it, {queries} of them ask whether it is true; {denials} deny it and are not "
            "counted.",
        ),
        state.say(rumour["recalled"], rumour["recalled_en"]),
    ]
    told = markup.join(Markup("<p>{}</p>").format(line) for line in lines if line)
    return Markup(
        '<section class="stack rumour" style="margin-top:16px"><h2>{}</h2><blockquote><p>{}</p></blockquote>'
        '<div class="row">{}<span class="soft">{}</span></div>{}</section>'
    ).format(
        state.say("Ce qui s’affirme", "What is claimed"),
        rumour["claim"],
        chip,
        state.say(f"depuis le {since} : {why}", f"since {since}: {why}"),
        told,
    )
