package dev.recollect.photos.process;

import dev.recollect.photos.ingest.Checksum;
import dev.recollect.testkit.JsonAnswer;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Sends ever new photos, each of them as often as it takes, two at a time, until it is told to
 * stop. While nothing is taken in no further photos are begun: that bounds their number.
 */
final class SteadyUploads {
  private static final int SENDERS = 2;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Function<byte[], Response> send;
  private final IntFunction<byte[]> photo;
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
  private final Set<String> answers = ConcurrentHashMap.newKeySet();
  private final List<Future<?>> senders = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
  private volatile boolean stopped;

  /**
   * @param photo by its number, from 0; no two are the same
   * @param send an upload of one photo
   */
  SteadyUploads(IntFunction<byte[]> photo, Function<byte[], Response> send) {
    this.photo = photo;
    this.send = send;
    for (int n = 0; n < SENDERS; n++) {
      senders.add(threads.submit(this::run));
    }
  }

  private record Accepted(String imageId, String sha256) {}

  private void run() {
    while (!stopped) {
      byte[] next = photo.apply(made.getAndIncrement());
      Response answer = send.apply(next);
      while (answer.statusCode() != 200) {
        refused.incrementAndGet();
        answers.add(
            answer.statusCode()
                + " "
                + JsonAnswer.field(answer.asString(), "/message").textValue());
        pause();
        answer = send.apply(next);
      }
      String imageId = JsonAnswer.field(answer.asString(), "/data/files/0/image_id").textValue();
      accepted.add(new Accepted(imageId, sha256(next)));
    }
  }

  /** Who sends again at once takes the processor from the servers that are being waited for. */
  private static void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  /** Ids of the photos that were answered for, as stored or as there already. */
  List<String> accepted() {
    return accepted.stream().map(Accepted::imageId).toList();
  }

  /** The same, each with the SHA-256 of the bytes that were sent: id, blank, checksum. */
  List<String> checksums() {
    return accepted.stream().map(photo -> photo.imageId() + " " + photo.sha256()).toList();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(Checksum.sha256(new ByteArrayInputStream(bytes)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** How often a photo was not taken in. */
  int refused() {
    return refused.get();
  }

  /** Every answer but those of success: status and message. */
  Set<String> otherAnswers() {
    return Set.copyOf(answers);
  }

  /** Ends when every photo that was begun has been taken in. */
  void stop() throws Exception {
    stopped = true;
    threads.shutdown();
    for (Future<?> sender : senders) {
      sender.get();
    }
  }
}
