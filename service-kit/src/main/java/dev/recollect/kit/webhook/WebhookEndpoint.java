package dev.recollect.kit.webhook;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;

/**
 * Who is told of what happens in an event.
 *
 * @param active while false nothing new is put in line, and what is in line waits
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record WebhookEndpoint(UUID endpointId, String url, boolean active, Instant createdAt) {}
