package dev.hawser.identity.internal.sso;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The public keys with which a provider signs. */
record ProviderKeys(List<Key> keys) {
  private static final int MOST = 50;
  private static final int MIN_BITS = 2_048;
  private static final int MAX_BITS = 8_192;
  private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);

  /**
   * One of them.
   *
   * @param algorithm the only one that it is for; null when it does not say
   */
  record Key(@Nullable String keyId, @Nullable JWSAlgorithm algorithm, JWSVerifier verifier) {
    boolean isFor(JWSAlgorithm wanted) {
      return (algorithm == null || algorithm.equals(wanted))
          && verifier.supportedJWSAlgorithms().contains(wanted);
    }

    boolean hasSigned(JWSObject token) {
      try {
        return token.verify(verifier);
      } catch (JOSEException e) {
        return false; // for example a signature that is as long as one of another key size
      }
    }
  }

  ProviderKeys {
    keys = List.copyOf(keys);
  }

  static ProviderKeys read(byte[] document) throws ProviderException {
    List<Key> keys = new ArrayList<>();
    try {
      for (JWK jwk : JWKSet.parse(new String(document, UTF_8)).getKeys()) {
        JWSVerifier verifier = keys.size() < MOST && isForSignatures(jwk) ? verifier(jwk) : null;
        if (verifier != null) {
          keys.add(new Key(jwk.getKeyID(), algorithm(jwk), verifier));
        }
      }
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw new ProviderException("the provider's keys are not a JSON Web Key Set (RFC 7517)");
    }
    if (keys.isEmpty()) {
      throw new ProviderException(
          "the provider's key set has no RSA key of 2,048 bits or more, nor one on P-256, P-384 or"
              + " P-521");
    }
    return new ProviderKeys(keys);
  }

  private static boolean isForSignatures(JWK jwk) {
    return jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
  }

  private static @Nullable JWSAlgorithm algorithm(JWK jwk) {
    return jwk.getAlgorithm() == null ? null : JWSAlgorithm.parse(jwk.getAlgorithm().getName());
  }

  /** Null for keys that are not taken. */
  private static @Nullable JWSVerifier verifier(JWK jwk) throws JOSEException {
    return switch (jwk) {
      case RSAKey rsa -> {
        RSAPublicKey key = rsa.toRSAPublicKey();
        int bits = key.getModulus().bitLength();
        yield bits >= MIN_BITS && bits <= MAX_BITS ? new RSASSAVerifier(key) : null;
      }
      case ECKey ec -> CURVES.contains(ec.getCurve()) ? new ECDSAVerifier(ec.toPublicJWK()) : null;
      default -> null;
    };
  }

  /** Whether it names this key id. */
  boolean names(@Nullable String keyId) {
    return keyId == null || keys.stream().anyMatch(key -> keyId.equals(key.keyId()));
  }

  /** Whether one of the keys that the token may mean has signed it. */
  boolean haveSigned(JWSObject token) {
    String keyId = token.getHeader().getKeyID();
    return keys.stream()
        .filter(key -> keyId == null || key.keyId() == null || keyId.equals(key.keyId()))
        .filter(key -> key.isFor(token.getHeader().getAlgorithm()))
        .limit(10)
        .anyMatch(key -> key.hasSigned(token));
  }
}
