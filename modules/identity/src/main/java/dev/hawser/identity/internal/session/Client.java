package dev.hawser.identity.internal.session;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody signs in from, as they will see it in the list of their sessions.
 *
 * @param userAgent printable ASCII, cut off where it becomes long; null when the client sends none
 */
public record Client(InetAddress address, @Nullable String userAgent) {
  private static final int MAX_USER_AGENT = 256;
  private static final int NETWORK_BYTES = 8;

  public Client {
    userAgent = userAgent == null || userAgent.isBlank() ? null : clean(userAgent);
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.strip()
        .chars()
        .limit(MAX_USER_AGENT)
        .forEach(c -> clean.append(c >= ' ' && c <= '~' ? (char) c : '?'));
    return clean.toString();
  }

  /** The address, or for IPv6 the first 64 bits: everybody has as many of the rest as they like. */
  String network() {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }
}
