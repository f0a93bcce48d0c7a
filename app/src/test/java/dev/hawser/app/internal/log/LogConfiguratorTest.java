package dev.hawser.app.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.app.internal.config.AppSettings.LogLevel;
import dev.hawser.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogConfiguratorTest {
  private final PrintStream usual = System.out;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private List<String> lines(LogPlan plan, Runnable logging) {
    System.setOut(new PrintStream(written, true, UTF_8));
    LogConfigurator.apply(plan);
    logging.run();
    return written.toString(UTF_8).lines().toList();
  }

  @AfterEach
  void back() {
    System.setOut(usual);
    MDC.clear();
    LogConfigurator.apply(new LogPlan(false, LogLevel.WARN, true, null));
  }

  @Test
  void json_is_one_document_per_line_with_trace_and_stack_trace() throws Exception {
    List<String> lines =
        lines(
            new LogPlan(true, LogLevel.INFO, false, null),
            () -> {
              MDC.put("traceId", "abc");
              LoggerFactory.getLogger("dev.hawser.test")
                  .warn("two\nlines {}", 2, new IllegalStateException("bad"));
            });
    assertThat(lines).hasSize(1);
    assertThat(Json.read(lines.getFirst().getBytes(UTF_8)))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("level", "WARN")
        .containsEntry("formattedMessage", "two\nlines 2")
        .containsEntry("mdc", Map.of("traceId", "abc"))
        .hasEntrySatisfying(
            "throwable",
            thrown -> assertThat(thrown.toString()).contains("bad", "LogConfigurator"));
  }

  @Test
  void text_has_its_trace_and_no_stack_trace_unless_wanted() {
    List<String> lines =
        lines(
            new LogPlan(false, LogLevel.INFO, false, null),
            () -> {
              MDC.put("traceId", "abc");
              LoggerFactory.getLogger("dev.hawser.test")
                  .warn("trouble", new IllegalStateException("bad"));
            });
    assertThat(lines).singleElement().asString().contains("WARN", "[abc]: trouble");
  }

  @Test
  void a_quiet_server_still_tells_where_it_listens_and_how_to_set_it_up() {
    List<String> lines =
        lines(
            new LogPlan(true, LogLevel.ERROR, false, null),
            () -> {
              LoggerFactory.getLogger("dev.hawser.start").info("the link");
              LoggerFactory.getLogger("dev.hawser.other").warn("not worth a line");
            });
    assertThat(lines).singleElement().asString().contains("the link");
  }
}
