package dev.hawser.identity.internal.http;

import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeasureMembersIT {
  @Test
  void measure() throws Exception {
    StringBuilder out = new StringBuilder();
    try (IdentityServer server = IdentityServer.start()) {
      Answer made = server.setUp(server.openSetup()).expect(201);
      String admin = made.text("user", "id");
      server.execute(
          """
          insert into identity.app_user (id, organization_id, email, first_name, last_name, role,
            password_hash, created_at)
          select gen_random_uuid(), o.id, substr(md5(n::text), 1, 10) || '@acme.example',
            substr(md5((n * 7)::text), 1, 6), substr(md5((n * 13)::text), 1, 8),
            (array['member', 'support', 'viewer'])[1 + n % 3], '$argon2id$x', now()
          from identity.organization o, generate_series(1, 10000) n
          """);
      server.execute("analyze identity.app_user");
      String cursor = "";
      for (int i = 0; i < 100; i++) {
        Answer a = server.get("/api/v1/members?limit=50" + cursor, admin).expect(200);
        cursor = "&cursor=" + a.at("nextCursor");
      }
      Map<String, String> kinds =
          Map.of(
              "first page", "",
              "page 100", cursor,
              "role", "&role=viewer",
              "q one letter", "&q=a",
              "q four letters", "&q=%s",
              "q nothing", "&q=zzzz",
              "role+q+status", "&role=admin&status=unverified&q=%s");
      Random random = new Random(7);
      for (var kind : kinds.entrySet()) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
          String q = Integer.toHexString(0x1000 + random.nextInt(0xefff));
          String path = "/api/v1/members?limit=50" + kind.getValue().formatted(q);
          long start = System.nanoTime();
          server.get(path, admin).expect(200);
          if (i >= 100) {
            times.add(System.nanoTime() - start);
          }
        }
        Collections.sort(times);
        out.append(
            "%s: p50 %.1f ms, p99 %.1f ms%n"
                .formatted(kind.getKey(), times.get(150) / 1e6, times.get(297) / 1e6));
      }
    }
    Files.writeString(Path.of("/tmp/measure-members.txt"), out.toString());
  }
}
