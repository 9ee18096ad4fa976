package dev.recollect.photos.process;

import dev.recollect.photos.TestPhotos;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Sends small photos, each of them as often as it takes, two at a time, until it is told to stop.
 * While nothing is taken in no further photos are begun: that bounds their number.
 */
final class SteadyUploads {
  private static final int SENDERS = 2;

  private final Function<byte[], Response> send;
  private final AtomicInteger made;
  private final AtomicInteger refused = new AtomicInteger();
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private final Set<String> answers = ConcurrentHashMap.newKeySet();
  private final List<Future<?>> senders = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
  private volatile boolean stopped;

  /**
   * @param first number of a photo, from which on they are counted
   * @param send an upload of one photo
   */
  SteadyUploads(int first, Function<byte[], Response> send) {
    this.made = new AtomicInteger(first);
    this.send = send;
    for (int n = 0; n < SENDERS; n++) {
      senders.add(threads.submit(this::run));
    }
  }

  private void run() {
    while (!stopped) {
      byte[] photo = TestPhotos.jpeg(made.getAndIncrement(), 160, 120);
      Response answer = send.apply(photo);
      while (answer.statusCode() != 200) {
        refused.incrementAndGet();
        answers.add(answer.statusCode() + " " + answer.jsonPath().getString("message"));
        answer = send.apply(photo);
      }
      accepted.add(answer.jsonPath().getString("data.files[0].image_id"));
    }
  }

  /** Ids of the photos that were answered for, as stored or as there already. */
  List<String> accepted() {
    return List.copyOf(accepted);
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
