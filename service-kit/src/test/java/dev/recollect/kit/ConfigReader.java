package dev.recollect.kit;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.util.Map;

/** Reads a configuration mapping as a service does at its start: converted and validated. */
public final class ConfigReader {
  private ConfigReader() {}

  /**
   * @throws io.smallrye.config.ConfigValidationException naming each refused property
   */
  public static <T> T read(Class<T> mapping, Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withValidator(new BeanValidationConfigValidatorImpl())
        .withMapping(mapping)
        .withDefaultValues(properties)
        .build()
        .getConfigMapping(mapping);
  }
}
