package dev.recollect.launcher.settings;

import java.net.URI;
import java.util.Optional;

/** The object storage of the suite. */
public sealed interface Storage {

  /**
   * An S3 server of ours.
   *
   * @param port on 127.0.0.1
   */
  record Embedded(int port) implements Storage {}

  /**
   * An S3 server that somebody else runs.
   *
   * @param endpoint as the services reach it
   * @param publicEndpoint as clients reach it, if that differs
   */
  record External(URI endpoint, Optional<URI> publicEndpoint, String accessKey, String secretKey)
      implements Storage {
    @Override
    public String toString() {
      return "External[" + endpoint + "]";
    }
  }
}
