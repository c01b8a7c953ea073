"""GeoNames' own points of countries and divisions, where the lists that give their names lie far from them.

A country's or province's point is a convention. An entry with a GeoNames id should stand where GeoNames has
it, so that two users of the id agree; most of these points came to GeoNames from the national gazetteers of
the United States, rounded to a half or a quarter of a degree. Degrees, WGS 84.

They were written down from general knowledge of GeoNames (CC BY 4.0), since no dump of it was at hand, and
compared only with the points that they replace. Whoever has a dump should check them against it. Chile's was
left out because the articles that places are measured on (TR-News) contradicted it.
"""

__all__ = ["COUNTRY_POINTS", "DIVISION_POINTS"]

Point = tuple[float, float]

_COUNTRIES = """
AE 24.0 54.0|AF 33.0 66.0|AL 41.0 20.0|AM 40.0 45.0|AO -12.5 18.5|AR -34.0 -64.0|AT 47.33333 13.33333
AU -25.0 135.0|AZ 40.5 47.5|BA 44.25 17.83333|BD 24.0 90.0|BE 50.75 4.5|BF 12.5 -1.66667|BG 42.66667 25.25
BI -3.5 30.0|BJ 9.5 2.25|BO -17.0 -65.0|BR -10.0 -55.0|BY 53.0 28.0|CA 60.10867 -113.64258|CD -2.5 23.5
CF 7.0 21.0|CG -1.0 15.5|CH 47.00016 8.01427|CI 8.0 -5.5|CM 6.0 12.5|CN 35.0 105.0
CO 4.0 -73.25|CR 10.0 -84.0|CU 22.0 -79.5|CY 35.0 33.0|CZ 49.75 15.0|DE 51.5 10.5|DJ 11.83333 42.5
DK 56.0 10.0|DO 19.0 -70.66667|DZ 28.0 3.0|EC -1.25 -78.25|EE 59.0 26.0|EG 27.0 30.0|ER 15.0 39.0
ES 40.0 -4.0|ET 8.0 38.0|FI 64.0 26.0|FR 46.0 2.0|GB 54.75844 -2.69531|GE 42.0 43.5|GH 8.1 -1.2
GR 39.0 22.0|GT 15.5 -90.25|HN 15.0 -86.5|HR 45.16667 15.5|HT 19.0 -72.41667|HU 47.0 20.0|ID -5.0 120.0
IE 53.0 -8.0|IL 31.5 34.75|IN 22.0 79.0|IQ 33.0 44.0|IR 32.0 53.0|IS 65.0 -18.0|IT 42.83333 12.83333
JM 18.16667 -77.25|JO 31.0 36.0|JP 35.68536 139.75309|KE 1.0 38.0|KG 41.5 75.0|KH 13.0 105.0|KP 40.0 127.0
KR 36.5 127.75|KW 29.5 47.75|KZ 48.0 68.0|LA 18.0 105.0|LB 33.83333 35.83333|LK 7.75 80.75|LR 6.5 -9.5
LT 55.41667 24.0|LV 57.0 25.0|LY 28.0 17.0|MD 47.25 28.58333|ME 42.75 19.25|MG -20.0 47.0
MK 41.66667 21.75|ML 18.0 -2.0|MM 21.0 96.0|MN 46.0 105.0|MR 20.25 -10.5|MX 23.0 -102.0|MY 2.5 112.5
MZ -18.25 35.0|NA -22.0 17.0|NE 18.0 9.0|NG 10.0 8.0|NI 13.0 -85.0|NL 52.25 5.75|NO 62.0 10.0|NP 28.0 84.0
NZ -42.0 174.0|OM 21.0 57.0|PA 9.0 -80.0|PE -10.0 -75.25|PH 13.0 122.0|PK 30.0 70.0|PL 52.0 20.0
PS 31.92157 35.20329|PT 39.6945 -8.13057|PY -22.99333 -57.99639|QA 25.5 51.25|RO 46.0 25.0
RS 44.81892 20.45998|RU 60.0 100.0|RW -2.0 30.0|SA 25.0 45.0|SD 16.0 30.0|SE 62.0 15.0|SI 46.08333 15.0
SK 48.66667 19.5|SL 8.5 -11.5|SN 14.5 -14.25|SO 6.0 48.0|SS 7.5 30.0|SV 13.83333 -88.91667|SY 35.0 38.0
TD 15.0 19.0|TG 8.66667 1.08333|TH 15.5 101.0|TJ 39.0 71.0|TM 40.0 60.0|TN 34.0 9.0|TR 39.05901 34.91155
TW 24.0 121.0|TZ -6.0 35.0|UA 49.0 32.0|UG 1.25 32.5|US 39.76 -98.5|UY -33.0 -56.0|UZ 41.70754 63.84911
VE 8.0 -66.0|VN 16.16667 107.83333|XK 42.58333 21.0|YE 15.5 47.5|ZA -29.0 24.0|ZM -14.33333 28.5
ZW -19.0 29.75
"""

_DIVISIONS = """
US Alabama 32.75041 -86.75026|US Alaska 64.00028 -150.00028|US Arizona 34.5003 -111.50098
US Arkansas 34.75037 -92.50044|US California 37.25022 -119.75126|US Colorado 39.00027 -105.50083
US Connecticut 41.66704 -72.66648|US Delaware 39.00039 -75.49992|US District of Columbia 38.91706 -77.00025
US Florida 28.75054 -82.5001|US Georgia 32.75042 -83.50018|US Hawaii 20.78785 -156.38612
US Idaho 44.5002 -114.25118|US Illinois 40.00032 -89.25037|US Indiana 40.00032 -86.25027
US Iowa 42.00027 -93.50049|US Kansas 38.50029 -98.50063|US Kentucky 38.20042 -84.87762
US Louisiana 31.00047 -92.0004|US Maine 45.50032 -69.24977|US Maryland 39.00039 -76.74997
US Massachusetts 42.36565 -71.10832|US Michigan 44.25029 -85.50033|US Minnesota 46.25024 -94.25055
US Mississippi 32.75041 -89.75036|US Missouri 38.25031 -92.50046|US Montana 47.00025 -109.75102
US Nebraska 41.50028 -99.75067|US Nevada 39.25021 -116.75119|US New Hampshire 43.66702 -71.4998
US New Jersey 40.16706 -74.49987|US New Mexico 34.50034 -106.00085|US New York 43.00035 -75.4999
US North Carolina 35.50069 -80.00032|US North Dakota 47.50027 -100.00068|US Ohio 40.25034 -83.00018
US Oklahoma 35.49209 -97.50328|US Oregon 44.00013 -120.50139|US Pennsylvania 40.27245 -76.90567
US Rhode Island 41.75038 -71.49978|US South Carolina 34.00043 -81.00009|US South Dakota 44.50026 -100.25069
US Tennessee 35.75035 -86.25027|US Texas 31.25044 -99.25061|US Utah 39.25024 -111.75103
US Vermont 44.00034 -72.74983|US Virginia 37.54812 -77.44675|US Washington 47.50012 -120.50147
US West Virginia 38.50038 -80.50009|US Wisconsin 44.50024 -90.00041|US Wyoming 43.00024 -107.5009
CA Alberta 52.28333 -117.469|CA British Columbia 53.99983 -125.0032|CA Manitoba 55.0001 -97.00049
CA New Brunswick 46.50011 -66.50195|CA Newfoundland and Labrador 52.0 -56.0|CA Nova Scotia 45.00015 -62.99865
CA Ontario 49.25014 -84.49983|CA Prince Edward Island 46.33343 -63.50117|CA Quebec 52.00017 -71.99907
CA Saskatchewan 54.0001 -106.00099|CA Nunavut 70.0 -90.0|CA Yukon 62.99962 -135.00404
AU New South Wales -33.0 146.0|AU Northern Territory -20.0 134.0|AU Queensland -20.0 145.0
AU South Australia -30.0 135.0|AU Tasmania -42.0 147.0|AU Victoria -37.0 145.0
AU Western Australia -25.0 122.0
GB England 52.16045 -0.70312|GB Scotland 56.0 -4.0|GB Wales 52.5 -3.5|GB Northern Ireland 54.5 -6.5
"""


def _points(table: str) -> dict[str, Point]:
    lines = (line.rsplit(" ", 2) for line in table.replace("\n", "|").split("|") if line)
    return {name: (float(latitude), float(longitude)) for name, latitude, longitude in lines}


COUNTRY_POINTS = _points(_COUNTRIES)
"""Latitude and longitude by ISO 3166 alpha-2 code."""
DIVISION_POINTS = _points(_DIVISIONS)
"""Latitude and longitude by country's code and English name (`CA Alberta`)."""
