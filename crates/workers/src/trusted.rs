//! Whose certificates are believed.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use lettre::transport::smtp::client::{Certificate, CertificateStore, TlsParameters};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{CertificateError, ClientConfig, RootCertStore};

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

    /// Returns how a connection of the mail library is hidden from whoever is on the way to a host.
    pub(crate) fn parameters(
        &self,
        host: &str,
    ) -> Result<TlsParameters, lettre::transport::smtp::Error> {
        let mut builder = TlsParameters::builder(host.to_owned());
        if let Self::These(certificates) = self {
            builder = builder.certificate_store(CertificateStore::None);
            for certificate in certificates {
                builder =
                    builder.add_root_certificate(Certificate::from_der(certificate.to_vec())?);
            }
        }
        builder.build()
    }

    pub(crate) fn config(&self) -> Result<Arc<ClientConfig>, rustls::Error> {
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

/// Says what is wrong with a server's certificate, and what to do, where that is what went wrong.
pub(crate) fn not_believed(error: &(dyn Error + 'static)) -> Option<String> {
    let why = match wrong_certificate(error)? {
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
    Some(why)
}

/// Looks for it in an error and in what caused it; an error of input and output hides what it is about.
fn wrong_certificate<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a CertificateError> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(rustls::Error::InvalidCertificate(wrong)) = error.downcast_ref() {
            return Some(wrong);
        }
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match inner {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}

/// Takes the name out of the words of the library, such as `DnsName("mail.example.org")`.
fn plain_name(presented: &str) -> &str {
    presented.split('"').nth(1).unwrap_or(presented)
}
