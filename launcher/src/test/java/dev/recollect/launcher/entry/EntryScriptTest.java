package dev.recollect.launcher.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The entry script in a checkout of its own, whose programs only write down how they are called:
 * Maven, Java, and what set-up would install.
 */
@Timeout(60)
class EntryScriptTest {
  private static final String JAVA_SAYS = "java says: ";
  private static final String MAVEN_SAYS = "maven says: ";

  @TempDir private Path folder;
  @TempDir private Path home;
  private Checkout checkout;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = new Checkout(folder);
    checkout.copy("recollect");
    checkout.copy("setup/say.sh");
    checkout.copy("setup/build.sh");
    for (String step : List.of("packages", "pgvector", "models", "test-packages")) {
      checkout.program("setup/" + step + ".sh", "exit 0");
    }
    checkout.program("setup/jdk.sh", "export JAVA_HOME=" + folder.resolve("jdk"));
    checkout.program("setup/maven.sh", "export MAVEN=" + folder.resolve("maven"));
    checkout.program(
        "jdk/bin/java",
        """
        for last; do :; done
        case $last in status) cat "$0.status" 2>/dev/null || exit 3; exit 1 ;; esac
        echo "%s$last"
        """
            .formatted(JAVA_SAYS));
    checkout.program("maven", "echo \"" + MAVEN_SAYS + "$* with models in $RECOLLECT_MODELS_DIR\"");
    checkout.environment().put("RECOLLECT_HOME", home.toString());
  }

  private void built() throws IOException {
    Path target = Files.createDirectories(folder.resolve("launcher/target"));
    Files.writeString(target.resolve("recollect-launcher.jar"), "");
    Files.writeString(target.resolve("build.stamp"), "");
    Files.createDirectories(home.resolve("run"));
    Files.writeString(home.resolve("run/lock"), "");
  }

  private void sourcesChanged() throws IOException {
    Files.setLastModifiedTime(
        Files.writeString(folder.resolve("pom.xml"), ""),
        FileTime.from(Instant.now().plusSeconds(60)));
  }

  private void suiteRuns() throws IOException {
    // As the launcher says it; one part is not well, which is status 1.
    Files.writeString(folder.resolve("jdk/bin/java.status"), "PART   ADDRESS\n");
  }

  private String run(String... command) throws IOException, InterruptedException {
    Checkout.Run run = checkout.run(command);
    assertThat(run.status()).as(run.output()).isZero();
    return run.output();
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
    assertThat(folder.resolve("launcher/target/build.stamp")).exists();
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

  @ParameterizedTest
  @ValueSource(strings = {"test", "native"})
  void nothingIsBuiltUnderARunningSuite(String command) throws Exception {
    built();
    suiteRuns();

    Checkout.Run refused = checkout.run("recollect", command);

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.output())
        .isEqualTo(
            "set-up: the suite runs from the files that '%s' would build anew: ./recollect down first\n"
                .formatted(command));
  }

  @Test
  void unchangedSourcesAreStartedAtOnce() throws Exception {
    built();

    assertThat(run("recollect", "up")).isEqualTo(JAVA_SAYS + "up\n");
  }

  @Test
  void whatTheDemoPrintsCanBeSent() throws Exception {
    Files.delete(folder.resolve("setup/packages.sh"));
    checkout.copy("setup/packages.sh");
    // A system that has everything but curl.
    Path system =
        checkout.system("bash", "env", "dirname", "basename", "sort", "awk", "tail", "id", "cat");
    for (String present : List.of("unzip", "setpriv", "ffmpeg")) {
      checkout.program("system/" + present, "exit 0");
    }
    checkout.program("system/sudo", "exec \"$@\"");
    checkout.program(
        "system/dpkg-query", "for last; do :; done; [ \"$last\" = curl ] || echo -n installed");
    checkout.program("system/apt-cache", "echo '  Candidate: 1'");
    checkout.program("system/apt-get", "echo \"apt-get $*\" >>'" + home.resolve("installed") + "'");
    checkout.environment().put("PATH", system.toString());

    assertThat(run("setup/packages.sh"))
        .isEqualTo("set-up: installing curl (sends the example requests that the demo prints)\n");
    assertThat(home.resolve("installed"))
        .content()
        .isEqualTo("apt-get install -y -qq --no-install-recommends curl\n");
  }
}
