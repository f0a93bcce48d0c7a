package dev.hawser.storage.aws;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.io.CloseMode;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Sends the SDK's requests with the HTTP client that the rest of the process uses. The SDK's own
 * binding to it takes at most 100 headers, and metadata may have more.
 */
final class S3Http implements SdkHttpClient {
  private static final int CONNECT_SECONDS = 5;

  /** Between two bytes of an answer, and for a connection to become free. */
  private static final int SILENCE_SECONDS = 30;

  /** Services put the parts together before they say a word. */
  private static final int COMPLETION_SECONDS = 110;

  private static final int CONNECTIONS = 256;
  private static final int HEADERS = 1_000;

  /** A connection that has rested so long is looked at before it is used again. */
  private static final int REST_MILLIS = 100;

  /** What the HTTP client says by itself, from the address and the body. */
  private static final Set<String> BY_CLIENT = Set.of("host", "content-length");

  private final CloseableHttpClient client;

  S3Http() {
    client =
        HttpClients.custom()
            .useSystemProperties() // proxies and trusted certificates
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .useSystemProperties()
                    .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder()
                            .http1Config(Http1Config.custom().setMaxHeaderCount(HEADERS).build())
                            .build())
                    .setMaxConnPerRoute(CONNECTIONS)
                    .setMaxConnTotal(CONNECTIONS)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                            .setSocketTimeout(SILENCE_SECONDS, TimeUnit.SECONDS)
                            .setValidateAfterInactivity(REST_MILLIS, TimeUnit.MILLISECONDS)
                            .build())
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest execute) {
    HttpUriRequestBase request = request(execute);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return response(request, client.executeOpen(null, request, null));
      }

      @Override
      public void abort() {
        request.abort();
      }
    };
  }

  private static HttpUriRequestBase request(HttpExecuteRequest execute) {
    SdkHttpRequest asked = execute.httpRequest();
    HttpUriRequestBase request = new HttpUriRequestBase(asked.method().name(), asked.getUri());
    request.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(SILENCE_SECONDS, TimeUnit.SECONDS)
            .setResponseTimeout(
                completesUpload(asked) ? COMPLETION_SECONDS : SILENCE_SECONDS, TimeUnit.SECONDS)
            .build());
    asked.forEachHeader(
        (name, values) -> {
          if (!BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.addHeader(name, value));
          }
        });
    execute
        .contentStreamProvider()
        .ifPresent(
            body ->
                request.setEntity(
                    new InputStreamEntity(
                        body.newStream(),
                        asked.firstMatchingHeader("Content-Length").map(Long::valueOf).orElse(-1L),
                        null)));
    return request;
  }

  private static boolean completesUpload(SdkHttpRequest asked) {
    return asked.method() == SdkHttpMethod.POST
        && asked.firstMatchingRawQueryParameter("uploadId").isPresent();
  }

  private static HttpExecuteResponse response(
      HttpUriRequestBase request, ClassicHttpResponse answer) throws IOException {
    SdkHttpResponse.Builder head =
        SdkHttpResponse.builder().statusCode(answer.getCode()).statusText(answer.getReasonPhrase());
    for (Header header : answer.getHeaders()) {
      head.appendHeader(header.getName(), header.getValue());
    }
    HttpExecuteResponse.Builder response = HttpExecuteResponse.builder().response(head.build());
    if (answer.getEntity() != null) {
      InputStream body = answer.getEntity().getContent();
      response.responseBody(AbortableInputStream.create(body, request::abort));
    }
    return response.build();
  }

  @Override
  public String clientName() {
    return "Apache5";
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
