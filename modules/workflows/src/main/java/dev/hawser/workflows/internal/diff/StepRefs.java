package dev.hawser.workflows.internal.diff;

import java.util.List;

/** Stands for a list of steps inside something: they are compared one by one, elsewhere. */
record StepRefs(List<String> ids) {
  StepRefs {
    ids = List.copyOf(ids);
  }
}
