//! From keys to actions.
//!
//! A key sequence means the action bound to it in the current contexts; if there are several, the
//! one in the narrowest context.

use super::actions::{ActionRow, ROWS, named};
use super::context::Contexts;
use super::key::{Key, sequence, spell};
use super::presets;
use crate::config::{Config, MOST_TOLD, meant, told};

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

/// What always has a key, and which one it keeps.
const ALWAYS: [(&str, &str); 2] = [("quit", "C-c"), ("cancel", "Esc")];

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

    /// The keys that the settings ask for; and what is wrong in these, one sentence each. A key given to an action is
    /// removed from others that apply in the same contexts. One key to quit and one to cancel always stay.
    pub fn bound(config: &Config) -> (Self, Vec<String>) {
        let mut keymap = Self::usual();
        let mut complaints = Vec::new();
        if let Some(name) = &config.keymap {
            if let Some(rows) = presets::preset(name) {
                for (name, keys) in rows {
                    // An action that is not there has no key to give.
                    if let Some(row) = named(name) {
                        keymap.rebind(row, keys.iter().filter_map(|keys| sequence(keys)));
                    }
                }
            } else {
                let (all, meant) = (presets::names().collect::<Vec<_>>(), meant(name, presets::names()));
                let why = format!("there is no keymap “{name}”; expected one of {}{meant}", all.join(", "));
                complaints.push(config.complaint("keymap", &why));
            }
        }
        for (name, wanted) in &config.keys {
            let is_told = complaints.len() < MOST_TOLD;
            let mut complain = |why: &str| complaints.push(config.complaint(&format!("keys.{name}"), why));
            let Some(row) = named(name) else {
                let names = ROWS.iter().map(|row| row.name);
                let meant = if is_told { meant(name, names) } else { String::new() };
                complain(&format!("there is no command “{name}”{meant}; `dateline keys` lists them"));
                continue;
            };
            let mut keys = Vec::new();
            for text in wanted {
                match sequence(text) {
                    Some(read) => keys.push(read),
                    None => complain(&format!(
                        "{name}: “{text}” is not a key; expected keys such as B, gg, C-k, Enter"
                    )),
                }
            }
            if keys.len() == wanted.len() || !keys.is_empty() {
                keymap.rebind(row, keys.into_iter());
            }
        }
        complaints.extend(ALWAYS.iter().filter_map(|&(name, keys)| keymap.keep(name, keys)));
        (keymap, told(complaints))
    }

    /// Gives an action keys in the place of those it has.
    fn rebind(&mut self, row: &'static ActionRow, keys: impl Iterator<Item = Vec<Key>>) {
        self.bindings.retain(|binding| binding.row.name != row.name);
        keys.for_each(|keys| self.bind(keys, row));
    }

    /// Gives an action a key if it has none, and says so.
    fn keep(&mut self, name: &str, keys: &str) -> Option<String> {
        let row = named(name).filter(|row| self.keys_of(row).is_empty())?;
        self.bind(sequence(keys)?, row);
        Some(format!("no key was left to {name}: {keys} stays"))
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

    /// Those of them that do it in these contexts, where a narrower one may give a key to something else.
    pub fn keys_in(&self, row: &ActionRow, contexts: Contexts) -> Vec<String> {
        let own = self.bindings.iter().filter(|binding| binding.row.name == row.name);
        let does = |keys: &[Key]| matches!(self.meaning(keys, contexts), Meaning::Action(met) if met.name == row.name);
        own.filter(|binding| does(&binding.keys)).map(|binding| spell(&binding.keys)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_of_the_narrowest_action_alone() {
        let on_the_map = Contexts::ANYWHERE.and(Contexts::MAP).and(Contexts::NAME);
        let keys = |name: &str| Keymap::usual().keys_in(named(name).unwrap(), on_the_map);
        assert_eq!((keys("open-place"), keys("dossier")), (vec!["Enter".to_owned()], vec!["gd".to_owned()]));
    }

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

    /// What keys mean in a list with these settings, and what is complained of.
    fn bound(settings: &str, keys: &[&str]) -> (Vec<String>, Vec<String>) {
        let config = Config::read("c", settings.as_bytes());
        assert_eq!(config.complaints, [] as [String; 0]);
        let (keymap, complaints) = Keymap::bound(&config);
        let here = Contexts::ANYWHERE.and(Contexts::READING).and(Contexts::LIST);
        let meaning = |text: &&str| match keymap.meaning(&sequence(text).unwrap(), here) {
            Meaning::Action(row) => row.name.to_owned(),
            _ => "-".to_owned(),
        };
        (keys.iter().map(meaning).collect(), complaints)
    }

    #[test]
    fn settings_bind_keys_otherwise() {
        let settings = "[keys]\nbookmark = ['B', 'm']\nbokmark = 'x'\ntag = []\nundo = 'Entre'\n";
        let (meanings, complaints) = bound(settings, &["B", "m", "b", "t", "E"]);
        assert_eq!(meanings, ["bookmark", "bookmark", "-", "-", "-"]);
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        let expected =
            "c, line 3: there is no command “bokmark”; did you mean “bookmark”?; `dateline keys` lists them";
        assert_eq!(complaints[0], expected);
    }

    #[test]
    fn a_keymap_is_a_start_and_single_keys_come_after_it() {
        let keys = ["/", "N", "b", "m", "j"];
        let (meanings, complaints) = bound("keymap = 'newsboat'\n[keys]\nbookmark = 'm'", &keys);
        assert_eq!(meanings, ["search", "read-mark", "page-up", "bookmark", "down"]);
        assert_eq!(complaints, [] as [String; 0]);
        let (meanings, _) = bound("keymap = 'arrows'", &["j", "Down", "Home", "C-d"]);
        assert_eq!(meanings, ["-", "down", "top", "-"]);
        let (_, complaints) = bound("\nkeymap = 'newsbot'", &[]);
        assert!(complaints[0].starts_with("c, line 2: there is no keymap “newsbot”"), "{complaints:?}");
        assert!(complaints[0].ends_with("did you mean “newsboat”?"), "{complaints:?}");
    }

    #[test]
    fn one_key_to_quit_and_one_to_cancel_stay() {
        let settings = "[keys]\nquit = []\ncancel = []\nsearch = ['C-c', 'Esc', 'Q', 's']";
        let (meanings, complaints) = bound(settings, &["C-c", "Esc", "Q", "s"]);
        assert_eq!(meanings, ["quit", "cancel", "search", "search"]);
        assert_eq!(
            complaints,
            ["no key was left to quit: C-c stays", "no key was left to cancel: Esc stays"]
        );
    }

    #[test]
    fn every_default_key_can_be_read() {
        let bound: usize = ROWS.iter().map(|row| row.keys.len()).sum();
        assert_eq!(Keymap::usual().bindings.len(), bound);
    }
}
