package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.internal.project.AllowedOrigins;
import dev.hawser.identity.internal.project.ProjectStates;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets browsers call the Connect API from the pages of customers: of any origin, or of those that
 * the project allows. Any origin gives nothing away, for the only credential there is the token,
 * which a page must have to send it; a list keeps a token that was taken from being of use in pages
 * of others. What a project allows is in memory, so that nobody gets to Postgres by asking for
 * projects that do not exist.
 */
@ServerFilter(ConnectPaths.PATTERN)
final class ConnectOrigins implements Ordered {
  private static final String RULING = "hawser.connect-origin";
  private static final String ANY = "*";
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  private static final String MAX_AGE_SECONDS = "7200";
  private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9_, -]{1,1000}");
  private static final ErrorCode NOT_ALLOWED = new ErrorCode("identity.origin-not-allowed");

  /**
   * What is to be answered to a request.
   *
   * @param allowed the origins that may read the answer; null for none
   * @param varies whether another origin would get another answer
   */
  record Ruling(@Nullable String allowed, boolean varies) {
    static final Ruling EVERYBODY = new Ruling(ANY, false);
    static final Ruling NOBODY = new Ruling(null, true);
  }

  private final ProjectStates projects;

  ConnectOrigins(ProjectStates projects) {
    this.projects = projects;
  }

  /** Answers a browser that asks before it calls, and keeps pages out that may not call. */
  @RequestFilter
  @Nullable HttpResponse<?> before(HttpRequest<?> request) {
    HttpHeaders asked = request.getHeaders();
    Ruling ruling = rule(request);
    request.setAttribute(RULING, ruling);
    if (!asked.contains(HttpHeaders.ORIGIN)) {
      return null;
    }
    if (ruling.allowed() == null) {
      throw new HawserException.AccessDenied(
          NOT_ALLOWED, "The project does not allow calls from pages of this origin.");
    }
    if (request.getMethod() != HttpMethod.OPTIONS
        || !asked.contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
      return null;
    }
    MutableHttpResponse<?> answer = HttpResponse.noContent();
    MutableHttpHeaders headers = answer.getHeaders();
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
    headers.set(HttpHeaders.VARY, HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    String names = asked.get(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    if (names != null && HEADER_NAMES.matcher(names).matches()) {
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, names);
    }
    return answer;
  }

  /** What was ruled on the request; before that, nobody is allowed. */
  static Ruling ruling(HttpRequest<?> request) {
    return request.getAttribute(RULING, Ruling.class).orElse(Ruling.NOBODY);
  }

  /** What is no project's id allows as much as a project without a list: there is nothing there. */
  private Ruling rule(HttpRequest<?> request) {
    Optional<ProjectId> project = ConnectPaths.project(request.getPath()).flatMap(ProjectId::parse);
    AllowedOrigins origins =
        project.isEmpty() ? AllowedOrigins.ANY : projects.allowedOrigins(project.get());
    if (origins.areAny()) {
      return Ruling.EVERYBODY;
    }
    List<String> sent = request.getHeaders().getAll(HttpHeaders.ORIGIN);
    return sent.size() == 1 && origins.contain(sent.getFirst())
        ? new Ruling(sent.getFirst(), true)
        : Ruling.NOBODY;
  }

  /** Before anybody looks for credentials, which such a question has not. */
  @Override
  public int getOrder() {
    return ConnectEdge.ORDER + 1;
  }
}
