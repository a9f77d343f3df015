//! The forms of a name that say more than its other forms.

use crate::model::Alias;

/// The forms of a name with those that differ in nothing but capitals counted as one: `MOSUL`, as a dateline has it, is
/// no other name than `Mosul`. The most frequent come first.
pub fn distinct(name: &str, aliases: &[Alias]) -> Vec<Alias> {
    let own = name.to_lowercase();
    let mut keys: Vec<String> = Vec::new();
    let mut forms: Vec<Alias> = Vec::new();
    for alias in aliases {
        let key = alias.form.to_lowercase();
        if let Some(at) = keys.iter().position(|other| *other == key) {
            forms[at].mentions += alias.mentions;
            if is_shouted(&forms[at].form) && !is_shouted(&alias.form) {
                forms[at].form.clone_from(&alias.form);
            }
        } else {
            let form = if key == own { name } else { &alias.form };
            forms.push(Alias { form: form.to_owned(), mentions: alias.mentions });
            keys.push(key);
        }
    }
    forms.sort_by_key(|form| std::cmp::Reverse(form.mentions));
    forms
}

/// The other forms of a name.
pub fn others(name: &str, aliases: &[Alias]) -> Vec<Alias> {
    let mut forms = distinct(name, aliases);
    forms.retain(|form| form.form != name);
    forms
}

/// Whether a form has capitals alone and is longer than most acronyms.
fn is_shouted(form: &str) -> bool {
    const ACRONYM: usize = 5;
    form.chars().count() > ACRONYM && !form.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_alone_make_no_other_name() {
        let forms = |name: &str, aliases: &[(&str, u32)]| {
            let aliases: Vec<Alias> =
                aliases.iter().map(|&(form, mentions)| Alias { form: form.to_owned(), mentions }).collect();
            let told = |forms: Vec<Alias>| {
                forms
                    .iter()
                    .map(|form| format!("{} {}", form.form, form.mentions))
                    .collect::<Vec<_>>()
                    .join(" · ")
            };
            (told(distinct(name, &aliases)), told(others(name, &aliases)))
        };
        for (name, aliases, all, others) in [
            ("Mosul", &[("Mosul", 6), ("MOSUL", 2)][..], "Mosul 8", ""),
            ("Mosul", &[("MOSUL", 2)], "Mosul 2", ""),
            (
                "Holiday Corp",
                &[("HOLIDAY CORP", 3), ("Holiday", 1)],
                "Holiday Corp 3 · Holiday 1",
                "Holiday 1",
            ),
            (
                "Islamic State",
                &[("IS", 4), ("Islamic State", 3), ("ISIL", 1)],
                "IS 4 · Islamic State 3 · ISIL 1",
                "IS 4 · ISIL 1",
            ),
            (
                "Washington",
                &[("WASHINGTON DC", 1), ("Washington DC", 1)],
                "Washington DC 2",
                "Washington DC 2",
            ),
        ] {
            assert_eq!(forms(name, aliases), (all.to_owned(), others.to_owned()), "{name}");
        }
    }
}
