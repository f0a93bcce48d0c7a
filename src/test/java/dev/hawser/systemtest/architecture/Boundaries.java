package dev.hawser.systemtest.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules between modules, for classes below a root package. Each gives all violations as text.
 *
 * @param root package that holds the modules
 */
record Boundaries(String root) {

  /** Uses of a module that is not below the user. */
  List<String> forbiddenUses(JavaClasses classes) {
    return acrossModules(classes)
        .filter(use -> !use.from().mayUse().contains(use.to().name()))
        .map(use -> use.text("%s must not use %s".formatted(use.from().name(), use.to().name())))
        .sorted()
        .toList();
  }

  /** Uses of what another module does not show. */
  List<String> hiddenUses(JavaClasses classes) {
    return acrossModules(classes)
        .filter(use -> !use.to().shows(root, use.dependency().getTargetClass().getPackageName()))
        .map(use -> use.text(use.to().name() + " does not show this"))
        .sorted()
        .toList();
  }

  /** Cycles between the rooms of a module; empty when there are none. */
  List<String> cycles(JavaClasses classes) {
    EvaluationResult result =
        SlicesRuleDefinition.slices()
            .assignedFrom(rooms())
            .should()
            .beFreeOfCycles()
            .evaluate(
                classes.that(
                    DescribedPredicate.describe(
                        "are written by people", type -> !type.getFullName().contains(".$"))));
    return result.getFailureReport().getDetails();
  }

  private SliceAssignment rooms() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return Room.of(root, type)
            .map(room -> SliceIdentifier.of(room.name(), room.roomOf(root, type.getPackageName())))
            .orElseGet(SliceIdentifier::ignore);
      }

      @Override
      public String getDescription() {
        return "rooms of modules";
      }
    };
  }

  private record Use(Dependency dependency, Room from, Room to) {
    String text(String why) {
      return why + ": " + dependency.getDescription();
    }
  }

  private Stream<Use> acrossModules(JavaClasses classes) {
    return classes.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .flatMap(dependency -> use(dependency).stream());
  }

  private Optional<Use> use(Dependency dependency) {
    Optional<Room> from = Room.of(root, dependency.getOriginClass());
    Optional<Room> to = Room.of(root, dependency.getTargetClass().getBaseComponentType());
    return from.isPresent() && to.isPresent() && !from.equals(to)
        ? Optional.of(new Use(dependency, from.get(), to.get()))
        : Optional.empty();
  }
}
