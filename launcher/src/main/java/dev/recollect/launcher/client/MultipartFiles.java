package dev.recollect.launcher.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A {@code multipart/form-data} body of files (RFC 7578). Its length is known before it is sent.
 */
final class MultipartFiles {
  private final String boundary = "recollect-" + UUID.randomUUID();
  private final String field;
  private final List<Path> files;

  MultipartFiles(String field, List<Path> files) {
    this.field = field;
    this.files = List.copyOf(files);
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  BodyPublisher body() throws IOException {
    List<BodyPublisher> parts = new ArrayList<>();
    for (Path file : files) {
      String head =
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
              .formatted(boundary, field, quoted(file.getFileName().toString()));
      parts.add(BodyPublishers.ofString(head, UTF_8));
      parts.add(BodyPublishers.ofFile(file));
      parts.add(BodyPublishers.ofString("\r\n"));
    }
    parts.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
    return BodyPublishers.concat(parts.toArray(BodyPublisher[]::new));
  }

  /** As browsers do it. */
  private static String quoted(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }
}
