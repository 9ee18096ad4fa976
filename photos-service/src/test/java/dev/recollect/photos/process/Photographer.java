package dev.recollect.photos.process;

import dev.recollect.photos.TestPhotos;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sends many and large photos without holding them in memory. */
final class Photographer {
  private static final String BOUNDARY = "----a-boundary-that-no-photo-contains";

  private static final byte[] PICTURE = TestPhotos.jpeg(7, 320, 240);

  private Photographer() {}

  /** A JPEG blown up with comment segments; another number gives other bytes. */
  static byte[] photo(int number, int bytes) {
    byte[] picture = PICTURE;
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes);
    out.write(picture, 0, 2);
    int left = bytes - picture.length;
    byte[] comment = new byte[60_000];
    ByteBuffer.wrap(comment).putInt(number);
    while (left > 0) {
      int length = Math.max(8, Math.min(left, comment.length));
      out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe});
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) (length + 2)).array());
      out.write(comment, 0, length);
      left -= length + 4;
    }
    out.write(picture, 2, picture.length - 2);
    return out.toByteArray();
  }

  /** Uploads numbered photos in one request. */
  static HttpResponse<String> upload(
      int port, String key, long eventId, int first, int count, int bytes) {
    return post(
        port,
        key,
        "/api/v1/admin/events/" + eventId + "/photos",
        IntStream.range(first, first + count)
            .boxed()
            .flatMap(n -> part("files", n + ".jpg", () -> photo(n, bytes))));
  }

  /** Uploads one file in a request. */
  static HttpResponse<String> upload(int port, String key, long eventId, byte[] file) {
    return post(
        port,
        key,
        "/api/v1/admin/events/" + eventId + "/photos",
        part("files", "file", () -> file));
  }

  /** Uploads a file as long as a video, which is none, in one request. */
  static HttpResponse<String> uploadVideo(int port, String key, long eventId, int megabytes) {
    byte[] megabyte = new byte[1 << 20];
    Stream<InputStream> content =
        IntStream.range(0, megabytes).mapToObj(n -> new ByteArrayInputStream(megabyte));
    return post(
        port,
        key,
        "/api/v1/admin/events/" + eventId + "/videos",
        Stream.of(Stream.of(head("file", "video.mp4")), content, Stream.of(text("\r\n")))
            .flatMap(piece -> piece));
  }

  private static HttpResponse<String> post(
      int port, String key, String path, Stream<InputStream> pieces) {
    Iterator<InputStream> parts =
        Stream.concat(pieces, Stream.of(text("--" + BOUNDARY + "--\r\n"))).iterator();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("X-API-Key", key)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new SequenceInputStream(enumeration(parts))))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static Stream<InputStream> part(String field, String name, Supplier<byte[]> content) {
    return Stream.<Supplier<InputStream>>of(
            () -> head(field, name),
            () -> new ByteArrayInputStream(content.get()),
            () -> text("\r\n"))
        .map(Supplier::get);
  }

  private static InputStream head(String field, String name) {
    return text(
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            .formatted(BOUNDARY, field, name));
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static java.util.Enumeration<InputStream> enumeration(Iterator<InputStream> parts) {
    return new java.util.Enumeration<>() {
      @Override
      public boolean hasMoreElements() {
        return parts.hasNext();
      }

      @Override
      public InputStream nextElement() {
        return parts.next();
      }
    };
  }
}
