package dev.hawser.identity.internal.http;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.filter.ServerFilterChain;
import io.micronaut.security.config.SecurityConfiguration;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.filters.SecurityFilter;
import io.micronaut.security.rules.SecurityRule;
import java.util.Collection;
import org.reactivestreams.Publisher;

/**
 * The framework's filter, deny by default, except that {@link AnonymousPaths} pass by it: webhooks
 * are the hot path and neither have nor need a caller.
 */
@Filter(Filter.MATCH_ALL_PATTERN)
@Replaces(SecurityFilter.class)
class ApiSecurityFilter extends SecurityFilter {
  ApiSecurityFilter(
      Collection<SecurityRule<HttpRequest<?>>> rules,
      Collection<AuthenticationFetcher<HttpRequest<?>>> fetchers,
      SecurityConfiguration configuration) {
    super(rules, fetchers, configuration);
  }

  @Override
  public Publisher<MutableHttpResponse<?>> doFilter(
      HttpRequest<?> request, ServerFilterChain chain) {
    return AnonymousPaths.contain(request)
        ? chain.proceed(request)
        : super.doFilter(request, chain);
  }
}
