//! Why synchronisation with a server failed, and what to do about it.

use crate::fetch::{Failure, Wait};
use crate::model::ProtocolKind;
use thiserror::Error;

/// Why a server did not do what was requested.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Trouble {
    /// There was no response.
    #[error("{0}")]
    Unanswered(#[from] Failure),
    /// The password or token is wrong.
    #[error("{host} does not accept the password{}; {}", of(user), password_hint(*kind))]
    Refused {
        /// The host.
        host: String,
        /// The user's name there.
        user: String,
        /// The protocol.
        kind: ProtocolKind,
    },
    /// A request is rejected, though the login was accepted before.
    #[error(
        "{host} accepted the password{} and then refused a request ({code}), also when it was repeated; will retry later",
        of(user)
    )]
    RefusedLater {
        /// The host.
        host: String,
        /// The user's name there.
        user: String,
        /// 401 or 403.
        code: u16,
    },
    /// The login is rejected at an address that may not be that of the interface.
    #[error(
        "{url} accepts no login, and may not be the address of {kind}: {}; if it is, the password{} is wrong: {}",
        path_hint(*kind), of(user), password_hint(*kind)
    )]
    RefusedThere {
        /// The requested address.
        url: String,
        /// The user's name there.
        user: String,
        /// The protocol.
        kind: ProtocolKind,
    },
    /// The interface is turned off.
    #[error("the interface of {host} for other programs is switched off; {}", switch_hint(*kind))]
    SwitchedOff {
        /// The host.
        host: String,
        /// The protocol.
        kind: ProtocolKind,
    },
    /// There is no such interface at this address.
    #[error("{url} is not the address of {kind}; {}", path_hint(*kind))]
    NotThere {
        /// The requested address.
        url: String,
        /// The protocol.
        kind: ProtocolKind,
    },
    /// Something speaks there, but not securely.
    #[error(
        "{host} does not answer by https; if it is a server of your own without it, write http:// before its address"
    )]
    NotSecure {
        /// The host.
        host: String,
    },
    /// No interface was found.
    #[error(
        "no interface was found at {url}; give the address that the server's settings tell other programs, such as https://example.org/api/greader.php for FreshRSS, or name the protocol with --protocol"
    )]
    NothingThere {
        /// The address that was given.
        url: String,
    },
    /// The server asks clients to wait.
    #[error("{host} asks for a pause ({code}); what waits is sent later")]
    Busy {
        /// The host.
        host: String,
        /// 429 or 503.
        code: u16,
        /// For how long.
        wait: Option<Wait>,
    },
    /// The server reports a failure.
    #[error("{host} answered {code}{}; {}", said(reason), failure_hint(*code))]
    Failed {
        /// The host.
        host: String,
        /// The status, or 200 if the response itself reports the failure.
        code: u16,
        /// The reason it gives.
        reason: String,
    },
    /// The server cannot do what was requested, now or later.
    #[error("{host} cannot do this ({reason}); it stays here")]
    Unable {
        /// The host.
        host: String,
        /// What it cannot do.
        reason: String,
    },
    /// The response is invalid.
    #[error("{host} gave an answer that cannot be read ({reason}); will retry later")]
    Unreadable {
        /// The host.
        host: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl Trouble {
    /// Whether the user stopped it.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Unanswered(Failure::Cancelled))
    }

    /// Whether the server rejected this request, but not the user, and may take others.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::NotThere { .. } | Self::RefusedLater { code: 403, .. } => true,
            Self::Failed { code, .. } => !matches!(code, 408 | 502 | 504),
            _ => false,
        }
    }

    /// Whether the round goes on after it: the server rejected this request alone, or cannot do such a thing at all.
    pub fn is_final(&self) -> bool {
        self.is_refusal() || matches!(self, Self::Unable { .. })
    }

    /// Whether the server does not have what the request was about.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::NotThere { .. } | Self::Failed { code: 404 | 410, .. })
    }

    /// How long the server asks clients to wait.
    pub fn wait(&self) -> Option<Wait> {
        match self {
            Self::Busy { wait, .. } => *wait,
            Self::Unanswered(failure) => failure.retry_after(),
            _ => None,
        }
    }
}

fn of(user: &str) -> String {
    if user.is_empty() { String::new() } else { format!(" of {user}") }
}

fn said(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(" ({reason})") }
}

fn password_hint(kind: ProtocolKind) -> &'static str {
    match kind {
        ProtocolKind::GoogleReader => {
            "FreshRSS has a password of its own for other programs (Settings, Profile, API management), \
             Miniflux one under Settings, Integrations, Google Reader"
        }
        ProtocolKind::Miniflux => {
            "create a token under Settings, API keys, and give it in place of a password"
        }
        ProtocolKind::Nextcloud => "with two-factor login it has to be an app password: Settings, Security",
        ProtocolKind::TtRss => "check name and password by logging in with a browser",
        ProtocolKind::Fever => {
            "FreshRSS has a password of its own for other programs (Settings, Profile, API management), \
             Miniflux one under Settings, Integrations, Fever"
        }
    }
}

fn switch_hint(kind: ProtocolKind) -> &'static str {
    match kind {
        ProtocolKind::TtRss => "switch on \"Enable API\" under Preferences, General",
        _ => "in FreshRSS an administrator switches it on under Settings, Authentication (Allow API access)",
    }
}

fn path_hint(kind: ProtocolKind) -> &'static str {
    match kind {
        ProtocolKind::GoogleReader => {
            "for FreshRSS it ends in /api/greader.php, for other servers it is that of the site"
        }
        ProtocolKind::Miniflux => "it is that of the site, without /v1",
        ProtocolKind::Nextcloud => "it is that of the Nextcloud, and the app News has to be installed there",
        ProtocolKind::TtRss => "it ends in /api/",
        ProtocolKind::Fever => "for FreshRSS it ends in /api/fever.php, for Miniflux in /fever/",
    }
}

fn failure_hint(code: u16) -> &'static str {
    match code {
        400..=499 => "check with `dateline account test` whether the server knows what it was asked",
        _ => "will retry later",
    }
}
