package dev.hawser.identity.internal.http;

import io.micronaut.security.authentication.Authentication;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Who has proven to operate this machine; not a caller of any project. */
@SuppressWarnings("serial") // the framework's interface is Serializable; nobody serializes it
record OperatorAuthentication() implements Authentication {
  static final String ROLE = "operator";

  @Override
  public String getName() {
    return ROLE;
  }

  @Override
  public Collection<String> getRoles() {
    return List.of(ROLE);
  }

  @Override
  public Map<String, Object> getAttributes() {
    return Map.of();
  }
}
