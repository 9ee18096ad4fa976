package dev.recollect.photos.gallery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** How the world reaches this installation. */
@ConfigMapping(prefix = "recollect.public")
public interface PublicConfig {

  /**
   * Start of the URLs in answers: scheme, host and port of the front door, without a last slash.
   */
  @WithDefault("http://127.0.0.1:8080")
  URI base();
}
