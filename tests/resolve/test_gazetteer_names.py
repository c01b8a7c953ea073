import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.resolve.gazetteer.names import fold, is_latin, key, skeleton, sound, strip_articles


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ar-Raqqah", "ar raqqah"),
        ("‘Anadān", "anadan"),
        ("Ḩamāh", "hamah"),
        ("Mar’a", "mara"),
        ("Łódź", "lodz"),
        ("حماة", "حماه"),
        ("Đà Nẵng", "da nang"),
    ],
)
def test_fold_drops_what_writers_drop(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize("written", ["Ar Raqqah", "al-Raqqah", "Raqqah", "ER RAQQAH"])
def test_articles_do_not_tell_names_apart(written: str) -> None:
    assert key(fold(written)) == "raqqah"


def test_an_article_alone_is_kept() -> None:
    assert strip_articles("al") == "al"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Latamna", "al-Lataminah"),
        ("Dayr az Zawr", "Deir Ezzor"),
        ("Idilb", "Idlib"),
        ("Tell Rif'at", "Tal Rifaat"),
        ("Kafr Nabl", "Kfar Nobol"),
        ("Jabal Zawiya", "Djebel Zawiyah"),
    ],
)
def test_transliterations_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(key(fold(one))) == skeleton(key(fold(other)))


def test_other_names_have_another_skeleton() -> None:
    assert skeleton("latakia") != skeleton("lataminah")


@given(st.text(max_size=40))
def test_fold_is_stable(name: str) -> None:
    folded = fold(name)
    assert fold(folded) == folded
    assert folded == folded.strip()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_sound_and_skeleton_take_any_latin_key(name: str) -> None:
    assert is_latin(name)
    assert not set(skeleton(name)[1:]) & set("aeiouwyh")
    assert len(sound(name)) <= len(name)
