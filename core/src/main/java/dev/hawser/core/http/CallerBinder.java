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

/** Gives controllers their {@link Caller}. */
@Singleton
final class CallerBinder implements TypedRequestArgumentBinder<Caller> {
  private static final Argument<Caller> TYPE = Argument.of(Caller.class);
  private static final ErrorCode UNAUTHENTICATED = new ErrorCode("core.unauthenticated");

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
        request
            .getUserPrincipal(CallerAuthentication.class)
            .map(CallerAuthentication::caller)
            .orElseThrow(
                () ->
                    new HawserException.Unauthenticated(UNAUTHENTICATED, "This needs an API key."));
    return () -> Optional.of(caller);
  }
}
