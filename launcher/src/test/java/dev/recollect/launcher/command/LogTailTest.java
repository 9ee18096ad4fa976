package dev.recollect.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private void append(Path log, String bytes) throws IOException {
    Files.write(
        log,
        bytes.getBytes(StandardCharsets.ISO_8859_1),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Test
  void bytesThatAreNoTextDoNotShiftThePlace() throws IOException {
    Path log = folder.resolve("postgresql.log");
    LogTail tail = new LogTail(log, new PrintStream(shown, true, StandardCharsets.UTF_8));

    append(log, "one\n\u00e9\u00ff\u00ff\nhalf \u00ff");
    tail.showLast(1);
    append(log, " a line\n\u00ff\u00fe three\nLaufer L\u00c3\u00a4ufer\nrest");
    tail.showNew();
    append(log, " of it\n");
    tail.showNew();

    String part = "postgresql       | ";
    assertThat(shown.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            part + "\ufffd\ufffd\ufffd",
            part + "half \ufffd a line",
            part + "\ufffd\ufffd three",
            part + "Laufer L\u00e4ufer",
            part + "rest of it");
  }
}
