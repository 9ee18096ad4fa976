package dev.recollect.clipping.ffmpeg;

import dev.recollect.video.FfmpegMissingException;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while both executables are there; says what to do otherwise. */
@Readiness
@ApplicationScoped
public class FfmpegReadiness implements HealthCheck {
  private final FfmpegProducer producer;

  FfmpegReadiness(FfmpegProducer producer) {
    this.producer = producer;
  }

  @Override
  public HealthCheckResponse call() {
    try {
      producer.find();
      return HealthCheckResponse.named("ffmpeg").up().build();
    } catch (FfmpegMissingException missing) {
      return HealthCheckResponse.named("ffmpeg")
          .down()
          .withData("reason", missing.getMessage())
          .build();
    }
  }
}
