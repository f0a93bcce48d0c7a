package dev.hawser.workflows.internal.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.TriggerPlan.JsonType;
import dev.hawser.workflows.TriggerPlan.Timing;
import dev.hawser.workflows.TriggerPlan.Verify;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every trigger with its configuration, right and wrong. */
class TriggersTest {
  private static String with(String trigger, String... more) {
    return """
    schema: hawser/v1
    name: Test
    trigger: %s
    steps: []
    %s
    """
        .formatted(trigger, String.join("\n", more));
  }

  private static void wrong(String trigger, String pointer, String message, String... more) {
    Problem problem = Definitions.problem(with(trigger, more));
    assertThat(problem.message()).isEqualTo(message);
    assertThat(problem.pointer()).isEqualTo(pointer);
    assertThat(problem.line()).isNotNull();
  }

  @Test
  void webhooks_are_verified_by_secrets_that_the_definition_declares() throws Exception {
    Plan every = Definitions.plan(Definitions.read("every-step"));
    assertThat(every.trigger()).isInstanceOf(TriggerPlan.Webhook.class);
    assertThat(((TriggerPlan.Webhook) every.trigger()).verify())
        .isEqualTo(
            new Verify.Hmac(
                "X-Signature",
                Verify.Algorithm.SHA512,
                Verify.Encoding.BASE64,
                "v1=",
                "SIGNING_KEY",
                new Verify.Timestamp("X-Time", Duration.ofMinutes(1), "v0:{timestamp}:{body}")));
    Plan shared = Definitions.plan(Definitions.read("webhook"));
    assertThat(((TriggerPlan.Webhook) shared.trigger()).verify())
        .isEqualTo(new Verify.SharedSecret("X-Key", "KEY"));
    assertThat(shared.environment().secretsRead()).containsExactly("KEY");
    String secrets = "secrets: [SIGNING_KEY]";
    wrong(
        "{type: webhook, verify: {type: secret, header: X, secret: SIGNIN_KEY}}",
        "/trigger/verify/secret",
        "the secret \"SIGNIN_KEY\" is not declared; did you mean \"SIGNING_KEY\"?",
        secrets);
    wrong(
        "{type: webhook, verify: {type: secret, header: X, secret: '{{ secrets.SIGNING_KEY }}'}}",
        "/trigger/verify/secret",
        "cannot have expressions in it; it is the name of a secret; write \"SIGNING_KEY\", without"
            + " braces",
        secrets);
    wrong(
        "{type: webhook, verify: {type: hmac, header: X Y, secret: SIGNING_KEY}}",
        "/trigger/verify/header",
        "\"X Y\" is not a header name; it has letters, digits and dashes",
        secrets);
    wrong(
        "{type: webhook, verify: {type: hmac, header: X, secret: SIGNING_KEY, algorithm: sha265}}",
        "/trigger/verify/algorithm",
        "there is no algorithm \"sha265\"; did you mean \"sha256\"?",
        secrets);
    wrong(
        "{type: webhook, verify: {type: hmac, header: X, secret: SIGNING_KEY, encoding: utf8}}",
        "/trigger/verify/encoding",
        "there is no encoding \"utf8\"; use hex or base64",
        secrets);
    wrong(
        "{type: webhook, verify: {type: hmac, header: X, secret: SIGNING_KEY,"
            + " timestamp: {header: T, signed: '{body}'}}}",
        "/trigger/verify/timestamp/signed",
        "must have both {timestamp} and {body} in it, or they prove nothing",
        secrets);
    wrong(
        "{type: webhook, verify: {type: hmac, header: X, secret: SIGNING_KEY,"
            + " timestamp: {header: T, tolerance: P2D}}}",
        "/trigger/verify/timestamp/tolerance",
        "must be longer than nothing and at most PT24H",
        secrets);
  }

  @Test
  void requests_are_checked_by_what_they_must_have() throws Exception {
    Plan plan = Definitions.plan(Definitions.read("request"));
    var request = (TriggerPlan.Request) plan.trigger();
    assertThat(request.params())
        .containsExactly(new TriggerPlan.Check("page", true, null, JsonType.INTEGER));
    assertThat(request.body())
        .contains(new TriggerPlan.Check("kind", false, new TriggerPlan.Expected(null), null));
    assertThat(request.waits()).isTrue();
    wrong(
        "{type: request, body: {a: {type: int}}}",
        "/trigger/body/a/type",
        "there is no type \"int\"; use string, number, integer, boolean, object, array or null");
    wrong(
        "{type: request, params: {a: {equals: '{{ user.id }}'}}}",
        "/trigger/params/a/equals",
        "is compared as it is, so it cannot have expressions in it");
    wrong(
        "{type: request, headers: {A: {required: true}, a: {required: true}}}",
        "/trigger/headers/a",
        "the header a is there twice; letter case makes no difference");
    wrong(
        "{type: request, headers: {A: true}}",
        "/trigger/headers/A",
        "must be an object, not a boolean");
  }

  @Test
  void events_have_names() throws Exception {
    assertThat(Definitions.plan(Definitions.read("event")).trigger())
        .isEqualTo(new TriggerPlan.Event("order.created"));
    wrong(
        "{type: event, name: order created}",
        "/trigger/name",
        "\"order created\" is not the name of an event, which has letters, digits and _ . : -, a"
            + " letter first");
    wrong("{type: event}", "/trigger", "the field \"name\" is missing");
  }

  @Test
  void schedules_fire_at_some_time_in_a_zone_that_exists() throws Exception {
    assertThat(Definitions.plan(Definitions.read("cron")).trigger())
        .isEqualTo(
            new TriggerPlan.Schedule(
                new Timing.Cron("0 30 8 * * MON-FRI"), ZoneId.of("Europe/Berlin")));
    assertThat(
            ((TriggerPlan.Schedule) Definitions.plan(Definitions.read("every")).trigger()).timing())
        .isEqualTo(new Timing.Every(Duration.ofMinutes(15)));
    for (String rare : List.of("0 0 0 29 2 *", "0 0 0 29 2 SUN", "0 0 0 L * *", "*/5 * * * * *")) {
      Definitions.plan(with("{type: schedule, cron: \"" + rare + "\"}"));
    }
    for (String never : List.of("0 0 0 30 2 *", "0 0 0 31 4,6,9,11 *", "0 0 0 31 2 MON")) {
      wrong(
          "{type: schedule, cron: \"" + never + "\"}",
          "/trigger/cron",
          "never fires: there is no such day");
    }
    wrong(
        "{type: schedule, cron: \"* * * * *\"}",
        "/trigger/cron",
        "has 5 fields, a cron expression has six: second, minute, hour, day of month, month, day of"
            + " week, for example \"0 30 8 * * MON-FRI\"");
    assertThat(Definitions.problem(with("{type: schedule, cron: \"0 61 * * * *\"}")).message())
        .startsWith("is not a cron expression: ")
        .contains("61");
    wrong("{type: schedule, every: PT0.5S}", "/trigger/every", "must be at least PT1S");
    wrong(
        "{type: schedule, every: P367D}",
        "/trigger/every",
        "must be longer than nothing and at most PT8784H");
    wrong("{type: schedule}", "/trigger", "a schedule needs \"cron\" or \"every\"");
    wrong(
        "{type: schedule, every: PT1M, cron: \"0 0 0 * * *\"}",
        "/trigger/every",
        "a schedule has \"cron\" or \"every\", not both");
    wrong(
        "{type: schedule, every: PT1M, timezone: Europe/Berln}",
        "/trigger/timezone",
        "there is no time zone \"Europe/Berln\"; did you mean \"Europe/Berlin\"?");
    wrong(
        "{type: schedule, every: PT1M, timezone: X}",
        "/trigger/timezone",
        "there is no time zone \"X\"; use a name of the IANA database such as \"Europe/Berlin\"");
  }

  @Test
  void triggers_of_an_integration_need_one() throws Exception {
    Plan plan = Definitions.plan(Definitions.read("integration"));
    assertThat(((TriggerPlan.Integration) plan.trigger()).trigger()).isEqualTo("contact.created");
    assertThat(plan.environment().integration()).isEqualTo("hubspot");
    wrong(
        "{type: integration, trigger: contact.created}",
        "/trigger",
        "a trigger of type \"integration\" needs the field \"integration\" at the top");
    wrong(
        "{type: enabled}",
        "/trigger",
        "a trigger of type \"enabled\" needs the field \"integration\" at the top");
    wrong(
        "{type: integration, trigger: contact.created, with: {a: '{{ trigger.body }}'}}",
        "/trigger/with/a",
        "\"trigger\" is not available here",
        "integration: hubspot");
    wrong(
        "{type: manual}",
        "/integration",
        "\"hub spot\" is not the name of a connector, such as \"hubspot\"",
        "integration: hub spot");
  }

  @Test
  void schemas_in_definitions_are_schemas() {
    wrong(
        "{type: manual, input: {type: objekt}}",
        "/trigger/input/type",
        "is not a JSON schema (2020-12): expected any of [[array, boolean, integer, null, number, object, string]]");
    wrong(
        "{type: manual, input: {properties: {a: {minimum: x}}}}",
        "/trigger/input/properties/a/minimum",
        "is not a JSON schema (2020-12): value is [string] but should be [number]");
    wrong(
        "{type: manual, input: {properties: {a: {pattern: \"(\"}}}}",
        "/trigger/input/properties/a/pattern",
        "is not a regular expression: Unclosed group");
    wrong(
        "{type: manual, input: {$ref: \"https://example.org/a.json\"}}",
        "/trigger/input/$ref",
        "only references inside the schema (\"#/$defs/…\") are followed");
    wrong(
        "{type: manual, input: {$schema: \"http://json-schema.org/draft-07/schema#\"}}",
        "/trigger/input/$schema",
        "must be \"https://json-schema.org/draft/2020-12/schema\"");
    wrong(
        "{type: manual}",
        "/settings/type",
        "must be \"object\": each setting is one of its properties",
        "settings: {type: array}");
  }

  @Test
  void what_this_release_cannot_start_is_kept_but_not_deployed() throws Exception {
    for (String name : List.of("request", "event", "cron", "every", "integration", "enabled")) {
      Plan plan = Definitions.plan(Definitions.read(name));
      assertThat(plan.unsupported())
          .as(name)
          .anySatisfy(
              problem -> {
                assertThat(problem.pointer()).isEqualTo("/trigger");
                assertThat(problem.message())
                    .startsWith("this release cannot start workflows by triggers of type \"");
              });
    }
    assertThat(Definitions.plan(Definitions.read("webhook")).unsupported())
        .extracting(Problem::message)
        .containsExactly("this release cannot verify webhooks by \"secret\" yet");
    assertThat(Definitions.plan(with("{type: manual}")).unsupported()).isEmpty();
    Set<String> types = Set.of("/trigger", "/trigger/with/list");
    assertThat(Definitions.plan(Definitions.read("integration")).unsupported())
        .extracting(Problem::pointer)
        .containsExactlyInAnyOrderElementsOf(types);
  }
}
