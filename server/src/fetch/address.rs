//! Which addresses are public. Everything else is our own network, and must not be reachable through a pasted link.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address belongs to the public internet.
///
/// IPv6 forms that carry an IPv4 address (mapped, 6to4, NAT64, Teredo) are judged by what they carry, because a
/// gateway on the way would deliver to it.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// Against the IANA registry of special-purpose IPv4 blocks.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = match (a, b, c) {
        // This network, private, loopback, link-local, multicast and reserved up to broadcast.
        (0 | 10 | 127 | 224..=255, _, _) | (172, 16..=31, _) | (192, 168, _) | (169, 254, _) => true,
        // Carrier-grade NAT, protocol assignments, 6to4 relays, AS112, benchmarking.
        (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (192, 31, 196) | (192, 52, 193) | (192, 175, 48) => true,
        (198, 18..=19, _) => true,
        // Documentation.
        (192, 0, 2) | (198, 51, 100) | (203, 0, 113) => true,
        _ => false,
    };
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(carried) = carried_v4(address) {
        return is_public_v4(carried);
    }
    let [first, second, ..] = address.segments();
    let global_unicast = first & 0xe000 == 0x2000;
    // 2001::/23 is for protocols (Teredo is judged above), 2001:db8::/32 and 3fff::/20 are documentation.
    let special = (first == 0x2001 && (second < 0x200 || second == 0xdb8)) || (first == 0x3fff && second < 0x1000);
    global_unicast && !special
}

/// The IPv4 address inside an IPv6 one.
fn carried_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let v4 = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match address.segments() {
        // ::/96 (compatible; holds :: and ::1 too), ::ffff:0:0/96 (mapped), 64:ff9b::/96 (NAT64).
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(v4(high, low)),
        // 2002::/16 (6to4).
        [0x2002, high, low, ..] => Some(v4(high, low)),
        // 2001::/32 (Teredo): the client's address, its bits turned over.
        [0x2001, 0, .., high, low] => Some(v4(!high, !low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(address: &str) -> bool {
        is_public(address.parse().expect("an address"))
    }

    #[test]
    fn private_and_special_addresses_are_not_public() {
        let special = "0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.8.8.8 169.254.169.254 \
            172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 \
            198.51.100.7 203.0.113.7 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 \
            :: ::1 ::127.0.0.1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: \
            2002:a00:1::1 2001:0:4136:e378:8000:63bf:80ff:fffe 2001:2::1 2001:db8::1 3fff::1 fc00::1 fd12:3456::1 \
            fe80::1 fec0::1 ff02::1 100::1 5f00::1";
        for address in special.split_whitespace() {
            assert!(!public(address), "{address}");
        }
    }

    #[test]
    fn ordinary_addresses_are_public() {
        let ordinary = "1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 193.99.144.80 198.20.0.1 \
            2606:4700::1111 2a00:1450:4001::1 2001:4860:4860::8888 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1";
        for address in ordinary.split_whitespace() {
            assert!(public(address), "{address}");
        }
    }
}
