package dev.hawser.identity.internal.http;

import dev.hawser.identity.ConnectedUserCaller;
import dev.hawser.identity.internal.signing.Refusals;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.micronaut.security.filters.SecurityFilter;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Gives controllers of the Connect API their {@link ConnectedUserCaller}. */
@Singleton
final class ConnectedUserCallerBinder implements TypedRequestArgumentBinder<ConnectedUserCaller> {
  private static final Argument<ConnectedUserCaller> TYPE = Argument.of(ConnectedUserCaller.class);

  @Override
  public Argument<ConnectedUserCaller> argumentType() {
    return TYPE;
  }

  @Override
  public BindingResult<ConnectedUserCaller> bind(
      ArgumentConversionContext<ConnectedUserCaller> context, HttpRequest<?> request) {
    if (!request.getAttributes().contains(SecurityFilter.KEY)) {
      return BindingResult.unsatisfied(); // asked before the filters ran; it is asked again
    }
    ConnectedUserCaller caller =
        request
            .getUserPrincipal(ConnectedUserAuthentication.class)
            .orElseThrow(Refusals::missing)
            .caller();
    return () -> Optional.of(caller);
  }
}
