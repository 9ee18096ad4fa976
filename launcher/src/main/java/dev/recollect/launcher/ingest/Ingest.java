package dev.recollect.launcher.ingest;

import dev.recollect.launcher.client.ApiException;
import dev.recollect.launcher.client.Retry;
import dev.recollect.launcher.client.SuiteClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Uploads the photos of a folder to an event. What the server has already is not sent again, so an
 * interrupted run is simply started once more. Memory does not grow with the folder's bytes.
 */
final class Ingest {
  private static final int BATCH_FILES = 16;
  private static final long BATCH_BYTES = 48L << 20;
  private static final Retry PATIENT = new Retry(8, Duration.ofMillis(500), Duration.ofSeconds(20));
  private static final Retry ONCE = new Retry(1, Duration.ZERO, Duration.ZERO);
  private static final int NO_ANSWER = 0;
  private static final int TOO_LARGE = 413;
  private static final int INTERNAL_ERROR = 500;

  private final SuiteClient client;
  private final String photosPath;
  private final int parallel;
  private final Retry retry;

  /** Whether the suite has told once what it has: key and event are right. */
  private volatile boolean answered;

  /** Why nothing more is sent; null as long as there is no reason. */
  private volatile ApiException over;

  /**
   * For one event and one run.
   *
   * @param parallel uploads at a time
   */
  Ingest(SuiteClient client, long eventId, int parallel) {
    this(client, eventId, parallel, PATIENT);
  }

  /** As above, with another patience. */
  Ingest(SuiteClient client, long eventId, int parallel, Retry retry) {
    this.retry = retry;
    this.client = client;
    this.photosPath = "/api/v1/admin/events/" + eventId + "/photos";
    this.parallel = parallel;
  }

  /**
   * Uploads the files; every one has an outcome. When the suite stops answering or taking photos on
   * the way, the rest is not tried.
   *
   * @throws ApiException if the event cannot be uploaded to at all: no such event, wrong key, no
   *     answer
   */
  List<Outcome> run(List<Path> files, Progress progress) throws ApiException, InterruptedException {
    Iterator<List<Path>> batches = batches(files).iterator();
    ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < parallel; i++) {
        workers.add(
            threads.submit(
                () -> {
                  for (List<Path> batch = next(batches); !batch.isEmpty(); batch = next(batches)) {
                    for (Outcome outcome : process(batch)) {
                      outcomes.add(outcome);
                      progress.step();
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiException failure) {
        throw failure;
      }
      throw new IllegalStateException("uploading ended unexpectedly", e.getCause());
    }
    return List.copyOf(outcomes);
  }

  private static List<Path> next(Iterator<List<Path>> batches) {
    synchronized (batches) {
      return batches.hasNext() ? batches.next() : List.of();
    }
  }

  private static List<List<Path>> batches(List<Path> files) {
    List<List<Path>> batches = new ArrayList<>();
    List<Path> batch = new ArrayList<>();
    long bytes = 0;
    for (Path file : files) {
      long size = file.toFile().length();
      if (!batch.isEmpty() && (batch.size() == BATCH_FILES || bytes + size > BATCH_BYTES)) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(file);
      bytes += size;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private List<Outcome> process(List<Path> batch) throws ApiException, IOException {
    ApiException reason = over;
    if (reason != null) {
      return batch.stream().map(file -> refusedOrFailed(file, reason)).toList();
    }
    List<Outcome> outcomes = new ArrayList<>();
    Map<Path, String> hashes = new LinkedHashMap<>();
    for (Path file : batch) {
      try {
        hashes.put(file, ContentHash.of(file));
      } catch (IOException e) {
        outcomes.add(new Outcome.Failed(file, "cannot be read: " + e.getMessage()));
      }
    }
    if (hashes.isEmpty()) {
      return outcomes;
    }
    Set<String> known;
    try {
      known = known(hashes.values().stream().distinct().toList(), retry);
    } catch (ApiException e) {
      if (!answered) {
        throw e;
      }
      over = e;
      hashes.keySet().forEach(file -> outcomes.add(refusedOrFailed(file, e)));
      return outcomes;
    }
    List<Path> unknown = new ArrayList<>();
    hashes.forEach(
        (file, hash) -> {
          if (known.contains(hash)) {
            outcomes.add(new Outcome.Known(file));
          } else {
            unknown.add(file);
          }
        });
    if (!unknown.isEmpty()) {
      outcomes.addAll(upload(unknown, retry));
    }
    return outcomes;
  }

  /**
   * Which of the hashes the event has. Whatever is wrong with key or event shows here, before a
   * byte is sent.
   */
  private Set<String> known(List<String> hashes, Retry patience) throws ApiException, IOException {
    JsonObject found =
        patience.run(
            () ->
                client.post(
                    photosPath + "/lookup", new JsonObject().put("sha256", new JsonArray(hashes))));
    answered = true;
    return found.getJsonArray("known").stream()
        .map(each -> ((JsonObject) each).getString("sha256"))
        .collect(Collectors.toSet());
  }

  private List<Outcome> upload(List<Path> files, Retry patience) {
    try {
      JsonArray results =
          patience.run(() -> client.upload(photosPath, "files", files)).getJsonArray("files");
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        outcomes.add(outcomeOf(files.get(i), results.getJsonObject(i)));
      }
      return outcomes;
    } catch (ApiException e) {
      if (e.isPassing() && isAway(e)) {
        over = e;
      } else if (files.size() > 1 && (e.status() == TOO_LARGE || e.isPassing())) {
        return oneByOne(files, e);
      }
      return files.stream().map(file -> refusedOrFailed(file, e)).toList();
    } catch (IOException e) {
      return files.size() > 1
          ? files.stream().flatMap(file -> upload(List.of(file), retry).stream()).toList()
          : List.of(new Outcome.Failed(files.getFirst(), "cannot be read: " + e.getMessage()));
    }
  }

  /**
   * Whether the suite takes no photo at the moment, whichever it is. An internal error, or a
   * connection that breaks while the suite goes on answering, may be one file's doing.
   */
  private boolean isAway(ApiException passing) {
    if (passing.status() != NO_ANSWER) {
      return passing.status() != INTERNAL_ERROR;
    }
    try {
      known(List.of(), ONCE);
      return false;
    } catch (ApiException e) {
      return e.isPassing();
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * One of them may be what breaks the request: the others shall not suffer for it. Where none gets
   * through either, it was not one of them.
   */
  private List<Outcome> oneByOne(List<Path> files, ApiException together) {
    // The patience has been spent on the batch.
    Retry patience = together.isPassing() ? ONCE : retry;
    List<Outcome> outcomes = new ArrayList<>();
    for (Path file : files) {
      ApiException reason = over;
      outcomes.addAll(
          reason == null
              ? upload(List.of(file), patience)
              : List.of(refusedOrFailed(file, reason)));
    }
    if (together.isPassing() && outcomes.stream().allMatch(Outcome.Failed.class::isInstance)) {
      over = together;
    }
    return outcomes;
  }

  private static Outcome refusedOrFailed(Path file, ApiException e) {
    return e.isPassing()
        ? new Outcome.Failed(file, e.getMessage())
        : new Outcome.Refused(file, e.getMessage());
  }

  private static Outcome outcomeOf(Path file, JsonObject result) {
    return switch (result.getString("status")) {
      case "stored" -> new Outcome.Stored(file);
      case "duplicate" -> new Outcome.Known(file);
      default -> new Outcome.Refused(file, result.getString("reason", "refused without a reason"));
    };
  }
}
