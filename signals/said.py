"""Numbers, and values of indicators, as people read them in French and in English."""

from datetime import timedelta

from signals.indicators import Indicator, Value

NARROW = "\u202f"

UNITS = {
    "score": (" /10", " /10"),
    "stars": (" /5", " /5"),
    "balance": (" points", " points"),
    "per_1000": (" pour 1 000 hab.", " per 1,000 inh."),
    "per_10000": (" pour 10 000 hab.", " per 10,000 inh."),
    "per_post": (" par publication", " per post"),
}
"""What stands behind a value, by the unit of the indicator."""


def number(value: float, lang: str, digits: int | None = None) -> str:
    """Return a number for reading: one decimal under 100 unless `digits` says more.

    >>> number(12345.6, "fr"), number(3.14159, "fr"), number(3.14159, "en", 2), number(-0.04, "fr"), number(7, "en")
    ('12\u202f346', '3,1', '3.14', '0', '7')
    """
    if digits is None:
        digits = 0 if abs(value) >= 100 or value == int(value) else 1
    text = f"{value:,.{digits}f}"
    if not float(text.replace(",", "")):
        text = "0"
    return text.replace(",", NARROW).replace(".", ",").replace("-", "\u2212") if lang == "fr" else text


def percent(share: float, lang: str) -> str:
    """Return a share in [0, 1] as a percentage.

    >>> percent(0.1234, "fr"), percent(0.5, "en")
    ('12,3\u202f%', '50%')
    """
    return number(100 * share, lang) + (f"{NARROW}%" if lang == "fr" else "%")


def length(span: timedelta, lang: str) -> str:
    """Return a length of time with its two leading units at most.

    >>> length(timedelta(minutes=95), "fr"), length(timedelta(days=2, hours=3), "en")
    ('1 h 35 min', '2 d 3 h')
    """
    minutes = round(span.total_seconds() / 60)
    if minutes < 1:
        return "moins d’une minute" if lang == "fr" else "less than a minute"
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "j" if lang == "fr" else "d"), (hours, "h"), (rest if not days else 0, "min")]
    return " ".join(f"{amount} {unit}" for amount, unit in parts if amount)


def shown(indicator: Indicator, value: float, lang: str) -> str:
    """Return a value of an indicator, but for what stands behind it (`unit`)."""
    match indicator.unit:
        case "share":
            return percent(value, lang)
        case "change":
            return ("+" if value > 0 else "") + percent(value, lang)
        case "balance":
            return ("+" if value > 0 else "") + number(100 * value, lang)
        case "minutes":
            return length(timedelta(minutes=value), lang)
        case "days":
            return number(value, lang) + (" j" if lang == "fr" else " d")
        case "per_1000" | "per_10000":
            return number(value, lang, 2 if value >= 1 else 3)
        case _:
            return number(value, lang)


def unit(indicator: Indicator, lang: str) -> str:
    """Return what stands behind a value."""
    return UNITS.get(indicator.unit, ("", ""))[lang != "fr"]


def between(indicator: Indicator, value: Value, lang: str) -> str:
    """Return the interval in words, empty where there is none."""
    if value.interval is None:
        return ""
    low, high = (shown(indicator, bound, lang) for bound in value.interval)
    return f"de {low} à {high} (95{NARROW}%)" if lang == "fr" else f"{low} to {high} (95%)"
