package dev.hawser.identity.internal.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer that may sign with RS256, as they were at a moment.
 *
 * @param document what the issuer sent
 */
record KeySet(List<Named> keys, Set<VerificationKey> all, String document, Instant fetchedAt) {
  private static final int MOST = 50;

  /** A key and what tokens call it. */
  record Named(@Nullable String keyId, VerificationKey key) {}

  /** A document that is no key set that is of use; the message is for tenants. */
  static final class UselessKeySetException extends Exception {
    private static final long serialVersionUID = 1L;

    UselessKeySetException(String message) {
      super(message);
    }
  }

  KeySet {
    keys = List.copyOf(keys);
    all = Set.copyOf(all);
  }

  static KeySet read(byte[] bytes, Instant fetchedAt) throws UselessKeySetException {
    String document = new String(bytes, UTF_8);
    List<Named> keys = new ArrayList<>();
    Set<VerificationKey> all = new HashSet<>();
    try {
      for (JWK jwk : JWKSet.parse(document).getKeys()) {
        if (keys.size() < MOST && jwk instanceof RSAKey rsa && isForSignatures(rsa)) {
          RSAPublicKey key = rsa.toRSAPublicKey();
          if (KeyStrength.problem(key).isEmpty()) {
            VerificationKey usable = new VerificationKey(key);
            keys.add(new Named(rsa.getKeyID(), usable));
            all.add(usable);
          }
        }
      }
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw new UselessKeySetException("The answer is not a JSON Web Key Set (RFC 7517)");
    }
    if (keys.isEmpty()) {
      throw new UselessKeySetException(
          "The key set has no RSA key of 2,048 to 4,096 bits that signs with RS256");
    }
    return new KeySet(keys, all, document, fetchedAt);
  }

  private static boolean isForSignatures(RSAKey key) {
    boolean signs = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
    return signs && (key.getAlgorithm() == null || key.getAlgorithm().getName().equals("RS256"));
  }

  /** The keys that a token with this key id may be signed with. */
  List<VerificationKey> candidates(@Nullable String keyId) {
    return keys.stream()
        .filter(key -> keyId == null || key.keyId() == null || keyId.equals(key.keyId()))
        .limit(10)
        .map(Named::key)
        .toList();
  }

  /** Whether it names this key id. */
  boolean names(@Nullable String keyId) {
    return keyId == null || keys.stream().anyMatch(key -> keyId.equals(key.keyId()));
  }
}
