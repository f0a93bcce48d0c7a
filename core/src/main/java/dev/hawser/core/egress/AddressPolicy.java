package dev.hawser.core.egress;

import dev.hawser.core.egress.EgressSettings.Tenancy;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses may be called. Link-local addresses, where clouds keep instance credentials, are
 * refused for everybody, private and loopback ones in shared installations; an allow-list opens
 * both. The ranges are those of the IANA special-purpose address registries.
 */
public record AddressPolicy(Tenancy tenancy, List<AddressRange> allowed) {
  private static final List<AddressRange> NEVER =
      ranges(
              "0.0.0.0/8",
              "169.254.0.0/16",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "::/128",
              "fe80::/10",
              "ff00::/8")
          .toList();
  private static final List<AddressRange> PRIVATE =
      ranges(
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "::1/128",
              "64:ff9b::/96",
              "64:ff9b:1::/48",
              "2002::/16",
              "fc00::/7")
          .toList();

  /** The metadata address that AWS gives to IPv6-only machines lies in a private range. */
  private static final AddressRange METADATA_V6 = AddressRange.parse("fd00:ec2::254");

  public AddressPolicy {
    allowed = List.copyOf(allowed);
  }

  public boolean permits(InetAddress address) {
    if (in(allowed, address)) {
      return true;
    }
    if (in(NEVER, address) || METADATA_V6.contains(address)) {
      return false;
    }
    return tenancy == Tenancy.SINGLE || !in(PRIVATE, address);
  }

  private static boolean in(List<AddressRange> ranges, InetAddress address) {
    for (AddressRange range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static Stream<AddressRange> ranges(String... texts) {
    return Stream.of(texts).map(AddressRange::parse);
  }
}
