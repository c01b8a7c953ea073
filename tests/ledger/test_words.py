"""Every text is stored as text that both databases hold, and comes back."""

from hypothesis import given
from hypothesis import strategies as st

from communique.ledger.words import from_storable, to_storable

ANY_TEXT = st.text(st.characters(codec=None) | st.sampled_from("\x00\ud800\udfff\ufdd00d8f"))


@given(ANY_TEXT)
def test_any_text_comes_back(text: str) -> None:
    assert from_storable(to_storable(text)) == text


@given(ANY_TEXT)
def test_what_is_stored_has_no_nul_and_is_utf8(text: str) -> None:
    assert b"\x00" not in to_storable(text).encode("utf-8")


def test_ordinary_text_is_stored_as_it_is() -> None:
    for text in ("", "plain", "عندان", "\U0001f4a3", "back\\slash \\u0000"):
        assert to_storable(text) is text or to_storable(text) == text


def test_nul_is_written_out() -> None:
    assert to_storable("é\x00") == "é\ufdd00000"
