package dev.recollect.launcher.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The part of set-up that looks for a JDK, on a system whose JDKs are the test's. */
@Timeout(60)
class FindJdkTest {
  private static final String SYSTEM_FOLDER = "/usr/lib/jvm";

  @TempDir private Path folder;
  private Checkout checkout;
  private String jdks;

  @BeforeEach
  void installOldOnes() throws IOException {
    checkout = new Checkout(folder);
    checkout.copy("setup/say.sh");
    jdks = folder.resolve("jvm").toString();
    Path script = checkout.copy("setup/jdk.sh");
    Files.writeString(script, Files.readString(script).replace(SYSTEM_FOLDER, jdks));
    checkout.program(
        "find.sh", "set -euo pipefail; . setup/say.sh; . setup/jdk.sh; echo \"found $JAVA_HOME\"");
    checkout.system("bash", "env", "dirname", "readlink", "sed", "sort", "head", "cut", "awk");
    checkout.program("system/apt-cache", "echo '  Candidate: (none)'");
    checkout.environment().put("HOME", folder.toString());
    checkout.environment().put("JAVA_HOME", jdk("mine", "17.0.9", true));
    jdk("jvm/old", "24.0.2", true);
    jdk("jvm/without-compiler", "25", false);
  }

  private String jdk(String name, String version, boolean compiler) throws IOException {
    checkout.program(name + (compiler ? "/bin/javac" : "/bin/java"), "exit 1");
    Path jdk = folder.resolve(name);
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    return jdk.toString();
  }

  @Test
  void withoutOneThatIsNewEnoughTheMessageSaysWhatToDo() throws Exception {
    assertThat(checkout.run("find.sh"))
        .isEqualTo(
            new Checkout.Run(
                1,
                "set-up: Recollect needs a JDK 25 or later; none in JAVA_HOME, on the PATH, or in "
                    + jdks
                    + ". Please install Eclipse Temurin 25, or set JAVA_HOME to one.\n"));
  }

  @Test
  void aPackageOfTheSystemIsNamedWhereItHasOne() throws Exception {
    checkout.program(
        "system/apt-cache",
        "[ \"$2\" != openjdk-25-jdk-headless ] || echo '  Candidate: 25.0.1-1'");

    Checkout.Run run = checkout.run("find.sh");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.output())
        .contains("Please install it with: apt-get install openjdk-25-jdk-headless, or set");
  }

  @Test
  void oneOfTheSystemIsFoundThoughJavaHomeIsOlder() throws Exception {
    jdk("jvm/newest", "27-ea", true);
    String found = jdk("jvm/new", "25.0.1", true);

    assertThat(checkout.run("find.sh")).isEqualTo(new Checkout.Run(0, "found " + found + "\n"));
  }

  @Test
  void javaHomeComesFirst() throws Exception {
    jdk("jvm/new", "25", true);
    String own = jdk("own", "26.0.1", true);
    checkout.environment().put("JAVA_HOME", own);

    assertThat(checkout.run("find.sh")).isEqualTo(new Checkout.Run(0, "found " + own + "\n"));
  }
}
