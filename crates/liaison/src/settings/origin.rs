//! The table `[origin]`: by whom it is found out where messages are from.

use std::net::{IpAddr, SocketAddr};

use serde::Deserialize;
use workers::Resolver;

/// Where name servers listen.
const DNS: u16 = 53;

/// The table as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Origin {
    #[serde(default = "usual_resolver")]
    resolver: String,
    #[serde(default)]
    believed: Vec<String>,
    #[serde(default = "usual_servers")]
    servers: usize,
}

impl Default for Origin {
    fn default() -> Self {
        Self { resolver: usual_resolver(), believed: Vec::new(), servers: usual_servers() }
    }
}

fn usual_resolver() -> String {
    "system".to_owned()
}

fn usual_servers() -> usize {
    1
}

impl Origin {
    /// Puts whose word is taken into the settings, and returns who is asked for names, if anybody is.
    pub(super) fn apply(
        self,
        settings: &mut operations::Settings,
    ) -> Result<Option<Resolver>, String> {
        let odd = |name: &&String| name.is_empty() || name.contains(|c: char| c.is_whitespace());
        if let Some(name) = self.believed.iter().find(odd) {
            return Err(format!(
                "origin.believed holds “{name}”, which no mail server calls itself: write the name with which its \
                 Authentication-Results begin"
            ));
        }
        settings.believed = self.believed;
        settings.own_servers = self.servers;
        match self.resolver.as_str() {
            "none" => Ok(None),
            "system" => Ok(Some(Resolver::System)),
            address => {
                let with_port = address.parse::<SocketAddr>();
                let alone = address.parse::<IpAddr>().map(|ip| SocketAddr::new(ip, DNS));
                with_port.or(alone).map(|at| Some(Resolver::At(at))).map_err(|_| {
                    format!(
                        "origin.resolver is “{address}”: it is “system”, “none”, or the address of a name server, such \
                         as 192.0.2.53"
                    )
                })
            }
        }
    }
}
