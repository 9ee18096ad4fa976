package dev.recollect.launcher.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The entry script in a checkout of its own, whose programs only write down how they are called:
 * Maven, Java, and what set-up would install.
 */
@Timeout(60)
class EntryScriptTest {
  private static final Path ROOT = Path.of(System.getProperty("recollect.root"));
  private static final String JAVA_SAYS = "java says: ";
  private static final String MAVEN_SAYS = "maven says: ";

  @TempDir private Path checkout;
  @TempDir private Path home;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void checkOut() throws IOException {
    copy("recollect");
    copy("setup/say.sh");
    copy("setup/build.sh");
    for (String step : List.of("packages", "pgvector", "models", "test-packages")) {
      program("setup/" + step + ".sh", "exit 0");
    }
    program("setup/jdk.sh", "export JAVA_HOME=" + checkout.resolve("jdk"));
    program("setup/maven.sh", "export MAVEN=" + checkout.resolve("maven"));
    program(
        "jdk/bin/java",
        """
        for last; do :; done
        case $last in status) cat "$0.status" 2>/dev/null || exit 3; exit 1 ;; esac
        echo "%s$last"
        """
            .formatted(JAVA_SAYS));
    program("maven", "echo \"" + MAVEN_SAYS + "$* with models in $RECOLLECT_MODELS_DIR\"");
    environment.put("RECOLLECT_HOME", home.toString());
  }

  private void copy(String file) throws IOException {
    Files.createDirectories(checkout.resolve(file).getParent());
    Files.copy(ROOT.resolve(file), checkout.resolve(file));
  }

  private Path program(String name, String script) throws IOException {
    Path file = checkout.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void built() throws IOException {
    Path target = Files.createDirectories(checkout.resolve("launcher/target"));
    Files.writeString(target.resolve("recollect-launcher.jar"), "");
    Files.writeString(target.resolve("build.stamp"), "");
    Files.createDirectories(home.resolve("run"));
    Files.writeString(home.resolve("run/lock"), "");
  }

  private void sourcesChanged() throws IOException {
    Files.setLastModifiedTime(
        Files.writeString(checkout.resolve("pom.xml"), ""),
        FileTime.from(Instant.now().plusSeconds(60)));
  }

  private void suiteRuns() throws IOException {
    // As the launcher says it; one part is not well, which is status 1.
    Files.writeString(checkout.resolve("jdk/bin/java.status"), "PART   ADDRESS\n");
  }

  private String run(String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("bash"));
    line.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(checkout.toFile()).redirectErrorStream(true);
    builder.environment().remove("RECOLLECT_MODELS_DIR");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void testsFindTheModelsInADataHomeElsewhere() throws Exception {
    assertThat(run("recollect", "test", "-pl", "vision"))
        .contains(
            MAVEN_SAYS + "-B -ntp -T 3 verify -pl vision with models in " + home + "/models\n");
  }

  @Test
  void whatIsNotBuiltIsBuiltBeforeItIsStarted() throws Exception {
    assertThat(run("recollect", "up")).startsWith("set-up: building").endsWith(JAVA_SAYS + "up\n");
    assertThat(home.resolve("logs/build.log")).content().startsWith(MAVEN_SAYS + "-B -ntp -T 2");
    assertThat(checkout.resolve("launcher/target/build.stamp")).exists();
  }

  @Test
  void changedSourcesAreBuiltWhenNothingRuns() throws Exception {
    built();
    sourcesChanged();

    assertThat(run("recollect", "demo"))
        .startsWith("set-up: building")
        .endsWith(JAVA_SAYS + "demo\n");
  }

  @Test
  void aRunningSuiteKeepsTheFilesItWasStartedFrom() throws Exception {
    built();
    sourcesChanged();
    suiteRuns();

    assertThat(run("recollect", "up"))
        .startsWith("set-up: the sources have changed, but the suite that runs")
        .contains("./recollect down")
        .endsWith(JAVA_SAYS + "up\n");
    assertThat(home.resolve("logs/build.log")).doesNotExist();
  }

  @Test
  void unchangedSourcesAreStartedAtOnce() throws Exception {
    built();

    assertThat(run("recollect", "up")).isEqualTo(JAVA_SAYS + "up\n");
  }

  @Test
  void whatTheDemoPrintsCanBeSent() throws Exception {
    Files.delete(checkout.resolve("setup/packages.sh"));
    copy("setup/packages.sh");
    // A system that has everything but curl.
    Path system = checkout.resolve("system");
    for (String tool :
        List.of("bash", "env", "dirname", "basename", "sort", "awk", "tail", "id", "cat")) {
      Files.createDirectories(system);
      Files.createSymbolicLink(system.resolve(tool), path(tool));
    }
    for (String present : List.of("unzip", "setpriv", "ffmpeg")) {
      program("system/" + present, "exit 0");
    }
    program("system/sudo", "exec \"$@\"");
    program("system/dpkg-query", "for last; do :; done; [ \"$last\" = curl ] || echo -n installed");
    program("system/apt-cache", "echo '  Candidate: 1'");
    program("system/apt-get", "echo \"apt-get $*\" >>'" + home.resolve("installed") + "'");
    environment.put("PATH", system.toString());

    assertThat(run("setup/packages.sh"))
        .isEqualTo("set-up: installing curl (sends the example requests that the demo prints)\n");
    assertThat(home.resolve("installed"))
        .content()
        .isEqualTo("apt-get install -y -qq --no-install-recommends curl\n");
  }

  private static Path path(String tool) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path program = Path.of(folder, tool);
      if (Files.isExecutable(program)) {
        return program;
      }
    }
    throw new AssertionError("no " + tool);
  }
}
