package dev.hawser.identity.internal.http;

import dev.hawser.core.config.SettingValues;
import dev.hawser.identity.PublicUrl;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;

/**
 * Where people reach us over TLS, browsers are told never to try without (RFC 6797): for this host
 * and a year, not for others below its name, which are not ours to speak for.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class StrictTransport implements Ordered {
  private static final String HEADER = "Strict-Transport-Security";
  private static final String YEAR = "max-age=31536000";
  private final boolean tls;

  StrictTransport(SettingValues settings) {
    this.tls =
        settings.find(PublicUrl.SETTING).filter(url -> "https".equals(url.getScheme())).isPresent();
  }

  @ResponseFilter
  void after(MutableHttpResponse<?> response) {
    if (tls) {
      response.getHeaders().set(HEADER, YEAR);
    }
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.FIRST.before(); // refusals by other filters are answers too
  }
}
