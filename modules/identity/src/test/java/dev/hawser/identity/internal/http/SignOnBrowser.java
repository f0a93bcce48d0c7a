package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Somebody's browser on the way to a provider and back, with the cookies of both. */
final class SignOnBrowser {
  static final String START = "/api/v1/session/single-sign-on";
  static final String PUBLIC_URL = "http://hawser.test";
  static final String CALLBACK = PUBLIC_URL + START + "/callback";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
  private static final Pattern PROMPT = Pattern.compile("name=\"prompt\" value=\"(\\w+)\"");
  private final IdentityServer server;
  private final Map<String, String> here = new LinkedHashMap<>();
  private final Map<String, String> there = new LinkedHashMap<>();

  SignOnBrowser(IdentityServer server) {
    this.server = server;
  }

  /** The same browser, whose requests another replica answers. */
  SignOnBrowser at(IdentityServer other) {
    SignOnBrowser same = new SignOnBrowser(other);
    same.here.putAll(here);
    same.there.putAll(there);
    return same;
  }

  SignOnBrowser withCookie(String name, @Nullable String value) {
    if (value == null) {
      here.remove(name);
    } else {
      here.put(name, value);
    }
    return this;
  }

  @Nullable String cookie(String name) {
    return here.get(name);
  }

  Answer start(Map<String, String> body) {
    Answer answer =
        server.send("POST", START, null, new String(Json.write(body), UTF_8), cookies());
    take(answer.http(), here);
    return answer;
  }

  private Map<String, String> cookies() {
    return here.isEmpty() ? Map.of() : Map.of("Cookie", header(here));
  }

  /** Logs in at the provider and agrees, up to where it sends the browser back to. */
  URI logIn(String url, String subject) {
    URI at = URI.create(url);
    String form = null;
    for (int step = 0; step < 12; step++) {
      HttpResponse<String> answer = ask(at, form);
      form = null;
      if (answer.statusCode() / 100 == 3) {
        at = at.resolve(answer.headers().firstValue("Location").orElseThrow());
        if (at.toString().startsWith(CALLBACK)) {
          return at;
        }
        continue;
      }
      Matcher action = FORM.matcher(answer.body());
      Matcher prompt = PROMPT.matcher(answer.body());
      assertThat(action.find() && prompt.find()).as(answer.body()).isTrue();
      at = at.resolve(action.group(1).replace("&amp;", "&"));
      form =
          "prompt=" + prompt.group(1) + "&password=any&login=" + URLEncoder.encode(subject, UTF_8);
    }
    throw new AssertionError("The provider goes round in circles: " + at);
  }

  private HttpResponse<String> ask(URI url, @Nullable String form) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    if (!there.isEmpty()) {
      request.header("Cookie", header(there));
    }
    if (form != null) {
      request
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(form));
    }
    try {
      HttpResponse<String> answer =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      take(answer, there);
      return answer;
    } catch (IOException e) {
      throw new AssertionError(url.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Comes back, and says where the browser is sent then. */
  String arrive(URI callback) {
    return arriveAt(callback).expect(303).http().headers().firstValue("Location").orElseThrow();
  }

  /** The same with the whole answer. */
  Answer arriveAt(URI callback) {
    Answer answer =
        server.send("GET", START + "/callback?" + callback.getRawQuery(), null, null, cookies());
    take(answer.http(), here);
    return answer;
  }

  /** The whole way; where it ends. */
  String signIn(Map<String, String> body, String subject) {
    return arrive(logIn(start(body).expect(200).text("url"), subject));
  }

  /** The pages of the console for who is signed in. */
  Browser console() {
    Browser browser =
        new Browser(server)
            .withCookie("hawser_session=" + requireNonNull(here.get("hawser_session")));
    return browser.withCsrf(browser.get(Browser.SESSION).expect(200).text("csrfToken"));
  }

  static Map<String, String> query(URI url) {
    Map<String, String> all = new HashMap<>();
    for (String pair : url.getRawQuery().split("&", -1)) {
      int at = pair.indexOf('=');
      all.put(pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), UTF_8));
    }
    return all;
  }

  private static String header(Map<String, String> jar) {
    return jar.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  private static void take(HttpResponse<?> answer, Map<String, String> jar) {
    for (String line : answer.headers().allValues("Set-Cookie")) {
      String pair = line.split(";", 2)[0];
      int at = pair.indexOf('=');
      String value = pair.substring(at + 1);
      if (value.isEmpty()) {
        jar.remove(pair.substring(0, at));
      } else {
        jar.put(pair.substring(0, at), value);
      }
    }
  }
}
