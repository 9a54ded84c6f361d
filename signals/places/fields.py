"""Fields that say where somebody or something is: « Dijon, France », « 69 », « com53130 », « Saint-Denis (974) »."""

import re

from signals.places.gazetteer import Gazetteer
from signals.places.numbers import departement_of

_CODE = re.compile(r"(?:(?P<kind>com|dep|reg)|(?P<letter>[DR]))?(?P<code>\d[\dAB]\d{0,3})", re.IGNORECASE)
_PREFIX = {"com": "", "dep": "D", "reg": "R"}


def place_of_field(field: str, gazetteer: Gazetteer) -> str | None:
    """Return the code of the one place that a field gives; None without, or where it gives several.

        Official codes, with the prefixes of Services Publics+ (com, dep, reg) or without, numbers of départements,
    postcodes, and names as people write them in a profile; the smallest of several that contain one another.
    Five figures alone are a postcode, which is what people give; behind `com` they are the code of a commune.
    """
    text = field.strip()
    if found := _CODE.fullmatch(text):
        return _coded(found, gazetteer)
    # a field is a place by itself: « à » says so to the gazetteer
    named = {mention.place_id for mention in gazetteer.find(f"à {text}")} - {"FR"}
    smallest = [code for code in named if not any(gazetteer.holds(code, other) for other in named)]
    return smallest[0] if len(smallest) == 1 else None


def _coded(found: re.Match[str], gazetteer: Gazetteer) -> str | None:
    code = found["code"].upper()
    if found["kind"] or found["letter"]:
        place_id = (found["letter"] or _PREFIX[found["kind"].lower()]).upper() + code
    elif len(code) == 5:
        served = {mention.place_id for mention in gazetteer.find(f"CP {code}")}
        place_id = served.pop() if len(served) == 1 else departement_of(code)
    else:
        place_id = f"D{code}"
    return place_id if gazetteer.knows(place_id) else None
