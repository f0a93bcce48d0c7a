package dev.hawser.systemtest.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Calls that nobody makes.
 *
 * @param what the call, for messages
 * @param matches which access it is
 * @param exempt packages and classes that may
 * @param instead what to write instead
 */
record BannedCalls(
    String what, Predicate<JavaAccess<?>> matches, Set<String> exempt, String instead) {
  private static final Set<String> TEST_LIBRARIES =
      Set.of("dev.hawser.storage.tck", "dev.hawser.testing");
  private static final Set<String> BEAN_LOCATORS =
      Set.of(
          "io.micronaut.context.BeanLocator",
          "io.micronaut.context.BeanContext",
          "io.micronaut.context.ApplicationContext");
  private static final String CLOCK =
      "inject java.time.InstantSource; for measuring time that passes, System.nanoTime()";

  static final List<BannedCalls> ALL =
      List.of(
          new BannedCalls(
              "System.out and System.err",
              access -> on(access, "java.lang.System") && named(access, "out", "err"),
              Set.of("dev.hawser.app.internal.cli.Terminal"),
              "write a log line through SLF4J; commands write through their Terminal"),
          new BannedCalls(
              "Thread.sleep and TimeUnit.sleep",
              access ->
                  (on(access, "java.lang.Thread") || on(access, "java.util.concurrent.TimeUnit"))
                      && named(access, "sleep"),
              Set.of(),
              "wait for the thing itself: a condition with a limit, a latch, a future"),
          new BannedCalls(
              "System.currentTimeMillis",
              access -> on(access, "java.lang.System") && named(access, "currentTimeMillis"),
              Set.of("dev.hawser.core.time"),
              CLOCK),
          new BannedCalls(
              "now() of java.time and system clocks",
              BannedCalls::readsSystemClock,
              Set.of("dev.hawser.core.time", "dev.hawser.storage.tck", "dev.hawser.testing"),
              CLOCK),
          new BannedCalls(
              "readAllBytes",
              access -> named(access, "readAllBytes"),
              TEST_LIBRARIES,
              "stream, or read at most a limit: readNBytes(limit)"),
          new BannedCalls(
              "getBean",
              access ->
                  BEAN_LOCATORS.contains(access.getTargetOwner().getFullName())
                      && access.getTarget().getName().matches("(get|find)Bean(sOfType)?"),
              Set.of("dev.hawser.app"),
              "take it as a constructor parameter"),
          new BannedCalls(
              "new Thread",
              access -> on(access, "java.lang.Thread") && named(access, "<init>"),
              Set.of(),
              "Thread.ofVirtual().name(…), or Thread.ofPlatform() where it must outlive or pin"),
          new BannedCalls(
              "java.util.Date and Calendar",
              access ->
                  on(access, "java.util.Date")
                      || on(access, "java.util.Calendar")
                      || on(access, "java.text.SimpleDateFormat"),
              Set.of(),
              "java.time"));

  /** All breaches, with what to write instead. */
  static List<String> breaches(Iterable<JavaClass> classes) {
    List<String> breaches = new ArrayList<>();
    for (JavaClass type : classes) {
      for (BannedCalls ban : ALL) {
        ban.in(type).forEach(breaches::add);
      }
      type.getFields().stream()
          .filter(BannedCalls::isInjected)
          .map(
              field ->
                  "field injection: %s. Instead: take it as a constructor parameter"
                      .formatted(field.getFullName()))
          .forEach(breaches::add);
    }
    return breaches;
  }

  Stream<String> in(JavaClass type) {
    if (exempt.stream().anyMatch(name -> isOrIsIn(name, type.getFullName()))) {
      return Stream.of();
    }
    return type.getAccessesFromSelf().stream()
        .filter(matches)
        .map(access -> "%s: %s. Instead: %s".formatted(what, access.getDescription(), instead));
  }

  private static boolean isOrIsIn(String name, String type) {
    return type.equals(name) || type.startsWith(name + ".") || type.startsWith(name + "$");
  }

  private static boolean on(JavaAccess<?> access, String owner) {
    return access.getTargetOwner().getFullName().equals(owner);
  }

  private static boolean named(JavaAccess<?> access, String... names) {
    return Set.of(names).contains(access.getTarget().getName());
  }

  private static boolean readsSystemClock(JavaAccess<?> access) {
    if (!access.getTargetOwner().getPackageName().equals("java.time")) {
      return false;
    }
    boolean now =
        named(access, "now")
            && access.getTarget() instanceof AccessTarget.MethodCallTarget method
            && method.getRawParameterTypes().stream()
                .noneMatch(parameter -> parameter.getName().equals("java.time.Clock"));
    boolean clock = on(access, "java.time.Clock") || on(access, "java.time.InstantSource");
    return now || (clock && access.getTarget().getName().startsWith("system"));
  }

  private static boolean isInjected(JavaField field) {
    return field.getAnnotations().stream()
        .map(annotation -> annotation.getRawType().getFullName())
        .anyMatch(
            name ->
                Set.of(
                        "jakarta.inject.Inject",
                        "javax.inject.Inject",
                        "io.micronaut.context.annotation.Value",
                        "io.micronaut.context.annotation.Property")
                    .contains(name));
  }
}
