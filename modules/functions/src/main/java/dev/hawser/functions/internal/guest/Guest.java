package dev.hawser.functions.internal.guest;

import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.FunctionOutcome.Returned;
import dev.hawser.functions.FunctionOutcome.Stopped;
import dev.hawser.functions.FunctionOutcome.Threw;
import dev.hawser.functions.StopReason;
import dev.hawser.functions.SyntaxProblem;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.ResourceLimits;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Runs functions on the calling thread, each in a context of its own on one shared engine. Safe for
 * several threads. Outcomes have an empty log: the lines go to the sink as they are written.
 */
public final class Guest implements AutoCloseable {
  private static final HostAccess NO_HOST =
      HostAccess.newBuilder(HostAccess.NONE).allowMutableTargetMappings().build();

  private final GuestLimits limits;
  private final ResourceLimits statements;
  private final Engine engine;
  private final Source bootstrap = Resources.bootstrap();
  private final Libraries libraries = new Libraries();
  private final ProgramCache programs = new ProgramCache();
  private final Watchdog watchdog;

  public Guest(GuestLimits limits) {
    this.limits = limits;
    statements = ResourceLimits.newBuilder().statementLimit(limits.statements(), null).build();
    engine =
        Engine.newBuilder("js")
            .sandbox(SandboxPolicy.CONSTRAINED)
            .out(OutputStream.nullOutputStream())
            .err(OutputStream.nullOutputStream())
            .option("engine.WarnInterpreterOnly", "false")
            .build();
    watchdog = new Watchdog(limits);
  }

  /** Runs a function. */
  public FunctionOutcome run(String code, byte[] input, LogSink sink) {
    return inContext(sink, (context, call) -> run(context, call, code, input));
  }

  /** Runs a function of ours that takes as long as it takes, since all is cold. */
  public FunctionOutcome warmUp(String code, byte[] input) {
    Context context = context(new ConsoleOutput(line -> {}));
    try {
      return run(context, new GuestCall(context), code, input);
    } finally {
      close(context);
    }
  }

  /** What is wrong with the form of a function; its top level is run, the function is not. */
  public List<SyntaxProblem> check(String code) {
    FunctionOutcome outcome =
        inContext(
            line -> {},
            (context, call) -> {
              Value ours = context.eval(bootstrap);
              try {
                Value module = context.eval(programs.of(code).source());
                Threw noFunction = withoutDefault(ours, module);
                return noFunction == null ? new Returned(new byte[0], List.of()) : noFunction;
              } catch (PolyglotException e) {
                return failure(e, call, ours, code);
              }
            });
    return switch (outcome) {
      case Returned returned -> List.of();
      case Threw threw ->
          List.of(
              new SyntaxProblem(
                  threw.line() == null ? 1 : threw.line(),
                  threw.column() == null ? 1 : threw.column(),
                  threw.name().equals("SyntaxError")
                      ? threw.message()
                      : threw.name() + ": " + threw.message()));
      case Stopped stopped -> List.of(new SyntaxProblem(1, 1, stopped.message()));
    };
  }

  private interface Work {
    FunctionOutcome in(Context context, GuestCall call);
  }

  private FunctionOutcome inContext(LogSink sink, Work work) {
    ConsoleOutput console = new ConsoleOutput(sink);
    Context context = context(console);
    GuestCall call = new GuestCall(context);
    try {
      watchdog.add(call);
      return work.in(context, call);
    } catch (PolyglotException e) {
      return isTheirs(e) ? Faults.strange() : stopped(e, call);
    } catch (OutOfMemoryError e) {
      return stopped(StopReason.MEMORY, Stops.memory());
    } catch (StackOverflowError e) {
      return stopped(StopReason.STACK, Stops.stack());
    } finally {
      watchdog.remove(call);
      close(context);
    }
  }

  private FunctionOutcome run(Context context, GuestCall call, String code, byte[] input) {
    Value ours = context.eval(bootstrap);
    try {
      Program program = programs.of(code);
      for (String name : Libraries.NAMES) {
        if (program.libraries().contains(name)) {
          ours.invokeMember("provide", name, context.eval(libraries.get(name)));
        } else {
          ours.invokeMember("withhold", name);
        }
      }
      Value module = context.eval(program.source());
      Threw noFunction = withoutDefault(ours, module);
      if (noFunction != null) {
        return noFunction;
      }
      String text = new String(input, StandardCharsets.UTF_8);
      ours.invokeMember("start", module.getMember("default"), text);
      return settled(ours.getMember("state"), code);
    } catch (PolyglotException e) {
      return failure(e, call, ours, code);
    }
  }

  private static @Nullable Threw withoutDefault(Value ours, Value module) {
    if (!module.hasMember("default")) {
      return new Threw(
          "SyntaxError", "There is no default export: " + Stops.FORM, 1, 1, List.of(), List.of());
    }
    if (!ours.getMember("isFunction").execute(module.getMember("default")).asBoolean()) {
      return new Threw(
          "SyntaxError",
          "The default export is not a function: " + Stops.FORM,
          1,
          1,
          List.of(),
          List.of());
    }
    return null;
  }

  private FunctionOutcome settled(Value state, String code) {
    return switch (state.getMember("kind").asString()) {
      case "returned" -> returned(state.getMember("json").asString());
      case "threw" -> thrown(state, null, code);
      case "not-json" -> stopped(StopReason.NOT_JSON, state.getMember("message").asString());
      default -> stopped(StopReason.NEVER_SETTLED, Stops.neverSettled());
    };
  }

  private FunctionOutcome returned(String json) {
    if (json.length() > limits.maxOutput()) {
      return stopped(
          StopReason.OUTPUT_TOO_LARGE, Stops.tooLarge(json.length(), limits.maxOutput()));
    }
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > limits.maxOutput()) {
      return stopped(StopReason.OUTPUT_TOO_LARGE, Stops.tooLarge(bytes.length, limits.maxOutput()));
    }
    if (Nesting.deeperThan(bytes, Nesting.MAX)) {
      return stopped(StopReason.NOT_JSON, Stops.tooDeep());
    }
    return new Returned(bytes, List.of());
  }

  private static Threw thrown(Value state, @Nullable SourceSection where, String code) {
    return Faults.thrown(
        state.getMember("name").asString(),
        state.getMember("message").asString(),
        state.getMember("stack").asString(),
        where,
        code,
        List.of());
  }

  /** What an exception means that came while the context was open. */
  private FunctionOutcome failure(PolyglotException e, GuestCall call, Value ours, String code) {
    if (e.isCancelled() || e.isResourceExhausted() || e.isInternalError()) {
      return stopped(e, call);
    }
    if (e.isSyntaxError()) {
      SyntaxProblem problem = Faults.syntax(e);
      return new Threw(
          "SyntaxError", problem.message(), problem.line(), problem.column(), List.of(), List.of());
    }
    Value thrown = e.getGuestObject();
    if (thrown == null) {
      return neverStarted(e, code);
    }
    try {
      ours.invokeMember("fail", thrown);
    } catch (PolyglotException again) {
      return isTheirs(again) ? Faults.strange() : stopped(again, call);
    }
    if (ours.getMember("state").getMember("message").asString().startsWith("*default*")) {
      return stopped(StopReason.NEVER_SETTLED, Stops.neverSettled());
    }
    return thrown(ours.getMember("state"), e.getSourceLocation(), code);
  }

  /** Whether code of the customer threw it, as opposed to what ends a call or is our fault. */
  private static boolean isTheirs(PolyglotException e) {
    return e.isGuestException() && !e.isCancelled() && !e.isResourceExhausted();
  }

  private static Threw neverStarted(PolyglotException e, String code) {
    String message = e.getMessage() == null ? "unknown error" : e.getMessage();
    return Faults.thrown("Error", message, "", e.getSourceLocation(), code, List.of());
  }

  private Stopped stopped(PolyglotException e, GuestCall call) {
    if (call.outOfTime) {
      return stopped(StopReason.CPU_TIME, Stops.cpu(limits.cpu()));
    }
    String message = e.getMessage() == null ? "" : e.getMessage();
    if (message.contains("Statement count limit")) {
      return stopped(StopReason.STATEMENTS, Stops.statements(limits.statements()));
    }
    if (message.contains("Stack overflow") || message.contains("StackOverflowError")) {
      return stopped(StopReason.STACK, Stops.stack());
    }
    if (message.contains("Out of memory") || message.contains("OutOfMemoryError")) {
      return stopped(StopReason.MEMORY, Stops.memory());
    }
    throw e;
  }

  private static Stopped stopped(StopReason reason, String message) {
    return new Stopped(reason, message, List.of());
  }

  private Context context(ConsoleOutput console) {
    return Context.newBuilder("js")
        .engine(engine)
        .sandbox(SandboxPolicy.CONSTRAINED)
        .out(console)
        .err(OutputStream.nullOutputStream())
        .allowHostAccess(NO_HOST)
        .option("js.ecmascript-version", "2024")
        .option("js.load", "false")
        .option("js.allow-eval", "false")
        .option("js.esm-eval-returns-exports", "true")
        .resourceLimits(statements)
        .build();
  }

  private static void close(Context context) {
    try {
      context.close(true);
    } catch (PolyglotException e) {
      // Says once more why the call was ended; the outcome has it.
      if (e.isInternalError()) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    watchdog.close();
    engine.close(true);
  }
}
