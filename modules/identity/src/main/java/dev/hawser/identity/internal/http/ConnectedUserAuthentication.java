package dev.hawser.identity.internal.http;

import dev.hawser.identity.ConnectedUserCaller;
import io.micronaut.security.authentication.Authentication;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A user with a token that holds, in the form that the security filter wants: one role. */
@SuppressWarnings("serial") // the framework's interface is Serializable; nobody serializes it
final class ConnectedUserAuthentication implements Authentication {
  private final ConnectedUserCaller caller;

  ConnectedUserAuthentication(ConnectedUserCaller caller) {
    this.caller = caller;
  }

  ConnectedUserCaller caller() {
    return caller;
  }

  @Override
  public String getName() {
    return caller.user().id().toString();
  }

  @Override
  public Collection<String> getRoles() {
    return List.of(ConnectedUserCaller.ROLE);
  }

  @Override
  public Map<String, Object> getAttributes() {
    return Map.of();
  }
}
