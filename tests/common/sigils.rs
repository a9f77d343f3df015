//! Names in the texts of tests.

use dateline::entities::Profile;
use dateline::library::NameAnalyzer;
use dateline::model::*;

/// Takes `@Ada_Lake`, `#Turin` and `$Harbour_Board` for the names of a person, a place and an organisation, so that
/// the tests' texts contain their names.
pub struct Sigils;

impl NameAnalyzer for Sigils {
    fn version(&self) -> &'static str {
        "sigils 7"
    }

    fn read(&self, document: &Document, _: Option<&Profile>) -> Names {
        let mut names = Names::default();
        for (field, text) in [(Field::Title, &document.title), (Field::Text, &document.text)] {
            let mut at = 0;
            for word in text.split_inclusive(char::is_whitespace) {
                let form = word.trim_end().trim_end_matches(['.', ',']);
                let kind = match form.chars().next() {
                    Some('@') => Kind::Person,
                    Some('#') => Kind::Place,
                    Some('$') => Kind::Organisation,
                    _ => {
                        at += word.len();
                        continue;
                    }
                };
                let name = form[1..].replace('_', " ");
                let key = name.to_lowercase();
                let known = names.entities.iter().position(|e| e.kind == kind && e.key == key);
                let entity = known.unwrap_or(names.entities.len());
                if known.is_none() {
                    names.entities.push(Entity {
                        kind,
                        name,
                        key,
                        aliases: vec![],
                        roles: vec!["speaker".to_owned()],
                        place: None,
                        salience: 1.0,
                    });
                }
                let span = Span::new(at + 1, at + form.len());
                names.mentions.push(Mention { field, span, kind, entity, certainty: 1.0 });
                at += word.len();
            }
        }
        names
    }
}
