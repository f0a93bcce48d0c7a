package dev.hawser.workflows.internal.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Addresses and their parts. */
final class Urls {
  private static final int LONGEST_URL = 65_536;

  private Urls() {}

  static void addTo(FunctionTable table) {
    table.global(
        "url.encode",
        "url_encode_string",
        a -> encode((String) a[0]),
        SimpleType.STRING,
        SimpleType.STRING);
    table.global(
        "url.decode",
        "url_decode_string",
        a -> decode((String) a[0]),
        SimpleType.STRING,
        SimpleType.STRING);
    table.global(
        "url.parse",
        "url_parse_string",
        a -> parse((String) a[0]),
        FunctionTable.OBJECT,
        SimpleType.STRING);
    table.global(
        "url.query",
        "url_query_map",
        a -> query((Map<?, ?>) a[0]),
        SimpleType.STRING,
        FunctionTable.OBJECT);
  }

  /** As JavaScript's encodeURIComponent. */
  private static String encode(String text) {
    Budget.current().text(text.length());
    Budget.current().text(text.length() + 8L * text.chars().filter(c -> !isPlain(c)).count());
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("%21", "!")
        .replace("%27", "'")
        .replace("%28", "(")
        .replace("%29", ")")
        .replace("%7E", "~");
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Of a part of a path or a query; a plus is a blank only in queries. */
  private static String decode(String text) {
    Budget.current().text(2L * text.length());
    return decodeQuery(text.replace("+", "%2B"));
  }

  private static String decodeQuery(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new FunctionFailure("the text has a % that two hexadecimal digits do not follow");
    }
  }

  private static Map<String, Object> parse(String text) {
    if (text.length() > LONGEST_URL) {
      throw new FunctionFailure("url.parse takes at most " + LONGEST_URL + " characters");
    }
    Budget budget = Budget.current();
    budget.tick(text.length() >>> 2);
    budget.build(8L * text.length());
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new FunctionFailure("url.parse(…) was given a text that is not a URL");
    }
    if (uri.isOpaque()) {
      throw new FunctionFailure("url.parse(…) was given a URL without a path, such as mailto:");
    }
    Map<String, Object> out = new LinkedHashMap<>();
    put(out, "scheme", uri.getScheme());
    put(out, "user", uri.getUserInfo());
    put(out, "host", uri.getHost());
    out.put("port", uri.getPort() < 0 ? NullValue.NULL_VALUE : (Object) (long) uri.getPort());
    put(out, "path", uri.getPath());
    out.put("query", parameters(uri.getRawQuery()));
    put(out, "fragment", uri.getFragment());
    return out;
  }

  private static void put(
      Map<String, Object> out, String name, @org.jspecify.annotations.Nullable String value) {
    out.put(name, value == null ? NullValue.NULL_VALUE : value);
  }

  /** A name that comes more than once has a list. */
  private static Map<String, Object> parameters(@org.jspecify.annotations.Nullable String query) {
    Map<String, Object> out = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return out;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decodeQuery(pair.substring(equals + 1));
      out.merge(name, value, Urls::together);
    }
    return out;
  }

  private static Object together(Object before, Object value) {
    List<Object> list = before instanceof List<?> more ? new ArrayList<>(more) : new ArrayList<>();
    if (list.isEmpty()) {
      list.add(before);
    }
    list.add(value);
    Budget.current().list(list.size());
    return list;
  }

  /** A query of an object; lists repeat the name, nulls leave it out. */
  private static String query(Map<?, ?> parameters) {
    StringBuilder out = new StringBuilder();
    for (var parameter : parameters.entrySet()) {
      Object value = Budget.present(parameter.getValue());
      List<?> values =
          value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
      for (Object one : values) {
        Budget.current().tick(1);
        if (one instanceof NullValue) {
          continue;
        }
        if (one instanceof List<?> || one instanceof Map<?, ?>) {
          throw new FunctionFailure(
              "the values of a query are texts, numbers and booleans, not " + Shapes.kind(one));
        }
        out.append(out.isEmpty() ? "" : "&")
            .append(encode(String.valueOf(parameter.getKey())))
            .append('=')
            .append(encode(TextForm.of(JsonView.unwrap(one))));
        if (out.length() > Budget.LONGEST_TEXT) {
          Budget.current().text(out.length());
        }
      }
    }
    Budget.current().text(out.length());
    return out.toString();
  }
}
