"""What the network is taught: that gold claims become the right spans and links."""

import random
from typing import Any

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer
from training.augment import Augmenter

from communique.extract.features import LABELS, MENTION_TYPES
from communique.train.examples import Example, examples

TEXT = "The army said rebels shelled Idlib, killing two civilians. Two days later it bombed Idlib."
REPORT: dict[str, Any] = {
    "text": TEXT,
    "claims": [
        {
            "quote": "The army said rebels shelled Idlib, killing two civilians.",
            "trigger": "shelled",
            "event": "ASSAULT",
            "mode": "heavy-weapons",
            "factuality": "probable",
            "sources": ["army"],
            "cue": "said",
            "actors": [{"text": "rebels", "name": "rebels"}],
            "recipients": [{"text": "army", "name": "army"}],
            "targets": [
                {
                    "text": "civilians",
                    "kind": "civilians",
                    "effect": "killed",
                    "count": {"text": "two", "low": 2, "high": 2},
                }
            ],
            "means": [],
            "places": [{"text": "Idlib", "relation": "in", "within": "Syria"}],
            "time": None,
        }
    ],
}


@pytest.fixture
def example() -> Example:
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "[CLS]": 1, "[SEP]": 2}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    (made,) = examples([REPORT], tokenizer)
    return made


def words(example: Example, span: tuple[int, int]) -> str:
    return TEXT[example.window.starts[span[0]] : example.window.ends[span[1] - 1]]


def test_a_claim_becomes_a_trigger_with_its_labels(example: Example) -> None:
    assert [words(example, span) for span in example.triggers] == ["shelled"]
    assert [LABELS["event"][label] for label in example.events] == ["ASSAULT/heavy-weapons"]
    assert [LABELS["factuality"][label] for label in example.factuality] == ["probable"]


def test_fillers_become_typed_links(example: Example) -> None:
    found = {
        (MENTION_TYPES[kind], words(example, span), LABELS["role"][link.role])
        for (_, span, kind), link in example.links.items()
    }
    assert found == {
        ("party", "rebels", "first"),
        ("party", "army", "second"),
        ("source", "army", "first"),
        ("cue", "said", "first"),
        ("target", "civilians", "first"),
        ("place", "Idlib", "first"),
    }


def test_a_count_is_the_one_before_its_noun(example: Example) -> None:
    ((count, mention, _),) = example.counts
    assert (words(example, count), words(example, mention)) == ("two", "civilians")
    assert count[1] == mention[0]


def test_the_place_in_the_quote_is_linked_and_the_other_left_open(example: Example) -> None:
    place = MENTION_TYPES.index("place")
    (linked,) = [span for _, span, kind in example.links if kind == place]
    (echo,) = [span for span, kind in example.echoes if kind == place]
    assert linked < echo
    assert words(example, echo) == "Idlib"


def test_a_variant_exchanges_a_name_everywhere_alike() -> None:
    augmenter = Augmenter.__new__(Augmenter)
    augmenter.share, augmenter.names = 1.0, ["Kafr Zita"]
    varied = next(
        v for n in range(20) if "Idlib" not in (v := augmenter.vary(REPORT, random.Random(n)))["text"]
    )
    assert varied["text"].count("Kafr Zita") == 2
    (claim,) = varied["claims"]
    assert claim["quote"] in varied["text"]
    assert claim["places"][0]["text"] == "Kafr Zita"
    assert REPORT["text"] == TEXT, "the report itself stays as it is"
