package dev.recollect.kit.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

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
  @DurationMin(millis = 1)
  Duration connectTimeout();

  /** Longest silence on an open connection. */
  @WithDefault("30s")
  @DurationMin(millis = 1)
  Duration readTimeout();

  /**
   * How long a presigned URL works that clients get; signature version 4 allows seven days at most.
   */
  @WithDefault("1h")
  @DurationMin(seconds = 1)
  @DurationMax(days = 7)
  Duration presignedFor();
}
