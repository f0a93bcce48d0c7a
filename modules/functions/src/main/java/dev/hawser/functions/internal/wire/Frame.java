package dev.hawser.functions.internal.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One message: four bytes of length, one of kind, the body.
 *
 * @param kind what it is, see {@link Request} and {@link Reply}
 * @param body the rest; a view of nothing else
 */
public record Frame(byte kind, byte[] body) {
  /** Reads one; a longer one than {@code most} or an end within it is an error. */
  public static Frame read(DataInputStream in, int most) throws IOException {
    int length = in.readInt();
    if (length < 1 || length > most) {
      throw new IOException("A frame of " + length + " bytes; at most " + most + " are taken");
    }
    byte kind = in.readByte();
    byte[] body = in.readNBytes(length - 1);
    if (body.length < length - 1) {
      throw new EOFException("The other side ended within a frame");
    }
    return new Frame(kind, body);
  }

  /** Writes it and flushes. */
  public void write(OutputStream out) throws IOException {
    byte[] head = {
      (byte) ((body.length + 1) >>> 24),
      (byte) ((body.length + 1) >>> 16),
      (byte) ((body.length + 1) >>> 8),
      (byte) (body.length + 1),
      kind
    };
    out.write(head);
    out.write(body);
    out.flush();
  }

  /** Writes the fields of a body. */
  @FunctionalInterface
  interface Fields {
    void write(DataOutputStream out) throws IOException;
  }

  static Frame of(int kind, Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    fields.write(new DataOutputStream(bytes));
    return new Frame((byte) kind, bytes.toByteArray());
  }

  static void writeText(DataOutputStream out, String text) throws IOException {
    writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  /** The length is checked against what is there before anything is allocated. */
  static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("A field of " + length + " bytes does not fit into its frame");
    }
    return in.readNBytes(length);
  }

  DataInputStream fields() {
    return new DataInputStream(new ByteArrayInputStream(body));
  }
}
