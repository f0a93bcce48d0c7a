package dev.hawser.app.internal.index;

import io.micronaut.core.io.service.SoftServiceLoader.StaticDefinition;
import io.micronaut.core.io.service.SoftServiceLoader.StaticServiceLoader;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The services of one type, made from the names of their classes. */
final class IndexedServices implements StaticServiceLoader<Object> {
  private final List<String> classes;
  private final AtomicReference<@Nullable List<Object>> prepared = new AtomicReference<>();

  IndexedServices(List<String> classes) {
    this.classes = classes;
  }

  /** Makes the services for the next {@link #load}. Each container has its own. */
  void prepare() {
    prepared.set(create());
  }

  @Override
  public List<Object> load(@Nullable Predicate<Object> wanted) {
    List<Object> begun = prepared.getAndSet(null);
    List<Object> services = begun == null ? create() : begun;
    if (wanted != null) {
      services.removeIf(service -> !wanted.test(service));
    }
    return services;
  }

  @Override
  public Stream<StaticDefinition<Object>> findAll(Predicate<String> wanted) {
    return classes.stream()
        .filter(wanted)
        .map(IndexedServices::create)
        .filter(service -> service != null)
        .map(service -> StaticDefinition.of(service.getClass().getName(), () -> service));
  }

  private List<Object> create() {
    List<Object> services = new ArrayList<>(classes.size());
    for (String name : classes) {
      Object service = create(name);
      if (service != null) {
        services.add(service);
      }
    }
    return services;
  }

  /** Null when it is about a library that is not on the class path: Micronaut's rule. */
  static @Nullable Object create(String name) {
    try {
      return Class.forName(name).getDeclaredConstructor().newInstance();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof NoClassDefFoundError) {
        return null;
      }
      throw new IllegalStateException(name + " cannot be made", e.getCause());
    } catch (ClassNotFoundException | NoSuchMethodException | NoClassDefFoundError e) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " cannot be made", e);
    }
  }
}
