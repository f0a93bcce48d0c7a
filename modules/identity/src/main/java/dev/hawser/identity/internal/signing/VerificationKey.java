package dev.hawser.identity.internal.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;

/** A public key, ready to check signatures with. Two are equal when their keys are. */
final class VerificationKey {
  private final RSASSAVerifier verifier;
  private final String encoded;

  VerificationKey(RSAPublicKey key) {
    this.verifier = new RSASSAVerifier(key);
    this.encoded = encode(key);
  }

  static String encode(RSAPublicKey key) {
    return Base64.getEncoder().encodeToString(Objects.requireNonNull(key.getEncoded()));
  }

  /** Reads what {@link #encode} has made. */
  static VerificationKey decode(String encoded) {
    try {
      X509EncodedKeySpec spec = new X509EncodedKeySpec(Base64.getDecoder().decode(encoded));
      return new VerificationKey((RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A public key that was stored cannot be read", e);
    }
  }

  boolean hasSigned(JWSObject token) {
    try {
      return token.verify(verifier);
    } catch (JOSEException e) {
      return false; // for example a signature that is as long as one of another key size
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerificationKey key && key.encoded.equals(encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }
}
