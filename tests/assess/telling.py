"""Statements in few words, for tests of assessment: everything that is not told gets a plain default."""

from itertools import count

from communique.model import Claim, Count, Means, Party, Place, Report, Source, Statement, Target, Time

TOWNS = {"Marun": (36.20, 36.50, 1), "Tallah": (36.21, 36.53, 1), "Qasrin": (35.10, 38.90, 1)}
_numbers = count()


def quoted(words):
    return {"text": words, "start": 0, "end": len(words)}


def number(value):
    """Return a count: a number, a pair of bounds, or words without bounds."""
    low, high = value if isinstance(value, tuple) else (value, value)
    if isinstance(low, str):
        return Count(**quoted(low))
    return Count(**quoted(f"{low}-{high}"), low=low, high=high)


def place(name, prec=None, relation="in", **fields):
    latitude, longitude, own = TOWNS[name]
    where = {"latitude": latitude, "longitude": longitude, "country": "SY", "adm_1": "North"} | fields
    return Place(**quoted(name), name=name, relation=relation, where_prec=prec or own, score=0.9, **where)


def target(kind, effect, how_many=None, words=None, at=0):
    text = words or kind
    counted = None
    if how_many is not None:
        made = number(how_many)
        counted = Count(text=made.text, start=at, end=at + len(made.text), low=made.low, high=made.high)
    return Target(text=text, start=at, end=at + len(text), kind=kind, effect=effect, count=counted)


def speaker(name):
    """Return a source: `Name=id`, a name alone, or words in small letters for one without a name."""
    text, _, identity = name.partition("=")
    return Source(**quoted(text), name=text, source_id=identity or None)


def party(name):
    text, _, identity = name.partition("=")
    return Party(**quoted(text), name=text, actor_id=identity or None, reason=None if identity else "unknown")


def tell(
    outlet="Daily Lantern",
    *sources,
    text=None,
    quote=None,
    day="2021-03-02",
    event="ASSAULT",
    factuality="actual",
    targets=(),
    actors=(),
    recipients=(),
    places=(),
    means=(),
    time=None,
    report=None,
    claim_id=None,
):
    """Return one statement; without `text` its report is worded like no other."""
    serial = next(_numbers)
    words = quote or f"Word{serial} of {outlet}."
    claim = Claim(
        claim_id=claim_id or f"c{serial:06}",
        quote=words,
        start=0,
        end=len(words),
        trigger=words[:1],
        trigger_start=0,
        trigger_end=1,
        event=event,
        mode="aerial" if event == "ASSAULT" else None,
        factuality=factuality,
        sources=tuple(speaker(source) for source in sources),
        actors=tuple(party(actor) for actor in actors),
        recipients=tuple(party(recipient) for recipient in recipients),
        targets=tuple(targets),
        places=tuple(places),
        means=tuple(Means(**quoted(words), kind="action", count=number(n)) for words, n in means),
        time=Time(**quoted("then"), earliest=time[0], latest=time[1], date_prec=3) if time else None,
        confidence=0.9,
        origin="told",
    )
    body = text if text is not None else words
    made = Report(id=report or f"r{serial:06}", text=body, outlet=outlet, published=day)
    return Statement(report=made, claim=claim)


def dead(how_many, kind="civilians", **fields):
    return target(kind, "killed", how_many, **fields)
