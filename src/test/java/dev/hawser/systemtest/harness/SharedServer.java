package dev.hawser.systemtest.harness;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests that leave a server as healthy as they found it one that runs for all of them.
 *
 * <p>Parameters of the types {@link Hawser} and {@link Project}.
 */
public final class SharedServer implements ParameterResolver {

  private record Running(Hawser hawser) implements AutoCloseable {
    @Override
    public void close() {
      hawser.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Hawser.class || type == Project.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Hawser hawser =
        context
            .getRoot()
            .getStore(Namespace.create(SharedServer.class))
            .computeIfAbsent(
                Running.class, key -> new Running(Hawser.installed().start()), Running.class)
            .hawser();
    return parameter.getParameter().getType() == Hawser.class ? hawser : hawser.project();
  }
}
