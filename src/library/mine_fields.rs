//! The fields of what only Dateline knows, as they are in a library now, and how they are called everywhere: articles by
//! what identifies them, notes and searches by their random numbers, corrections by the library that made them.

use crate::model::{ArticleId, Edit, EntityKey, Flag, Kind, RecordEdit};
use crate::store::{Identity, Register, Result, Store};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// A field as it is now.
pub(super) struct Field {
    pub value: Value,
    /// When it was written, as far as it says so itself.
    pub time: i64,
    /// The number that a correction has here.
    pub local: Option<i64>,
}

/// All fields.
pub(super) struct Fields {
    pub values: BTreeMap<String, Field>,
    articles: HashMap<ArticleId, String>,
    corrections: HashMap<i64, String>,
}

/// The record that a field is of: its kind, and what it is called.
pub(super) fn record(key: &str) -> Option<(String, String)> {
    let (kind, rest) = key.split_once('/')?;
    let id = match kind {
        "note" | "search" => rest.split_once('/')?.0,
        _ => rest,
    };
    Some((kind.to_owned(), id.to_owned()))
}

/// Whether a field is the one that says that its record is there.
pub(super) fn is_first(key: &str) -> bool {
    match key.split('/').collect::<Vec<_>>().as_slice() {
        ["note", _, name] => *name == "about",
        ["search", _, name] => *name == "name",
        _ => true,
    }
}

/// The article that goes by this name in an export.
pub(super) fn article(store: &Store, name: &str) -> Result<Option<ArticleId>> {
    Identity::of_hex(name).map_or(Ok(None), |identity| store.knows(identity))
}

/// What a correction says, with the numbers that its articles have here; `None` where one is not here.
pub(super) fn own_articles(store: &Store, says: &Value) -> Result<Option<Value>> {
    let mut own = says.clone();
    let Some(names) = says["articles"].as_array() else { return Ok(Some(own)) };
    let mut articles = Vec::new();
    for name in names {
        match article(store, name.as_str().unwrap_or_default())? {
            Some(article) => articles.push(article.0),
            None => return Ok(None),
        }
    }
    own["articles"] = articles.into();
    Ok(Some(own))
}

/// The fields as they are. Articles keep the names that other libraries gave them.
pub(super) fn now(store: &Store, known: &BTreeMap<String, Register>, writer: &str) -> Result<Fields> {
    let mut fields = Fields {
        values: BTreeMap::new(),
        articles: names_given(store, known)?,
        corrections: known.values().filter_map(|each| Some((each.local?, each.key.clone()))).collect(),
    };
    for (article, tag) in store.article_tags()? {
        if let Some(name) = fields.name(store, article)? {
            let field = Field { value: tag.clone().into(), time: 0, local: None };
            fields.values.insert(tag_key(&name, &tag), field);
        }
    }
    for (id, note) in store.notes(None)? {
        let Some(article) = fields.name(store, note.article)? else { continue };
        let about = json!({ "article": article, "added": note.added, "passage": note.passage });
        for (name, value) in [("about", about), ("text", note.text.into())] {
            fields.values.insert(format!("note/{id}/{name}"), Field { value, time: note.added, local: None });
        }
    }
    for (id, search) in store.saved_searches()? {
        let rule = serde_json::to_value(&search.rule).unwrap_or_default();
        let named: [(&str, Value); 4] = [
            ("name", search.name.into()),
            ("query", search.query.into()),
            ("position", search.position.into()),
            ("rule", rule),
        ];
        for (name, value) in named {
            fields.values.insert(format!("search/{id}/{name}"), Field { value, time: 0, local: None });
        }
    }
    for (entity, attention) in store.attended_keys()? {
        let value = serde_json::to_value(attention).unwrap_or_default();
        fields.values.insert(attention_key(&entity), Field { value, time: 0, local: None });
    }
    fields.corrections(store, known, writer)?;
    Ok(fields)
}

impl Fields {
    fn corrections(&mut self, store: &Store, known: &BTreeMap<String, Register>, writer: &str) -> Result<()> {
        for row in store.stored_corrections()? {
            let key = self
                .corrections
                .entry(row.id)
                .or_insert_with(|| format!("correction/{writer}-{}", row.id))
                .clone();
            let before = known.get(&key).and_then(|register| register.value.as_deref());
            let before: Option<Value> = before.and_then(|json| serde_json::from_str(json).ok());
            let value = if let Some(mut before) = before {
                // What it says never changes; only whether it holds does.
                before["holds"] = row.holds.into();
                before
            } else {
                let mut says: Value = serde_json::from_str(&row.value).unwrap_or_default();
                let ids: Vec<i64> =
                    says["articles"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect();
                let mut names = Vec::new();
                for id in ids {
                    names.extend(self.name(store, ArticleId(id))?);
                }
                if !names.is_empty() {
                    says["articles"] = names.into();
                }
                json!({ "added": row.added, "holds": row.holds, "says": says })
            };
            self.values.insert(key, Field { value, time: row.added, local: Some(row.id) });
        }
        Ok(())
    }

    /// What an article is called everywhere.
    fn name(&mut self, store: &Store, article: ArticleId) -> Result<Option<String>> {
        if let Some(name) = self.articles.get(&article) {
            return Ok(Some(name.clone()));
        }
        let Some(identity) = store.identity_of(article)? else { return Ok(None) };
        let name = identity.hex();
        self.articles.insert(article, name.clone());
        Ok(Some(name))
    }
}

fn tag_key(article: &str, tag: &str) -> String {
    // Tags are one whatever the case of their letters from A to Z.
    format!("tag/{article}/{}", tag.to_ascii_lowercase())
}

fn attention_key(entity: &EntityKey) -> String {
    format!("attention/{}/{}", entity.kind.word(), entity.key)
}

/// The name that is watched or muted, as its field calls it.
pub(super) fn attended(id: &str) -> Option<EntityKey> {
    let (kind, key) = id.split_once('/')?;
    Some(EntityKey::new(Kind::from_word(kind)?, key))
}

/// The names of articles that the known fields use.
fn names_given(store: &Store, known: &BTreeMap<String, Register>) -> Result<HashMap<ArticleId, String>> {
    let mut names = HashMap::new();
    for register in known.values() {
        let name = match register.key.split('/').collect::<Vec<_>>().as_slice() {
            ["tag", name, ..] => (*name).to_owned(),
            ["note", _, "about"] => {
                let about: Value = register
                    .value
                    .as_deref()
                    .and_then(|json| serde_json::from_str(json).ok())
                    .unwrap_or_default();
                about["article"].as_str().unwrap_or_default().to_owned()
            }
            _ => continue,
        };
        if let Some(article) = article(store, &name)? {
            // Of several names the first in order is the one, in every library.
            let kept = names.entry(article).or_insert_with(|| name.clone());
            if name < *kept {
                *kept = name;
            }
        }
    }
    Ok(names)
}

/// When fields were changed last, as far as the journal knows.
pub(super) fn touched(store: &Store, turn: i64, fields: &Fields) -> Result<HashMap<String, i64>> {
    let mut times = HashMap::new();
    for (time, edit) in store.edits_since(turn)? {
        let mut touch = |key: String| times.insert(key, time);
        match edit {
            Edit::Marks { flag: Flag::Tag(tag), articles, .. } => {
                for name in articles.iter().filter_map(|article| fields.articles.get(article)) {
                    touch(tag_key(name, &tag));
                }
            }
            Edit::Note(RecordEdit::Put(id, _) | RecordEdit::Remove(id)) => {
                for name in ["about", "text"] {
                    touch(format!("note/{id}/{name}"));
                }
            }
            Edit::SavedSearch(RecordEdit::Put(id, _) | RecordEdit::Remove(id)) => {
                for name in ["name", "query", "position", "rule"] {
                    touch(format!("search/{id}/{name}"));
                }
            }
            Edit::Attention { entity, .. } => {
                touch(attention_key(&entity));
            }
            Edit::CorrectionHolds { id, .. } => {
                if let Some(key) = fields.corrections.get(&id.0) {
                    touch(key.clone());
                }
            }
            _ => {}
        }
    }
    Ok(times)
}
