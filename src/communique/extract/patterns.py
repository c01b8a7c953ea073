"""The first extractor: lexicons and patterns over single sentences of English with capitals.

It is a baseline with known limits (`docs/evaluation.md`): it resolves no pronouns, follows no happening over
several sentences, and knows only the words of `lexicon`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from typing import Any

from communique.extract import lexicon
from communique.extract.counts import CountSpan, find_counts
from communique.extract.sentences import split_sentences
from communique.model import Claim, Count, Means, Party, Place, Report, Source, Target, Time

__all__ = ["PatternExtractor"]

# Share of these claims that carry an annotated happening of the same event type, on the claims to tune on.
_CONFIDENCE = 0.56
_MAX_SENTENCE = 2_000

Span = tuple[int, int]

_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be)(?: \w+)?\s+$", re.I)
_BY = re.compile(r"\bby (?:the |an? )?$", re.I)
_DONE_BY = re.compile(r"\b(\w+ed|held|led|run|seen|known|taken) by (?:the |an? )?$", re.I)
_AGAINST = re.compile(r"\b(?:against|on|at|targeting|of) (?:the |their |its |an? )?$", re.I)
_AMONG = re.compile(r"\b(?:between|with) (?:the )?$", re.I)
# What may stand between a party and the word for what it did: `Ruritanian air strikes`.
_BESIDE = re.compile(
    r" (?!(?:was|were|is|are|be|been|has|have|and|by|to|on|of|for|from|with|in)\b)(?:\w+ )?", re.I
)
# Before a happening that is only spoken of: `opposition to the attacks`.
_MENTIONED = re.compile(
    r"\b(?:(?:opposition|response|reaction|support|appeals?) (?:to|for)|condemn\w*|denounc\w+)"
    r" (?:the|these|those|this) (?:\w+ )?$",
    re.I,
)
_ON_TARGET = re.compile(r"\b(?:strikes?|raids?|shelling|attacks?|bombardment|fire|bombing) $", re.I)
_STRIKE = re.compile(r"strikes?$", re.I)
_STOP_WORD = re.compile(
    r"(?:the|an?|any|their|its|his|her|our|this|that|those|some|of|in|on|at|near|by|from|to|for|with|and|or"
    r"|as|into|than"
    r"|one|two|has|have|had|was|were|is|are|been|also|other|more|most|including|who|which|several|many"
    r"|all|both|no"
    r"|\w+(?:ed|ing)|struck|hit|took|killed|out)$",
    re.I,
)
_ADJECTIVE = re.compile(r"(?:ian|ish|eli|aqi|ese|ench|eni|can|udi|ali|ati|dish|tern|ied)$", re.I)
_NOT_PLACE = re.compile(
    r"(?:(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Sept|Nov|Dec)ember|October|\w+day|The"
    r"|President|General"
    r"|He|She|It|They|ISIS|ISIL|Daesh|Islamic|UN|NATO|Facebook|Twitter|Telegram|Ministry|Jan|Feb|Aug"
    r"|Sept?|Oct|Nov|Dec"
    r"|(?:Da’esh|Hezbollah|Hamas))\b"
)
_WITHIN = re.compile(r"\s*,?\s*(?:in|of)?\s*$")
_PRONOUN = re.compile(
    r"(?:he|she|it|they|(?:the )?(?:same )?"
    r"(?P<noun>statement|ministry|observatory|sources?|spokes\w+|official|agency))$",
    re.I,
)
_MILITARY = re.compile(r"ministry|army|military|forces|coalition|command|CJTF|CENTCOM", re.I)
_PEOPLE = frozenset({"civilians", "combatants", "leader", "journalist", "aid-worker", "people"})
_RELATIONS = {"near": "near", "around": "near", "outside": "near", "from": "from", "to": "to", "into": "to"}
# What an event other than an assault does to what it affects; the remaining events have no targets here.
_EFFECT_OF = {"COERCE": "captured", "RETREAT": "none"}


@dataclass(frozen=True)
class _Saying:
    """Sources and the words of attribution, and the part of the sentence that they answer for."""

    sources: tuple[Source, ...]
    cue: Span | None = None
    scope: Span = (0, 0)
    probable: bool = False


@dataclass(frozen=True)
class _Trigger:
    start: int
    end: int
    event: str
    mode: str | None


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a report with what stands in it; spans are in characters of the sentence."""

    report: Report
    start: int
    text: str

    @cached_property
    def counts(self) -> list[CountSpan]:
        """Numbers and articles."""
        return list(find_counts(self.text, articles=True))

    @cached_property
    def places(self) -> list[re.Match[str]]:
        """Toponyms after a preposition."""
        return [m for m in lexicon.PLACE.finditer(self.text) if self._is_place(m)]

    @cached_property
    def parties(self) -> list[Span]:
        """Mentions of parties that are not part of a toponym."""
        taken = [span for m in self.places for span in (m.span(), *_listed(self.text, m.end()))]
        found = (self._abbreviated(m.span()) for m in lexicon.PARTY.finditer(self.text))
        return [span for span in found if not _overlaps(span, taken) and self._acts(span)]

    def _abbreviated(self, span: Span) -> Span:
        """Take in the short name in brackets after a name: `Islamic State (ISIS)`."""
        after = re.match(r" \([A-Z][\w-]{1,7}\)", self.text[span[1] :])
        return (span[0], span[1] + after.end()) if after else span

    def _is_place(self, found: re.Match[str]) -> bool:
        qualifier = found["qualifier"].strip().lower()
        loose = found["relation"].lower() in ("of", "on") and qualifier in ("", "the")
        loose = loose and not _ON_TARGET.search(self.text, 0, found.start())
        if loose or _NOT_PLACE.match(found["name"]):
            return False
        party = lexicon.PARTY.match(self.text, found.start("name"))
        return party is None or party.end() <= found.end("name")

    def _acts(self, span: Span) -> bool:
        """Say whether a mention is a party, not an adjective of some other thing."""
        if not _ADJECTIVE.search(self.text[slice(*span)]):
            return not re.match(r" (?:province|city|town|border|capital|village)", self.text[span[1] :])
        after = re.match(r"(?: [\w-]+)? ", self.text[span[1] :])
        reach = span[1] + (after.end() if after else 0)
        found = (
            p.search(self.text, span[1], reach + 25) for p in (lexicon.TRIGGER, lexicon.MEANS, lexicon.TARGET)
        )
        return any(m is not None and m.start() <= reach for m in found)

    def quoted(self, span: Span) -> dict[str, Any]:
        """Return the fields of a quoted record for a span."""
        start, end = self.start + span[0], self.start + span[1]
        return {"text": self.report.text[start:end], "start": start, "end": end}

    def party(self, span: Span) -> Party:
        """Return the party that a span names; a span before the sentence is negative."""
        quoted = self.quoted(span)
        return Party(name=quoted["text"], **quoted)


class PatternExtractor:
    """Finds claims by lexicons and patterns; it needs no model file."""

    name = "patterns"
    version = "1"

    @property
    def origin(self) -> str:
        """Name and version, written into every claim."""
        return f"{self.name} {self.version}"

    def claims(self, reports: list[Report]) -> list[tuple[Claim, ...]]:
        """Return the claims of each report, in the order of their triggers."""
        return [tuple(self._claims(report)) for report in reports]

    def _claims(self, report: Report) -> Iterator[Claim]:
        heard: list[_Saying] = []
        quoting = _Saying(())
        mode = None
        for start, end in split_sentences(report.text):
            sentence = _Sentence(report, start, report.text[start : min(end, start + _MAX_SENTENCE)])
            sayings = _sayings(sentence, heard)
            for trigger in _triggers(sentence, sayings, mode):
                saying = next((s for s in sayings if s.scope[0] <= trigger.start < s.scope[1]), quoting)
                mode = trigger.mode if trigger.event == "ASSAULT" else mode
                yield _claim(sentence, trigger, saying, self.origin)
            heard += sayings
            quoting = _still_quoting(sentence.text, sayings, quoting)


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _said_by(sentence: _Sentence, saying: _Saying) -> list[Span]:
    """Return the mentions of the sources, relative to the sentence; earlier ones are negative."""
    return [(s.start - sentence.start, s.end - sentence.start) for s in saying.sources]


def _still_quoting(text: str, sayings: list[_Saying], quoting: _Saying) -> _Saying:
    """Return who goes on speaking in the next sentence: the speaker whose quotation was not closed."""
    opened, closed = (
        max(text.rfind("“"), text.rfind(': "')),
        max(text.rfind("”"), text.rfind('"', text.rfind(': "') + 3)),
    )
    if opened > closed:
        return replace(sayings[-1], cue=None) if sayings else quoting
    return _Saying(()) if closed >= 0 else quoting


def _sayings(sentence: _Sentence, heard: list[_Saying]) -> list[_Saying]:
    found = (_saying(sentence, m, heard) for m in lexicon.ATTRIBUTION.finditer(sentence.text))
    return [saying for saying in found if saying]


def _saying(sentence: _Sentence, found: re.Match[str], heard: list[_Saying]) -> _Saying | None:
    whole = (0, len(sentence.text))
    rest = (found.end(), len(sentence.text))
    if found["according"]:
        return _Saying(_speakers(sentence, found, "named", heard), found.span("according"), whole)
    if found["again"]:
        return _Saying(heard[-1].sources if heard else (), found.span("again"), rest)
    if found["says"]:
        return _Saying(_speakers(sentence, found, "clause", heard), found.span("says"), rest)
    cue = found["cue"].lower()
    before, after = sentence.text[: found.start()], sentence.text[found.end() :]
    closing = len(after) < 30 and re.search(r"[,”\"]\s*(?:the |an? )?$", before, re.I)
    if not closing and not _introduces(cue, found["that"], after):
        return None
    scope = whole if closing else (found.end("cue"), len(sentence.text))
    probable = bool(re.search(r"believ|suspect", cue))
    end = found.end() if found["that"].endswith("that") else found.end("cue")
    return _Saying(_speakers(sentence, found, "speaker", heard), (found.start("cue"), end), scope, probable)


def _introduces(cue: str, that: str, after: str) -> bool:
    """Say whether words of speech are followed by what is said."""
    if re.match(r"(?:is|are|was)\b", cue) and not cue.endswith("ing"):
        return False
    if that or re.match(r"\s*[,:“\"]", after) or re.search(r"ing$|believ|suspect", cue):
        return True
    return not re.match(r" (?:responsib|on\b)", after) and bool(re.match(r"(?:\s[\w'’“-]+){5}", after))


def _speakers(
    sentence: _Sentence, found: re.Match[str], group: str, heard: list[_Saying]
) -> tuple[Source, ...]:
    """Return the sources of one attribution, outermost first; `he` and `the ministry` spoke before."""
    if again := _PRONOUN.match(found[group]):
        word = (again["noun"] or "").lower()
        spoken = (
            s.sources for s in reversed(heard) if any(word in source.text.lower() for source in s.sources)
        )
        if sources := next(spoken, None):
            return sources
    start, end = found.span(group)
    if group == "clause" and (tail := re.search(rf"(?:^|\b)(?:{lexicon.SPEAKER})$", found["clause"], re.I)):
        start += tail.start()
    said = Source(**sentence.quoted((start, end)))
    if not found["told"]:
        return (said,)
    outlet = re.search(rf"{lexicon.NAME}$", found["told"])
    if not outlet:
        return (said,)
    at = found.start("told")
    return Source(**sentence.quoted((at + outlet.start(), at + outlet.end()))), said


def _triggers(sentence: _Sentence, sayings: list[_Saying], mode: str | None) -> list[_Trigger]:
    """Return one trigger for each event type of a sentence, the most telling one."""
    if sentence.text.endswith("?") or not lexicon.TRIGGER.search(sentence.text):
        return []
    things = [m.span() for m in lexicon.TARGET.finditer(sentence.text)]
    things += [
        (s.start - sentence.start, s.end - sentence.start) for saying in sayings for s in saying.sources
    ]
    best: dict[str, tuple[int, _Trigger]] = {}
    for found in lexicon.TRIGGER.finditer(sentence.text):
        inside = any(start <= found.start() and found.end() <= end for start, end in things)
        if inside or _MENTIONED.search(sentence.text, 0, found.start()):
            continue
        event, _, named = str(found.lastgroup).replace("__", "-").partition("_")
        rank = 0 if named != "weak" else 2 if lexicon.EFFECT.fullmatch(found[0]) else 1
        if event not in best or rank < best[event][0]:
            named = named if named != "weak" else _mode(sentence.text, found[0], mode)
            best[event] = rank, _Trigger(*found.span(), event, named or None)
    return sorted((trigger for _, trigger in best.values()), key=lambda t: t.start)


def _mode(text: str, word: str, earlier: str | None) -> str:
    """Return how an attack was done: by the sentence's words, the word itself, or the attack told before."""
    told = next((mode for mode, words in lexicon.MODES if words.search(text)), None)
    if told is None and _STRIKE.match(word):
        return "aerial"
    return told or (earlier if earlier and earlier != "clash" else "unspecified")


def _claim(sentence: _Sentence, trigger: _Trigger, saying: _Saying, origin: str) -> Claim:
    actors, recipients = _roles(sentence, trigger, saying)
    quote = (sentence.start, sentence.start + len(sentence.text))
    spans = sentence.quoted((trigger.start, trigger.end))
    cue = sentence.quoted(saying.cue) if saying.cue else {"text": None, "start": None, "end": None}
    time = lexicon.TIME.search(sentence.text)
    return Claim(
        claim_id=Claim.make_id(
            sentence.report, quote, (spans["start"], spans["end"]), trigger.event, saying.sources
        ),
        quote=sentence.text,
        start=quote[0],
        end=quote[1],
        trigger=spans["text"],
        trigger_start=spans["start"],
        trigger_end=spans["end"],
        event=trigger.event,
        mode=trigger.mode,
        factuality=_factuality(sentence.text, trigger, saying),
        sources=saying.sources,
        cue=cue["text"],
        cue_start=cue["start"],
        cue_end=cue["end"],
        actors=tuple(map(sentence.party, actors)),
        recipients=tuple(map(sentence.party, recipients)),
        targets=tuple(_targets(sentence, trigger, actors + _said_by(sentence, saying))),
        means=tuple(_means(sentence, trigger)),
        places=tuple(_places(sentence, saying)),
        time=Time(**sentence.quoted(time.span())) if time else None,
        confidence=_CONFIDENCE,
        origin=origin,
    )


def _factuality(text: str, trigger: _Trigger, saying: _Saying) -> str:
    before = text[max(0, trigger.start - 120) : trigger.start]
    for factuality, words in lexicon.FACTUALITY:
        if words.search(before):
            return factuality
    return "probable" if saying.probable else "actual"


def _roles(sentence: _Sentence, trigger: _Trigger, saying: _Saying) -> tuple[list[Span], list[Span]]:
    """Return the mentions of actors and recipients, by their place about the trigger."""
    speakers = _said_by(sentence, saying)
    parties = [span for span in sentence.parties if not _overlaps(span, speakers)]
    does = {span: _does(sentence.text, span, trigger) for span in parties}
    actors = [span for span in parties if does[span]]
    recipients = [span for span in parties if does[span] is False]
    if trigger.mode == "clash" or trigger.event in ("AGREE", "CONSULT", "COOPERATE"):
        before = [span for span in actors if span[1] <= trigger.start]
        return _distinct(sentence, before if len(before) > 1 else actors + recipients), []
    if not actors and trigger.event == "ASSAULT" and _speaks_of_itself(sentence, saying):
        actors = speakers
    return _distinct(sentence, actors)[:2], _distinct(sentence, recipients)[:1]


def _speaks_of_itself(sentence: _Sentence, saying: _Saying) -> bool:
    """Say whether sources report what they did themselves: `X says that it …`, a ministry on its strikes."""
    cue = saying.cue or (0, 0)
    after = sentence.text[cue[1] :]
    if "den" in sentence.text[slice(*cue)]:
        return False
    return bool(re.match(r"\s*(?:it|they|we|its)\b", after)) or any(
        _MILITARY.search(s.text) for s in saying.sources
    )


def _does(text: str, span: Span, trigger: _Trigger) -> bool | None:
    """Say whether a party acts in a happening (else it is acted on); null where it belongs to another."""
    before = text[: span[0]]
    if _BESIDE.fullmatch(text, span[1], max(trigger.start, span[1])):
        return True
    if _BY.search(before):
        latest = max((m.start() for m in lexicon.TRIGGER.finditer(before)), default=trigger.start)
        deed = _DONE_BY.search(before)  # "a village held by rebels" tells who holds it, not who struck it
        other = deed and not trigger.start <= deed.start() < trigger.end
        return True if latest == trigger.start and not other else None
    if text[: trigger.end].endswith(" by"):
        return span[0] == trigger.end + 1
    if span[0] > trigger.start or _AGAINST.search(before):
        return False
    passive = _PASSIVE.search(text[: trigger.start]) and not text[: trigger.end].endswith("ing")
    return not passive


def _distinct(sentence: _Sentence, spans: list[Span]) -> list[Span]:
    """Drop later mentions of the same words."""
    first: dict[str, Span] = {}
    for span in spans:
        first.setdefault(sentence.quoted(span)["text"].lower(), span)
    return list(first.values())


def _targets(sentence: _Sentence, trigger: _Trigger, taken: list[Span]) -> Iterator[Target]:
    if trigger.event != "ASSAULT" and trigger.event not in _EFFECT_OF:
        return
    for found in lexicon.TARGET.finditer(sentence.text):
        kind = str(found.lastgroup).replace("_", "-")
        if _overlaps(found.span(), [*taken, (trigger.start, trigger.end)]) or lexicon.MEANS.fullmatch(
            found[0]
        ):
            continue
        span = _widened(sentence, found.span())
        effect = _EFFECT_OF.get(trigger.event) or _effect(sentence.text, span, kind)
        if effect:
            yield Target(**sentence.quoted(span), kind=kind, effect=effect, count=_count(sentence, span[0]))


def _widened(sentence: _Sentence, span: Span) -> Span:
    """Take in the words before a noun that belong to it."""
    start = span[0]
    for _ in range(3):
        found = re.search(r"(?<![\w'’.-])([\w'’-]+) $", sentence.text[:start])
        taken = sentence.parties + [(c.start, c.end) for c in sentence.counts]
        if not found or _STOP_WORD.match(found[1]) or _overlaps(found.span(1), taken) or found[1].isdigit():
            break
        start = found.start(1)
    return start, span[1]


def _effect(text: str, span: Span, kind: str) -> str | None:
    """Return what was done to a target: told before it in the active, after it in the passive voice."""
    active = [m for m in lexicon.EFFECT.finditer(text, 0, span[0]) if not _PASSIVE.search(text[: m.start()])]
    passive = next(
        (m for m in lexicon.EFFECT.finditer(text, span[1]) if _PASSIVE.search(text[: m.start()])), None
    )
    if passive and passive.start() - span[1] < 80 and not active:
        effect = passive.lastgroup
    elif active:
        effect = active[-1].lastgroup
    else:
        effect = "hit" if lexicon.TRIGGER.search(text, 0, span[0]) else None
    if kind not in _PEOPLE:
        return "hit" if effect in ("killed", "injured") else effect
    return "killed" if effect == "destroyed" else effect


def _count(sentence: _Sentence, start: int) -> Count | None:
    """Return the number that stands before a noun, an owner or `of the` between them allowed."""
    before = [c for c in sentence.counts if c.end <= start]
    if not before or not re.fullmatch(
        r"\s(?:of )?(?:(?:the|their|its|an?) )?(.{0,40})", sentence.text[before[-1].end : start]
    ):
        return None
    span = before[-1]
    between = sentence.text[span.end : start]
    owner = sum(len(sentence.text[slice(*p)]) for p in sentence.parties if span.end <= p[0] and p[1] <= start)
    if len(between.strip()) - owner > 14 or re.search(r"[,;:]|\b(?:and|in|on|by|have|has)\b", between):
        return None
    return Count(**sentence.quoted((span.start, span.end)), low=span.low, high=span.high)


def _means(sentence: _Sentence, trigger: _Trigger) -> Iterator[Means]:
    if trigger.event not in ("ASSAULT", "MOBILIZE"):
        return
    for found in lexicon.MEANS.finditer(sentence.text):
        count = _count(sentence, found.start())
        if found.lastgroup != "action" or count:
            yield Means(**sentence.quoted(found.span()), kind=str(found.lastgroup), count=count)


def _places(sentence: _Sentence, saying: _Saying) -> Iterator[Place]:
    """Yield the finest places of a sentence; a larger one named right beside them is their `within`."""
    enclosing = None
    inner_told = False
    cue = saying.cue[0] if saying.cue else 0
    speaker = min((end for _, end in _said_by(sentence, saying) if end > 0), default=cue)
    places = [p for p in sentence.places if not speaker <= p.start() < cue]
    for place, following in zip_longest(places, places[1:]):
        names = [place.span("name"), *_listed(sentence.text, place.end())]
        outer = names.pop() if _names_country(sentence.text, names) else None
        joined = following and _WITHIN.fullmatch(sentence.text[names[-1][1] : following.start()])
        country = lexicon.PARTY.fullmatch(place["name"])
        within = following["name"] if joined and following and not country else enclosing
        within = sentence.text[slice(*outer)] if outer else within
        relation = _RELATIONS.get(place["relation"].lower(), "in")
        if not inner_told and not (joined and country):
            for span in names:
                yield Place(**sentence.quoted(span), relation=relation, within=within)
        enclosing = place["name"] if joined and country else None
        inner_told = bool(joined and not country)


def _names_country(text: str, names: list[Span]) -> bool:
    """Say whether a place is followed by its country: `Raqqa, Syria`."""
    if len(names) != 2 or not re.fullmatch(r",\s*", text[names[0][1] : names[1][0]]):
        return False
    return lexicon.PARTY.fullmatch(text[slice(*names[1])]) is not None


def _listed(text: str, at: int) -> Iterator[Span]:
    while found := lexicon.PLACE_AND.match(text, at):
        if not _NOT_PLACE.match(found["name"]):
            yield found.span("name")
        at = found.end()
