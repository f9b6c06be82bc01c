//! What the domain name system says of our domain; that it says nothing is no fault of the service.

use workers::{Said, mail_servers, text_of};

use super::Finding;
use crate::settings::Settings;

const NAMES: &str = "names";

pub(super) async fn look(settings: &Settings, selector: Option<&str>) -> Vec<Finding> {
    let domain = settings.operations.mail_domain().to_owned();
    let Some(resolver) = settings.duties.resolver else {
        return vec![Finding::fine(NAMES, "no name server is asked (origin.resolver is “none”)")];
    };
    let mut found = vec![finding(
        &format!("MX of {domain}"),
        mail_servers(resolver, &domain).await,
        "without it, mail for it goes to the machine of that name",
    )];
    if let [Finding { says, .. }] = &*found
        && says.contains("could not be asked")
    {
        return found;
    }
    let texts = [
        (format!("SPF of {domain}"), domain.clone(), "v=spf1", "set a TXT record: v=spf1 mx -all"),
        (
            format!("DMARC of {domain}"),
            format!("_dmarc.{domain}"),
            "v=dmarc1",
            "set a TXT record at _dmarc: v=DMARC1; p=quarantine",
        ),
    ];
    for (what, name, begins, next) in texts {
        found.push(finding(&what, text_of(resolver, &name, begins).await, next));
    }
    let selector = selector.unwrap_or("liaison");
    let name = format!("{selector}._domainkey.{domain}");
    let next = "let the mail server sign what goes out, and set its key there; --dkim-selector names another selector";
    found.push(finding(&format!("DKIM at {name}"), text_of(resolver, &name, "").await, next));
    found
}

fn finding(what: &str, said: Said, next: &str) -> Finding {
    match said {
        Said::This(text) => {
            let short: String = text.chars().take(120).collect();
            Finding::fine(NAMES, format!("{what}: {short}"))
        }
        Said::Nothing => Finding::warn(NAMES, format!("{what}: there is none"), next),
        Said::Unheard(why) => Finding::warn(
            NAMES,
            format!("{what} could not be asked: {}", why.lines().next().unwrap_or_default()),
            "ask again where name servers can be reached",
        ),
    }
}
