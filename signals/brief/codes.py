"""The words of a brief for the codes of the vocabulary, in French and English."""

Words = tuple[str, str]

SEVERITIES: dict[str, Words] = {
    "critique": ("critique", "critical"),
    "forte": ("forte", "high"),
    "moderee": ("modérée", "moderate"),
    "faible": ("faible", "low"),
}
STATES: dict[str, Words] = {
    "open": ("à traiter", "to do"),
    "acknowledged": ("prise en compte", "acknowledged"),
    "snoozed": ("en veille", "on hold"),
    "closed": ("traitée", "treated"),
    "dismissed": ("écartée", "dismissed"),
}
RUMOURS: dict[str, Words] = {
    "new": ("nouvelle", "new"),
    "qualifying": ("en cours de vérification", "being checked"),
    "denied": ("démentie", "denied"),
    "false": ("fausse", "false"),
    "true": ("vraie", "true"),
    "extinct": ("éteinte", "extinct"),
}
ACTIONS: dict[str, Words] = {
    "denial": ("Démenti", "Denial"),
    "instruction": ("Consigne", "Instruction"),
    "prevention": ("Prévention", "Prevention"),
    "campaign": ("Campagne", "Campaign"),
    "service-change": ("Changement de service", "Change of service"),
}
PHENOMENA: dict[str, Words] = {
    "crue": ("Crue", "Flood"),
    "crues": ("Crues", "Floods"),
    "inondation": ("Inondation", "Flood"),
    "pluie-inondation": ("Pluie-inondation", "Rain and flood"),
    "vent-violent": ("Vent violent", "Strong wind"),
    "orages": ("Orages", "Thunderstorms"),
    "canicule": ("Canicule", "Heat wave"),
    "grand-froid": ("Grand froid", "Cold spell"),
    "neige-verglas": ("Neige-verglas", "Snow and ice"),
    "avalanches": ("Avalanches", "Avalanches"),
    "vagues-submersion": ("Vagues-submersion", "Coastal flood"),
}
LEVELS: dict[str, Words] = {"jaune": ("jaune", "yellow"), "orange": ("orange", "orange"), "rouge": ("rouge", "red")}


def word(words: dict[str, Words], code: str, lang: str) -> str:
    """Return the word for a code; a code without a word is shown readable as it is.

    >>> word(RUMOURS, "denied", "fr"), word(PHENOMENA, "ash-cloud", "en")
    ('démentie', 'Ash cloud')
    """
    return words[code][lang != "fr"] if code in words else code.replace("-", " ").replace("_", " ").capitalize()
