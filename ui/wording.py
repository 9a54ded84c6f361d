"""Words for the codes of the vocabulary, in French and in English."""

from graph.rows import Row
from signals.brief import codes
from signals.brief.codes import LEVELS as LEVELS
from signals.brief.codes import PHENOMENA as PHENOMENA
from ui.state import State, Words


def _alone(words: dict[str, Words]) -> dict[str, Words]:
    """Return words of a sentence as they stand alone."""
    return {code: (fr[:1].upper() + fr[1:], en[:1].upper() + en[1:]) for code, (fr, en) in words.items()}


SEVERITIES = _alone(codes.SEVERITIES)
STATES: dict[str, Words] = {
    "open": ("À traiter", "To do"),
    "acknowledged": ("En cours", "In progress"),
    "snoozed": ("En veille", "On hold"),
    "closed": ("Close", "Closed"),
    "dismissed": ("Écartée", "Dismissed"),
}
RUMOURS = _alone(codes.RUMOURS)
BROUGHT: dict[str, Words] = {
    "alert": ("relevée par une alerte", "taken up by an alert"),
    "decision": ("quelqu’un s’en occupe", "somebody is on it"),
    "denial": ("une institution, la presse ou une action l’a démentie", "an institution, press or action denied it"),
    "check": ("une vérification a été publiée", "a check was published"),
    "person": ("décidé ici", "decided here"),
    "silence": ("plus personne n’en parle depuis trois jours", "nobody has spoken of it for three days"),
}
ACTS: dict[str, Words] = {
    "acknowledge": ("a pris en compte", "acknowledged"),
    "assign": ("a confié", "gave it"),
    "snooze": ("a mis en veille", "put it on hold"),
    "close": ("a clos", "closed"),
    "dismiss": ("a écarté", "dismissed"),
    "reopen": ("a rouvert", "reopened"),
    "merge": ("a réuni à une autre alerte", "merged into another alert"),
    "split": ("a séparé", "split off"),
    "undo": ("a annulé l’acte précédent", "undid the act before"),
    "comment": ("a commenté", "commented"),
}
PERIODS: dict[str, Words] = {
    "releve": ("Depuis la dernière relève", "Since the last handover"),
    "24h": ("Dernières 24 heures", "Last 24 hours"),
    "7j": ("7 derniers jours", "Last 7 days"),
    "30j": ("30 derniers jours", "Last 30 days"),
    "mois": ("Dernier mois complet", "Last full month"),
}
COMPARED: dict[str, Words] = {
    "avant": ("Période précédente", "Period before"),
    "mois": ("Mois précédent, mêmes jours", "Month before, same weekdays"),
    "an": ("Un an plus tôt, mêmes jours", "A year before, same weekdays"),
}
THAN: dict[str, Words] = {
    "avant": ("sur la période précédente", "on the period before"),
    "mois": ("sur le mois précédent", "on the month before"),
    "an": ("sur un an", "on a year before"),
}
"""What a change is told against."""
ACTIONS = codes.ACTIONS | {"change": codes.ACTIONS["service-change"]}
HEALTH: dict[str, Words] = {
    "well": ("Active", "Running"),
    "blind": ("Coupée", "Down"),
    "failed": ("En échec", "Failing"),
    "never": ("Jamais collectée", "Never collected"),
}
KINDS: dict[str, Words] = {
    "topic": ("Sujet", "Topic"),
    "service": ("Service", "Service"),
    "place": ("Territoire", "Territory"),
    "community": ("Communauté", "Community"),
    "group": ("Groupe", "Group"),
}
PILLARS: dict[str, Words] = {
    "visibility": ("Visibilité", "Visibility"),
    "perception": ("Perception", "Perception"),
    "action": ("Action", "Action"),
}
THEMES: dict[str, Words] = {
    "audience": ("Fréquentation", "Audience"),
    "networks": ("Réseaux sociaux", "Social networks"),
    "proximity": ("Proximité et territoire", "Proximity and territory"),
    "jdma": ("Notes officielles : Je donne mon avis", "Official scores: Je donne mon avis"),
    "experiences": ("Services Publics+", "Services Publics+"),
    "reviews": ("Avis en ligne", "Online reviews"),
    "talk": ("Ce qui se dit (lu par un modèle, à côté des notes)", "What is said (read by a model, beside the scores)"),
    "reports": ("Signalements et procédures", "Reports and procedures"),
    "answers": ("Délais de réponse", "Time to answer"),
    "advice": ("Conseils et prévention", "Advice and prevention"),
    "crisis": ("En crise", "In a crisis"),
}
DIRECTIONS: dict[str, Words] = {
    "up": ("Plus c’est haut, mieux c’est.", "The higher the better."),
    "down": ("Plus c’est bas, mieux c’est.", "The lower the better."),
    "": ("Ni haut ni bas n’est mieux en soi.", "Neither high nor low is better by itself."),
}
ASPECTS: dict[str, Words] = {
    "accessibility": ("Accessibilité", "Accessibility"),
    "information": ("Information", "Information"),
    "reactivity": ("Réactivité", "Reactivity"),
    "relation": ("Relation", "Relation"),
    "simplicity": ("Simplicité", "Simplicity"),
}
MESSAGES: dict[str, Words] = {
    "post": ("publication", "post"),
    "comment": ("commentaire", "comment"),
    "article": ("article", "article"),
    "review": ("avis", "review"),
    "experience": ("expérience", "experience"),
    "report": ("signalement", "report"),
}
TONES: dict[str, Words] = {
    "negative": ("Négatif", "Negative"),
    "neutral": ("Neutre", "Neutral"),
    "positive": ("Positif", "Positive"),
}


def word(state: State, words: dict[str, Words], code: str) -> str:
    """Return the word for a code; a code without a word is shown readable as it is."""
    return state.say(*words[code]) if code in words else code.replace("-", " ").replace("_", " ").capitalize()


def title(state: State, alert: Row) -> str:
    """Return the title of an alert."""
    return state.say(alert["title"], alert["title_en"] or alert["title"])


def reason(state: State, fact: Row) -> str:
    """Return the reason of an alert or signal."""
    return state.say(fact["reason"], fact["reason_en"] or fact["reason"])


def hazard(state: State, fact: Row) -> str:
    """Return the name of a hazard and its level."""
    return f"{word(state, PHENOMENA, fact['phenomenon'])} – {word(state, LEVELS, fact['level'])}"


def action(state: State, code: str) -> str:
    """Return the name of a kind of action."""
    return word(state, ACTIONS, code)
