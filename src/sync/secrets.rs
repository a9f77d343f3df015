//! Takes a user's secrets out of what a server says, before it is shown, logged or stored: some servers repeat in an error
//! what they were sent.

use super::Login;
use crate::text::clean;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use md5::{Digest, Md5};
use std::cell::RefCell;
use std::fmt::Write;

/// What stands in their place.
const HIDDEN: &str = "[hidden]";

/// The longest text of a server that is shown, in characters.
const LONGEST: usize = 120;

/// A shorter secret would be told by what is missing.
const SHORTEST: usize = 4;

/// The password or token of a login, and the session tokens that a server has given for it, in every form in which they
/// are sent.
pub struct Secrets(RefCell<Vec<String>>);

impl Secrets {
    /// Those of a login.
    pub fn of(login: &Login) -> Self {
        let secrets = Self(RefCell::default());
        if !login.secret.is_empty() {
            let both = format!("{}:{}", login.user, login.secret);
            for secret in [&login.secret, &both, &STANDARD.encode(&both), &STANDARD_NO_PAD.encode(&both)] {
                secrets.add(secret);
            }
            secrets.add(&key_of(&login.user, &login.secret));
        }
        secrets
    }

    /// One more, such as the token of a session.
    pub fn add(&self, secret: &str) {
        let mut all = self.0.borrow_mut();
        for form in forms(secret).into_iter().filter(|form| !form.is_empty()) {
            if !all.contains(&form) {
                all.push(form);
            }
        }
        // One that is a part of another would leave the rest of it.
        all.sort_by_key(|form| std::cmp::Reverse(form.len()));
    }

    /// A server's text without them, as one short line.
    pub fn told(&self, text: &str) -> String {
        self.hide(&clean::line(&self.hide(text))).chars().take(LONGEST).collect()
    }

    /// A text without them.
    pub fn hide(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in self.0.borrow().iter() {
            let lower = text.to_ascii_lowercase();
            if !lower.contains(secret.as_str()) {
                continue;
            }
            if secret.len() < SHORTEST {
                return HIDDEN.to_owned();
            }
            let (mut rest, mut begin) = (String::with_capacity(text.len()), 0);
            for (at, found) in lower.match_indices(secret.as_str()) {
                rest.push_str(&text[begin..at]);
                rest.push_str(HIDDEN);
                begin = at + found.len();
            }
            rest.push_str(&text[begin..]);
            text = rest;
        }
        text
    }
}

/// Fever's key: the MD5 of name and password separated by a colon, in lower-case hexadecimal digits.
pub fn key_of(user: &str, secret: &str) -> String {
    let mut key = String::with_capacity(32);
    for byte in Md5::digest(format!("{user}:{secret}")) {
        // A write to a string cannot fail.
        let _ = write!(key, "{byte:02x}");
    }
    key
}

/// A secret as it is written in plain text, addresses, forms, JSON and HTML, in lower case.
fn forms(secret: &str) -> Vec<String> {
    let in_address: String = secret.bytes().map(|byte| self::in_address(byte, b"")).collect();
    let with_marks: String = secret.bytes().map(|byte| self::in_address(byte, b"-._~")).collect();
    let in_path: String = secret.bytes().map(|byte| self::in_address(byte, b"-._~/")).collect();
    let in_form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let in_json = serde_json::to_string(secret).unwrap_or_default();
    let in_json = in_json.trim_matches('"').to_owned();
    let in_ascii = in_ascii(&in_json);
    let with_slashes = secret.replace('\\', "\\\\").replace('\'', "\\'").replace('"', "\\\"");
    let in_html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let with_quotes = |quote: &str| in_html.replace('"', "&quot;").replace('\'', quote);
    let quoted = ["&#39;", "&#039;", "&#x27;", "&apos;"].map(with_quotes);
    let all = [
        secret.to_owned(),
        in_address,
        with_marks,
        in_path,
        in_form,
        // PHP writes a slash behind a backslash, and letters that are not ASCII as numbers.
        in_json.replace('/', "\\/"),
        in_ascii.replace('/', "\\/"),
        in_json,
        in_ascii,
        with_slashes,
        clean::line(secret),
    ];
    all.into_iter().chain(quoted).chain([in_html]).map(|form| form.to_ascii_lowercase()).collect()
}

/// JSON with the numbers of all characters that are not ASCII.
fn in_ascii(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            ascii.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // A write to a string cannot fail.
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
    }
    ascii
}

/// A byte as it is written in an address, where some marks may stand as they are.
fn in_address(byte: u8, as_they_are: &[u8]) -> String {
    if byte.is_ascii_alphanumeric() || as_they_are.contains(&byte) {
        return char::from(byte).to_string();
    }
    format!("%{byte:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(user: &str, secret: &str) -> Secrets {
        Secrets::of(&Login { url: String::new(), user: user.to_owned(), secret: secret.to_owned() })
    }

    #[test]
    fn the_key_is_the_md5_of_name_and_password() {
        assert_eq!(key_of("ann", "secret"), "5bdf88162a706752a8ca6fe5eab3a60f");
    }

    #[test]
    fn a_secret_is_hidden_however_it_is_written() {
        let secrets = secrets("ann", "p&ss w\"rd/é-1");
        secrets.add("session.77");
        for echo in [
            "p&ss w\"rd/é-1",
            "P&SS W\"rd/é-1",
            "p%26ss%20w%22rd%2F%C3%A9-1",
            "p%26ss+w%22rd%2f%c3%a9-1",
            "p&ss w\\\"rd/é-1",
            "p&amp;ss w&quot;rd/é-1",
            "p%26ss%20w%22rd/%C3%A9-1",
            r#"p&ss w\"rd\/\u00e9-1"#,
            r#"p&ss w\"rd/\u00E9-1"#,
            "YW5uOnAmc3MgdyJyZC/DqS0x",
            &key_of("ann", "p&ss w\"rd/é-1"),
            "SESSION.77",
        ] {
            assert_eq!(secrets.told(&format!("no {echo}, no {echo}")), "no [hidden], no [hidden]", "{echo}");
        }
        assert_eq!(secrets.told("ann is\n not known"), "ann is not known");
    }

    #[test]
    fn nothing_of_a_secret_is_left_where_a_text_is_cut() {
        let long = format!("{}s3cret-word", "x".repeat(LONGEST - 5));
        assert!(!secrets("ann", "s3cret-word").told(&long).contains("s3c"));
    }

    #[test]
    fn a_short_secret_hides_the_whole_text() {
        assert_eq!(secrets("ann", "e").told("the server"), HIDDEN);
    }
}
