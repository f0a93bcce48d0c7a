package dev.hawser.identity.internal.signing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Public keys as text. Errors never quote the text: it may be a private key, pasted by mistake. */
final class PublicPem {
  static final int MAX_LENGTH = 16_384;

  /** A text that is not a public key that is taken; the message is the end of "publicKey …". */
  static final class RefusedPemException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedPemException(String message) {
      super(message);
    }
  }

  private PublicPem() {}

  /** Reads a public key or the key of a certificate. */
  static RSAPublicKey read(String text) throws RefusedPemException {
    PemObject pem = pem(text);
    RSAPublicKey key = key(pem.getType(), pem.getContent());
    Optional<String> problem = KeyStrength.problem(key);
    if (problem.isPresent()) {
      throw new RefusedPemException(problem.get());
    }
    return key;
  }

  private static PemObject pem(String text) throws RefusedPemException {
    try (PemReader reader = new PemReader(new StringReader(text.strip()))) {
      PemObject pem = reader.readPemObject();
      if (pem == null) {
        throw new RefusedPemException(
            "must be a public key in PEM form: -----BEGIN PUBLIC KEY----- and so on");
      }
      if (pem.getType().contains("PRIVATE")) {
        throw new RefusedPemException(
            "is a private key. Give the public one, and make a new pair: a private key that was sent"
                + " somewhere is not private any more");
      }
      if (reader.readPemObject() != null) {
        throw new RefusedPemException("must be one key only");
      }
      return pem;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new RefusedPemException("is damaged: it is not well-formed PEM");
    }
  }

  private static RSAPublicKey key(String type, byte[] content) throws RefusedPemException {
    try {
      KeyFactory factory = KeyFactory.getInstance("RSA");
      PublicKey key =
          switch (type) {
            case "PUBLIC KEY" -> factory.generatePublic(new X509EncodedKeySpec(content));
            case "RSA PUBLIC KEY" -> {
              var rsa = org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(content);
              yield factory.generatePublic(
                  new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
            }
            case "CERTIFICATE" ->
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(content))
                    .getPublicKey();
            default ->
                throw new RefusedPemException(
                    "must be a PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE");
          };
      if (key instanceof RSAPublicKey rsa) {
        return rsa;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Said below, without what the library says of the content.
    }
    throw new RefusedPemException("is not an RSA key: tokens are signed with RS256");
  }
}
