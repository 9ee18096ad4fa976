package dev.recollect.clipping.inference;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the models are loaded and known to the schema; says which serves. */
@Readiness
@ApplicationScoped
public class ModelsReadiness implements HealthCheck {
  private final FaceModels models;

  ModelsReadiness(FaceModels models) {
    this.models = models;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("models")
        .up()
        .withData("face_model", models.serving().embedder().modelId())
        .build();
  }
}
