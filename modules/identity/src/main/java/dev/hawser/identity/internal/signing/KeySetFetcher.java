package dev.hawser.identity.internal.signing;

import dev.hawser.core.egress.OutboundException;
import java.net.URI;

/** Reads the document at an address of an issuer. */
public interface KeySetFetcher {
  /**
   * The bytes of a successful answer.
   *
   * @throws OutboundException with a message for tenants
   */
  byte[] fetch(URI url) throws OutboundException;
}
