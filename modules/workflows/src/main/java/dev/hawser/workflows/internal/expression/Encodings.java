package dev.hawser.workflows.internal.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Base64;
import java.util.HexFormat;

/** Bytes as texts and back. Where bytes are wanted, a text stands for its UTF-8 form. */
final class Encodings {
  private Encodings() {}

  static void addTo(FunctionTable table) {
    table.replace(
        "bytes_to_string", a -> text("string(…)", ((CelByteString) a[0])), CelByteString.class);
    table.replace("string_to_bytes", a -> CelByteString.of(bytes("bytes", a[0])), String.class);
    table.replace(
        "add_bytes",
        a -> concat((CelByteString) a[0], (CelByteString) a[1]),
        CelByteString.class,
        CelByteString.class);
    encoder(table, "base64.encode", "base64_encode", Base64.getEncoder()::encodeToString);
    encoder(
        table,
        "base64.encodeUrl",
        "base64_encode_url",
        Base64.getUrlEncoder().withoutPadding()::encodeToString);
    encoder(table, "hex.encode", "hex_encode", HexFormat.of()::formatHex);
    decoder(table, "base64.decode", "base64_decode", Encodings::fromBase64);
    decoder(table, "hex.decode", "hex_decode", text -> HexFormat.of().parseHex(text));
  }

  private interface Encoder {
    String encode(byte[] bytes);
  }

  private interface Decoder {
    byte[] decode(String text);
  }

  private static void encoder(FunctionTable table, String name, String id, Encoder encoder) {
    FunctionTable.Body body =
        a -> {
          byte[] bytes = bytes(name, a[0]);
          Budget.current().text(2L * bytes.length);
          return encoder.encode(bytes);
        };
    if (name.equals("base64.encode")) { // CEL has it for bytes
      table.replace("base64_encode_bytes", body, CelByteString.class);
    } else {
      table.global(name, id + "_bytes", body, SimpleType.STRING, SimpleType.BYTES);
    }
    table.global(name, id + "_string", body, SimpleType.STRING, SimpleType.STRING);
  }

  private static void decoder(FunctionTable table, String name, String id, Decoder decoder) {
    FunctionTable.Body toBytes =
        a -> {
          String text = (String) a[0];
          Budget.current().text(text.length());
          try {
            return CelByteString.of(decoder.decode(text));
          } catch (IllegalArgumentException e) {
            throw new FunctionFailure(name + "(…) was given a text that is not well formed");
          }
        };
    if (name.equals("base64.decode")) {
      table.replace("base64_decode_string", toBytes, String.class);
    } else {
      table.global(name, id + "_string", toBytes, SimpleType.BYTES, SimpleType.STRING);
    }
    table.global(
        name + "Text",
        id + "_text_string",
        a -> text(name + "Text(…)", (CelByteString) toBytes.apply(a)),
        SimpleType.STRING,
        SimpleType.STRING);
  }

  /** Both alphabets, with or without padding and line breaks, as they come in the wild. */
  private static byte[] fromBase64(String text) {
    return Base64.getMimeDecoder().decode(strict(text.replace('-', '+').replace('_', '/')));
  }

  /** The decoder for mail skips what it does not know; this does not. */
  private static String strict(String text) {
    boolean known =
        text.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "+/=\r\n".indexOf(c) >= 0);
    if (!known) {
      throw new IllegalArgumentException("not base64");
    }
    return text;
  }

  /** The bytes of bytes, or of a text in UTF-8. */
  static byte[] bytes(String function, Object value) {
    return switch (value) {
      case CelByteString bytes -> {
        Budget.current().build(bytes.size());
        yield bytes.toByteArray();
      }
      case String text -> {
        Budget.current().text(text.length());
        yield text.getBytes(UTF_8);
      }
      default ->
          throw new FunctionFailure(
              function + "(…) works on texts and bytes, not on " + Shapes.kind(value));
    };
  }

  private static String text(String function, CelByteString bytes) {
    Budget.current().text(bytes.size());
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new FunctionFailure(function + " was given bytes that are not UTF-8 text");
    }
  }

  private static CelByteString concat(CelByteString a, CelByteString b) {
    Budget.current().text((long) a.size() + b.size());
    return a.concat(b);
  }
}
