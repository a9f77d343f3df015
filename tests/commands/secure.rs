//! Secure connections, with a trusted certificate and with an unknown one.

use super::{Shell, outcome};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::Arc;

const FEED: &str = "<rss version='2.0'><channel><title>The Quay</title><item><title>Ferry</title><guid>1</guid>\
    <description>The ferry left Bergen at noon.</description></item></channel></rss>";

/// A server that sends the feed over TLS, and the certificate of its authority.
fn server() -> (u16, String) {
    let authority_key = KeyPair::generate().expect("a key");
    let mut authority = CertificateParams::new(Vec::new()).expect("no name is wrong");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let trusted = authority.self_signed(&authority_key).expect("a certificate").pem();
    let key = KeyPair::generate().expect("a key");
    let own = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
    let own = own.signed_by(&key, &Issuer::new(authority, authority_key)).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(vec![own.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .expect("a certificate and its key");
    let config = Arc::new(config);
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port of the loopback");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let Ok(connection) = ServerConnection::new(Arc::clone(&config)) else { return };
            let mut stream = BufReader::new(StreamOwned::new(connection, stream));
            let mut line = String::new();
            while stream.read_line(&mut line).is_ok_and(|length| length > 2) {
                line.clear();
            }
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {}\r\n\
                 Connection: close\r\n\r\n{FEED}",
                FEED.len()
            );
            // A client that does not trust the certificate has already left.
            let _ = stream.get_mut().write_all(answer.as_bytes());
            let _ = stream.get_mut().flush();
        }
    });
    (port, trusted)
}

#[test]
fn a_certificate_is_believed_if_the_platform_believes_who_signed_it() {
    let (port, trusted) = server();
    let shell = Shell::new();
    let address = format!("https://localhost:{port}/feed");
    let add = || {
        let mut command = shell.command(&["add", &address]);
        for proxy in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"]
        {
            command.env_remove(proxy);
        }
        command
    };
    let (code, out, err) = outcome(&add().output().expect("it runs"));
    assert_ne!(code, 0, "{out}");
    assert!(err.contains("no secure connection to localhost") && err.contains("certificate"), "{err}");
    let roots = shell.write("roots.pem", trusted);
    let (code, out, err) = outcome(&add().env("SSL_CERT_FILE", roots).output().expect("it runs"));
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("The Quay") && out.contains("1 article"), "{out}");
}
