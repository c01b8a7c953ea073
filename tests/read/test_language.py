import pytest

from communique.read.language import _plainly_english, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said that the bridge had been hit twice, and that nobody was on it.", "en"),
        ("Мэр сказал, что по мосту попали дважды, и что на нём никого не было.", "ru"),
        ("Мер сказав, що в міст влучили двічі, і що на ньому нікого не було.", "uk"),
        ("قال رئيس البلدية إن الجسر أصيب مرتين ولم يكن عليه أحد.", "ar"),
        ("Le maire a déclaré que le pont avait été touché deux fois et que personne ne s'y trouvait.", "fr"),
        ("Belediye başkanı köprünün iki kez vurulduğunu ve üzerinde kimsenin olmadığını söyledi.", "tr"),
    ],
)
def test_languages_of_reports(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "Kyiv", "12 34 56", "Idlib, Hama", "?!", "\u200f"])
def test_what_is_too_short_has_none(text):
    assert language_of(text) is None


def test_plain_english_never_loads_the_identifier(monkeypatch):
    monkeypatch.setattr("communique.read.language._identifier", lambda: pytest.fail("loaded"))
    text = "The ministry said that its aircraft had struck two of the depots and that nobody was hurt."
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "De burgemeester zei dat de brug in de nacht twee keer was geraakt en dat er niemand op was.",
        "Die burgemeester het gesê dat die brug in die nag twee keer getref is en dat niemand daar was nie.",
    ],
)
def test_what_shares_words_with_english_is_asked_of_the_identifier(text):
    assert not _plainly_english(text)
