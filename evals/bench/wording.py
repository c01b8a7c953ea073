"""Sentences of made-up news: about conflict, and about all else, some of it with the words of conflict."""

import random
from typing import Final

__all__ = ["headline", "name", "sentence"]

CONFLICT: Final = (
    "{side} forces shelled the village of {place} on {day}, killing {count} people and wounding {more}.",
    "The {side} command said that its fighters had taken {place} after {count} days of fighting.",
    "Two airstrikes hit a {target} near {place} overnight, according to residents reached by telephone.",
    "A spokesman for the {side} denied that its aircraft had been over {place} at the time.",
    "At least {count} civilians were killed when a rocket struck a {target} in {place}, the {body} said.",
    "{person}, who runs a clinic in {place}, said that {more} wounded were brought in before noon.",
    "The {side} accused the {other} of breaking the ceasefire along the road to {place}.",
    "Shelling went on in the east of {place} while families left for {place2} by truck.",
    "{body} monitors counted {more} explosions around {place} between {day} morning and nightfall.",
    "A roadside bomb destroyed an army vehicle outside {place}; {count} soldiers died.",
    "The {other} said that it had shot down a drone over {place2} and captured its crew on the ground.",
    "Local officials put the number of dead at {count}, while the {side} spoke of {more} fighters killed.",
    "Gunmen abducted {count} aid workers between {place} and {place2}, the {body} said on {day}.",
    "The governor, {person}, ordered a curfew after clashes between police and protesters.",
    "Residents of {place} said that the {target} had been hit before, and that nobody had been warned.",
    "Talks between the {side} and the {other} are to go on in {place2} next week, mediators said.",
    "The army withdrew its artillery from {place}, {person} told reporters in {place2}.",
)
PLAIN: Final = (
    "The valley around {place} has changed little since the railway came, and its people like it that way.",
    "Snow is expected above the tree line from {day}, the weather service said.",
    "{person} said that the new line would be finished within {count} months.",
    "Roads in the region remain closed to heavy traffic.",
    "The market in {place2} opens twice a week, and most stalls are run by the same families as before.",
    "A meeting of the council is set for {day}, with {count} members expected.",
)
OTHER: Final = (
    "{person} scored {count} points in the last quarter as {place} beat {place2} at home.",
    "The striker shot wide from the edge of the box and was taken off after an hour.",
    "Shares of the brewer from {place} rose {count} per cent after it named {person} as its head.",
    "The film follows a baker from {place} who loses her shop, her dog and, in the end, her patience.",
    "Researchers in {place2} found that the beetles sleep longer when the nights are warm.",
    "The library of {place} will stay open until nine on {day}, the town said.",
    "The company sold {more} thousand phones in the quarter, fewer than analysts had thought.",
    "{person} won the prize for a novel about three sisters and a lighthouse.",
    "Farmers around {place} expect the best apples in {count} years, thanks to a wet spring.",
    "Mix the butter with the sugar, add {count} eggs, and bake the cake until a fork comes out clean.",
    "The orchestra opens its season on {day} with a symphony that was thought lost.",
    "The bridge to {place2} is to be painted green, a colour that {person} calls a mistake.",
    "House prices in {place} fell for the {count}th month, and agents expect no change soon.",
    "{place} United drew with {place2} in front of {more} hundred supporters.",
    "The telescope will look for planets around {count} near stars, said {person}.",
    "The update lets users sort their photographs by colour and by day.",
    "Visitors to the garden show came mostly from {place2}, {person} said.",
    "The museum has bought {count} early drawings of the harbour.",
    "A new strain of wheat does well in dry soil, trials near {place} showed.",
    "The minister opened the school in {place} and stayed for lunch.",
)
TRICKY: Final = (
    "The champions attack down the left and defend with four, and nobody in {place} could stop them.",
    "Police in {place} asked drivers to take care after {count} accidents on the bridge.",
    "The battle for the title goes on until {day}, {person} told the club's own channel.",
    "Heart disease still kills more people than all else, said {person} of the hospital in {place2}.",
)
SIDES: Final = ("Northern Army", "Council", "Highland Front", "Free Brigades", "Coastal Guard", "Government")
BODIES: Final = ("Red Lantern", "Border Watch", "Observatory of the Plains", "Ministry of Health")
TARGETS: Final = ("market", "fuel depot", "school", "bakery", "checkpoint", "bridge", "hospital", "convoy")
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SYLLABLES: Final = "ba da fel gor hal ja ka lin mor na or pel qu ras sul tan ur vel wes yar zen".split()  # noqa: SIM905


def name(chance: random.Random) -> str:
    """Return a made-up name of a place or a person."""
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 3))).capitalize()


def sentence(chance: random.Random, conflict: bool) -> str:
    """Return a sentence of a report about conflict, or of another article."""
    if conflict:
        pool = PLAIN if chance.random() < 0.4 else CONFLICT
    else:
        pool = TRICKY if chance.random() < 0.03 else PLAIN if chance.random() < 0.2 else OTHER
    return chance.choice(pool).format(
        place=name(chance),
        place2=name(chance),
        person=f"{name(chance)} {name(chance)}",
        day=chance.choice(DAYS),
        count=chance.randint(2, 9),
        more=chance.randint(10, 60),
        side=chance.choice(SIDES),
        other=chance.choice(SIDES),
        body=chance.choice(BODIES),
        target=chance.choice(TARGETS),
    )


def headline(chance: random.Random, conflict: bool) -> str:
    """Return a headline."""
    if conflict:
        return f"{chance.randint(2, 9)} killed as {chance.choice(SIDES)} shells {name(chance)}"
    return f"{name(chance)} {chance.choice(('opens', 'wins', 'paints', 'sells'))} {name(chance)}"
