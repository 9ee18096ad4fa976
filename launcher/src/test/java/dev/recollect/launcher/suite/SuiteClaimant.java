package dev.recollect.launcher.suite;

import dev.recollect.launcher.home.DataHome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Stands where a launcher would: claims the suite of a data home, and waits to be ended. */
public final class SuiteClaimant {
  static final URI FRONT_DOOR = URI.create("http://127.0.0.1:8080");

  private SuiteClaimant() {}

  /** In a process of its own, which says "claimed" when it has the claim. */
  public static Process start(Path home) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SuiteClaimant.class.getName(),
            home.toString())
        .redirectErrorStream(true)
        .start();
  }

  public static void main(String[] arguments) throws IOException {
    Path home = Path.of(arguments[0]);
    boolean claimed = new RunningSuite(new DataHome(home, home)).claim(FRONT_DOOR).isPresent();
    System.out.println(claimed ? "claimed" : "taken");
    var unused = System.in.read();
  }
}
