"""Hypothesis strategies for reports whose claims quote any spans of any text."""

from hypothesis import strategies as st

from communique.model import Claim, Count, Party, Place, Report, Source, Target, Time

hostile_text = st.text(
    alphabet=st.one_of(
        st.sampled_from("<>&\"'/=\n\r\t {}%#\x1b\x00\u202e"), st.characters(exclude_categories=("Cs",))
    ),
    min_size=1,
    max_size=60,
)


def _spans(length: int) -> st.SearchStrategy[tuple[int, int]]:
    ends = st.tuples(st.integers(0, length - 1), st.integers(1, length))
    return ends.map(lambda pair: (min(pair), max(pair)) if pair[0] != pair[1] else (pair[0] - 1, pair[1]))


@st.composite
def reports(draw: st.DrawFn, texts: st.SearchStrategy[str] = hostile_text) -> Report:
    """Draw a report with up to four claims whose spans lie anywhere and overlap anyhow."""
    text = draw(texts)
    return Report(id="x", text=text, claims=tuple(draw(st.lists(claims(text), max_size=4))))


@st.composite
def claims(draw: st.DrawFn, text: str) -> Claim:
    """Draw a claim on a text."""
    start, end = draw(_spans(len(text)))
    first, last = draw(_spans(end - start))

    def quoted() -> dict[str, object]:
        at, stop = draw(_spans(len(text)))
        return {"text": text[at:stop], "start": at, "end": stop}

    return Claim(
        claim_id="c",
        quote=text[start:end],
        start=start,
        end=end,
        trigger=text[start + first : start + last],
        trigger_start=start + first,
        trigger_end=start + last,
        event="AID",
        factuality=draw(st.sampled_from(("actual", "probable", "future", "hypothetical", "negated"))),
        sources=tuple(Source(**quoted()) for _ in range(draw(st.integers(0, 2)))),
        actors=tuple(Party(**quoted(), name=text) for _ in range(draw(st.integers(0, 2)))),
        targets=tuple(
            Target(**quoted(), kind="other", effect="hit", count=Count(**quoted()))
            for _ in range(draw(st.integers(0, 2)))
        ),
        places=tuple(Place(**quoted(), reason=text) for _ in range(draw(st.integers(0, 2)))),
        time=Time(**quoted(), reason=text) if draw(st.booleans()) else None,
        confidence=draw(st.floats(0, 1)),
        origin="drawn",
    )
