"""An invented alert, by which who is told of alerts sees whether they arrive."""

from typing import Any


def trial(at: int) -> dict[str, Any]:
    """Return what a trial tells, marked as an exercise, in milliseconds since 1970.

    >>> told = trial(0)
    >>> told["exercise"], told["items"][0]["alert"]["title"]
    (True, 'Essai de l’abonnement')
    """
    alert: dict[str, Any] = {
        "id": "trial", "kind": "burst", "severity": "faible", "title": "Essai de l’abonnement",
        "title_en": "Trial of the subscription", "reason": "Ceci est un essai : rien ne s’est passé.",
        "reason_en": "This is a trial: nothing happened.", "score": 0.0, "topic_id": None, "places": [],
        "first_at": at, "last_at": at, "decisions": [], "volume": 0.0, "observed": None, "expected": None,
        "upper": None, "p_value": None, "authors": None, "state": "open", "verdict": "", "into": "",
    }  # fmt: skip
    return {"exercise": True, "items": [{"event": "new", "before": [], "alert": alert}]}
