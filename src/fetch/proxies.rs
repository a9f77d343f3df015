//! Proxies from the environment: `https_proxy` and `http_proxy` for each scheme,
//! `all_proxy` for both, and `no_proxy` for hosts reached directly.

use ureq::Proxy;
use url::Url;

/// Which proxy to use for which address.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    /// For addresses with `http:`.
    pub(super) http: Option<Proxy>,
    /// For addresses with `https:`.
    pub(super) https: Option<Proxy>,
    /// Hosts to reach directly, in lower case; subdomains are included.
    spared: Vec<String>,
}

impl Proxies {
    /// From this program's environment.
    pub fn of_environment() -> Self {
        Self::named_by(|name| std::env::var(name).ok())
    }

    /// From `variable`, which returns an environment variable by its name. A lower-case variable
    /// takes precedence over its upper-case form, and `HTTP_PROXY` is ignored: where a web server starts a
    /// program, it is a header set by the client. Invalid proxy addresses are ignored.
    pub fn named_by(variable: impl Fn(&str) -> Option<String>) -> Self {
        let filled = |name: &str| {
            variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let either = |name: &str| filled(name).or_else(|| filled(&name.to_ascii_uppercase()));
        let proxy = |address: Option<String>| address.and_then(|address| Proxy::new(&address).ok());
        let all = either("all_proxy");
        let spared = either("no_proxy").unwrap_or_default();
        let spared = spared
            .split(',')
            .map(|host| host.trim().trim_start_matches("*.").trim_start_matches('.').to_ascii_lowercase())
            .filter(|host| !host.is_empty());
        Self {
            http: proxy(filled("http_proxy").or_else(|| all.clone())),
            https: proxy(either("https_proxy").or(all)),
            spared: spared.collect(),
        }
    }

    /// Whether a host is reached directly.
    pub(super) fn spares(&self, address: &Url) -> bool {
        let host = address.host_str().unwrap_or("").trim_matches(['[', ']']);
        self.spared.iter().any(|spared| {
            spared == "*"
                || host.strip_suffix(spared).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environments_variables() {
        let check = |variables: &[(&str, &str)], address: &str, expected: Option<&str>| {
            let value = |name: &str| {
                variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            };
            let proxies = Proxies::named_by(value);
            let url = Url::parse(address).unwrap();
            let proxy = if url.scheme() == "https" { &proxies.https } else { &proxies.http };
            let host = proxy.as_ref().filter(|_| !proxies.spares(&url)).map(|proxy| proxy.host().to_owned());
            assert_eq!(host.as_deref(), expected, "{variables:?} {address}");
        };
        let (secure, plain) = ("https://news.example/feed", "http://news.example/feed");
        check(&[], secure, None);
        check(&[("https_proxy", "http://gate.example:3128")], secure, Some("gate.example"));
        check(&[("https_proxy", "http://gate.example:3128")], plain, None);
        check(&[("HTTPS_PROXY", "gate.example:3128")], secure, Some("gate.example"));
        check(&[("HTTP_PROXY", "http://gate.example")], plain, None);
        check(&[("http_proxy", "http://gate.example")], plain, Some("gate.example"));
        check(&[("all_proxy", "socks5://gate.example")], secure, Some("gate.example"));
        check(
            &[("all_proxy", "socks5://one.example"), ("http_proxy", "http://two.example")],
            plain,
            Some("two.example"),
        );
        check(&[("all_proxy", "gopher://gate.example")], plain, None);
        check(&[("all_proxy", " ")], plain, None);
        for (spared, is_spared) in [
            ("news.example", true),
            (".example, other.test", true),
            ("*.example", true),
            ("*", true),
            ("ews.example", false),
            ("a.news.example", false),
        ] {
            let expected = if is_spared { None } else { Some("gate.example") };
            check(&[("all_proxy", "http://gate.example"), ("no_proxy", spared)], secure, expected);
        }
    }
}
