//! Names of things that are not people, places or organisations: the telescope James Webb, the carrier Charles de
//! Gaulle, the Richter scale, the State of the Union, Earth, a CFO.

use super::super::analyzed_text::AnalyzedText;
use super::super::classes::Classes;
use super::super::lexicon::Lexicon;
use super::super::word_list::WordList;
use super::Name;
use crate::model::Kind;
use crate::text::words::Shape;
use rustc_hash::FxHashSet;

/// Words before the name of a ship or a machine.
static WORDS_BEFORE: WordList = WordList::new("
    lander orbiter     carrier ship warship frigate destroyer submarine cruiser telescope rover probe yacht vessel liner
    ferry trawler tanker schooner spacecraft satellite uss hms ss mv");

/// Those of them that are never part of a place name.
static CRAFT: WordList = WordList::new("lander orbiter telescope rover probe spacecraft satellite");

/// What saints leave or are given.
static RELICS: WordList = WordList::new(
    "tunic relic relics statue tomb bones skull feast shrine icon life martyrdom canonisation canonization intercession",
);

/// Several ships, before their names.
static VESSELS: WordList = WordList::new(
    "tugs ships vessels tankers ferries boats frigates destroyers warships trawlers yachts submarines",
);

/// How many of them there are.
static NUMBERS: WordList =
    WordList::new("two three four five six seven eight nine ten eleven twelve dozen both");

/// How far before a ship's name they are looked for, in words.
const MAX_LIST: usize = 14;

/// Words after the name of a thing that is named after somebody.
const WORDS_AFTER: &[&str] = &[
    "telescope",
    "scale",
    "disease",
    "syndrome",
    "prize",
    "medal",
    "trophy",
    "cup",
    "rover",
    "spacecraft",
    "theorem",
];

/// Planets and moons; a town may have the same name.
const WORLDS: &[&str] =
    &["earth", "mars", "venus", "jupiter", "saturn", "mercury", "neptune", "uranus", "pluto"];

/// Top-level domains of web addresses.
const ENDINGS: &[&str] = &["gov", "com", "org", "net", "edu", "mil", "int", "co", "info"];

/// Words that, with a name, form the name of a government or an era.
const GENERAL: &[&str] =
    &["federal government", "fifth republic", "fourth republic", "third republic", "third reich"];

/// Acronyms of trades, techniques, degrees and wares, which name no body. (Those that the tagger knows of as well are
/// among the classes of words.)
static TERMS: WordList = WordList::new("
    xss ssrf csrf deia dei erg ergs ihe ihes hbcu hbcus odata gdata xslt xsd vba tpm lan lans yaml saml oauth sso mfa totp rdf skos dtd wcag svg png jpeg jpg gif mp3 mp4 ascii utf
    xbrl docx pptx xlsx hipaa ferpa coppa gdpr fisma foia naics pii rfi rfis rfq rfqs bpa bpas idiq kbps mbps
    hvac hris hrms hcm erp gtin sku skus asin opd svp evp avp cpa cpas sphr wwi wwii wwiii mvno isp isps rto wfh
    bnpl dtc sme smes kyc aml dao defi ico icos dlt roe ebitda yoy ytd capex opex cagr reit reits ppi rpi libor apr
    aprs cds cdos mbs qe adr adrs otc spac spacs vc vcs npl npls lbo lbos oem oems pcb pcbs ssd hdd wan wlan nfc
    rfid oled amoled ips hdmi ghg ghgs co2 ch4 pfas ppm ppb pm2 voc vocs lpg rng dui oui wmds rpgs icu icus nicu gps
    copd adhd ocd asd als ibs bmi ecg ekg eeg ivf ivg iud hpv hrt stds sti stis mrna pcr rsv hmo hmos ehr emr mmr
    tpa gcse gcses gmat lsat mcat stem stemm phds bscs msc llb jd pta ptas ged k12 esl tefl efl mfa bfa rotc tba tbd
    asap bogo fomo yolo imho irl nsfw ama diy ugc cms cdn dns http ftp ssh ssl tls tcp udp ipv4 ipv6 os oss gui cli
    ide llm llms ml nlp asr ocr rpa ar vr xr iot mmo mmorpg fps npc npcs dlc hdr uhd 4k 8k vod svod avod pvr dslr fx
    vfx lp lps oap oaps asbo asbos hgv hgvs lgv suv phev phevs bev bevs hybrid mpg bhp rpm abs awd rwd sop sops rfp
    rfps sla slas eta etd tbh eod potus flotus scotus vip vips mvp mvps goat dnf pb pbs t20 odi odis ufc1 hr pr qa
    qc lte cgi ceos ceo");

/// Removes the kind of names that are none of the three; returns the keys of those called after somebody.
pub fn set_apart(
    names: &mut [Vec<Name>],
    texts: &[AnalyzedText<'_>],
    lexicon: &Lexicon,
) -> FxHashSet<String> {
    let mut things: FxHashSet<String> = FxHashSet::default();
    for (names, analyzed) in names.iter().zip(texts) {
        for name in names {
            if is_called_after(name, analyzed) || has_article(name, analyzed, lexicon) {
                things.insert(analyzed.key(name.from, name.to));
            }
            // "James Webb Space Telescope" as a whole.
            let key = analyzed.key(name.from, name.to);
            let owner = WORDS_AFTER.iter().find_map(|end| key.strip_suffix(end)).map(str::trim_end);
            things.extend(owner.map(|owner| owner.strip_suffix(" space").unwrap_or(owner).to_owned()));
        }
    }
    for (names, analyzed) in names.iter_mut().zip(texts) {
        let towns: FxHashSet<usize> =
            names.iter().filter(|name| name.kind == Some(Kind::Place)).map(|name| name.to).collect();
        for name in names.iter_mut() {
            let key = analyzed.key(name.from, name.to);
            let is_somebody = is_person(name, analyzed);
            let is_one = !is_somebody && things.contains(&key)
                || name.kind == Some(Kind::Person)
                    && name.to - name.from == 1
                    && things.iter().any(|thing| thing.ends_with(&key) && thing.contains(' '));
            if is_somebody && things.contains(&key) {
                name.kind = Some(Kind::Person);
            }
            if is_saint(name, analyzed) {
                name.kind = Some(Kind::Person);
            }
            let is_thing = is_one && name.kind != Some(Kind::Organisation)
                || is_called_after(name, analyzed)
                || is_listed_ship(name, analyzed, lexicon)
                || name.from > 0
                    && towns.contains(&(name.from - 1))
                    && is_river_of_town(name, analyzed, lexicon)
                || is_nothing(name, analyzed, lexicon);
            if is_thing {
                name.kind = None;
            }
        }
    }
    things
}

/// Whether the words next to the name of a person or place make it that of a thing.
fn is_called_after(name: &Name, analyzed: &AnalyzedText<'_>) -> bool {
    if !matches!(name.kind, Some(Kind::Person | Kind::Place)) {
        return false;
    }
    let key = |at: usize| analyzed.words.get(at).map_or("", |word| word.key.as_str());
    let before = name.from.checked_sub(1).map_or("", key);
    let is_space_telescope = key(name.to) == "space" && key(name.to + 1) == "telescope";
    // "Rosetta, a probe that", "its lander, Philae".
    let is_mark = |at: usize| analyzed.words.get(at).is_some_and(|word| word.is_mark(','));
    let is_explained =
        is_mark(name.to) && matches!(key(name.to + 1), "a" | "the") && WORDS_BEFORE.has(key(name.to + 2))
            || name.from > 1 && is_mark(name.from - 1) && WORDS_BEFORE.has(key(name.from - 2));
    if name.kind == Some(Kind::Place) {
        return is_explained || CRAFT.has(before) || has_craft(name, analyzed);
    }
    is_explained || WORDS_BEFORE.has(before) || WORDS_AFTER.contains(&key(name.to)) || is_space_telescope
}

/// "Rosetta left it on a rocket, ten years before its lander came down": the subject of a sentence that has a lander.
fn has_craft(name: &Name, analyzed: &AnalyzedText<'_>) -> bool {
    let Some(sentence) = analyzed.sentence_of(name.from).filter(|_| name.to - name.from == 1) else {
        return false;
    };
    let is_subject = name.from == sentence.words.start
        || matches!(analyzed.words[name.from - 1].shape, Shape::Mark(':' | ';'));
    let is_own = |at: usize| {
        analyzed.words[at].key == "its" && analyzed.words.get(at + 1).is_some_and(|word| CRAFT.has(&word.key))
    };
    is_subject && (name.to..sentence.words.end).any(is_own)
}

/// "The tunic of Saint Louis": a saint, not a town.
fn is_saint(name: &Name, analyzed: &AnalyzedText<'_>) -> bool {
    let key = |back: usize| name.from.checked_sub(back).map_or("", |at| analyzed.words[at].key.as_str());
    name.kind == Some(Kind::Place)
        && name.to - name.from == 2
        && analyzed.words[name.from].key == "saint"
        && key(1) == "of"
        && RELICS.has(key(2))
}

/// "James Webb, who led": a person, even where a telescope is called after him.
fn is_person(name: &Name, analyzed: &AnalyzedText<'_>) -> bool {
    let key = |at: usize| analyzed.words.get(at).map_or("", |word| word.key.as_str());
    let is_comma = analyzed.words.get(name.to).is_some_and(|word| word.is_mark(','));
    let is_full = name.to - name.from > 1 && analyzed.classes(name.from).is(Classes::FIRST);
    is_full && is_comma && key(name.to + 1) == "who"
}

/// "Two ocean-going tugs, the Alp Guard and the Carlo Magno": ships that a sentence lists by their names.
fn is_listed_ship(name: &Name, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) -> bool {
    let Name { from, to, kind, .. } = *name;
    let key = |at: usize| analyzed.words[at].key.as_str();
    if !matches!(kind, Some(Kind::Person | Kind::Organisation)) || from < 3 || key(from - 1) != "the" {
        return false;
    }
    let Some(sentence) = analyzed.sentence_of(from) else { return false };
    let is_in_list = analyzed.words[from - 2].is_mark(',') || key(from - 2) == "and";
    let vessel = (sentence.words.start..from - 1).rev().take(MAX_LIST).find(|&at| VESSELS.has(key(at)));
    let is_counted = vessel.is_some_and(|vessel| {
        (sentence.words.start..vessel)
            .rev()
            .take(3)
            .any(|at| analyzed.words[at].shape == Shape::Number || NUMBERS.has(key(at)))
    });
    is_in_list
        && is_counted
        && lexicon.possible_organisation(&analyzed.key(from, to), analyzed.form(from, to)).is_none()
}

/// "Halle (Saale)": what is in brackets behind a town tells it from others of its name.
fn is_river_of_town(name: &Name, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) -> bool {
    let Name { from, to, kind, .. } = *name;
    let is_mark = |at: usize, mark: char| analyzed.words.get(at).is_some_and(|word| word.is_mark(mark));
    kind == Some(Kind::Organisation)
        && to - from == 1
        && from > 1
        && is_mark(from - 1, '(')
        && is_mark(to, ')')
        && analyzed.words[from].shape == Shape::Capital
        && analyzed.words[from - 2].shape == Shape::Capital
        && analyzed.words[from].key.chars().next() != analyzed.words[from - 2].key.chars().next()
        && analyzed.form(from, to).chars().skip(1).all(char::is_lowercase)
        && lexicon.possible_organisation(&analyzed.key(from, to), analyzed.form(from, to)).is_none()
}

/// Whether a full name is one that only a thing has: "two tugs, the Alp Guard and the Carlo Magno". Nobody is called
/// "the Anna Berg" unless more follows: "the Anna Berg case".
fn has_article(name: &Name, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) -> bool {
    if name.kind != Some(Kind::Person) || name.to - name.from < 2 || name.from == 0 {
        return false;
    }
    let before = &analyzed.words[name.from - 1];
    let ends = analyzed.words.get(name.to).is_none_or(|next| {
        matches!(next.shape, Shape::Mark(',' | '.' | ';')) || matches!(next.key.as_str(), "and" | "or")
    });
    let is_title = |at: usize| lexicon.classes(&analyzed.words[at].key).is(Classes::TITLE);
    before.shape == Shape::Lower && before.key == "the" && ends && !(name.from..name.to).any(is_title)
}

/// Last words of treaties and laws.
const ACCORDS: [&str; 10] = [
    "pact",
    "accord",
    "accords",
    "treaty",
    "agreement",
    "act",
    "bill",
    "amendment",
    "protocol",
    "declaration",
];

/// Last words of company names.
const LEGAL_FORMS: [&str; 9] = ["co", "inc", "corp", "ltd", "plc", "group", "company", "and", "&"];

/// Whether a name is an address, a planet, a title in capitals, a party's letter before a state, or part of a phrase
/// that names none of the three kinds.
fn is_nothing(name: &Name, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) -> bool {
    let Name { from, to, kind, .. } = *name;
    let word = |at: usize| analyzed.words.get(at);
    let key = analyzed.key(from, to);
    let is_address = word(to).is_some_and(|mark| mark.is_mark('.') && !mark.apart)
        && word(to + 1).is_some_and(|end| !end.apart && ENDINGS.contains(&end.key.as_str()));
    let is_world = kind == Some(Kind::Place)
        && WORLDS.contains(&key.as_str())
        && !word(to).is_some_and(|mark| mark.is_mark(','));
    let is_short = kind == Some(Kind::Organisation) && key.len() <= 8;
    let plain = key.replace(' ', "");
    let singular = plain.strip_suffix('s').unwrap_or(&plain);
    let is_title = kind == Some(Kind::Organisation)
        && [plain.as_str(), singular]
            .iter()
            .any(|word| lexicon.classes(word).is(Classes::NO_ACRONYM) || is_short && TERMS.has(word))
        && lexicon.possible_organisation(&key, analyzed.form(from, to)).is_none();
    let is_party = matches!(key.split(' ').next(), Some("d" | "r" | "i"))
        && to - from >= 3
        && analyzed.words[from + 1].is_mark('-')
        && !analyzed.words[from + 1].apart;
    // "Roe v. Wade" is a case, and neither of the two is told of.
    let is_case = kind == Some(Kind::Person)
        && to - from == 1
        && (is_versus(analyzed, to)
            || from > 1 && is_versus(analyzed, from - 1)
            || from > 2 && is_versus(analyzed, from - 2));
    let is_union = key == "union" && from > 2 && analyzed.key(from - 3, to) == "state of the union"
        || key == "state of the union";
    let is_amount = kind == Some(Kind::Organisation) && is_amount(&key);
    let is_adjective = kind == Some(Kind::Place) && (key == "federal" || key.ends_with(" federal"))
        || kind == Some(Kind::Organisation) && key == "allied";
    // "Chandra X-ray Observatory", cut at the hyphen.
    let is_cut = analyzed.words[to - 1].key.chars().count() == 1
        && word(to).is_some_and(|mark| mark.is_mark('-') && !mark.apart);
    is_accord(name, analyzed, lexicon)
        || is_cut
        || is_legal_form(name, &key)
        || is_handle(name, analyzed)
        || is_several(name, &key, analyzed, lexicon)
        || is_adjective
        || is_amount
        || is_emphasised(name, analyzed)
        || is_address
        || is_world
        || is_title
        || is_party
        || is_case
        || is_union
        || is_ticker(name, analyzed)
        || GENERAL.contains(&key.as_str())
}

/// "NYSE: LND", "Lund Inc <LND>": the sign of a share.
fn is_ticker(name: &Name, analyzed: &AnalyzedText<'_>) -> bool {
    let from = name.from;
    let is_mark = |at: usize, mark: char| analyzed.words.get(at).is_some_and(|word| word.is_mark(mark));
    if from > 0 && name.to - from == 1 && is_mark(from - 1, '<') && is_mark(name.to, '>') {
        return analyzed.words[from].shape == Shape::Upper && analyzed.words[from].key.len() < 6;
    }
    analyzed.words[from].shape == Shape::Upper
        && from > 1
        && analyzed.words[from - 1].is_mark(':')
        && matches!(analyzed.words[from - 2].key.as_str(), "nyse" | "nasdaq" | "lse" | "tsx" | "asx" | "amex")
}

/// "@harrow", "harrow@": an account or an address.
fn is_handle(name: &Name, analyzed: &AnalyzedText<'_>) -> bool {
    let Name { from, to, .. } = *name;
    analyzed.words.get(to).is_some_and(|mark| mark.is_mark('@') && !mark.apart)
        || from > 0 && analyzed.words[from - 1].is_mark('@') && !analyzed.words[from].apart
}

/// "CSPs", "ISAOs": several of a kind, and none by name.
fn is_several(name: &Name, key: &str, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) -> bool {
    let form = analyzed.form(name.from, name.to);
    name.kind == Some(Kind::Organisation)
        && name.to - name.from == 1
        && form.strip_suffix('s').is_some_and(|rest| {
            rest.len() > 1 && rest.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        })
        && lexicon.possible_organisation(key, form).is_none()
}

/// "R20bn", "PS4": an amount or a model, letters with a digit among them and nothing else.
fn is_amount(key: &str) -> bool {
    let rest = key.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let is_money = rest.starts_with(|c: char| c.is_ascii_digit()) && matches!(key.len() - rest.len(), 1 | 2);
    is_money && (rest.ends_with("bn") || rest.ends_with('m') || key.starts_with("ps") && rest.len() == 1)
}

/// "This IS wrong": a word of the language in capitals, beside a word that it goes with as a word.
fn is_emphasised(name: &Name, analyzed: &AnalyzedText<'_>) -> bool {
    let Name { from, to, .. } = *name;
    let word = &analyzed.words[from];
    if to - from != 1
        || word.shape != Shape::Upper
        || !matches!(word.key.as_str(), "is" | "who" | "it" | "it's" | "all" | "as" | "was" | "no" | "not")
    {
        return false;
    }
    let is_subject = |at: usize| {
        matches!(
            analyzed.words[at].key.as_str(),
            "this" | "it" | "he" | "she" | "there" | "what" | "here" | "nobody" | "everybody"
        )
    };
    let before = from.checked_sub(1);
    let is_loud = |at: usize| {
        analyzed.words.get(at).is_some_and(|word| word.shape == Shape::Upper)
            && analyzed.classes(at).is(Classes::CLOSED | Classes::COMMON)
    };
    before.is_some_and(|at| is_subject(at) || is_loud(at))
        || is_loud(to)
        || matches!(analyzed.words.get(to).map_or("", |word| &word.key), "a" | "not")
}

/// Whether a word is the "v" between the parties of a case.
fn is_versus(analyzed: &AnalyzedText<'_>, at: usize) -> bool {
    analyzed.words.get(at).is_some_and(|word| matches!(word.key.as_str(), "v" | "vs"))
}

/// Whether a name is that of a treaty or a law and not a listed organisation.
fn is_accord(name: &Name, analyzed: &AnalyzedText<'_>, lexicon: &Lexicon) -> bool {
    let Name { from, to, kind, .. } = *name;
    kind == Some(Kind::Organisation)
        && to - from > 1
        && ACCORDS.contains(&analyzed.words[to - 1].key.as_str())
        && lexicon.possible_organisation(&analyzed.key(from, to), analyzed.form(from, to)).is_none()
}

/// Whether a name consists only of last words of company names.
fn is_legal_form(name: &Name, key: &str) -> bool {
    name.kind == Some(Kind::Organisation) && key.split(' ').all(|word| LEGAL_FORMS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::super::Tagger;
    use crate::entities::marked;

    #[test]
    fn what_is_called_after_somebody_is_nobody() {
        marked::check(
            &Tagger::open().expect("the weights we ship"),
            &[
                "The carrier Anna Berg left [Oslo]. Sailors of the Anna Berg waved.",
                "A new HVAC unit cost R20bn, said {Anna Berg}, and this IS wrong.",
                "The president gave his State of the Union address, and the CFO listened.",
            ],
        );
    }
}
