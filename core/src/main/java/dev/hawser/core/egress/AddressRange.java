package dev.hawser.core.egress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** A block of IP addresses in CIDR notation. */
public record AddressRange(InetAddress network, int prefixLength) {
  /**
   * @throws IllegalArgumentException when it is not {@code address/length}; names are not looked up
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int bits = address.getAddress().length * 8;
    int length = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
    if (length < 0 || length > bits) {
      throw new IllegalArgumentException("not a prefix length: " + text);
    }
    return new AddressRange(address, length);
  }

  /**
   * Ranges separated by commas; none when the text is empty.
   *
   * @throws IllegalArgumentException when one of them is none
   */
  public static List<AddressRange> parseAll(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(range -> !range.isEmpty())
        .map(AddressRange::parse)
        .toList();
  }

  public boolean contains(InetAddress candidate) {
    byte[] a = network.getAddress();
    byte[] b = candidate.getAddress();
    if (a.length != b.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit += 8) {
      int mask = prefixLength - bit >= 8 ? 0xFF : 0xFF << (8 - (prefixLength - bit)) & 0xFF;
      if (((a[bit / 8] ^ b[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
