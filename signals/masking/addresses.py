"""Street addresses: a number and a street. A street without a number is a place and stays."""

import re
from collections.abc import Iterator

from signals.masking.spans import Span

_STREETS = (
    r"rue|avenue|av\.?|ave\.?|boulevard|boul\.?|bd\.?|bld\.?|bvd\.?|place|pl\.?|chemin|chem\.?|che?\.|impasse|imp\.|all[ée]es?|all\."
    r"|quai|cours|route|rte\.?|square|sq\.|passage|sentier|sente|faubourg|fbg\.?|fg\.|esplanade|promenade|rond-point"
    r"|villa|cit[ée]|lotissement|lot\.|r[ée]sidence|hameau|lieu-dit|mont[ée]e|traverse|venelle|ruelle|clos|mail|parvis|voie"
)
_LINK = r"(?:(?:d[eu]s?|l[ae]s?|aux?|en|sur|sous|et)\s|[dl]['’]\s?|de\s[lL](?:a\s|['’]\s?))"
_MONTH = r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)"
_DATE = rf"\d{{1,2}}(?:er)?[ -]{_MONTH}(?:[ -]\d{{4}})?"
_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-Þ])[\w’'-]*"
_SMALL = r"[^\W\d_][\w’'-]*"
_NEXT = (
    r"(?:à|a|et|ou|dans|pour|avec|qui|que|est|sont|sur|depuis|ce|cette|aux?|en|ils?|elles?|on|vers|chez|la|les?|pas|merci"
    r"|svp|près|hier|il|nous|vous|je)\b"
)
"""What comes after the name of a street written small."""
_NUMBER = r"(?:n[°o]\s?)?(?P<number>\d{1,4})(?:\s?(?:bis|ter|quater)\b|\s?[a-d]\b)?(?:\s?[-/]\s?\d{1,4})?"
_ADDRESS = re.compile(
    rf"(?<![\w#@/.,-]){_NUMBER}\s?,?\s(?:grand(?:e[ -]|['’ -])rue\b|(?:{_STREETS})\s(?!d['’]eau\b){_LINK}{{0,2}}"
    rf"(?:{_DATE}|{_CAPITAL}(?:[ ]{_LINK}{{0,2}}{_CAPITAL}){{0,3}}"
    rf"|{_SMALL}(?:[ ](?!{_NEXT})(?:{_LINK}{_SMALL}|{_SMALL}))?))",
    re.IGNORECASE,
)
_NO_NUMBER = re.compile(
    r"(?:\b(?:ligne|lignes|bus|tram|m[ée]tro|rn|rd|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|bout de|environ"
    r"|plus de|moins de|les|ces|nos|mes|\d\s?h)\s?|[/€]\s?|\d:\d\d\s)$",
    re.IGNORECASE,
)
_YEAR = range(1900, 2100)


def addresses_in(text: str) -> Iterator[Span]:
    """Yield house numbers with their street, up to the end of its name."""
    for found in _ADDRESS.finditer(text):
        number = found["number"]
        before = text[max(0, found.start() - 12) : found.start()]
        if (len(number) == 4 and int(number) in _YEAR) or _NO_NUMBER.search(before):
            continue
        yield Span(found.start(), found.end(), "address")
