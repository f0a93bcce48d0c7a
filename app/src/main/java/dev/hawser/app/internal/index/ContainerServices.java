package dev.hawser.app.internal.index;

import io.micronaut.core.beans.BeanIntrospectionReference;
import io.micronaut.core.io.service.SoftServiceLoader;
import io.micronaut.core.optim.StaticOptimizations;
import io.micronaut.inject.BeanConfiguration;
import io.micronaut.inject.BeanDefinitionReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The container's beans, taken from the {@link JarIndex} instead of from a search through the jar
 * that opens it as a file system: half a second. Micronaut's own hook for optimized builds.
 */
public final class ContainerServices {
  /** What is indexed. */
  static final List<Class<?>> TYPES =
      List.of(
          BeanConfiguration.class, BeanDefinitionReference.class, BeanIntrospectionReference.class);

  private static final Map<String, IndexedServices> INDEXED = indexed();

  static {
    if (!INDEXED.isEmpty()) {
      StaticOptimizations.set(new SoftServiceLoader.Optimizations(Map.copyOf(INDEXED)));
    }
  }

  private ContainerServices() {}

  /** Call before the first class of Micronaut is used; later calls do nothing. */
  public static void use() {
    // The class does it when it is initialized.
  }

  /** As {@link #use}, and makes what the next container will ask for. */
  public static void prepare() {
    use();
    INDEXED.values().forEach(IndexedServices::prepare);
  }

  /** The folder in which Micronaut has a file for each service of a type. */
  static String folder(String type) {
    return "META-INF/micronaut/" + type;
  }

  private static Map<String, IndexedServices> indexed() {
    JarIndex index = JarIndex.OF_PROCESS;
    if (index == null) {
      return Map.of();
    }
    Map<String, IndexedServices> services = new LinkedHashMap<>();
    for (Class<?> type : TYPES) {
      List<String> classes = index.files(folder(type.getName()));
      services.put(type.getName(), new IndexedServices(classes == null ? List.of() : classes));
    }
    return services;
  }
}
