package dev.recollect.launcher.settings;

import java.util.Optional;

/** The table of services, in the order they start. */
public enum ServiceEntry {
  /** First: it creates the buckets and the others ask it about keys. */
  PHOTOS("photos-service", "photos", 8101, 128, Optional.of("photos"), Heap.GIVEN_BACK, false),
  /** Its Java heap is small beside the models, which live outside it. */
  SEARCH("search-service", "search", 8102, 256, Optional.of("search"), Heap.KEPT, true),
  /** Its models and ffmpeg live outside the Java heap. */
  CLIPPING(
      "clipping-service", "clipping", 8103, 192, Optional.of("clipping"), Heap.GIVEN_BACK, true),
  DOWNLOAD("download-service", "download", 8104, 96, Optional.empty(), Heap.GIVEN_BACK, false);

  /** What becomes of a service's Java heap once the work that filled it is done. */
  public enum Heap {
    /** As little is kept as can be. */
    GIVEN_BACK,
    /** Room for some photos is kept, so that a search seldom waits for a collection. */
    KEPT
  }

  private final String serviceName;
  private final String grpcName;
  private final int port;
  private final int heapMegabytes;
  private final Optional<String> schema;
  private final Heap heap;
  private final boolean computes;

  ServiceEntry(
      String serviceName,
      String grpcName,
      int port,
      int heapMegabytes,
      Optional<String> schema,
      Heap heap,
      boolean computes) {
    this.serviceName = serviceName;
    this.grpcName = grpcName;
    this.port = port;
    this.heapMegabytes = heapMegabytes;
    this.schema = schema;
    this.heap = heap;
    this.computes = computes;
  }

  /** Its module, its log and its settings are called so. */
  public String serviceName() {
    return serviceName;
  }

  /** What the other services call their gRPC client to it. */
  public String grpcName() {
    return grpcName;
  }

  /** Default TCP port. */
  public int port() {
    return port;
  }

  /** Default maximum of the Java heap. */
  public int heapMegabytes() {
    return heapMegabytes;
  }

  /** Its schema in the database; empty if it keeps nothing. */
  public Optional<String> schema() {
    return schema;
  }

  /** What becomes of its Java heap. */
  public Heap heap() {
    return heap;
  }

  /**
   * Whether it computes in Java so much that the fastest machine code is worth its start-up time.
   */
  public boolean computes() {
    return computes;
  }
}
