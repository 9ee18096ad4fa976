package dev.recollect.photos.events;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * Says in the OpenAPI document that each of an event's settings may be left out of a body that
 * {@link SettingsPatch} lays over others. Answers have them all.
 *
 * <p>Runs while the service is built.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class EventSettingsSchema implements OASFilter {

  /** Named by {@link OpenApiFilter}. */
  public EventSettingsSchema() {}

  @Override
  public void filterOpenAPI(OpenAPI document) {
    Map<String, Schema> schemas = document.getComponents().getSchemas();
    Schema clips =
        OASFactory.createSchema()
            .type(List.of(SchemaType.OBJECT))
            .properties(schemas.get("ClipSettings").getProperties());
    schemas.get("EventSettings").required(null).addProperty("clips", clips);
  }
}
