package dev.hawser.identity.internal.signing;

import dev.hawser.core.egress.OutboundHttp;

/** Lets tests of other rooms read key sets as the server does. */
public final class SigningTestAccess {
  private SigningTestAccess() {}

  public static KeySetFetcher guarded(OutboundHttp http) {
    return new GuardedKeySetFetcher(http);
  }
}
