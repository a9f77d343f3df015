//! One file of what only Dateline knows: tags, notes, highlights, corrections, watched and muted names, saved searches.
//! It is made from how things are, each field with its last writer, and can be merged in any order, and twice.

use super::mine_fields::{self, Fields};
use super::{Error, Library, Result, Task};
use crate::model::{Attention, CorrectionId, Edit, Flag, Note, Passage, RecordEdit, SavedSearch, Switch};
use crate::store::Register;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The setting that remembers up to which turn of the journal times were taken over.
const TURN: &str = "mine.turn";

/// What an export is recognised by.
const FORMAT: &str = "dateline-mine";

/// How every export begins, of whatever version.
pub const BEGINNING: &str = "{\"format\":\"dateline-mine\"";

/// The version of the format.
const VERSION: u64 = 1;

/// The most fields that are taken from one file.
const MOST: usize = 5_000_000;

/// What came of merging a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Merged {
    /// Fields that the file has.
    pub fields: u64,
    /// Of them those that were newer than what was here.
    pub newer: u64,
    /// Fields that wait for their articles or names to come.
    pub held: u64,
}

impl Library {
    /// All that only Dateline knows, as a file. The same state always is the same file.
    pub fn export_mine(&mut self, now: i64) -> Result<String> {
        let registers = self.stamp(now)?;
        let fields: Vec<Value> = registers
            .values()
            .map(|each| {
                let value: Value = each
                    .value
                    .as_deref()
                    .and_then(|json| serde_json::from_str(json).ok())
                    .unwrap_or_default();
                json!({ "key": each.key, "value": value, "time": each.time, "by": each.writer })
            })
            .collect();
        let lines: Vec<String> = fields.iter().map(Value::to_string).collect();
        Ok(format!(
            "{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"fields\":[\n{}\n]}}\n",
            lines.join(",\n")
        ))
    }

    /// Merges such a file: of each field the last writer wins, whoever is merged first. What changes is an edit of the
    /// journal. An error says why a file is none.
    pub fn import_mine(&mut self, text: &str, task: &Task, now: i64) -> Result<Merged> {
        self.must_write()?;
        let theirs = read(text).map_err(Error::Account)?;
        let mut registers = self.stamp(now)?;
        let mut merged = Merged { fields: theirs.len() as u64, ..Merged::default() };
        let mut changed = BTreeSet::new();
        for their in theirs {
            let is_newer = registers.get(&their.key).is_none_or(|own| {
                (their.time, &their.writer, &their.value) > (own.time, &own.writer, &own.value)
            });
            if is_newer {
                merged.newer += 1;
                let local = registers.get(&their.key).and_then(|own| own.local);
                changed.insert(their.key.clone());
                registers.insert(their.key.clone(), Register { local, ..their });
            }
        }
        changed.extend(registers.values().filter(|each| each.is_held).map(|each| each.key.clone()));
        self.settle(&mut registers, &changed, task, now)?;
        merged.held = registers.values().filter(|each| each.is_held).count() as u64;
        let kept: Vec<Register> = changed.iter().filter_map(|key| registers.get(key).cloned()).collect();
        let kept = self.store.set_registers(&kept);
        self.in_store(kept)?;
        Ok(merged)
    }

    /// The fields as they are now: what has changed since the last time is stamped with when it was changed, as far as
    /// the journal knows, and with this library.
    fn stamp(&mut self, now: i64) -> Result<BTreeMap<String, Register>> {
        let stored = self.in_store(self.store.registers())?;
        let mut registers: BTreeMap<String, Register> =
            stored.into_iter().map(|register| (register.key.clone(), register)).collect();
        let writer = self.in_store(self.store.library_number())?;
        let fields = self.in_store(mine_fields::now(&self.store, &registers, &writer))?;
        let turn: i64 =
            self.in_store(self.store.setting(TURN))?.and_then(|turn| turn.parse().ok()).unwrap_or(0);
        let touched = self.in_store(mine_fields::touched(&self.store, turn, &fields))?;
        let Fields { values, .. } = &fields;
        let mut changed = Vec::new();
        let keys: BTreeSet<&String> = registers.keys().chain(values.keys()).collect();
        for key in keys.into_iter().cloned().collect::<Vec<String>>() {
            let (before, field) = (registers.get(&key), values.get(&key));
            let value = field.map(|field| field.value.to_string());
            let is_same =
                before.is_some_and(|before| before.value == value || (before.is_held && value.is_none()));
            // With a record that is removed its other fields are not: should it come back, they are as they were.
            let is_hidden = value.is_none() && !mine_fields::is_first(&key);
            if is_same || is_hidden || (before.is_none() && value.is_none()) {
                continue;
            }
            let at = touched.get(&key).copied().or(field.map(|field| field.time)).unwrap_or(now);
            let time = before.map_or(at, |before| at.max(before.time + 1));
            let local = field.and_then(|field| field.local).or(before.and_then(|before| before.local));
            let register =
                Register { key: key.clone(), value, time, writer: writer.clone(), is_held: false, local };
            registers.insert(key, register.clone());
            changed.push(register);
        }
        // From a library that is only read, what has changed since is exported, and counted another time.
        if self.read_only().is_some() {
            return Ok(registers);
        }
        self.must_write()?;
        let last = self.in_store(self.store.last_turn())?;
        let kept = self.store.set_registers(&changed);
        self.in_store(kept)?;
        let kept = self.store.set_setting(TURN, &last.to_string());
        self.in_store(kept)?;
        Ok(registers)
    }

    /// Has things be as the changed fields say; what cannot be is held.
    fn settle(
        &mut self,
        registers: &mut BTreeMap<String, Register>,
        changed: &BTreeSet<String>,
        task: &Task,
        now: i64,
    ) -> Result<()> {
        let records: BTreeSet<(String, String)> =
            changed.iter().filter_map(|key| mine_fields::record(key)).collect();
        let mut records: Vec<(String, String)> = records.into_iter().collect();
        // A correction may be about what an earlier one has made.
        records.sort_by_key(|(kind, id)| value_of(registers, &format!("{kind}/{id}"))["added"].as_i64());
        for (kind, id) in records {
            task.check()?;
            let done = match kind.as_str() {
                "tag" => self.settle_tag(&id, registers, now)?,
                "note" => self.settle_note(&id, registers, now)?,
                "search" => self.settle_search(&id, registers, now)?,
                "correction" => self.settle_correction(&id, registers, task)?,
                "attention" => self.settle_attention(&id, registers, now)?,
                // A kind that a later version knows is kept for it.
                _ => false,
            };
            let prefix = format!("{kind}/{id}");
            let is_of_it = |key: &str| mine_fields::record(key) == Some((kind.clone(), id.clone()));
            let fields =
                registers.range_mut(prefix.clone()..).take_while(|(key, _)| key.starts_with(&prefix));
            let mut settled = Vec::new();
            for (_, register) in fields.filter(|(key, _)| is_of_it(key)) {
                register.is_held = !done;
                settled.push(register.clone());
            }
            // Their writer is kept with what they say: stopped here, none of them would be taken for this library's own.
            let kept = self.store.set_registers(&settled);
            self.in_store(kept)?;
        }
        Ok(())
    }

    fn settle_tag(&mut self, id: &str, registers: &BTreeMap<String, Register>, now: i64) -> Result<bool> {
        let Some((article, name)) = id.split_once('/') else { return Ok(false) };
        let Some(article) = self.in_store(mine_fields::article(&self.store, article))? else {
            return Ok(false);
        };
        let value = value_of(registers, &format!("tag/{id}"));
        let tag = value.as_str().unwrap_or(name).to_owned();
        let tags = self.article(article)?.map(|article| article.row.tags).unwrap_or_default();
        if let Some(other) = tags.into_iter().find(|own| own.eq_ignore_ascii_case(&tag) && *own != tag) {
            self.apply(&Edit::mark(Flag::Tag(other), Switch::Off, article), &Task::new(), now)?;
        }
        let edit = Edit::mark(Flag::Tag(tag), Switch::from(!value.is_null()), article);
        self.apply(&edit, &Task::new(), now)?;
        Ok(true)
    }

    fn settle_note(&mut self, id: &str, registers: &BTreeMap<String, Register>, now: i64) -> Result<bool> {
        let Ok(number) = id.parse::<i64>() else { return Ok(false) };
        let about = value_of(registers, &format!("note/{id}/about"));
        let edit = if about.is_null() {
            RecordEdit::Remove(number)
        } else {
            let article = about["article"].as_str().unwrap_or_default();
            let Some(article) = self.in_store(mine_fields::article(&self.store, article))? else {
                return Ok(false);
            };
            let text = value_of(registers, &format!("note/{id}/text"));
            let passage: Option<Passage> =
                serde_json::from_value(about["passage"].clone()).unwrap_or_default();
            let added = about["added"].as_i64().unwrap_or(now);
            RecordEdit::Put(
                number,
                Note { article, added, text: text.as_str().unwrap_or_default().to_owned(), passage },
            )
        };
        self.apply(&Edit::Note(edit), &Task::new(), now)?;
        Ok(true)
    }

    fn settle_search(&mut self, id: &str, registers: &BTreeMap<String, Register>, now: i64) -> Result<bool> {
        let Ok(number) = id.parse::<i64>() else { return Ok(false) };
        let field = |name: &str| value_of(registers, &format!("search/{id}/{name}"));
        let edit = match field("name").as_str() {
            None => RecordEdit::Remove(number),
            Some(name) => RecordEdit::Put(
                number,
                SavedSearch {
                    name: name.to_owned(),
                    query: field("query").as_str().unwrap_or_default().to_owned(),
                    position: field("position").as_i64().unwrap_or(0),
                    rule: serde_json::from_value(field("rule")).unwrap_or_default(),
                },
            ),
        };
        self.apply(&Edit::SavedSearch(edit), &Task::new(), now)?;
        Ok(true)
    }

    fn settle_attention(
        &mut self,
        id: &str,
        registers: &BTreeMap<String, Register>,
        now: i64,
    ) -> Result<bool> {
        let Some(entity) = mine_fields::attended(id) else { return Ok(false) };
        let to: Option<Attention> =
            serde_json::from_value(value_of(registers, &format!("attention/{id}"))).unwrap_or_default();
        match self.apply(&Edit::Attention { entity, from: None, to }, &Task::new(), now) {
            Ok(_) => Ok(true),
            // A name that no article has yet is watched when one has come; it need not be left alone.
            Err(Error::Correction { .. }) => Ok(to.is_none()),
            Err(error) => Err(error),
        }
    }

    fn settle_correction(
        &mut self,
        id: &str,
        registers: &mut BTreeMap<String, Register>,
        task: &Task,
    ) -> Result<bool> {
        let key = format!("correction/{id}");
        let value = value_of(registers, &key);
        let (added, holds) =
            (value["added"].as_i64().unwrap_or(0), value["holds"].as_bool().unwrap_or(false));
        let local = if let Some(local) = registers.get(&key).and_then(|register| register.local) {
            local
        } else {
            let says = self.in_store(mine_fields::own_articles(&self.store, &value["says"]))?;
            let Some(says) = says else { return Ok(false) };
            // It need not be possible now: its place is among those of its time.
            let stored = self.store.add_withdrawn_correction(&says.to_string(), added);
            let Some(CorrectionId(local)) = self.in_store(stored)? else { return Ok(false) };
            if let Some(register) = registers.get_mut(&key) {
                register.local = Some(local);
                // Which library it is of decides its place among those of the same second.
                let kept = self.store.set_registers(std::slice::from_ref(register));
                self.in_store(kept)?;
            }
            local
        };
        let edit = Edit::CorrectionHolds { id: CorrectionId(local), to: holds.into() };
        self.apply(&edit, task, added)?;
        Ok(true)
    }
}

fn value_of(registers: &BTreeMap<String, Register>, key: &str) -> Value {
    let value = registers.get(key).and_then(|register| register.value.as_deref());
    value.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

/// The fields of a file.
fn read(text: &str) -> std::result::Result<Vec<Register>, String> {
    let file: Export = serde_json::from_str(text).map_err(|error| {
        format!("it is not an export of Dateline ({error}); `dateline export --mine FILE` writes one")
    })?;
    if file.format.as_deref() != Some(FORMAT) {
        return Err("it is not an export of Dateline; `dateline export --mine FILE` writes one".to_owned());
    }
    if file.version.is_none_or(|version| version > VERSION) {
        return Err("a newer Dateline wrote it; update Dateline".to_owned());
    }
    let field = |field: ExportedField| {
        Some(Register {
            key: field.key.filter(|key| !key.is_empty())?,
            value: field.value.filter(|value| !value.is_null()).map(|value| value.to_string()),
            time: field.time?,
            writer: field.by?,
            is_held: true,
            local: None,
        })
    };
    let fields = file.fields.ok_or("it has no fields; export it again")?;
    fields
        .into_iter()
        .take(MOST)
        .map(|each| field(each).ok_or_else(|| "a field of it is damaged; export it again".to_owned()))
        .collect()
}

/// The file as it is read: anything else is refused where it begins to differ, whatever its size.
#[derive(Deserialize)]
struct Export {
    format: Option<String>,
    version: Option<u64>,
    fields: Option<Vec<ExportedField>>,
}

#[derive(Deserialize)]
struct ExportedField {
    key: Option<String>,
    value: Option<Value>,
    time: Option<i64>,
    by: Option<String>,
}
