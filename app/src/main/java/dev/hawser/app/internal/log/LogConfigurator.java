package dev.hawser.app.internal.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import dev.hawser.app.internal.config.AppSettings.LogLevel;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Sets logback up. Found by logback as a service, so that nothing is searched or parsed: warnings
 * go to standard output until {@link #apply} says something else.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  private static final String TRACE = "%replace( [%X{traceId}]){' \\[\\]', ''}";
  private static final String LINE = "%d{HH:mm:ss.SSS} %-5level %logger{0}" + TRACE + ": %msg";
  private static final String FILE_LINE =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{36}" + TRACE + ": %msg%n";

  /** Public for logback. */
  public LogConfigurator() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    configure(context, new LogPlan(false, LogLevel.WARN, true, null));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Replaces what was set up before. */
  public static void apply(LogPlan plan) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    configure(context, plan);
  }

  private static void configure(LoggerContext context, LogPlan plan) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName("console");
    console.setEncoder(
        plan.json()
            ? json(context)
            : text(context, LINE + (plan.stackTraces() ? "%n" : "%nopex%n")));
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
    Path file = plan.file();
    if (file != null) {
      root.addAppender(file(context, file));
    }
    boolean talkative = plan.level().compareTo(LogLevel.DEBUG) >= 0;
    root.setLevel(talkative ? Level.INFO : Level.WARN);
    context.getLogger("dev.hawser").setLevel(Level.valueOf(plan.level().name()));
    if (plan.level().compareTo(LogLevel.INFO) < 0) {
      // Where it listens, and the link without which nobody can set it up.
      context.getLogger("dev.hawser.start").setLevel(Level.INFO);
    }
    // Both tell at WARN what we tell in plain words: a lost server, and PostgreSQL's notices.
    context.getLogger("org.flywaydb").setLevel(talkative ? Level.INFO : Level.ERROR);
    context.getLogger("com.zaxxer.hikari").setLevel(talkative ? Level.INFO : Level.ERROR);
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithArguments(false);
    encoder.setWithMessage(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }

  private static RollingFileAppender<ILoggingEvent> file(LoggerContext context, Path file) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName("file");
    appender.setFile(file.toString());
    appender.setEncoder(text(context, FILE_LINE));

    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(4);
    rolling.start();

    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf("10MB"));
    size.start();

    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(size);
    appender.start();
    return appender;
  }
}
