package dev.recollect.launcher.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Scripts of this project in a folder where nothing else is but what the test puts there.
 *
 * @param environment of the scripts, on top of the inherited one
 */
record Checkout(Path folder, Map<String, String> environment) {
  private static final Path ROOT = Path.of(System.getProperty("recollect.root"));

  /** Empty so far. */
  Checkout(Path folder) {
    this(folder, new HashMap<>());
  }

  /**
   * How a script ended.
   *
   * @param output standard output and standard error
   */
  record Run(int status, String output) {}

  /** A file of this project, in the same place. */
  Path copy(String file) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    return Files.copy(ROOT.resolve(file), folder.resolve(file));
  }

  /** A program in place of a real one. */
  Path program(String name, String script) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return executable(file, "#!/usr/bin/env bash\n" + script + "\n");
  }

  private static Path executable(Path file, String script) throws IOException {
    Files.writeString(file, script);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Leaves the scripts these programs of the system only; more can be put into the folder. */
  Path system(String... tools) throws IOException {
    Path system = Files.createDirectories(folder.resolve("system"));
    for (String tool : tools) {
      executable(system.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(path(tool)));
    }
    environment.put("PATH", system.toString());
    return system;
  }

  private static Path path(String tool) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path program = Path.of(folder, tool);
      if (Files.isExecutable(program)) {
        return program;
      }
    }
    throw new AssertionError("no " + tool);
  }

  /** Runs a script to its end, with bash. */
  Run run(String... command) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("bash"));
    line.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().remove("RECOLLECT_MODELS_DIR");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }
}
