package dev.recollect.photos.videos;

import dev.recollect.kit.storage.MultipartUploads;
import dev.recollect.kit.storage.StoredPart;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a file is cut into parts.
 *
 * @param sizeBytes of the file, at least 1
 * @param partBytes of every part but the last
 */
record VideoParts(long sizeBytes, long partBytes) {

  /** Parts of the usual size, or larger ones where there would be too many. */
  static VideoParts of(long sizeBytes, long usualBytes) {
    long least = Math.ceilDiv(sizeBytes, MultipartUploads.MOST_PARTS);
    return new VideoParts(sizeBytes, Math.max(usualBytes, least));
  }

  /** How many. */
  int count() {
    return Math.toIntExact(Math.ceilDiv(sizeBytes, partBytes));
  }

  private long bytesOf(int number) {
    return number < count() ? partBytes : sizeBytes - (count() - 1) * partBytes;
  }

  /** Numbers of the parts that are not there, or of another size. */
  List<Integer> missing(List<StoredPart> present) {
    Map<Integer, StoredPart> byNumber =
        present.stream().collect(Collectors.toMap(StoredPart::number, Function.identity()));
    return IntStream.rangeClosed(1, count())
        .filter(
            number ->
                !byNumber.containsKey(number)
                    || byNumber.get(number).sizeBytes() != bytesOf(number))
        .boxed()
        .toList();
  }
}
