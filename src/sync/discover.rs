//! Detects which protocol a server speaks, and at which of the known paths. Requests are sent without name and
//! password: those go only to recognised servers.

use super::api::{Api, has_page};
use super::values;
use super::{Login, Trouble};
use crate::fetch::{Client, Exchange, Failure, Method};
use crate::model::ProtocolKind;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::Arc;
use url::Url;

/// Where servers have Google Reader's interface below their address, if not right there.
const GOOGLE_READER: &[&str] = &["/api/greader.php", "/p/api/greader.php", "/api/greader"];

/// A server that was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its protocol.
    pub kind: ProtocolKind,
    /// The address of its interface.
    pub url: String,
    /// Nothing else would answer so: what it told was its own, or its path is one of those that such servers have.
    pub is_sure: bool,
}

/// Detects the server at an address; with `wanted`, only this protocol is tried.
pub fn discover(client: &Arc<Client>, typed: &str, wanted: Option<ProtocolKind>) -> Result<Found, Trouble> {
    let (mut failure, mut is_answered) = (None, false);
    let mut asked = HashSet::new();
    for base in bases(typed) {
        for (kind, url) in everywhere(&base, wanted) {
            if !asked.insert((kind, url.clone())) {
                continue;
            }
            match is_there(client, kind, &url) {
                Ok(true) => return Ok(Found { kind, is_sure: is_sure(kind, &url), url }),
                Ok(false) => is_answered = true,
                Err(trouble) if trouble.is_cancelled() => return Err(trouble),
                Err(Trouble::Unanswered(Failure::Insecure { host, reason })) if is_plain(&reason) => {
                    return Err(Trouble::NotSecure { host });
                }
                // If the host cannot be reached, other paths on it cannot either.
                Err(trouble @ Trouble::Unanswered(_)) if failure.is_none() => {
                    if !is_garbled(&trouble) {
                        return Err(trouble);
                    }
                    failure = Some(trouble);
                }
                Err(trouble) => failure = failure.or(Some(trouble)),
            }
        }
    }
    let url = typed.to_owned();
    let is_secure = url.starts_with("https:");
    Err(match (failure, wanted) {
        (Some(trouble @ (Trouble::SwitchedOff { .. } | Trouble::Busy { .. })), _) => trouble,
        // Something else speaks there, such as a server without secure connections.
        (Some(Trouble::Unanswered(Failure::Garbled { host, .. })), _) if is_secure && !is_answered => {
            Trouble::NotSecure { host }
        }
        (Some(trouble), _) if !is_answered => trouble,
        (_, Some(kind)) => Trouble::NotThere { url, kind },
        (_, None) => Trouble::NothingThere { url },
    })
}

/// The server whose interface may be above the address at which one refused the login: for an address that has more than
/// the path of the interface, which then answers as for a wrong password.
pub fn discover_above(client: &Arc<Client>, typed: &str, refused: &Found) -> Option<Found> {
    let places = |base: &String| everywhere(base, Some(refused.kind));
    let has_it = |base: &String| places(base).iter().any(|(_, url)| *url == refused.url);
    let bases = bases(typed);
    let above = bases.iter().skip_while(|base| !has_it(base)).skip(1).flat_map(places);
    let mut others = above.filter(|(_, url)| *url != refused.url);
    let (kind, url) = others.find(|(kind, url)| matches!(is_there(client, *kind, url), Ok(true)))?;
    Some(Found { kind, is_sure: is_sure(kind, &url), url })
}

/// A server that speaks Google Reader's protocol is known only by its refusing to answer without a login.
fn is_sure(kind: ProtocolKind, url: &str) -> bool {
    let is_site = Url::parse(url).is_ok_and(|url| url.path() == "/");
    kind != ProtocolKind::GoogleReader || is_site || GOOGLE_READER.iter().any(|path| url.ends_with(path))
}

/// Whether what answered a secure request was no secure connection at all, as the library for these says it.
fn is_plain(reason: &str) -> bool {
    reason.contains("InvalidContentType")
}

fn is_garbled(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Unanswered(Failure::Garbled { .. } | Failure::Redirects { .. }))
}

/// The address as it may have been copied from a browser: without what follows the path, and what is above it.
fn bases(typed: &str) -> Vec<String> {
    let Ok(mut url) = Url::parse(typed) else { return vec![typed.to_owned()] };
    url.set_query(None);
    url.set_fragment(None);
    let mut bases = vec![url.to_string()];
    let above = url.path_segments_mut().is_ok_and(|mut path| {
        path.pop_if_empty().pop();
        true
    });
    bases.extend(above.then(|| url.to_string()));
    url.set_path("");
    bases.push(url.to_string());
    for base in &mut bases {
        base.truncate(base.trim_end_matches('/').len());
    }
    bases.dedup();
    bases
}

/// Where the interfaces of all protocols may be, or of one.
fn everywhere(base: &str, wanted: Option<ProtocolKind>) -> Vec<(ProtocolKind, String)> {
    let kinds = ProtocolKind::ALL.into_iter().filter(|&kind| wanted.is_none_or(|wanted| wanted == kind));
    kinds.flat_map(|kind| places(kind, base).into_iter().map(move |url| (kind, url))).collect()
}

/// Where the interface of a protocol may be for an address, the likeliest first.
fn places(kind: ProtocolKind, typed: &str) -> Vec<String> {
    let base = typed.trim_end_matches('/');
    // The page of FreshRSS is beside its interfaces.
    let beside = base.strip_suffix("/i").unwrap_or(base);
    let at = |base: &str, paths: &[&str]| -> Vec<String> {
        paths.iter().map(|path| format!("{base}{path}")).collect()
    };
    match kind {
        ProtocolKind::Miniflux => vec![base.trim_end_matches("/v1").to_owned()],
        ProtocolKind::Nextcloud if base.contains("/apps/news/api/v1-") => vec![base.to_owned()],
        ProtocolKind::Nextcloud => {
            let base = base.trim_end_matches("/apps/news").trim_end_matches("/index.php");
            let path = "/index.php/apps/news/api";
            vec![format!("{base}{path}/v1-3"), format!("{base}{path}/v1-2")]
        }
        ProtocolKind::TtRss => at(base, &["", "/api", "/tt-rss/api"]),
        ProtocolKind::GoogleReader => at(beside, &[&[""], GOOGLE_READER].concat()),
        ProtocolKind::Fever => {
            at(beside, &["", "/api/fever.php", "/fever", "/plugins/fever", "/p/api/fever.php"])
        }
    }
}

fn is_there(client: &Arc<Client>, kind: ProtocolKind, url: &str) -> Result<bool, Trouble> {
    let login = Login { url: url.to_owned(), user: String::new(), secret: String::new() };
    let api = Api::new(Arc::clone(client), kind, &login);
    let json = |answer: &Exchange| serde_json::from_slice::<Value>(&answer.body).unwrap_or_default();
    match kind {
        ProtocolKind::Miniflux => {
            let answer = api.ask(Method::Get, "/v1/me", &[], None)?;
            Ok(answer.status == 401 && json(&answer)["error_message"].is_string())
        }
        ProtocolKind::Nextcloud => {
            let answer = api.ask(Method::Get, "/version", &[], None)?;
            Ok(answer.status == 401 && is_api(&answer) || json(&answer)["version"].is_string())
        }
        ProtocolKind::TtRss => {
            let question = json!({ "op": "getApiLevel" }).to_string().into_bytes();
            let answer = api.ask(Method::Post, "/", &[], Some(("application/json", question)))?;
            let answer = json(&answer);
            Ok(values::number(&answer["status"]).is_some() && answer["content"].is_object())
        }
        ProtocolKind::GoogleReader => {
            let answer = api.ask(Method::Get, "/reader/api/0/token", &[], None)?;
            // `FreshRSS` responds 503 if its administrator has not allowed the interface.
            if answer.status == 503 && url.ends_with("greader.php") {
                return Err(Trouble::SwitchedOff { host: api.host(), kind });
            }
            Ok(matches!(answer.status, 401 | 403) && !has_page(&answer))
        }
        ProtocolKind::Fever => {
            let answer = api.post("", &[("api", "")], &[])?;
            let answer = json(&answer);
            Ok(answer["api_version"].is_number() || answer["api_version"].is_string())
        }
    }
}

/// Whether a response comes from an interface rather than a page with a form.
fn is_api(answer: &Exchange) -> bool {
    !has_page(answer) && answer.content_type.contains("json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_copied_from_a_browser_is_that_of_a_server() {
        for (typed, expected) in [
            ("https://rss.example", &["https://rss.example"][..]),
            ("https://rss.example/i/?a=normal#close", &["https://rss.example/i", "https://rss.example"]),
            (
                "https://a.example/tt-rss/prefs.php#feedConfig",
                &["https://a.example/tt-rss/prefs.php", "https://a.example/tt-rss", "https://a.example"],
            ),
            (
                "https://a.example/cloud/index.php/apps/news/",
                &[
                    "https://a.example/cloud/index.php/apps/news",
                    "https://a.example/cloud/index.php/apps",
                    "https://a.example",
                ],
            ),
        ] {
            assert_eq!(bases(typed), expected, "{typed}");
        }
    }
}
