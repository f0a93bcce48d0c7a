package dev.hawser.core.egress;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.egress.OutboundException.Kind;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The guarded HTTP client. Each address is checked after name resolution, at the moment of
 * connecting, so that neither a name nor a redirect leads where the policy does not; time and size
 * of the whole exchange are bounded. It keeps no cookies and repeats nothing. Blocking: call it
 * from virtual threads.
 */
@Singleton
public final class OutboundHttp implements AutoCloseable {
  private static final int CONNECTIONS_PER_HOST = 256;
  private static final int CONNECTIONS = 2_048;
  private static final int MAX_REDIRECTS = 10;
  private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(10);
  private static final Timeout POOL_TIMEOUT = Timeout.ofSeconds(30);

  private static final class RefusedAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    RefusedAddressException(String message) {
      super(message);
    }
  }

  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor deadlines;

  @Inject
  public OutboundHttp(SettingValues settings) {
    this(
        new AddressPolicy(
            settings.get(EgressSettings.TENANCY), settings.get(EgressSettings.ALLOW)));
  }

  public OutboundHttp(AddressPolicy policy) {
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("outbound-deadlines").factory());
    this.deadlines.setRemoveOnCancelPolicy(true);
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(guarded(policy))
                    .setMaxConnPerRoute(CONNECTIONS_PER_HOST)
                    .setMaxConnTotal(CONNECTIONS)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(CONNECT_TIMEOUT)
                            .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                            .setTimeToLive(TimeValue.ofMinutes(5))
                            .build())
                    .build())
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableDefaultUserAgent()
            .evictIdleConnections(TimeValue.ofSeconds(30))
            .build();
  }

  /**
   * Sends the request and reads the whole answer, whatever its status.
   *
   * @throws OutboundException when there is no usable answer
   */
  public OutboundResponse send(OutboundRequest request) throws OutboundException {
    return exchange(
        request,
        answer -> {
          ByteArrayOutputStream body = new ByteArrayOutputStream();
          answer.body().transferTo(body);
          return new OutboundResponse(answer.status(), answer.headers(), body.toByteArray());
        });
  }

  /**
   * Sends the request and lets the reader take the answer in while it arrives, whatever its status.
   * The time limit is for all of that. Unchecked exceptions of the reader and of the request's body
   * pass through, unless they only tell that the answer could not be read.
   *
   * @throws OutboundException when there is no usable answer
   */
  public <T> T exchange(OutboundRequest request, OutboundReader<T> reader)
      throws OutboundException {
    HttpUriRequestBase message = message(request);
    AtomicBoolean late = new AtomicBoolean();
    AtomicReference<LimitedBody> body = new AtomicReference<>();
    ScheduledFuture<?> deadline =
        deadlines.schedule(
            () -> {
              late.set(true);
              message.cancel();
            },
            request.timeout().toNanos(),
            TimeUnit.NANOSECONDS);
    try {
      return client.execute(
          message, response -> read(response, request.maxResponseBytes(), body, reader));
    } catch (IOException e) {
      throw failure(e, request, late.get());
    } catch (RuntimeException e) {
      LimitedBody read = body.get();
      IOException cause = read == null ? null : read.failure();
      if (cause == null) {
        throw e;
      }
      throw failure(cause, request, late.get());
    } finally {
      deadline.cancel(false);
    }
  }

  private static OutboundException failure(IOException e, OutboundRequest request, boolean late) {
    if (e.getCause() instanceof OutboundException tooLarge) {
      return tooLarge;
    }
    return late ? timeout(request) : classify(e, request);
  }

  @Override
  @PreDestroy
  public void close() throws IOException {
    deadlines.shutdownNow();
    client.close();
  }

  private static HttpUriRequestBase message(OutboundRequest request) throws OutboundException {
    String scheme = request.url().getScheme();
    if (scheme == null
        || request.url().getHost() == null
        || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
      throw new OutboundException(
          Kind.INVALID_URL,
          "The URL must be absolute and start with http:// or https://: " + shown(request));
    }
    HttpUriRequestBase message = new HttpUriRequestBase(request.method(), request.url());
    message.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(POOL_TIMEOUT)
            .setResponseTimeout(Timeout.of(request.timeout()))
            .setRedirectsEnabled(request.followRedirects())
            .setMaxRedirects(MAX_REDIRECTS)
            .build());
    request.headers().forEach(header -> message.addHeader(header.name(), header.value()));
    OutboundBody body = request.body();
    if (body != null) {
      String type = request.contentType();
      message.setEntity(new OutboundEntity(body, type == null ? null : ContentType.parse(type)));
    }
    return message;
  }

  private static <T> T read(
      ClassicHttpResponse response,
      long limit,
      AtomicReference<LimitedBody> body,
      OutboundReader<T> reader)
      throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (var header : response.getHeaders()) {
      headers.merge(
          header.getName().toLowerCase(Locale.ROOT), header.getValue(), (a, b) -> a + ", " + b);
    }
    HttpEntity entity = response.getEntity();
    if (entity != null && entity.getContentLength() > limit) {
      throw LimitedBody.tooLarge(limit);
    }
    InputStream content = entity == null ? null : entity.getContent();
    LimitedBody limited =
        new LimitedBody(content == null ? InputStream.nullInputStream() : content, limit);
    body.set(limited);
    return reader.read(new OutboundAnswer(response.getCode(), headers, limited));
  }

  private static OutboundException classify(IOException e, OutboundRequest request) {
    String host = request.url().getHost();
    return switch (e) {
      case RefusedAddressException refused ->
          new OutboundException(
              Kind.REFUSED,
              "The address of "
                  + host
                  + " is not open to workflows; hawser.egress.allow can open it");
      case UnknownHostException unknown ->
          new OutboundException(Kind.NETWORK, "The host " + host + " is not known");
      case SocketTimeoutException timedOut -> timeout(request);
      case ConnectionRequestTimeoutException busy ->
          new OutboundException(Kind.TIMEOUT, "Too many requests to " + host + " are in flight");
      case SSLException tls ->
          new OutboundException(
              Kind.NETWORK, "The secure connection to " + host + " failed: " + tls.getMessage());
      default ->
          new OutboundException(
              Kind.NETWORK, "The request to " + shown(request) + " failed: " + e.getMessage());
    };
  }

  private static OutboundException timeout(OutboundRequest request) {
    return new OutboundException(
        Kind.TIMEOUT,
        shown(request) + " gave no complete answer within " + request.timeout().toMillis() + " ms");
  }

  /** Without user info and query: they may hold secrets. */
  private static String shown(OutboundRequest request) {
    var url = request.url();
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme()
        + "://"
        + url.getHost()
        + port
        + (url.getRawPath() == null ? "" : url.getRawPath());
  }

  private static DnsResolver guarded(AddressPolicy policy) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        for (InetAddress address : addresses) {
          if (!policy.permits(address)) {
            throw new RefusedAddressException(
                "The address of "
                    + host
                    + " is not open to workflows; hawser.egress.allow can open it");
          }
        }
        return addresses;
      }

      @Override
      public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
      }
    };
  }
}
