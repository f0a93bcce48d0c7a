package dev.hawser.storage.gcp;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudkms.v1.CloudKMS;
import com.google.api.services.cloudkms.v1.model.DecryptRequest;
import com.google.api.services.cloudkms.v1.model.DecryptResponse;
import com.google.api.services.cloudkms.v1.model.EncryptRequest;
import com.google.api.services.cloudkms.v1.model.EncryptResponse;
import com.google.auth.oauth2.GoogleCredentials;
import dev.hawser.storage.BlobException;
import dev.hawser.vault.KeyService;
import dev.hawser.vault.KeyServiceException;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * A key of Google's Cloud KMS. The context goes along as additional authenticated data; bytes are
 * checked by CRC-32C both ways, as Google asks callers to.
 */
public final class CloudKmsKeyService implements KeyService {
  private static final String KIND = "google-kms:";
  private static final String SCOPE = "https://www.googleapis.com/auth/cloudkms";
  private static final URI GOOGLE = URI.create("https://cloudkms.googleapis.com");
  private static final int TIMEOUT_MILLIS = 3_000;

  /** What the service takes at most. */
  private static final int MAX_CIPHERTEXT = 64 << 10;

  private final String key;
  private final CloudKMS.Projects.Locations.KeyRings.CryptoKeys keys;

  private CloudKmsKeyService(CloudKmsSettings settings, GoogleCredentials credentials) {
    this.key = settings.key();
    String root = settings.endpoint().orElse(GOOGLE).toString();
    this.keys =
        new CloudKMS.Builder(
                new NetHttpTransport(),
                GsonFactory.getDefaultInstance(),
                new GcsClient(credentials, TIMEOUT_MILLIS))
            .setRootUrl(root.endsWith("/") ? root : root + "/")
            .setServicePath(CloudKMS.DEFAULT_SERVICE_PATH)
            .setApplicationName(GcsClient.APPLICATION)
            .build()
            .projects()
            .locations()
            .keyRings()
            .cryptoKeys();
  }

  /**
   * Opens the key. Nothing is sent to it: whether it exists and may be used, the first call tells.
   *
   * @throws KeyServiceException.Refused when there are no credentials, or they cannot be read
   */
  public static CloudKmsKeyService open(CloudKmsSettings settings) {
    try {
      return new CloudKmsKeyService(settings, GcsLogin.of(settings.credentials(), SCOPE));
    } catch (BlobException e) {
      throw new KeyServiceException.Refused(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public String id() {
    return KIND + key;
  }

  @Override
  public boolean bindsContext() {
    return true;
  }

  @Override
  public byte[] wrap(byte[] dataKey, byte[] context) {
    EncryptRequest request =
        new EncryptRequest()
            .encodePlaintext(dataKey)
            .setPlaintextCrc32c(crc(dataKey))
            .encodeAdditionalAuthenticatedData(context)
            .setAdditionalAuthenticatedDataCrc32c(crc(context));
    try {
      EncryptResponse answer = keys.encrypt(key, request).execute();
      byte[] wrapped = answer.decodeCiphertext();
      check(
          wrapped != null
              && Boolean.TRUE.equals(answer.getVerifiedPlaintextCrc32c())
              && Boolean.TRUE.equals(answer.getVerifiedAdditionalAuthenticatedDataCrc32c())
              && Objects.equals(answer.getCiphertextCrc32c(), crc(wrapped)));
      return Objects.requireNonNull(wrapped);
    } catch (IOException e) {
      throw classify("cloudkms.cryptoKeyVersions.useToEncrypt", e);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] context) {
    if (wrapped.length == 0 || wrapped.length > MAX_CIPHERTEXT) {
      throw new KeyServiceException.Damaged("it cannot be from Cloud KMS, by its length", null);
    }
    DecryptRequest request =
        new DecryptRequest()
            .encodeCiphertext(wrapped)
            .setCiphertextCrc32c(crc(wrapped))
            .encodeAdditionalAuthenticatedData(context)
            .setAdditionalAuthenticatedDataCrc32c(crc(context));
    try {
      DecryptResponse answer = keys.decrypt(key, request).execute();
      byte[] dataKey = answer.decodePlaintext();
      check(dataKey != null && Objects.equals(answer.getPlaintextCrc32c(), crc(dataKey)));
      return Objects.requireNonNull(dataKey);
    } catch (IOException e) {
      throw classify("cloudkms.cryptoKeyVersions.useToDecrypt", e);
    }
  }

  private static long crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  private static void check(boolean intact) {
    if (!intact) {
      throw new KeyServiceException.Unavailable(
          "what Cloud KMS received or sent was changed on the way", null);
    }
  }

  private static KeyServiceException classify(String right, IOException failure) {
    if (failure instanceof GcsClient.NoTokenException) {
      return GcsErrors.isPassing(failure)
          ? new KeyServiceException.Unavailable("no access token for Cloud KMS", failure)
          : new KeyServiceException.Refused("no access token for Cloud KMS", failure);
    }
    GcsErrors.Refusal refusal = GcsErrors.refusal(failure).orElse(null);
    if (refusal == null) {
      return new KeyServiceException.Unavailable(
          "no answer from Cloud KMS: " + failure.getMessage(), failure);
    }
    String said =
        "Cloud KMS answered %d %s: %s"
            .formatted(refusal.status(), refusal.reason(), refusal.message());
    if (refusal.isPassing()) {
      return new KeyServiceException.Unavailable(said, failure);
    }
    String words = refusal.message().toLowerCase(Locale.ROOT);
    if (refusal.status() == 400 && words.contains("crc32c")) {
      return new KeyServiceException.Unavailable(said, failure);
    }
    return refusal.status() == 400 && words.contains("decryption failed")
        ? new KeyServiceException.Damaged(said, failure)
        : new KeyServiceException.Refused(
            said + "; it takes an enabled key and the right " + right + " for it", failure);
  }

  /** Nothing is open between two calls that could be closed. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return id();
  }
}
