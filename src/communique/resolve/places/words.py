"""Words that tell names of places from other capitalised words."""

from communique.resolve.wordlists import word_set

__all__ = [
    "ABBREVIATIONS",
    "GEOGRAPHIC",
    "GIVEN_NAMES",
    "LOCATIVE",
    "NOT_PLACES",
    "ORGANISATION",
    "PERSON_TITLES",
    "POSTAL",
    "SPEECH",
    "STARTERS",
]

LOCATIVE = word_set(
    "in at near from around outside inside across within throughout northern southern eastern western "
    "central northeastern northwestern southeastern southwestern downtown"
)
STARTERS = word_set(
    "a an the this that these those his her its our their my your i he she it we they you but and or "
    "if when while in on at for from of to with by as after before since until because although "
    "though however meanwhile both some many most several all no not so then there here what who why "
    "how where which one two three overall"
)
GEOGRAPHIC = word_set(
    "county road street avenue boulevard lane drive highway airport park river lake bridge square "
    "hospital cathedral mosque island islands mountain mountains valley bay peninsula desert forest "
    "creek province governorate oblast district prefecture region strait canal sea ocean gulf village "
    "township parish stadium university"
)
PERSON_TITLES = word_set(
    "mr mrs ms miss dr prof sir dame lord lady president minister premier chancellor king queen "
    "prince princess pope general gen colonel col major maj captain capt lieutenant lt sergeant sgt "
    "corporal officer judge justice senator sen rep congressman congresswoman governor gov mayor "
    "chief director chairman chairwoman secretary ambassador sheikh imam mullah ayatollah rev "
    "reverend father bishop archbishop cardinal pastor sheriff detective deputy commissioner "
    "spokesman spokeswoman spokesperson superintendent constable inspector commander leader activist "
    "journalist lawyer attorney coach actor actress singer professor doctor analyst author brother "
    "sister son daughter wife husband"
)
SPEECH = frozenset(
    [
        "said",
        "says",
        "told",
        "added",
        "asked",
        "wrote",
        "tweeted",
        "explained",
        "insisted",
        "argued",
        "testified",
        "recalled",
    ]
)
ORGANISATION = word_set(
    "university college school church hospital bank party ministry department agency office bureau "
    "police army force forces council court times post news press journal herald tribune telegraph "
    "observer guardian airlines airways club fc united city association federation union league "
    "committee commission company corporation corp inc ltd group institute centre center society "
    "foundation fund museum theatre theater act award awards cup championship olympics games series "
    "show festival prize street road avenue boulevard lane drive square bridge stadium arena hotel "
    "hall house tower building airport station prison jail brigade battalion division squadron front "
    "brigades movement network service services television tv radio magazine media"
)
NOT_PLACES = word_set(
    "i a an the and or but if so as at by he she it we you they his her its our their my your this "
    "that these those there here what when where who why how which while after before since until "
    "because although though however meanwhile then thus also even only just now today tomorrow "
    "yesterday tonight no not yes all any both each many most much more less few some one two three "
    "four five six seven eight nine ten first second third last next new old other another such same "
    "own monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december jan feb mar apr jun jul aug sep sept oct "
    "nov dec spring summer autumn winter christmas easter ramadan eid islam islamic muslim muslims "
    "christian christians jewish jews catholic sunni shia shiite shiites kurdish kurds arab arabs "
    "hindu allah god bible quran internet facebook twitter google youtube instagram apple amazon "
    "reuters ap afp bbc cnn nato eu un isis isil al qaeda democrat democrats democratic republican "
    "republicans congress senate parliament government state states federal national international "
    "local public army navy police security military president minister mr mrs ms dr war peace good "
    "best great big little long high low white black red blue green brown gold silver king queen "
    "prince man men woman women boy girl people children child family mother father baby home house "
    "world country city town village street road park bridge hill hills lake river mountain bay point "
    "port beach island church university college school hospital union force group party club center "
    "centre market fort for from in of on to with without under over between about into during like "
    "through against among per via are is was were be been being have has had do does did will would "
    "can could may might must shall should let get go going come see say says said make take give "
    "know think want use find tell ask work seem feel try leave call orange bath reading nice mobile "
    "split bar hit anna angel grace hope faith joy star sun moon rock stone wood banks battle bell "
    "board border buy cave chance clay cross date eagle earth eden elk energy enterprise force forest "
    "friendship glory harvest hero holy honor independence industry justice knight liberty marine "
    "media mission mine normal opportunity order page pride progress rose santa scott service signal "
    "sky smith social south north east west southern northern eastern western spirit sport sports "
    "success teller time times trump turn unity universal van victory video vice wells why wise young "
    "editor photo image source sources related read share comments live update breaking watch click "
    "story news latest updated published advertisement officials authorities investigators witnesses "
    "residents according despite earlier later still once every never always maybe perhaps nearly "
    "almost around xinhua royal unite hall day law human rest inside outside above below behind "
    "beyond off out up down back away together"
)
GIVEN_NAMES = word_set(
    "jordan chad paris georgia sydney florence victoria israel santiago lincoln washington jackson "
    "houston austin madison charlotte chelsea brooklyn dallas denver savannah london kingston logan "
    "carson hamilton troy vernon wayne dean henry george james john robert michael david william "
    "richard joseph thomas charles daniel matthew anthony mark donald steven paul andrew joshua "
    "kenneth kevin brian edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan "
    "stephen larry justin brandon benjamin samuel gregory frank alexander raymond patrick jack dennis "
    "jerry tyler aaron jose adam nathan zachary kyle walter peter jeremy ethan carl keith roger "
    "gerald christian terry sean arthur lawrence jesse dylan bryan joe billy bruce albert willie "
    "gabriel alan juan ralph roy eugene randy philip harry bobby johnny louis russell mary patricia "
    "jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra "
    "ashley kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca "
    "sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha "
    "katherine christine debra rachel carolyn janet catherine maria heather diane ruth julie olivia "
    "joyce virginia kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline "
    "martha gloria teresa ann sara janice jean abigail alice julia judy sophia grace denise amber "
    "doris marilyn danielle beverly isabella theresa diana natalie brittany marie kayla alexis lori "
    "mohammed mohammad muhammad mohamed ahmed ahmad ali hassan hussein hussain omar umar ibrahim "
    "khalid abdullah mustafa mahmoud yusuf youssef karim hamid saeed said tariq bilal osama abu "
    "ismail hamza fatima aisha zahra leila layla mariam ivan dmitry sergei vladimir igor oleg andrei "
    "alexei boris yuri viktor mikhail nikolai carlos luis jorge miguel pedro pablo diego fernando "
    "francisco antonio manuel rafael roberto ricardo eduardo javier sergio angel martin simon"
)


def _spelled(pairs: str) -> dict[str, str]:
    """Return what the left sides of `LEFT=Right_side` are short for."""
    return dict(pair.replace("_", " ").split("=") for pair in pairs.split())


# How news style writes states and provinces after a town (AP stylebook): only with their full stops.
ABBREVIATIONS = _spelled(
    "Ala.=Alabama Ariz.=Arizona Ark.=Arkansas Calif.=California Colo.=Colorado Conn.=Connecticut "
    "Del.=Delaware Fla.=Florida Ga.=Georgia Ill.=Illinois Ind.=Indiana Kan.=Kansas Ky.=Kentucky "
    "La.=Louisiana Md.=Maryland Mass.=Massachusetts Mich.=Michigan Minn.=Minnesota "
    "Miss.=Mississippi Mo.=Missouri Mont.=Montana Neb.=Nebraska Nev.=Nevada N.H.=New_Hampshire "
    "N.J.=New_Jersey N.M.=New_Mexico N.Y.=New_York N.C.=North_Carolina N.D.=North_Dakota "
    "Okla.=Oklahoma Ore.=Oregon Pa.=Pennsylvania R.I.=Rhode_Island S.C.=South_Carolina "
    "S.D.=South_Dakota Tenn.=Tennessee Vt.=Vermont Va.=Virginia Wash.=Washington "
    "W.Va.=West_Virginia Wis.=Wisconsin Wyo.=Wyoming D.C.=District_of_Columbia "
    "B.C.=British_Columbia Alta.=Alberta Sask.=Saskatchewan Man.=Manitoba Ont.=Ontario "
    "Que.=Quebec N.B.=New_Brunswick N.S.=Nova_Scotia P.E.I.=Prince_Edward_Island"
)

# How addresses and local papers write them: two or three capitals, after a town and a comma.
POSTAL = _spelled(
    "AL=Alabama AK=Alaska AZ=Arizona AR=Arkansas CA=California CO=Colorado CT=Connecticut "
    "DE=Delaware FL=Florida GA=Georgia HI=Hawaii ID=Idaho IL=Illinois IN=Indiana IA=Iowa KS=Kansas "
    "KY=Kentucky LA=Louisiana ME=Maine MD=Maryland MA=Massachusetts MI=Michigan MN=Minnesota "
    "MS=Mississippi MO=Missouri MT=Montana NE=Nebraska NV=Nevada NH=New_Hampshire NJ=New_Jersey "
    "NM=New_Mexico NY=New_York NC=North_Carolina ND=North_Dakota OH=Ohio OK=Oklahoma OR=Oregon "
    "PA=Pennsylvania RI=Rhode_Island SC=South_Carolina SD=South_Dakota TN=Tennessee TX=Texas UT=Utah "
    "VT=Vermont VA=Virginia WA=Washington WV=West_Virginia WI=Wisconsin WY=Wyoming "
    "DC=District_of_Columbia AB=Alberta BC=British_Columbia SK=Saskatchewan MB=Manitoba ON=Ontario "
    "QC=Quebec NB=New_Brunswick NS=Nova_Scotia PEI=Prince_Edward_Island NL=Newfoundland_and_Labrador "
    "NSW=New_South_Wales QLD=Queensland VIC=Victoria TAS=Tasmania ACT=Australian_Capital_Territory"
)
