//! Where programs are told of changes: who may have that, which addresses may be told, and when it is tried again.

use std::net::{IpAddr, Ipv6Addr};

use jiff::SignedDuration;

use crate::drafting::secretariat_role;
use crate::{Actor, Directory, HeldRole, Policy, Refusal, RoleKind, Scope};

/// After how many minutes something is tried again, try by try; the last one stays.
const AGAIN: [i64; 7] = [1, 5, 15, 60, 240, 720, 1_440];

/// For so long it is tried before it is given up.
const GIVEN_UP_AFTER: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Says whether somebody may have programs told of changes, and in which role.
///
/// # Errors
/// [`Refusal::NotYourEntry`] naming who may, and [`Refusal::NotAllowed`] for a token that does not reach so far.
pub fn may_keep_webhooks(
    actor: &Actor,
    directory: &Directory,
    policy: &Policy,
) -> Result<HeldRole, Refusal> {
    actor.reach.allows(Scope::Admin)?;
    let office =
        actor.any(RoleKind::Coordinator).or_else(|| secretariat_role(actor, directory, policy));
    let (verb, who) = ("have programs told of changes", "A coordinator or the secretariat");
    office.ok_or(Refusal::NotYourEntry { verb, who })
}

/// Says whether an address is one that only we reach, and nobody from outside may have us ask: this machine, a network of
/// our own, or none that belongs to anybody (RFC 6890).
pub fn is_our_network(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            address.is_loopback()
                || address.is_private()
                || address.is_link_local()
                || address.is_broadcast()
                || address.is_documentation()
                || address.is_multicast()
                || first == 0
                || first >= 240
                || (first == 100 && (64..128).contains(&second))
                || (first == 192 && second == 0 && address.octets()[2] == 0)
                || (first == 198 && (18..20).contains(&second))
        }
        IpAddr::V6(address) => is_our_network_6(address),
    }
}

fn is_our_network_6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // What stands in an IPv4 address within: translated (64:ff9b::/96), or through a tunnel (2002::/16, 2001::/32).
    let is_another_in_disguise = (first == 0x64 && second == 0xff9b)
        || first == 0x2002
        || (first == 0x2001 && second < 0x200);
    let is_global = (first & 0xe000) == 0x2000;
    !is_global || is_another_in_disguise || (first == 0x2001 && second == 0xdb8)
}

/// Returns after how long something is tried again that was tried so often.
pub fn try_again_after(tried: i64) -> SignedDuration {
    let place = usize::try_from(tried).unwrap_or_default().min(AGAIN.len() - 1);
    SignedDuration::from_mins(AGAIN.get(place).copied().unwrap_or(1_440))
}

/// Says whether something that fails for so long is given up.
pub fn is_given_up(failing: SignedDuration) -> bool {
    failing >= GIVEN_UP_AFTER
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_of_our_own_network_is_told() {
        let ours = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.0.8",
            "240.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "::127.0.0.1",
        ];
        for address in ours {
            assert!(is_our_network(address.parse().expect("an address")), "{address}");
        }
        let others = ["1.1.1.1", "93.184.216.34", "100.128.0.1", "172.32.0.1", "2606:4700::1111"];
        for address in others {
            assert!(!is_our_network(address.parse().expect("an address")), "{address}");
        }
    }

    #[test]
    fn what_fails_is_tried_ever_more_seldom_and_given_up_after_a_week() {
        let minutes: Vec<i64> = (0..9).map(|tried| try_again_after(tried).as_mins()).collect();
        assert_eq!(minutes, [1, 5, 15, 60, 240, 720, 1_440, 1_440, 1_440]);
        assert!(is_given_up(SignedDuration::from_hours(24 * 7)));
        assert!(!is_given_up(SignedDuration::from_hours(24 * 7 - 1)));
    }
}
