//! Checking who signed a message and who may send for a domain, by asking the domain name system.

use std::net::SocketAddr;
use std::time::Duration;

use mail_auth::dmarc::Policy;
use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::hickory_resolver::config::{NameServerConfig, ResolverConfig, ResolverOpts};
use mail_auth::hickory_resolver::proto::rr::{RData, Record};
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{
    ArcOutput, AuthenticatedMessage, DkimOutput, DkimResult, DmarcResult, Error,
    MessageAuthenticator, SpfOutput, SpfResult,
};
use operations::OriginTask;
use rules::{Check, Method, Verdict};

/// How long one question to a name server may take, and how often it is asked.
const ANSWER_WITHIN: Duration = Duration::from_secs(3);
const ATTEMPTS: usize = 2;
/// How long all questions about one message may take together.
const ALL_WITHIN: Duration = Duration::from_secs(45);
/// More signatures than this are not checked: each costs a question and a calculation.
const SIGNATURES: usize = 30;

/// Whom to ask for names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolver {
    /// The name servers that this machine uses.
    System,
    /// This name server alone.
    At(SocketAddr),
}

/// Returns what asks name servers.
fn authenticator(resolver: Resolver) -> Result<MessageAuthenticator, String> {
    let config = match resolver {
        Resolver::System => {
            let read = mail_auth::hickory_resolver::system_conf::read_system_conf();
            read.map_err(|error| error.to_string())?.0
        }
        Resolver::At(address) => {
            let mut server = NameServerConfig::udp_and_tcp(address.ip());
            for connection in &mut server.connections {
                connection.port = address.port();
            }
            ResolverConfig::from_parts(None, Vec::new(), vec![server])
        }
    };
    let mut options = ResolverOpts::default();
    options.timeout = ANSWER_WITHIN;
    options.attempts = ATTEMPTS;
    options.cache_size = 1_000;
    MessageAuthenticator::new(config, options).map_err(|error| error.to_string())
}

/// What name servers say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// This.
    This(String),
    /// That there is nothing of that name.
    Nothing,
    /// Nothing that could be heard, and why.
    Unheard(String),
}

/// Asks for the mail servers of a domain.
pub async fn mail_servers(resolver: Resolver, domain: &str) -> Said {
    let asking = match authenticator(resolver) {
        Ok(authenticator) => authenticator,
        Err(why) => return Said::Unheard(why),
    };
    match asking.resolver().mx_lookup(format!("{domain}.")).await {
        Ok(found) => {
            let of = |record: &Record| match &record.data {
                RData::MX(mx) => Some(mx.exchange.to_utf8().trim_end_matches('.').to_owned()),
                _ => None,
            };
            let names: Vec<String> = found.answers().iter().filter_map(of).collect();
            if names.is_empty() { Said::Nothing } else { Said::This(names.join(", ")) }
        }
        Err(error) if error.is_no_records_found() => Said::Nothing,
        Err(error) => Said::Unheard(error.to_string()),
    }
}

/// Asks for a text of a domain that begins with these words, such as `v=spf1`.
pub async fn text_of(resolver: Resolver, domain: &str, begins: &str) -> Said {
    let asking = match authenticator(resolver) {
        Ok(authenticator) => authenticator,
        Err(why) => return Said::Unheard(why),
    };
    match asking.resolver().txt_lookup(format!("{domain}.")).await {
        Ok(found) => {
            let of = |record: &Record| match &record.data {
                RData::TXT(text) => {
                    Some(text.txt_data.iter().map(|part| String::from_utf8_lossy(part)).collect())
                }
                _ => None,
            };
            let texts = found.answers().iter().filter_map(of);
            let wanted = |text: &String| text.to_lowercase().starts_with(begins);
            texts.into_iter().find(wanted).map_or(Said::Nothing, Said::This)
        }
        Err(error) if error.is_no_records_found() => Said::Nothing,
        Err(error) => Said::Unheard(error.to_string()),
    }
}

/// Checks messages.
pub(crate) struct Checker {
    authenticator: MessageAuthenticator,
    host: String,
}

impl Checker {
    /// Makes one; `host` is what we call ourselves.
    pub(crate) fn new(resolver: Resolver, host: &str) -> Result<Self, String> {
        Ok(Self { authenticator: authenticator(resolver)?, host: host.to_owned() })
    }

    /// Checks a message; what took too long is said to be unsure.
    pub(crate) async fn check(&self, task: &OriginTask) -> Vec<Check> {
        if task.signatures > SIGNATURES {
            let why = format!(
                "it has {} signatures, and at most {SIGNATURES} are checked",
                task.signatures
            );
            return vec![Check { why, ..check(Method::Dkim, "", Verdict::None) }];
        }
        match tokio::time::timeout(ALL_WITHIN, self.all(task)).await {
            Ok(checks) => checks,
            Err(_) => {
                let why = "the name servers took too long".to_owned();
                vec![Check { why, ..check(Method::Dkim, &task.from_domain, Verdict::Unsure) }]
            }
        }
    }

    async fn all(&self, task: &OriginTask) -> Vec<Check> {
        let Some(message) = AuthenticatedMessage::parse(&task.bytes) else { return Vec::new() };
        let dkim = self.authenticator.verify_dkim(&message).await;
        let arc = self.authenticator.verify_arc(&message).await;
        let (spf, envelope_domain) = self.spf(task).await;
        let parameters = DmarcParameters {
            message: &message,
            dkim_output: &dkim,
            dkim2_output: None,
            rfc5321_mail_from_domain: &envelope_domain,
            spf_output: &spf,
        };
        let dmarc = self.authenticator.verify_dmarc(parameters).await;
        let mut checks: Vec<Check> = dkim.iter().map(signature).collect();
        if task.client.is_some() && !spf.domain().is_empty() {
            checks.push(check(Method::Spf, spf.domain(), spf_verdict(spf.result())));
        }
        checks.extend(task.spf.clone());
        if dmarc.dmarc_record().is_some() || matches!(dmarc.result(), DmarcResult::TempError(_)) {
            checks.push(policy(&dmarc));
        }
        checks.extend(chain(&arc));
        checks
    }

    /// Asks whether the client may send for the envelope's domain; where the client is not known, takes what a mail server
    /// of ours found.
    async fn spf(&self, task: &OriginTask) -> (SpfOutput, String) {
        let domain_of =
            |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_owned());
        let domain = domain_of(&task.envelope_from).unwrap_or_else(|| task.helo.clone());
        let Some(client) = task.client else {
            let Some(known) = &task.spf else { return (SpfOutput::default(), domain) };
            let result = match known.verdict {
                Verdict::Pass => SpfResult::Pass,
                Verdict::Fail => SpfResult::Fail,
                Verdict::Unsure => SpfResult::TempError,
                Verdict::None => SpfResult::None,
            };
            return (
                SpfOutput::new(known.domain.clone()).with_result(result),
                known.domain.clone(),
            );
        };
        let asked = match task.envelope_from.is_empty() {
            true => SpfParameters::verify_ehlo(client, &task.helo, &self.host),
            false => {
                SpfParameters::verify_mail_from(client, &task.helo, &self.host, &task.envelope_from)
            }
        };
        (self.authenticator.verify_spf(asked).await, domain)
    }
}

fn check(method: Method, domain: &str, verdict: Verdict) -> Check {
    let (domain, by) = (domain.to_lowercase(), String::new());
    Check { method, domain, verdict, why: String::new(), is_strict: false, by }
}

fn signature(output: &DkimOutput<'_>) -> Check {
    let domain = output.signature().map(|signature| signature.d.as_str()).unwrap_or_default();
    let (verdict, why) = dkim_verdict(output.result());
    Check { why, ..check(Method::Dkim, domain, verdict) }
}

/// A signature that does not fit is no worse than none (RFC 6376 §6.1), but it is said.
fn dkim_verdict(result: &DkimResult) -> (Verdict, String) {
    match result {
        DkimResult::Pass => (Verdict::Pass, String::new()),
        DkimResult::None => (Verdict::None, String::new()),
        DkimResult::TempError(error) => (Verdict::Unsure, why(error)),
        // What cannot be checked speaks neither for nor against anybody.
        DkimResult::PermError(error) => (Verdict::None, why(error)),
        DkimResult::Neutral(error) | DkimResult::Fail(error) => (Verdict::Fail, why(error)),
    }
}

fn spf_verdict(result: SpfResult) -> Verdict {
    match result {
        SpfResult::Pass => Verdict::Pass,
        SpfResult::Fail | SpfResult::SoftFail => Verdict::Fail,
        SpfResult::TempError => Verdict::Unsure,
        SpfResult::Neutral | SpfResult::None | SpfResult::PermError => Verdict::None,
    }
}

fn policy(output: &mail_auth::DmarcOutput) -> Check {
    let is_strict = matches!(output.policy(), Policy::Reject | Policy::Quarantine);
    let verdict = match output.result() {
        DmarcResult::Pass => Verdict::Pass,
        DmarcResult::TempError(_) => Verdict::Unsure,
        DmarcResult::PermError(_) => Verdict::None,
        // There is a policy, and nothing speaks for the domain.
        DmarcResult::Fail(_) | DmarcResult::None => Verdict::Fail,
    };
    let why = match (verdict, output.policy()) {
        (Verdict::Fail, Policy::Reject) => "it asks others to refuse such messages",
        (Verdict::Fail, Policy::Quarantine) => "it asks others to keep such messages apart",
        (Verdict::Fail, _) => "it asks others to do nothing about such messages",
        _ => "",
    };
    Check { why: why.to_owned(), is_strict, ..check(Method::Dmarc, output.domain(), verdict) }
}

/// Says what servers on the way sealed; their word is theirs alone.
fn chain(output: &ArcOutput<'_>) -> Option<Check> {
    let (verdict, why) = match output.result() {
        DkimResult::None => return None,
        result => dkim_verdict(result),
    };
    let newest = output.sets().last();
    let sealer = newest.map(|set| set.seal.header.d.as_str()).unwrap_or_default();
    let says = newest.map(|set| String::from_utf8_lossy(set.results.value).into_owned());
    let vouches = says.is_some_and(|says| {
        let says = says.to_lowercase();
        says.contains("dkim=pass") || says.contains("dmarc=pass")
    });
    let why = match (verdict, vouches) {
        (Verdict::Pass, true) => "says that it had checked the sender".to_owned(),
        _ => why,
    };
    Some(Check { why, ..check(Method::Arc, sealer, verdict) })
}

fn why(error: &Error) -> String {
    use mail_auth::dkim::DkimError;
    match error {
        Error::Dkim(DkimError::FailedBodyHashMatch) => "its text was changed",
        Error::Crypto(_) => "its header was changed, or another key signed it",
        Error::Dkim(DkimError::SignatureExpired) => "it has expired",
        Error::Dkim(DkimError::RevokedPublicKey) => "its key was withdrawn",
        Error::Dkim(DkimError::SignatureLength) => "it covers a part of the text alone",
        Error::Dns(mail_auth::DnsError::Resolver(_)) => "the name servers do not answer",
        Error::Dns(_) => "its key is not published",
        _ => "it is malformed",
    }
    .to_owned()
}
