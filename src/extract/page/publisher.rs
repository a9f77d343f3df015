//! The owner of a page, and which names can be those of authors.

use crate::extract::byline;
use crate::text::fold::fold;

/// The page's owner, which is not its author.
pub(super) struct Publisher<'a> {
    pub site: Option<&'a str>,
    pub host: Option<&'a str>,
}

impl Publisher<'_> {
    /// Whether a word is the site's own name in its address; people's own sites have their names in two words.
    pub(super) fn is_host(&self, name: &str) -> bool {
        let letters = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        !name.contains(' ') && self.host.is_some_and(|host| letters(host).contains(&letters(name)))
    }

    /// Whether the names are the site's own, in several words, by its address.
    pub(super) fn is_owner(&self, names: &str) -> bool {
        let letters = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        self.host.is_some_and(|host| letters(host).contains(&letters(names)))
    }

    /// Whether a name is the site's, or one side of it: `Storm closes harbour | Harbour Post`.
    pub(super) fn is_site(&self, name: &str) -> bool {
        const MARKS: [&str; 4] = [" | ", " – ", " — ", " - "];
        let is_it = |part: &str| fold(part) == fold(name);
        self.site.is_some_and(|site| is_it(site) || MARKS.iter().any(|mark| site.split(mark).any(is_it)))
    }

    /// Whether it can be an author's name and not a shared account, an address, an organisation or the site.
    pub(super) fn may_be_author(&self, name: &str) -> bool {
        const LABELS: [&str; 8] =
            ["profile", "profiles", "profil", "posts", "articles", "beitrage", "beitrag", "biography"];
        const NOBODY: [&str; 16] = [
            "no author",
            "unknown",
            "admin",
            "administrator",
            "editor",
            "editors",
            "staff",
            "author",
            "guest",
            "webmaster",
            "none",
            "redaktion",
            "null",
            "name",
            "user",
            "posted",
        ];
        const BODIES: [&str; 14] = [
            "gmbh",
            "ag",
            "e.v",
            "eg",
            "inc",
            "ltd",
            "llc",
            "ministerium",
            "bundesministerium",
            "departement",
            "verein",
            "fraktion",
            "stiftung",
            "universitat",
        ];
        let folded = fold(name);
        let words = || folded.split([' ', ',']).map(|word| word.trim_matches(['.', ':', '*']));
        !folded.is_empty()
            && !name.contains(['@', '*', '=', '→'])
            && !is_address(name)
            && !name.starts_with("www.")
            && name.split(' ').count() <= 10
            && folded.contains(char::is_alphanumeric)
            && !NOBODY.contains(&folded.as_str())
            && !folded.starts_with("name (")
            && !name.contains(": ")
            && !byline::is_label(name)
            && !words().any(|word| BODIES.contains(&word) || LABELS.contains(&word))
            && !self.is_site(name)
    }
}

/// Whether a name is an address: `example.org/ann`.
fn is_address(name: &str) -> bool {
    let host = name.split_once('/').map_or("", |(before, _)| before);
    name.contains("://") || (host.contains('.') && !host.contains(' '))
}
