package dev.hawser.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Member;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One secret of each kind that people and programs have, all in use on a server. */
final class PlantedSecrets {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final String PASSWORD = "a lantern beside the harbour";
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final Map<String, String> secrets = new LinkedHashMap<>();

  static PlantedSecrets make(Hawser hawser) throws GeneralSecurityException {
    PlantedSecrets made = new PlantedSecrets();
    made.add("API key of the setup", String.valueOf(hawser.project().api().key()));
    made.plant(hawser);
    return made;
  }

  private void plant(Hawser hawser) throws GeneralSecurityException {
    add("password", PASSWORD);
    String wrong = "a lantern beside the harbor!";
    add("wrong password", wrong);
    assertThat(
            hawser
                .anonymous()
                .post("/api/v1/session", Map.of("email", "ada@example.com", "password", wrong))
                .status())
        .isEqualTo(401);
    Member ada = Member.signIn(hawser.anonymous(), "ada@example.com", PASSWORD);
    add("session", ada.cookie().substring(ada.cookie().indexOf('=') + 1));
    Answer token = created(ada, "/api/v1/me/tokens", "{\"name\":\"t\"}");
    add("personal token", token.text("token"));
    assertThat(hawser.anonymous().withKey(token.text("token")).get("/api/v1/me").status())
        .isEqualTo(200);
    add(
        "API key",
        created(ada, hawser.project().path("/api-keys"), "{\"name\":\"k\"}").text("key"));
    String invited =
        created(ada, "/api/v1/invitations", "{\"email\":\"bob@example.com\",\"role\":\"viewer\"}")
            .text("inviteUrl");
    add("invitation", invited.substring(invited.indexOf('#') + 1));
    String pem =
        created(
                ada,
                hawser.project().path("/signing-keys"),
                "{\"name\":\"s\",\"type\":\"generated\"}")
            .text("privateKey");
    add("private signing key", pem.lines().skip(5).findFirst().orElseThrow());
    Answer enrolment =
        ada.send("POST", "/api/v1/me/second-factor", "{\"password\":\"" + PASSWORD + "\"}", JSON);
    String totp = enrolment.text("secret");
    add("secret of the second factor", totp);
    Answer codes =
        ada.send(
            "POST", "/api/v1/me/second-factor/confirm", "{\"code\":\"" + code(totp) + "\"}", JSON);
    List<?> recovery = (List<?>) codes.at("recoveryCodes");
    assertThat(recovery).as("%s", codes).isNotEmpty();
    add("recovery code", String.valueOf(recovery.getFirst()));
  }

  private void add(String kind, String secret) {
    assertThat(secret).as(kind).hasSizeGreaterThan(10);
    secrets.put(kind, secret);
  }

  private static Answer created(Member who, String path, String body) {
    Answer answer = who.send("POST", path, body, JSON);
    assertThat(answer.status()).as("POST %s: %s", path, answer).isEqualTo(201);
    return answer;
  }

  /** Which of them a text has, as they are, without their beginning, in base64 or hexadecimal. */
  Set<String> in(Predicate<String> contains) {
    Set<String> found = new TreeSet<>();
    secrets.forEach(
        (kind, secret) -> {
          byte[] bytes = secret.getBytes(UTF_8);
          for (String form :
              List.of(
                  secret.substring(secret.length() / 2),
                  Base64.getEncoder().withoutPadding().encodeToString(bytes),
                  HexFormat.of().formatHex(bytes))) {
            if (contains.test(form)) {
              found.add(kind);
            }
          }
        });
    return found;
  }

  /** RFC 6238 with its defaults. */
  private static String code(String base32) throws GeneralSecurityException {
    BigInteger bits = BigInteger.ZERO;
    for (int i = 0; i < base32.length(); i++) {
      bits = bits.shiftLeft(5).or(BigInteger.valueOf(BASE32.indexOf(base32.charAt(i))));
    }
    byte[] key = new byte[base32.length() * 5 / 8];
    byte[] all = bits.shiftRight(base32.length() * 5 % 8).toByteArray();
    for (int i = 0; i < key.length && i < all.length; i++) {
      key[key.length - 1 - i] = all[all.length - 1 - i];
    }
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "HmacSHA1"));
    long step = java.time.Instant.now().getEpochSecond() / 30;
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
    int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 15) & 0x7fffffff;
    return "%06d".formatted(number % 1_000_000);
  }
}
