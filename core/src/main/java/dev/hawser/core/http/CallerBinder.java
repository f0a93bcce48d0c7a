package dev.hawser.core.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.Caller;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.micronaut.security.filters.SecurityFilter;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Gives controllers below a project their {@link Caller}. */
@Singleton
final class CallerBinder implements TypedRequestArgumentBinder<Caller> {
  private static final Argument<Caller> TYPE = Argument.of(Caller.class);
  private static final ErrorCode UNAUTHENTICATED = new ErrorCode("core.unauthenticated");
  private static final ErrorCode UNKNOWN_PROJECT = new ErrorCode("identity.project-not-found");

  @Override
  public Argument<Caller> argumentType() {
    return TYPE;
  }

  @Override
  public BindingResult<Caller> bind(
      ArgumentConversionContext<Caller> context, HttpRequest<?> request) {
    if (!request.getAttributes().contains(SecurityFilter.KEY)) {
      return BindingResult.unsatisfied(); // asked before the filters ran; it is asked again
    }
    Caller caller =
        authentication(request)
            .ofProject()
            .orElseThrow(
                () ->
                    new HawserException.NotFound(
                        UNKNOWN_PROJECT, "There is no such project that you may see."));
    return () -> Optional.of(caller);
  }

  static CallerAuthentication authentication(HttpRequest<?> request) {
    return request
        .getUserPrincipal(CallerAuthentication.class)
        .orElseThrow(
            () ->
                new HawserException.Unauthenticated(
                    UNAUTHENTICATED, "This needs an API key or a signed-in user."));
  }
}
