package dev.recollect.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** With a process of ours in the build's place, so that it can be killed. */
class SharedServersTest {
  private final Path root = BuildProcess.root();

  @Test
  void oneBuildSharesItsServersAndTheyEndWithItThoughItIsKilled() throws Exception {
    Process build = new ProcessBuilder("sleep", "600").start();
    try {
      ServerAddresses first = new SharedServers(root, build.toHandle()).get();
      List<Path> folders = foldersOf(build);
      assertThat(folders).hasSize(1);
      // As an earlier build that was killed together with its host leaves it.
      Path abandoned = Files.createDirectories(folders.getFirst().resolveSibling("1-1-abandoned"));
      Files.writeString(abandoned.resolve("host.pid"), Long.toString(build.pid()));

      assertThat(new SharedServers(root, build.toHandle()).get()).isEqualTo(first);

      assertThat(abandoned).doesNotExist();
      assertThat(foldersOf(build)).isEqualTo(folders);
      assertThat(TestServers.get().s3Endpoint())
          .as("another build has servers of its own")
          .isNotEqualTo(first.s3Endpoint());
      build.destroyForcibly().waitFor();
      await().atMost(Duration.ofSeconds(60)).until(() -> foldersOf(build).isEmpty());
      assertThat(answers(first.s3Endpoint())).isFalse();
      assertThat(answers(first.jdbcUrl().replace("jdbc:", ""))).isFalse();
    } finally {
      build.destroyForcibly();
    }
  }

  private List<Path> foldersOf(Process build) throws IOException {
    try (Stream<Path> hosts = Files.list(root.resolve("target/test-servers"))) {
      return hosts
          .filter(host -> host.getFileName().toString().startsWith(build.pid() + "-"))
          .toList();
    }
  }

  private static boolean answers(String url) {
    URI uri = URI.create(url);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
