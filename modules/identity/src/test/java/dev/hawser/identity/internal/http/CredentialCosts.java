package dev.hawser.identity.internal.http;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.EnvironmentSecrets;
import dev.hawser.identity.Role;
import dev.hawser.identity.SecretUse;
import dev.hawser.identity.internal.connected.UserTokenVerifier;
import dev.hawser.identity.internal.key.KeyVerifier;
import dev.hawser.testing.TestServers;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * What checking a credential costs, on a real database: processor time of the calling thread, and
 * time; run by {@code benchmarks/credentials}. What is in memory is measured in batches.
 */
final class CredentialCosts {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 300;
  private static final int MEASURED = 1_000;
  private static final int BATCH = 2_000;

  private CredentialCosts() {}

  public static void main(String[] arguments) throws Exception {
    try (IdentityServer server =
        IdentityServer.start(
            TestServers.newRedis().uri(),
            Map.of("hawser.limits.caller", "0", "hawser.limits.project", "0"))) {
      ConnectProject project = ConnectProject.setUp(server);
      ProjectId id = ProjectId.parse(project.id()).orElseThrow();
      keys(server, project);
      tokens(server.bean(UserTokenVerifier.class), project, id);
      secrets(server, project, id);
    }
    System.exit(0);
  }

  private static void keys(IdentityServer server, ConnectProject project) throws SQLException {
    KeyVerifier keys = server.bean(KeyVerifier.class);
    OrganizationId organization =
        new OrganizationId(
            UUID.fromString(server.query("select id from identity.organization").getFirst()));
    String admin = TestMembers.add(server, organization, Role.ADMIN).toString();
    report("API key, in memory", BATCH, i -> expect(keys.verify(project.key()).isPresent()));
    List<String> fresh = new ArrayList<>();
    for (int i = 0; i < WARM_UP + MEASURED; i++) {
      fresh.add(
          server
              .post(project.path("/api-keys"), admin, "{\"name\":\"k\"}")
              .expect(201)
              .text("key"));
    }
    report("API key, first use", 1, i -> expect(keys.verify(fresh.get(i)).isPresent()));
  }

  private static void expect(boolean verified) {
    if (!verified) {
      throw new AssertionError("It does not hold");
    }
  }

  private static void tokens(UserTokenVerifier tokens, ConnectProject project, ProjectId id) {
    String known = project.token("ada");
    report(
        "user token, in memory",
        BATCH,
        i -> expect(tokens.verify(id, known).userId().equals("ada")));
    List<String> fresh = new ArrayList<>();
    for (int i = 0; i < WARM_UP + MEASURED; i++) {
      Map<String, Object> claims = project.claims("ada");
      claims.put("jti", String.valueOf(i));
      fresh.add(TestTokens.sign(project.privateKey(), claims));
    }
    report(
        "user token, first use",
        1,
        i -> expect(tokens.verify(id, fresh.get(i)).userId().equals("ada")));
  }

  private static void secrets(IdentityServer server, ConnectProject project, ProjectId id) {
    EnvironmentSecrets secrets = server.bean(EnvironmentSecrets.class);
    SecretUse use = new SecretUse("a measurement");
    Runnable change =
        () ->
            server.send(
                "PUT",
                project.path("/secrets/S"),
                project.key(),
                "{\"value\":\"something long\"}",
                Map.of());
    change.run();
    report("secret, in memory", BATCH, i -> expect(secrets.read(id, Set.of("S"), use).size() == 1));
    long[] cpu = new long[MEASURED];
    long[] time = new long[MEASURED];
    for (int i = -WARM_UP; i < MEASURED; i++) {
      change.run(); // makes this replica forget it
      long began = System.nanoTime();
      long used = THREADS.getCurrentThreadCpuTime();
      expect(secrets.read(id, Set.of("S"), use).size() == 1);
      if (i >= 0) {
        cpu[i] = THREADS.getCurrentThreadCpuTime() - used;
        time[i] = System.nanoTime() - began;
      }
    }
    print("secret, not in memory", cpu, time);
  }

  /** One call has a number of its own, from 0; those of the warm-up come first. */
  private static void report(String what, int batch, IntConsumer call) {
    long[] cpu = new long[MEASURED];
    long[] time = new long[MEASURED];
    for (int i = -WARM_UP; i < MEASURED; i++) {
      long began = System.nanoTime();
      long used = THREADS.getCurrentThreadCpuTime();
      for (int j = 0; j < batch; j++) {
        call.accept(i + WARM_UP);
      }
      if (i >= 0) {
        cpu[i] = (THREADS.getCurrentThreadCpuTime() - used) / batch;
        time[i] = (System.nanoTime() - began) / batch;
      }
    }
    print(what, cpu, time);
  }

  private static void print(String what, long[] cpu, long[] time) {
    Arrays.sort(cpu);
    Arrays.sort(time);
    System.out.printf(
        Locale.ROOT,
        "%-24s CPU %9.2f us p50   time %9.2f us p50 %9.2f us p99%n",
        what,
        cpu[cpu.length / 2] / 1e3,
        time[time.length / 2] / 1e3,
        time[time.length * 99 / 100] / 1e3);
  }
}
