"""The language of a message, French supposed where the text is too short to tell."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LIKELY = ("fr", "en", "de", "es", "it", "pt", "nl", "ar", "tr", "pl", "ro", "ru", "uk", "oc", "ca", "zh", "vi")
"""ISO 639-1 codes that are told apart: languages of France, its neighbours and its larger communities."""

OTHER_SCRIPTS = frozenset({"ar", "ru", "uk", "zh"})
"""Not written in Latin letters."""

PRIOR = {"fr": 6.0, "en": 1.5, "oc": -6.0, "ca": -6.0}
"""Added to the log-likelihood: a sentence outweighs it, three words do not."""

_FRENCH = """
le la les un une des du de et est c'est ce cette pas ne je tu il elle on nous vous ils mon ma mes ton sa ses
qui que quoi où dans sur pour avec sans chez plus très bien merci oui non ça j'ai quand comme mais ou au aux
"""
_ENGLISH = """
the a an and is are was were be been it this that these i you he she we they my your his of to in on for with
not no yes what who why how when just so but or at from have has had do does did will would can it's
"""
HINTS = {"fr": frozenset(_FRENCH.split()), "en": frozenset(_ENGLISH.split())}
"""Words that tell a language even when a sentence holds few others."""
HINT = 2.5

_NOISE = re.compile(r"https?\S+|www\.\S+|@\w[\w.@-]*|\b(?:RT|http|via)\b|#|&\w+;|\d+")
_NOTHING_SEEN = -1e30
"""What the identifier answers for each language when a text holds nothing that it knows."""
_LATIN = re.compile("[A-Za-zÀ-ÿ]{2}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(LIKELY)
    return identifier


def language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`; None where it holds no word.

    Lui and Baldwin (2012), langid.py: an off-the-shelf language identification tool.

    >>> language("Incendie à Dijon, évitez le secteur"), language("Stay away from the river"), language("👍 !!")
    ('fr', 'en', None)
    """
    cleaned = _NOISE.sub(" ", text).replace("_", " ")
    words = [word.replace("’", "'") for word in _WORD.findall(cleaned.lower())]
    if not words:
        return None
    scores = dict(_identifier().rank(" ".join(cleaned.split())))
    if max(scores.values()) < _NOTHING_SEEN:
        return "fr"
    if _LATIN.search(cleaned):
        scores = {code: score for code, score in scores.items() if code not in OTHER_SCRIPTS}
    for code, prior in PRIOR.items():
        scores[code] += prior + HINT * sum(word in HINTS.get(code, ()) for word in words)
    best: str = max(sorted(scores), key=scores.__getitem__)
    return best
