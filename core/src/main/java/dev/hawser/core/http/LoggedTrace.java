package dev.hawser.core.http;

import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Puts the trace of a request into the log context of every thread that works for it. */
record LoggedTrace(RequestTrace trace)
    implements ThreadPropagatedContextElement<LoggedTrace.Before> {
  private static final String TRACE_ID = "traceId";
  private static final String REQUEST_ID = "requestId";

  record Before(@Nullable String traceId, @Nullable String requestId) {}

  @Override
  public Before updateThreadContext() {
    Before before = new Before(MDC.get(TRACE_ID), MDC.get(REQUEST_ID));
    set(TRACE_ID, trace.traceId());
    set(REQUEST_ID, trace.requestId());
    return before;
  }

  @Override
  public void restoreThreadContext(@Nullable Before before) {
    set(TRACE_ID, before == null ? null : before.traceId());
    set(REQUEST_ID, before == null ? null : before.requestId());
  }

  private static void set(String key, @Nullable String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
