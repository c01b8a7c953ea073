"""Whom a mention means, alone and in a report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model import Claim, Party, Report, Source
from communique.resolve.actors import (
    actor_list,
    resolve_actor,
    resolve_actors,
    resolve_source,
    theatre_of,
)

ACTORS = actor_list()


def found(mention: str, text: str = "", published: str | None = None) -> str | None:
    at = text.find(mention) if mention in text else None
    report = Report(id="r", text=text or mention, published=published)
    actor = resolve_actor(mention, theatre_of(report, ACTORS), at).actor
    return actor.id if actor else None


@pytest.mark.parametrize(
    "mention",
    [
        "ISIS",
        "ISIL",
        "IS",
        "Daesh",
        "ISIS terrorists",
        "the Islamic State (IS) group",
        "Islamic State militants",
        "fighters of the Islamic State",
        "isis fighters",
        "“Daesh”",
    ],
)
def test_one_group_under_all_its_names(mention):
    assert resolve_actor(mention).name == "Islamic State"
    assert found(mention) == "islamic-state"


@pytest.mark.parametrize(
    ("mention", "actor_id"),
    [
        ("Al-Nursa Front", "al-nusra-front"),
        ("Jabhat an-Nusra", "al-nusra-front"),
        ("Jaish al-Izzah", "jaysh-al-izza"),
        ("Hayat Tahrir Al Sham (HTS)", "hay-at-tahrir-al-sham"),
        ("Hizbullah's fighters", "hezbollah"),
        ("Popular Moblization Forces", "popular-mobilization-forces"),
        ("Syrian Democatic Forces", "syrian-democratic-forces"),
        ("fmln (farabundo marti national liberation front)", "farabundo-marti-national-liberation-front"),
        ("suspected Boko Haram insurgents", "boko-haram"),
        ("Turkish-backed faction of Ahrar al-Sharqiyyah", "ahrar-al-sharqiya"),
        ("Iran's Quds Force", "quds-force"),
        ("IRGC's Quds Force", "quds-force"),
    ],
)
def test_variants_transliterations_and_slips(mention, actor_id):
    assert found(mention) == actor_id


@pytest.mark.parametrize(
    ("mention", "actor_id", "name"),
    [
        ("Moscow", "russia", "Russia"),
        ("the Kremlin", "russia", "Russia"),
        ("U.S.", "united-states", "United States"),
        ("the Peruvian government", "peru", "Government of Peru"),
        ("government of Iraq", "iraq", "Government of Iraq"),
        ("Assad regime", "syria", "Government of Syria"),
        ("Kenyan police", "kenya-police", "Kenyan police"),
        ("the armed forces of Chad", "chad-armed-forces", "Chadian Armed Forces"),
        ("Egypt’s air force", "egypt-air-force", "Egyptian Air Force"),
        ("IDF", "israel-armed-forces", "Israel Defense Forces"),
        ("Russian jets", "russia-air-force", "Russian Aerospace Forces"),
        ("Turkey's defence ministry", "turkey-ministry-of-defence", "Turkish Defense Ministry"),
        (
            "Ministry of Defence of the Russian Federation",
            "russia-ministry-of-defence",
            "Russian Defense Ministry",
        ),
        ("President Virgilio Barco's government", "colombia", "Government of Colombia"),
    ],
)
def test_states_and_their_organs(mention, actor_id, name):
    resolution = resolve_actor(mention)
    assert resolution.actor is not None
    assert (resolution.actor.id, resolution.name) == (actor_id, name)


@pytest.mark.parametrize(
    "mention",
    [
        "Sudanese Liberation Council Army",
        "Zamorian Armed Forces",
        "Iraqi Kurdish forces of Zakho",
        "Northern Owls",
        "al-Lataminah Martyrs",
    ],
)
def test_an_unlisted_group_is_not_taken_for_one_that_sounds_alike(mention):
    resolution = resolve_actor(mention)
    assert resolution.actor is None or resolution.actor.id == "peshmerga"
    assert resolution.actor is not None or resolution.reason == "is not in the actor list"


@pytest.mark.parametrize(
    ("mention", "reason", "actor_type"),
    [
        ("gunmen", "names no particular party", None),
        ("several unidentified individuals", "names no particular party", None),
        ("local residents", "names no particular party", "civilians"),
        ("protesters", "names no particular party", "protesters"),
        ("Colonel Jan Nobody", "a person who is not in the actor list", "person"),
        ("the army", "the report does not tell clearly which state this belongs to", "state forces"),
        ("the coalition", "the report does not tell which coalition this is", None),
        ("Prime Minister", "names an office without telling whose", None),
    ],
)
def test_what_stays_unresolved_says_why(mention, reason, actor_type):
    resolution = resolve_actor(mention)
    assert (resolution.actor, resolution.reason, resolution.actor_type) == (None, reason, actor_type)


def test_two_parties_are_not_one():
    resolution = resolve_actor("Turkish and Russian forces")
    assert resolution.actor is None
    assert resolution.reason == "names more than one party: Turkey; Russian Armed Forces"
    assert found("Islamic State gunmen and suicide bombers") == "islamic-state"


def test_a_name_of_several_actors_needs_the_theatre():
    alone = resolve_actor("Maoist rebels")
    assert alone.actor is None
    assert (alone.reason or "").startswith("can be several actors: ")
    assert found("Maoist rebels", "Maoist rebels ambushed a patrol near Bijapur in India.") == (
        "communist-party-of-india-maoist"
    )
    assert found("Maoist rebels", "Maoist rebels killed two soldiers on Mindanao, Philippines.") == (
        "new-people-s-army"
    )


def test_a_short_name_is_not_carried_into_another_war():
    assert found("UP", "In Lucknow, India, UP officers spoke to reporters.") is None
    assert found("UP", "Colombia: the UP lost two councillors in Bogota.") == "patriotic-union"


SYRIA = (
    "HAMA, Syria. The army shelled Latamna as the rebels withdrew; "
    "the regime denied it, the coalition did not."
)
YEMEN = (
    "Sanaa - Jets of the coalition hit Hodeidah. The rebels fired on Marib, where the army holds the town."
)
SALVADOR = "san salvador, 3 may. the army and the guerrillas clashed in usulutan, the armed forces said."


@pytest.mark.parametrize(
    ("mention", "text", "actor_id"),
    [
        ("army", SYRIA, "syria-army"),
        ("regime", SYRIA, "syria"),
        ("rebels", SYRIA, "syrian-insurgents"),
        ("coalition", SYRIA, "us-led-coalition"),
        ("coalition", YEMEN, "saudi-led-coalition"),
        ("army", YEMEN, "yemen-armed-forces"),
        ("guerrillas", SALVADOR, "farabundo-marti-national-liberation-front"),
        ("armed forces", SALVADOR, "el-salvador-armed-forces"),
    ],
)
def test_the_theatre_tells_whose(mention, text, actor_id):
    assert found(mention, text) == actor_id or (actor_id, found(mention, text)) == (
        "yemen-armed-forces",
        "yemen-army",
    )


def test_the_group_is_the_one_named_last():
    text = "Hamas spoke first. Then Hezbollah fired; the group said so. A group of men fled."
    assert resolve_actor("group", theatre_of(Report(id="r", text=text), ACTORS), text.find("group")).name == (
        "Hezbollah"
    )
    fled = text.find("group of men")
    assert resolve_actor("group", theatre_of(Report(id="r", text=text), ACTORS), fled).actor is None


def test_proxies_are_those_of_the_sponsor_named_last():
    text = "Turkey shelled Tal Rifaat in Syria, and its proxies advanced."
    assert found("proxies", text) == "turkish-backed-factions"


@pytest.mark.parametrize(
    ("mention", "name", "source_id"),
    [
        (
            "The Syrian Observatory",
            "Syrian Observatory for Human Rights",
            "syrian-observatory-for-human-rights",
        ),
        ("SOHR sources", "Syrian Observatory for Human Rights", "syrian-observatory-for-human-rights"),
        ("AFP", "Agence France-Presse", "agence-france-presse"),
        ("Syrian state news agency SANA", "SANA", "sana"),
        ("Russian Defense Ministry", "Russian Defense Ministry", "russia-ministry-of-defence"),
        ("SDF commander Nobody Known", "Syrian Democratic Forces", "syrian-democratic-forces"),
        ("a military source", "military source", None),
        ("activists", "activists", None),
        ("intelligence sources", "intelligence sources", None),
        ("a Syrian military source", "Syrian military source", None),
        ("Foreign Minister Jan Nobody", "Jan Nobody", None),
    ],
)
def test_sources(mention, name, source_id):
    resolution = resolve_source(mention)
    assert (resolution.name, resolution.actor and resolution.actor.id) == (name, source_id)
    assert resolution.actor is not None or resolution.reason


def test_resolving_a_report_fills_names_and_ids_and_leaves_the_quotes():
    text = "According to AFP, regime forces shelled gunmen of Jaysh al-Izza near Hama in Syria."
    quote = (0, len(text))

    def party(words: str) -> Party:
        return Party(text=words, start=text.find(words), end=text.find(words) + len(words), name=words)

    claim = Claim(
        claim_id="c",
        quote=text,
        start=quote[0],
        end=quote[1],
        trigger="shelled",
        trigger_start=text.find("shelled"),
        trigger_end=text.find("shelled") + 7,
        event="ASSAULT",
        mode="heavy-weapons",
        sources=(Source(text="AFP", start=13, end=16),),
        actors=(party("regime forces"),),
        recipients=(party("gunmen"), party("Jaysh al-Izza")),
        confidence=1.0,
        origin="test",
    )
    report = Report(id="r", text=text, claims=(claim,))
    resolved = resolve_actors(report).claims[0]
    assert [(p.text, p.name, p.actor_id, p.actor_type) for p in resolved.actors] == [
        ("regime forces", "Syrian government forces", "syria-armed-forces", "state forces")
    ]
    assert [(p.name, p.actor_id, p.reason) for p in resolved.recipients] == [
        ("gunmen", None, "names no particular party"),
        ("Jaysh al-Izza", "jaysh-al-izza", None),
    ]
    assert resolved.sources[0].source_id == "agence-france-presse"
    assert resolved.quote == claim.quote
    assert resolve_actors(Report(id="r", text=text)) == Report(id="r", text=text)


@given(st.text(max_size=80))
def test_any_text_is_answered_or_has_a_reason(mention):
    resolution = resolve_actor(mention)
    assert (resolution.actor is None) == (resolution.reason is not None)
    assert resolution.name == mention.strip() or resolution.name.strip()


@given(
    st.sampled_from(sorted(ACTORS.actors)),
    st.sampled_from(["{}", "the {}", "“{}”", "{}’s", "members of the {}"]),
)
def test_every_actor_is_found_by_its_own_name_or_is_one_of_several(actor_id, frame):
    actor = ACTORS.actors[actor_id]
    if frame.startswith("members") and (actor.type in ("person", "state") or "(" in actor.name):
        return
    resolution = resolve_actor(frame.format(actor.name))
    same = resolution.actor is not None and resolution.actor.id == actor_id
    assert same or (resolution.reason or "").startswith("can be several actors")
