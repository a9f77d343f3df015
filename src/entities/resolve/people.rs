//! Which mentions are one person: first full names that agree, then surnames and given names alone.

use super::super::Knowledge;
use super::super::classes::Classes;
use super::super::genders::Gender;
use super::super::given_names;
use super::super::lexicon::Lexicon;
use super::super::spellings;
use super::{Group, Named, Title, best_form};
use crate::text::fold::fold;
use crate::text::words::bare;
use std::collections::HashMap;

/// The words of a person's name that identify the person.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    words: Vec<String>,
    /// Whether it begins with a particle: "de Vries" is a surname alone.
    is_surname: bool,
    /// "jr" or "sr", which distinguishes two people.
    suffix: Option<String>,
    /// A nickname in quotation marks or brackets: Anna “Captain” Berg.
    nickname: Option<String>,
    /// How many words the form has, hyphenated ones counted as one: "Pérez-Castejón".
    apart: usize,
}

/// A person with the full and lone names found so far.
struct Person<'a> {
    parts: Parts,
    members: Vec<usize>,
    full_forms: Vec<&'a str>,
    forms: Vec<&'a str>,
    /// By the given name, else by the title.
    gender: Option<Gender>,
    /// A king or pope, whose given name is the whole name.
    is_regnal: bool,
}

/// Groups mentions of people, in the given order. `titled` has what the title before each mention says: "Mrs. Berg"
/// is not Ole Berg, and King Ole is not Tom Ole. `joined` are pairs that the text itself states to be one: "Anna
/// Berg, née Lund".
pub(super) fn group(
    named: &[Named<'_>],
    titled: &[Title],
    joined: &[(usize, usize)],
    knowledge: &Knowledge,
) -> Vec<Group> {
    let lexicon = &knowledge.lexicon;
    let parts: Vec<Parts> = named.iter().map(|mention| Parts::of(mention.form, lexicon)).collect();
    let mut people: Vec<Person<'_>> = Vec::new();
    // Names that agree have their first words, their last words, or the first of one and the last of the other in common.
    let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
    let full = named.iter().zip(titled).zip(&parts).filter(|(_, parts)| parts.is_full());
    for ((mention, title), parts) in full {
        let ends = [parts.first(), parts.last()];
        let alike = ends.iter().filter_map(|end| by_word.get(end)).flatten().copied();
        let known = alike.filter(|&at| people[at].parts.agree(parts)).min();
        let at = known.unwrap_or(people.len());
        if known.is_none() {
            // The first word of "Park Geun-hye" says nothing about her.
            let given = Some(parts.first()).filter(|_| !parts.begins_with_family_name());
            let gender = given.and_then(|given| knowledge.genders.of(given));
            people.push(Person::new(parts.clone(), gender, title.is_regnal));
        }
        for end in ends {
            let others = by_word.entry(end).or_default();
            if !others.contains(&at) {
                others.push(at);
            }
        }
        let person = &mut people[at];
        person.full_forms.push(mention.form);
        person.take(mention);
        // The longer name is better evidence: "J. Berg" and then "Johan Berg".
        if parts.weight() > person.parts.weight() {
            person.parts = parts.clone();
        }
    }
    let lone = named.iter().zip(titled).zip(&parts).filter(|(_, parts)| !parts.is_full());
    for ((mention, &title), parts) in lone {
        let other = joined.iter().find(|(_, other)| *other == mention.index).map(|&(one, _)| one);
        let own = other.and_then(|other| people.iter().position(|person| person.members.contains(&other)));
        let known = own.or_else(|| whose(parts, title, mention.index, &people)).unwrap_or_else(|| {
            people.push(Person::new(parts.clone(), title.gender, title.is_regnal));
            people.len() - 1
        });
        people[known].take(mention);
    }
    people.into_iter().map(|person| person.into_group(lexicon)).collect()
}

/// The person that a lone name refers to, never one whose given name or title contradicts the name's own title. A
/// match by surname comes before one by given name; then a title that fits, then the person named in full most often,
/// then the one named last before it.
fn whose(parts: &Parts, title: Title, index: usize, people: &[Person<'_>]) -> Option<usize> {
    let rank = |person: &Person<'_>| {
        if title.gender.is_some() && person.gender.is_some() && title.gender != person.gender {
            return None;
        }
        let is_fitting = title.gender.is_some() && title.gender == person.gender;
        let is_by_given_name = person.parts.first() == parts.last();
        // "King Salman" is not a surname, and "Pope Francis" is not Francis Fillon.
        if title.is_regnal && !(is_by_given_name && (person.is_regnal || person.parts.has_particle())) {
            return None;
        }
        let fit = person.parts.fit_of(parts)?;
        let is_given_name = is_by_given_name && person.parts.is_full();
        let fit = if is_given_name && (title.is_princely || person.parts.begins_with_family_name()) {
            4
        } else {
            fit
        };
        let before = person.members.iter().filter(|&&member| member < index).max().copied();
        let seniority =
            if title.is_elder { person.members.iter().min().copied().map(std::cmp::Reverse) } else { None };
        Some((fit, is_fitting, seniority, person.full_forms.len(), before))
    };
    let ranked = people.iter().enumerate().filter_map(|(at, person)| rank(person).map(|rank| (rank, at)));
    ranked.max_by(|(a, at), (b, bt)| a.cmp(b).then(bt.cmp(at))).map(|(_, at)| at)
}

impl Parts {
    /// The words of a form, without titles before it, "Jr." after it, and the article "al".
    fn of(form: &str, lexicon: &Lexicon) -> Self {
        let (form, nickname) = without_nickname(form);
        let form = form.as_str();
        let key = bare(form).replace('"', "");
        let all: Vec<&str> = key.split(' ').filter(|word| !word.is_empty() && *word != "s").collect();
        let is_title = |word: &&str| {
            let classes = lexicon.classes(word);
            classes.is(Classes::TITLE) && !classes.is(Classes::FIRST)
        };
        let untitled: Vec<&str> = all.iter().copied().skip_while(is_title).collect();
        let rest = if untitled.is_empty() { all } else { untitled };
        // "al-Amin", but not "Al Moe".
        let begins_with_article = form.starts_with(char::is_lowercase) || form.get(2..3) == Some("-");
        let is_article = |word: &str| matches!(word, "al" | "el" | "ash" | "as" | "ad" | "ar" | "an" | "az");
        let mut words: Vec<String> = rest
            .iter()
            .enumerate()
            .filter(|&(at, &word)| {
                !(is_article(word) && rest.len() > at + 1 && (at > 0 || begins_with_article))
            })
            .map(|(_, &word)| word.to_owned())
            .collect();
        let mut suffix = None;
        while words.len() > 1 && words.last().is_some_and(|word| lexicon.classes(word).is(Classes::SUFFIX)) {
            suffix = words.pop().filter(|word| matches!(word.as_str(), "jr" | "sr")).or(suffix);
        }
        let is_surname = words.len() == 2 && {
            let first = lexicon.classes(&words[0]);
            first.is(Classes::PARTICLE) && !first.is(Classes::FIRST)
        };
        let words = words.iter().map(|word| spellings::common(word)).collect();
        Self { words, is_surname, suffix, nickname, apart: form.split_whitespace().count() }
    }

    fn is_full(&self) -> bool {
        self.words.len() > 1 && !self.is_surname
    }

    fn first(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// Whether the name contains a particle for father or house: "Salman bin Abdulaziz".
    fn has_particle(&self) -> bool {
        self.words.iter().any(|word| matches!(word.as_str(), "bin" | "ibn" | "bint" | "of"))
    }

    /// Whether the family name comes first, as in East Asia.
    fn begins_with_family_name(&self) -> bool {
        matches!(self.words.len(), 2 | 3) && given_names::is_eastern_family_name(self.first())
    }

    /// How informative a name is: spelt-out words count more than initials.
    fn weight(&self) -> usize {
        self.words.iter().map(|word| if word.len() > 1 { 10 } else { 1 }).sum()
    }

    /// Whether two full names can belong to one person: the surnames are equal, the given names agree, and no middle
    /// names contradict each other.
    fn agree(&self, other: &Self) -> bool {
        // Father and son.
        if self.suffix != other.suffix {
            return false;
        }
        if self.last() != other.last() {
            // Family name first: "Orbán Viktor".
            let is_turned =
                self.words.len() == 2 && other.words.len() == 2 && self.words.iter().rev().eq(&other.words);
            // "Mohammed bin Salman Al Saud" and "Mohammed bin Salman", but not Aung San and his daughter.
            let (short, long) =
                if self.words.len() < other.words.len() { (self, other) } else { (other, self) };
            let is_one_more = short.words.len() > 2 || long.apart <= short.apart + 1;
            return is_turned
                || short.words.len() >= 2 && is_one_more && long.words.starts_with(&short.words);
        }
        let is_end = |short: &Self, long: &Self| long.words.ends_with(&short.words);
        if is_end(self, other) || is_end(other, self) {
            return true;
        }
        if !given_names::agree(self.first(), other.first()) {
            return false;
        }
        let middle = |parts: &Self| parts.words[1..parts.words.len() - 1].to_vec();
        let (mine, theirs) = (middle(self), middle(other));
        mine.is_empty()
            || theirs.is_empty()
            || mine.iter().zip(&theirs).all(|(a, b)| given_names::agree(a, b))
    }

    /// How well a lone name fits this full one: as surname, as given name, or as a middle name.
    fn fit_of(&self, lone: &Self) -> Option<u8> {
        let word = lone.last();
        if self.last() == word || given_names::surnames_of(word).contains(&self.last()) {
            Some(3)
        } else if self.first() == word {
            Some(2)
        } else if self.words.iter().any(|own| own == word) || self.nickname.as_deref() == Some(word) {
            Some(1)
        } else {
            None
        }
    }
}

/// A form without its nickname in quotation marks or brackets, and the nickname's last word as a key.
fn without_nickname(form: &str) -> (String, Option<String>) {
    let opens = |c: char| matches!(c, '“' | '"' | '(' | '‘');
    let closes = |c: char| matches!(c, '”' | '"' | ')' | '’');
    let parts = form.find(opens).and_then(|start| {
        let after = start + form[start..].chars().next()?.len_utf8();
        let end = after + form[after..].find(closes)?;
        let rest = form[end..].trim_start_matches(closes);
        let is_within = start > 0 && rest.starts_with(char::is_whitespace) && !rest.trim().is_empty();
        is_within.then(|| (&form[..start], &form[after..end], rest))
    });
    match parts {
        Some((before, nickname, rest)) => {
            let name = format!("{} {}", before.trim_end(), rest.trim_start());
            (name, bare(nickname).rsplit(' ').next().map(str::to_owned))
        }
        None => (form.to_owned(), None),
    }
}

impl<'a> Person<'a> {
    fn new(parts: Parts, gender: Option<Gender>, is_regnal: bool) -> Self {
        Self { parts, members: Vec::new(), full_forms: Vec::new(), forms: Vec::new(), gender, is_regnal }
    }

    fn take(&mut self, mention: &Named<'a>) {
        self.members.push(mention.index);
        self.forms.push(mention.form);
    }

    fn into_group(self, lexicon: &Lexicon) -> Group {
        let forms = if self.full_forms.is_empty() { &self.forms } else { &self.full_forms };
        let name = best_form(forms);
        let key = key_of(&Parts::of(&name, lexicon), &name);
        Group { members: self.members, name, key, ..Group::default() }
    }
}

/// The key of a person: the folded name without a single middle initial and "al", which some articles omit.
fn key_of(parts: &Parts, name: &str) -> String {
    let last = parts.words.len().saturating_sub(1);
    let is_between = |at: usize| at > 0 && at < last;
    let mut told: Vec<String> = Vec::new();
    let mut initials = String::new();
    for (at, word) in parts.words.iter().enumerate() {
        if is_between(at) && word.chars().count() == 1 {
            initials.push_str(word);
            continue;
        }
        // "George H. W. Bush" is distinguished by two initials.
        if initials.len() > 1 {
            told.push(std::mem::take(&mut initials));
        }
        told.push(word.clone());
    }
    told.extend(parts.suffix.clone());
    if told.is_empty() { fold(name) } else { told.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A form that begins with "Mr." or "Mrs." has that title, which is not part of the name.
    fn check(forms: &[&'static str], expected: &[(&str, &[usize])]) {
        let groups = grouped(forms);
        let got: Vec<(&str, &[usize])> =
            groups.iter().map(|(name, members)| (name.as_str(), members.as_slice())).collect();
        assert_eq!(got, expected, "{forms:?}");
    }

    fn check_members(forms: &[&'static str], expected: &[&[usize]]) {
        let got: Vec<Vec<usize>> = grouped(forms).into_iter().map(|(_, members)| members).collect();
        assert_eq!(got, expected, "{forms:?}");
    }

    fn grouped(forms: &[&'static str]) -> Vec<(String, Vec<usize>)> {
        let named = |(index, form): (usize, &&'static str)| {
            let titles = ["Mr. ", "Mrs. ", "King ", "Pope "];
            let name = titles.iter().find_map(|title| form.strip_prefix(title)).unwrap_or(form);
            Named { index, form: name }
        };
        let named: Vec<Named<'_>> = forms.iter().enumerate().map(named).collect();
        let titled: Vec<_> = forms
            .iter()
            .map(|form| form.split_once(' ').map_or_else(Title::default, |(title, _)| Title::of(title)))
            .collect();
        let sorted = |mut group: Group| {
            group.members.sort_unstable();
            (group.name, group.members)
        };
        group(&named, &titled, &[], &Knowledge::open()).into_iter().map(sorted).collect()
    }

    #[test]
    fn names_of_one_person_are_one() {
        check(&["Berg", "Anna Berg", "Anna", "Berg"], &[("Anna Berg", &[0, 1, 2, 3])]);
        check(
            &["Anna Berg", "Tom Berg", "Anna Berg", "Berg"],
            &[("Anna Berg", &[0, 2, 3]), ("Tom Berg", &[1])],
        );
        check(&["Bilal al-Amin", "Bilal Amin", "Amin", "al-Amin"], &[("Bilal al-Amin", &[0, 1, 2, 3])]);
        check(&["Mike Lund", "Michael Lund", "M. Lund"], &[("Michael Lund", &[0, 1, 2])]);
        check(&["Carl A. Moe", "Carl B. Moe"], &[("Carl A. Moe", &[0]), ("Carl B. Moe", &[1])]);
        check(&["José Peña", "Jose Pena"], &[("José Peña", &[0, 1])]);
        check(&["Ole Dahl Jr.", "Ole Dahl"], &[("Ole Dahl Jr.", &[0]), ("Ole Dahl", &[1])]);
        check(&["Ole Dahl Jr.", "Dahl"], &[("Ole Dahl Jr.", &[0, 1])]);
        check(&["Piet de Boer", "De Boer"], &[("Piet de Boer", &[0, 1])]);
        check(&["Moe", "Ash Moe"], &[("Ash Moe", &[0, 1])]);
        check(&["Al Moe", "Moe"], &[("Al Moe", &[0, 1])]);
        check(&["President Dahl", "Ole Dahl"], &[("Ole Dahl", &[0, 1])]);
        check(&["ANNA BERG"], &[("Anna Berg", &[0])]);
        check(&["Moe", "Lund"], &[("Moe", &[0]), ("Lund", &[1])]);
    }

    #[test]
    fn kings_and_popes_are_themselves() {
        check(&["Tomas bin Ole", "King Ole"], &[("Tomas bin Ole", &[0]), ("Ole", &[1])]);
        check(&["King Ole", "Ole Dahl", "Ole"], &[("Ole Dahl", &[1]), ("Ole", &[0, 2])]);
        check(&["Ole bin Tomas", "King Ole"], &[("Ole bin Tomas", &[0, 1])]);
        check(&["Aung San", "Aung San Suu Kyi"], &[("Aung San", &[0]), ("Aung San Suu Kyi", &[1])]);
        check(&["Park Min-seo", "Mrs. Park"], &[("Park Min-seo", &[0, 1])]);
        check(&["Li Qiang", "Anna Li", "Li"], &[("Li Qiang", &[0, 2]), ("Anna Li", &[1])]);
    }

    #[test]
    fn titles_part_couples() {
        check(
            &["Anna Berg", "Ole Berg", "Mrs. Berg", "Mr. Berg", "Berg"],
            &[("Anna Berg", &[0, 2]), ("Ole Berg", &[1, 3, 4])],
        );
        check(
            &["Ole Berg", "Mr. Berg", "Mrs. Berg", "Mrs. Berg"],
            &[("Ole Berg", &[0, 1]), ("Berg", &[2, 3])],
        );
        check(&["Kim Berg", "Mrs. Berg", "Mr. Berg"], &[("Kim Berg", &[0, 1, 2])]);
    }

    #[test]
    fn names_of_many_peoples_are_one() {
        for forms in [
            &["Xi Jinping", "Xi"][..],
            &["Kim Jong-un", "Kim Jong Un", "Kim"],
            &["Mohammed bin Salman", "bin Salman", "Mohammed bin Salman Al Saud"],
            &["Abu Bakr al-Baghdadi", "al-Baghdadi", "Baghdadi", "Abu Bakr Baghdadi"],
            &["Gabriel García Márquez", "García Márquez", "Garcia Marquez", "Márquez"],
            &["Andrés Manuel López Obrador", "López Obrador", "Obrador"],
            &["Luiz Inácio Lula da Silva", "Lula da Silva", "Lula", "da Silva"],
            &["Pedro Sánchez Pérez-Castejón", "Pedro Sánchez", "Sánchez"],
            &["Aung San Suu Kyi", "Suu Kyi"],
            &["Nguyễn Phú Trọng", "Nguyen Phu Trong", "Trong"],
            &["Ursula von der Leyen", "von der Leyen", "Von der Leyen"],
            &["Vladimir V. Putin", "Vladimir Putin", "Vladimir Vladimirovich Putin", "Putin"],
            &["Moammar Qaddafi", "Muammar Gaddafi", "Qaddafi"],
            &["Volodymyr Zelenskyy", "Volodymyr Zelenskiy", "Zelensky"],
            &["Orbán Viktor", "Viktor Orbán"],
            &["Joaquín “El Chapo” Guzmán", "El Chapo", "Guzmán"],
        ] {
            let all: Vec<usize> = (0..forms.len()).collect();
            check_members(forms, &[&all]);
        }
        check_members(&["Li Keqiang", "Li Qiang", "Keqiang"], &[&[0, 2], &[1]]);
        check_members(&["Ali al-Sistani", "Ali al-Zaidi", "Sistani"], &[&[0, 2], &[1]]);
    }
}
