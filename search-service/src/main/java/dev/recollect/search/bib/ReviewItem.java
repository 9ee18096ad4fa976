package dev.recollect.search.bib;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.recollect.vision.Box;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A reading that waits for a person.
 *
 * @param reading as read
 * @param suggestion what the start list makes of it; null when it knows no such number
 * @param confidence 0-1
 * @param reason {@code not_on_start_list} or {@code low_confidence}
 * @param box of the number, as shares (0-1) of the photo
 */
@RegisterForReflection(targets = {ReviewItem.class, Box.class})
@JsonNaming(SnakeCaseStrategy.class)
public record ReviewItem(
    String imageId,
    String imgUrl,
    String reading,
    @Schema(nullable = true) String suggestion,
    double confidence,
    String reason,
    Box box) {}
