package dev.hawser.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The reference workflow W1 while somebody guesses passwords: each time of another account and from
 * another address, so that nothing but the share that passwords have of the processors holds it
 * back. Rounds without and with it take turns.
 */
public final class SignInFlood {
  private static final int CONNECTIONS = 32;
  private static final int GUESSING_CONNECTIONS = 64;
  private static final double GUESSES_PER_SECOND = 200;
  private static final double WARM_UP_GUESSES_PER_SECOND = 1_000;
  private static final int ROUNDS = 3;

  private SignInFlood() {}

  /**
   * @param args the project's root, an empty folder, seconds of each round
   */
  public static void main(String[] args) throws Exception {
    double seconds = Double.parseDouble(args[2]);
    PrintStream out = W1.console();
    try (Echo echo = new Echo();
        Server server =
            new Server(
                Path.of(args[0]),
                Files.createDirectories(Path.of(args[1])),
                "--http.trusted-proxies",
                "127.0.0.0/8")) {
      Load webhooks =
          new Load(server.port(), W1.request(server.deploy(W1.definition(echo.port()))));
      Load guesses = new Load(server.port(), SignInFlood::guess);
      webhooks.run(CONNECTIONS, 2 * seconds, 0); // warms up, like the next
      guesses.run(GUESSING_CONNECTIONS, seconds, WARM_UP_GUESSES_PER_SECOND);
      W1.drain(server);
      for (int round = 0; round < ROUNDS; round++) {
        Finished alone = finish(server, webhooks, seconds);
        Load.Result[] guessed = new Load.Result[1];
        Thread attack =
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        guessed[0] = guesses.run(GUESSING_CONNECTIONS, seconds, GUESSES_PER_SECOND);
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    });
        Finished attacked = finish(server, webhooks, seconds);
        attack.join();
        out.println(
            String.format(
                Locale.ROOT,
                "finished alone %,.0f/s, p99 %.1f ms; with %.0f guesses/s %,.0f/s, p99 %.1f ms: %.0f %%",
                alone.perSecond(),
                alone.answers().percentileMillis(99),
                guessed[0].refused() / guessed[0].seconds(),
                attacked.perSecond(),
                attacked.answers().percentileMillis(99),
                100 * attacked.perSecond() / alone.perSecond()));
      }
    }
  }

  /**
   * What a round has finished; what it leaves open must not be the next one's work.
   *
   * @param answers to the webhooks
   */
  private record Finished(Load.Result answers, double perSecond) {}

  private static Finished finish(Server server, Load webhooks, double seconds) throws Exception {
    long start = System.nanoTime();
    Load.Result answers = webhooks.run(CONNECTIONS, seconds, 0);
    W1.drain(server);
    double took = (System.nanoTime() - start) / 1e9;
    return new Finished(answers, answers.latenciesMicros().length / took);
  }

  private static byte[] guess() {
    int n = ThreadLocalRandom.current().nextInt(1 << 24);
    String body =
        "{\"email\":\"person" + n + "@example.com\",\"password\":\"not the right one " + n + "\"}";
    return ("POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 10."
            + (n >> 16)
            + "."
            + (n >> 8 & 255)
            + "."
            + (n & 255)
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
