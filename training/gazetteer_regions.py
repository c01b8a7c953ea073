"""Facts that the gazetteer's sources lack: other names of countries, and well-known areas.

Points are rounded to what an area's middle is worth. Sources: general geographical knowledge, checked against
the enclosing divisions by the compiler, which refuses an area whose point lies outside its country.
"""

__all__ = ["AREAS", "CONTINENT_ALIASES", "COUNTRY_ALIASES", "SITES", "UK_NATIONS"]

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
Southeast Asia|South-East Asia|South East Asia|Southeast Asian|South East Asian; 8.0; 110.0;
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
Pacific Ocean|Pacific|the Pacific; 0.0; -160.0;
South Pacific; -20.0; -150.0;
Atlantic Ocean|Atlantic|the Atlantic; 10.0; -30.0;
Indian Ocean; -10.0; 75.0;
Arctic; 80.0; 0.0;
Mediterranean; 35.0; 18.0;
Southern Europe; 41.0; 15.0;
Northern Europe; 60.0; 18.0;
Anatolia|Asia Minor; 39.0; 35.0; TR
Southern California; 34.5; -117.0; US
Northern California; 39.5; -122.0; US
New England; 44.0; -71.5; US
Australian Capital Territory; -35.5; 149.0; AU
Basque Country|Basque; 43.0; -2.6; ES
Iberian Peninsula|Iberia; 40.0; -4.0;
Siberia; 62.0; 100.0; RU
Maghreb; 31.0; 2.0;
Great Lakes region; -2.0; 29.5;
Indian subcontinent; 22.0; 79.0;
"""

# names; latitude; longitude; country: air bases, airports and plants that reports name without their town
SITES = """
Heathrow|London Heathrow; 51.471; -0.462; GB
Gatwick|London Gatwick; 51.148; -0.190; GB
Stansted; 51.885; 0.235; GB
Charles de Gaulle Airport|Charles de Gaulle|Roissy; 49.010; 2.548; FR
Orly Airport; 48.723; 2.379; FR
Schiphol|Amsterdam Schiphol; 52.309; 4.764; NL
Ramstein Air Base|Ramstein; 49.437; 7.600; DE
Ben Gurion Airport|Ben Gurion|Ben-Gurion|Ben Gurion International; 32.011; 34.887; IL
Ataturk Airport|Atatürk Airport|Ataturk|Ataturk International; 40.977; 28.815; TR
Sabiha Gokcen Airport|Sabiha Gokcen; 40.899; 29.309; TR
Incirlik Air Base|Incirlik; 37.002; 35.426; TR
John F. Kennedy International Airport|John F. Kennedy International|JFK Airport; 40.640; -73.779; US
LaGuardia|LaGuardia Airport; 40.777; -73.874; US
Dulles International Airport|Dulles International|Dulles Airport; 38.945; -77.456; US
O'Hare International Airport|O'Hare|O'Hare International; 41.979; -87.905; US
Guantanamo Bay|Guantanamo Bay Naval Base|Guantánamo Bay; 19.906; -75.097; CU
Toronto Pearson International Airport|Pearson International|Toronto Pearson; 43.677; -79.631; CA
Sheremetyevo|Sheremetyevo International; 55.973; 37.415; RU
Domodedovo Airport; 55.409; 37.906; RU
Vnukovo Airport; 55.592; 37.262; RU
Engels Air Base|Engels-2; 51.481; 46.211; RU
Boryspil International Airport|Boryspil International; 50.345; 30.895; UA
Antonov Airport|Hostomel Airport|Gostomel Airport|Antonov; 50.604; 30.192; UA
Saky Air Base|Saki Air Base|Novofedorivka Air Base; 45.093; 33.595; UA
Belbek Air Base|Belbek; 44.689; 33.574; UA
Zaporizhzhia Nuclear Power Plant|Zaporizhzhia NPP|ZNPP|Zaporizhzhia Nuclear; 47.512; 34.586; UA
Azovstal|Azovstal steel works|Azovstal steelworks; 47.098; 37.606; UA
Snake Island|Zmiinyi Island; 45.255; 30.204; UA
Queen Alia International Airport|Queen Alia International|Queen Alia; 31.723; 35.993; JO
Muwaffaq Salti Air Base|Muwaffaq al-Salti|Azraq Air Base; 31.826; 36.789; JO
Tower 22; 33.311; 38.705; JO
Rafic Hariri International Airport|Rafic Hariri International|Beirut International; 33.821; 35.488; LB
Damascus International Airport|Damascus International; 33.412; 36.516; SY
Hmeimim Air Base|Hmeimim|Khmeimim|Hmeymim|Humaymim|Bassel al-Assad International; 35.401; 35.949; SY
Shayrat Air Base|Shayrat|Al-Shayrat|ash-Shayrat; 34.490; 36.909; SY
T4 Air Base|T4|T-4|Tiyas Air Base|Tiyas|Taiyas; 34.523; 37.630; SY
Kuweires Air Base|Kuweires|Kweires|Kuwayris|Kwairis; 36.187; 37.583; SY
Abu al-Duhur Air Base|Abu Duhur|Abu al-Dhuhur|Abu ad-Duhur; 35.732; 37.101; SY
Menagh Air Base|Menagh|Minnigh|Mennagh; 36.521; 37.039; SY
Tabqa Air Base; 35.755; 38.567; SY
Al-Tanf|At Tanf|al-Tanf garrison|Tanf; 33.505; 38.667; SY
Mezzeh Air Base|Mezzeh Military Airport|Mezze Military Airport|Mezzeh Military; 33.478; 36.223; SY
Baghdad International Airport|Baghdad International; 33.263; 44.235; IQ
Ain al-Asad Air Base|Ain al-Asad|Ayn al-Asad|Al-Asad Air Base|Al Asad Air Base; 33.786; 42.441; IQ
Camp Taji|Taji Air Base; 33.524; 44.257; IQ
Balad Air Base; 33.940; 44.362; IQ
Qayyarah Airfield West|Q-West|Qayyarah West; 35.767; 43.125; IQ
Al-Taqaddum Air Base|Taqaddum|Habbaniyah Air Base; 33.338; 43.597; IQ
Camp Speicher|Speicher; 34.673; 43.543; IQ
Abu Ghraib prison; 33.293; 44.066; IQ
Mehrabad Airport|Mehrabad; 35.689; 51.313; IR
Imam Khomeini International Airport|Imam Khomeini International; 35.416; 51.152; IR
Fordow|Fordo|Fordow Fuel Enrichment Plant; 34.885; 50.996; IR
Natanz enrichment facility|Natanz Nuclear; 33.724; 51.727; IR
Kharg Island|Kharg; 29.245; 50.310; IR
Al Udeid Air Base|Al Udeid|Al-Udeid; 25.117; 51.315; QA
Al Dhafra Air Base|Al Dhafra|Al-Dhafra; 24.248; 54.548; AE
Prince Sultan Air Base|Prince Sultan; 24.063; 47.581; SA
Sanaa International Airport|Sanaa International|Sana'a International; 15.476; 44.220; YE
Al-Anad Air Base|al-Anad|Anad Air Base; 13.175; 44.765; YE
Camp Lemonnier; 11.544; 43.148; DJ
RAF Akrotiri; 34.590; 32.988; CY
Bagram Air Base|Bagram Airfield|Bagram; 34.946; 69.265; AF
Kandahar Airfield; 31.506; 65.848; AF
Camp Bastion; 31.864; 64.225; AF
Hamid Karzai International Airport|Hamid Karzai International|Kabul International; 34.566; 69.212; AF
Mitiga International Airport|Mitiga|Mitiga International|Maitiga; 32.894; 13.276; LY
Benina International Airport|Benina; 32.097; 20.270; LY
Diego Garcia; -7.313; 72.411; IO
White House; 38.898; -77.037; US
Pentagon; 38.871; -77.056; US
Capitol Hill|US Capitol|Capitol building; 38.890; -77.006; US
Times Square; 40.758; -73.986; US
Downing Street; 51.503; -0.128; GB
Trafalgar Square; 51.508; -0.128; GB
Champs-Élysées|Champs-Elysees|Champs Elysees|Champs Élysées; 48.870; 2.307; FR
Stade de France; 48.924; 2.360; FR
Bataclan|Bataclan theatre|Bataclan concert hall; 48.863; 2.371; FR
Kremlin; 55.752; 37.617; RU
Red Square; 55.754; 37.620; RU
Maidan|Maidan Nezalezhnosti|Independence Square, Kyiv; 50.450; 30.524; UA
Taksim Square|Taksim; 41.037; 28.985; TR
Tahrir Square|Midan al-Tahrir; 30.044; 31.236; EG
Tiananmen Square|Tiananmen; 39.903; 116.392; CN
Al-Aqsa Mosque|Al-Aqsa|Temple Mount|Haram al-Sharif; 31.778; 35.235; PS
Al-Shifa Hospital|Shifa Hospital|al-Shifa Hospital; 31.524; 34.444; PS
Nasser Hospital; 31.347; 34.293; PS
Evin Prison|Evin; 35.796; 51.384; IR
Saydnaya prison|Sednaya prison|Saydnaya Military; 33.665; 36.328; SY
Umayyad Square; 33.513; 36.277; SY
"""
