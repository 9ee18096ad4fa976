package dev.recollect.search.gallery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.net.URI;

/** Where participants reach the suite: {@code recollect.public-base-url}. */
@ConfigMapping(prefix = "recollect.public-base-url")
public interface PublicUrlConfig {

  /** Base of the URLs of renditions. */
  @WithParentName
  URI publicBaseUrl();
}
