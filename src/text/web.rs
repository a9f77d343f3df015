//! Web addresses as shown to people: which may be opened, and which parts may be shown.

use std::borrow::Cow;
use unicode_security::confusable_detection::skeleton;
use unicode_security::mixed_script::MixedScript;
use url::Url;

/// An address that can be passed to a browser, normalised as by WHATWG: `http` or `https`, with a host. `None` for
/// anything else, including what looks like an option.
pub fn openable(address: &str) -> Option<String> {
    let address = address.trim();
    let (scheme, rest) = address.split_once(':')?;
    let is_web = ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web));
    if !is_web || !rest.starts_with("//") || rest.starts_with("///") {
        return None;
    }
    let url = Url::parse(address).ok()?;
    url.has_host().then(|| url.to_string())
}

/// The address without its user name and password, and these two.
pub fn without_secret(address: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = address.split_once("://") else { return (address.to_owned(), None) };
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => (format!("{scheme}://{}", &rest[at + 1..]), Some(rest[..at].to_owned())),
        None => (address.to_owned(), None),
    }
}

/// The address with a user name and password from [`without_secret`].
pub fn with_secret(address: &str, secret: &str) -> String {
    match address.split_once("://") {
        Some((scheme, rest)) => format!("{scheme}://{secret}@{rest}"),
        None => address.to_owned(),
    }
}

/// The user name and password of an address as a server expects them: `name:password`, without the escapes of addresses.
pub fn login(secret: &str) -> Vec<u8> {
    let (name, password) = secret.split_once(':').unwrap_or((secret, ""));
    [unescaped(name), vec![b':'], unescaped(password)].concat()
}

/// The bytes of a part of an address in which some are written as `%40`.
fn unescaped(part: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), part.as_bytes());
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped =
            digits.filter(|digits| *first == b'%' && digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let escaped = escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(*first));
        rest = &after[escaped.map_or(0, |_| 2)..];
    }
    bytes
}

/// The address for the log: without user name, password, query and fragment.
pub fn for_log(address: &str) -> String {
    let (bare, _) = without_secret(address);
    let end = bare.find(['?', '#']).unwrap_or(bare.len());
    bare[..end].to_owned()
}

/// The address for display: without a password, and in punycode if its host mixes scripts or imitates another one.
pub fn shown(address: &str) -> Cow<'_, str> {
    if address.is_ascii() && !address.contains('@') {
        return Cow::Borrowed(address);
    }
    let (bare, _) = without_secret(address);
    let Some((scheme, rest)) = bare.split_once("://") else { return Cow::Owned(bare) };
    let end = rest.find([':', '/', '?', '#', '\\']).unwrap_or(rest.len());
    let (host, tail) = rest.split_at(end);
    if host.split(['.', '。', '．', '｡']).all(is_plain) {
        return Cow::Owned(bare);
    }
    let spelt = Url::parse(&format!("http://{host}/")).ok();
    let spelt = spelt.as_ref().and_then(Url::host_str).unwrap_or("xn--");
    Cow::Owned(format!("{scheme}://{spelt}{tail}"))
}

/// Whether a label of a host name is unambiguous: in one script, and not made only of letters that look Latin.
fn is_plain(label: &str) -> bool {
    label.is_ascii() || (label.is_single_script() && !skeleton(label).all(|c| c.is_ascii()))
}

/// Whether a text is one web address, with its scheme.
pub fn is_address(text: &str) -> bool {
    let has_scheme = |scheme: &&str| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && text.len() > scheme.len()
    };
    ["http://", "https://", "feed:"].iter().any(has_scheme) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_opened() {
        for (address, expected) in [
            ("https://quay.example/a?b=c#d", Some("https://quay.example/a?b=c#d")),
            ("HTTP://Quay.example", Some("http://quay.example/")),
            (" https://quay.example/a b ", Some("https://quay.example/a%20b")),
            ("https://quäy.example/", Some("https://xn--quy-rla.example/")),
            ("httpx://quay.example/", None),
            ("http --exec=sh://x", None),
            ("http:/etc/passwd", None),
            ("http:///etc/passwd", None),
            ("http:quay.example", None),
            ("https://", None),
            ("file:///etc/passwd", None),
            ("javascript://quay.example/%0aalert(1)", None),
            ("--version", None),
            ("-http://quay.example", None),
            ("quay.example", None),
            ("", None),
        ] {
            assert_eq!(openable(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn a_login_is_sent_without_the_escapes_of_addresses() {
        for (secret, expected) in [
            ("ann:word", "ann:word"),
            ("ann", "ann:"),
            ("a%3An:w%40rd%3a1:2", "a:n:w@rd:1:2"),
            ("ann:100%", "ann:100%"),
            ("ann:%zz%C3%A9%+1", "ann:%zzé%+1"),
        ] {
            assert_eq!(String::from_utf8(login(secret)).unwrap(), expected);
        }
    }

    #[test]
    fn secrets_are_taken_out_and_put_back() {
        for (address, bare, secret) in [
            ("https://quay.example/a@b", "https://quay.example/a@b", None),
            ("https://ann:w%40rd@quay.example/rss", "https://quay.example/rss", Some("ann:w%40rd")),
            ("https://ann@quay.example", "https://quay.example", Some("ann")),
            ("https://a@b:c@quay.example?d=e@f", "https://quay.example?d=e@f", Some("a@b:c")),
            ("mailto:ann@quay.example", "mailto:ann@quay.example", None),
        ] {
            assert_eq!(without_secret(address), (bare.to_owned(), secret.map(str::to_owned)), "{address}");
            if let Some(secret) = secret {
                assert_eq!(with_secret(bare, secret), address);
            }
        }
        assert_eq!(for_log("https://ann:word@quay.example/rss?key=1#x"), "https://quay.example/rss");
    }

    #[test]
    fn hosts_that_imitate_others_are_spelt_out() {
        for (address, expected) in [
            ("https://quay.example/", "https://quay.example/"),
            ("https://ann:word@quay.example/", "https://quay.example/"),
            ("https://café.example/a", "https://café.example/a"),
            ("https://пример.example:8080/", "https://пример.example:8080/"),
            ("https://例え.example/", "https://例え.example/"),
            ("https://аррӏе.example/sign-in", "https://xn--80ak6aa92e.example/sign-in"),
            ("https://раура1.example/", "https://xn--1-7sba6dbr.example/"),
            ("https://quаy.example?а", "https://xn--quy-7cd.example?а"),
        ] {
            assert_eq!(shown(address), expected, "{address}");
        }
    }
}
