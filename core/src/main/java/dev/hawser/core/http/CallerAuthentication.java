package dev.hawser.core.http;

import dev.hawser.core.tenancy.Caller;
import io.micronaut.security.authentication.Authentication;
import java.util.Map;

/** A verified caller, in the form that the security filter wants. */
@SuppressWarnings("serial") // the framework's interface is Serializable; nobody serializes it
public record CallerAuthentication(Caller caller) implements Authentication {
  @Override
  public String getName() {
    return caller.subject();
  }

  @Override
  public Map<String, Object> getAttributes() {
    return Map.of();
  }
}
