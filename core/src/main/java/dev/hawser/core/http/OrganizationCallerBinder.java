package dev.hawser.core.http;

import dev.hawser.core.tenancy.OrganizationCaller;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.micronaut.security.filters.SecurityFilter;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Gives controllers of the organization their {@link OrganizationCaller}. */
@Singleton
final class OrganizationCallerBinder implements TypedRequestArgumentBinder<OrganizationCaller> {
  private static final Argument<OrganizationCaller> TYPE = Argument.of(OrganizationCaller.class);

  @Override
  public Argument<OrganizationCaller> argumentType() {
    return TYPE;
  }

  @Override
  public BindingResult<OrganizationCaller> bind(
      ArgumentConversionContext<OrganizationCaller> context, HttpRequest<?> request) {
    if (!request.getAttributes().contains(SecurityFilter.KEY)) {
      return BindingResult.unsatisfied(); // asked before the filters ran; it is asked again
    }
    OrganizationCaller caller = CallerBinder.authentication(request).caller();
    return () -> Optional.of(caller);
  }
}
