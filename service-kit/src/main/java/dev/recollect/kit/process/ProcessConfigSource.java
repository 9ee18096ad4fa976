package dev.recollect.kit.process;

import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Lets settings name something of this process alone: {@code ${recollect.process}}. */
public final class ProcessConfigSource implements ConfigSource {
  private static final String NAME = "recollect.process";

  /** None: what is listed while the service is built would be kept as its default. */
  @Override
  public Set<String> getPropertyNames() {
    return Set.of();
  }

  @Override
  public String getValue(String name) {
    return NAME.equals(name) ? ProcessName.own() : null;
  }

  @Override
  public String getName() {
    return "this process";
  }

  @Override
  public int getOrdinal() {
    return 50;
  }
}
