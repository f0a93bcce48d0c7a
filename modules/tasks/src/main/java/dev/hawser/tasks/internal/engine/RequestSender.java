package dev.hawser.tasks.internal.engine;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.egress.OutboundException;
import dev.hawser.core.egress.OutboundHttp;
import dev.hawser.core.egress.OutboundRequest;
import dev.hawser.core.http.RequestTrace;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.BlobException;
import dev.hawser.tasks.EngineSettings;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.engine.ResponseBodies.Read;
import dev.hawser.tasks.internal.files.FileTooLargeException;
import dev.hawser.tasks.internal.files.WorkflowFiles;
import dev.hawser.tasks.internal.interpreter.FileRef;
import dev.hawser.tasks.internal.interpreter.Host.StepFailedException;
import dev.hawser.tasks.internal.interpreter.ResolvedRequest;
import dev.hawser.tasks.internal.interpreter.ResolvedRequest.Pair;
import dev.hawser.tasks.internal.interpreter.StepError;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.ResponseForm;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a request step into an HTTP exchange and its answer into the step's output. */
@Singleton
final class RequestSender {
  private static final Logger LOG = LoggerFactory.getLogger(RequestSender.class);
  private static final String USER_AGENT = "Hawser";

  private final OutboundHttp http;
  private final WorkflowFiles files;
  private final RequestBodies requestBodies;
  private final ResponseBodies responseBodies;
  private final Duration defaultTimeout;
  private final long maxResponse;

  RequestSender(OutboundHttp http, WorkflowFiles files, SettingValues settings) {
    this.http = http;
    this.files = files;
    this.defaultTimeout = settings.get(EngineSettings.REQUEST_TIMEOUT);
    this.maxResponse = settings.get(EngineSettings.MAX_RESPONSE);
    this.requestBodies = new RequestBodies(files);
    this.responseBodies = new ResponseBodies(files, maxResponse);
  }

  /**
   * On whose behalf a request is sent.
   *
   * @param remaining what is left of the execution's time
   */
  record Sending(
      ProjectId project, ExecutionId execution, String idempotencyKey, Duration remaining) {}

  /** Sends the request; files of its body and of its answer stream. */
  Object send(StepPlan.Request step, ResolvedRequest request, Sending sending)
      throws StepFailedException {
    Duration own = step.header().timeout();
    Duration limit = own == null ? defaultTimeout : own;
    boolean mayBeFile =
        step.response() == ResponseForm.FILE || step.response() == ResponseForm.AUTO;
    try {
      URI url = url(request);
      var made = requestBodies.of(request, sending.project());
      var reader =
          new ResponseBodies.Reader(sending.project(), sending.execution(), url, step.response());
      Read read =
          http.exchange(
              new OutboundRequest(
                  request.method(),
                  url,
                  headers(request, sending),
                  made.body(),
                  hasContentType(request) ? null : made.contentType(),
                  step.followRedirects(),
                  limit.compareTo(sending.remaining()) < 0 ? limit : sending.remaining(),
                  mayBeFile ? Math.max(files.maxSize(), maxResponse) : maxResponse),
              answer -> responseBodies.read(answer, reader));
      return checked(read);
    } catch (OutboundException e) {
      String code = e.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
      throw failed(code, String.valueOf(e.getMessage()));
    } catch (FileTooLargeException e) {
      throw failed("too-large", "The answer is larger than a file may be: " + e.limit() + " bytes");
    } catch (BlobException | UncheckedIOException e) {
      throw storage(e);
    }
  }

  /** The complete reference to a file of the project. */
  Map<String, Object> file(ProjectId project, FileRef ref) throws StepFailedException {
    try {
      return requestBodies.require(project, ref).toJson();
    } catch (BlobException e) {
      throw storage(e);
    }
  }

  private static Object checked(Read read) throws StepFailedException {
    long status = read.output().get("status") instanceof Long number ? number : 0;
    if (status >= 400) {
      Map<String, @Nullable Object> details = Map.of("status", status);
      throw new StepFailedException(
          new StepError("http-status", "The answer has status " + status, details), read.output());
    }
    if (read.problem() != null) {
      throw new StepFailedException(
          new StepError("bad-response", read.problem(), Map.of()), read.output());
    }
    return read.output();
  }

  private static StepFailedException failed(String code, String message) {
    return new StepFailedException(new StepError(code, message, Map.of()), null);
  }

  private static StepFailedException storage(RuntimeException e) {
    LOG.warn("A file could not be read from or written to the store: {}", e.toString());
    return failed("storage", "The file could not be read or written; the store had a problem");
  }

  private static URI url(ResolvedRequest request) throws OutboundException {
    StringBuilder url = new StringBuilder(request.url().strip());
    char separator = url.indexOf("?") < 0 ? '?' : '&';
    for (Pair parameter : request.query()) {
      url.append(separator)
          .append(RequestBodies.encode(parameter.name()))
          .append('=')
          .append(RequestBodies.encode(parameter.value()));
      separator = '&';
    }
    try {
      return new URI(url.toString());
    } catch (URISyntaxException e) {
      throw new OutboundException(
          OutboundException.Kind.INVALID_URL, "The URL is not valid: " + e.getReason());
    }
  }

  private static List<OutboundRequest.Header> headers(ResolvedRequest request, Sending sending) {
    List<OutboundRequest.Header> headers = new ArrayList<>(request.headers().size() + 3);
    boolean agent = false;
    boolean key = false;
    boolean trace = false;
    for (Pair header : request.headers()) {
      headers.add(new OutboundRequest.Header(header.name(), header.value()));
      agent |= header.name().equalsIgnoreCase("User-Agent");
      key |= header.name().equalsIgnoreCase("Idempotency-Key");
      trace |= header.name().equalsIgnoreCase(RequestTrace.TRACEPARENT);
    }
    if (!agent) {
      headers.add(new OutboundRequest.Header("User-Agent", USER_AGENT));
    }
    if (!key) {
      headers.add(new OutboundRequest.Header("Idempotency-Key", sending.idempotencyKey()));
    }
    if (!trace) {
      String traceparent = RequestTrace.within(sending.execution().value()).traceparent();
      headers.add(new OutboundRequest.Header(RequestTrace.TRACEPARENT, traceparent));
    }
    return headers;
  }

  private static boolean hasContentType(ResolvedRequest request) {
    return request.headers().stream()
        .anyMatch(header -> header.name().equalsIgnoreCase("Content-Type"));
  }
}
