"""What measures count: the metrics that we know, in two languages, and how each may be summed up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from signals.text.fold import fold


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing that is counted or scored."""

    fr: str
    en: str
    unit: str
    """count, euros, minutes, days, score (out of 10) or share (in [0, 1])."""
    adds_up: bool = True
    """Whether the values of two places or two periods may be added: not those of scores, levels and distinct people."""
    aliases: tuple[str, ...] = ()
    """What partners call it, folded."""


METRICS: Mapping[str, Metric] = {
    "reports": Metric(
        "signalements et dépôts", "reports filed", "count", aliases=("signalements", "depots", "plaintes")
    ),
    "contacts": Metric("contacts", "contacts", "count", aliases=("sollicitations", "appels", "conversations")),
    "reported_euros": Metric("montants signalés", "amounts reported", "euros", aliases=("montant", "montants")),
    "completion_minutes": Metric("durée médiane de la démarche", "median time to complete", "minutes", adds_up=False),
    "visits": Metric("visites", "visits", "count", aliases=("visites",)),
    "unique_visitors": Metric(
        "visiteurs uniques", "unique visitors", "count", adds_up=False, aliases=("visiteurs uniques", "visiteurs")
    ),
    "page_views": Metric("pages vues", "page views", "count", aliases=("pages vues", "consultations")),
    "followers": Metric("abonnés", "followers", "count", adds_up=False, aliases=("abonnes",)),
    "posts": Metric("publications", "posts", "count", aliases=("publications",)),
    "posts_total": Metric("publications depuis l'ouverture", "posts since the start", "count", adds_up=False),
    "engagements": Metric("interactions", "engagements", "count", aliases=("interactions",)),
    "satisfaction": Metric("satisfaction", "satisfaction", "score", adds_up=False),
    "comprehension": Metric("simplicité du langage", "plain language", "score", adds_up=False),
    "contact_reached": Metric("aide joignable", "help that was reached", "share", adds_up=False),
    "contact_satisfaction": Metric("aide efficace", "help that helped", "score", adds_up=False),
    "contact_overall": Metric("aide, y compris injoignable", "help, unreached included", "score", adds_up=False),
    "autonomy": Metric("usagers sans besoin d'aide", "users who needed no help", "share", adds_up=False),
    "reach": Metric("portée", "reach", "count", adds_up=False, aliases=("portee", "comptes touches")),
    "impressions": Metric("impressions", "impressions", "count", aliases=("affichages",)),
    "delay_respected": Metric(
        "délais annoncés respectés",
        "promised delays kept",
        "share",
        adds_up=False,
        aliases=("respect du delai annonce",),
    ),
    "calls_answered": Metric(
        "taux de décroché", "calls answered", "share", adds_up=False, aliases=("taux de decroche",)
    ),
    "useful_orientation": Metric(
        "orientation utile", "useful orientation", "share", adds_up=False, aliases=("taux d orientation utile",)
    ),
    "answer_rate": Metric("taux de réponse", "answer rate", "share", adds_up=False, aliases=("taux de reponse",)),
    "first_reply_days": Metric("délai de première réponse", "time to first reply", "days", adds_up=False),
}
"""By the name that measures carry. A measure may name another one: it is kept, and nobody knows how to sum it up."""


def metric_of(name: str) -> str:
    """Return the name that measures carry for what a partner calls `name`, folded to one word when we do not know it.

    >>> metric_of("Signalements"), metric_of("reports"), metric_of("Taux de réponse"), metric_of("Retraits d'URL")
    ('reports', 'reports', 'answer_rate', 'retraits_d_url')
    """
    plain = " ".join("".join(char if char.isalnum() else " " for char in fold(name)).split())
    return _aliases().get(plain, plain.replace(" ", "_"))


def whole_of(metric: str) -> str:
    """Return the metric that `metric` is a part of, or itself.

    >>> whole_of("reports/age=15-24"), whole_of("reports")
    ('reports', 'reports')
    """
    return metric.partition("/")[0]


@cache
def _aliases() -> Mapping[str, str]:
    return dict(_named())


def _named() -> Iterator[tuple[str, str]]:
    for name, metric in METRICS.items():
        for alias in (name.replace("_", " "), *metric.aliases):
            yield alias, name
