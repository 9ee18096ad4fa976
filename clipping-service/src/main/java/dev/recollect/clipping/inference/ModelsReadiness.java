package dev.recollect.clipping.inference;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the models are verified and known to the schema, until one is refused when it is
 * needed; says which serves.
 */
@Readiness
@ApplicationScoped
public class ModelsReadiness implements HealthCheck {
  private final FaceModels models;

  ModelsReadiness(FaceModels models) {
    this.models = models;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> refusal =
        models.onDemand().stream()
            .map(ModelsOnDemand::refusal)
            .flatMap(Optional::stream)
            .findFirst();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("models")
            .status(refusal.isEmpty())
            .withData("face_model", models.serving().embedder().modelId());
    refusal.ifPresent(reason -> answer.withData("reason", reason));
    return answer.build();
  }
}
