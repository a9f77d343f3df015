//! Which mentions are one organisation: by the list of names, by omitted legal forms, by acronyms and by shortened
//! names.

use super::super::lexicon::{Lexicon, american, organisation_key};
use super::super::tagger::heads;
use super::{Group, Named, best_form};
use crate::text::fold::fold;
use std::collections::HashMap;

/// The most organisations of a text among which short names are looked for: each is compared with each. Only lists have
/// more.
const MOST: usize = 1_000;

/// Words that some articles omit at the end of a name.
const LEGAL_FORMS: &[&str] = &[
    "inc",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "plc",
    "ag",
    "sa",
    "spa",
    "nv",
    "llc",
    "llp",
    "gmbh",
    "group",
];

/// Words that acronyms may skip.
const SKIPPED: &[&str] = &["of", "the", "and", "for", "on", "in", "to", "&", "de"];

/// Ends of web addresses.
const ADDRESSES: &[&str] = &[".gov", ".com", ".org"];

/// What acronyms stand for at the beginning of longer names.
const EXPANSIONS: &[(&str, &str)] = &[("us", "united states"), ("uk", "united kingdom")];

/// Nations as they begin names of organisations that are known at home by the rest.
const NATIONS: &[&str] = &["us ", "united states ", "american ", "uk ", "british "];

/// The mentions with one key.
struct OrganisationGroup<'a> {
    key: String,
    /// The listed name, if there is one.
    listed: Option<&'static str>,
    members: Vec<usize>,
    forms: Vec<&'a str>,
}

impl OrganisationGroup<'_> {
    /// The key of its first form: an acronym before the list spells it out.
    fn key_as_written(&self) -> String {
        self.forms.first().map(|form| organisation_key(form)).unwrap_or_default()
    }

    /// Whether the article calls the listed broadcaster only by the name of its news: "NBC News".
    fn is_news_of(&self, listed: &str) -> bool {
        self.forms.iter().all(|form| form.strip_prefix(listed).is_some_and(|rest| rest == " News"))
    }
}

/// Words that some articles omit after a name of two words or more.
const OFFICES: &[&str] = &[
    "department",
    "service",
    "force",
    "party",
    "association",
    "club",
    "bank",
    "hospital",
    "museum",
    "university",
];

/// Words that some articles omit after an acronym.
const WHOLES: &[&str] = &["bank", "airlines", "airways", "railway", "party"];

/// Chambers, whose names begin those of their caucuses and committees.
const CHAMBERS: &[&str] = &["house", "senate", "congress", "parliament"];

/// Groups mentions of organisations, in the given order. `joined` are pairs that the text itself states to be one:
/// "Harbour Office (HO)".
pub(super) fn group(named: &[Named<'_>], joined: &[(usize, usize)], lexicon: &Lexicon) -> Vec<Group> {
    let mut organisations: Vec<OrganisationGroup<'_>> = Vec::new();
    let mut by_key: HashMap<String, usize> = HashMap::new();
    for mention in named {
        let (key, listed) = key_of(mention.form, lexicon);
        let at = *by_key.entry(key.clone()).or_insert_with(|| {
            organisations.push(OrganisationGroup { key, listed, members: Vec::new(), forms: Vec::new() });
            organisations.len() - 1
        });
        organisations[at].members.push(mention.index);
        organisations[at].forms.push(mention.form);
    }
    let longer = |at| if organisations.len() > MOST { None } else { longer_name(at, &organisations) };
    let mut target: Vec<Option<usize>> = (0..organisations.len()).map(longer).collect();
    let holds =
        |index: usize| organisations.iter().position(|organisation| organisation.members.contains(&index));
    for &(long, short) in joined {
        if let (Some(long), Some(short)) = (holds(long), holds(short))
            && long != short
            && end_of(long, &target) != Some(short)
            && end_of(short, &target) != Some(long)
            && (organisations[long].listed.is_none()
                || organisations[short].listed.is_none()
                || has_initials(&organisations[long].key, &organisations[short].key_as_written()))
        {
            // The text's own definition of an acronym outranks the list's.
            let are_listed = organisations[long].listed.is_some() && organisations[short].listed.is_some();
            let is_meant = !are_listed && is_like(&organisations[short], &organisations[long]);
            let (from, to) = if is_meant { (long, short) } else { (short, long) };
            target[from] = Some(to);
        }
    }
    let mut groups: Vec<Option<Group>> = Vec::new();
    for organisation in &organisations {
        let name = organisation
            .listed
            .filter(|listed| !organisation.is_news_of(listed))
            .map_or_else(|| best_form(&organisation.forms), str::to_owned);
        groups.push(Some(Group {
            members: organisation.members.clone(),
            name,
            key: organisation.key.clone(),
            ..Group::default()
        }));
    }
    for at in 0..organisations.len() {
        let Some(longer) = end_of(at, &target) else { continue };
        if let Some(short) = groups[at].take()
            && let Some(long) = &mut groups[longer]
        {
            long.members.extend(short.members);
        }
    }
    groups.into_iter().flatten().collect()
}

/// Whether the listed meaning of an acronym can be the organisation with the longer name.
fn is_like(short: &OrganisationGroup<'_>, long: &OrganisationGroup<'_>) -> bool {
    let Some(listed) = short.listed else { return false };
    let listed = organisation_key(listed);
    let shared = listed.split(' ').filter(|word| long.key.split(' ').any(|other| other == *word)).count();
    !listed.contains(' ') || 2 * shared >= listed.split(' ').count()
}

/// The end of the chain from a short name to longer ones; `None` if there is no chain or it loops.
fn end_of(at: usize, target: &[Option<usize>]) -> Option<usize> {
    let mut end = target[at]?;
    for _ in 0..target.len() {
        match target[end] {
            Some(next) => end = next,
            None => return Some(end),
        }
    }
    None
}

/// The key of a name, and its listed name.
fn key_of(form: &str, lexicon: &Lexicon) -> (String, Option<&'static str>) {
    // "The 118th Congress" is Congress.
    let form = match form.split_once(' ') {
        Some((first, rest)) if first.starts_with(|c: char| c.is_ascii_digit()) && rest == "Congress" => rest,
        _ => form,
    };
    let plain = organisation_key(form);
    let plain = american(&plain).unwrap_or(plain);
    if let Some(name) = lexicon.possible_organisation(&plain, form) {
        return (fold(name), Some(name));
    }
    let mut words: Vec<&str> = plain.split(' ').collect();
    while words.len() > 1 && words.last().is_some_and(|last| LEGAL_FORMS.contains(last)) {
        words.pop();
    }
    let short = words.join(" ");
    if let Some(name) = lexicon.possible_organisation(&short, form) {
        return (fold(name), Some(name));
    }
    // "U.S. Food and Drug Administration" is the listed agency of that country, and so is "U.S. FDA".
    let rest = NATIONS.iter().find_map(|nation| short.strip_prefix(nation));
    let listed = |rest: &str| {
        let form = if rest.contains(' ') { rest.to_owned() } else { rest.to_uppercase() };
        lexicon.organisation(rest, &form)
    };
    if let Some(name) = rest.filter(|rest| rest.contains(' ') || rest.len() > 2).and_then(listed) {
        return (fold(name), Some(name));
    }
    // "University of Lund's Library" is the University of Lund Library.
    let short = match form.replace("’s ", " ").replace("'s ", " ") {
        owned if owned.len() < form.len() => key_of(&owned, lexicon).0,
        _ => short,
    };
    // "UN Harbour Office" begins with an acronym, "Royal Harbour Society" with a word.
    let begins_with_acronym = form.split(' ').next().is_some_and(|first| !first.contains(char::is_lowercase));
    let full = if begins_with_acronym { expanded(&short, lexicon) } else { short };
    (turned(&full), None)
}

/// "Ministry of Tides" as "Tides Ministry": both are in use.
fn turned(key: &str) -> String {
    let of = |office: &str| {
        let rest = key.strip_prefix(office)?.strip_prefix(" of ")?;
        let rest = rest.strip_prefix("the ").unwrap_or(rest);
        (rest.split(' ').count() < 3 && !rest.contains(" of ")).then(|| format!("{rest} {office}"))
    };
    of("ministry").or_else(|| of("department")).unwrap_or_else(|| key.to_owned())
}

/// A key whose first word, a known acronym, is spelt out: "UN Harbour Office".
fn expanded(key: &str, lexicon: &Lexicon) -> String {
    let Some((first, rest)) = key.split_once(' ') else { return key.to_owned() };
    let listed = EXPANSIONS.iter().find(|(short, _)| *short == first).map(|(_, long)| (*long).to_owned());
    let long = listed.or_else(|| lexicon.organisation(first, &first.to_uppercase()).map(organisation_key));
    match long {
        Some(long) if first.len() <= 5 => format!("{long} {rest}"),
        _ => key.to_owned(),
    }
}

/// The organisation that a short name refers to: the one whose initials it is, or the only one that it can be a part
/// of.
fn longer_name(at: usize, organisations: &[OrganisationGroup<'_>]) -> Option<usize> {
    let short = &organisations[at];
    let others = || {
        (0..organisations.len())
            .filter(move |&other| other != at && organisations[other].key.len() > short.key.len())
    };
    if let Some(other) = own_acronym(short, organisations) {
        return Some(other);
    }
    if let Some(other) = others().find(|&other| is_run_together(&short.key, &organisations[other].key)) {
        return Some(other);
    }
    if !short.key.contains(' ') {
        let is_acronym = short.forms.iter().any(|form| form.chars().filter(|c| c.is_uppercase()).count() > 1);
        if is_acronym {
            let long = others().find(|&other| {
                organisations[other].forms.iter().any(|form| has_initials(form, &short.key))
                    || has_initials(&organisations[other].key, &short.key)
            });
            let is_whole = |&other: &usize| {
                let rest =
                    organisations[other].key.strip_prefix(&short.key).and_then(|rest| rest.strip_prefix(' '));
                rest.is_some_and(|rest| WHOLES.contains(&rest))
            };
            return long.or_else(|| others().find(is_whole));
        }
    }
    // "Parliament" alone is the one that the article names in full, if it does.
    let written = short.key_as_written();
    let is_listed_head = short.listed.is_some() && heads::is_head(&written);
    if short.listed.is_some() && !is_listed_head {
        return None;
    }
    // "The Defense Ministry" is the listed Ministry of Defence.
    let as_listed = |other: &usize| {
        let key = &organisations[*other].key;
        organisations[*other].listed.is_some()
            && turned(&american(key).unwrap_or_else(|| key.clone())) == short.key
    };
    let mut listed = (0..organisations.len()).filter(|&other| other != at).filter(as_listed);
    if let Some(other) = listed.next() {
        return Some(other);
    }
    let name = if is_listed_head { &written } else { &short.key };
    let mut longer = others().filter(|&other| is_cut_from(name, &organisations[other].key));
    let only = longer.next()?;
    longer.next().is_none().then_some(only)
}

/// Whether two names differ only in spaces and the end of an address: "harbourboard.gov" is the Harbour Board.
fn is_run_together(short: &str, long: &str) -> bool {
    let name = ADDRESSES.iter().find_map(|end| short.strip_suffix(end)).unwrap_or(short);
    let mut letters = name.chars().filter(|c| *c != ' ');
    long.chars().filter(|c| *c != ' ').eq(letters.by_ref()) && name.len() > 5
}

/// What an acronym stands for that the article never spells out as the list does, though another name has its
/// initials: DNC beside "Den norske Creditbank".
fn own_acronym(short: &OrganisationGroup<'_>, organisations: &[OrganisationGroup<'_>]) -> Option<usize> {
    let acronym = short.forms.first()?;
    let is_alone = short.listed.is_some()
        && (3..=6).contains(&acronym.len())
        && acronym.chars().all(|c| c.is_ascii_uppercase())
        && short.forms.iter().all(|form| form == acronym);
    let acronym = acronym.to_lowercase();
    let has_own = |other: &&OrganisationGroup<'_>| {
        other.listed.is_none() && other.forms.iter().any(|form| has_initials(form, &acronym))
    };
    let own = organisations.iter().find(has_own).filter(|_| is_alone)?;
    organisations.iter().position(|other| std::ptr::eq(other, own))
}

/// Whether an acronym consists of the initials of a name.
fn has_initials(name: &str, acronym: &str) -> bool {
    let key = organisation_key(name);
    let words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
    if words.len() < 2 {
        return false;
    }
    let initials = |skip: bool| -> String {
        words
            .iter()
            .filter(|word| !(skip && SKIPPED.contains(word)))
            .filter_map(|word| word.chars().next())
            .collect()
    };
    // "D.C. Harbour Authority" is DCHA.
    let spelt = || -> String {
        let first = words[0];
        let rest =
            words[1..].iter().filter(|word| !SKIPPED.contains(word)).filter_map(|word| word.chars().next());
        first.chars().chain(rest).collect()
    };
    initials(true) == acronym || initials(false) == acronym || words[0].len() == 2 && spelt() == acronym
}

/// Whether a name is the end of a longer one ("Pilots Union" of "Harbour Pilots Union"), or the first or last word of
/// a short one ("Lindqvist" of "Lindqvist Shipping", "Gulls" of "Lund Gulls").
fn is_cut_from(short: &str, long: &str) -> bool {
    // At home the "U.S. Navy" is "the Navy", and the "U.S. Marine Corps" is "Marine".
    if let Some(rest) = NATIONS.iter().find_map(|nation| long.strip_prefix(nation))
        && (short == rest
            || !short.contains(' ') && rest.strip_prefix(short).is_some_and(|rest| rest.starts_with(' ')))
    {
        return short.len() > 3;
    }
    let is_end = short.contains(' ') && long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '));
    let is_start = !short.contains(' ')
        && short.len() > 3
        && !CHAMBERS.contains(&short)
        && long
            .strip_prefix(short)
            .is_some_and(|rest| rest.starts_with(' ') && rest.split_whitespace().count() <= 2)
        && !long.contains(" of ");
    let is_last_word = !short.contains(' ')
        && short.len() > 4
        && long
            .strip_suffix(short)
            .is_some_and(|rest| rest.ends_with(' ') && rest.split_whitespace().count() <= 2);
    // "Lund Police" is the Lund Police Department.
    let is_office = short.contains(' ')
        && long
            .strip_prefix(short)
            .and_then(|rest| rest.strip_prefix(' '))
            .is_some_and(|rest| OFFICES.contains(&rest));
    // "Sea Bank" is the Sea Bank of Lund.
    let is_whole =
        short.contains(' ') && long.strip_prefix(short).is_some_and(|rest| rest.starts_with(" of "));
    // "The Commission" is the Securities and Exchange Commission, "the Board" the Board of Health.
    let is_head = heads::is_head(short)
        && (long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
            || long
                .strip_prefix(short)
                .is_some_and(|rest| rest.starts_with(" of ") || rest.starts_with(" for ")));
    is_end || is_start || is_last_word || is_office || is_whole || is_head
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Gazetteer;

    fn check(forms: &[&str], expected: &[(&str, &[usize])]) {
        check_joined(forms, &[], expected);
    }

    fn check_joined(forms: &[&str], joined: &[(usize, usize)], expected: &[(&str, &[usize])]) {
        let lexicon = Lexicon::open(Gazetteer::open().nations());
        let named: Vec<Named<'_>> =
            forms.iter().enumerate().map(|(index, form)| Named { index, form }).collect();
        let groups = group(&named, joined, &lexicon);
        let got: Vec<(&str, &[usize])> =
            groups.iter().map(|group| (group.name.as_str(), group.members.as_slice())).collect();
        assert_eq!(got, expected, "{forms:?}");
    }

    #[test]
    fn names_of_one_organisation_are_one() {
        check(&["ISIS", "Islamic State group", "IS", "Daesh"], &[("Islamic State", &[0, 1, 2, 3])]);
        check(&["Harbour Pilots Union", "HPU"], &[("Harbour Pilots Union", &[0, 1])]);
        check(&["Bureau of Tides", "BOT", "BT"], &[("Bureau of Tides", &[0, 1, 2])]);
        check(
            &["Lindqvist Shipping Inc.", "Lindqvist", "Lindqvist Shipping"],
            &[("Lindqvist Shipping Inc.", &[0, 2, 1])],
        );
        check(&["Northern Trade Commission", "Trade Commission"], &[("Northern Trade Commission", &[0, 1])]);
        check(&["UN Tide Office", "United Nations Tide Office"], &[("United Nations Tide Office", &[0, 1])]);
        check(
            &["Lund University", "Lund University Student Choir"],
            &[("Lund University", &[0]), ("Lund University Student Choir", &[1])],
        );
        check(&["U.S. Navy", "Navy"], &[("US Navy", &[0, 1])]);
        check(&["U.S. Food and Drug Administration", "FDA"], &[("Food and Drug Administration", &[0, 1])]);
        check(&["DNC", "Den norske Creditbank"], &[("Den norske Creditbank", &[1, 0])]);
        check(&["HXM", "HXM Bank"], &[("HXM Bank", &[1, 0])]);
        check(&["TrueHarbour", "True Harbour LLC"], &[("True Harbour LLC", &[1, 0])]);
        check(&["House", "House Herring Caucus"], &[("House", &[0]), ("House Herring Caucus", &[1])]);
        check(&["Sea Bank of Lund", "Sea Bank"], &[("Sea Bank of Lund", &[0, 1])]);
        check(&["NBC News", "NBC News"], &[("NBC News", &[0, 1])]);
        check(
            &["University of Lund’s Library", "University of Lund Library"],
            &[("University of Lund’s Library", &[0, 1])],
        );
        check(&["Lund Gulls", "Gulls"], &[("Lund Gulls", &[0, 1])]);
        check(&["the Guardian", "Guardian"], &[("The Guardian", &[0, 1])]);
        check(&["Ministry of Defence", "Defense Ministry"], &[("Ministry of Defence", &[0, 1])]);
        check(&["Tides and Harbour Commission", "Commission"], &[("Tides and Harbour Commission", &[0, 1])]);
        check(&["European Parliament", "Parliament"], &[("European Parliament", &[0, 1])]);
        check(&["Parliament", "Tides Board"], &[("Parliament", &[0]), ("Tides Board", &[1])]);
        check(&["Board of Tides", "Board"], &[("Board of Tides", &[0, 1])]);
        check_joined(
            &["Royal Society for the Protection of Birds", "RSPB"],
            &[(0, 1)],
            &[("Royal Society for the Protection of Birds", &[0, 1])],
        );
        check(&["Tide Defence Office", "Tide Defense Office"], &[("Tide Defence Office", &[0, 1])]);
        check(&["Ministry of Tides", "Tides Ministry"], &[("Ministry of Tides", &[0, 1])]);
        check(&["Lund Police", "Lund Police Department"], &[("Lund Police Department", &[1, 0])]);
        check(&["U.S. GSA", "GSA"], &[("General Services Administration", &[0, 1])]);
        check(&["Labour Party", "Labor Party"], &[("Labour Party", &[0]), ("Labor Party", &[1])]);
        check_joined(
            &["Office of Harbour-wide Policy", "OHP", "HO"],
            &[(0, 1)],
            &[("Office of Harbour-wide Policy", &[0, 1]), ("HO", &[2])],
        );
        check_joined(
            &["Isis", "Institute of Seas and Inland Straits"],
            &[(1, 0)],
            &[("Institute of Seas and Inland Straits", &[1, 0])],
        );
        check_joined(&["U.S. Agency for Harbour Development", "USAID"], &[(0, 1)], &[("USAID", &[1, 0])]);
        check_joined(
            &["National Herring Stockfish", "NHS"],
            &[(0, 1)],
            &[("National Herring Stockfish", &[0, 1])],
        );
    }
}
