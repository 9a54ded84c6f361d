"""What a text turns round, doubts or only asks, and which of its words it negates; French and English."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from signals.text.fold import fold
from signals.text.numbers import FIGURES

DENIALS = re.compile(
    r"\b(?:dement\w*|intox|infox|desintox|hoax|canulars?|desinfo\w*|mensonges?|mensong\w+|rumeurs?|invente[es]*"
    r"|contrairement a|infonde\w*|sans fondement|errone\w*|refut\w*|infirme(?:nt|r)?|ni(?:e|ent) (?:que|avoir|toute?)"
    r"|verification faite|arretez de (?:dire|croire|propager|partager|relayer)|fantasmes?|mythes?|bidon|n'importe quoi"
    r"|(?:on|vous|nous) (?:nous |vous )?(?:ment|mentent|mentez)|fake ?news|(?:faux|fake|false)(?= *(?:[:!.,;?]|$))"
    r"|fausses? (?:info\w*|nouvelles?|rumeurs?|alertes?|annonces?)"
    r"|(?:c'est|est|etait|sont|totalement|completement|absolument|entierement|archi)[ -](?:du )?(?:faux|fake)"
    r"|rumou?rs?|den(?:y|ies|ied|ying)|debunk\w*|misinformation|disinformation|untrue|made up|fabricated"
    r"|baseless|unfounded|groundless|dismiss(?:es|ed|ing)?|reject(?:s|ed|ing)? (?:the |these )?(?:claims?|reports?)"
    r"|myths?|contrary to|fact[ -]?check\w*|(?:a|all|just) lies?|incorrect|inaccurate|hardly"
    r"|stop (?:spreading|sharing|saying|believing)|(?:is|are|was|were|this) (?:fake|false|wrong)"
    r"|false (?:alarms?|rumou?rs?|claims?|info\w*|news|reports?))\b"
)
"""Words that deny or doubt a whole statement, in folded text."""

_ASKS = re.compile(
    r"\?|\best[- ]ce (?:que|qu'|vrai)|\b(?:est|serait)[ -]il (?:vrai|possible)|\bvrai ou faux\b|\binfo ou intox\b"
    r"|\b(?:quelqu'un|qqn|qui) (?:sait|confirme|peut confirmer)\b|\bsavez[ -]vous\b|\b(?:vous|on) (?:savez|sait) si\b"
    r"|\bje me demande (?:si|s')|\bpeut[ -]on (?:confirmer|savoir)\b|\bvous confirmez\b|\bdes infos? sur\b"
    r"|\b(?:une|des|ta|votre) sources? (?:svp|stp)|\ba[ -]t[ -](?:il|elle|on)\b|\b(?:does|do|can) any(?:one|body)\b"
    r"|\b(?:can|could) (?:some|any)(?:one|body) confirm\b|\bany(?:one|body) knows?\b|\bis it true\b|\bdo you know\b"
    r"|\bi wonder (?:if|whether)\b|\bany news (?:on|about)\b"
    r"|(?:^|[.!\n] *)(?:has|have|did|does|is|are|was|were|will) (?:the|an?|there|any|it|they|we|you|this|that)\b"
)
_MIGHT = re.compile(
    r"\b(?:pourrai(?:t|ent)|menac(?:e|ent) de|risqu(?:e|ent) de (?=\w+(?:er|ir|re|oir)\b)|might"
    r"|(?<!nobody )(?<!no one )may(?= (?:be|have|soon|\w+(?:e|k|t|l|p))\b)|about to"
    r"|at risk of|threat\w* to|could be (?=\w+ing))\b"
)

_TOKEN = re.compile(r"n't|\bn'|[a-z]+(?=n't)|[a-z]+|\d+|[.!?;:,\n]")
_ENDS = frozenset(".!?;:,\n")

_AFTER = frozenset(
    ("aucun", "aucune", "ni", "sans", "no", "not", "n't", "without", "never", "nor", "neither", "nul", "nulle")
)
"""Negators of the content word that follows."""
_AROUND = frozenset(("pas", "jamais", "plus", "point", "guere"))
"""Negators of the verb before them, or of what follows an auxiliary; `plus` only beside `ne`."""
_NOBODY = frozenset(("rien", "personne", "nothing", "none", "nobody", "nowhere"))
_GLUED = {"cannot": "can", "dont": "do", "didnt": "did", "isnt": "is", "wasnt": "was", "doesnt": "does", "wont": "will"}
NEGATORS = _AFTER | _AROUND | _NOBODY | _GLUED.keys() | {"n'", "ne"}
"""Words that negate (folded); plain `n` without its apostrophe is handled as `n'`."""

_LIGHT = """
    a ai as avons avez ont avait avaient aura auront aurait auraient ait aient eu est es suis sommes etes sont etait
    etaient sera seront serait seraient soit ete va vont vais allons fait faut peut peux peuvent pouvez pouvons doit
    dois doivent devez s se m me t te l le la les un une des du de d en y il ils elle elles on nous vous je j tu ce c
    cela ca que qu encore toujours vraiment du tout the an is are was were be been being has have had do does did will
    would can could should must shall to any it there yet really of at in
"""
LIGHT = frozenset(_LIGHT.split())
"""Auxiliaries, pronouns and articles: a negation looks past them for the word that it turns round."""

_ORDER = re.compile(r"(?:vous )?\w+ez$")
_BARE = frozenset({"do", "never", "please", "and"})


@dataclass(frozen=True, slots=True)
class Stand:
    """How a text stands to what it says."""

    asks: bool
    """It asks, or wonders whether."""
    might: bool
    """It says what may come, not what is."""
    denies: bool
    """It denies, or calls a rumour, a whole statement."""
    negated: frozenset[str]
    """The folded words that a negation turns round in what it states."""
    forbidden: frozenset[str]
    """The folded words that it tells people not to do."""

    @property
    def polarity(self) -> str:
        """Return `-` for what is negated, denied or doubted, `?` for what is only asked, `+` for what is stated."""
        if self.denies or self.negated or self.forbidden:
            return "-"
        return "?" if self.asks else "+"


def stand(text: str) -> Stand:
    """Return how `text` stands to what it says. Words decide; irony is not heard.

    >>> stand("Le barrage a cédé, ne restez pas chez vous").forbidden
    frozenset({'restez'})
    >>> stand("The dam hasn't broken, stay at home").negated
    frozenset({'broken'})
    """
    return of_folded(fold(text))


def of_folded(folded: str) -> Stand:
    """Return the stand of a text that is folded already."""
    negated: set[str] = set()
    forbidden: set[str] = set()
    for clause in _clauses(folded):
        for at in range(len(clause)):
            if _negates(clause, at):
                word = _governed(clause, at)
                (forbidden if _is_order(clause, at, word) else negated).add(word)
    return Stand(
        bool(_ASKS.search(folded)),
        bool(_MIGHT.search(folded)),
        bool(DENIALS.search(folded)),
        frozenset(negated),
        frozenset(forbidden),
    )


def _clauses(folded: str) -> list[list[str]]:
    clauses: list[list[str]] = [[]]
    for token in _TOKEN.findall(folded):
        if token in _ENDS:
            clauses.append([])
        elif token in _GLUED:
            clauses[-1] += [_GLUED[token], "not"]
        else:
            clauses[-1].append({"n": "n'"}.get(token, token))
    # « Non, » and "No," repeat what the sentence says itself
    return [clause for clause in clauses if clause and clause != ["no"]]


def _negates(clause: Sequence[str], at: int) -> bool:
    """Tell whether the token at `at` negates by itself: `ne` leaves it to its `pas`, where that is written."""
    word = clause[at]
    if word == "plus":
        return _has_ne(clause, at) or (at == 0 and _is_no_more(clause))
    if word in ("ne", "n'"):
        return _AROUND.union(_NOBODY, _AFTER, ("que", "qu")).isdisjoint(clause)
    if word in ("aucun", "aucune", "rien", "personne"):
        return {"pas", "plus"}.isdisjoint(clause[max(0, at - 1) : at + 2])
    return word in _AFTER or word in _AROUND or word in _NOBODY


def _has_ne(clause: Sequence[str], at: int) -> bool:
    return any(word in ("ne", "n'") for word in clause[max(0, at - 5) : at])


def _is_no_more(clause: Sequence[str]) -> bool:
    """Tell « plus d'eau », « plus aucun train » from « plus de 300 personnes »."""
    beside = [*clause[1:3], "", ""]
    if beside[0] in ("aucun", "aucune", "rien", "personne"):
        return True
    return beside[0] in ("d", "de") and bool(beside[1]) and not beside[1].isdigit() and beside[1] not in FIGURES


def _governed(clause: Sequence[str], at: int) -> str:
    """Return the word that the negation at `at` turns round; the negation itself where it stands alone."""
    before = next((word for word in reversed(clause[:at]) if word not in ("ne", "n'")), "")
    if clause[at] in _AROUND and before and before not in LIGHT and before not in NEGATORS:
        return before
    after = (word for word in clause[at + 1 :] if word not in LIGHT and word not in NEGATORS)
    return next(after, before or clause[at])


def _is_order(clause: Sequence[str], at: int, word: str) -> bool:
    """Tell whether what is negated is something not to do: « ne restez pas », « il ne faut pas », "do not"."""
    start = clause[: at + 1]
    if clause[at] in ("not", "n't", "never"):
        return all(token in _BARE or token in NEGATORS for token in start)
    if "faut" in start or "inutile" in start:
        return True
    subject = clause[clause.index("ne") - 1] if "ne" in start and clause.index("ne") else ""
    return bool(_ORDER.fullmatch(word)) and subject not in ("vous", "nous")
