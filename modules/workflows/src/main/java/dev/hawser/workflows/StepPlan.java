package dev.hawser.workflows;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A step of a plan. The {@link Header} is what all types share. */
public sealed interface StepPlan {
  Header header();

  /**
   * @param id unique in the workflow, {@code [a-z][a-zA-Z0-9_]{0,63}}
   * @param when the step is skipped unless this holds; null means always
   * @param timeout of one attempt; null means the type's default
   * @param readsTime whether one of the step's expressions reads {@code now}, so that the moment
   *     must be recorded before anything outside can see it
   */
  record Header(
      String id,
      @Nullable Condition when,
      @Nullable Duration timeout,
      RetryPolicy retry,
      ErrorHandling onError,
      boolean readsTime,
      Set<String> reads) {
    public Header {
      reads = Set.copyOf(reads);
    }
  }

  /** Computes a value; touches nothing outside. */
  record Transform(Header header, Value value) implements StepPlan {}

  /** Runs the first arm that holds, or none. */
  record Branch(Header header, List<Arm> arms) implements StepPlan {
    public Branch {
      arms = List.copyOf(arms);
    }
  }

  /**
   * @param when null for the else arm
   */
  record Arm(String id, @Nullable Condition when, List<StepPlan> steps) {
    public Arm {
      steps = List.copyOf(steps);
    }
  }

  /** Sends one HTTP request. */
  record Request(
      Header header,
      String method,
      Value url,
      List<NamedValue> query,
      List<NamedValue> headers,
      Body body,
      Auth auth,
      boolean followRedirects,
      ResponseForm response)
      implements StepPlan {
    public Request {
      query = List.copyOf(query);
      headers = List.copyOf(headers);
    }
  }

  /**
   * Answers the call that started the execution, which waits for it.
   *
   * @param status gives an integer from 200 to 599
   */
  record Respond(Header header, Value status, List<NamedValue> headers, Content content)
      implements StepPlan {
    public Respond {
      headers = List.copyOf(headers);
    }
  }

  /** What an answer carries. */
  sealed interface Content {
    record None() implements Content {}

    /** A text, or any other JSON value. */
    record Json(Value value) implements Content {}

    /**
     * The bytes of a file.
     *
     * @param reference gives a reference to it
     */
    record File(Value reference) implements Content {}
  }

  /** A name and what it is set to: a query parameter, a header, a form field. */
  record NamedValue(String name, Value value) {}

  /** What a request carries. */
  sealed interface Body {
    record None() implements Body {}

    record Json(Value value) implements Body {}

    record Form(List<NamedValue> fields) implements Body {
      public Form {
        fields = List.copyOf(fields);
      }
    }

    /** Text of a given content type, {@code text/plain} or {@code application/xml}, in UTF-8. */
    record Text(String contentType, Value value) implements Body {}

    /** The bytes of a file that a reference names. */
    record Binary(Value reference) implements Body {}

    /** Fields that are texts or references to files, or lists of them. */
    record Multipart(List<NamedValue> fields) implements Body {
      public Multipart {
        fields = List.copyOf(fields);
      }
    }
  }

  /** How a request proves who sends it. */
  sealed interface Auth {
    record None() implements Auth {}

    record Basic(Value username, Value password) implements Auth {}

    record Bearer(Value token) implements Auth {}

    record Query(String name, Value value) implements Auth {}

    record Header(String name, Value value) implements Auth {}
  }

  /**
   * How the answer's body is read: {@code AUTO} goes by its content type and size, {@code FILE}
   * makes a file of it.
   */
  enum ResponseForm {
    AUTO,
    JSON,
    TEXT,
    FILE
  }

  /** What happens when a step failed for good. */
  sealed interface ErrorHandling {
    /** The execution fails. */
    record Fail() implements ErrorHandling {}

    /** The error becomes the step's output and the execution goes on. */
    record Continue() implements ErrorHandling {}

    /**
     * These steps run, with {@code error} set, and the execution goes on behind the failed step.
     */
    record Handle(List<StepPlan> steps) implements ErrorHandling {
      public Handle {
        steps = List.copyOf(steps);
      }
    }
  }
}
