"""Words around actors' names: how a mention is normalised, cleaned, and told from a common noun."""

import re
import unicodedata
from functools import lru_cache

from communique.resolve.wordlists import word_set

__all__ = [
    "BLOCKING",
    "COMMON",
    "GENERIC",
    "LEADING",
    "MIDDLE",
    "OFFICES",
    "TITLES",
    "TRAILING",
    "WEAK_TITLES",
    "clean",
    "key",
    "loose_key",
]


_DETERMINERS = (
    "the|a|an|its|their|his|her|our|my|your|some|several|many|most|all|any|both|this|that|these|those|such|each|"
    "every|another|other|various|numerous|certain|few|dozens of|hundreds of|thousands of|scores of|"
    "a number of|"
    "a group of|groups of|two|three|four|five|six|seven|eight|nine|ten|at least|more than|about|unnamed"
)
_LEAD = re.compile(rf"^(?:(?:{_DETERMINERS}|\d+)\s+)+(?=\S)", re.IGNORECASE)
_ARTICLE = re.compile(
    r"^(?:the|a|an|its|their|his|her|our|some|several|this|that|these|those)\s+(?=\S)", re.I
)
_DOTTED_END = re.compile(r"\b\w\.\w\.$")
_DOTTED = re.compile(r"\b(\w)\.(?=\w\b)\.?")
_POSSESSIVE = re.compile(r"(?<=\w)'s?(?=\W|$)")
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-"}
)
_SPELLING = {
    "defence": "defense", "centre": "center", "organisation": "organization",
    "organisations": "organizations",
    "mobilisation": "mobilization", "armoured": "armored", "labour": "labor", "programme": "program",
    "sandinist": "sandinista", "sandinists": "sandinistas", "salvadorean": "salvadoran", "pro": "pro",
    "salavadoran": "salvadoran", "miliatry": "military", "govt": "government", "gov't": "government",
    "guerillas": "guerrillas", "guerilla": "guerrilla", "commandoes": "commandos", "qaida": "qaeda",
    "qa'ida": "qaeda", "qa'eda": "qaeda", "quaeda": "qaeda", "taleban": "taliban", "shabab": "shabaab",
    "hizbollah": "hezbollah", "hizballah": "hezbollah", "hizbullah": "hezbollah", "asad": "assad",
    "daish": "daesh", "huthi": "houthi", "huthis": "houthis", "assembly's": "assembly",
}  # fmt: skip

# What may stand before a name without changing whom it names ("terror group", "Shiite", "members of").
LEADING = word_set(
    """
    terror terrorist terrorists group groups militant militants rebel rebels jihadist jihadists islamist
    islamists extremist extremists outlawed banned armed so called self proclaimed styled militia
    militias organization movement faction factions shiite shia sunni druze kurdish arab muslim islamic
    maoist marxist leftist left wing right rightist communist separatist separatists insurgent
    insurgents guerrilla guerrillas members member of the from fighters fighter leaders leader soldiers
    soldier units unit elements element commander commanders spokesman spokesmen spokeswoman
    spokesperson head heads chief director deputy senior top local remnants cells cell remaining column
    columns squad squads commandos commando urban rural forces force troops troop gunmen supporters
    affiliates affiliate branch cadres sympathizers combatants personnel officials official
    representatives representative statement operatives operative agents agent terrorism paramilitary
    mercenary mercenaries party political council influential powerful main major secretary general
    command high mujahideen brigade brigades battalion proxy proxies ally militiamen men dominated run
    western eastern northern southern chairman board grouping teams combined subversive underground
    suspected alleged presumed proscribed militarized notorious
    """
)
TRAILING = word_set(
    """
    militants militant fighters fighter group groups militia militias militiamen members member forces
    force terrorists terrorist rebels rebel gunmen insurgents insurgent guerrillas guerrilla leaders
    leader leadership troops soldiers soldier units unit elements element commander commanders
    operatives operative jihadists extremists islamists faction factions movement organization cells
    cell remnants affiliates affiliate supporters supporter combatants combatant men personnel cadres
    column columns commandos commando command suspects network regime army militiaman mercenaries
    activists separatists officials official representatives representative spokesman spokesmen
    spokesperson spokeswoman statement headquarters gang gangs mafia cartel party wing terror
    leadership's elements' delegation negotiators brigades branch aircraft aircrew aircrews jets
    warplanes planes drones drone officers officer sympathizers gunman bombers caliphate administration
    authorities media website page account news agency's team researchers director chief head
    affiliate's administration's subversives criminals delinquents general front contingent personnel's
    sleeper hitmen hit assassins strikes strike airstrikes artillery terrorist's patrol patrols board
    coordinating special operations agents agent teams rural urban counter attack formations brigade
    policies policy ranks gunners posts post positions position chiefs cadre led run government armed
    peacekeepers peacekeeping
    """
)
# These may stand between a country's name and a noun: the army stays the country's own.
MIDDLE = word_set(
    """
    national royal federal government regime occupation occupying special elite ground armed naval air
    border riot state central imperial republican democratic coast security military regular combat
    fighter attack war jet helicopter counter terrorism counterterrorism antiterrorism anti
    antiterrorist terrorist rapid deployment reaction response intervention mobile motorized mechanized
    infantry armored airborne paratroop artillery missile drone reserve volunteer local regional
    provincial senior top high ranking uniformed plainclothes civil public interim transitional
    provisional ruling leftist rightist conservative socialist communist incoming outgoing current new
    previous own heavily joint allied main legitimate constitutional elected recognized internationally
    undercover secret front line frontline criminal judicial traffic municipal mountain marine
    amphibious light heavy tactical strategic logistics engineering engineers medical battalion brigade
    division company unit no number
    """
)
# Between a country's name and a noun these say that the forces are not the country's own.
BLOCKING = word_set(
    """
    kurdish shiite shia sunni druze tribal rebel opposition backed allied proxy linked affiliated led
    anti pro former ex exiled ethnic separatist jihadist islamist insurgent private palestinian
    christian turkmen guerrilla dissident based supported sponsored aligned funded trained born
    peshmerga contra maoist communist alleged drug criminal bank oil company
    """
)
# Titles that stand right before a name; the others only help to (`Foreign Minister`, `Navy Captain`).
WEAK_TITLES = word_set(
    """
    army navy air force foreign defense interior home finance information office state under assistant
    acting former ex first special middle east opposition senior retired national assembly congress
    legislative treasury official member presidential police leadership
    """
)
# Names made of these alone ("13th Division", "Internal Security Forces") fit many countries.
GENERIC = word_set(
    """
    internal security forces force central command national guard army police division brigade battalion
    regiment infantry first second third fourth fifth sixth seventh eighth ninth thirteenth twentieth
    department defense ministry metropolitan front islamic democratic liberation popular resistance
    united people revolutionary movement council military joint task general staff federal coalition
    local border special operations southern northern eastern western air intelligence house of
    representatives the homeland state republican committees committee civil opposition liberal party
    christian communist patriotic union workers group observatory secret service transitional interim
    government institute news times post today vanguard punch republic rangers treasury autonomous
    administration health interior justice organization secretary nations congress senate parliament
    presidential leadership rebel armed islam dialogue permanent protection self legion corps tribal
    volunteer conservative social left mutual support factor radio television press prensa la el
    paramilitary paramilitaries groups squads self fleet northern fifth sixth seventh
    """
)
OFFICES = word_set(
    """
    minister ministers president presidents premier king emir chancellor ambassador ambassadors official
    officials officer officers diplomat diplomats spokesman spokesmen leader leaders leadership
    commander commanders chief envoy envoys negotiator negotiators representative representatives
    delegation embassy delegate delegates deputies lawmakers legislators parliamentarians judges
    magistrates prosecutor prosecutors authorities rulers advisers secretaries secretary
    """
)
TITLES = word_set(
    """
    president vice prime minister premier secretary general gen maj major lt lieutenant col colonel capt
    captain brig brigadier sgt sergeant admiral adm cmdr commander chief marshal mr mrs ms dr doctor
    professor prof ambassador envoy king prince emir sheikh sheik imam ayatollah mullah maulana sayyed
    sayyid senator sen representative rep congressman deputy governor mayor judge justice attorney
    bishop archbishop father monsignor msgr reverend reverand priest pope chancellor director head
    chairman chairwoman spokesman spokeswoman spokesperson leader activist journalist reporter
    correspondent lawyer navy army air force foreign defense interior home finance information office
    state under assistant acting former ex elect designate lord lady sir dame comrade opposition senior
    major retired undersecretary treasurer police first special middle east minister-designate
    commandant coach coordinator inspector superintendent corporal private officer official member
    legislator lawmaker candidate coronel ret elect designate national assembly congress legislative
    treasury leadership ceo editor author prosecutor sub prefect collector presidential
    """
)
# A mention made of these alone names no particular party.
COMMON = word_set(
    """
    gunman gunmen man men woman women people person persons individual individuals civilian civilians
    citizen citizens attacker attackers assailant assailants militant militants terrorist terrorists
    extremist extremists rebel rebels insurgent insurgents guerrilla guerrillas fighter fighters
    protester protesters protestor protestors demonstrator demonstrators crowd crowds activist activists
    student students worker workers peasant peasants teacher teachers driver drivers bomber bombers
    suicide soldier soldiers officer officers troops forces force group groups gang gangs bandit bandits
    criminal criminals thief thieves robber robbers mob mobs youth youths child children refugee
    refugees migrant migrants villager villagers resident residents local locals source sources witness
    witnesses eyewitness eyewitnesses official officials authority authorities leader leaders politician
    politicians politic political parties party union unions labor organization organizations faction
    factions militia militias militiamen paramilitary paramilitaries mercenary mercenaries commando
    commandos cell cells squad squads unit units element elements member members supporter supporters
    journalist journalists reporter reporters priest priests doctor doctors rescuer rescuers crew crews
    team teams ambulance ambulances medic medics drug dealer dealers trafficker traffickers cartel
    cartels lord lords mafia mafias judge judges magistrate magistrates court courts lawyer lawyers
    mayor mayors clergyman clergymen businessman businessmen hitman hitmen assassin assassins killer
    killers kidnapper kidnappers hijacker hijackers sniper snipers suspect suspects relative relatives
    family families friend friends neighbor neighbors victim victims prisoner prisoners detainee
    detainees inmate inmates hostage hostages unidentified unknown armed masked hooded uniformed heavily
    suspected alleged several other others various foreign foreigner foreigners young old female male
    leftist rightist extreme urban rural opponents opponent dissidents dissident separatist separatists
    jihadist jihadists islamist islamists community communities society sector sectors country countries
    nation nations government governments international public press media partner partners ally allies
    enemy enemies side sides state states counterpart counterparts minister ministers president
    presidents ambassador ambassadors diplomat diplomats speaker speakers caller callers car vehicle
    motorcycle riding dressed wearing in uniform uniforms with and of the who that from on by a an to
    anti pro religious tribal ethnic tribe tribes tribesmen clan clans armed-men volunteer volunteers
    aid humanitarian agency agencies institution institutions company companies businesses employee
    employees staff personnel security guard guards police policeman policemen bodyguard bodyguards
    military army regime rebels' first responders responder looters rioters rioter vigilante vigilantes
    pirates pirate smugglers smuggler poacher poachers settlers herders herdsmen farmers farmer
    fishermen pilgrims tourists injured wounded displaced those they them it he she everyone anyone
    somebody someone two three four five six seven eight nine ten camouflage olive drab black clothes
    opposition labour radicals radical leftists rightists ultrarightist ultrarightists ultraleftist
    communists communist candidates candidate voters voter deputies deputy terrorism terror subversive
    subversives delinquents delinquent professionals professional hired paid trafficking cocaine
    narcotics death clandestine rightwing leftwing right left wing evacuated buyers owners owner trapped
    teenager teenagers boy boys girl girls mother father son brother widow grandfather report reports
    reporting statement media's image images video videos photo photos intelligence reliable anonymous
    unnamed unspecified undisclosed informed medical another multiple many all some most own more than
    least additional initial preliminary unconfirmed news social posts analysts analyst experts expert
    observers observer monitors monitor diplomatic governmental civil civic defense emergency service
    services rescue health field hospital radio station stations television broadcast documents document
    records investigation investigations poll polls opinion survey statistics figures
    """
)


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """Return the look-up key of a name: lower case, no marks, dots, possessives or punctuation."""
    text = text.translate(_QUOTES)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c)).replace("ı", "i")
    text = text.casefold()
    text = _POSSESSIVE.sub(" ", _DOTTED.sub(r"\1", text)).replace("'", "")
    return " ".join(_SPELLING.get(word, word) for word in re.findall(r"\w+", text))


_ARTICLES = word_set("al el an ar as ash at ad az ul the of for and de la")
_SOUNDS = (("ou", "u"), ("oo", "u"), ("ee", "i"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("q", "k"),
           ("y", "i"), ("e", "a"), ("o", "u"), ("z", "s"), ("ph", "f"))  # fmt: skip
MIN_LOOSE = 8  # letters: shorter ones meet by chance


@lru_cache(maxsize=65_536)
def loose_key(normal: str) -> str:
    """Return the key that transliterations share (`jaish al izzah`, `jaysh al izza`), or "" if too short."""
    words = [word for word in normal.split() if word not in _ARTICLES]
    folded = "".join(re.sub(r"(?<=[aeiy])h$", "", word) for word in words)
    for spelling, sound in _SOUNDS:
        folded = folded.replace(spelling, sound)
    folded = re.sub(r"([^\d])\1+", r"\1", folded)
    return folded if len(folded) >= MIN_LOOSE else ""


def clean(mention: str, *, every: bool = False) -> str:
    """Return the mention without quotation marks, articles and a trailing possessive.

    With `every`, counts and quantifiers are taken off as well ("several", "two").
    """
    text = " ".join(mention.translate(_QUOTES).split()).strip(" \"',;:!?@#-")
    text = text if _DOTTED_END.search(text) else text.strip(".")
    text = (_LEAD if every else _ARTICLE).sub("", text)
    text = re.sub(r"'s?$", "", text).strip(" \"',;:")
    return text or mention.strip()
