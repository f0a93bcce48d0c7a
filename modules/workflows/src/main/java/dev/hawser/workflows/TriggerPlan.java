package dev.hawser.workflows;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What starts a workflow. */
public sealed interface TriggerPlan {
  /** Whether somebody can wait for a {@link StepPlan.Respond}. */
  default boolean hasCaller() {
    return this instanceof Request || this instanceof Webhook;
  }

  /**
   * A call of the API by a connected user.
   *
   * @param params checks of the query's parameters, of which each is a text
   * @param headers checks of the headers, whose names compare without case
   * @param body checks of the fields of the body, which is an object then
   * @param waits whether the caller waits for a {@link StepPlan.Respond}
   */
  record Request(List<Check> params, List<Check> headers, List<Check> body, boolean waits)
      implements TriggerPlan {
    public Request {
      params = List.copyOf(params);
      headers = List.copyOf(headers);
      body = List.copyOf(body);
    }
  }

  /**
   * What a part of a request must be; a request that fails a check starts nothing.
   *
   * @param expected the one value that is right; null for any
   * @param type null for any
   */
  record Check(
      String name, boolean required, @Nullable Expected expected, @Nullable JsonType type) {}

  /** A JSON value to compare with; it may be null. */
  record Expected(@Nullable Object value) {}

  /** The types of JSON Schema. */
  enum JsonType {
    STRING,
    NUMBER,
    INTEGER,
    BOOLEAN,
    OBJECT,
    ARRAY,
    NULL
  }

  /**
   * An HTTP request to the workflow's hook.
   *
   * @param verify how the sender proves who it is
   * @param status of the answer once the execution is accepted
   * @param headers of that answer
   * @param body of that answer as a JSON value; null for the default, which names the execution
   * @param waits whether the caller waits for a {@link StepPlan.Respond}, which answers instead
   */
  record Webhook(
      Verify verify, int status, Map<String, String> headers, @Nullable Object body, boolean waits)
      implements TriggerPlan {
    public Webhook {
      headers = Map.copyOf(headers);
    }

    /** A hook that anybody may call. */
    public Webhook(int status, Map<String, String> headers, @Nullable Object body, boolean waits) {
      this(new Verify.None(), status, headers, body, waits);
    }
  }

  /** How the sender of a webhook proves who it is. */
  sealed interface Verify {
    record None() implements Verify {}

    /**
     * A header has the secret as its value.
     *
     * @param secret name of an environment secret
     */
    record SharedSecret(String header, String secret) implements Verify {}

    /**
     * A header has the keyed hash of what was sent.
     *
     * @param prefix stands before the hash in the header; may be empty
     * @param secret name of the environment secret that is the key
     * @param timestamp null when only the body is signed
     */
    record Hmac(
        String header,
        Algorithm algorithm,
        Encoding encoding,
        String prefix,
        String secret,
        @Nullable Timestamp timestamp)
        implements Verify {}

    /**
     * When the sender signed.
     *
     * @param header has the moment as seconds since 1970
     * @param tolerance how far it may be from now
     * @param signed what is hashed, with {@code {timestamp}} and {@code {body}} in it
     */
    record Timestamp(String header, Duration tolerance, String signed) {}

    /** Names the hash function. */
    enum Algorithm {
      SHA1,
      SHA256,
      SHA512
    }

    /** How the hash is written. */
    enum Encoding {
      HEX,
      BASE64
    }
  }

  /** An event of the customer's app. */
  record Event(String name) implements TriggerPlan {}

  /** The clock. */
  record Schedule(Timing timing, ZoneId zone) implements TriggerPlan {}

  /** When a schedule fires. */
  sealed interface Timing {
    /**
     * @param expression six fields, seconds first
     */
    record Cron(String expression) implements Timing {}

    record Every(Duration interval) implements Timing {}
  }

  /**
   * An event at the provider of the workflow's integration.
   *
   * @param trigger the connector's name for it
   * @param with its parameters
   */
  record Integration(String trigger, Value with) implements TriggerPlan {}

  /** A user connected the integration and filled all settings that are required. */
  record Enabled() implements TriggerPlan {}

  /**
   * A call of the API, a person in the console, or a test.
   *
   * @param input JSON schema of the body; null for any
   */
  record Manual(@Nullable Map<String, @Nullable Object> input) implements TriggerPlan {
    /** Takes any body. */
    public Manual() {
      this(null);
    }
  }
}
