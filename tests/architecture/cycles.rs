//! Which source files use which, by their paths, and which of them form cycles.

use std::collections::{BTreeMap, BTreeSet};

/// The parts of a module's path: `store/mentions/mod.rs` is `["store", "mentions"]`.
type Module = Vec<String>;

/// Source texts by module.
type Sources = BTreeMap<Module, String>;

/// Groups of files that use each other in a cycle, such as `store/articles store/entities`.
///
/// A path counts wherever it occurs, in a `use` line or in code, and is followed through the `pub use` of the named
/// module to the file that defines it. Parent and child are not an edge, nor is a `pub use`: a module may re-export
/// what its children define.
pub fn cycles(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Sources = files.iter().map(|(path, text)| (module(path), (*text).to_owned())).collect();
    let passed_on = sources.iter().map(|(module, text)| (module.clone(), passed_on(text))).collect();
    let uses: BTreeMap<Module, BTreeSet<Module>> = sources
        .iter()
        .map(|(module, text)| {
            let used =
                paths(text).iter().filter_map(|path| used(module, path, &sources, &passed_on)).collect();
            (module.clone(), used)
        })
        .collect();
    groups(&uses)
}

fn module(path: &str) -> Module {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|part| *part != "lib").map(str::to_owned).collect()
}

/// The `use` lines of a source without `use` and `;`, and whether they are public.
fn use_lines(text: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    for statement in text.split_inclusive(';') {
        let Some(start) = statement.rfind("use ") else { continue };
        let before = statement[..start].rsplit('\n').next().unwrap_or_default().trim();
        if before.is_empty() || before.starts_with("pub") {
            let path = statement[start + 4..].trim_end_matches(';').split_whitespace().collect::<Vec<_>>();
            found.push((!before.is_empty(), path.join(" ")));
        }
    }
    found
}

/// The paths of a `use`, with its braces expanded.
fn opened(prefix: &[String], tree: &str) -> Vec<Vec<String>> {
    let parts = |text: &str| -> Vec<String> {
        text.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let Some((head, rest)) = tree.split_once('{') else {
        let name = tree.split(" as ").next().unwrap_or_default();
        return vec![prefix.iter().cloned().chain(parts(name)).collect()];
    };
    let prefix: Vec<String> = prefix.iter().cloned().chain(parts(head)).collect();
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    for (at, letter) in inside.char_indices().chain([(inside.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = inside[start..at].trim();
                found.extend(if part.is_empty() { Vec::new() } else { opened(&prefix, part) });
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// Every path of a source that may lead to another file, except those of `pub use`.
fn paths(text: &str) -> Vec<Vec<String>> {
    let private = use_lines(text).into_iter().filter(|(is_public, _)| !is_public);
    let mut found: Vec<Vec<String>> = private.flat_map(|(_, tree)| opened(&[], &tree)).collect();
    let is_path = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    for word in text.split(|letter| !is_path(letter)) {
        if (word.starts_with("crate::") || word.starts_with("super::")) && !word.ends_with(':') {
            found.push(word.split("::").map(str::to_owned).collect());
        }
    }
    for (_, tree) in use_lines(text).into_iter().filter(|(is_public, _)| *is_public) {
        // Only as a whole: with braces, no part of a `pub use` looks like a path.
        found.retain(|path| path.join("::") != tree);
    }
    found
}

/// What a module re-exports with `pub use`, by name.
fn passed_on(text: &str) -> BTreeMap<String, Vec<String>> {
    let public = use_lines(text).into_iter().filter(|(is_public, _)| *is_public);
    let paths = public.flat_map(|(_, tree)| opened(&[], &tree));
    paths.filter_map(|path| Some((path.last()?.clone(), path))).collect()
}

/// The path from the crate's root, if it is in this crate.
fn absolute(module: &Module, path: &[String], sources: &Sources) -> Option<Module> {
    let first = path.first()?;
    let supers = path.iter().take_while(|part| *part == "super").count();
    let child = |base: &[String], rest: &[String]| base.iter().chain(rest).cloned().collect::<Module>();
    match first.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some(child(module, &path[1..])),
        "super" => Some(child(module.get(..module.len().checked_sub(supers)?)?, &path[supers..])),
        _ => {
            let inside = child(module, &path[..1]);
            sources.contains_key(&inside).then(|| child(module, path))
        }
    }
}

/// The file that a path leads to, unless it is the file itself or its parent or child.
fn used(
    own: &Module,
    path: &[String],
    sources: &Sources,
    passed_on: &BTreeMap<Module, BTreeMap<String, Vec<String>>>,
) -> Option<Module> {
    let mut path = absolute(own, path, sources)?;
    // A name can be re-exported several times, by nested modules.
    for _ in 0..8 {
        let length = (1..=path.len()).rev().find(|&length| sources.contains_key(&path[..length]))?;
        let found = path[..length].to_vec();
        let name = path.get(length);
        let from = name.and_then(|name| passed_on.get(&found)?.get(name));
        match from.and_then(|from| absolute(&found, from, sources)) {
            Some(further) => path = further,
            None => return (!own.starts_with(&found) && !found.starts_with(own)).then_some(found),
        }
    }
    None
}

/// Groups of files that reach each other.
fn groups(uses: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<String> {
    let reached: BTreeMap<&Module, BTreeSet<&Module>> = uses
        .keys()
        .map(|from| {
            let (mut reached, mut open) = (BTreeSet::new(), vec![from]);
            while let Some(module) = open.pop() {
                open.extend(uses.get(module).into_iter().flatten().filter(|next| reached.insert(*next)));
            }
            (from, reached)
        })
        .collect();
    let in_circles = reached.iter().filter(|(from, reached)| reached.contains(*from));
    let groups: BTreeSet<String> = in_circles
        .map(|(from, forth)| {
            let returns = |module: &&Module| reached.get(*module).is_some_and(|back| back.contains(from));
            let group: Vec<String> =
                forth.iter().copied().filter(returns).map(|module| module.join("/")).collect();
            group.join(" ")
        })
        .collect();
    groups.into_iter().collect()
}

#[test]
fn planted_cycles_are_found_and_others_are_none() {
    let check = |files: &[(&str, &str)], expected: &[&str]| assert_eq!(cycles(files), expected, "{files:?}");
    let root = ("lib.rs", "pub mod a; pub mod b; pub mod c;");
    check(&[root, ("a.rs", "use crate::b::B;"), ("b.rs", "use super::a::A;")], &["a b"]);
    check(&[root, ("a.rs", "use crate::b::B;"), ("b.rs", "fn f() { crate::a::f(); }")], &["a b"]);
    check(
        &[root, ("a.rs", "use crate::{b::{B, C}, d};"), ("b.rs", "use crate::{\n    c,\n    a::A,\n};")],
        &["a b"],
    );
    check(
        &[root, ("a.rs", "use crate::b;"), ("b.rs", "use super::c;"), ("c.rs", "use crate::a::x as y;")],
        &["a b c"],
    );
    // Not a cycle: one direction, parent and child, a re-export.
    check(&[root, ("a.rs", "use crate::b::B;"), ("b.rs", "use std::fmt;")], &[]);
    check(&[root, ("a/mod.rs", "mod x;\nuse x::X;"), ("a/x.rs", "use super::A;")], &[]);
    check(
        &[root, ("a/mod.rs", "pub use x::X;"), ("a/x.rs", "use crate::b::B;"), ("b.rs", "use std::io;")],
        &[],
    );
    check(&[root, ("a.rs", "pub use crate::b::B;"), ("b.rs", "use crate::a::A;")], &[]);
    // Through a parent's re-export.
    let parent = ("a/mod.rs", "mod x;\nmod y;\npub use x::{X, Z};\npub(super) use y::Y;");
    check(&[root, parent, ("a/x.rs", "use super::Y;"), ("a/y.rs", "use crate::a::Z;")], &["a/x a/y"]);
    check(&[root, parent, ("a/x.rs", "use super::Y;"), ("a/y.rs", "use super::A;")], &[]);
}
