//! From keys to actions.
//!
//! A key sequence means the action bound to it in the current contexts; if there are several, the
//! one in the narrowest context.

use super::actions::{ActionRow, ROWS, named};
use super::context::Contexts;
use super::key::{Key, sequence, spell};
use std::collections::BTreeMap;

/// Keys and the actions they are bound to.
#[derive(Debug, Clone, PartialEq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

#[derive(Debug, Clone, PartialEq)]
struct Binding {
    keys: Vec<Key>,
    row: &'static ActionRow,
}

/// What a sequence of keys means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Meaning {
    /// An action.
    Action(&'static ActionRow),
    /// The beginning of longer sequences.
    Prefix,
    /// Nothing.
    Nothing,
}

impl Keymap {
    /// The default keys.
    pub fn usual() -> Self {
        let keys_of = |row: &'static ActionRow| {
            row.keys.iter().filter_map(|keys| sequence(keys)).map(move |keys| Binding { keys, row })
        };
        Self { bindings: ROWS.iter().flat_map(keys_of).collect() }
    }

    /// The default keys, overridden by the settings; and what is invalid in these, one sentence
    /// each. A key given to an action is removed from others that apply in the same contexts.
    pub fn bound(keys: &BTreeMap<String, Vec<String>>) -> (Self, Vec<String>) {
        let mut keymap = Self::usual();
        let mut complaints = Vec::new();
        for (name, wanted) in keys {
            let Some(row) = named(name) else {
                complaints.push(format!("there is no command {name}; `dateline keys` lists them"));
                continue;
            };
            keymap.bindings.retain(|binding| binding.row.name != row.name);
            for text in wanted {
                match sequence(text) {
                    Some(keys) => keymap.bind(keys, row),
                    None => complaints.push(format!("{name}: “{text}” is no key")),
                }
            }
        }
        (keymap, complaints)
    }

    fn bind(&mut self, keys: Vec<Key>, row: &'static ActionRow) {
        let clashes = |other: &Binding| {
            other.row.contexts.meets(row.contexts)
                && (other.keys.starts_with(&keys) || keys.starts_with(&other.keys))
        };
        self.bindings.retain(|other| !clashes(other));
        self.bindings.push(Binding { keys, row });
    }

    /// What the keys mean in these contexts.
    pub fn meaning(&self, keys: &[Key], contexts: Contexts) -> Meaning {
        let whole = self.bindings.iter().filter(|binding| binding.keys == keys);
        let found =
            whole.filter_map(|binding| Some((binding.row.contexts.narrowest(contexts)?, binding.row)));
        if let Some((_, row)) = found.min_by_key(|(at, _)| *at) {
            Meaning::Action(row)
        } else if self.following(keys, contexts).next().is_some() {
            Meaning::Prefix
        } else {
            Meaning::Nothing
        }
    }

    /// The last keys and actions that can follow a prefix, in the order of the rows.
    pub fn following(
        &self,
        beginning: &[Key],
        contexts: Contexts,
    ) -> impl Iterator<Item = (&[Key], &'static ActionRow)> {
        let bindings = self.bindings.iter().filter(move |binding| binding.row.contexts.meets(contexts));
        bindings.filter_map(move |binding| {
            let rest = binding.keys.strip_prefix(beginning).filter(|rest| !rest.is_empty())?;
            Some((rest, binding.row))
        })
    }

    /// The keys an action is bound to, as they are written.
    pub fn keys_of(&self, row: &ActionRow) -> Vec<String> {
        let name = row.name;
        let own = self.bindings.iter().filter(|binding| binding.row.name == name);
        own.map(|binding| spell(&binding.keys)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(keys: &str, contexts: Contexts) -> String {
        match Keymap::usual().meaning(&sequence(keys).unwrap(), contexts) {
            Meaning::Action(row) => row.name.to_owned(),
            Meaning::Prefix => "…".into(),
            Meaning::Nothing => "-".into(),
        }
    }

    #[test]
    fn the_narrowest_context_wins() {
        let anywhere = Contexts::ANYWHERE;
        for (keys, contexts, expected) in [
            ("j", anywhere, "down"),
            ("g", anywhere, "…"),
            ("gg", anywhere, "top"),
            ("Enter", anywhere.and(Contexts::LIST), "open"),
            ("Enter", anywhere.and(Contexts::READER).and(Contexts::NAME), "dossier"),
            ("Enter", anywhere.and(Contexts::DOSSIER).and(Contexts::NAME), "open-at-sentence"),
            ("C-c", anywhere, "quit"),
            ("F", anywhere, "-"),
        ] {
            assert_eq!(meaning(keys, contexts), expected, "{keys} in {contexts:?}");
        }
    }

    #[test]
    fn settings_bind_keys_otherwise() {
        let keys = [("bookmark", vec!["B", "m"]), ("nonsense", vec!["x"]), ("tag", vec![""])];
        let keys = keys.map(|(name, keys)| (name.to_owned(), keys.into_iter().map(str::to_owned).collect()));
        let (keymap, complaints) = Keymap::bound(&BTreeMap::from(keys));
        let meaning = |text: &str| match keymap.meaning(&sequence(text).unwrap(), Contexts::READING) {
            Meaning::Action(row) => row.name,
            _ => "-",
        };
        assert_eq!(
            (meaning("B"), meaning("m"), meaning("b"), meaning("t")),
            ("bookmark", "bookmark", "-", "-")
        );
        assert_eq!(complaints.len(), 2, "{complaints:?}");
    }

    #[test]
    fn every_default_key_can_be_read() {
        let bound: usize = ROWS.iter().map(|row| row.keys.len()).sum();
        assert_eq!(Keymap::usual().bindings.len(), bound);
    }
}
