package dev.recollect.photos.capture;

import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.heif.HeifMetadataReader;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.png.PngMetadataReader;
import com.drew.imaging.webp.WebpMetadataReader;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.GpsDirectory;
import dev.recollect.imaging.ImageFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Reads capture time and camera out of EXIF. What is missing, blank, impossible or broken counts as
 * not said: a photo with bad metadata is still a photo.
 */
public final class CaptureReader {
  private static final Logger LOG = Logger.getLogger(CaptureReader.class);
  private static final DateTimeFormatter EXIF_TIME =
      DateTimeFormatter.ofPattern("uuuu:MM:dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /** Cameras whose clock was never set say 1970 or 0000; the first digital ones came later. */
  private static final int FIRST_YEAR = 1990;

  private CaptureReader() {}

  /**
   * Reads the metadata of an image that was probed; never more of the file than its headers.
   *
   * @throws IOException when the file cannot be opened
   */
  public static Capture read(Path image, ImageFormat format) throws IOException {
    try (InputStream content = new BufferedInputStream(Files.newInputStream(image))) {
      return captureOf(metadata(content, format));
    } catch (ImageProcessingException | RuntimeException broken) {
      LOG.debugf(broken, "unreadable metadata format=%s", format);
      return Capture.UNKNOWN;
    }
  }

  private static Metadata metadata(InputStream content, ImageFormat format)
      throws IOException, ImageProcessingException {
    return switch (format) {
      case JPEG -> JpegMetadataReader.readMetadata(content, List.of(new ExifReader()));
      case PNG -> PngMetadataReader.readMetadata(content);
      case WEBP -> WebpMetadataReader.readMetadata(content);
      case HEIC -> HeifMetadataReader.readMetadata(content);
    };
  }

  private static Capture captureOf(Metadata metadata) {
    Collection<ExifSubIFDDirectory> exif = metadata.getDirectoriesOfType(ExifSubIFDDirectory.class);
    Collection<ExifIFD0Directory> main = metadata.getDirectoriesOfType(ExifIFD0Directory.class);
    return new Capture(
        localTime(exif),
        offset(string(exif, ExifSubIFDDirectory.TAG_TIME_ZONE_ORIGINAL)),
        gpsTime(metadata.getDirectoriesOfType(GpsDirectory.class)),
        Camera.of(
            string(main, ExifIFD0Directory.TAG_MAKE),
            string(main, ExifIFD0Directory.TAG_MODEL),
            string(exif, ExifSubIFDDirectory.TAG_BODY_SERIAL_NUMBER)));
  }

  private static LocalDateTime localTime(Collection<ExifSubIFDDirectory> exif) {
    String text = string(exif, ExifSubIFDDirectory.TAG_DATETIME_ORIGINAL);
    if (text == null) {
      return null;
    }
    try {
      LocalDateTime seconds = LocalDateTime.parse(text.strip(), EXIF_TIME);
      if (seconds.getYear() < FIRST_YEAR) {
        return null;
      }
      return seconds.plusNanos(
          fraction(string(exif, ExifSubIFDDirectory.TAG_SUBSECOND_TIME_ORIGINAL)));
    } catch (DateTimeException unset) {
      return null;
    }
  }

  /** Nanoseconds of the digits after the decimal point, to the microsecond. */
  private static long fraction(String digits) {
    if (digits == null || !digits.strip().matches("[0-9]{1,9}")) {
      return 0;
    }
    String padded = (digits.strip() + "00000000").substring(0, 9);
    return Long.parseLong(padded.substring(0, 6)) * 1000;
  }

  private static ZoneOffset offset(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return ZoneOffset.of(text.strip());
    } catch (DateTimeException unset) {
      return null;
    }
  }

  private static Instant gpsTime(Collection<GpsDirectory> directories) {
    return directories.stream()
        .map(GpsDirectory::getGpsDate)
        .filter(Objects::nonNull)
        .map(Date::toInstant)
        .filter(instant -> instant.atOffset(ZoneOffset.UTC).getYear() >= FIRST_YEAR)
        .findFirst()
        .orElse(null);
  }

  private static String string(Collection<? extends Directory> directories, int tag) {
    Optional<String> found =
        directories.stream().map(d -> d.getString(tag)).filter(Objects::nonNull).findFirst();
    return found.filter(text -> !text.isBlank()).orElse(null);
  }
}
