package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import dev.hawser.core.lock.LeaderDuty;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.image.TestImages;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PutOptions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIT {
  private static final String LOGO = "/api/v1/organization/logo";
  private static final String FORM = "multipart/form-data; boundary=xyz";
  private static IdentityServer server;
  private static String key;
  private static String avatar;
  private static String foreignAvatar;
  private static String foreignKey;
  private static String apiKey;
  private static OrganizationId organization;

  @BeforeAll
  static void start() throws Exception {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    key = made.text("user", "id");
    apiKey = made.text("apiKey", "key");
    organization = OrganizationId.parse(made.text("organization", "id")).orElseThrow();
    avatar = "/api/v1/users/" + made.text("user", "id") + "/avatar";
    UUID other = UUID.randomUUID();
    server.execute(
        """
        insert into identity.organization values ('%1$s', 'Other', now());
        insert into identity.team values ('%1$s', '%1$s', 'Other', now());
        insert into identity.project values ('%1$s', '%1$s', '%1$s', 'Other', now());
        insert into identity.app_user values ('%1$s', '%1$s', 'bob@other.example', null, null,
          'admin', '$argon2id$x', now());
        """
            .formatted(other));
    foreignAvatar = "/api/v1/users/" + new UserId(other) + "/avatar";
    foreignKey = new UserId(other).toString();
  }

  @AfterEach
  void mend() {
    server.bean(TestBeans.StoreSwitch.class).down.set(false);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<byte[]> put(
      String path, @Nullable String by, byte[] file, String type) {
    return server.exchange(
        "PUT", path, by, BodyPublishers.ofByteArray(file), Map.of("Content-Type", type));
  }

  private static HttpResponse<byte[]> get(String path, String by, String... header) {
    Map<String, String> headers = header.length == 0 ? Map.of() : Map.of(header[0], header[1]);
    return server.exchange("GET", path, by, BodyPublishers.noBody(), headers);
  }

  private static Map<?, ?> json(HttpResponse<byte[]> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(new String(answer.body(), ISO_8859_1)).isEqualTo(status);
    return (Map<?, ?>) Json.read(answer.body());
  }

  private static void refused(HttpResponse<byte[]> answer, int status, String code)
      throws Exception {
    assertThat(json(answer, status).get("code")).isEqualTo(code);
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  private static byte[] form(byte[] file, String name) {
    String head =
        "--xyz\r\nContent-Disposition: form-data; name=\""
            + name
            + "\"; filename=\"x.svg\"\r\n\r\n";
    return TestImages.join(head.getBytes(ISO_8859_1), file, "\r\n--xyz--\r\n".getBytes(ISO_8859_1));
  }

  private static List<String> blobs() {
    return server
        .bean(BlobStore.class)
        .list(BlobPrefix.ALL, PageRequest.first(1_000))
        .blobs()
        .stream()
        .map(blob -> blob.key().value())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void an_uploaded_picture_is_served_safely_and_can_be_removed(boolean ofUser) throws Exception {
    String path = ofUser ? avatar : LOGO;
    refused(get(path, key), 404, "identity.image-not-found");
    Map<?, ?> image = json(put(path, key, TestImages.png(2_000, 1_000), "text/html"), 200);
    long side = ofUser ? 512L : 1_024L;
    assertThat(image.get("width")).isEqualTo(side);
    assertThat(image.get("height")).isEqualTo(side / 2);
    assertThat(image.get("mediaType")).isEqualTo("image/jpeg");
    String url = (String) image.get("url");
    assertThat(url).startsWith(path + "?v=");

    HttpResponse<byte[]> served = get(url, key);
    assertThat(served.statusCode()).isEqualTo(200);
    assertThat(header(served, "Content-Type")).isEqualTo("image/jpeg");
    assertThat(header(served, "Content-Length")).isEqualTo(String.valueOf(image.get("size")));
    assertThat(header(served, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(served, "Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
    assertThat(header(served, "Content-Disposition")).isEqualTo("inline");
    assertThat(header(served, "Cache-Control")).isEqualTo("private, max-age=31536000, immutable");
    BufferedImage picture = TestImages.read(served.body());
    assertThat(picture.getWidth()).isEqualTo((int) side);

    HttpResponse<byte[]> plain = get(path, key);
    assertThat(header(plain, "Cache-Control")).isEqualTo("private, no-cache");
    String etag = header(plain, "ETag");
    for (String known : List.of(etag, "W/" + etag, "\"a\", " + etag, "*")) {
      HttpResponse<byte[]> unchanged = get(path, key, "If-None-Match", known);
      assertThat(unchanged.statusCode()).isEqualTo(304);
      assertThat(unchanged.body()).isEmpty();
      assertThat(header(unchanged, "ETag")).isEqualTo(etag);
      assertThat(header(unchanged, "Cache-Control")).isEqualTo("private, no-cache");
    }
    assertThat(get(path, key, "If-None-Match", "\"a\"").statusCode()).isEqualTo(200);

    Map<?, ?> next = json(put(path, key, TestImages.transparentPng(40, 30), "image/png"), 200);
    assertThat(next.get("url")).isNotEqualTo(url);
    assertThat(next.get("mediaType")).isEqualTo("image/png");
    assertThat(get(path, key, "If-None-Match", etag).statusCode()).isEqualTo(200);
    assertThat(header(get(url, key), "Cache-Control")).isEqualTo("private, no-cache");
    assertThat(blobs()).hasSize(1).first().asString().startsWith("images/").endsWith(".png");

    for (int i = 0; i < 2; i++) {
      server.delete(path, key).expect(204);
    }
    refused(get(path, key), 404, "identity.image-not-found");
    assertThat(blobs()).isEmpty();
  }

  @Test
  void forms_work_and_the_me_answer_tells_of_the_logo() throws Exception {
    assertThat(server.get("/api/v1/me", key).expect(200).at("organization", "logoUrl")).isNull();
    Map<?, ?> image = json(put(LOGO, key, form(TestImages.gif(50, 40), "file"), FORM), 200);
    assertThat(image.get("width")).isEqualTo(50L);
    assertThat(server.get("/api/v1/me", key).expect(200).text("organization", "logoUrl"))
        .isEqualTo(image.get("url"));
    assertThat(server.get("/api/v1/me", foreignKey).expect(200).at("organization", "logoUrl"))
        .isNull();
    refused(
        put(LOGO, key, form(TestImages.gif(50, 40), "other"), FORM), 422, "identity.image-invalid");
    refused(put(LOGO, key, new byte[3], FORM), 422, "identity.image-invalid");
    assertThat(server.get("/api/v1/me", key).expect(200).text("organization", "logoUrl"))
        .isEqualTo(image.get("url"));
    server.delete(LOGO, key).expect(204);
  }

  @Test
  void what_is_no_picture_changes_nothing() throws Exception {
    json(put(LOGO, key, TestImages.png(20, 20), "image/png"), 200);
    String before = header(get(LOGO, key), "ETag");
    byte[] svg = "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(ISO_8859_1);
    for (byte[] file : List.of(svg, new byte[0], TestImages.claimingTooMuch())) {
      Map<?, ?> problem = json(put(LOGO, key, file, "image/png"), 422);
      assertThat(problem.get("code")).isEqualTo("identity.image-invalid");
      assertThat(problem.get("problems").toString()).contains("/file");
    }
    assertThat(header(get(LOGO, key), "ETag")).isEqualTo(before);
    assertThat(blobs()).hasSize(1);
    server.delete(LOGO, key).expect(204);
  }

  @Test
  void more_than_five_mebibytes_are_refused_whatever_the_length_says() throws Exception {
    byte[] large = new byte[(5 << 20) + 1];
    refused(put(LOGO, key, large, "image/png"), 413, "identity.image-too-large");
    BodyPublisher unknownLength =
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
    refused(
        server.exchange("PUT", LOGO, key, unknownLength, Map.of("Content-Type", "image/png")),
        413,
        "identity.image-too-large");
    refused(put(LOGO, key, form(large, "file"), FORM), 413, "identity.image-too-large");
    byte[] padded = TestImages.join(TestImages.png(9, 9), new byte[(5 << 20) - 1_000]);
    json(put(LOGO, key, padded, "image/png"), 200);
    json(put(LOGO, key, form(padded, "file"), FORM), 200);
    server.delete(LOGO, key).expect(204);
  }

  @Test
  void only_who_is_of_the_organization_reaches_its_pictures() throws Exception {
    byte[] file = TestImages.png(20, 20);
    json(put(avatar, key, file, "image/png"), 200);
    for (String path : List.of(LOGO, avatar)) {
      refused(put(path, null, file, "image/png"), 401, "core.unauthenticated");
      server.send("GET", path, null, null, Map.of()).expect(401, "core.unauthenticated");
      server.send("DELETE", path, null, null, Map.of()).expect(401, "core.unauthenticated");
    }
    String unknown = "/api/v1/users/usr_01h455vb4pex5vsknk084sn02q/avatar";
    for (String path : List.of(foreignAvatar, unknown, "/api/v1/users/x/avatar")) {
      refused(put(path, key, file, "image/png"), 404, "identity.user-not-found");
      refused(get(path, key), 404, "identity.user-not-found");
      server.delete(path, key).expect(404, "identity.user-not-found");
    }
    refused(get(avatar, foreignKey), 404, "identity.user-not-found");
    refused(put(avatar, foreignKey, file, "image/png"), 404, "identity.user-not-found");
    server.delete(avatar, foreignKey).expect(404, "identity.user-not-found");
    refused(get(LOGO, foreignKey), 404, "identity.image-not-found");
    assertThat(get(avatar, key).statusCode()).isEqualTo(200);
    assertThat(blobs()).hasSize(1);
    server.delete(avatar, key).expect(204);
  }

  @Test
  void members_change_their_own_picture_and_others_need_the_right_to() throws Exception {
    byte[] file = TestImages.png(20, 20);
    String member = TestMembers.add(server, organization, Role.MEMBER).toString();
    String own = "/api/v1/users/" + member + "/avatar";
    json(put(own, member, file, "image/png"), 200);
    for (String path : List.of(avatar, LOGO)) {
      refused(put(path, member, file, "image/png"), 403, "core.access-denied");
      server.delete(path, member).expect(403, "core.access-denied");
    }
    for (String path : List.of(own, LOGO)) {
      refused(put(path, apiKey, file, "image/png"), 403, "core.access-denied");
      server.delete(path, apiKey).expect(403, "core.access-denied");
    }
    assertThat(get(own, apiKey).statusCode()).isEqualTo(200);
    json(put(own, key, file, "image/png"), 200);
    server.delete(own, member).expect(204);
  }

  @Test
  void of_uploads_at_the_same_time_one_stays_and_the_others_leave_nothing() throws Exception {
    List<FutureTask<Integer>> uploads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] file = TestImages.png(30 + i, 30);
      FutureTask<Integer> upload =
          new FutureTask<>(() -> put(avatar, key, file, "image/png").statusCode());
      uploads.add(upload);
      Thread.ofVirtual().start(upload);
    }
    for (FutureTask<Integer> upload : uploads) {
      assertThat(upload.get()).isEqualTo(200);
    }
    assertThat(server.query("select count(*) from identity.image")).containsExactly("1");
    assertThat(blobs()).hasSize(1);
    assertThat(get(avatar, key).statusCode()).isEqualTo(200);
    server.delete(avatar, key).expect(204);
  }

  @Test
  void while_the_store_is_down_nothing_changes() throws Exception {
    json(put(LOGO, key, TestImages.png(20, 20), "image/png"), 200);
    String before = header(get(LOGO, key), "ETag");
    server.bean(TestBeans.StoreSwitch.class).down.set(true);
    HttpResponse<byte[]> answer = put(LOGO, key, TestImages.png(30, 30), "image/png");
    refused(answer, 503, "identity.storage-unavailable");
    assertThat(header(answer, "Retry-After")).isEqualTo("1");
    assertThat(new String(answer.body(), ISO_8859_1)).doesNotContain("the store is down");
    refused(get(LOGO, key), 503, "identity.storage-unavailable");
    assertThat(get(LOGO, key, "If-None-Match", before).statusCode()).isEqualTo(304);
    mend();
    assertThat(header(get(LOGO, key), "ETag")).isEqualTo(before);

    server.bean(TestBeans.StoreSwitch.class).down.set(true);
    server.delete(LOGO, key).expect(204);
    mend();
    refused(get(LOGO, key), 404, "identity.image-not-found");
    assertThat(blobs()).as("the sweep finds it").hasSize(1);
    sweepADayLater();
    assertThat(blobs()).isEmpty();
  }

  @Test
  void pictures_without_a_row_go_after_a_day_and_others_stay() throws Exception {
    json(put(LOGO, key, TestImages.png(20, 20), "image/png"), 200);
    json(put(avatar, key, TestImages.png(20, 20), "image/png"), 200);
    List<String> owned = blobs();
    BlobStore store = server.bean(BlobStore.class);
    String orphan = "images/" + UUID.randomUUID() + "/" + UUID.randomUUID() + ".png";
    store.put(new BlobKey(orphan), BlobSource.of(new byte[9]), PutOptions.DEFAULT);
    String strange = "images/" + UUID.randomUUID() + "/strange.png";
    store.put(new BlobKey(strange), BlobSource.of(new byte[9]), PutOptions.DEFAULT);
    sweep();
    assertThat(blobs()).as("it is young").contains(orphan);
    sweepADayLater();
    assertThat(blobs()).containsAll(owned).contains(strange).doesNotContain(orphan).hasSize(3);
    store.delete(new BlobKey(strange));
    server.delete(LOGO, key).expect(204);
    server.delete(avatar, key).expect(204);
  }

  private static void sweepADayLater() {
    server.bean(TestClock.class).forward(Duration.ofHours(25));
    sweep();
  }

  private static void sweep() {
    server.beans(LeaderDuty.class).stream()
        .filter(duty -> duty.name().contains("images"))
        .forEach(duty -> duty.run(() -> true));
  }
}
