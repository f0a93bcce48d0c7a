package dev.hawser.systemtest.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class NamingTest {
  /** Endings that say nothing, and the {@code I} in front of an interface. */
  private static final Pattern EMPTY_NAME =
      Pattern.compile(
          "\\w*(Impl|Interface|Managers?|Helpers?|Utils?|Common|Base)|(Abstract|Base)[A-Z]\\w*");

  private static final Pattern HUNGARIAN = Pattern.compile("I[A-Z][a-z]\\w*");

  @Test
  void names_say_what_a_class_is() {
    assertThat(emptyNames(Bytecode.written(Bytecode.house()))).isEmpty();
  }

  @Test
  void an_empty_name_is_found() {
    assertThat(emptyNames(Bytecode.written(Bytecode.samples())))
        .containsExactly(Bytecode.SAMPLE_ROOT + ".banned.TimeManager");
  }

  @Test
  void every_package_says_what_is_in_it_and_is_null_marked() {
    assertThat(packagesWithoutMark(Bytecode.house().stream().toList())).isEmpty();
  }

  @Test
  void a_package_without_mark_is_found() {
    assertThat(packagesWithoutMark(Bytecode.samples().stream().toList()))
        .contains(Bytecode.SAMPLE_ROOT + ".banned");
  }

  private static List<String> emptyNames(List<JavaClass> classes) {
    return classes.stream()
        .filter(
            type ->
                EMPTY_NAME.matcher(type.getSimpleName()).matches()
                    || (type.isInterface() && HUNGARIAN.matcher(type.getSimpleName()).matches()))
        .map(JavaClass::getFullName)
        .toList();
  }

  private static Set<String> packagesWithoutMark(List<JavaClass> classes) {
    Set<String> packages = new TreeSet<>();
    classes.forEach(type -> packages.add(type.getPackageName()));
    classes.stream()
        .filter(type -> type.getSimpleName().equals("package-info"))
        .filter(type -> type.isAnnotatedWith(NullMarked.class))
        .forEach(type -> packages.remove(type.getPackageName()));
    return packages;
  }
}
