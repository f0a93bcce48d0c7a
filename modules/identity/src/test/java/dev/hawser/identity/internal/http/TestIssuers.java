package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.hawser.core.egress.OutboundException;
import dev.hawser.core.egress.OutboundHttp;
import dev.hawser.identity.internal.signing.KeySetFetcher;
import dev.hawser.identity.internal.signing.SigningTestAccess;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Issuers whose addresses no test can reach. Addresses on this machine are read as always, through
 * the guarded client.
 */
@Singleton
@Primary
final class TestIssuers implements KeySetFetcher {
  static final String FIREBASE =
      "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com";

  private final KeySetFetcher real;
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  final AtomicInteger calls = new AtomicInteger();

  TestIssuers(OutboundHttp http) {
    this.real = SigningTestAccess.guarded(http);
  }

  void publish(String url, Map<String, KeyPair> keys) {
    documents.put(url, keySet(keys));
  }

  void goDown(String url) {
    documents.remove(url);
  }

  @Override
  public byte[] fetch(URI url) throws OutboundException {
    calls.incrementAndGet();
    String document = documents.get(url.toString());
    if (document != null) {
      return document.getBytes(UTF_8);
    }
    if (url.getHost().endsWith(".example.com") || url.toString().equals(FIREBASE)) {
      throw new OutboundException(OutboundException.Kind.NETWORK, "The issuer is down");
    }
    return real.fetch(url);
  }

  static String keySet(Map<String, KeyPair> keys) {
    List<JWK> all = new ArrayList<>();
    keys.forEach(
        (id, pair) ->
            all.add(new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyID(id).build()));
    return new JWKSet(all).toString();
  }
}
