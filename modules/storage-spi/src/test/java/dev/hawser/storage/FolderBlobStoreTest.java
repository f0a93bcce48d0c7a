package dev.hawser.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderBlobStoreTest {
  private static final BlobKey KEY = new BlobKey("Some/Dir/a");
  @TempDir Path parent;
  private Path folder;
  private FolderBlobStore store;

  @BeforeEach
  void open() {
    folder = parent.resolve("made/here");
    store = FolderBlobStore.open(folder, InstantSource.system());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void blobs_outlive_the_store() {
    BlobInfo info = put("hello");
    store.close();

    try (FolderBlobStore again = FolderBlobStore.open(folder, InstantSource.system())) {
      assertThat(again.head(KEY)).contains(info);
    }
  }

  @Test
  void a_folder_it_makes_is_its_owners_only() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void no_two_names_differ_in_case_only() throws IOException {
    put("hello");
    store.put(new BlobKey("some/dir/A"), BlobSource.of(new byte[1]), PutOptions.DEFAULT);

    assertThat(files("blobs")).hasSize(2).allMatch(n -> n.equals(n.toLowerCase(Locale.ROOT)));
  }

  @Test
  void directories_go_with_their_last_blob() throws IOException {
    put("hello");
    store.delete(KEY);

    try (Stream<Path> left = Files.list(folder.resolve("blobs"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void opening_removes_what_a_dead_writer_left_and_nothing_of_a_living_one() throws Exception {
    Path dead = folder.resolve("tmp/11111111-1111-1111-1111-111111111111-1");
    Files.write(dead, new byte[10]);
    Path ownerless = Files.write(folder.resolve("tmp/x"), new byte[10]);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    InputStream slow =
        new ByteArrayInputStream(new byte[0]) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int count) {
            reading.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return -1;
          }
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<BlobInfo> put =
          threads.submit(() -> store.put(KEY, BlobSource.of(slow), PutOptions.DEFAULT));
      reading.await();

      FolderBlobStore.open(folder, InstantSource.system()).close();
      goOn.countDown();

      assertThat(put.get().size()).isZero();
    }
    assertThat(dead).doesNotExist();
    assertThat(ownerless).doesNotExist();
  }

  @Test
  void a_failed_put_leaves_no_file() throws IOException {
    BlobSource wrong = BlobSource.of(InputStream.nullInputStream(), 5);

    assertThatThrownBy(() -> store.put(KEY, wrong, PutOptions.DEFAULT))
        .isInstanceOf(BlobException.Rejected.class);

    assertThat(files("tmp")).allMatch(name -> name.endsWith(".lock"));
    assertThat(files("blobs")).isEmpty();
  }

  @Test
  void a_truncated_file_is_reported_and_not_served() throws IOException {
    put("a blob that will be cut");
    Path file = FolderNames.file(folder.resolve("blobs"), KEY);
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(cut.length() - 1);
    }

    assertThatThrownBy(() -> store.get(KEY, ByteRange.ALL).close())
        .isInstanceOf(BlobException.Rejected.class)
        .hasMessageContaining("damaged")
        .hasMessageContaining(KEY.value());
  }

  @Test
  void a_file_under_another_name_is_not_served() throws IOException {
    put("hello");
    Path blobs = folder.resolve("blobs");
    BlobKey other = new BlobKey("Some/Dir/b");
    Files.copy(FolderNames.file(blobs, KEY), FolderNames.file(blobs, other));

    assertThatThrownBy(() -> store.head(other)).isInstanceOf(BlobException.Rejected.class);
  }

  @Test
  void foreign_files_are_not_listed() throws IOException {
    put("hello");
    Files.writeString(folder.resolve("blobs/.DS_Store"), "x");
    Files.writeString(folder.resolve("blobs/README.TXT~"), "x");
    Files.createDirectories(folder.resolve("blobs/lost+found"));

    assertThat(store.list(BlobPrefix.ALL, PageRequest.first(10)).blobs())
        .extracting(BlobEntry::key)
        .containsExactly(KEY);
  }

  @Test
  void an_interrupted_put_changes_nothing_and_stays_interrupted() {
    put("old");
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> put("new"))
          .isInstanceOf(BlobException.Unavailable.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(store.head(KEY).orElseThrow().size()).isEqualTo(3);
  }

  @Test
  void a_path_that_is_a_file_is_unavailable_with_its_name() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "x");

    assertThatThrownBy(() -> FolderBlobStore.open(file, InstantSource.system()))
        .isInstanceOf(BlobException.Unavailable.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void a_full_disk_is_named_and_leaves_everything_as_it_was() throws Exception {
    put("old");
    store.close();
    Process writer =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 2048; exec \"$@\"", // files of at most 1 MiB, 2 MiB in some shells
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                LimitedWriter.class.getName(),
                folder.toString(),
                KEY.value())
            .redirectErrorStream(true)
            .start();
    String said = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(writer.waitFor()).as(said).isZero();
    assertThat(said).contains("Unavailable", "full", folder.toRealPath().toString());
    store = FolderBlobStore.open(folder, InstantSource.system());
    assertThat(store.head(KEY).orElseThrow().size()).isEqualTo(3);
    assertThat(files("tmp")).allMatch(name -> name.endsWith(".lock"));
  }

  /** Puts more than the process may write to a file and says what it got for it. */
  static final class LimitedWriter {
    private LimitedWriter() {}

    public static void main(String[] arguments) {
      try (FolderBlobStore store =
          FolderBlobStore.open(Path.of(arguments[0]), InstantSource.system())) {
        BlobKey key = new BlobKey(arguments[1]);
        store.put(key, BlobSource.of(new byte[5 << 20]), PutOptions.DEFAULT);
        System.out.println("stored");
      } catch (BlobException e) {
        System.out.println(e);
      }
    }
  }

  private BlobInfo put(String text) {
    return store.put(KEY, BlobSource.of(text.getBytes(StandardCharsets.UTF_8)), PutOptions.DEFAULT);
  }

  private List<String> files(String below) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(below))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.resolve(below).relativize(file).toString())
          .toList();
    }
  }
}
