package dev.hawser.workflows.internal.store;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that a transaction needs checked. To check one may mean to wait for a process
 * that parses JavaScript, and nobody keeps a connection for that: a transaction that meets what is
 * not checked yet is taken back, the check is made, and the transaction runs again. So it writes
 * what was checked, whoever changes a draft meanwhile. Used by one thread.
 */
final class Checks {
  private static final ErrorCode CHANGING = new ErrorCode("workflows.changed-meanwhile");

  /** One is the rule; each further one means that somebody changed a draft during a check. */
  private static final int MOST_ROUNDS = 6;

  private static final ScopedValue<Checks> CURRENT = ScopedValue.newInstance();

  private final Map<Stored, Document> checked = new HashMap<>();
  private final Set<Stored> missing = new LinkedHashSet<>();

  private Checks() {}

  /**
   * A definition of a project.
   *
   * @param json its text
   */
  record Stored(ProjectId project, String json) {}

  /** Ends a transaction that can do nothing with a definition that is not checked. */
  private static final class UncheckedDefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UncheckedDefinitionException() {
      super("A definition is not checked yet", null, false, false);
    }
  }

  /** Those of the transaction that this thread runs; null when it runs none. */
  static @Nullable Checks current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /**
   * Runs a transaction, as often as it takes.
   *
   * @param transaction takes back what it did while {@link #areMissing} holds
   * @throws HawserException.Conflict when definitions change faster than they are checked
   */
  static <T> T around(Function<Stored, Document> check, Supplier<T> transaction) {
    if (CURRENT.isBound()) {
      return transaction.get();
    }
    Checks checks = new Checks();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      try {
        T result = ScopedValue.where(CURRENT, checks).call(transaction::get);
        if (checks.missing.isEmpty()) {
          return result;
        }
      } catch (RuntimeException e) {
        // Without the checks it says nothing yet; if it is right, it comes again.
        if (checks.missing.isEmpty()) {
          throw e;
        }
      }
      checks.missing.forEach(stored -> checks.checked.put(stored, check.apply(stored)));
      checks.missing.clear();
    }
    throw new HawserException.Conflict(
        CHANGING, "The workflow was changed again and again while it was checked. Try again.");
  }

  /** Whether the transaction of this thread has to be taken back. */
  static boolean areMissing() {
    Checks checks = current();
    return checks != null && !checks.missing.isEmpty();
  }

  /** Goes no further in a transaction that has to be taken back. */
  static void requireAll() {
    if (areMissing()) {
      throw new UncheckedDefinitionException();
    }
  }

  /** The definition, checked if it was; else as it can be read, and it is checked next. */
  Document document(Stored stored, Function<String, Document> unchecked) {
    Document document = checked.get(stored);
    if (document == null) {
      missing.add(stored);
      return unchecked.apply(stored.json());
    }
    return document;
  }
}
