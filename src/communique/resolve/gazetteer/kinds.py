"""The kinds of places, and the UCDP precision that a place of each kind has by itself."""

from communique.model import WherePrec

__all__ = ["KINDS", "OWN_PREC", "POINT_KINDS"]

# The order is the code in the compiled file: append only.
KINDS = (
    "locality",
    "capital",
    "neighbourhood",
    "campus",
    "localadmin",
    "county",
    "region",
    "macroregion",
    "country",
    "area",
    "continent",
)
POINT_KINDS = frozenset({"locality", "capital", "neighbourhood", "campus"})
OWN_PREC: dict[str, WherePrec] = {
    "locality": 1,
    "capital": 1,
    "neighbourhood": 1,
    "campus": 1,
    "localadmin": 3,
    "county": 3,
    "region": 4,
    "macroregion": 5,
    "country": 6,
    "area": 5,
    "continent": 7,
}
