"""Distances on the earth, and how far from its coordinate a happening may lie."""

from math import asin, cos, radians, sin, sqrt
from typing import Final

from communique.model import Place

__all__ = ["distance", "kilometres", "reach"]

_RADIUS_KM: Final = 6371.0
# Half the width of what each `where_prec` names, in kilometres.
_REACH: Final = {1: 5.0, 2: 20.0, 3: 35.0, 4: 90.0, 5: 120.0, 6: 500.0, 7: 1500.0}


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two points (latitude, longitude), by the haversine formula."""
    north, south = radians(one[0]), radians(other[0])
    wide = radians(one[1] - other[1])
    chord = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin(wide / 2) ** 2
    return 2 * _RADIUS_KM * asin(min(1.0, sqrt(chord)))


def distance(one: Place, other: Place) -> float:
    """Return the distance of two resolved places in kilometres."""
    return kilometres(_point(one), _point(other))


def reach(one: Place, other: Place) -> float:
    """Return the kilometres that two places may lie apart and yet be one, by the precision of both."""
    return _REACH[one.where_prec or 7] + _REACH[other.where_prec or 7]


def _point(place: Place) -> tuple[float, float]:
    assert place.latitude is not None
    assert place.longitude is not None
    return place.latitude, place.longitude
