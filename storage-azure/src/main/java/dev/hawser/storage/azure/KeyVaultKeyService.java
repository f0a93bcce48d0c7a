package dev.hawser.storage.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.util.Context;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import com.azure.security.keyvault.keys.cryptography.CryptographyServiceVersion;
import com.azure.security.keyvault.keys.cryptography.models.KeyWrapAlgorithm;
import com.azure.security.keyvault.keys.cryptography.models.WrapResult;
import dev.hawser.vault.KeyService;
import dev.hawser.vault.KeyServiceException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A key of Azure Key Vault, by RSA-OAEP-256, which knows no context. What is wrapped carries the
 * key's version, because Key Vault unwraps with the version that wrapped only, and a check sum: a
 * damaged one would ask for a version that does not exist, which looks like a key that was deleted.
 */
public final class KeyVaultKeyService implements KeyService {
  private static final String KIND = "azure-key-vault:";
  private static final KeyWrapAlgorithm ALGORITHM = KeyWrapAlgorithm.RSA_OAEP_256;
  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{32}");
  private static final int VERSION_LENGTH = 32;
  private static final int SUM_LENGTH = 8;
  private static final Limits LIMITS =
      new Limits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2),
          1,
          Duration.ofMillis(1));

  private final String key;
  private final Transport transport;
  private final HttpPipeline pipeline;
  private final CryptographyClient newest;

  private KeyVaultKeyService(
      KeyVaultSettings settings,
      InstantSource clock,
      Map<String, String> environment,
      Transport transport) {
    this.key = settings.key();
    this.transport = transport;
    IdentityTokens identities =
        new IdentityTokens(transport, environment, clock, settings.service());
    this.pipeline =
        new HttpPipelineBuilder()
            .policies(new BearerPolicy(new Tokens(identities.of(settings.identity()), clock)))
            .httpClient(transport)
            .build();
    this.newest = client(key);
  }

  /**
   * Opens the key. Nothing is sent: whether it exists and may be used, the first call tells.
   *
   * @param environment the variables of the process
   * @throws IllegalArgumentException when the settings lack something that was to come from the
   *     environment
   */
  public static KeyVaultKeyService open(
      KeyVaultSettings settings, InstantSource clock, Map<String, String> environment) {
    Transport transport = new Transport(LIMITS, HttpClient.newBuilder());
    try {
      return new KeyVaultKeyService(settings, clock, environment, transport);
    } catch (RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  private CryptographyClient client(String address) {
    return new CryptographyClientBuilder()
        .pipeline(pipeline)
        .keyIdentifier(address)
        .serviceVersion(CryptographyServiceVersion.V7_4)
        .disableKeyCaching() // or it fetches the public key, which takes a further right
        .buildClient();
  }

  @Override
  public String id() {
    return KIND + key;
  }

  @Override
  public boolean bindsContext() {
    return false;
  }

  @Override
  public byte[] wrap(byte[] dataKey, byte[] context) {
    WrapResult result = ask(() -> newest.wrapKey(ALGORITHM, dataKey, Context.NONE), false);
    String kid = String.valueOf(result.getKeyId());
    String version = kid.substring(kid.lastIndexOf('/') + 1);
    if (!VERSION.matcher(version).matches()) {
      throw new KeyServiceException.Refused(
          "Key Vault wrapped with a key of an unknown form: " + kid, null);
    }
    byte[] name = version.getBytes(UTF_8);
    byte[] wrapped = result.getEncryptedKey();
    return ByteBuffer.allocate(SUM_LENGTH + name.length + wrapped.length)
        .put(sum(name, wrapped))
        .put(name)
        .put(wrapped)
        .array();
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] context) {
    int start = SUM_LENGTH + VERSION_LENGTH;
    if (wrapped.length <= start) {
      throw new KeyServiceException.Damaged("it cannot be from Key Vault, by its length", null);
    }
    byte[] name = Arrays.copyOfRange(wrapped, SUM_LENGTH, start);
    byte[] rest = Arrays.copyOfRange(wrapped, start, wrapped.length);
    if (!Arrays.equals(Arrays.copyOf(wrapped, SUM_LENGTH), sum(name, rest))) {
      throw new KeyServiceException.Damaged("its check sum is not that of this key", null);
    }
    String version = new String(name, UTF_8);
    if (!VERSION.matcher(version).matches()) {
      throw new KeyServiceException.Damaged("it names no version of a key", null);
    }
    CryptographyClient client = client(key + "/" + version);
    return ask(() -> client.unwrapKey(ALGORITHM, rest, Context.NONE).getKey(), true);
  }

  private byte[] sum(byte[] version, byte[] wrapped) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(key.getBytes(UTF_8));
      digest.update(version);
      return Arrays.copyOf(digest.digest(wrapped), SUM_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static <T> T ask(Attempts.Request<T> request, boolean unwrapping) {
    try {
      return Attempts.once(request);
    } catch (RequestFailure failure) {
      String said = "Azure Key Vault: " + failure.describe();
      if (failure.isTransient()) {
        throw new KeyServiceException.Unavailable(said, failure);
      }
      throw unwrapping && failure.status() == 400
          ? new KeyServiceException.Damaged(said, failure)
          : new KeyServiceException.Refused(
              said + "; it takes an enabled RSA key and the rights to wrap and unwrap with it",
              failure);
    }
  }

  @Override
  public void close() {
    transport.close();
  }

  @Override
  public String toString() {
    return id();
  }
}
