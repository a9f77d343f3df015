//! Requests to a server: builds addresses, forms and JSON, and interprets statuses.

use super::secrets::Secrets;
use super::values;
use super::{Login, Trouble};
use crate::fetch::{Client, Exchange, Method, Question};
use crate::model::ProtocolKind;
use crate::text::web;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::cell::Cell;
use std::sync::Arc;
use url::Url;
use url::form_urlencoded::Serializer;

/// A server's interface.
pub struct Api {
    client: Arc<Client>,
    kind: ProtocolKind,
    base: String,
    user: String,
    /// The server has accepted the login.
    is_let_in: Cell<bool>,
    /// What no text of the server may tell.
    pub secrets: Secrets,
    /// Headers of every request.
    pub headers: Vec<(&'static str, String)>,
}

impl Api {
    /// The server for a login.
    pub fn new(client: Arc<Client>, kind: ProtocolKind, login: &Login) -> Self {
        Self {
            client,
            kind,
            base: login.url.trim_end_matches('/').to_owned(),
            user: login.user.clone(),
            is_let_in: Cell::new(false),
            secrets: Secrets::of(login),
            headers: Vec::new(),
        }
    }

    /// Its host, for messages.
    pub fn host(&self) -> String {
        let url = Url::parse(&self.base).ok();
        url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| self.base.clone())
    }

    /// Sends a request; returns any response.
    pub fn ask(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<(&'static str, Vec<u8>)>,
    ) -> Result<Exchange, Trouble> {
        let mut url = format!("{}{path}", self.base);
        if !query.is_empty() {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&form(query));
        }
        let question = Question { method, url, headers: self.headers.clone(), body };
        let asked = self.client.exchange(&question);
        Ok(asked.map_err(|failure| failure.reworded(|reason| self.secrets.hide(reason)))?)
    }

    /// The successful response to a request, which is sent once more if the server has let the user in before and does not
    /// now.
    pub fn answer(
        &self,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<(&'static str, Vec<u8>)>,
    ) -> Result<Exchange, Trouble> {
        let mut answer = self.ask(method, path, query, body.clone())?;
        if answer.status == 401 && self.is_let_in.get() {
            answer = self.ask(method, path, query, body)?;
        }
        self.good(path, answer)
    }

    /// The JSON response to a GET.
    pub fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Value, Trouble> {
        self.json(&self.answer(Method::Get, path, query, None)?)
    }

    /// Sends a request with JSON; the JSON response, or null.
    pub fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, Trouble> {
        let body = body.map(|body| ("application/json", body.to_string().into_bytes()));
        let answer = self.answer(method, path, &[], body)?;
        if answer.body.trim_ascii().is_empty() { Ok(Value::Null) } else { self.json(&answer) }
    }

    /// Posts a form.
    pub fn post(
        &self,
        path: &str,
        query: &[(&str, &str)],
        fields: &[(&str, &str)],
    ) -> Result<Exchange, Trouble> {
        let body = ("application/x-www-form-urlencoded", form(fields).into_bytes());
        self.ask(Method::Post, path, query, Some(body))
    }

    /// The response if it is successful, else the failure it stands for.
    pub fn good(&self, path: &str, answer: Exchange) -> Result<Exchange, Trouble> {
        let host = self.host();
        Err(match answer.status {
            200..=299 => {
                // Its headers carried the login.
                self.is_let_in.set(self.is_let_in.get() || !self.headers.is_empty());
                return Ok(answer);
            }
            code @ (401 | 403) => self.refused(code),
            404 | 405 if answer.content_type.starts_with("text/html") || answer.body.is_empty() => {
                Trouble::NotThere { url: format!("{}{path}", self.base), kind: self.kind }
            }
            code @ (429 | 503) => Trouble::Busy { host, code, wait: answer.retry_after },
            code => self.failed(code, &reason(&answer)),
        })
    }

    /// Whether the server has accepted the login in this session.
    pub fn set_let_in(&self, is_let_in: bool) {
        self.is_let_in.set(is_let_in);
    }

    /// Whether it has.
    pub fn is_let_in(&self) -> bool {
        self.is_let_in.get()
    }

    /// The server rejects the login, or a request after it has accepted the login.
    pub fn refused(&self, code: u16) -> Trouble {
        let (host, user) = (self.host(), self.user.clone());
        if self.is_let_in.get() {
            return Trouble::RefusedLater { host, user, code };
        }
        Trouble::Refused { host, user, kind: self.kind }
    }

    /// The server reports a failure.
    pub fn failed(&self, code: u16, reason: &str) -> Trouble {
        Trouble::Failed { host: self.host(), code, reason: self.secrets.told(reason) }
    }

    /// The server cannot do this at all.
    pub fn unable(&self, reason: &str) -> Trouble {
        Trouble::Unable { host: self.host(), reason: self.secrets.told(reason) }
    }

    /// A response that cannot be parsed.
    pub fn unreadable(&self, reason: &str) -> Trouble {
        Trouble::Unreadable { host: self.host(), reason: self.secrets.told(reason) }
    }

    /// There is a page in place of the interface.
    pub fn page_instead(&self) -> Trouble {
        Trouble::NotThere { url: web::without_secret(&self.base).0, kind: self.kind }
    }

    /// The JSON of a response.
    pub fn json(&self, answer: &Exchange) -> Result<Value, Trouble> {
        self.parsed(answer)
    }

    /// What the JSON of a response says. If it is a page instead, the address is that of something else.
    pub fn parsed<T: DeserializeOwned>(&self, answer: &Exchange) -> Result<T, Trouble> {
        serde_json::from_slice(&answer.body).map_err(|error| {
            if answer.content_type.starts_with("text/html") {
                self.page_instead()
            } else {
                self.unreadable(&format!("not JSON: {error}"))
            }
        })
    }
}

/// The header that names the user and the password.
pub fn basic(login: &Login) -> (&'static str, String) {
    ("Authorization", format!("Basic {}", STANDARD.encode(format!("{}:{}", login.user, login.secret))))
}

/// Fields encoded for an address or a form.
pub fn form(fields: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Whether a response is a page for people.
pub fn has_page(answer: &Exchange) -> bool {
    answer.body.trim_ascii_start().starts_with(b"<")
}

/// The reason that a response gives for its failure.
fn reason(answer: &Exchange) -> String {
    let json: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let told = ["error_message", "message", "error"].iter().find_map(|name| values::text(&json[*name]));
    match told {
        Some(told) => told.to_owned(),
        None if answer.content_type.starts_with("text/plain") => {
            String::from_utf8_lossy(&answer.body).into_owned()
        }
        None => String::new(),
    }
}
