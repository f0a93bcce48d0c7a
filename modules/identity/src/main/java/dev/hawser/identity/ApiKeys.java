package dev.hawser.identity;

import dev.hawser.core.tenancy.Caller;
import java.util.Optional;

/** Verification of API keys for endpoints that do not go through the usual authentication. */
public interface ApiKeys {
  /**
   * The caller that a key stands for. A revoked key stops working on every replica within two
   * seconds. Blocks: the first use of a key reads the database and computes a hash.
   *
   * @param key what a client presents, {@code hwk_…}
   * @return empty when it is malformed, unknown, wrong, revoked or expired
   * @throws dev.hawser.core.error.HawserException.LimitExceeded when too many unknown keys are
   *     being checked at once
   */
  Optional<Caller> verify(String key);
}
