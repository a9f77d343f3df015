#!/usr/bin/env python3
"""Writes `firms.txt`: the firms of the great stock indices by the names that news calls them, one a line.

    firms.py

Reads pytickersymbols (MIT) in `packages/` and the word lists beside it. "~" stands before a name that is also a word or could be
somebody's ("~Target", "~Charles Schwab"): by itself it names nothing.
"""
import importlib.util
import re
import unicodedata

LEGAL = r"(?:incorporated|inc|corporation|corp|company|companies|co|ltd|limited|plc|ag|se|sa|s\.a|spa|s\.p\.a|nv|n\.v|llc|lp|kgaa|asa|ab|oyj|gmbh|holdings?|group|bancorp|bancshares)"
TAIL = re.compile(rf"(?:,|\s)+(?:& )?{LEGAL}\.?$", re.I)
# What a name may not be cut down to: "International Group" would be "International".
TOO_BARE = re.compile(r"^(?:(?:american|united|first|national|international|global|general|new|the|standard|central|federal|universal|western|eastern|northern|southern|pacific|atlantic)\W*)+$", re.I)

# Too common as words, or as parts of other names, to tell of a firm.
WORDS = set(
    "City News Next SCREEN SHIFT Pool Ball Box Buckle Customers Employers Partners Merchants Investor Interface Integer Insight First "
    "Evolution Element Compass Continental Hub Block Match Recruit Principal Progressive Rational Noble Norma Stride Sage Stellar Verve "
    "Booking Carnival Hartford Huntington Phoenix Orion Mosaic Waters Gates Cooper Dana Douglas Dover Rogers Williams Wiley Weir Brady "
    "Elis Elisa Patrizia Lindsay Rollins Hawkins Hayward Knowles Matson Legrand Palomar Triumph Tidewater Sharp Canon Admiral Alamo".split()
) | {"First Financial", "National Bank", "Universal Corporation", "World Acceptance", "Independent Bank", "Premier Financial"}


def listed(name):
    with open(f"../{name}", encoding="utf8") as file:
        return {line.strip() for line in file}


def folded(name):
    plain = unicodedata.normalize("NFD", name.lower())
    return "".join(c for c in plain if c.isalnum() or c in " &-").strip()


def short(name):
    name = re.sub(r"\s*\(.*?\)", "", name).strip().removeprefix("The ")
    while True:
        cut = TAIL.sub("", name).rstrip(" ,&")
        if cut == name or len(cut) < 2 or TOO_BARE.match(cut):
            return name
        name = cut


def main():
    spec = importlib.util.spec_from_file_location("data", "packages/pytickersymbols/indices_data.py")
    data = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(data)
    first, last, common = listed("first-names.txt"), listed("surnames.txt"), listed("common-words.txt")
    is_word = lambda word: word in common or word.rstrip("s") in common
    names = set()
    for index in data.INDICES.values():
        for company in index["companies"]:
            name = short(company["name"])
            words = folded(name).split()
            is_acronym = len(name) < 5 and name.upper() == name
            if not words or is_acronym or "trust" in words or not name[0].isupper() or name in WORDS:
                continue
            is_lone = len(words) == 1 and (words[0] in first | last or is_word(words[0]))
            is_person = "&" not in words and len(words) in (2, 3) and words[0] in first and (words[-1] in last or words[-1] in first)
            names.add(("~" if is_lone or is_person else "") + name)
    with open("../firms.txt", "w", encoding="utf8") as file:
        file.writelines(f"{name}\n" for name in sorted(names, key=lambda name: name.lstrip("~").casefold()))


main()
