package dev.hawser.tasks.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.engine.Engine;
import dev.hawser.tasks.internal.payload.PayloadLostException;
import dev.hawser.tasks.internal.payload.PayloadRef;
import dev.hawser.tasks.internal.payload.Payloads;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import dev.hawser.tasks.internal.store.History;
import dev.hawser.tasks.internal.store.StoredValues;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks executions up for callers, and the values that belong to them. */
@Singleton
final class Recordings {
  private static final ErrorCode NOT_FOUND = new ErrorCode("tasks.execution-not-found");
  private static final ErrorCode NO_VALUE = new ErrorCode("tasks.value-not-found");
  private static final ErrorCode LOST = new ErrorCode("tasks.value-lost");
  private static final ErrorCode DOWN = new ErrorCode("tasks.history-unavailable");

  private final History history;
  private final Engine engine;
  private final Payloads payloads;

  Recordings(History history, Engine engine, Payloads payloads) {
    this.history = history;
    this.engine = engine;
    this.payloads = payloads;
  }

  /**
   * What is known of an execution; when it runs here, with what is not durable yet.
   *
   * @throws HawserException.NotFound when the project has no such execution
   */
  ExecutionRecordings find(ProjectId project, String execution) {
    try {
      ExecutionId id = ExecutionId.parse(execution).orElseThrow(() -> notFound(execution));
      ExecutionRecordings found = history.find(project, id).orElseThrow(() -> notFound(execution));
      if (found.view().status().isFinal()) {
        return found;
      }
      return engine
          .stepsOf(id)
          .filter(live -> live.size() > found.steps().size())
          .map(live -> new ExecutionRecordings(found.view(), found.input(), live, found.error()))
          .orElse(found);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /**
   * The trigger's data.
   *
   * @throws HawserException.NotFound when it is lost
   */
  @Nullable Object input(ExecutionRecordings execution) {
    Object input = StoredValues.read(execution.input());
    try {
      return input instanceof PayloadRef ref ? payloads.read(execution.view().id(), ref) : input;
    } catch (PayloadLostException e) {
      throw lost(e);
    }
  }

  /** A large value as a whole; null when it is lost. */
  @Nullable Object value(ExecutionRecordings execution, PayloadRef ref) {
    try {
      return payloads.read(execution.view().id(), ref);
    } catch (PayloadLostException e) {
      return null;
    }
  }

  /** A value that is open for reading; who got it closes the stream. */
  record OpenValue(InputStream stream, long size) {}

  /**
   * Opens one of the execution's large values.
   *
   * @throws HawserException.NotFound when it has none of this name, or it is lost
   */
  OpenValue open(ExecutionRecordings execution, String name) {
    PayloadRef ref =
        references(execution).stream()
            .filter(found -> found.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new HawserException.NotFound(
                        NO_VALUE, "This execution has no value of this name"));
    try {
      return new OpenValue(payloads.open(execution.view().id(), ref), ref.size());
    } catch (PayloadLostException e) {
      throw lost(e);
    }
  }

  /** The large values of an execution, in the order in which they appear; some more than once. */
  static List<PayloadRef> references(ExecutionRecordings execution) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(StoredValues.read(execution.input()));
    execution
        .steps()
        .forEach(
            step -> {
              values.add(step.input());
              values.add(step.output());
              values.add(step.error());
              values.add(step.log());
            });
    byte[] error = execution.error();
    values.add(error == null ? null : StoredValues.read(error));
    List<PayloadRef> refs = new ArrayList<>();
    for (Object value : values) {
      if (value instanceof PayloadRef ref) {
        refs.add(ref);
      }
    }
    return refs;
  }

  static HawserException unavailable(SQLException e) {
    return new HawserException.Unavailable(DOWN, "The history cannot be read at the moment", e);
  }

  private static HawserException notFound(String execution) {
    return new HawserException.NotFound(
        NOT_FOUND, "There is no execution " + execution + " in this project");
  }

  private static HawserException lost(PayloadLostException e) {
    String what =
        switch (e.reason()) {
          case MISSING -> "is not in the blob store any more";
          case DAMAGED -> "is damaged in the blob store";
        };
    return new HawserException.NotFound(LOST, "This value " + what);
  }
}
