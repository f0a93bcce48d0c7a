package dev.hawser.core.http;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.egress.AddressRange;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where requests come from. {@code X-Forwarded-For} is what a client likes to write, so it is read
 * from its end, where the nearest proxy has written, and only as far as the writers are trusted:
 * the first address that is not one of {@link HttpSettings#TRUSTED_PROXIES} is the client.
 */
@Singleton
public final class ClientAddresses {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final int MAX_HOPS = 16;
  private static final int IPV6_BYTES = 16;
  private static final int IPV6_NETWORK_BYTES = 8;
  private static final InetAddress GONE = InetAddress.ofLiteral("0.0.0.0");

  private final List<AddressRange> trusted;

  @Inject
  ClientAddresses(SettingValues settings) {
    this(settings.get(HttpSettings.TRUSTED_PROXIES));
  }

  ClientAddresses(List<AddressRange> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /** The address of the client; 0.0.0.0 when its connection is gone. */
  public InetAddress of(HttpRequest<?> request) {
    InetSocketAddress socket = request.getRemoteAddress();
    InetAddress peer = socket == null ? null : socket.getAddress();
    if (peer == null) {
      return GONE;
    }
    return isTrusted(peer) ? of(peer, request.getHeaders().getAll(FORWARDED_FOR)) : peer;
  }

  /**
   * What counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, of which
   * everybody has as many as they like.
   */
  public String network(HttpRequest<?> request) {
    return network(of(request));
  }

  static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length < IPV6_BYTES) {
      return address.getHostAddress();
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < IPV6_NETWORK_BYTES; i += 2) {
      text.append(Integer.toHexString(((bytes[i] & 0xFF) << 8) | (bytes[i + 1] & 0xFF)))
          .append(':');
    }
    return text.append(":/64").toString();
  }

  InetAddress of(InetAddress peer, List<String> forwarded) {
    String[] hops = String.join(",", forwarded).split(",", -1);
    InetAddress client = peer;
    for (int i = hops.length - 1; i >= 0 && i >= hops.length - MAX_HOPS; i--) {
      Optional<InetAddress> hop = isTrusted(client) ? parse(hops[i].strip()) : Optional.empty();
      if (hop.isEmpty()) {
        break;
      }
      client = hop.get();
    }
    return client;
  }

  private boolean isTrusted(InetAddress address) {
    for (AddressRange range : trusted) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** An address, also with a port behind it, as some proxies write. */
  private static Optional<InetAddress> parse(String hop) {
    String text = hop;
    int bracket = text.indexOf(']');
    if (text.startsWith("[") && bracket > 0) {
      text = text.substring(1, bracket);
    } else if (text.indexOf('.') > 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      text = text.replaceFirst(":.*", "");
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
