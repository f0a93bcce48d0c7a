package dev.hawser.identity.internal.http;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Not a test: how long lists of a million connected users take, over HTTP. */
class ConnectedUserListMeasurement {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectedUserListMeasurement.class);
  private static final int CALLS = 300;

  @Test
  void measure() throws Exception {
    try (IdentityServer server = IdentityServer.start()) {
      ConnectProject project = ConnectProject.setUp(server);
      ProjectId id = ProjectId.parse(project.id()).orElseThrow();
      server.execute(
          """
          insert into identity.connected_user (id, organization_id, project_id, external_id,
            external_id_key, name, name_key, email, email_key, status, created_at, last_active_at)
          select gen_random_uuid(), organization_id, id, 'User-' || md5(i::text),
            'user-' || md5(i::text), 'User Number ' || i, 'user number ' || i,
            'mail' || i || '@customer' || mod(i, 1000) || '.example',
            'mail' || i || '@customer' || mod(i, 1000) || '.example',
            case when mod(i, 1000) = 0 then 'disabled' else 'active' end,
            now() - interval '1 year' * random(), now() - interval '1 year' * random()
          from identity.project, generate_series(1, 1000000) i where id = '%s'
          """
              .formatted(id.value()));
      server.execute("analyze identity.connected_user");
      String users = project.path("/connected-users?limit=50");
      Map<String, String> lists = new LinkedHashMap<>();
      lists.put("first page", "");
      lists.put("disabled", "&status=disabled");
      lists.put("search of one in a million", "&search=mail777777%40");
      lists.put("search of a user id", "&search=user-0a1b");
      lists.put("search that fits all", "&search=u");
      lists.put("search of names", "&search=user%20number%2099");
      lists.put("search that fits none", "&search=zzz");
      lists.put("search that fits all, disabled only", "&search=u&status=disabled");
      for (var list : lists.entrySet()) {
        time(project, list.getKey(), users + list.getValue());
      }
      String cursor = server.get(users, project.key()).text("nextCursor");
      for (int i = 0; i < 200; i++) {
        cursor = server.get(users + "&cursor=" + cursor, project.key()).text("nextCursor");
      }
      time(project, "page 200", users + "&cursor=" + cursor);
      explain(
          server,
          "where project_id = '%s' and (last_active_at, id) < ('2100-01-01', '%s')"
                  .formatted(id.value(), "ffffffff-ffff-ffff-ffff-ffffffffffff")
              + " order by last_active_at desc, id desc limit 51");
      explain(
          server,
          ("where project_id = '%s' and name_key < 'user number 99\uDBFF\uDFFF'"
                  + " and (name_key, id) > ('user number 99',"
                  + " '00000000-0000-0000-0000-000000000000')"
                  + " order by name_key, id limit 201")
              .formatted(id.value()));
    }
  }

  private static void time(ConnectProject project, String what, String path) {
    long[] nanos = new long[CALLS];
    int items = 0;
    for (int i = 0; i < CALLS; i++) {
      long before = System.nanoTime();
      Answer answer = project.server().get(path, project.key()).expect(200);
      nanos[i] = System.nanoTime() - before;
      items = answer.at("items") == null ? 0 : answer.list("items").size();
    }
    Arrays.sort(nanos);
    LOG.warn(
        "{}: p50 {} us, p99 {} us, max {} us, {} users",
        what,
        nanos[CALLS / 2] / 1_000,
        nanos[CALLS * 99 / 100] / 1_000,
        nanos[CALLS - 1] / 1_000,
        items);
  }

  private static void explain(IdentityServer server, String rest) throws Exception {
    String plan = "explain (analyze, buffers) select id from identity.connected_user " + rest;
    LOG.warn("{}", String.join("\n", server.query(plan)));
  }
}
