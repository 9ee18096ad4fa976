package dev.recollect.launcher.suite;

import dev.recollect.embedded.OwnedProcess;
import dev.recollect.embedded.StartFailedException;
import java.util.Optional;

/** A server or service that somebody else runs; starting it means looking whether it is there. */
record ElsewherePart(String name, String address, HealthQuestion healthQuestion) implements Part {

  @Override
  public Optional<Integer> portToCheck() {
    return Optional.empty();
  }

  @Override
  public void start() {
    if (!healthQuestion.ask(address)) {
      throw new StartFailedException(
          "%s does not answer at %s, where the settings say it is".formatted(name, address));
    }
  }

  @Override
  public Optional<OwnedProcess> process() {
    return Optional.empty();
  }
}
