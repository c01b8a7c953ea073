"""The words by which the first extractor knows happenings, parties, things, places, times and speakers.

Patterns are matched without regard to case, except where a name needs its capital.
"""

import re

__all__ = [
    "ATTRIBUTION",
    "EFFECT",
    "FACTUALITY",
    "MEANS",
    "MODES",
    "NAME",
    "PARTY",
    "PLACE",
    "PLACE_AND",
    "SPEAKER",
    "TARGET",
    "TIME",
    "TRIGGER",
]

# Event and mode → the words that name it. `weak` happenings take their mode from the words of MODES.
_TRIGGERS = {
    "ASSAULT_aerial": r"(?:air ?strike|air raid|sortie|air attack)s?|bombing raids?|carpet bomb\w+",
    "ASSAULT_drone": r"drone (?:strike|attack)s?",
    "ASSAULT_heavy-weapons": (
        r"(?:(?:artillery|rocket|missile|mortar) )?(?:shell(?:ed|ing)|bombardment|bombarded)"
        r"|(?:artillery|rocket|missile|mortar) (?:fire|attack|strike)s?"
    ),
    "ASSAULT_suicide-attack": r"suicide (?:bomb\w*|attacks?)",
    "ASSAULT_explosives": r"(?:car )?bombs? (?:attacks?|explo\w+)|explosions?|exploded|detonated|blasts?"
    r"|bombings?",
    "ASSAULT_firearms": r"(?:opened|opening) fire|gunfire|shot dead|shot|gunned down|machine-?gunned"
    r"|shootings?",
    "ASSAULT_clash": r"clash(?:e[sd])?|fighting|gun ?battles?|firefights?|combat",
    "ASSAULT_abduct": r"kidnap\w*|abduct\w*",
    "ASSAULT_targeted": r"assassinat\w+|murder\w*|massacre\w*|execut(?:ed|ions?)",
    "ASSAULT_destroy": r"set (?:on fire|fire|ablaze)|torched|looted|demolished|burned down|sabotaged?",
    "ASSAULT_torture": r"tortur\w+",
    "ASSAULT_weak": (
        r"strikes?|attack(?:s|ed|ing)?|raid(?:s|ed)|assault(?:s|ed)?|offensive|target(?:ed|ing)|bombed"
        r"|struck|hit"
        r"|killed|killing|killings|deaths?|died|destroyed|destruction|ambush\w*|took out|stormed|fired"
        r"|wounded|injured"
    ),
    "CONTROL_gain": (
        r"(?:captured|seized)"
        r"(?= (?:[\w-]+ ){0,3}(?:villages?|towns?|cit(?:y|ies)|areas?|districts?|control)\b)"
        r"|recaptur\w+|retak\w+|retook|liberat(?:ed|ion)|took control|(?:re)?gained control|overr[au]n"
        r"|fell to"
    ),
    "COERCE_arrest": r"arrest\w*|detain\w*|detentions?|captured",
    "COERCE_seize": r"seized|seizure|confiscat\w+",
    "COERCE_curfew": r"curfew",
    "CONTROL_hold": r"controlled by|(?:controls|holds|is held|headquartered"
    r"|coordinates(?= (?:\w+ ){1,6}(?:activities|attacks|operations)))",
    "CONTROL_besiege": r"besieg\w+|under siege|surrounded",
    "MOBILIZE_troops": r"deploy(?:ed|ing|ment|s)|redeploy\w+|patrol(?:s|led|ling)?|reinforcements",
    "RETREAT_withdraw": r"withdr[ae]w\w*|pulled out|pull-?out|retreat\w*",
    "RETREAT_release": r"released|freed|rescued",
    "RETREAT_disarm": r"surrender\w*|disarm\w*|laid down (?:their )?(?:arms|weapons)",
    "RETREAT_ceasefire": r"cease-?fires?|truce",
    "AGREE": r"signed|agreement|agreed to",
    "CONSULT": r"talks|met with|meetings?|negotiat\w+",
    "SUPPORT": r"(?:voiced|expressed|declared) (?:\w+ )?support|endors\w+|welcom(?:ed|es)",
    "COOPERATE": r"cooperat(?:ed|ing|ion)|joint (?:operation|exercise|patrol)s?",
    "AID": r"humanitarian (?:aid|assistance)|airdropp?(?:ed|s)|delivered aid|aid convoys?|defused"
    r"|demin\w+|dropped(?= (?:[\w-]+ ){1,4}(?:aid|ammunition|supplies|food))",
    "REQUEST": r"urg(?:ed|es)|call(?:ed|s) (?:on|for)|demand(?:ed|s|ing)?|appeal(?:ed|s)|invit(?:ed|es"
    r"|ation)",
    "ACCUSE": r"accus(?:ed|es|ing)|condemn(?:ed|s|ing)?|blam(?:ed|es|ing)|denounc\w+",
    "REJECT": (
        r"reject(?:ed|s|ing)|refus(?:ed|es|ing|al)|(?:voiced|expressed|declared) (?:\w+ )?opposition"
        r"|(?:is|are|was|were) opposed to|opposes"
    ),
    "THREATEN": r"threaten(?:ed|s|ing)|threats?",
    "PROTEST": r"protest(?:s|ed|ers|ing)?|demonstrat(?:ed|ions?|ors)|rall(?:y|ied)",
    "SANCTION": r"sanctions|expelled",
}
TRIGGER = re.compile(
    r"\b(?:" + "|".join(f"(?P<{k.replace('-', '__')}>{v})" for k, v in _TRIGGERS.items()) + r")\b(?!['’]s)",
    re.I,
)
# Words that tell how an attack was done when its trigger does not.
MODES = (
    ("drone", re.compile(r"\b(?:drones?|UAVs?|unmanned aerial)\b", re.I)),
    ("chemical", re.compile(r"\b(?:sarin|chlorine|mustard|nerve|poison) (?:gas|agent|attack)", re.I)),
    ("suicide-attack", re.compile(r"\bsuicide\b", re.I)),
    (
        "aerial",
        re.compile(
            r"\b(?:air ?strikes?|war ?planes?|jets?|aircraft|bombers?|helicopters?|air forces?"
            r"|from the air|sorties)\b"
            r"|\bstrikes? (?:engaged|destroyed|damaged|struck|hit|against|consisting|targeting|and)\b"
            r"|\b(?:conducted|carried out|launched) (?:\S+ ){0,3}strikes?\b",
            re.I,
        ),
    ),
    (
        "heavy-weapons",
        re.compile(r"\b(?:shell(?:s|ing|ed)|artillery|rockets?|missiles?|mortars?|grads?)\b", re.I),
    ),
    (
        "explosives",
        re.compile(r"\b(?:bombs?|IEDs?|mines?|landmines?|dynamite|explosives?|exploded|blast)\b", re.I),
    ),
    (
        "firearms",
        re.compile(r"\b(?:gunm[ae]n|gunfire|shot|shooting|machine ?guns?|rifles?|snipers?)\b", re.I),
    ),
)

EFFECT = re.compile(
    r"\b(?:(?P<killed>kill(?:ed|ing|s)?|dead|died|deaths?|murder\w*|assassinat\w+|martyred|executed"
    r"|shot dead)"
    r"|(?P<injured>injur(?:ed|ing|ies|y)|wound(?:ed|ing|s))"
    r"|(?P<captured>captur(?:ed|ing)|arrest\w*|detain\w*|kidnap\w*|abduct\w*|seiz(?:ed|ing)|confiscat\w+)"
    r"|(?P<destroyed>destroy(?:ed|ing|s)?|destruction|eliminat\w+|took out|wip(?:ed|ing) out|removed"
    r"|burned|demolished)"
    r"|(?P<damaged>damag(?:ed|ing|e)|disabl(?:ed|ing))"
    r"|(?P<displaced>displac\w+|fled|forced to flee)"
    r"|(?P<hit>hit|hitting|str[iu]ck|striking|engag(?:ed|ing)|suppress(?:ed|ing)|shelled|bombed|bombarded)"
    r"|(?P<targeted>target(?:ed|ing)))\b",
    re.I,
)

_HEADS = {
    "civilians": r"civilians?|children|child|wom[ae]n|residents|villagers|famil(?:y|ies)|peasants"
    r"|students|priests?",
    "combatants": (
        r"fighters?|soldiers?|troops|militants?|terrorists|insurgents?|rebels|gunm[ae]n|policem[ae]n"
        r"|guerrillas|guards"
    ),
    "leader": r"leaders?|commanders?|mayors?|ministers?|generals?|emirs?",
    "journalist": r"journalists?|reporters?|cameram[ae]n",
    "aid-worker": r"aid workers?|medics?|paramedics?",
    "people": r"people|persons?|m[ae]n|others|victims|casualties|demonstrators",
    "command-post": r"command (?:posts?|cent(?:er|re)s?|and control (?:nodes?|cent(?:er|re)s?))"
    r"|headquarters",
    "base": r"bases?|staging areas?|assembly areas?|garrisons?|barracks|airfields?",
    "camp": r"camps?",
    "position": r"(?:fighting )?positions?|bunkers?|checkpoints?|tunnels?|trench(?:es)?|outposts?"
    r"|strongholds?",
    "depot": r"(?:\w+ )?(?:depots?|caches?|storages?|stockpiles?|warehouses?)|supply points?"
    r"|logistics? nodes?",
    "plant": r"(?:plants?|workshops?) producing \w+|(?:weapons?|bomb|VBIED|IED) (?:factor(?:y|ies)"
    r"|facilit(?:y|ies))|plants?",
    "armour": r"(?:main battle )?tanks?|armou?red (?:vehicles?|personnel carriers?)|heavy vehicles?|APCs?",
    "artillery": (
        r"artillery (?:pieces?|systems?|guns?)|mortar (?:systems?|positions?|tubes?)|mortars?"
        r"|rocket launchers?"
        r"|(?:heavy )?machine ?guns?|rocket systems?|howitzers?"
    ),
    "air-defence": r"air[ -]defen[cs]e (?:systems?|batter(?:y|ies)|artillery)|radars?",
    "vehicle": r"vehicles?|cars?|trucks?|bus(?:es)?|tankers?|motorcycles?",
    "aircraft": r"(?:fighter )?(?:jets?|planes?)|helicopters?|drones?",
    "vessel": r"boats?|barges?|ships?|watercraft",
    "explosive": r"VBIEDs?|IEDs?|(?:vehicle[- ]borne )?improvised explosive devices?|car bombs?|landmines?",
    "equipment": r"equipment|weapons|hardware|front[- ]end loaders?|bulldozers?|firepower|ammunition",
    "unit": r"(?:tactical )?units?|convoys?|cells?",
    "building": r"buildings?|embass(?:y|ies)|offices?|factor(?:y|ies)",
    "home": r"(?:homes?|houses?|apartments?)",
    "hospital": r"hospitals?|clinics?",
    "school": r"schools?|universit(?:y|ies)",
    "market": r"markets?",
    "worship": r"mosques?|church(?:es)?",
    "infrastructure": r"bridges?|roads?|supply routes?|power (?:stations?|lines?)|dams?|railways?",
    "oil": r"oil (?:wells?|refiner(?:y|ies)|fields?|tanks?|stills?|pump ?jacks?|facilit(?:y|ies))"
    r"|wellheads?",
    "facility": r"targets?|facilit(?:y|ies)|sites?|objects|installations?|infrastructure",
}
TARGET = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<{kind.replace('-', '_')}>{heads})" for kind, heads in _HEADS.items())
    + r")\b(?!['’])",
    re.I,
)
MEANS = re.compile(
    r"\b(?:(?P<action>(?:combat )?sorties?|air ?strikes?|strikes?|engagements?)"
    r"|(?P<aircraft>(?:war ?planes?|aircraft|fighter jets?|jets|helicopters?|bombers))"
    r"|(?P<drone>drones?|UAVs?)"
    r"|(?P<weapon>missiles?|rockets?|(?:artillery |mortar )?shells|artillery|mortars|car bomb|bombs?"
    r"|barrel bombs?))\b",
    re.I,
)

_NATIONS = (
    r"Russian?|Syrian?|Turk(?:ey|ish)|Israeli?|Iran(?:ian)?|Iraqi?|Ukrain(?:e|ian)|(?-i:US)|U\.S\.|American"
    r"|United States|UK|British|French|France|German(?:y)?|Saudi(?: Arabia)?|Yemeni?|Lebanese|Lebanon"
    r"|Jordan(?:ian)?"
    r"|Egypt(?:ian)?|Liby(?:a|an)|Afghan(?:istan)?|Pakistani?|Indian?|Chin(?:a|ese)|Sudan(?:ese)?"
    r"|Ethiopian?"
    r"|Somali(?:a)?|Nigerian?|Malian?|Kurdish|Palestinian|Armenian?|Azerbaijani?|Salvadoran|Colombian?"
    r"|Peruvian"
    r"|Qatari?|Kuwaiti?|Emirati|Georgian?|Belarus(?:ian)?|Polish|Poland|Houthi|Coalition|Western|Allied"
)
_GROUPS = (
    r"Islamic States?|ISIS|ISIL|Daesh|(?:Al|Jabhat al)[- ]?Nusra(?: Front)?|Hezbollah|Hamas|Taliban"
    r"|Al[- ]Qaeda|SDF"
    r"|Syrian Democratic Forces|Boko Haram|Al[- ]Shabaa?b|PKK|YPG|Houthis|NATO|United Nations|(?-i:UN|EU"
    r"|IDF|SAA)"
    r"|Free Syrian Army|Hayat Tahrir al-Sham|Kremlin|Pentagon|rebels|militants|insurgents|guerrillas"
    r"|terror groups?"
    r"|terrorist groups?|opposition (?:forces|fighters)|gunm[ae]n|police|coalition(?: forces)?|regime"
    r"|government"
)
_BODIES = (
    r"(?:regime |government |military |security |armed |air |ground |naval |special |aerospace "
    r"|occupation |defen[cs]e )*"
    r"(?:forces?|army|troops|military|government|navy|police|militias?|fighters|militants|soldiers|aircraft"
    r"|war ?planes|jets|artillery|authorities)"
)
NAME = r"(?-i:[A-Z][\w'’.-]*(?:[ -](?:of |al-|the )?[A-Z][\w'’-]+){0,4})"
_LEADER = rf"(?:President|Prime Minister|Foreign Minister|Defen[cs]e Minister|General|King) {NAME}"
PARTY = re.compile(
    rf"\b(?:(?:(?:{_NATIONS})[- ])?{_LEADER}"
    rf"|(?:{_NATIONS})(?:-led|-backed)?(?: {_BODIES}| coalition| (?:{_GROUPS})| fighters)?"
    rf"|(?:{_GROUPS})(?: (?:group|forces|fighters|militants))?)\b(?!-)",
    re.I,
)

_KIND = (
    r"cit(?:y|ies)|towns?|villages?|provinces?|governorates?|districts?|region|countryside|area|suburbs?"
    r"|outskirts|port"
)
_QUALIFIER = (
    rf"(?:(?:the|[\w-]+(?:ern|ian)|\w+['’]s)\s)*(?:(?:{_KIND}|north|south|east|west|capital|vicinity"
    rf"|parts)(?:\s+of\s+|\s+)(?:the\s+)?)*"
)
_TOPONYM = (
    r"(?-i:(?:al-|ash-|ar-|az-|as-|ad-|an-|at-)?[A-Z][\w'’`-]+(?:[ -](?:(?:al|el|az|de|ash|es|ez|ar|as"
    r"|ad|at)[- ])?[A-Z][\w'’`-]+){0,3})"
)
PLACE = re.compile(
    rf"\b(?P<relation>in and around|in|near|at|around|outside|inside|of|from|to|into|on"
    rf"|across)\s+(?P<qualifier>{_QUALIFIER})"
    rf"(?P<name>{_TOPONYM})(?P<kind>\s+(?:{_KIND})\b)?(?!['’\w]|\s(?:family|members?|Association|group)\b)",
    re.I,
)
# One more member of a list of places: `, Latakia, Idlib, and Raqqa`.
PLACE_AND = re.compile(
    rf"(?:,\s*(?:and\s+)?|\s+and\s+)(?:the\s+)?(?P<name>{_TOPONYM})(?=[,.;]|\s+and\b|$|\s+prov)"
)

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:(?:Jan|Febr)uary|(?-i:March|April|May)|June|July|August|(?:Sept|Nov|Dec)ember|October"
    r"|(?-i:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_YEAR = r"(?:,? (?:19|20)\d\d|,? (?:of )?(?:this|last) year)?"
_NTH = r"\d\d?(?:st|nd|rd|th)?"
_PART = r"(?:(?:night|morning|evening|early hours|dawn) of |(?:late|early|mid)[ -](?:on )?)?"
TIME = re.compile(
    rf"\b{_PART}(?:{_DAY},? )?(?:(?:the )?{_NTH} (?:of )?{_MONTH}"
    rf"|{_MONTH} {_NTH}(?: ?[-–] ?{_NTH}\b)?){_YEAR}\b"
    rf"|\b(?:late |early |mid-)?(?:(?<=[Ii]n )|(?<=late )|(?<=early )|(?<=mid-)){_MONTH}{_YEAR}\b"
    r"|\b(?:past|last) (?:\w+ )?(?:hours?|days?|weeks?|months?|years?|night|weekend)\b"
    rf"|\b(?:a )?\w+ (?:hours|days|weeks|months) ago\b|\b(?:early |earlier |late |last )?{_DAY}"
    r"(?: (?:night|morning|evening|afternoon|dawn))?\b"
    r"|\b(?:early |earlier |late )?(?:today|yesterday|tonight|overnight|this (?:morning|afternoon"
    r"|evening|week))\b",
    re.I,
)

_SPEAKING = (
    r"report(?:s|ed|ing)?|sa(?:id|ys?|ying)|claim(?:s|ed|ing)?|stat(?:ed|es|ing)|announc(?:ed|es|ing)"
    r"|add(?:ed|s)"
    r"|confirm(?:ed|s)|declar(?:ed|es)|document(?:ed|s)|indicat(?:ed|es)|not(?:ed|es)|reveal(?:ed|s)"
    r"|told|wrote|tweeted|stress(?:ed|es)|den(?:y|ied|ies)"
    r"|believ(?:es?|ed)|suspect(?:s|ed)?|alleges|acknowledg(?:ed|es)|admitted|warn(?:ed|s)|insist(?:ed|s)"
)
SPEAKER = (
    r"(?:(?-i:[A-Z][\w'’.&-]*)(?: (?:(?:of|for|the|on|and|al|in) )*(?-i:[A-Z(][\w'’.&)-]*)){0,7}"
    r"(?: (?:sources?|officials?|activists|spokes(?:man|woman|person)|media|ministry|forces|army"
    r"|military|sources))?"
    r"|(?:(?:local|medical|military|intelligence|security|media|several|some|official|reliable"
    r"|defen[cs]e|police) )*"
    r"(?:sources?|officials?|activists|witnesses|residents|medics|rescuers|police|analysts|rebels"
    r"|monitors|authorities)"
    r"|he|she|it|they|the statement|the ministry)"
)
_ADVERBS = r"(?:(?:has|have|had|is|are|was|also|later|further|publicly|just|earlier|additionally|now) )*"
ATTRIBUTION = re.compile(
    rf"(?:^|(?<=[\s“\"(,]))(?:the )?(?P<speaker>{SPEAKER})(?:,(?: [^,]{{3,60}},)?)? "
    rf"(?P<cue>{_ADVERBS}(?:{_SPEAKING}))\b"
    rf"(?P<told>(?<=told) (?:the |state news agency )?{NAME})?"
    rf"(?P<that>(?: in a statement| today| on {_DAY}| the following)?(?: that\b)?)"
    rf"|\b(?P<according>according to|as reported by) (?:the )?(?P<named>{SPEAKER})"
    r"|^(?:the )?(?P<clause>[^\W_][\w'’@.-]*(?: (?!that|which)[\w'’@.()-]+){0,7}?),?"
    rf" (?P<says>{_ADVERBS}(?:{_SPEAKING})(?: {_DAY}| today| yesterday)? that)\b"
    r"|^[“\"]?(?P<again>(?:and|it)\b[^.“\"]{0,40}\bthat)(?=[\s,]*[“\"])",
    re.I,
)

# How the words before a trigger present it; the first that matches holds.
FACTUALITY = (
    (
        "negated",
        re.compile(
            r"\b(?:did not|has not|have not|had not|never|no|without|den(?:y|ied|ies))"
            r"\s+(?:\w+\s+){0,2}$|\bden(?:y|ied|ies)\b[^.;]{0,60}$",
            re.I,
        ),
    ),
    (
        "future",
        re.compile(
            r"\b(?:will|plans? to|planned to|ordered|about to|prepar\w+ (?:to|for)|vow\w* to|going to"
            r"|pledged to|intend\w* to)"
            r"\s+(?:\w+\s+){0,5}$",
            re.I,
        ),
    ),
    ("hypothetical", re.compile(r"\b(?:would|could|if|should|unless)\s+(?:\w+\s+){0,3}$", re.I)),
    (
        "probable",
        re.compile(
            r"\b(?:may have|might have|alleged(?:ly)?|reported(?:ly)|suspect(?:s|ed)?|believ(?:es?|ed)"
            r"|apparent(?:ly)?"
            r"|presum\w+|likely|possibl[ey])\b[^.;]{0,60}$",
            re.I,
        ),
    ),
)
