//! Requests to a server: builds addresses, forms and JSON, and interprets statuses.

use super::values;
use super::{Login, Trouble};
use crate::fetch::{Client, Exchange, Method, Question};
use crate::model::ProtocolKind;
use crate::text::{clean, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;
use url::Url;
use url::form_urlencoded::Serializer;

/// A server's interface.
pub struct Api {
    client: Arc<Client>,
    kind: ProtocolKind,
    base: String,
    user: String,
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
        Ok(self.client.exchange(&question)?)
    }

    /// The JSON response to a GET.
    pub fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Value, Trouble> {
        self.json(&self.good(path, self.ask(Method::Get, path, query, None)?)?)
    }

    /// Sends a request with JSON; the JSON response, or null.
    pub fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, Trouble> {
        let body = body.map(|body| ("application/json", body.to_string().into_bytes()));
        let answer = self.good(path, self.ask(method, path, &[], body)?)?;
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
            200..=299 => return Ok(answer),
            401 | 403 => self.refused(),
            404 | 405 if answer.content_type.starts_with("text/html") || answer.body.is_empty() => {
                Trouble::NotThere { url: format!("{}{path}", self.base), kind: self.kind }
            }
            code @ (429 | 503) => Trouble::Busy { host, code, wait: answer.retry_after },
            code => Trouble::Failed { host, code, reason: reason(&answer) },
        })
    }

    /// The server rejects the login.
    pub fn refused(&self) -> Trouble {
        Trouble::Refused { host: self.host(), user: self.user.clone(), kind: self.kind }
    }

    /// A response that cannot be parsed.
    pub fn unreadable(&self, reason: &str) -> Trouble {
        Trouble::Unreadable { host: self.host(), reason: reason.to_owned() }
    }

    /// The JSON of a response.
    pub fn json(&self, answer: &Exchange) -> Result<Value, Trouble> {
        self.parsed(answer)
    }

    /// What the JSON of a response says. If it is a page instead, the address is that of something else.
    pub fn parsed<T: DeserializeOwned>(&self, answer: &Exchange) -> Result<T, Trouble> {
        serde_json::from_slice(&answer.body).map_err(|error| {
            if answer.content_type.starts_with("text/html") {
                Trouble::NotThere { url: web::without_secret(&self.base).0, kind: self.kind }
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

/// The reason that a response gives for its failure, in a few words.
fn reason(answer: &Exchange) -> String {
    const LONGEST: usize = 120;
    let json: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let told = ["error_message", "message", "error"].iter().find_map(|name| values::text(&json[*name]));
    let line = match told {
        Some(told) => clean::line(told),
        None if answer.content_type.starts_with("text/plain") => {
            clean::line(&String::from_utf8_lossy(&answer.body))
        }
        None => String::new(),
    };
    line.chars().take(LONGEST).collect()
}
