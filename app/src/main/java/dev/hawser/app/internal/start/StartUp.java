package dev.hawser.app.internal.start;

import dev.hawser.app.internal.config.AppSettings;
import dev.hawser.app.internal.config.PostgresSettings;
import dev.hawser.app.internal.config.StorageSettings;
import dev.hawser.app.internal.config.StorageType;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.app.internal.probe.PostgresProbe;
import dev.hawser.app.internal.probe.PostgresTarget;
import dev.hawser.app.internal.probe.RedisProbe;
import dev.hawser.app.internal.probe.RedisTarget;
import dev.hawser.app.internal.storage.OpenStorage;
import dev.hawser.app.internal.storage.StorageOpening;
import dev.hawser.app.internal.vault.KeyServiceOpening;
import dev.hawser.core.config.LoadedSettings;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.time.SystemTime;
import dev.hawser.embedded.DataFolderLock;
import dev.hawser.embedded.EmbeddedServerException;
import dev.hawser.identity.KeyServices;
import dev.hawser.identity.Operator;
import dev.hawser.identity.VaultKeyset;
import dev.hawser.identity.VaultKeysetException;
import dev.hawser.storage.BlobUrlSigner;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** From checked settings to a serving process. Undoes what it did when a step fails. */
public final class StartUp {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Progress progress;
  private final Path data;
  private final Undo undo = new Undo();
  private LoadedSettings settings;

  private StartUp(LoadedSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
    this.data = AppSettings.data(settings);
  }

  /**
   * Returns when the process serves.
   *
   * @throws OperatorError when something is in the way that the operator can mend
   */
  public static RunningServer start(LoadedSettings settings, Progress progress) {
    StartUp start = new StartUp(settings, progress);
    try {
      return start.run();
    } catch (RuntimeException e) {
      start.undo.close();
      throw e;
    }
  }

  private RunningServer run() {
    String host = settings.get(AppSettings.HOST);
    int port = settings.get(AppSettings.PORT);
    MailCheck.check(settings);
    DataFolderLock lock = lock();
    undo.add("data folder", lock::close);
    Listening.check(host, port);
    StorageProof proof = StorageProof.begin(openStorage());
    undo.add("storage proof", proof::settle);
    // A start that a service of yours forbids makes nothing; our folder is proven meanwhile.
    boolean isOurs =
        settings.get(StorageSettings.TYPE) == StorageType.FOLDER
            && settings.find(StorageSettings.FALLBACK).isEmpty();
    OpenStorage proven = isOurs ? null : proven(proof);
    Stores stores = stores(lock);
    OpenStorage storage = proven == null ? proven(proof) : proven;
    List<PostgresTarget> targets = PostgresTarget.all(settings);
    progress.step(
        "Connecting to Redis",
        this::provenRedis,
        versions -> "Redis " + versions + (stores.redisIsEmbedded() ? ", embedded" : ""));
    progress.step(
        "Preparing the database",
        () -> prepare(targets),
        done -> "PostgreSQL " + done + (stores.postgresIsEmbedded() ? ", embedded" : ""));

    VaultKeyset vault =
        progress.step(
            "Opening the vault", () -> vault(targets), keyset -> "Vault with " + keyset.shown());

    return progress.step(
        "Starting the application",
        () -> serve(targets, storage, vault, host, port),
        server -> "Hawser at " + server.address());
  }

  private OpenStorage openStorage() {
    if (settings.get(StorageSettings.TYPE) == StorageType.FOLDER) {
      DataFolder.check(AppSettings.storageFolder(settings), StorageSettings.FOLDER.key());
    }
    OpenStorage storage = StorageOpening.open(settings);
    undo.add("blob store", storage::close);
    return storage;
  }

  private OpenStorage proven(StorageProof proof) {
    return progress.step("Checking the blob store", proof::await, OpenStorage::shown);
  }

  private DataFolderLock lock() {
    DataFolder.check(data, AppSettings.DATA.key());
    try {
      return DataFolderLock.acquire(data);
    } catch (EmbeddedServerException e) {
      throw ServerFile.find(data)
          .map(
              other ->
                  new OperatorError(
                      "Hawser already runs on the data folder %s: process %d, %s"
                          .formatted(data, other.pid(), other.address()),
                      "Use that one, stop it (kill %d), or choose another folder with --data."
                          .formatted(other.pid()),
                      e))
          .orElseGet(
              () ->
                  new OperatorError(
                      String.valueOf(e.getMessage()),
                      "The flag --data chooses another folder.",
                      e));
    }
  }

  private Stores stores(DataFolderLock lock) {
    boolean needed = Stores.needed(settings);
    if (needed) {
      proveExternal();
    }
    Stores stores =
        needed
            ? progress.step(
                "Starting embedded servers",
                () -> Stores.start(settings, lock, progress),
                started -> "Embedded servers in " + data)
            : Stores.start(settings, lock, progress);
    undo.add("embedded servers", stores::close);
    settings = NodeName.complete(stores.complete(settings), data);
    return stores;
  }

  // A start that must fail because of a server of yours does not first start servers of its own.
  private void proveExternal() {
    for (RedisTarget target : RedisTarget.external(settings)) {
      progress.detail("Redis " + RedisProbe.ask(target, LIMIT).version() + " answers");
    }
    for (PostgresTarget target : PostgresTarget.external(settings)) {
      try (Connection connection = PostgresProbe.connect(target, LIMIT)) {
        String version = PostgresProbe.ask(target, connection).version();
        progress.detail("PostgreSQL " + version + " answers");
      } catch (SQLException e) {
        throw PostgresProbe.explain(target, e);
      }
    }
  }

  private String provenRedis() {
    Set<String> versions = new LinkedHashSet<>();
    for (RedisTarget target : RedisTarget.external(settings)) {
      versions.add(RedisProbe.ask(target, LIMIT).version());
    }
    return String.join(" and ", versions);
  }

  private String prepare(List<PostgresTarget> targets) {
    Set<String> versions = new LinkedHashSet<>();
    int migrations = 0;
    for (PostgresTarget target : targets) {
      try (Connection connection = PostgresProbe.connect(target, LIMIT)) {
        versions.add(PostgresProbe.ask(target, connection).version());
        migrations += Migrations.apply(target, connection);
      } catch (SQLException e) {
        throw PostgresProbe.explain(target, e);
      }
    }
    String applied = migrations == 0 ? "" : ", " + migrations + " migrations applied";
    return String.join(" and ", versions) + applied;
  }

  private VaultKeyset vault(List<PostgresTarget> targets) {
    settings = VaultPlace.complete(settings, data);
    PostgresTarget identity =
        targets.stream()
            .filter(target -> target.module() == PostgresSettings.Module.IDENTITY)
            .findFirst()
            .orElseThrow();
    KeyServices services = KeyServiceOpening.open(settings);
    try (Connection connection = PostgresProbe.connect(identity, LIMIT)) {
      VaultKeyset keys = VaultKeyset.open(settings, services, connection, SystemTime.SOURCE);
      undo.add("vault", keys::close);
      return keys;
    } catch (SQLException e) {
      throw PostgresProbe.explain(identity, e);
    } catch (VaultKeysetException e) {
      throw new OperatorError(String.valueOf(e.getMessage()), e.remedy(), e);
    }
  }

  private RunningServer serve(
      List<PostgresTarget> targets, OpenStorage storage, VaultKeyset vault, String host, int port) {
    ApplicationContext context =
        HeadStart.container()
            .deduceEnvironment(false)
            .deduceCloudEnvironment(false)
            .environmentPropertySource(false)
            .banner(false)
            .properties(ContextProperties.of(settings, targets))
            .build();
    undo.add("application", context::close);
    try {
      context.registerSingleton(SettingValues.class, settings);
      context.registerSingleton(OpenStorage.class, storage);
      context.registerSingleton(VaultKeyset.class, vault);
      BlobUrlSigner signer = storage.signer();
      if (signer != null) {
        context.registerSingleton(BlobUrlSigner.class, signer);
      }
      context.start();
      EmbeddedServer http = context.getBean(EmbeddedServer.class);
      http.start();
      String address = address(host, http.getPort());
      new ServerFile(ProcessHandle.current().pid(), address)
          .write(data, context.getBean(Operator.class).token());
      undo.add("run/server.json", () -> delete(data));
      return new RunningServer(context, address, settings, undo);
    } catch (IOException e) {
      throw new OperatorError(
          "The data folder " + data + " cannot be written: " + e.getMessage(),
          "Check its rights and the space on its disk.",
          e);
    } catch (RuntimeException e) {
      throw explain(e, host, port);
    }
  }

  private static String address(String host, int port) {
    boolean all = host.equals("0.0.0.0") || host.equals("::");
    String name = all ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    return "http://" + name + ":" + port;
  }

  // The container wraps what its beans throw.
  private static RuntimeException explain(RuntimeException error, String host, int port) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof OperatorError operator) {
        return operator;
      }
      if (cause instanceof BindException bind) {
        return Listening.explain(host, port, bind);
      }
    }
    if (DataFolder.isFull(error)) {
      return new OperatorError(
          "A disk is full", "Make room on the disk of the data folder.", error);
    }
    return error;
  }

  private static void delete(Path data) {
    try {
      ServerFile.delete(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
