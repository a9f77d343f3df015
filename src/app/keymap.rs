//! From keys to commands.
//!
//! A key sequence means the first command that is bound to it in the scopes of the moment, the
//! narrowest scope first.

use super::commands::{COMMANDS, Command, Scope, named};
use super::key::{Key, sequence};
use std::collections::BTreeMap;

/// Keys and the commands they are bound to.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

#[derive(Debug, Clone)]
struct Binding {
    keys: Vec<Key>,
    command: &'static Command,
}

/// What a sequence of keys means.
#[derive(Debug, Clone, Copy)]
pub enum Meaning {
    /// A command.
    Command(&'static Command),
    /// The beginning of longer sequences.
    Prefix,
    /// Nothing.
    Nothing,
}

impl Keymap {
    /// The keys every command comes with.
    pub fn usual() -> Self {
        let keys_of = |command: &'static Command| {
            command.keys.iter().filter_map(|keys| sequence(keys)).map(move |keys| Binding { keys, command })
        };
        Self { bindings: COMMANDS.iter().flat_map(keys_of).collect() }
    }

    /// The usual keys, but for those that the settings bind otherwise; and what of them cannot be, a sentence
    /// each. A key that is given to a command is taken from others of its scope.
    pub fn bound(keys: &BTreeMap<String, Vec<String>>) -> (Self, Vec<String>) {
        let mut keymap = Self::usual();
        let mut complaints = Vec::new();
        for (name, wanted) in keys {
            let Some(command) = named(name) else {
                complaints.push(format!("there is no command {name}; `dateline keys` lists them"));
                continue;
            };
            keymap.bindings.retain(|binding| binding.command.name != command.name);
            for text in wanted {
                match sequence(text) {
                    Some(keys) => keymap.bind(keys, command),
                    None => complaints.push(format!("{name}: “{text}” is no key")),
                }
            }
        }
        (keymap, complaints)
    }

    fn bind(&mut self, keys: Vec<Key>, command: &'static Command) {
        let clashes = |other: &Binding| {
            other.command.scope == command.scope
                && (other.keys.starts_with(&keys) || keys.starts_with(&other.keys))
        };
        self.bindings.retain(|other| !clashes(other));
        self.bindings.push(Binding { keys, command });
    }

    /// What the keys mean where these scopes apply, the narrowest first.
    pub fn meaning(&self, keys: &[Key], scopes: &[Scope]) -> Meaning {
        let applies = |binding: &&Binding| scopes.contains(&binding.command.scope);
        for scope in scopes {
            let whole = |binding: &&Binding| binding.keys == keys && binding.command.scope == *scope;
            if let Some(binding) = self.bindings.iter().find(whole) {
                return Meaning::Command(binding.command);
            }
        }
        if self.bindings.iter().filter(applies).any(|binding| binding.keys.starts_with(keys)) {
            Meaning::Prefix
        } else {
            Meaning::Nothing
        }
    }

    /// The last keys and commands that may follow a beginning, in the order of the commands.
    pub fn following(&self, beginning: &[Key], scopes: &[Scope]) -> Vec<(&[Key], &'static Command)> {
        let follows = |binding: &&Binding| {
            scopes.contains(&binding.command.scope)
                && binding.keys.len() > beginning.len()
                && binding.keys.starts_with(beginning)
        };
        let rest = |binding| -> (&[Key], &'static Command) {
            let Binding { keys, command }: &Binding = binding;
            (&keys[beginning.len()..], command)
        };
        self.bindings.iter().filter(follows).map(rest).collect()
    }

    /// The keys a command is bound to.
    pub fn keys_of(&self, command: &Command) -> impl Iterator<Item = &[Key]> {
        let name = command.name;
        self.bindings.iter().filter(move |binding| binding.command.name == name).map(|b| b.keys.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::spell;

    fn meaning(keys: &str, scopes: &[Scope]) -> String {
        match Keymap::usual().meaning(&sequence(keys).unwrap(), scopes) {
            Meaning::Command(command) => command.name.to_owned(),
            Meaning::Prefix => "…".into(),
            Meaning::Nothing => "-".into(),
        }
    }

    #[test]
    fn the_narrowest_scope_wins() {
        use Scope::{Anywhere, Articles, List, Name, Reader};
        for (keys, scopes, expected) in [
            ("j", [Anywhere].as_slice(), "down"),
            ("g", &[Anywhere], "…"),
            ("gg", &[Anywhere], "top"),
            ("Enter", &[List, Articles, Anywhere], "open"),
            ("Enter", &[Name, Reader, Articles, Anywhere], "dossier"),
            ("C-c", &[Anywhere], "quit"),
            ("F", &[Anywhere], "-"),
        ] {
            assert_eq!(meaning(keys, scopes), expected, "{keys} in {scopes:?}");
        }
    }

    #[test]
    fn settings_bind_keys_otherwise() {
        let keys = [("bookmark", vec!["B", "m"]), ("nonsense", vec!["x"]), ("tag", vec![""])];
        let keys = keys.map(|(name, keys)| (name.to_owned(), keys.into_iter().map(str::to_owned).collect()));
        let (keymap, complaints) = Keymap::bound(&BTreeMap::from(keys));
        let meaning = |text: &str| match keymap.meaning(&sequence(text).unwrap(), &[Scope::Anywhere]) {
            Meaning::Command(command) => command.name,
            _ => "-",
        };
        assert_eq!(
            (meaning("B"), meaning("m"), meaning("b"), meaning("t")),
            ("bookmark", "bookmark", "-", "-")
        );
        assert_eq!(complaints.len(), 2, "{complaints:?}");
    }

    #[test]
    fn every_binding_can_be_read_and_no_two_clash() {
        let keymap = Keymap::usual();
        let bound: usize = COMMANDS.iter().map(|command| command.keys.len()).sum();
        assert_eq!(keymap.bindings.len(), bound, "a key that cannot be read");
        for (at, one) in keymap.bindings.iter().enumerate() {
            for other in &keymap.bindings[at + 1..] {
                let clash = one.command.scope == other.command.scope
                    && (one.keys.starts_with(&other.keys) || other.keys.starts_with(&one.keys));
                let names = (one.command.name, other.command.name);
                assert!(!clash, "{} and {}: {names:?}", spell(&one.keys), spell(&other.keys));
            }
        }
    }
}
