//! Authors: name and email address from elements, and the best of several vocabularies that name the same
//! person.

use super::element::Element;
use super::repair;
use super::space::Space;

/// The maximum number of authors; physics papers have thousands.
const MOST: usize = 20;

/// The authors of an entry, by vocabulary.
#[derive(Debug, Default)]
pub(super) struct Authors {
    own: Vec<String>,
    dublin_core: Vec<String>,
    podcast: Vec<String>,
}

impl Authors {
    /// Takes the author named by an element.
    pub fn take(&mut self, element: &Element) {
        let authors = match element.space {
            Space::DublinCore => &mut self.dublin_core,
            Space::Itunes => &mut self.podcast,
            _ => &mut self.own,
        };
        if let Some(author) = person(element)
            && authors.len() < MOST
            && !authors.contains(&author)
        {
            authors.push(author);
        }
    }

    /// All authors in the vocabulary that names them best: Dublin Core has names where RSS itself asks for an email
    /// address.
    pub fn best(&self) -> Option<String> {
        let Self { own, dublin_core, podcast } = self;
        let has_names =
            |authors: &[String]| authors.iter().any(|author| author.contains(' ') || !author.contains('@'));
        let in_order = [&own, &dublin_core, &podcast];
        let best = in_order.iter().find(|authors| has_names(authors));
        let best = best.or_else(|| in_order.iter().find(|authors| !authors.is_empty()))?;
        Some(best.join(", "))
    }
}

/// `Name (address)`, or whichever of the two there is.
pub(super) fn person(element: &Element) -> Option<String> {
    let part = |name: &str| {
        let found = element.elements().find(|child| child.name == name)?;
        repair::line(&found.text())
    };
    match (part("name"), part("email")) {
        (Some(name), Some(address)) => Some(format!("{name} ({address})")),
        (Some(name), None) => Some(name),
        (None, Some(address)) => Some(address),
        (None, None) => repair::line(&element.text()),
    }
}

/// The name in an author field, without email addresses: `mary@example.org (Mary Hill)`, `Mary Hill
/// <mary@example.org>`. `None` if there is only an address.
pub fn name(author: &str) -> Option<String> {
    let is_address = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
    };
    let words: Vec<&str> = author.split_whitespace().filter(|word| !is_address(word)).collect();
    let name = words.join(" ");
    let name = match name.strip_prefix('(').and_then(|name| name.strip_suffix(')')) {
        Some(inner) => inner,
        None => &name,
    };
    let name =
        name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '-' | ':' | '<' | '>'));
    name.contains(char::is_alphabetic).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_their_addresses() {
        for (author, expected) in [
            ("Mary Hill", Some("Mary Hill")),
            ("Mary Hill (mary@example.org)", Some("Mary Hill")),
            ("mary@example.org (Mary Hill)", Some("Mary Hill")),
            ("\"Mary Hill\" <mary@example.org>", Some("Mary Hill")),
            ("Mary Hill (Harbour Times)", Some("Mary Hill (Harbour Times)")),
            ("mary@example.org", None),
            ("", None),
        ] {
            assert_eq!(name(author).as_deref(), expected, "{author}");
        }
    }

    #[test]
    fn the_vocabulary_that_has_names_is_taken() {
        let check = |own: &[&str], dublin_core: &[&str], podcast: &[&str], expected: Option<&str>| {
            let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
            let authors =
                Authors { own: owned(own), dublin_core: owned(dublin_core), podcast: owned(podcast) };
            assert_eq!(authors.best().as_deref(), expected);
        };
        check(&["Mary Hill", "Tom Reed"], &["M. Hill"], &[], Some("Mary Hill, Tom Reed"));
        check(&["desk@example.org"], &["Mary Hill"], &[], Some("Mary Hill"));
        check(&["desk@example.org"], &[], &[], Some("desk@example.org"));
        check(&[], &[], &["Harbour Radio"], Some("Harbour Radio"));
        check(&[], &[], &[], None);
    }
}
