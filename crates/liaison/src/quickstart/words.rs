//! What is left to do by hand, in the order in which it is done.

use rules::Policy;

use super::Installation;

/// Returns what is printed at the end.
pub(crate) fn next_steps(
    made: &Installation,
    policy: &Policy,
    coordinator: (&str, &str),
    link: &str,
) -> String {
    let Installation { domain, config, data, user, .. } = made;
    let (config, data) = (config.display(), data.display());
    let (policy_file, directory) = (made.policy(), made.directory());
    let (policy_file, directory) = (policy_file.display(), directory.display());
    let (name, address) = coordinator;
    format!(
        "Made for {domain}, to which others send at statements@{domain}:

   the settings    {config}
   the policy      {policy_file}: who speaks for whom, and all addresses
   the directory   {directory}: the organization with its coordinator
   the data        {data}: the database and the files

1. Postfix: take mail for statements@{domain}, and hand it to us. As root:

{postfix}

   What these set may be set already: then add ours to it.

2. DNS: these records, at whoever keeps {domain}. HOST is what `postconf -h myhostname` says.

{dns}

3. The service: put this into /etc/systemd/system/liaison.service, then `systemctl enable --now liaison`.
   Without systemd: `{program} serve --config {config}`, as the user {user}.

{service}
4. A proxy that speaks https. With Caddy, these lines are its whole /etc/caddy/Caddyfile:

{domain} {{
  reverse_proxy 127.0.0.1:8053
}}

5. Look whether all is well: `{program} doctor --config {config}`

6. {name} ({address}) coordinates. This link signs them in, once, within half an hour; later the page
   https://{domain}/sign-in mails another:

   {link}
",
        program = made.program.display(),
        postfix = postfix(made, policy, address),
        dns = dns(domain, address),
        service = made.service(),
    )
}

/// Commands rather than lines of files: they can be pasted as they are.
///
/// The domain is often the machine's own name, which Debian's Postfix takes for that of users with an account there. An
/// address that is an alias, be it of itself, is known to Postfix either way.
fn postfix(made: &Installation, policy: &Policy, address: &str) -> String {
    let Installation { domain, config, user, program, .. } = made;
    let (config, program) = (config.display(), program.display());
    let ours = policy.coordination().map(|mailbox| mailbox.key());
    let ours = ours.filter(|ours| ours.ends_with(&format!("@{domain}")));
    // What the service tells the coordination must reach somebody.
    let (alias, known) = match ours {
        Some(ours) => (format!(" {{ {ours}={address} }}"), format!(" {{ {ours}=x }}")),
        None => (String::new(), String::new()),
    };
    format!(
        "postconf -xh mydestination | tr -s ', ' '\\n' | grep -qix '{domain}' || postconf -e 'relay_domains = {domain}'
postconf -e 'relay_recipient_maps = inline:{{ {{ statements@{domain}=x }}{known} }}'
postconf -e 'transport_maps = inline:{{ statements@{domain}=liaison: }}'
postconf -e 'virtual_alias_maps = inline:{{ {{ statements@{domain}=statements@{domain} }}{alias} }}'
postconf -e 'recipient_delimiter = +'
postconf -e 'liaison_destination_recipient_limit = 1'
postconf -e 'message_size_limit = 52428800'
postconf -M 'liaison/unix=liaison unix - n n - 4 pipe flags=R user={user} argv={program} receive --config {config} \
         --client-address=${{client_address}} --client-name=${{client_hostname}} --client-helo=${{client_helo}} \
         -- ${{sender}} ${{original_recipient}}'
postfix reload",
    )
}

fn dns(domain: &str, address: &str) -> String {
    format!(
        "{domain}.                     A, AAAA   the addresses of this machine
{domain}.                     MX        10 HOST.
{domain}.                     TXT       \"v=spf1 mx -all\"
_dmarc.{domain}.              TXT       \"v=DMARC1; p=quarantine; rua=mailto:{address}\"
liaison._domainkey.{domain}.  TXT       the key that signs (DKIM): `opendkim-genkey -s liaison -d {domain}` makes one"
    )
}
