package dev.hawser.identity;

import dev.hawser.core.config.Secret;
import java.util.Optional;

/** The first administrator of an installation: made once, by whoever holds the one-time token. */
public interface Setup {
  /** Whether there is no administrator yet. */
  boolean isNeeded();

  /**
   * Issues a token if there is no administrator yet; every earlier token stops working. Call it
   * once when the process starts, and show the token where only the operator looks. Only its hash
   * is stored. Of several replicas that start at once, the token of the last one holds.
   *
   * @return empty when the setup is done
   */
  Optional<SetupToken> open();

  /**
   * @param token text of 256 random bits
   */
  record SetupToken(Secret token) {
    /**
     * The page that takes the token, relative to the public URL. The token is in the fragment,
     * which browsers do not send, so that it is in no access log.
     */
    public String path() {
      return "/setup#token=" + token.reveal();
    }
  }
}
