package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.language.Form.Choice;
import dev.hawser.workflows.internal.language.Form.ListOf;
import dev.hawser.workflows.internal.language.Form.MapOf;
import dev.hawser.workflows.internal.language.Form.Obj;
import dev.hawser.workflows.internal.language.Form.Open;
import dev.hawser.workflows.internal.language.Form.Pattern;
import dev.hawser.workflows.internal.language.Form.Span;
import dev.hawser.workflows.internal.language.Form.Steps;
import dev.hawser.workflows.internal.language.Form.Tagged;
import dev.hawser.workflows.internal.language.Form.Text;
import dev.hawser.workflows.internal.language.Form.Whole;
import java.time.Duration;
import java.util.List;

/** The objects of a definition around its steps, see {@link StepGrammar} for those. */
final class Grammar {
  static final String SCHEMA = "hawser/v1";
  static final int LONGEST_NAME = 200;
  static final Duration LONGEST = Duration.ofDays(366);
  static final Duration LONGEST_TOLERANCE = Duration.ofHours(24);

  /** What another part of the project may be called: an event, a connector, its triggers. */
  static final String NAME = "[A-Za-z][A-Za-z0-9_.:-]{0,127}";

  static final String SECRET = "[A-Za-z_][A-Za-z0-9_]{0,127}";

  static final List<String> TYPES =
      List.of("string", "number", "integer", "boolean", "object", "array", "null");

  static final Shape HANDLER =
      Shape.named("handler", "Steps that run because something failed.")
          .needs("steps", new Steps(), "Run one after the other, with `error` set.");

  static final Shape LIMITS =
      Shape.named("limits", "What an execution may take.")
          .may(
              "timeout",
              new Span(LONGEST),
              "Of an execution, waiting not counted; 24 h by default.")
          .may(
              "concurrency",
              new Whole(1, 100_000),
              "Executions in flight at once; no limit by default.");

  static final Shape CHECK =
      Shape.named("check", "What one part of a request must be.")
          .may("required", new Form.Flag(), "Whether it must be there; false by default.")
          .may("type", new Choice("type", TYPES), "Its JSON type.")
          .may("equals", new Form.Constant(), "The one value that is right.");

  static final Shape RESPONSE =
      Shape.named("response", "What the sender of a webhook gets, without expressions.")
          .may("status", new Whole(200, 599), "202 by default.")
          .may("headers", new MapOf(new Text(0, Integer.MAX_VALUE)), "Names and fixed values.")
          .may("body", new Form.Constant(), "A text, or any other JSON value.");

  static final Shape TIMESTAMP =
      Shape.named("timestamp", "When the sender signed, so that a copy of the call ages.")
          .needs("header", header(), "Has the moment as seconds since 1970.")
          .may(
              "tolerance",
              new Span(LONGEST_TOLERANCE),
              "How far it may be from now; 5 minutes by default.")
          .may(
              "signed",
              new Text(1, 200),
              "What is signed, with {timestamp} and {body} in it; \"{timestamp}.{body}\" by default.");

  static final Tagged VERIFY =
      Tagged.by("verify", "type", "verification")
          .or("none", tag("verifyNone", "Anybody may call."))
          .or(
              "secret",
              tag("verifySecret", "A header has a secret as its value.")
                  .needs("header", header(), "The header.")
                  .needs("secret", new Pattern(SECRET), "Name of a declared secret."))
          .or(
              "hmac",
              tag("verifyHmac", "A header has the keyed hash of what was sent.")
                  .needs("header", header(), "The header.")
                  .needs(
                      "secret", new Pattern(SECRET), "Name of the declared secret that is the key.")
                  .may(
                      "algorithm",
                      new Choice("algorithm", List.of("sha256", "sha1", "sha512")),
                      "sha256 by default.")
                  .may(
                      "encoding",
                      new Choice("encoding", List.of("hex", "base64")),
                      "hex by default.")
                  .may(
                      "prefix",
                      new Text(0, 100),
                      "What stands before the hash, for example \"sha256=\".")
                  .may(
                      "timestamp", new Obj(TIMESTAMP), "Where the sender signs the time as well."));

  private static final MapOf CHECKS = new MapOf(new Obj(CHECK));

  static final Tagged TRIGGER =
      Tagged.by("trigger", "type", "trigger")
          .or(
              "webhook",
              tag("webhookTrigger", "An HTTP request to the workflow's hook.")
                  .may("verify", VERIFY, "How the sender proves who it is; by default it does not.")
                  .may(
                      "response",
                      new Obj(RESPONSE),
                      "The answer; by default it names the execution."))
          .or(
              "manual",
              tag("manualTrigger", "A call of the API, a person in the console, or a test.")
                  .may("input", new Open(), "JSON schema of what is given."))
          .or(
              "request",
              tag("requestTrigger", "A call of the API for a connected user.")
                  .may("params", CHECKS, "Checks of the query's parameters.")
                  .may("headers", CHECKS, "Checks of headers.")
                  .may("body", CHECKS, "Checks of the body's fields."))
          .or(
              "event",
              tag("eventTrigger", "An event of your app.")
                  .needs("name", new Pattern(NAME), "The event's name."))
          .or(
              "schedule",
              tag("scheduleTrigger", "The clock.")
                  .may(
                      "cron",
                      new Text(1, 200),
                      "Six fields, seconds first: \"0 30 8 * * MON-FRI\".")
                  .may("every", new Span(LONGEST), "A duration, instead of `cron`: \"PT15M\".")
                  .may(
                      "timezone",
                      new Text(1, 100),
                      "IANA name such as \"Europe/Berlin\"; UTC by default."))
          .or(
              "integration",
              tag(
                      "integrationTrigger",
                      "Something happened at the provider of the workflow's integration.")
                  .needs("trigger", new Pattern(NAME), "The connector's name for it.")
                  .may("with", new MapOf(new Form.Any()), "Its parameters."))
          .or(
              "enabled",
              tag(
                  "enabledTrigger",
                  "A user connected the integration and filled in what is required."));

  static final Shape ROOT =
      Shape.named("workflow", "A workflow: one trigger and a tree of steps.")
          .needs("schema", new Choice("schema", List.of(SCHEMA)), "The version of the language.")
          .needs("name", new Text(1, LONGEST_NAME), "Unique in the project.")
          .may("integration", new Pattern(NAME), "The connector whose accounts it works with.")
          .needs("trigger", TRIGGER, "What starts it.")
          .may("settings", new Open(), "JSON schema of what each connected user fills in.")
          .may(
              "secrets",
              new ListOf(new Pattern(SECRET), 0),
              "Environment secrets that it may read.")
          .needs("steps", new Steps(), "Run one after the other.")
          .may("onError", new Obj(HANDLER), "Runs when the execution is about to fail.")
          .may("limits", new Obj(LIMITS), "What an execution may take.")
          .may("ui", new Open(), "Layout of the builder; never executed.");

  private Grammar() {}

  static Pattern header() {
    return new Pattern("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
  }

  static Shape tag(String name, String about) {
    return Shape.named(name, about).needs("type", new Text(1, 100), "Which kind it is.");
  }
}
