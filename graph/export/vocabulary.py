"""What our words are called in public vocabularies: ActivityStreams 2.0, schema.org, PROV-O; ours where they have none.

The same table makes the JSON-LD context and `docs/record.md`.
"""

from collections.abc import Mapping

PREFIXES: Mapping[str, str] = {
    "as": "https://www.w3.org/ns/activitystreams#",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "ci": "urn:cyberimpact:term:",
}

KINDS: Mapping[str, str] = {
    "post": "as:Note",
    "comment": "as:Note",
    "article": "as:Article",
    "review": "schema:Review",
    "experience": "schema:Review",
    "report": "schema:Report",
}
"""Type of a message by its `kind`."""

TYPES: Mapping[str, str] = {
    "Account": "as:Person",
    "Action": "schema:Action",
    "Event": "schema:Event",
    "FactCheck": "schema:ClaimReview",
    "Hashtag": "as:Hashtag",
    "Hazard": "schema:SpecialAnnouncement",
    "Link": "as:Link",
    "Measure": "schema:Observation",
    "Message": "as:Note",
    "Place": "schema:AdministrativeArea",
    "Run": "prov:Activity",
    "Service": "schema:GovernmentService",
    "Source": "prov:Entity",
}
"""Type of the other nodes; those that no vocabulary knows are ours: `ci:Topic`."""

MESSAGE_TERMS: Mapping[str, str] = {
    "source_id": "prov:hadPrimarySource",
    "platform": "schema:publisher",
    "text": "as:content",
    "published_at": "as:published",
    "lang": "schema:inLanguage",
    "author_id": "as:attributedTo",
    "reply_to": "as:inReplyTo",
    "repost_of": "schema:sharedContent",
    "url": "as:url",
    "rating": "schema:ratingValue",
    "hashtags": "as:tag",
    "links": "as:attachment",
    "mentions": "as:to",
    "service_ids": "schema:itemReviewed",
    "place_id": "as:location",
}

OTHER_TERMS: Mapping[str, Mapping[str, str]] = {
    "Action": {"text": "schema:description", "at": "schema:startTime", "place_ids": "schema:areaServed"},
    "Event": {"name": "schema:name", "start": "schema:startDate", "end": "schema:endDate", "place_ids": "as:location"},
    "FactCheck": {
        "claim": "schema:claimReviewed",
        "verdict": "schema:reviewRating",
        "publisher": "schema:author",
        "published_at": "schema:datePublished",
        "url": "schema:url",
    },
    "Hazard": {
        "phenomenon": "schema:category",
        "start": "schema:startDate",
        "end": "schema:expires",
        "place_ids": "schema:spatialCoverage",
        "issued_at": "schema:datePosted",
    },
    "Measure": {
        "service_id": "schema:observationAbout",
        "place_id": "schema:location",
        "metric": "schema:variableMeasured",
        "start": "schema:startDate",
        "end": "schema:endDate",
        "value": "schema:value",
        "source_id": "prov:hadPrimarySource",
    },
    "Place": {
        "name": "schema:name",
        "lat": "schema:latitude",
        "lon": "schema:longitude",
        "parent_id": "schema:containedInPlace",
    },
    "Run": {
        "started_at": "prov:startedAtTime",
        "ended_at": "prov:endedAtTime",
        "source_ids": "prov:used",
    },
    "Service": {"name": "schema:name", "operator": "schema:provider", "url": "schema:url"},
    "Source": {"name": "schema:name", "licence": "schema:license"},
}

COMMON: Mapping[str, str] = {"first_seen": "prov:generatedAtTime", "run_id": "prov:wasGeneratedBy"}
"""Terms of what every node carries."""

POINTS_AT: Mapping[str, str] = {
    "source_id": "Source", "source_ids": "Source", "author_id": "Account", "mentions": "Account", "reply_to": "Message",
    "repost_of": "Message", "hashtags": "Hashtag", "links": "Link", "service_id": "Service", "service_ids": "Service",
    "place_id": "Place", "place_ids": "Place", "parent_id": "Place", "topic_id": "Topic", "signal_ids": "Signal",
    "evidence": "Message", "alert_id": "Alert", "alert_ids": "Alert", "run_id": "Run",
}  # fmt: skip
"""Fields that hold ids, and the label of what they point at."""


def term(label: str, name: str) -> str:
    """Return the public term of a field of a node, or ours.

    >>> term("Message", "text"), term("Message", "tone"), term("Topic", "label")
    ('as:content', 'ci:tone', 'ci:label')
    """
    named = MESSAGE_TERMS if label == "Message" else OTHER_TERMS.get(label, {})
    return named.get(name) or COMMON.get(name) or f"ci:{name}"


def kind_of(label: str, kind: str | None = None) -> str:
    """Return the public type of a node, of a message by its kind.

    >>> kind_of("Message", "article"), kind_of("Topic")
    ('as:Article', 'ci:Topic')
    """
    if label == "Message" and kind is not None and kind in KINDS:
        return KINDS[kind]
    return TYPES.get(label, f"ci:{label}")
