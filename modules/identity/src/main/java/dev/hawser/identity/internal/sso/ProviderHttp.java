package dev.hawser.identity.internal.sso;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.config.Secret;
import dev.hawser.core.egress.OutboundBody;
import dev.hawser.core.egress.OutboundException;
import dev.hawser.core.egress.OutboundHttp;
import dev.hawser.core.egress.OutboundRequest;
import dev.hawser.core.egress.OutboundRequest.Header;
import dev.hawser.core.egress.OutboundResponse;
import dev.hawser.core.json.Json;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Requests to providers, through the guarded client because customers say which address. No
 * redirects: whoever could send one could ask for the secrets in it.
 */
@Singleton
final class ProviderHttp {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long MAX_BYTES = 256 * 1_024;
  private static final int OK = 200;

  /** A status and the JSON object with it. */
  record Answer(int status, Map<?, ?> json) {
    boolean isOk() {
      return status == OK;
    }

    @Override
    public String toString() {
      return "Answer[" + status + "]"; // tokens stay out of logs
    }
  }

  private final OutboundHttp http;

  ProviderHttp(OutboundHttp http) {
    this.http = http;
  }

  /** The document at an address. */
  byte[] document(URI url) throws ProviderException {
    OutboundResponse response = send("GET", url, List.of(), null);
    if (response.status() != OK) {
      throw new ProviderException(
          "%s answered with status %d".formatted(shown(url), response.status()));
    }
    return response.body();
  }

  /** What an access token gives. */
  Answer get(URI url, Secret accessToken) throws ProviderException {
    Header header = new Header("Authorization", "Bearer " + accessToken.reveal());
    return answer(url, send("GET", url, List.of(header), null));
  }

  /** Sends a form. */
  Answer post(URI url, @Nullable Secret authorization, Map<String, String> form)
      throws ProviderException {
    List<Header> headers =
        authorization == null
            ? List.of()
            : List.of(new Header("Authorization", authorization.reveal()));
    return answer(url, send("POST", url, headers, form));
  }

  private static Answer answer(URI url, OutboundResponse response) throws ProviderException {
    try {
      if (Json.read(response.body()) instanceof Map<?, ?> json) {
        return new Answer(response.status(), json);
      }
    } catch (Json.MalformedException e) {
      // said below
    }
    throw new ProviderException(
        "%s answered with status %d and no JSON object".formatted(shown(url), response.status()));
  }

  private OutboundResponse send(
      String method, URI url, List<Header> more, @Nullable Map<String, String> form)
      throws ProviderException {
    List<Header> headers = new ArrayList<>(more);
    headers.add(new Header("Accept", "application/json"));
    try {
      return http.send(
          new OutboundRequest(
              method,
              url,
              headers,
              form == null ? null : OutboundBody.of(encoded(form).getBytes(UTF_8)),
              form == null ? null : "application/x-www-form-urlencoded",
              false,
              TIMEOUT,
              MAX_BYTES));
    } catch (OutboundException e) {
      throw new ProviderException(String.valueOf(e.getMessage()));
    }
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static String shown(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
  }
}
