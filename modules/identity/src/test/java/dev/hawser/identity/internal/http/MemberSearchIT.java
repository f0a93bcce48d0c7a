package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a search of members finds, compared with what somebody would who looks at each of them. */
class MemberSearchIT {
  private static final String MEMBERS = "/api/v1/members";
  private static final List<String> LETTERS = List.of("a", "b", "A", "é", "É", "_", "%", " ", "𝔸");

  private final Random random = new Random(7);
  private IdentityServer server;
  private OrganizationId organization;
  private String admin;

  private record Person(
      String email, @Nullable String first, @Nullable String last, String role, boolean isActive) {
    boolean isFoundBy(String search) {
      String prefix = search.toLowerCase(Locale.ROOT);
      String name = (first == null ? "" : first) + " " + (last == null ? "" : last);
      return email.toLowerCase(Locale.ROOT).startsWith(prefix)
          || name.toLowerCase(Locale.ROOT).startsWith(prefix)
          || (last != null && last.toLowerCase(Locale.ROOT).startsWith(prefix));
    }
  }

  @BeforeEach
  void start() {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    organization = OrganizationId.parse(made.text("organization", "id")).orElseThrow();
    admin = made.text("user", "id");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String word(int most) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(most); i >= 0; i--) {
      word.append(LETTERS.get(random.nextInt(LETTERS.size())));
    }
    return word.toString();
  }

  private @Nullable String name() {
    return random.nextInt(5) == 0 ? null : word(3);
  }

  private List<Person> people(int count, String domain) {
    List<Person> people = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      String local = (random.nextBoolean() ? "aB" : "bA").substring(random.nextInt(2));
      people.add(
          new Person(
              local + n + "@" + domain,
              name(),
              name(),
              random.nextBoolean() ? "viewer" : "member",
              random.nextBoolean()));
    }
    return people;
  }

  private void store(UUID of, List<Person> people) throws Exception {
    StringBuilder rows = new StringBuilder();
    for (Person person : people) {
      rows.append(rows.isEmpty() ? "" : ", ")
          .append(
              "('%s', '%s', '%s', %s, %s, '%s', now(), %s)"
                  .formatted(
                      UUID.randomUUID(),
                      of,
                      person.email(),
                      text(person.first()),
                      text(person.last()),
                      person.role(),
                      person.isActive() ? "now()" : "null"));
    }
    server.execute(
        "insert into identity.app_user (id, organization_id, email, first_name, last_name, role,"
            + " created_at, email_verified_at) values "
            + rows);
  }

  private static String text(@Nullable String value) {
    return value == null ? "null" : "'" + value + "'";
  }

  /** All that the pages of a list have. */
  private List<String> found(String filter, int limit) {
    List<String> emails = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      Answer page = server.get(MEMBERS + "?limit=" + limit + filter + cursor, admin).expect(200);
      assertThat(page.list("items").size()).isLessThanOrEqualTo(limit);
      page.list("items").forEach(item -> emails.add((String) ((Map<?, ?>) item).get("email")));
      cursor = page.at("nextCursor") instanceof String next ? "&cursor=" + encode(next) : null;
    }
    return emails;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void a_search_finds_each_member_once_and_in_order_whatever_matches_and_wherever_a_page_ends()
      throws Exception {
    UUID other = UUID.randomUUID();
    server.execute(
        "insert into identity.organization values ('%s', 'Other', now())".formatted(other));
    store(other, people(60, "elsewhere.example"));
    List<Person> people = people(120, "acme.example");
    store(organization.value(), people);

    int several = 0;
    for (String search :
        List.of("a", "B", "ab", "é", "É", "_", "%", " a", "a ", "aé", "𝔸", "zz")) {
      for (String role : List.of("", "member")) {
        for (String status : List.of("", "active", "unverified")) {
          List<String> expected =
              people.stream()
                  .filter(person -> person.isFoundBy(search.strip()))
                  .filter(person -> role.isEmpty() || person.role().equals(role))
                  .filter(
                      person -> status.isEmpty() || person.isActive() == status.equals("active"))
                  .map(Person::email)
                  .sorted(Comparator.comparing(email -> email.toLowerCase(Locale.ROOT)))
                  .toList();
          String filter =
              "&q="
                  + encode(search)
                  + (role.isEmpty() ? "" : "&role=" + role)
                  + (status.isEmpty() ? "" : "&status=" + status);
          List<String> withAdmin = new ArrayList<>(found(filter, 7));
          withAdmin.remove("ada@acme.example");
          assertThat(withAdmin).as(filter).containsExactlyElementsOf(expected);
          several += expected.size() > 14 ? 1 : 0;
        }
      }
    }
    assertThat(several).as("searches of several pages").isGreaterThan(10);
  }
}
