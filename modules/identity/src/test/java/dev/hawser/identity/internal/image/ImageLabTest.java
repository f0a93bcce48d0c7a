package dev.hawser.identity.internal.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.HawserException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ImageLabTest {
  private final ImageLab lab = new ImageLab();

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private void refuses(byte[] file, String message) {
    assertThatThrownBy(() -> lab.renew(file, 512))
        .isInstanceOf(HawserException.Invalid.class)
        .hasMessageContaining(message);
  }

  private static void near(int rgb, Color expected) {
    Color color = new Color(rgb);
    assertThat(
            Math.abs(color.getRed() - expected.getRed())
                + Math.abs(color.getGreen() - expected.getGreen())
                + Math.abs(color.getBlue() - expected.getBlue()))
        .as("%s is about %s", color, expected)
        .isLessThan(30);
  }

  static Stream<byte[]> files() {
    return Stream.of(
        TestImages.png(300, 200),
        TestImages.jpeg(300, 200),
        TestImages.gif(300, 200),
        TestImages.write(TestImages.quarters(300, 200, BufferedImage.TYPE_INT_RGB), "jpeg", true),
        TestImages.write(TestImages.quarters(300, 200, BufferedImage.TYPE_INT_RGB), "png", true),
        TestImages.write(
            TestImages.quarters(300, 200, BufferedImage.TYPE_BYTE_INDEXED), "png", false));
  }

  @ParameterizedTest
  @MethodSource("files")
  void pictures_without_transparency_become_jpeg_with_the_same_colours(byte[] file) {
    EncodedImage made = lab.renew(file, 512);
    assertThat(made.mediaType()).isEqualTo("image/jpeg");
    assertThat(TestImages.formatOf(made.bytes())).isEqualTo("jpeg");
    BufferedImage image = TestImages.read(made.bytes());
    assertThat(image.getWidth()).isEqualTo(made.width()).isEqualTo(300);
    assertThat(image.getHeight()).isEqualTo(made.height()).isEqualTo(200);
    near(image.getRGB(50, 50), Color.RED);
    near(image.getRGB(250, 50), Color.GREEN);
    near(image.getRGB(50, 150), Color.BLUE);
    near(image.getRGB(250, 150), Color.WHITE);
  }

  @Test
  void transparency_makes_a_png_and_invisible_colours_do_not_bleed() {
    EncodedImage made = lab.renew(TestImages.transparentPng(1_000, 600), 512);
    assertThat(made.mediaType()).isEqualTo("image/png");
    BufferedImage image = TestImages.read(made.bytes());
    assertThat(image.getWidth()).isEqualTo(512);
    assertThat(image.getHeight()).isEqualTo(307);
    assertThat(image.getRGB(100, 100) >>> 24).isZero();
    near(image.getRGB(400, 100), Color.GREEN);
    for (int x = 0; x < 512; x++) {
      for (int y = 0; y < 140; y++) {
        int pixel = image.getRGB(x, y);
        if (pixel >>> 24 != 0) {
          near(pixel, Color.GREEN);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3000,1500,512,256",
    "500,500,500,500",
    "513,513,512,512",
    "16000,1,512,1",
    "3,5000,1,512",
    "1,1,1,1",
    "4999,5000,512,512"
  })
  void large_pictures_are_made_smaller_and_small_ones_are_left(
      int width, int height, int newWidth, int newHeight) {
    EncodedImage made = lab.renew(TestImages.png(width, height), 512);
    assertThat(made.width()).isEqualTo(newWidth);
    assertThat(made.height()).isEqualTo(newHeight);
    BufferedImage image = TestImages.read(made.bytes());
    if (newWidth > 100 && newHeight > 100) {
      near(image.getRGB(newWidth / 4, newHeight / 4), Color.RED);
      near(image.getRGB(newWidth * 3 / 4, newHeight * 3 / 4), Color.WHITE);
    }
  }

  @Test
  void grey_stays_as_bright_as_it_was() {
    for (int type : List.of(BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY)) {
      BufferedImage grey = new BufferedImage(60, 40, type);
      int sample = type == BufferedImage.TYPE_BYTE_GRAY ? 100 : 100 << 8;
      for (int i = 0; i < 60 * 40; i++) {
        grey.getRaster().setSample(i % 60, i / 60, 0, sample);
      }
      BufferedImage image =
          TestImages.read(lab.renew(TestImages.write(grey, "png", false), 512).bytes());
      near(image.getRGB(30, 20), new Color(100, 100, 100));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,RED,GREEN,BLUE", "2,GREEN,RED,WHITE", "3,WHITE,BLUE,GREEN", "4,BLUE,WHITE,RED",
    "5,RED,BLUE,GREEN", "6,BLUE,RED,WHITE", "7,WHITE,GREEN,BLUE", "8,GREEN,WHITE,RED"
  })
  void photos_stand_upright_and_say_nothing_of_where_they_were_taken(
      int orientation, String topLeft, String topRight, String bottomLeft) throws Exception {
    byte[] photo = TestImages.withOrientation(TestImages.jpeg(320, 160), orientation);
    EncodedImage made = lab.renew(photo, 512);
    assertThat(made.width()).isEqualTo(orientation < 5 ? 320 : 160);
    assertThat(made.height()).isEqualTo(orientation < 5 ? 160 : 320);
    BufferedImage image = TestImages.read(made.bytes());
    int right = made.width() * 3 / 4;
    int bottom = made.height() * 3 / 4;
    near(image.getRGB(40, 40), color(topLeft));
    near(image.getRGB(right, 40), color(topRight));
    near(image.getRGB(40, bottom), color(bottomLeft));
    assertThat(new String(made.bytes(), ISO_8859_1)).doesNotContain("Exif", "GPS-secret-place");
  }

  private static Color color(String name) throws Exception {
    return (Color) Color.class.getField(name).get(null);
  }

  @Test
  void colours_are_right_whichever_segments_say_what_they_mean() throws IOException {
    byte[] full = TestImages.fullColourJpeg(64, 64);
    byte[] plain =
        TestImages.join(Arrays.copyOf(full, 2), Arrays.copyOfRange(full, 20, full.length));
    for (byte[] file : List.of(full, TestImages.withOrientation(plain, 1))) {
      BufferedImage image = TestImages.read(lab.renew(file, 512).bytes());
      near(image.getRGB(10, 10), Color.RED);
      near(image.getRGB(50, 10), Color.GREEN);
      near(image.getRGB(10, 50), Color.BLUE);
    }
  }

  @Test
  void damaged_metadata_is_no_reason_to_refuse_a_photo() {
    byte[] jpeg = TestImages.jpeg(30, 30);
    for (byte[] exif :
        List.of(
            ascii("Exif\0\0"),
            ascii("Exif\0\0MM\0\52\177\377\377\377"),
            ascii("Exif\0\0II\52\0\10\0\0\0\377\377"),
            ascii("Exif\0\0XX\0\0\0\0\0\0\0"),
            ascii("http://ns.adobe.com/xap/1.0/\0<x/>"))) {
      byte[] file = TestImages.insert(jpeg, 2, TestImages.segment(0xE1, exif));
      assertThat(lab.renew(file, 512).width()).isEqualTo(30);
    }
  }

  @Test
  void what_is_no_picture_is_refused_whatever_it_is_called() {
    refuses(new byte[0], "is empty");
    refuses(ascii("RIFF\0\0\0\0WEBPVP8 "), "is a WebP image; send PNG, JPEG or GIF");
    for (String other :
        List.of(
            "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "<!doctype html><script>alert(1)</script>",
            "%PDF-1.7",
            "BM\0\0\0\0",
            "II*\0",
            "GIF88a",
            "x")) {
      refuses(ascii(other), "is not an image that this server reads; send PNG, JPEG or GIF");
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_picture_that_is_cut_off_anywhere_is_refused(byte[] file) {
    for (int length = 16; length < file.length; length += Math.max(1, file.length / 60)) {
      refuses(Arrays.copyOf(file, length), "is not a complete image");
    }
    refuses(Arrays.copyOf(file, file.length - 1), "is not a complete image");
  }

  @Test
  void pictures_with_too_many_pixels_are_refused_by_their_header() {
    byte[] png = TestImages.png(10, 10);
    refuses(TestImages.claiming(png, 50_000, 50_000), "has 50000 x 50000 pixels; at most 25");
    refuses(TestImages.claiming(png, 5_001, 5_000), "has 5001 x 5000 pixels");
    refuses(TestImages.claiming(png, 16_385, 1), "has 16385 x 1 pixels");
    refuses(TestImages.claiming(png, 0, 10), "has no pixels");
    refuses(TestImages.claiming(png, Integer.MIN_VALUE, 10), "has no pixels");
    byte[] gif = TestImages.gif(10, 10);
    Arrays.fill(gif, 6, 10, (byte) 0xFF);
    refuses(gif, "has 65535 x 65535 pixels");
    byte[] jpeg = TestImages.jpeg(10, 10);
    int frame = find(jpeg, 0xC0);
    Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xFF);
    refuses(jpeg, "has 65535 x 65535 pixels");
  }

  private static int find(byte[] jpeg, int marker) {
    for (int at = 2; ; at++) {
      if ((jpeg[at] & 0xFF) == 0xFF && (jpeg[at + 1] & 0xFF) == marker) {
        return at;
      }
    }
  }

  @Test
  void a_header_that_promises_more_pixels_than_follow_is_refused() {
    refuses(TestImages.claiming(TestImages.png(10, 10), 5_000, 5_000), "is not a complete image");
  }

  @Test
  void a_jpeg_that_is_painted_over_and_over_is_refused() {
    refuses(painted(TestImages.jpeg(64, 64), 65), "is a JPEG with more than 64 scans");
    byte[] large = TestImages.jpeg(5_000, 5_000);
    refuses(painted(large, 17), "is a JPEG with too many scans for its size");
  }

  /** The same picture so many times in one file. */
  private static byte[] painted(byte[] jpeg, int times) {
    int scan = find(jpeg, 0xDA);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(jpeg, 0, scan);
    for (int i = 0; i < times; i++) {
      bomb.write(jpeg, scan, jpeg.length - 2 - scan);
    }
    bomb.writeBytes(ascii("\u00ff\u00d9"));
    return bomb.toByteArray();
  }

  @Test
  void compressed_metadata_is_not_unpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(ascii("Comment\0\0"));
    try (OutputStream out = new DeflaterOutputStream(packed)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 1_024; i++) {
        out.write(zeros);
      }
    }
    byte[] png = TestImages.png(20, 20);
    byte[] bomb = TestImages.insert(png, 33, TestImages.chunk("zTXt", packed.toByteArray()));
    assertThat(lab.renew(bomb, 512).width()).isEqualTo(20);
  }

  @Test
  void what_hides_in_or_behind_a_picture_does_not_come_out_again() {
    String script = "<script>alert('hidden')</script>";
    byte[] gif = TestImages.gif(50, 50);
    int blocks = 13 + (3 << ((gif[10] & 7) + 1));
    byte[] comment =
        TestImages.join(
            new byte[] {0x21, (byte) 0xFE, (byte) script.length()}, ascii(script), new byte[1]);
    byte[] png = TestImages.png(50, 50);
    byte[] jpeg = TestImages.jpeg(50, 50);
    for (byte[] file :
        List.of(
            TestImages.join(png, ascii("<html>" + script)),
            TestImages.insert(png, 33, TestImages.chunk("tEXt", ascii("a\0" + script))),
            TestImages.join(gif, ascii(script)),
            TestImages.insert(gif, blocks, comment),
            TestImages.join(jpeg, ascii(script)),
            TestImages.insert(jpeg, 2, TestImages.segment(0xFE, ascii(script))),
            TestImages.insert(
                jpeg, 2, TestImages.segment(0xE2, ascii("ICC_PROFILE\0" + script))))) {
      EncodedImage made = lab.renew(file, 512);
      assertThat(new String(made.bytes(), ISO_8859_1)).doesNotContain("hidden", "script");
      near(TestImages.read(made.bytes()).getRGB(10, 10), Color.RED);
    }
    refuses(ascii("GIF89a/*" + script + "*/=1;alert(1)//"), "pixels");
  }

  @Test
  void no_damage_makes_it_fail_in_another_way() {
    Random random = new Random(42);
    List<byte[]> files = files().toList();
    int taken = 0;
    for (int round = 0; round < 3_000; round++) {
      byte[] file = files.get(round % files.size()).clone();
      for (int i = 0; i <= random.nextInt(6); i++) {
        file[random.nextInt(file.length)] = (byte) random.nextInt();
      }
      try {
        EncodedImage made = lab.renew(file, 64);
        assertThat(Math.max(made.width(), made.height())).isBetween(1, 64);
        taken++;
      } catch (HawserException.Invalid e) {
        assertThat(e.problems())
            .singleElement()
            .satisfies(p -> assertThat(p.pointer()).isEqualTo("/file"));
      }
    }
    assertThat(taken).as("some damage is harmless").isPositive();
  }

  @Test
  void who_waits_too_long_for_a_decoder_is_asked_to_come_back() {
    ImageLab busy = new ImageLab(new Semaphore(0), Duration.ofMillis(1));
    assertThatThrownBy(() -> busy.renew(TestImages.png(5, 5), 512))
        .isInstanceOfSatisfying(
            HawserException.LimitExceeded.class, e -> assertThat(e.retryAfter()).isNotNull());
    refuses(ascii("x"), "is not an image");
  }

  @Test
  void a_decoder_is_given_back_also_after_a_failure() {
    Semaphore decoders = new Semaphore(2);
    ImageLab watched = new ImageLab(decoders, Duration.ofMillis(1));
    watched.renew(TestImages.png(5, 5), 512);
    assertThatThrownBy(
            () -> watched.renew(TestImages.claiming(TestImages.png(10, 10), 500, 500), 512))
        .isInstanceOf(HawserException.Invalid.class);
    assertThat(decoders.availablePermits()).isEqualTo(2);
  }
}
