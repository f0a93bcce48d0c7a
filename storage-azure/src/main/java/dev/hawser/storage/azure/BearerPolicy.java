package dev.hawser.storage.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import reactor.core.publisher.Mono;

/**
 * Shows the token of an identity. One that is refused before its time is replaced once. It is the
 * vendor's policy by name only: the vendor's client looks for that to know whether it may ask for
 * keys.
 */
final class BearerPolicy extends BearerTokenAuthenticationPolicy {
  private final Tokens tokens;

  BearerPolicy(Tokens tokens) {
    super(
        asked -> Mono.error(new IllegalStateException("tokens do not come from here")),
        IdentityTokens.SCOPE);
    this.tokens = tokens;
  }

  @Override
  public HttpResponse processSync(HttpPipelineCallContext call, HttpPipelineNextSyncPolicy next) {
    Token shown = show(call);
    HttpPipelineNextSyncPolicy again = next.clone();
    HttpResponse response = next.processSync();
    if (response.getStatusCode() != 401) {
      return response;
    }
    response.close();
    tokens.drop(shown);
    show(call);
    return again.processSync();
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext call, HttpPipelineNextPolicy next) {
    return Mono.defer(
        () -> {
          show(call);
          return next.process();
        });
  }

  private Token show(HttpPipelineCallContext call) {
    Token token = tokens.get();
    call.getHttpRequest()
        .setHeader(HttpHeaderName.AUTHORIZATION, "Bearer " + token.bearer().value());
    return token;
  }
}
