"""Reports with claims, built by hand: what the pipeline would hand to the table and the page."""

import re
from typing import Any

from communique.model import Claim, Count, Means, Party, Place, Report, Source, Target, Time

TEXT = (
    "The Russian Defence Ministry said on Tuesday that its aircraft had flown 88 sorties in the past 24 hours"
    " and hit 86 targets of the Islamic State group in the provinces of Aleppo, Raqqa, Hama, Idlib and"
    " Latakia. A command post near Anadan was destroyed, the ministry added, and so was an ammunition depot"
    " outside al-Lataminah.\n\n"
    "AFP, citing the Syrian Observatory for Human Rights, reported at least 30 air raids on Kafr Nabudah,"
    " where fighting between the army and rebel groups went on overnight. The ministry denied that civilians"
    " had been killed. Western diplomats believe that most of the raids aimed at other rebel groups.\n\n"
    "Two shells hit the grounds of the Russian embassy in Damascus; nobody was hurt. A resident of Tell Asfar"
    " told the blog that between 5 and 10 families had left the village “some days ago”, and that the army"
    " intends to send more tanks."
)


class Words:
    """Finds words in a text and gives them as records with their spans."""

    def __init__(self, text: str) -> None:
        self.text = text

    def span(self, words: str, after: str = "") -> dict[str, Any]:
        """Return text, start and end of the first such words after the anchor."""
        found = re.compile(re.escape(words)).search(self.text, self.text.index(after))
        assert found, words
        return {"text": words, "start": found.start(), "end": found.end()}

    def count(self, words: str, low: int | None, high: int | None, after: str = "") -> Count:
        return Count(**self.span(words, after), low=low, high=high)

    def claim(self, quote: str, trigger: str, event: str, mode: str | None, **fields: Any) -> Claim:
        start = self.text.index(quote)
        at = self.text.index(trigger, start)
        spans = {"start": start, "end": start + len(quote), "trigger_start": at}
        number = f"{start}-{at}-{event}-{len(fields.get('sources', ()))}"
        settings: dict[str, Any] = {"confidence": 0.9, "origin": "hand 1", "claim_id": number} | fields
        return Claim(
            quote=quote,
            trigger=trigger,
            trigger_end=at + len(trigger),
            event=event,
            mode=mode,
            **spans,
            **settings,
        )


def _sentence(text: str, part: str) -> str:
    at = text.index(part)
    starts = [found.end() for found in re.finditer(r"\. |\n", text[:at])]
    start = starts[-1] if starts else 0
    stop = re.compile(r"\.(?=\s|$)").search(text, at)
    return text[start : stop.end() if stop else len(text)]


_words = Words(TEXT)
_span = _words.span
_MINISTRY = Source(**_span("Russian Defence Ministry"), name="Russian Defence Ministry", source_id="ru-mod")
_RUSSIA = Party(**_span("Russian"), name="Russia", actor_id="RU", actor_type="state")
_IS = Party(**_span("Islamic State group"), name="Islamic State", actor_id="is", actor_type="armed group")


def _province(name: str, latitude: float, longitude: float) -> Place:
    return Place(**_span(name), within="Syria", geonameid=1, name=name, score=0.95,
                 latitude=latitude, longitude=longitude,
                 adm_1=name, country="SY", where_prec=4)  # fmt: skip


def _sorties() -> Claim:
    return _words.claim(
        _sentence(TEXT, "88 sorties"),
        "hit",
        "ASSAULT",
        "aerial",
        sources=(_MINISTRY,),
        cue="said",
        actors=(_RUSSIA,),
        recipients=(_IS,),
        targets=(
            Target(**_span("targets"), kind="facility", effect="hit", count=_words.count("86", 86, 86)),
        ),
        means=(Means(**_span("sorties"), kind="action", count=_words.count("88", 88, 88)),),
        places=(
            _province("Aleppo", 36.1, 37.6),
            _province("Raqqa", 36.0, 38.9),
            _province("Hama", 35.2, 37.2),
            _province("Idlib", 35.85, 36.68),
            _province("Latakia", 35.55, 36.0),
        ),
        time=Time(
            **_span("past 24 hours"),
            earliest="2015-10-12",
            latest="2015-10-13",
            date_prec=2,
            basis="relative to publication",
        ),
        confidence=0.96,
    )


def _command_post() -> Claim:
    return _words.claim(
        _sentence(TEXT, "command post"),
        "destroyed",
        "ASSAULT",
        "aerial",
        sources=(_MINISTRY,),
        cue="the ministry added",
        actors=(_RUSSIA,),
        targets=(
            Target(**_span("command post"), kind="command-post", effect="destroyed",
                   count=_words.count("A", 1, 1, "A command")),
            Target(**_span("ammunition depot"), kind="depot", effect="destroyed",
                   count=_words.count("an", 1, 1, "an ammunition")),
        ),
        places=(
            Place(**_span("Anadan"), relation="near", within="Aleppo, Syria", name="Anadan", latitude=36.2939,
                  longitude=37.0445, adm_1="Aleppo", country="SY", where_prec=2, score=0.93, geonameid=2),
            Place(**_span("al-Lataminah"), relation="near", name="Al Lataminah", latitude=35.3206,
                  longitude=36.6228, adm_1="Hama", country="SY", where_prec=2, score=0.9,
                  gazetteer_id="wof:1"),
        ),
        confidence=0.91,
    )  # fmt: skip


def _raids() -> Claim:
    return _words.claim(
        _sentence(TEXT, "Kafr Nabudah"),
        "air raids",
        "ASSAULT",
        "aerial",
        sources=(
            Source(**_span("AFP"), name="AFP", source_id="afp"),
            Source(**_span("Syrian Observatory for Human Rights"), name="SOHR", source_id="sohr"),
        ),
        cue="reported",
        means=(
            Means(**_span("air raids"), kind="action", count=_words.count("at least 30", 30, None)),
        ),
        places=(
            Place(**_span("Kafr Nabudah"), within="Hama, Syria", name="Kafr Nabūdah", latitude=35.4286,
                  longitude=36.4911, adm_1="Hama", adm_2="Suqaylibiyah", country="SY", where_prec=1,
                  score=0.88, geonameid=3),
        ),
        confidence=0.87,
    )  # fmt: skip


def _clash() -> Claim:
    return _words.claim(
        _sentence(TEXT, "Kafr Nabudah"),
        "fighting",
        "ASSAULT",
        "clash",
        sources=(Source(**_span("Syrian Observatory for Human Rights"), name="SOHR", source_id="sohr"),),
        actors=(
            Party(**_span("army"), name="Syrian Arab Army", actor_id="saa", actor_type="state forces"),
            Party(**_span("rebel groups"), name="rebel groups", reason="names no single group"),
        ),
        places=(
            Place(**_span("Kafr Nabudah"), within="Hama, Syria", name="Kafr Nabūdah", latitude=35.4286,
                  longitude=36.4911, adm_1="Hama", country="SY", where_prec=1, score=0.88, geonameid=3),
        ),
        time=Time(**_span("overnight"), reason="a night, but not said which"),
        confidence=0.71,
    )  # fmt: skip


def _others() -> list[Claim]:
    ministry = Source(**_span("ministry", "The ministry denied"), name="Russian Defence Ministry")
    return [
        _words.claim(
            "The ministry denied that civilians had been killed.",
            "killed",
            "ASSAULT",
            "unspecified",
            factuality="negated",
            sources=(ministry,),
            cue="denied",
            targets=(Target(**_span("civilians"), kind="civilians", effect="killed"),),
        ),
        _words.claim(
            _sentence(TEXT, "Western diplomats"),
            "raids",
            "ASSAULT",
            "aerial",
            factuality="probable",
            sources=(Source(**_span("Western diplomats")),),
            cue="believe",
            recipients=(
                Party(**_span("rebel groups", "other rebel"), name="rebel groups", reason="no single group"),
            ),
            means=(
                Means(**_span("raids", "most of"), kind="action", count=_words.count("most of", None, None)),
            ),
            confidence=0.44,
        ),
        _words.claim(
            _sentence(TEXT, "Two shells"),
            "hit",
            "ASSAULT",
            "heavy-weapons",
            targets=(Target(**_span("Russian embassy"), kind="building", effect="hit"),),
            means=(Means(**_span("shells"), kind="weapon", count=_words.count("Two", 2, 2)),),
            places=(
                Place(**_span("Damascus"), name="Damascus", latitude=33.5102, longitude=36.2913,
                      adm_1="Damascus", country="SY", where_prec=1, score=0.99, geonameid=170654),
            ),
        ),
        _words.claim(
            _sentence(TEXT, "A resident"),
            "left",
            "RETREAT",
            "withdraw",
            sources=(Source(**_span("resident of Tell Asfar")),),
            cue="told the blog",
            targets=(
                Target(**_span("families"), kind="civilians", effect="displaced",
                       count=_words.count("between 5 and 10", 5, 10)),
            ),
            places=(
                Place(**_span("Tell Asfar"), relation="from",
                      reason="4 places of this name lie more than 25 km apart and nothing tells which"),
            ),
            time=Time(**_span("some days ago"), reason="the words fix no day"),
        ),
        _words.claim(
            _sentence(TEXT, "A resident"),
            "send",
            "MOBILIZE",
            "weapons",
            factuality="future",
            sources=(Source(**_span("resident of Tell Asfar")),),
            actors=(
                Party(**_span("army", "the army intends"), name="Syrian Arab Army", actor_id="saa"),
            ),
            means=(Means(**_span("tanks"), kind="vehicle"),),
            places=(Place(**_span("Tell Asfar"), reason="4 places of this name, none nearer"),),
        ),
    ]  # fmt: skip


def sample_report() -> Report:
    """Return a report with ten claims of every kind that the table and the page must show."""
    claims = (_sorties(), _command_post(), _raids(), _clash(), *_others())
    return Report(
        id="sample-1",
        title="Eighty-eight sorties in a day",
        published="2015-10-13",
        published_method="meta tag",
        published_confidence=0.9,
        text=TEXT,
        language="en",
        outlet="An invented blog",
        author="A. Writer",
        location="examples/sample.html",
        claims=claims,
    )


def bare_report() -> Report:
    """Return a report that tells nothing: no title, no date, no claim."""
    return Report(id="sample-2", text="Nothing happened here, and nobody says otherwise.")


HOSTILE = (
    "</p><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}{% raw %}\"'><svg/onload=alert(1)>"
    "\x1b[31mred\x1b[0m\x1b]8;;http://evil.invalid\x07link\x1b]8;;\x07 \u202eesrever\u202c\x00 [bold]x[/bold]"
)


def hostile_report() -> Report:
    """Return a report whose every string tries to break out of where it is shown."""
    words = Words(HOSTILE)
    whole = words.span(HOSTILE)
    part = words.span("<script>alert(1)</script>")
    claim = words.claim(
        HOSTILE,
        "<img src=x onerror=alert(1)>",
        "ASSAULT",
        "unspecified",
        claim_id='x"><script>alert(2)</script>',
        sources=(Source(**part, name=HOSTILE, source_id=HOSTILE),),
        cue=HOSTILE,
        actors=(Party(**part, name=HOSTILE, reason=HOSTILE),),
        recipients=(Party(**part, name=HOSTILE),),
        targets=(Target(**whole, kind="other", effect="hit", count=Count(**part)),),
        means=(Means(**part, kind="other"),),
        places=(
            Place(**part, reason=HOSTILE, within=HOSTILE),
            Place(**part, name=HOSTILE, adm_1=HOSTILE, latitude=1.0, longitude=2.0, where_prec=1),
        ),
        time=Time(**part, reason=HOSTILE),
        origin=HOSTILE,
        confidence=0.1,
    )
    return Report(id=HOSTILE, title=HOSTILE, text=HOSTILE, outlet=HOSTILE, author=HOSTILE, language=HOSTILE,
                  url="javascript:alert(1)", location=HOSTILE, published_method=HOSTILE,
                  claims=(claim,))  # fmt: skip
