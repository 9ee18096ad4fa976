package dev.recollect.photos.capture;

import dev.recollect.imaging.ExifBlock;
import dev.recollect.imaging.ImageFormat;
import dev.recollect.photos.capture.Exif.Directory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;

/**
 * Reads capture time and camera out of EXIF. What is missing, blank, impossible or broken counts as
 * not said: a photo with bad metadata is still a photo.
 */
public final class CaptureReader {
  private static final int MAKE = 0x010F;
  private static final int MODEL = 0x0110;
  private static final int TAKEN = 0x9003;
  private static final int OFFSET_TAKEN = 0x9011;
  private static final int FRACTION_TAKEN = 0x9291;
  private static final int BODY_SERIAL = 0xA431;
  private static final int GPS_TIME = 0x0007;
  private static final int GPS_DATE = 0x001D;

  private static final DateTimeFormatter EXIF_TIME = format("uuuu:MM:dd HH:mm:ss");
  private static final DateTimeFormatter EXIF_DATE = format("uuuu:MM:dd");

  /** Cameras whose clock was never set say 1970 or 0000; the first digital ones came later. */
  private static final int FIRST_YEAR = 1990;

  private static final int LAST_YEAR = 9999;

  private CaptureReader() {}

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /**
   * Reads the metadata of an image that was probed; of the file, never more than its EXIF data.
   *
   * @throws IOException when the file cannot be read
   */
  public static Capture read(Path image, ImageFormat format) throws IOException {
    return ExifBlock.find(image, format)
        .map(block -> captureOf(new Exif(block)))
        .orElse(Capture.UNKNOWN);
  }

  private static Capture captureOf(Exif exif) {
    return new Capture(
        localTime(exif),
        offset(exif.text(Directory.EXIF, OFFSET_TAKEN)),
        gpsTime(exif),
        Camera.of(
            exif.text(Directory.MAIN, MAKE),
            exif.text(Directory.MAIN, MODEL),
            exif.text(Directory.EXIF, BODY_SERIAL)));
  }

  private static LocalDateTime localTime(Exif exif) {
    String text = exif.text(Directory.EXIF, TAKEN);
    if (text == null) {
      return null;
    }
    try {
      LocalDateTime seconds = LocalDateTime.parse(text, EXIF_TIME);
      if (!isPlausible(seconds.getYear())) {
        return null;
      }
      return seconds.plusNanos(fraction(exif.text(Directory.EXIF, FRACTION_TAKEN)));
    } catch (DateTimeException unset) {
      return null;
    }
  }

  /** A sign and more than four digits are read as a year, too, which no database would store. */
  private static boolean isPlausible(int year) {
    return year >= FIRST_YEAR && year <= LAST_YEAR;
  }

  /** Nanoseconds of the digits after the decimal point, to the microsecond. */
  private static long fraction(String digits) {
    if (digits == null || !digits.matches("[0-9]{1,9}")) {
      return 0;
    }
    String padded = (digits + "00000000").substring(0, 9);
    return Long.parseLong(padded.substring(0, 6)) * 1000;
  }

  private static ZoneOffset offset(String text) {
    if (text == null) {
      return null;
    }
    try {
      return ZoneOffset.of(text);
    } catch (DateTimeException unset) {
      return null;
    }
  }

  private static Instant gpsTime(Exif exif) {
    String date = exif.text(Directory.GPS, GPS_DATE);
    double[] time = exif.fractions(Directory.GPS, GPS_TIME, 3);
    if (date == null || time == null || time[0] >= 24 || time[1] >= 60 || time[2] > 60) {
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(date, EXIF_DATE);
      if (!isPlausible(day.getYear())) {
        return null;
      }
      long millis = Math.round((time[0] * 3600 + time[1] * 60 + time[2]) * 1000);
      return day.atStartOfDay(ZoneOffset.UTC).toInstant().plusMillis(millis);
    } catch (DateTimeException unset) {
      return null;
    }
  }
}
