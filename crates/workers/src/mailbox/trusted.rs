//! Whose certificates are believed.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{CertificateError, ClientConfig, RootCertStore};

use super::Broken;

/// The authorities from which a server's certificate may be (RFC 8314 §4.2, RFC 5280).
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Trusted {
    /// Those that this machine knows.
    #[default]
    System,
    /// These alone: an organization's own.
    These(Vec<CertificateDer<'static>>),
}

impl fmt::Debug for Trusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("System"),
            Self::These(certificates) => write!(f, "These({})", certificates.len()),
        }
    }
}

impl Trusted {
    /// Reads the certificates of authorities from a file in PEM (RFC 7468).
    ///
    /// # Errors
    /// The file cannot be read, or holds no certificate that one can be checked by.
    pub fn read(path: &Path) -> Result<Self, String> {
        let wrong = |why: String| format!("{}: {why}", path.display());
        let read = CertificateDer::pem_file_iter(path).map_err(|error| wrong(error.to_string()))?;
        let found: Vec<_> = read.collect::<Result<_, _>>().map_err(|e| wrong(e.to_string()))?;
        if found.is_empty() {
            return Err(wrong(
                "there is no certificate in it (-----BEGIN CERTIFICATE-----)".into(),
            ));
        }
        let mut roots = RootCertStore::empty();
        for certificate in &found {
            roots.add(certificate.clone()).map_err(|error| wrong(error.to_string()))?;
        }
        Ok(Self::These(found))
    }

    pub(super) fn config(&self) -> Result<Arc<ClientConfig>, rustls::Error> {
        let certificates = match self {
            Self::System => rustls_native_certs::load_native_certs().certs,
            Self::These(certificates) => certificates.clone(),
        };
        let mut roots = RootCertStore::empty();
        // One that cannot be read is one that nobody has a certificate from.
        roots.add_parsable_certificates(certificates);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Arc::new(config))
    }
}

/// Says what is wrong with a certificate, and what to do; what else went wrong is told as it is.
pub(super) fn told(error: io::Error, host: &str) -> Broken {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let Some(rustls::Error::InvalidCertificate(wrong)) = inner else { return error.into() };
    let why = match wrong {
        CertificateError::UnknownIssuer => {
            "it is from an authority that is not known here: where it is your own, name \
             the file of the authority's certificate as `ca_file` beside `tls`"
                .to_owned()
        }
        CertificateError::NotValidForNameContext { presented, .. } => {
            let names: Vec<_> = presented.iter().map(|name| plain_name(name)).collect();
            format!("it is for {}: write `host` as the server's certificate does", names.join(", "))
        }
        CertificateError::ExpiredContext { .. } | CertificateError::Expired => {
            "it has run out: the server needs a new one".to_owned()
        }
        other => other.to_string(),
    };
    Broken::Untrusted { host: host.to_owned(), why }
}

/// Takes the name out of the words of the library, such as `DnsName("mail.example.org")`.
fn plain_name(presented: &str) -> &str {
    presented.split('"').nth(1).unwrap_or(presented)
}
