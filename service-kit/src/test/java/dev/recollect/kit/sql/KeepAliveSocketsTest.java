package dev.recollect.kit.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.Properties;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

class KeepAliveSocketsTest {
  private static final String DRIVER = "quarkus.datasource.jdbc.additional-jdbc-properties.";

  @Test
  void theDriverIsToldToAskWithThem() throws IOException {
    Properties settings = new Properties();
    settings.load(
        KeepAliveSockets.class.getResourceAsStream("/META-INF/microprofile-config.properties"));

    assertThat(settings)
        .containsEntry(DRIVER + "tcpKeepAlive", "true")
        .containsEntry(DRIVER + "socketFactory", KeepAliveSockets.class.getName());
  }

  @Test
  void askAfterAMinuteOfSilenceAndGiveUpAfterAnother() throws IOException {
    try (Socket socket = new KeepAliveSockets().createSocket()) {
      assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(60);
      assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL)).isEqualTo(10);
      assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(6);
    }
  }
}
