"""Train the place ranker: `python -m training.gazetteer_rank --rows FILE --claims FILE --events FILE`.

A conditional logit over the bearers of a name and "none of them". It learns from three sources: names of the
gazetteer itself, asked with one spelling or the whole place hidden; toponyms of annotated claims, whose
`within`
tells province and country; and half of the place names of UCDP's Syrian events (the other half, by hash, is
kept for choosing and for the calibration).
"""

import argparse
import json
import pickle
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from communique.resolve.gazetteer.names import fold, is_latin
from communique.resolve.places.company import Company
from communique.resolve.places.context import read_scene
from communique.resolve.places.rank import (
    FEATURES,
    Candidate,
    Clues,
    Crowd,
    features,
    kilometres,
    marks_around,
)
from communique.resolve.places.resolver import Resolver
from communique.resolve.places.wording import listed_as, parse
from training.gazetteer_sources import Row

__all__ = ["main"]

RIDGE = 2e-4
NEAR_KM = 10.0
HIDE = 0.45
"""Share of the samples of places that come without neighbours."""
POINTS: dict[int, tuple[float, float]] = {}
OUTPUT = Path(__file__).parent.parent / "src/communique/data/gazetteer.weights.json"


@dataclass(slots=True)
class Sample:
    """The candidates of one name; `right` are those that may be answered, empty where none is."""

    rows: list[list[float]]
    right: list[bool]
    weight: float
    source: str
    kept: bool


class Neighbours:
    """Places filed by half degrees, from which reports about one neighbourhood are made up."""

    def __init__(self, rows: list[Row]) -> None:
        self._cells: dict[tuple[int, int], list[Row]] = {}
        for row in rows:
            self._cells.setdefault((int(row.latitude * 2), int(row.longitude * 2)), []).append(row)

    def company(self, row: Row, rng: random.Random, resolver: Resolver) -> Company | None:
        """Return the company of a place in a report that names one to five others near it, and the place."""
        if rng.random() < HIDE:
            return None
        near = self._cells.get((int(row.latitude * 2), int(row.longitude * 2)), [row])
        people = [max(1, r.population) ** 0.5 for r in near]
        chosen = rng.choices(near, people, k=rng.randint(1, 5))
        return resolver.company([row.name, *(r.name for r in chosen)])


def add(
    out: list[Sample], found: list[Candidate], rows: list[list[float]], right: list[bool], **told: object
) -> None:
    """Append a sample unless it has no candidates at all."""
    if found:
        out.append(Sample(rows, right, float(told["weight"]), str(told["source"]), bool(told["kept"])))  # type: ignore[arg-type]


def from_gazetteer(path: Path, resolver: Resolver, count: int) -> list[Sample]:
    """Ask for places of the gazetteer: as they are, with the asked spelling hidden, or hidden altogether."""
    rng = random.Random(7)
    rows = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
    POINTS.update({r.identity: (r.latitude, r.longitude) for r in rows if r.kind == "region"})
    points = [
        r for r in rows if r.kind in ("locality", "neighbourhood", "capital") and r.adm1 and len(r.names) > 1
    ]
    out: list[Sample] = []
    neighbours = Neighbours(points)
    for row in rng.sample(points, count):
        name = rng.choice([n for n in (row.name, *row.names) if is_latin(fold(n))] or [row.name])
        clues = _clues_of(row, rng)
        clues.company = neighbours.company(row, rng, resolver)
        found, values = resolver.weighed(name, clues)
        hidden = rng.random()
        keep = list(range(len(found)))
        here = (row.latitude, row.longitude)
        is_it = [kilometres(here, (c.entry.latitude, c.entry.longitude)) < NEAR_KM for c in found]
        if hidden < 0.3:
            keep = [i for i in keep if not is_it[i]]
        elif hidden < 0.6:
            keep = [i for i in keep if not (is_it[i] and found[i].likeness == 100)]
        if hidden < 0.6 and not any(found[i].likeness < 100 for i in keep) and clues.country:
            alike = resolver.lookup._alike(fold(name), (clues.country,))
            if hidden < 0.3:
                alike = [
                    c for c in alike if kilometres(here, (c.entry.latitude, c.entry.longitude)) >= NEAR_KM
                ]
            found = [found[i] for i in keep] + alike[:24]
            values = [features(c, fold(name), clues, Crowd.of(found)) for c in found]
            is_it = [kilometres(here, (c.entry.latitude, c.entry.longitude)) < NEAR_KM for c in found]
            keep = list(range(len(found)))
        left = [found[i] for i in keep]
        values = [features(c, fold(name), clues, Crowd.of(left)) for c in left]
        add(
            out,
            left,
            values,
            [is_it[i] for i in keep],
            weight=1.0,
            source="gazetteer",
            kept=rng.random() < 0.2,
        )
    return out


def from_population(path: Path, resolver: Resolver, count: int) -> list[Sample]:
    """Ask for places as often as they have people, as news does, with little beside the name."""
    rng = random.Random(11)
    rows = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
    peopled = [r for r in rows if r.population > 0 and r.kind in ("locality", "capital")]
    wide = [r for r in rows if r.kind in ("country", "region", "continent", "area", "macroregion")]
    by_country: dict[str, list[Row]] = {}
    for row in peopled:
        by_country.setdefault(row.country, []).append(row)
    scenes = rng.choices(
        list(by_country), [sum(r.population for r in held) ** 0.5 for held in by_country.values()], k=count
    )
    world = rng.choices(peopled, [r.population for r in peopled], k=count)
    areas = rng.choices(wide, [r.fame for r in wide], k=count)
    states = [r for r in rows if r.kind == "region" and r.population > 0]
    regions = rng.choices(states, [r.population for r in states], k=count)
    out: list[Sample] = []
    neighbours = Neighbours(peopled)
    for scene, far, area, region in zip(scenes, world, areas, regions, strict=True):
        held = by_country[scene]
        home = rng.choices(held, [r.population**0.5 for r in held])[0]
        drawn = rng.random()
        row = home if drawn < 0.65 else region if drawn < 0.8 else far if drawn < 0.9 else area
        if row is region and rng.random() < 0.7:
            scene = region.country
        share = rng.choice([0.4, 0.6, 0.8, 1.0])
        other = rng.choice(world).country
        shares = {scene: share, other: 1 - share} if share < 1 and other != scene else {scene: 1.0}
        if rng.random() < 0.15:
            shares = {}
        told = _divisions_told(home, held, rng)
        company = neighbours.company(home, rng, resolver)
        near = frozenset(number for number in told if rng.random() < 0.3)
        seen = frozenset(told) - near
        clues = Clues(countries=shares, company=company, units_near=near, units_seen=seen, unit_shares=told)
        found, values = resolver.weighed(row.name, clues)
        here = (row.latitude, row.longitude)
        right = [
            kilometres(here, (c.entry.latitude, c.entry.longitude)) < (300 if row.kind == "country" else 50)
            for c in found
        ]
        add(out, found, values, right, weight=1.5, source="population", kept=rng.random() < 0.2)
    return out


def _divisions_told(home: Row, held: list[Row], rng: random.Random) -> dict[object, float]:
    """Make up which divisions a report about a place names, and how often: its own, others, or none."""
    if rng.random() < 0.5:
        return {}
    names = [home.adm1, home.adm1, *(rng.choice(held).adm1 for _ in range(rng.randint(0, 4)))]
    told = Counter(int(name) for name in names if name)
    return {number: count / told.total() for number, count in told.items()}


def _clues_of(row: object, rng: random.Random) -> Clues:
    """Make up what a report might tell: province and country, the country, or countries and a neighbour."""
    told = rng.random()
    adm1, country = int(row.adm1), row.country  # type: ignore[attr-defined]
    if told < 0.5:
        middle = POINTS.get(adm1)
        points = (middle,) if middle else ()
        return Clues(country=country, units=frozenset({adm1}), unit_points=points)
    if told < 0.65:
        return Clues(country=country)
    share = rng.choice([0.4, 0.6, 0.8, 1.0])
    shares = (
        {country: share}
        if share == 1
        else {country: share, rng.choice(["US", "RU", "TR", "IL", "FR"]): 1 - share}
    )
    near = frozenset({adm1}) if rng.random() < 0.4 else frozenset()
    point = (row.latitude + rng.gauss(0, 0.4), row.longitude + rng.gauss(0, 0.4))  # type: ignore[attr-defined]
    anchors = (point,) if rng.random() < 0.5 else ()
    kind = rng.choice(["settlement", None, None])
    seen = frozenset({adm1}) if rng.random() < 0.35 else frozenset()
    told = {adm1: rng.choice([0.3, 0.5, 0.8, 1.0])} if near or seen else {}
    return Clues(
        countries=shares, units_near=near, units_seen=seen, anchors=anchors, kind=kind, unit_shares=told
    )


def from_claims(path: Path, resolver: Resolver) -> list[Sample]:
    """Ask for the claims' toponyms within their reports; `within` tells which bearers are right."""
    out: list[Sample] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        text = report["text"]
        scene = read_scene(text, resolver)
        kept = crc32(report["id"].encode()) % 5 == 0
        mentions = {(p["text"], p["within"]) for claim in report["claims"] for p in claim["places"]}
        company = resolver.company(sorted(words for words, _ in mentions))
        for words, within in sorted(mentions, key=str):
            start = text.find(words)
            wording = parse(words)
            read = resolver.within(within or "")
            if start < 0 or wording.reason or not (read.country or _is_country(words, resolver)):
                continue
            clues = scene.clues(start, start + len(words), words, Clues(company=company))
            clues.kind = wording.kind or listed_as(
                text[max(0, start - 140) : start], text[start + len(words) :][:40]
            )
            for name in (words, *wording.names)[:3]:
                found, rows = resolver.weighed(name, clues)
                if found:
                    right = [_fits(c, read, wording.kind, within) for c in found]
                    if any(right) or (read.units and read.country):
                        add(out, found, rows, right, weight=4.0, source="claims", kept=kept)
                    break
    return out


def _is_country(words: str, resolver: Resolver) -> bool:
    return resolver.country(words) is not None


def _fits(candidate: Candidate, read: object, kind: str | None, within: str | None) -> bool:
    entry = candidate.entry
    country, units = read.country, read.units  # type: ignore[attr-defined]
    if within is None:
        return entry.kind == "country"
    if entry.country != country:
        return False
    if kind == "settlement" and entry.kind in ("region", "country"):
        return False
    if kind == "province" and entry.kind != "region":
        return False
    return (
        entry.kind == "country"
        or not units
        or not units.isdisjoint(marks_around(entry))
        or entry.kind == "region"
    )


def from_events(path: Path, resolver: Resolver) -> list[Sample]:
    """Ask for the place names of events within their province; those near the event's point are right."""
    places: dict[tuple[str, str], tuple[float, float]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if float(event["where_prec"]) <= 2:
            point = float(event["latitude"]), float(event["longitude"])
            places.setdefault((event["where_coordinates"], event["adm_1"]), point)
    out: list[Sample] = []
    for (words, province), point in sorted(places.items()):
        wording = parse(words)
        if not wording.names:
            continue
        read = resolver.within(f"{province}, Syria")
        for clues in (
            Clues(country="SY", units=read.units, unit_points=read.points, kind=wording.kind),
            Clues(countries={"SY": 0.8, "RU": 0.2}, units_near=read.units or frozenset(), kind=wording.kind),
            Clues(countries={"SY": 0.6, "TR": 0.4}, units_seen=read.units or frozenset(), kind=wording.kind),
        ):
            found, rows = resolver.weighed(wording.names[0], clues)
            right = [kilometres(point, (c.entry.latitude, c.entry.longitude)) < NEAR_KM for c in found]
            add(out, found, rows, right, weight=1.5, source="events", kept=crc32(words.encode()) % 2 == 0)
    return out


def fit(samples: list[Sample]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return the weights that make the right candidates, or none, likeliest."""
    values = np.array([row for s in samples for row in s.rows])
    sizes = np.array([len(s.rows) for s in samples])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = np.array([r for s in samples for r in s.right], float)
    none = np.array([not any(s.right) for s in samples], float)
    weight = np.array([s.weight for s in samples])
    owner = np.repeat(np.arange(len(samples)), sizes)

    def loss(
        w: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    ) -> tuple[float, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
        sums = values @ w
        top = np.maximum(np.maximum.reduceat(sums, starts), 0)
        powers = np.exp(sums - top[owner])
        total = np.add.reduceat(powers, starts) + np.exp(-top)
        good = np.add.reduceat(powers * right, starts) + none * np.exp(-top)
        good = np.maximum(good, 1e-300)
        slope = weight[owner] * (powers / total[owner] - powers * right / good[owner])
        value = float((weight * (np.log(total) - np.log(good))).sum() / weight.sum() + RIDGE * (w @ w))
        return value, values.T @ slope / weight.sum() + 2 * RIDGE * w

    best = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return best.x  # type: ignore[no-any-return]


def outcomes(
    samples: list[Sample], weights: "np.ndarray[tuple[int], np.dtype[np.float64]]"
) -> Iterator[tuple[float, bool, str]]:
    """Yield for each sample the log-odds of its best candidate, whether that is right, and the source."""
    for sample in samples:
        sums = np.array(sample.rows) @ weights
        powers = np.exp(sums - max(0.0, sums.max()))
        p = powers / (powers.sum() + np.exp(-max(0.0, sums.max())))
        best = int(np.argmax(p))
        chance = min(max(float(p[best]), 1e-6), 1 - 1e-6)
        yield float(np.log(chance / (1 - chance))), sample.right[best], sample.source


def main(arguments: list[str] | None = None) -> None:
    """Fit, calibrate on the samples kept back, write the weights, print what they do there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, required=True, help="rows that training.gazetteer --rows wrote")
    parser.add_argument("--claims", type=Path, required=True, help="claims/train.jsonl")
    parser.add_argument("--events", type=Path, required=True, help="ucdp-syria/events-2017-2019.jsonl")
    parser.add_argument("--count", type=int, default=10_000, help="places of the gazetteer to ask for")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    told = parser.parse_args(arguments)
    resolver = Resolver()
    samples = from_gazetteer(told.rows, resolver, told.count)
    samples += from_population(told.rows, resolver, told.count)
    samples += from_claims(told.claims, resolver) + from_events(told.events, resolver)
    weights = fit([s for s in samples if not s.kept])
    told_apart = list(outcomes([s for s in samples if s.kept], weights))
    x = np.array([[o[0]] for o in told_apart])
    y = np.array([o[1] for o in told_apart])
    line = LogisticRegression(C=1e6).fit(x, y)
    slope, offset = float(line.coef_[0][0]), float(line.intercept_[0])
    written = {name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)}
    content = {"features": written, "slope": round(slope, 4), "offset": round(offset, 4)}
    told.output.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    for source in ("gazetteer", "population", "claims", "events"):
        here = [(logit * slope + offset > 0, right) for logit, right, s in told_apart if s == source]
        given = [right for answered, right in here if answered]
        sys.stdout.write(
            f"{source}: {len(here)} kept, answered {len(given) / len(here):.3f}, right {np.mean(given):.3f}\n"
        )


if __name__ == "__main__":
    main()
