package dev.recollect.photos.stamp;

import dev.recollect.imaging.ImageEngine;
import dev.recollect.imaging.ImageLimits;
import dev.recollect.imaging.ImageProbe;
import dev.recollect.imaging.ImageRejectedException;
import dev.recollect.imaging.OverlayWriter;
import dev.recollect.imaging.StampPosition;
import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.photos.scratch.Scratch;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Checks the form that sets a stamp. */
@ApplicationScoped
public class StampReader {
  /**
   * Of what is sent and of what is kept: overlays are kept in the database and in memory while
   * photos are stamped.
   */
  private static final ImageLimits LIMITS = new ImageLimits(5L << 20, 16_000_000, 64L << 20);

  /** That of the large rendition: a stamp may be as wide as it, and no wider. */
  private static final int LONG_SIDE = 2048;

  private final OverlayWriter writer;
  private final Scratch scratch;

  StampReader(ImageEngine engine, Scratch scratch) {
    this.writer = new OverlayWriter(engine, new ImageProbe(engine, LIMITS));
    this.scratch = scratch;
  }

  /** The parts of the form; what was not sent is null. */
  record Form(
      @Nullable Path landscape,
      @Nullable Path portrait,
      @Nullable String position,
      @Nullable String opacity,
      @Nullable String scale,
      @Nullable String margin) {}

  /**
   * @throws RecollectException 422 naming every offending part
   */
  NewStamp read(Form form) {
    List<String> problems = new ArrayList<>();
    byte[] landscape = overlay("landscape", form.landscape(), problems);
    byte[] portrait = overlay("portrait", form.portrait(), problems);
    if (form.landscape() == null && form.portrait() == null) {
      problems.add("landscape: must be given, or portrait");
    }
    StampPosition position = position(form.position(), problems);
    double opacity = number("opacity", form.opacity(), 0.5, 0, 1, problems);
    double scale = number("scale", form.scale(), 0.25, 0.01, 1, problems);
    double margin = number("margin", form.margin(), 0.02, 0, 0.49, problems);
    if (!problems.isEmpty()) {
      throw new RecollectException(ErrorCode.INVALID_FIELD, String.join("; ", problems));
    }
    return new NewStamp(
        landscape == null ? portrait : landscape,
        portrait == null ? landscape : portrait,
        position,
        opacity,
        scale,
        margin);
  }

  private byte[] overlay(String name, @Nullable Path file, List<String> problems) {
    if (file == null) {
      return null;
    }
    try (Scratch.Folder folder = scratch.open()) {
      Path png = folder.file("overlay.png");
      writer.write(file, png, LONG_SIDE);
      if (Files.size(png) > LIMITS.maxBytes()) {
        problems.add(name + ": has too much detail; as a PNG it would exceed 5 MB");
        return null;
      }
      return Files.readAllBytes(png);
    } catch (ImageRejectedException refused) {
      problems.add(name + ": " + refused.getMessage());
      return null;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static StampPosition position(@Nullable String text, List<String> problems) {
    if (text == null || text.isBlank()) {
      return StampPosition.BOTTOM_RIGHT;
    }
    String name = text.strip().toUpperCase(Locale.ROOT);
    for (StampPosition position : StampPosition.values()) {
      if (position.name().equals(name)) {
        return position;
      }
    }
    problems.add("position: must be one of " + Arrays.toString(StampPosition.values()));
    return StampPosition.BOTTOM_RIGHT;
  }

  private static double number(
      String name,
      @Nullable String text,
      double fallback,
      double least,
      double most,
      List<String> problems) {
    if (text == null || text.isBlank()) {
      return fallback;
    }
    try {
      double value = Double.parseDouble(text.strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Falls through to the one message.
    }
    problems.add(name + ": must be a number from " + least + " to " + most);
    return fallback;
  }
}
