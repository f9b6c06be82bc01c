//! What a request says of whoever sent it: the kind of program, and where it comes from.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use operations::Visitor;

use crate::Site;

/// What a request says of whoever sent it.
#[derive(Debug, Clone)]
pub(crate) struct Asking(pub(crate) Visitor);

impl FromRequestParts<Site> for Asking {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let agent = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let network = peer.map(|peer| origin(peer, &parts.headers, &site.desk.settings.proxies));
        Ok(Self(Visitor {
            agent: agent.map(program).unwrap_or_default(),
            network: network.map(network_of).unwrap_or_default(),
        }))
    }
}

/// Returns where a request comes from: what a proxy of ours says last, else whoever sent it.
fn origin(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    if !proxies.contains(&peer.to_canonical()) {
        return peer;
    }
    let mut lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let last = lines.next_back().and_then(|line| line.rsplit(',').next());
    last.and_then(|address| address.trim().parse().ok()).unwrap_or(peer)
}

/// Returns the network of an address: whoever has an IPv6 address has the 64 bits behind it too.
fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Programs, the more special first: many say that they are those after them, too.
const PROGRAMS: [(&str, &str); 10] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "a Python program"),
];

const SYSTEMS: [(&str, &str); 8] = [
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "a Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
    ("BSD", "BSD"),
];

/// Returns what kind of program it is, as coarsely as its owner needs to know it again: "Firefox on Linux".
fn program(agent: &str) -> String {
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(part, _)| agent.contains(part)).map(|(_, name)| *name)
    };
    match (named(&PROGRAMS), named(&SYSTEMS)) {
        (Some(program), Some(system)) => format!("{program} on {system}"),
        (Some(program), None) => program.to_owned(),
        (None, Some(system)) => format!("A program on {system}"),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_named_so_that_its_owner_knows_it_again() {
        let mozilla = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/138.0.0.0 Safari/537.36";
        let edge = format!("{chrome} Edg/138.0.0.0");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like \
             Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
        let android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/138.0.0.0 Mobile Safari/537.36";
        let words = [mozilla, chrome, &edge, phone, android, "curl/8.5.0", "", "x\u{0}y <b>"];
        assert_eq!(
            words.map(program),
            [
                "Firefox on Linux",
                "Chrome on Windows",
                "Edge on Windows",
                "Safari on an iPhone",
                "Chrome on Android",
                "curl",
                "",
                ""
            ]
        );
    }

    #[test]
    fn only_a_proxy_of_ours_says_where_a_request_comes_from_and_its_own_word_is_the_last() {
        let ours: Vec<IpAddr> = vec!["127.0.0.1".parse().expect("an address")];
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "10.1.1.1, 192.0.2.7".parse().expect("a header"));
        let from = |peer: &str, headers: &HeaderMap| {
            network_of(origin(peer.parse().expect("an address"), headers, &ours))
        };
        assert_eq!(from("127.0.0.1", &headers), "192.0.2.7");
        assert_eq!(from("::ffff:127.0.0.1", &headers), "192.0.2.7");
        assert_eq!(from("198.51.100.9", &headers), "198.51.100.9", "a stranger says what it likes");
        assert_eq!(from("2001:db8:1:2:3::9", &headers), "2001:db8:1:2::/64");
        headers.insert("x-forwarded-for", "nonsense".parse().expect("a header"));
        assert_eq!(from("127.0.0.1", &headers), "127.0.0.1");
    }
}
