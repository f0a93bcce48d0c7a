package dev.hawser.storage.gcp;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.net.URI;

/** Google's clients of JSON APIs, wired: transport, token, time limits, no retries of its own. */
final class GcsClient implements HttpRequestInitializer {
  static final URI GOOGLE = URI.create("https://storage.googleapis.com");
  static final String APPLICATION = "hawser";

  private final HttpCredentialsAdapter token;
  private final int timeoutMillis;

  GcsClient(GoogleCredentials credentials, int timeoutMillis) {
    this.token = new HttpCredentialsAdapter(credentials);
    this.timeoutMillis = timeoutMillis;
  }

  static Storage of(GcsSettings settings, GoogleCredentials credentials) {
    HttpTransport transport = new NetHttpTransport();
    GcsClient initializer = new GcsClient(credentials, (int) settings.timeout().toMillis());
    String root = settings.endpoint().orElse(GOOGLE).toString();
    return new Storage.Builder(transport, GsonFactory.getDefaultInstance(), initializer)
        .setRootUrl(root.endsWith("/") ? root : root + "/")
        .setServicePath(Storage.DEFAULT_SERVICE_PATH)
        .setApplicationName(APPLICATION)
        .build();
  }

  @Override
  public void initialize(HttpRequest request) throws IOException {
    try {
      token.initialize(request);
    } catch (IOException e) {
      throw new NoTokenException(e);
    }
    request.setConnectTimeout(timeoutMillis);
    request.setReadTimeout(timeoutMillis);
    request.setLoggingEnabled(false); // headers hold the token
    request.setCurlLoggingEnabled(false);
  }

  /** The request was not sent, because we have nothing to show. */
  static final class NoTokenException extends IOException {
    private static final long serialVersionUID = 1L;

    NoTokenException(IOException cause) {
      super("no access token", cause);
    }
  }
}
