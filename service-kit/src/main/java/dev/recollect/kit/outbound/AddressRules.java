package dev.recollect.kit.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses are public. What is not comes from the IANA registries of special-purpose IPv4
 * and IPv6 addresses; of IPv6 only the global unicast range counts at all.
 */
final class AddressRules {
  private static final String PRIVATE = "a private network";
  private static final String LOCAL = "this machine";
  private static final String LINK_LOCAL = "the local link, where clouds keep their metadata";
  private static final String RESERVED = "a reserved range";
  private static final String MULTICAST = "a multicast group";
  private static final String TUNNEL = "a tunnel to other addresses";

  private static final List<AddressBlock> NOT_PUBLIC =
      List.of(
          AddressBlock.of("0.0.0.0/8", LOCAL),
          AddressBlock.of("127.0.0.0/8", LOCAL),
          AddressBlock.of("10.0.0.0/8", PRIVATE),
          AddressBlock.of("172.16.0.0/12", PRIVATE),
          AddressBlock.of("192.168.0.0/16", PRIVATE),
          AddressBlock.of("100.64.0.0/10", "a carrier's private network"),
          AddressBlock.of("169.254.0.0/16", LINK_LOCAL),
          // The one metadata service that lies among public addresses: Azure's.
          AddressBlock.of("168.63.129.16/32", "a cloud's metadata service"),
          AddressBlock.of("192.0.0.0/24", RESERVED),
          AddressBlock.of("192.0.2.0/24", RESERVED),
          AddressBlock.of("192.88.99.0/24", TUNNEL),
          AddressBlock.of("198.18.0.0/15", RESERVED),
          AddressBlock.of("198.51.100.0/24", RESERVED),
          AddressBlock.of("203.0.113.0/24", RESERVED),
          AddressBlock.of("224.0.0.0/4", MULTICAST),
          AddressBlock.of("240.0.0.0/4", RESERVED),
          AddressBlock.of("::/127", LOCAL),
          AddressBlock.of("fc00::/7", PRIVATE),
          AddressBlock.of("fec0::/10", PRIVATE),
          AddressBlock.of("fe80::/10", LINK_LOCAL),
          AddressBlock.of("ff00::/8", MULTICAST),
          AddressBlock.of("2001::/23", TUNNEL),
          AddressBlock.of("2001:db8::/32", RESERVED),
          AddressBlock.of("2002::/16", TUNNEL),
          AddressBlock.of("3fff::/20", RESERVED));

  private static final AddressBlock GLOBAL_UNICAST = AddressBlock.of("2000::/3", "");

  /**
   * IPv4 hosts as networks without IPv4 see them; stands for the address in its last four bytes.
   */
  private static final AddressBlock NAT64 = AddressBlock.of("64:ff9b::/96", "");

  private AddressRules() {}

  /** Where an address that is not public lies, for people; empty for a public one. */
  static Optional<String> notPublic(InetAddress address) {
    return notPublic(address.getAddress());
  }

  private static Optional<String> notPublic(byte[] address) {
    if (NAT64.contains(address)) {
      return notPublic(Arrays.copyOfRange(address, 12, 16));
    }
    Optional<String> known =
        NOT_PUBLIC.stream()
            .filter(block -> block.contains(address))
            .map(AddressBlock::what)
            .findFirst();
    if (known.isEmpty() && address.length == 16 && !GLOBAL_UNICAST.contains(address)) {
      return Optional.of(RESERVED);
    }
    return known;
  }
}
