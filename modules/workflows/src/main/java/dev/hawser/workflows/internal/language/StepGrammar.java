package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.condition.Operator;
import dev.hawser.workflows.internal.language.Form.Any;
import dev.hawser.workflows.internal.language.Form.Choice;
import dev.hawser.workflows.internal.language.Form.Decimal;
import dev.hawser.workflows.internal.language.Form.Either;
import dev.hawser.workflows.internal.language.Form.Expression;
import dev.hawser.workflows.internal.language.Form.Flag;
import dev.hawser.workflows.internal.language.Form.ListOf;
import dev.hawser.workflows.internal.language.Form.MapOf;
import dev.hawser.workflows.internal.language.Form.Obj;
import dev.hawser.workflows.internal.language.Form.Pattern;
import dev.hawser.workflows.internal.language.Form.Span;
import dev.hawser.workflows.internal.language.Form.Steps;
import dev.hawser.workflows.internal.language.Form.Tagged;
import dev.hawser.workflows.internal.language.Form.Template;
import dev.hawser.workflows.internal.language.Form.Test;
import dev.hawser.workflows.internal.language.Form.Text;
import dev.hawser.workflows.internal.language.Form.Whole;
import java.time.Duration;
import java.util.List;

/** Steps and what stands in them. */
final class StepGrammar {
  static final Duration LONGEST_ATTEMPT = Duration.ofHours(24);
  static final Duration LONGEST_PAUSE = Duration.ofDays(7);
  static final int LONGEST_CODE = 64 << 10;
  static final int MOST_CONCURRENCY = 1000;
  static final int MOST_PAGES = 10_000;
  static final String ID = "[a-z][a-zA-Z0-9_]{0,63}";

  static final String CONNECTION = "[A-Za-z0-9][A-Za-z0-9_-]{0,99}";

  private static final Either ITEMS =
      new Either(List.of(new ListOf(new Any(), 0), new Expression()));

  static final Tagged RULE = rule();

  private static Tagged rule() {
    Shape either =
        Shape.named("question", "A question about one value.")
            .needs("left", new Any(), "What is looked at.")
            .needs("op", new Text(1, 100), "What is asked.");
    Shape two =
        Shape.named("comparison", "A comparison of two values.")
            .and(either)
            .needs("right", new Any(), "What it is compared with.");
    Shape one = either.may("right", new Any(), "Nothing: the operator has one side.");
    Tagged rule = Tagged.by("rule", "op", "operator");
    for (Operator operator : Operator.values()) {
      rule = rule.or(operator.text(), operator.hasRight() ? two : one);
    }
    return rule;
  }

  static final Shape GROUP =
      Shape.named("group", "Rules that must all hold.")
          .needs("all", new ListOf(RULE, 1), "The rules.");

  static final Shape RULES =
      Shape.named("rules", "Groups of rules, of which one must hold.")
          .needs("any", new ListOf(new Obj(GROUP), 1), "The groups.");

  private static final ListOf RETRY_ON =
      new ListOf(new Either(List.of(new Text(3, 7), new Whole(400, 599))), 0);

  static final Shape RETRY_TABLE =
      Shape.named("retryTable", "Pauses between attempts.")
          .needs("delays", new ListOf(new Span(LONGEST_PAUSE), 1), "One for each repetition.")
          .may("jitter", new Decimal(0, 1), "Share of a pause that is random; 0 by default.")
          .may("on", RETRY_ON, "network, timeout, 4xx, 5xx or a status.");

  static final Shape RETRY_COMPUTED =
      Shape.named("retryComputed", "Pauses that grow.")
          .needs("max", new Whole(1, 50), "Repetitions.")
          .may("initial", new Span(LONGEST_PAUSE), "The first pause; 1 second by default.")
          .may("factor", new Decimal(1, 100), "What the next pause is multiplied by; 2 by default.")
          .may("maxDelay", new Span(LONGEST_PAUSE), "The longest pause; 5 minutes by default.")
          .may("jitter", new Decimal(0, 1), "Share of a pause that is random; 0.2 by default.")
          .may("on", RETRY_ON, "network, timeout, 4xx, 5xx or a status.");

  /** For what is neither, to say which of its fields are unknown. */
  static final Shape RETRY_EITHER =
      Shape.named("retry", "Pauses between attempts.")
          .may("delays", new ListOf(new Span(LONGEST_PAUSE), 1), "One for each repetition.")
          .may("max", new Whole(1, 50), "Repetitions.")
          .may("initial", new Span(LONGEST_PAUSE), "The first pause.")
          .may("factor", new Decimal(1, 100), "What the next pause is multiplied by.")
          .may("maxDelay", new Span(LONGEST_PAUSE), "The longest pause.")
          .may("jitter", new Decimal(0, 1), "Share of a pause that is random.")
          .may("on", RETRY_ON, "What is repeated.");

  private static final Either RETRY =
      new Either(
          List.of(
              new Choice("retry", List.of("default")),
              new Obj(RETRY_TABLE),
              new Obj(RETRY_COMPUTED)));

  private static final Either ON_ERROR =
      new Either(
          List.of(
              new Choice("way to handle errors", List.of("fail", "continue")),
              new Obj(Grammar.HANDLER)));

  static final Shape ARM =
      Shape.named("arm", "One way on.")
          .needs("id", new Pattern(ID), "Unique in the branch step.")
          .may("when", new Test(), "Whether it is taken; an arm without is the else.")
          .needs("steps", new Steps(), "What runs then.");

  static final Shape PARALLEL_BRANCH =
      Shape.named("parallelBranch", "One of several that run side by side.")
          .needs("id", new Pattern(ID), "Unique in the parallel step.")
          .needs("steps", new Steps(), "Run one after the other.");

  static final Tagged BODY =
      Tagged.by("body", "kind", "kind of body")
          .or("json", body("bodyJson", "JSON.", new Any()))
          .or("form", body("bodyForm", "Form fields.", new MapOf(new Any())))
          .or("multipart", body("bodyMultipart", "Fields and files.", new MapOf(new Any())))
          .or("xml", body("bodyXml", "XML.", new Any()))
          .or("text", body("bodyText", "Text.", new Any()))
          .or("binary", body("bodyBinary", "The bytes of a file.", new Any()));

  static final Tagged AUTH =
      Tagged.by("auth", "type", "kind of auth")
          .or("none", Grammar.tag("authNone", "Nothing."))
          .or(
              "basic",
              Grammar.tag("authBasic", "HTTP basic authentication.")
                  .needs("username", new Any(), "The name.")
                  .needs("password", new Any(), "The password."))
          .or(
              "bearer",
              Grammar.tag("authBearer", "A bearer token.").needs("token", new Any(), "The token."))
          .or(
              "query",
              Grammar.tag("authQuery", "A parameter of the query.")
                  .needs("name", new Text(1, 256), "Its name.")
                  .needs("value", new Any(), "Its value."))
          .or(
              "header",
              Grammar.tag("authHeader", "A header.")
                  .needs("name", Grammar.header(), "Its name.")
                  .needs("value", new Any(), "Its value."))
          .or(
              "oauth2ClientCredentials",
              Grammar.tag("authClientCredentials", "A token for the client's own credentials.")
                  .needs("tokenUrl", new Template(), "Where the token comes from.")
                  .needs("clientId", new Any(), "The client.")
                  .needs("clientSecret", new Any(), "Its secret.")
                  .may("scope", new Any(), "Scopes with blanks between them.")
                  .may("audience", new Any(), "Whom the token is for."))
          .or(
              "connection",
              Grammar.tag("authConnection", "The credentials of a connected account.")
                  .needs(
                      "connection",
                      new Pattern(CONNECTION),
                      "\"user\" or the id of a connection."));

  static final Shape PAGINATE =
      Shape.named(
              "paginate", "How to go through pages; expressions see the page as the step's output.")
          .needs("items", ITEMS, "The items of a page.")
          .needs(
              "next", new Any(), "The next page: its URL, or query parameters to set; null ends.")
          .may("stop", new Test(), "Whether this page is the last.")
          .may("maxPages", new Whole(1, MOST_PAGES), "100 by default.");

  static final Shape AS =
      Shape.named("responseAs", "How the answer is read.")
          .may(
              "as",
              new Choice("form of response", List.of("auto", "json", "text", "file")),
              "auto by default.");

  static final Tagged STEP =
      Tagged.by("step", "type", "step type")
          .or(
              "transform",
              step("transform", "Computes a value.").needs("value", new Any(), "Its output."))
          .or(
              "branch",
              step("branch", "Runs the first arm that holds.")
                  .needs("arms", new ListOf(new Obj(ARM), 1), "The ways on, in order."))
          .or(
              "request",
              step("request", "Sends an HTTP request.")
                  .may("method", new Choice("method", RequestReader.METHODS), "GET by default.")
                  .needs("url", new Template(), "Starts with https:// or http://.")
                  .may("query", new MapOf(new Any()), "Parameters.")
                  .may("headers", new MapOf(new Any()), "Headers.")
                  .may("body", BODY, "What it carries.")
                  .may("auth", AUTH, "How it proves who sends it.")
                  .may("paginate", new Obj(PAGINATE), "Goes through pages.")
                  .may("followRedirects", new Flag(), "true by default.")
                  .may("response", new Obj(AS), "How the answer is read."))
          .or(
              "respond",
              step("respond", "Answers the call that started the execution.")
                  .may(
                      "status",
                      new Either(List.of(new Whole(200, 599), new Expression())),
                      "200 by default.")
                  .may("headers", new MapOf(new Any()), "Headers.")
                  .may("body", new Any(), "A text, or any other JSON value.")
                  .may("file", new Any(), "A file, instead of a body."))
          .or(
              "function",
              step("function", "Runs JavaScript.")
                  .needs(
                      "code",
                      new Text(1, LONGEST_CODE),
                      "export default (input, lib) => …; may be async.")
                  .may("input", new Any(), "Its first argument."))
          .or(
              "each",
              step("each", "Runs its steps for each item of a list.")
                  .needs("items", ITEMS, "The list.")
                  .may(
                      "concurrency",
                      new Whole(1, MOST_CONCURRENCY),
                      "Items in work at once; 10 by default.")
                  .may(
                      "onItemError",
                      new Choice("way to handle an item's error", List.of("fail", "collect")),
                      "fail by default.")
                  .needs("steps", new Steps(), "What runs for each; they see item and index.")
                  .may("collect", new Any(), "An item's entry in the output."))
          .or(
              "parallel",
              step("parallel", "Runs branches side by side.")
                  .may("mode", new Choice("mode", List.of("all", "race")), "all by default.")
                  .needs("branches", new ListOf(new Obj(PARALLEL_BRANCH), 1), "The branches."))
          .or(
              "delay",
              step("delay", "Waits for the clock.")
                  .may("for", new Template(), "A duration such as \"PT1H\", at most 366 days.")
                  .may("until", new Template(), "A moment such as \"2026-03-04T05:06:07Z\"."))
          .or(
              "waitFor",
              untimed("waitFor", "Waits for an event of your app.")
                  .needs("event", new Pattern(Grammar.NAME), "The event's name.")
                  .may("match", new Test(), "Which event; it is the step's output there.")
                  .may("timeout", new Span(Grammar.LONGEST), "How long; 24 h by default."))
          .or(
              "action",
              step("action", "Calls an action of a connector.")
                  .needs(
                      "action",
                      new Pattern("[a-zA-Z][a-zA-Z0-9_-]{0,63}\\.[a-zA-Z][a-zA-Z0-9_-]{0,63}"),
                      "Connector and action: \"slack.sendMessage\".")
                  .may(
                      "connection",
                      new Pattern(CONNECTION),
                      "\"user\" (the default) or the id of a connection.")
                  .may("with", new MapOf(new Any()), "Its parameters."))
          .or(
              "workflow",
              step("workflow", "Starts another workflow.")
                  .needs("workflow", new Text(1, Grammar.LONGEST_NAME), "Its name or its id.")
                  .may("input", new Any(), "Its trigger's body.")
                  .may("await", new Flag(), "Whether its result is awaited; true by default."))
          .or(
              "fail",
              step("fail", "Fails on purpose.")
                  .needs("message", new Template(), "What went wrong.")
                  .may("data", new Any(), "Goes into the error."));

  private StepGrammar() {}

  private static Shape step(String name, String about) {
    return untimed(name, about)
        .may("timeout", new Span(LONGEST_ATTEMPT), "Of one attempt, such as \"PT30S\".");
  }

  /** What all steps share, but for the time that one has. */
  private static Shape untimed(String name, String about) {
    return Shape.named(name + "Step", about)
        .needs("id", new Pattern(ID), "Unique in the workflow; survives moves.")
        .needs("type", new Text(1, 100), "What the step does.")
        .may("title", new Text(0, 1000), "For people.")
        .may("if", new Test(), "The step is skipped when it does not hold.")
        .may("retry", RETRY, "When a failed attempt is repeated.")
        .may("onError", ON_ERROR, "What happens when it failed for good; fail by default.");
  }

  private static Shape body(String name, String about, Form value) {
    return Shape.named(name, about)
        .needs("kind", new Text(1, 100), "Which kind it is.")
        .needs("value", value, "What is sent.");
  }
}
