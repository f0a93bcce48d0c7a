package dev.hawser.storage.tck;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Turns around the tests that {@link StoreTraits#knownDefects()} names: they must fail. */
final class KnownDefects implements InvocationInterceptor {
  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    String name = method.getExecutable().getName();
    StoreTraits traits =
        context.getRequiredTestInstances().findInstance(BlobStoreContract.class).stream()
            .map(BlobStoreContract::traits)
            .findFirst()
            .orElseThrow();
    String reason = traits.knownDefects().get(name);
    if (reason == null) {
      invocation.proceed();
      return;
    }
    try {
      invocation.proceed();
    } catch (AssertionError | RuntimeException expected) {
      context.publishReportEntry("known defect", reason);
      return;
    }
    throw new AssertionError(
        "the known defect is gone, take " + name + " off the list (" + reason + ")");
  }
}
