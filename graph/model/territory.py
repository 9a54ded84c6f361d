"""The French territory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A commune, arrondissement, group of communes, département, région or country, by its official code (INSEE, COG).

    Ids: `21231` commune or municipal arrondissement, `E242100410` group of communes (EPCI à fiscalité propre, by its
    SIREN number), `D21` département, `R27` région, `FR` country.
    """

    id: str
    name: str
    """Official name."""
    kind: str
    """commune, arrondissement, epci, departement, region or pays."""
    population: int | None = None
    """Municipal population (INSEE); None when unknown."""
    lat: float | None = None
    """WGS84 degrees north, of a point inside."""
    lon: float | None = None
    """WGS84 degrees east, of the same point."""
    parent_id: str | None = None
    """The place that it lies in; of a group of communes the département in which most of its inhabitants live."""
    group_id: str | None = None
    """The group that a commune is a member of."""
