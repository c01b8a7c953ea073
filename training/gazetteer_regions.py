"""Facts that the gazetteer's sources lack: other names of countries, their points, and well-known areas.

Points are rounded to what an area's middle is worth. Sources: general geographical knowledge, checked against
the enclosing divisions by the compiler, which refuses an area whose point lies outside its country.
"""

__all__ = ["AREAS", "CONTINENT_ALIASES", "COUNTRY_ALIASES", "COUNTRY_POINTS", "UK_NATIONS"]

# GeoNames' own points of the largest countries, where lists of country points lie hundreds of kilometres
# apart,
# and points of countries that the list lacks.
COUNTRY_POINTS = {
    "RU": (60.0, 100.0),
    "CA": (60.10867, -113.64258),
    "US": (39.76, -98.5),
    "CN": (35.0, 105.0),
    "BR": (-10.0, -55.0),
    "AU": (-25.0, 135.0),
    "IN": (22.0, 79.0),
    "XK": (42.58, 21.0),
    "SS": (7.5, 30.0),
}

CONTINENT_ALIASES = {
    "Africa": "African",
    "Asia": "Asian",
    "Europe": "European",
    "North America": "North American",
    "South America": "South American",
}

UK_NATIONS = {"England": 6269131, "Scotland": 2638360, "Wales": 2634895, "Northern Ireland": 2641364}

COUNTRY_ALIASES = {
    "AE": "UAE|U.A.E.|Emirates|Emirati",
    "AF": "Afghan|Afghani",
    "AR": "Argentinian|Argentine",
    "BA": "Bosnia|Bosnian",
    "BF": "Burkinabe",
    "BY": "Belarusian",
    "CD": "DRC|DR Congo|D.R. Congo|Congo-Kinshasa|Democratic Republic of Congo|Democratic Republic of the "
    "Congo"
    "|Zaire|Congolese",
    "CF": "CAR|Central African",
    "CG": "Congo-Brazzaville|Republic of Congo|Republic of the Congo",
    "CI": "Ivory Coast|Ivorian",
    "CN": "People's Republic of China|PRC|Chinese",
    "CZ": "Czech Republic|Czech",
    "DE": "Federal Republic of Germany",
    "DK": "Danish",
    "ES": "Spanish",
    "FI": "Finnish",
    "FR": "French",
    "GB": "UK|U.K.|Britain|Great Britain|British",
    "GR": "Greek",
    "HN": "Honduran",
    "IE": "Irish|Republic of Ireland",
    "IL": "State of Israel",
    "IQ": "Republic of Iraq",
    "IR": "Islamic Republic of Iran|Persia",
    "KG": "Kyrgyz",
    "KP": "North Korea|DPRK|North Korean|Democratic People's Republic of Korea",
    "KR": "South Korea|South Korean|Republic of Korea|Korea",
    "LY": "Libyan Arab Jamahiriya",
    "MD": "Republic of Moldova",
    "MK": "Macedonia|North Macedonia",
    "MM": "Burma|Burmese|Myanmar",
    "NL": "Holland|The Netherlands|Dutch",
    "NZ": "New Zealander",
    "PH": "Philippine|Filipino|The Philippines",
    "PK": "Islamic Republic of Pakistan",
    "PL": "Polish",
    "PS": "Palestine|Palestinian|Palestinian territories|Occupied Palestinian Territories"
    "|Palestinian Territory|State of Palestine",
    "RU": "Russian Federation|Soviet Union|USSR",
    "SA": "Kingdom of Saudi Arabia|Saudi|KSA",
    "SD": "Republic of Sudan",
    "SE": "Swedish",
    "SS": "South Sudan|South Sudanese|Republic of South Sudan",
    "SV": "Salvadoran|Salvadorean|Salvadorian",
    "SY": "Syrian Arab Republic",
    "TR": "Turkey|Türkiye|Turkish|Turkiye|Republic of Turkey",
    "TW": "Taiwanese",
    "UA": "the Ukraine",
    "US": "USA|U.S.|US|U.S.A.|United States of America|America|American|The United States|the States",
    "VA": "Vatican|Vatican City|Holy See",
    "VN": "Viet Nam",
    "YE": "Republic of Yemen",
    "ZA": "Republic of South Africa",
}

# names; latitude; longitude; country, empty where the area crosses borders
AREAS = """
Middle East|Mideast|Near East; 31.0; 44.0;
North Africa; 27.0; 10.0;
West Africa; 12.0; -3.0;
East Africa; 1.0; 37.0;
Central Africa; 3.0; 19.0;
Southern Africa; -23.0; 25.0;
Horn of Africa; 7.5; 45.0;
Sahel; 15.0; 5.0;
Sub-Saharan Africa; 0.0; 20.0;
Central America; 13.0; -86.0;
Latin America; -5.0; -65.0;
Caribbean; 17.0; -72.0;
Central Asia; 43.0; 66.0;
South Asia; 23.0; 78.0;
Southeast Asia|South-East Asia; 8.0; 110.0;
East Asia; 36.0; 115.0;
Eastern Europe; 51.0; 30.0;
Western Europe; 48.0; 5.0;
Balkans|Western Balkans; 43.0; 21.0;
Caucasus|South Caucasus; 42.0; 45.0;
North Caucasus; 43.3; 45.5; RU
Scandinavia; 63.0; 15.0;
Levant; 34.0; 37.0;
Kurdistan; 37.0; 43.0;
Iraqi Kurdistan|Kurdistan Region|Kurdistan Region of Iraq|Southern Kurdistan; 36.3; 44.3; IQ
Rojava|Syrian Kurdistan; 36.5; 40.0; SY
Eastern Ghouta|East Ghouta|Eastern Ghutah|Al-Ghouta al-Sharqiya|East Ghutah; 33.53; 36.41; SY
Western Ghouta|West Ghouta|Western Ghutah; 33.40; 36.24; SY
Ghouta|Ghutah; 33.50; 36.38; SY
Qalamoun|Qalamun|Qalamoun Mountains; 33.9; 36.6; SY
Al-Ghab Plain|Sahl al-Ghab|Ghab Plain|Al Ghab|Ghab Valley; 35.5; 36.35; SY
Syrian Desert|Badia|Badiya|Badiyah|Syrian Badia; 34.3; 38.8; SY
Jabal al-Akrad|Kurd Mountain; 35.72; 36.15; SY
Jabal al-Zawiya|Jabal Zawiya|Jabal al-Zawiyah|Zawiya Mountain; 35.74; 36.58; SY
Jabal al-Turkman|Turkmen Mountain; 35.80; 36.03; SY
Hauran|Hawran; 32.8; 36.3; SY
Al-Lajat|Lajat|Lajah|Al Lajah; 32.95; 36.4; SY
Yarmouk Basin; 32.77; 35.85; SY
Jazira|Al-Jazira|Jazirah; 36.2; 40.8; SY
Golan Heights|Golan|Occupied Golan; 33.0; 35.75;
Sinai|Sinai Peninsula; 29.5; 33.8; EG
Negev; 30.8; 34.8; IL
Galilee|Upper Galilee; 32.9; 35.4; IL
Nineveh Plains|Nineveh Plain; 36.5; 43.3; IQ
Hamrin Mountains|Hamreen; 34.6; 44.4; IQ
Sinjar Mountain|Mount Sinjar|Sinjar Mountains; 36.37; 41.7; IQ
Qandil Mountains|Qandil; 36.55; 45.0; IQ
Donbas|Donbass|Donets Basin; 48.3; 38.3; UA
Crimean Peninsula; 45.3; 34.4; UA
Darfur; 13.0; 25.0; SD
Kordofan; 12.5; 29.8; SD
Nuba Mountains; 11.3; 30.2; SD
Ogaden; 7.0; 44.5; ET
Bekaa|Bekaa Valley|Beqaa|Beqaa Valley|Biqa; 33.9; 36.0; LB
Kashmir; 34.0; 75.5;
Swat Valley; 35.2; 72.4; PK
Waziristan; 32.6; 69.8; PK
Tora Bora; 34.12; 70.22; AF
Lake Chad|Lake Chad Basin; 13.2; 14.1;
Sambisa Forest|Sambisa; 11.0; 13.4; NG
Niger Delta; 5.0; 6.3; NG
Middle Belt; 8.8; 8.5; NG
Liptako-Gourma; 14.0; 0.5;
Kivu; -2.5; 28.3; CD
Puntland; 9.0; 49.0; SO
Somaliland; 9.7; 46.0; SO
Jubaland; 0.0; 42.0; SO
Hadhramaut|Hadramaut|Hadramawt; 16.5; 49.0; YE
Tihama|Tihamah; 15.0; 43.0; YE
Nagorno-Karabakh|Karabakh|Artsakh; 39.8; 46.75; AZ
Transnistria; 47.2; 29.3; MD
Abkhazia; 43.0; 41.0; GE
South Ossetia; 42.3; 44.1; GE
Chechnya|Chechen Republic; 43.35; 45.7; RU
Mindanao; 7.8; 125.0; PH
Sulu Archipelago; 6.0; 121.0; PH
Upper Huallaga Valley|Upper Huallaga; -8.5; -76.2; PE
VRAEM|Apurimac River Valley; -12.6; -73.8; PE
Catatumbo; 8.6; -73.0; CO
Magdalena Medio|Middle Magdalena; 7.0; -74.0; CO
Uraba; 7.9; -76.6; CO
Korean Peninsula; 38.0; 127.5;
Persian Gulf States|Gulf States|Gulf region; 25.0; 50.0;
"""
