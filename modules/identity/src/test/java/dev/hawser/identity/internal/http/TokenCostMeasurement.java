package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.UserTokens;
import java.lang.management.ManagementFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Not a test: what the check of a user token costs, in CPU time of its thread. */
class TokenCostMeasurement {
  private static final Logger LOG = LoggerFactory.getLogger(TokenCostMeasurement.class);
  private static final int WARM = 3_000;
  private static final int TOKENS = 5_000;
  private static final int CACHED = 400_000;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void measure() {
    try (IdentityServer server = IdentityServer.start()) {
      ConnectProject project = ConnectProject.setUp(server);
      cost(project, "generated, 3,072 bits", project.privateKey());
      KeyPair small = TestTokens.pair(2_048);
      String pem = TestTokens.publicPem(small).replace("\r", "").replace("\n", "\\n");
      server
          .post(
              project.path("/signing-keys"),
              project.key(),
              "{\"name\":\"small\",\"type\":\"pem\",\"publicKey\":\"" + pem + "\"}")
          .expect(201);
      server
          .delete(project.path("/signing-keys/" + project.signingKey()), project.key())
          .expect(204);
      cost(project, "2,048 bits", small.getPrivate());
    }
  }

  private void cost(ConnectProject project, String what, PrivateKey key) {
    UserTokens tokens = project.server().bean(UserTokens.class);
    ProjectId id = ProjectId.parse(project.id()).orElseThrow();
    List<String> signed = new ArrayList<>();
    for (int i = 0; i < WARM + TOKENS; i++) {
      Map<String, Object> claims = project.claims("user-" + i % 10);
      claims.put("jti", what + i);
      signed.add(TestTokens.sign(key, claims));
    }
    signed.subList(0, WARM).forEach(token -> assertThat(tokens.verify(id, token)).isNotNull());
    long before = threads.getCurrentThreadCpuTime();
    for (String token : signed.subList(WARM, WARM + TOKENS)) {
      var _ = tokens.verify(id, token);
    }
    long cold = (threads.getCurrentThreadCpuTime() - before) / TOKENS;
    String one = signed.getLast();
    for (int i = 0; i < CACHED; i++) {
      var _ = tokens.verify(id, one);
    }
    before = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < CACHED; i++) {
      var _ = tokens.verify(id, one);
    }
    long cached = (threads.getCurrentThreadCpuTime() - before) / CACHED;
    LOG.warn("{}: cold {} ns, cached {} ns, {} characters", what, cold, cached, one.length());
  }
}
