//! Cookies that last for one chain of redirects: some servers redirect to the same address to check whether their
//! cookie comes back. None is stored.

use ureq::http::HeaderMap;
use ureq::http::header::{self, HeaderValue};
use url::Url;

/// Further or longer cookies are ignored.
const MOST: usize = 20;
const LONGEST: usize = 4096;

/// What the servers in one chain have set, by host and name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cookies {
    set: Vec<(String, String, String)>,
}

impl Cookies {
    /// Takes the cookies that a response sets, for its host only.
    pub fn take(&mut self, url: &Url, headers: &HeaderMap) {
        let Some(host) = url.host_str() else { return };
        for value in headers.get_all(header::SET_COOKIE) {
            let Ok(value) = value.to_str() else { continue };
            let pair = value.split(';').next().unwrap_or("");
            let Some((name, value)) = pair.split_once('=') else { continue };
            let (name, value) = (name.trim(), value.trim());
            if name.is_empty() || name.len() + value.len() > LONGEST {
                continue;
            }
            self.set.retain(|(of, known, _)| !(of == host && known == name));
            if self.set.len() < MOST {
                self.set.push((host.to_owned(), name.to_owned(), value.to_owned()));
            }
        }
    }

    /// The cookies to send to an address.
    pub fn header(&self, url: &Url) -> Option<HeaderValue> {
        let host = url.host_str()?;
        let own = self.set.iter().filter(|(of, _, _)| of == host);
        let pairs: Vec<String> = own.map(|(_, name, value)| format!("{name}={value}")).collect();
        if pairs.is_empty() { None } else { HeaderValue::from_str(&pairs.join("; ")).ok() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_go_back_where_they_came_from() {
        let url = |address: &str| Url::parse(address).unwrap();
        let mut headers = HeaderMap::new();
        headers.append(header::SET_COOKIE, HeaderValue::from_static("seen=1; Path=/; HttpOnly"));
        headers.append(header::SET_COOKIE, HeaderValue::from_static("no pair"));
        let mut cookies = Cookies::default();
        cookies.take(&url("https://quay.example/a"), &headers);
        let back = |cookies: &Cookies, address: &str| {
            cookies.header(&url(address)).map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(back(&cookies, "https://quay.example/b").as_deref(), Some("seen=1"));
        assert_eq!(back(&cookies, "https://pier.example/"), None);
        headers.insert(header::SET_COOKIE, HeaderValue::from_static("seen=2"));
        cookies.take(&url("https://quay.example/a"), &headers);
        assert_eq!(back(&cookies, "https://quay.example/").as_deref(), Some("seen=2"));
    }
}
