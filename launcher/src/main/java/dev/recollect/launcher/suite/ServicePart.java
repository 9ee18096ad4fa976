package dev.recollect.launcher.suite;

import dev.recollect.embedded.OwnedProcess;
import dev.recollect.embedded.ProcessPlan;
import dev.recollect.embedded.ProcessSignal;
import dev.recollect.embedded.ServerAccount;
import dev.recollect.embedded.StartFailedException;
import dev.recollect.launcher.home.DataHome;
import dev.recollect.launcher.settings.Placement;
import dev.recollect.launcher.settings.ServiceEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of the suite's services as a process of ours. */
final class ServicePart implements Part {
  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  private final DataHome home;
  private final ServiceEntry entry;
  private final Placement.Here place;
  private final Map<String, String> environment;
  private OwnedProcess process;

  ServicePart(
      DataHome home, ServiceEntry entry, Placement.Here place, Map<String, String> environment) {
    this.home = home;
    this.entry = entry;
    this.place = place;
    this.environment = environment;
  }

  @Override
  public String name() {
    return entry.serviceName();
  }

  @Override
  public String address() {
    return place.url().toString();
  }

  @Override
  public HealthQuestion healthQuestion() {
    return HealthQuestion.READY;
  }

  @Override
  public Optional<Integer> portToCheck() {
    return Optional.of(place.port());
  }

  @Override
  public void start() {
    Path jar = home.root().resolve(name()).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new StartFailedException(
          "%s is not built: %s is missing (mvn package)".formatted(name(), jar));
    }
    process =
        OwnedProcess.start(
            new ProcessPlan(
                name(),
                ServerAccount.own(),
                command(jar),
                environment,
                home.home(),
                home.log(name()),
                ProcessSignal.TERM,
                ProcessSignal.KILL));
    process.awaitHealthy(() -> healthQuestion().ask(address()), START_LIMIT);
  }

  private static List<String> heap(ServiceEntry.Heap heap) {
    return switch (heap) {
      case GIVEN_BACK ->
          List.of(
              // Otherwise the heap begins at its maximum, and a service at rest is 90 MB larger.
              "-Xms24m",
              "-XX:MinHeapFreeRatio=5",
              "-XX:MaxHeapFreeRatio=10",
              // Most of what would be compiled runs a few hundred times and never again: code,
              // profiles and what compilers leave behind are 15 MB.
              "-XX:CompileThresholdScaling=4");
      // A photo larger than half a region sets off a collection of the whole heap.
      case KEPT -> List.of("-Xms64m", "-XX:G1HeapRegionSize=8m");
    };
  }

  private List<String> command(Path jar) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + place.heapMegabytes() + "m");
    // Gives back what a service at rest no longer needs; the serial collector waits until its
    // maximum is full.
    command.addAll(
        List.of(
            "-XX:+UseG1GC",
            "-XX:G1PeriodicGCInterval=30000",
            "-XX:ParallelGCThreads=1",
            "-XX:ConcGCThreads=1"));
    command.addAll(heap(entry.heap()));
    // What native code has freed goes back to the system.
    command.add("-XX:TrimNativeHeapInterval=10000");
    if (!entry.computes()) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    // A service without memory is started again rather than left half alive.
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    Path own = home.serviceSettings(name());
    if (Files.exists(own)) {
      // It wins over the environment, and so over what the launcher decides.
      command.add("-Dsmallrye.config.locations=" + own.toUri());
    }
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }

  @Override
  public Optional<OwnedProcess> process() {
    return Optional.ofNullable(process);
  }
}
