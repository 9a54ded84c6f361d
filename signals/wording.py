"""Numbers and spans as French and English sentences show them."""

from datetime import timedelta


def number(value: float, *, french: bool) -> str:
    """Return a count or a mean for reading: one decimal under 10, a comma in French.

    >>> number(0.04, french=True), number(1.26, french=True), number(12345.6, french=False)
    ('moins de 0,1', '1,3', '12,346')
    >>> number(0.0, french=False), number(12345, french=True)
    ('0', '12 345')
    """
    if 0 < value < 0.05:
        return "moins de 0,1" if french else "less than 0.1"
    text = f"{value:,.0f}" if value >= 9.95 or value == int(value) else f"{value:.1f}"
    return text.replace(",", "\u202f").replace(".", ",") if french else text


def span(length: timedelta, *, french: bool) -> str:
    """Return a length of time in hours or minutes.

    >>> span(timedelta(hours=1), french=True), span(timedelta(minutes=30), french=False)
    ('1 heure', '30 minutes')
    """
    minutes = round(length / timedelta(minutes=1))
    hours = minutes % 60 == 0
    amount = minutes // 60 if hours else minutes
    word = ("heure" if french else "hour") if hours else "minute"
    return f"{amount} {word}{'' if amount == 1 else 's'}"


def counted(n: int, singular: str, plural: str = "") -> str:
    """Return a number and its noun; the plural defaults to `singular` + s.

    >>> counted(1, "message"), counted(3, "auteur"), counted(2, "lieu", "lieux")
    ('1 message', '3 auteurs', '2 lieux')
    """
    return f"{n} {singular if n == 1 else plural or singular + 's'}"


def copied(authors: int, counted_as: float, *, french: bool) -> str:
    """Return what is said of authors who only repeat others, empty when everybody counts.

    >>> copied(8, 5.0, french=True), copied(8, 8.0, french=True)
    (', comptés pour 5 car des messages sont des copies', '')
    """
    if counted_as >= authors:
        return ""
    weight = number(counted_as, french=french)
    return f", comptés pour {weight} car des messages sont des copies" if french else f", counted as {weight}: copies"
