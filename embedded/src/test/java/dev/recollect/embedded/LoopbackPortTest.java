package dev.recollect.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopbackPortTest {

  @Test
  void aFreePortIsGivenOnceThoughNobodyListensOnItYet() throws Exception {
    Set<Integer> given = new HashSet<>();
    for (int n = 0; n < 50; n++) {
      int port = LoopbackPort.free();

      assertThat(given.add(port)).isTrue();
      try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(server.getLocalPort()).isEqualTo(port);
      }
      // What another process meets that comes upon the same number.
      assertThatThrownBy(() -> new DatagramSocket(port, InetAddress.getLoopbackAddress()).close())
          .isInstanceOf(BindException.class);
    }
  }
}
