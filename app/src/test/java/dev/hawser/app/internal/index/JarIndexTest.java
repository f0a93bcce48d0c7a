package dev.hawser.app.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.app.Main;
import io.micronaut.core.io.service.MicronautMetaServiceLoaderUtils;
import io.micronaut.inject.BeanDefinitionReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarIndexTest {
  @Test
  void what_is_written_is_read_again() {
    Map<String, List<String>> folders = new TreeMap<>();
    folders.put("db/tasks", List.of("V1__a.sql", "V2__b.sql"));
    folders.put("empty", List.of());

    JarIndex index = JarIndex.parse(JarIndex.text(folders).lines());

    assertThat(index.files("db/tasks")).containsExactly("V1__a.sql", "V2__b.sql");
    assertThat(index.files("empty")).isEmpty();
    assertThat(index.files("db")).isNull();
  }

  @Test
  void the_index_of_a_class_path_has_its_migrations_and_beans(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("made/index.txt");

    JarIndexWriter.main(new String[] {file.toString()});

    JarIndex index = JarIndex.parse(Files.readString(file).lines());
    assertThat(index.files("db/identity")).contains("V1__organizations_users_projects_keys.sql");
    List<String> ours =
        MicronautMetaServiceLoaderUtils.findMicronautMetaServiceEntries(
                Main.class.getClassLoader(), BeanDefinitionReference.class.getName())
            .stream()
            .filter(name -> name.startsWith("dev.hawser."))
            .toList();
    assertThat(ours).hasSizeGreaterThan(200);
    assertThat(index.files(ContainerServices.folder(BeanDefinitionReference.class.getName())))
        .containsAll(ours);
  }

  @Test
  void a_folder_without_an_index_is_searched() throws IOException {
    assertThat(ClassPathFolder.list("db/identity"))
        .contains("V1__organizations_users_projects_keys.sql");
    assertThatThrownBy(() -> ClassPathFolder.list("db/nowhere")).isInstanceOf(IOException.class);
  }

  @Test
  void each_container_has_services_of_its_own() {
    IndexedServices services =
        new IndexedServices(List.of(Service.class.getName(), "dev.hawser.Missing"));

    services.prepare();
    List<Object> first = services.load(null);
    List<Object> second = services.load(null);

    assertThat(first).singleElement().isInstanceOf(Service.class);
    assertThat(second).singleElement().isInstanceOf(Service.class).isNotSameAs(first.getFirst());
    assertThat(services.load(service -> false)).isEmpty();
    assertThat(services.findAll(name -> true))
        .singleElement()
        .matches(found -> found.load() instanceof Service);
  }

  @Test
  void a_service_that_fails_says_which_it_is() {
    assertThatThrownBy(() -> IndexedServices.create(Failing.class.getName()))
        .hasMessageContaining(Failing.class.getName())
        .hasRootCauseMessage("on purpose");
  }

  /** Has what a service needs. */
  public static final class Service {}

  /** Cannot be made. */
  public static final class Failing {
    public Failing() {
      throw new IllegalArgumentException("on purpose");
    }
  }
}
