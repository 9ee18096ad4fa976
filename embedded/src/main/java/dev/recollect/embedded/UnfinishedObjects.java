package dev.recollect.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What s3proxy was writing when it was killed, and never removes itself.
 *
 * <ul>
 *   <li>It writes into a file beside the object, named after it with a UUID behind, and gives that
 *       file the object's name when it is whole. Until then the file is listed like an object that
 *       nobody has stored.
 *   <li>It keeps an upload in parts in two places, the parts with a stub, and a record. With only
 *       one of the two the upload is listed, or takes space, and cannot be aborted.
 * </ul>
 */
final class UnfinishedObjects extends SimpleFileVisitor<Path> {
  private static final String UUID = "\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";
  private static final Pattern WRITTEN = Pattern.compile(".+-" + UUID);
  private static final String PARTS = ".mpus-";
  private static final String RECORD = ".s3proxy-mpu-stub-";
  private static final Pattern OF_PARTS =
      Pattern.compile("(?:\\Q%s\\E|\\Q%s\\E)(%s).*".formatted(PARTS, RECORD, UUID));

  private final Path buckets;
  private final Instant start;

  private UnfinishedObjects(Path buckets, Instant start) {
    this.buckets = buckets;
    this.start = start;
  }

  /**
   * Removes them in the background: looking through all that is stored takes its time, and the
   * server can be used meanwhile.
   *
   * @param buckets where objects are
   * @param start of the server; what was written to later is still being written
   */
  static void remove(Path buckets, Instant start) {
    Thread.ofPlatform()
        .name("unfinished-objects")
        .daemon()
        .start(
            () -> {
              try {
                Files.walkFileTree(buckets, new UnfinishedObjects(buckets, start));
              } catch (IOException unreadable) {
                // They only take space; the next start looks again.
              }
            });
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isRegularFile()
        && attributes.lastModifiedTime().toInstant().isBefore(start)
        && isUnfinished(file)) {
      Files.deleteIfExists(file);
    }
    return FileVisitResult.CONTINUE;
  }

  private boolean isUnfinished(Path file) throws IOException {
    Path inBucket = buckets.relativize(file);
    if (inBucket.getNameCount() < 2) {
      return false;
    }
    Path bucket = buckets.resolve(inBucket.getName(0));
    String top = inBucket.getName(1).toString();
    Matcher upload = OF_PARTS.matcher(top);
    if (!upload.matches()) {
      return WRITTEN.matcher(file.getFileName().toString()).matches();
    }
    return !isWhole(bucket, upload.group(1))
        || top.startsWith(PARTS) && WRITTEN.matcher(file.getFileName().toString()).matches();
  }

  /** Whether an upload in parts has both its record and its stub, so that it can be aborted. */
  private static boolean isWhole(Path bucket, String upload) throws IOException {
    if (!Files.exists(bucket.resolve(RECORD + upload))) {
      return false;
    }
    // The object's key follows in the name, hence the stub may lie in folders of it.
    try (DirectoryStream<Path> kept = Files.newDirectoryStream(bucket, PARTS + upload + "-*")) {
      for (Path parts : kept) {
        if (hasStub(parts)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean hasStub(Path parts) throws IOException {
    try (Stream<Path> all = Files.walk(parts)) {
      return all.anyMatch(file -> file.getFileName().toString().endsWith("-stub"));
    } catch (UncheckedIOException gone) {
      throw gone.getCause();
    }
  }

  /** The server goes on removing and replacing files. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException gone) {
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
    return FileVisitResult.CONTINUE;
  }
}
