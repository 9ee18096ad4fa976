package dev.recollect.clipping.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** How the world reaches this installation; the same setting as that of photos-service. */
@ConfigMapping(prefix = "recollect.public")
public interface PublicUrlConfig {

  /** Start of the URLs of clips: scheme, host and port of the front door, without a last slash. */
  @WithDefault("http://127.0.0.1:8080")
  URI base();
}
