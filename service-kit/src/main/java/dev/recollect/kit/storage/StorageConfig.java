package dev.recollect.kit.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The S3-compatible store of originals and renditions. */
@ConfigMapping(prefix = "recollect.storage")
public interface StorageConfig {

  /** As the services reach it. */
  URI endpoint();

  /** As clients reach it; presigned URLs name it. Absent means {@link #endpoint()}. */
  Optional<URI> publicEndpoint();

  @WithDefault("us-east-1")
  String region();

  String accessKey();

  String secretKey();

  @WithDefault("recollect-originals")
  String originalsBucket();

  @WithDefault("recollect-renditions")
  String renditionsBucket();

  @WithDefault("5s")
  Duration connectTimeout();

  /** Longest silence on an open connection. */
  @WithDefault("30s")
  Duration readTimeout();

  /** How long a presigned URL works. */
  @WithDefault("1h")
  Duration presignedFor();
}
