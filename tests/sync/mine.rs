//! What only Dateline knows, carried between libraries in files.

use crate::world::{NOW, User};
use dateline::library::{Input, Task};
use dateline::model::*;

/// Random numbers of which each run has the same (xorshift).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }
}

/// People in the articles, besides the one who is in all of them.
const PEOPLE: [&str; 3] = ["Bo_Reed", "Cy_Hill", "A._Lake"];

fn person(name: &str) -> EntityKey {
    EntityKey::new(Kind::Person, &name.replace('_', " ").to_lowercase())
}

fn articles(user: &mut User, numbers: std::ops::Range<usize>) {
    let lines: Vec<String> = numbers
        .map(|number| {
            format!("{{\"title\": \"Story {number}\", \"url\": \"https://quay.example/{number}\", \"text\": \"The ferry number {number} left Bergen at noon with @Ada_Lake and @{}.\"}}", PEOPLE[number % 3])
        })
        .collect();
    let input = Input::Bytes { name: "stories.jsonl".to_owned(), bytes: lines.join("\n").into_bytes() };
    user.library.add(&[input], &Task::new(), NOW).unwrap();
}

fn note(user: &User, title: &str, text: &str, passage: Option<Passage>) -> Note {
    Note { article: user.article(title).row.id(), added: user.now, text: text.to_owned(), passage }
}

/// What a user sees of it.
fn seen(user: &User) -> Vec<String> {
    let mut seen = Vec::new();
    for row in user.rows(&ListQuery::default()) {
        let notes = user.library.notes(Some(row.id())).unwrap();
        let mut notes: Vec<String> = notes
            .into_iter()
            .map(|(id, note)| format!("{id} {} {:?}", note.text, note.passage.map(|passage| passage.quote)))
            .collect();
        notes.sort();
        let named = user.library.article(row.id()).unwrap().unwrap().entities.into_iter();
        let mut named: Vec<String> = named.map(|named| named.entity.name).collect();
        named.sort();
        seen.push(format!("{} {:?} {notes:?} {named:?}", row.title, row.tags));
    }
    let attended = user.library.attended_names().unwrap().into_iter();
    seen.extend(attended.map(|name| format!("{} {:?}", name.row.name, name.attention)));
    seen.sort();
    let mut searches = user.library.saved_searches().unwrap();
    searches.sort_by_key(|(id, _)| *id);
    seen.extend(
        searches
            .into_iter()
            .map(|(id, search)| format!("{id} {} {} {}", search.name, search.query, search.position)),
    );
    seen
}

fn export(user: &mut User) -> String {
    user.library.export_mine(user.now).unwrap()
}

fn import(user: &mut User, text: &str) -> dateline::library::Merged {
    user.library.import_mine(text, &Task::new(), user.now).unwrap()
}

#[test]
fn a_file_carries_it_to_another_library_and_twice_changes_nothing() {
    let (mut one, mut two) = (User::new(), User::new());
    articles(&mut one, 0..3);
    articles(&mut two, 0..2);
    one.mark("Story 1", Flag::Tag("Sea".to_owned()), true);
    one.mark("Story 2", Flag::Tag("sky".to_owned()), true);
    let passage = Passage { span: Span::new(4, 9), quote: "ferry".to_owned() };
    let added = note(&one, "Story 0", "so it says", Some(passage));
    one.apply(&Edit::Note(RecordEdit::Add(added)));
    let search = SavedSearch {
        name: "Ferries".to_owned(),
        query: "ferry".to_owned(),
        position: 1,
        rule: Rule::default(),
    };
    one.apply(&Edit::SavedSearch(RecordEdit::Add(search)));
    let watch = |entity, to| Edit::Attention { entity, from: None, to: Some(to) };
    one.apply(&watch(person("Ada_Lake"), Attention::Watched));
    // Named only in an article that the other library does not have.
    one.apply(&watch(person("A._Lake"), Attention::Muted));
    let file = export(&mut one);
    assert_eq!(export(&mut one), file, "the same state is the same file");
    let merged = import(&mut two, &file);
    assert_eq!((merged.fields, merged.newer, merged.held), (10, 10, 2), "what is about Story 2 waits");
    let attended = |user: &User| {
        let names = user.library.attended_names().unwrap().into_iter();
        names.map(|name| (name.row.name, name.attention)).collect::<Vec<_>>()
    };
    assert_eq!(attended(&two), [("Ada Lake".to_owned(), Attention::Watched)]);
    assert_eq!(two.article("Story 1").row.tags, ["Sea"]);
    assert_eq!(two.library.notes(None).unwrap()[0].1.text, "so it says");
    assert_eq!(two.library.saved_searches().unwrap()[0].1.name, "Ferries");
    let before = seen(&two);
    assert_eq!(import(&mut two, &file).newer, 0);
    assert_eq!((seen(&two), export(&mut two) == file), (before, true));
    // The article comes, and what waited for it with the next import.
    articles(&mut two, 2..3);
    assert_eq!(import(&mut two, &file).held, 0);
    assert_eq!(two.article("Story 2").row.tags, ["sky"]);
    assert_eq!(attended(&two)[1], ("A. Lake".to_owned(), Attention::Muted));
    // What is taken off is taken off there.
    two.mark("Story 1", Flag::Tag("sea".to_owned()), false);
    let back = export(&mut two);
    import(&mut one, &back);
    assert!(one.article("Story 1").row.tags.is_empty());
    assert_eq!(export(&mut one), back);
}

#[test]
fn what_is_no_export_is_refused() {
    let mut user = User::new();
    for (text, says) in [
        ("", "not an export"),
        ("{\"format\": \"other\"}", "dateline export --mine"),
        ("{\"format\": \"dateline-mine\", \"version\": 9, \"fields\": []}", "newer Dateline"),
        ("{\"format\": \"dateline-mine\", \"version\": 1, \"fields\": [{}]}", "damaged"),
    ] {
        let why = user.library.import_mine(text, &Task::new(), NOW).unwrap_err().to_string();
        assert!(why.contains(says), "{text}: {why}");
    }
}

/// Of two names that were given in the same second, both libraries show the same one.
#[test]
fn names_given_in_the_same_second_end_equal() {
    let (mut one, mut two) = (User::new(), User::new());
    for (user, name) in [(&mut one, "Ada of the Lake"), (&mut two, "Ada from the Lake")] {
        articles(user, 0..3);
        let entity = person("Ada_Lake");
        user.apply(&Edit::Correction(Correction::Rename { entity, name: name.to_owned() }));
        assert_eq!(user.now, NOW + 1);
    }
    let (of_one, of_two) = (export(&mut one), export(&mut two));
    import(&mut one, &of_two);
    import(&mut two, &of_one);
    assert_eq!(seen(&one), seen(&two));
    assert_eq!(export(&mut one), export(&mut two));
}

/// Three machines on which things are changed at random, and merged in any order, end equal.
#[test]
fn three_libraries_end_equal_in_any_order() {
    // With every second seed, much happens within the same second.
    for seed in 1..=10_u64 {
        let pace = if seed % 2 == 0 { 1 } else { 70 };
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut users: Vec<User> = (0..3).map(|_| User::new()).collect();
        for user in &mut users {
            articles(user, 0..5);
        }
        let mut files: Vec<String> = Vec::new();
        for step in 0..60 {
            let at = random.below(3);
            let user = &mut users[at];
            user.now = NOW + 100 + step * pace / 10 + i64::try_from(random.below(5)).unwrap() * (pace / 70);
            let title = format!("Story {}", random.below(5));
            match random.below(10) {
                0 | 1 => {
                    let tag = ["sea", "Sea", "sky"][random.below(3)];
                    user.mark(&title, Flag::Tag(tag.to_owned()), random.below(3) > 0);
                }
                2 => {
                    let added = note(user, &title, &format!("note {step}"), None);
                    user.apply(&Edit::Note(RecordEdit::Add(added)));
                }
                3 => {
                    let notes = user.library.notes(None).unwrap();
                    if !notes.is_empty() {
                        let (id, old) = notes[random.below(notes.len())].clone();
                        let edit = if random.below(3) == 0 {
                            RecordEdit::Remove(id)
                        } else {
                            RecordEdit::Put(id, Note { text: format!("changed {step}"), ..old })
                        };
                        user.apply(&Edit::Note(edit));
                    }
                }
                4 => {
                    let search = SavedSearch {
                        name: format!("Search {step}"),
                        query: "ferry".to_owned(),
                        position: step,
                        rule: Rule::default(),
                    };
                    user.apply(&Edit::SavedSearch(RecordEdit::Add(search)));
                }
                5 | 6 => {
                    let mut name = || person(["Ada_Lake", "Bo_Reed", "Cy_Hill", "A._Lake"][random.below(4)]);
                    let (entity, into) = (name(), name());
                    let edit = match step % 4 {
                        0 => Edit::Correction(Correction::Rename { entity, name: format!("Name {step}") }),
                        1 => Edit::Correction(Correction::Merge { part: Part::all(entity), into }),
                        2 => Edit::Correction(Correction::NotAnEntity { part: Part::all(entity) }),
                        _ => {
                            let to =
                                [None, Some(Attention::Watched), Some(Attention::Muted)][random.below(3)];
                            Edit::Attention { entity, from: None, to }
                        }
                    };
                    // A name that is another by now cannot be corrected.
                    let _ = user.library.apply(&edit, &Task::new(), user.now);
                }
                7 => {
                    let rows = user.library.corrections().unwrap();
                    if !rows.is_empty() {
                        let row = &rows[random.below(rows.len())];
                        user.apply(&Edit::CorrectionHolds { id: row.id, to: Switch::from(!row.holds) });
                    }
                }
                8 => files.push(export(user)),
                _ if !files.is_empty() => {
                    // An old file is merged as well as a new one.
                    let file = files[random.below(files.len())].clone();
                    import(user, &file);
                }
                _ => {}
            }
        }
        let last: Vec<String> = users.iter_mut().map(export).collect();
        for (at, user) in users.iter_mut().enumerate() {
            for step in 0..3 {
                import(user, &last[(at * 2 + step) % 3]);
            }
        }
        let ends: Vec<(Vec<String>, String)> =
            users.iter_mut().map(|user| (seen(user), export(user))).collect();
        assert_eq!(ends[0].0, ends[1].0, "seed {seed}");
        assert_eq!(ends[1].0, ends[2].0, "seed {seed}");
        assert_eq!(ends[0].1, ends[1].1, "seed {seed}");
        assert_eq!(ends[1].1, ends[2].1, "seed {seed}");
    }
}
