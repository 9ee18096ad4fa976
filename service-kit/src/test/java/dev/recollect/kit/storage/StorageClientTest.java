package dev.recollect.kit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.kit.ConfigReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageClientTest {
  @Test
  void sendsAtOnce() throws IOException {
    StorageConfig config =
        ConfigReader.read(
            StorageConfig.class,
            Map.of(
                "recollect.storage.endpoint", "http://127.0.0.1:8133",
                "recollect.storage.access-key", "key",
                "recollect.storage.secret-key", "secret"));

    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = StorageClient.http(config).socketFactory().createSocket()) {
      socket.connect(server.getLocalSocketAddress());

      assertThat(socket.getTcpNoDelay()).isTrue();
    }
  }
}
