package dev.recollect.kit.webhook;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A line of the delivery log.
 *
 * @param deliveryId what the receiver sees as {@code webhook-id}, the same with every attempt
 * @param state pending, delivered or failed
 * @param attempts since it was put in line, by the event or by a person
 * @param nextAttemptAt null once it has ended
 * @param lastStatus HTTP status of the last answer; null when there was none
 * @param lastError why the last attempt failed, for people; null when it did not
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
public record WebhookDelivery(
    UUID deliveryId,
    String type,
    @JsonRawValue @Schema(type = SchemaType.OBJECT) String payload,
    @Schema(enumeration = {"pending", "delivered", "failed"}) String state,
    int attempts,
    @Schema(nullable = true) Instant nextAttemptAt,
    @Schema(nullable = true) Integer lastStatus,
    @Schema(nullable = true) String lastError,
    Instant createdAt,
    @Schema(nullable = true) Instant finishedAt) {}
