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
   * @param reads what its expressions read: roots, and {@code steps.<id>}
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

  /**
   * Sends one HTTP request, or one for each page.
   *
   * @param paginate null when there is one page
   */
  record Request(
      Header header,
      String method,
      Value url,
      List<NamedValue> query,
      List<NamedValue> headers,
      Body body,
      Auth auth,
      boolean followRedirects,
      ResponseForm response,
      @Nullable Paginate paginate)
      implements StepPlan {
    public Request {
      query = List.copyOf(query);
      headers = List.copyOf(headers);
    }

    /** A request for one page. */
    public Request(
        Header header,
        String method,
        Value url,
        List<NamedValue> query,
        List<NamedValue> headers,
        Body body,
        Auth auth,
        boolean followRedirects,
        ResponseForm response) {
      this(header, method, url, query, headers, body, auth, followRedirects, response, null);
    }
  }

  /**
   * How a request goes through pages. Its values see the page that was just fetched as the step's
   * own output.
   *
   * @param items gives the list of a page's items
   * @param next gives the next page: a text is its URL, an object the query parameters to set; null
   *     or an empty text ends
   * @param stop ends behind this page when it holds; null for never
   */
  record Paginate(Value items, Value next, @Nullable Condition stop, int maxPages) {}

  /** Calls an action of a connector. */
  record Action(Header header, String action, Connection connection, Value with)
      implements StepPlan {}

  /** Whose account is used. */
  sealed interface Connection {
    /** That of the connected user for whom the execution runs. */
    record User() implements Connection {}

    /** A certain one. */
    record Fixed(String id) implements Connection {}
  }

  /**
   * Runs JavaScript of the customer.
   *
   * @param code a module whose default export is a function of input and library
   */
  record Function(Header header, String code, Value input) implements StepPlan {}

  /**
   * Runs its steps for each item of a list.
   *
   * @param items gives the list
   * @param concurrency items in work at once, at least 1
   * @param collect gives an item's entry in the output; null for the output of its last step
   */
  record Each(
      Header header,
      Value items,
      int concurrency,
      ItemErrors onItemError,
      List<StepPlan> steps,
      @Nullable Value collect)
      implements StepPlan {
    public Each {
      steps = List.copyOf(steps);
    }
  }

  /** {@code FAIL} ends all items, {@code COLLECT} makes the error the item's entry. */
  enum ItemErrors {
    FAIL,
    COLLECT
  }

  /** Runs branches side by side. */
  record Parallel(Header header, ParallelMode mode, List<ParallelBranch> branches)
      implements StepPlan {
    public Parallel {
      branches = List.copyOf(branches);
    }
  }

  /** Whether all branches are awaited, or the first one ends the others. */
  enum ParallelMode {
    ALL,
    RACE
  }

  /** One of several that run side by side. */
  record ParallelBranch(String id, List<StepPlan> steps) {
    public ParallelBranch {
      steps = List.copyOf(steps);
    }
  }

  /** Waits for the clock. */
  record Delay(Header header, Wake wake) implements StepPlan {}

  /** When a delay ends. */
  sealed interface Wake {
    /**
     * @param duration gives an ISO 8601 duration
     */
    record After(Value duration) implements Wake {}

    /**
     * @param moment gives an ISO 8601 moment with a zone or offset
     */
    record At(Value moment) implements Wake {}
  }

  /**
   * Waits for an event of the customer's app.
   *
   * @param match sees the event as the step's own output; null for any
   * @param longest how long it waits; behind that the step fails with {@code timeout}
   */
  record WaitFor(Header header, String event, @Nullable Condition match, Duration longest)
      implements StepPlan {}

  /**
   * Starts another workflow.
   *
   * @param workflow its id or its name
   * @param await whether its result is awaited
   */
  record Workflow(Header header, String workflow, Value input, boolean await) implements StepPlan {}

  /**
   * Fails on purpose.
   *
   * @param message gives a text
   * @param data goes into the error
   */
  record Fail(Header header, Value message, Value data) implements StepPlan {}

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

    /**
     * A token that the provider gives for the client's own credentials (RFC 6749, section 4.4).
     *
     * @param scope gives a text with blanks between scopes; null for none
     * @param audience null for none
     */
    record OAuth2ClientCredentials(
        Value tokenUrl,
        Value clientId,
        Value clientSecret,
        @Nullable Value scope,
        @Nullable Value audience)
        implements Auth {}

    /** The credentials of a connected account. */
    record Connected(Connection connection) implements Auth {}
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
