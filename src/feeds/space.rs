//! Namespaces: which vocabulary an element belongs to, by the declared address or, without a
//! declaration, by the usual prefix.
//!
//! All vocabularies of feeds themselves (RSS, RDF, Atom, CDF) count as one, since feeds mix them.

/// A vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS, Atom, CDF.
    Feed,
    /// RDF's own elements.
    Rdf,
    /// Dublin Core, elements and terms.
    DublinCore,
    /// The content module of RSS 1.0.
    Content,
    /// XHTML.
    Html,
    /// Apple's podcasts.
    Itunes,
    /// Yahoo's Media RSS.
    Media,
    /// The syndication module of RSS 1.0.
    Syndication,
    /// `xml:base`, `xml:lang`.
    Xml,
    /// Anything else.
    Other,
}

impl Space {
    /// By the address of a declaration. Case and a final slash or hash are ignored: both are often wrong.
    pub fn of_address(address: &str) -> Self {
        let address = address.trim().to_ascii_lowercase();
        let address = address.trim_end_matches(['/', '#']);
        let (_, place) = address.split_once("://").unwrap_or(("", address));
        match place {
            "www.w3.org/2005/atom"
            | "purl.org/atom/ns"
            | "purl.org/rss/1.0"
            | "purl.org/net/rss1.1"
            | "purl.org/rss/1.0/modules/rss091"
            | "my.netscape.com/rdf/simple/0.9"
            | "blogs.law.harvard.edu/tech/rss"
            | "cyber.law.harvard.edu/rss"
            // Earlier names of Atom, in drafts of 2003.
            | "purl.org/pie"
            | "purl.org/echo"
            | "example.com/necho"
            | "example.com/newformat"
            | "uri/of/echo/namespace" => Self::Feed,
            _ if place.starts_with("backend.userland.com/rss") => Self::Feed,
            "www.w3.org/1999/02/22-rdf-syntax-ns" => Self::Rdf,
            "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" | "purl.org/dc/terms" => Self::DublinCore,
            "purl.org/rss/1.0/modules/content" => Self::Content,
            "purl.org/rss/1.0/modules/syndication" => Self::Syndication,
            "www.w3.org/1999/xhtml" | "www.w3.org/tr/xhtml1/strict" | "www.w3.org/tr/rec-html40" => Self::Html,
            "search.yahoo.com/mrss" => Self::Media,
            "www.w3.org/xml/1998/namespace" => Self::Xml,
            _ if place.ends_with("/dtds/podcast-1.0.dtd") => Self::Itunes,
            _ => Self::Other,
        }
    }

    /// By the prefix alone, if nothing declares it.
    pub fn of_prefix(prefix: &str) -> Self {
        let known = [
            ("", Self::Feed),
            ("atom", Self::Feed),
            ("atom10", Self::Feed),
            ("a10", Self::Feed),
            ("rss", Self::Feed),
            ("rdf", Self::Rdf),
            ("dc", Self::DublinCore),
            ("dcterms", Self::DublinCore),
            ("content", Self::Content),
            ("xhtml", Self::Html),
            ("itunes", Self::Itunes),
            ("media", Self::Media),
            ("sy", Self::Syndication),
            ("syn", Self::Syndication),
            ("xml", Self::Xml),
        ];
        let is_it = |(name, _): &&(&str, Self)| name.eq_ignore_ascii_case(prefix);
        known.iter().find(is_it).map_or(Self::Other, |&(_, space)| space)
    }
}

/// Prefix and local name: `dc:date`.
pub(super) fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vocabularies() {
        for (address, expected) in [
            ("http://www.w3.org/2005/Atom", Space::Feed),
            ("http://purl.org/atom/ns#", Space::Feed),
            ("https://purl.org/RSS/1.0", Space::Feed),
            ("http://backend.userland.com/rss192", Space::Feed),
            ("http://purl.org/dc/elements/1.1/", Space::DublinCore),
            ("http://www.itunes.com/dtds/Podcast-1.0.dtd", Space::Itunes),
            ("http://search.yahoo.com/mrss", Space::Media),
            ("urn:anything", Space::Other),
            ("", Space::Other),
        ] {
            assert_eq!(Space::of_address(address), expected, "{address}");
        }
        for (prefix, expected) in
            [("dc", Space::DublinCore), ("DC", Space::DublinCore), ("", Space::Feed), ("x", Space::Other)]
        {
            assert_eq!(Space::of_prefix(prefix), expected, "{prefix}");
        }
        assert_eq!(split("dc:date"), ("dc", "date"));
        assert_eq!(split("title"), ("", "title"));
    }
}
