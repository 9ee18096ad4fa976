package dev.recollect.download.domain;

import java.util.List;
import java.util.UUID;

/** Which photos of an event are asked for. */
public sealed interface Selection {

  /** What to tell somebody whose selection matches nothing. */
  String nothingFound();

  /** Photos of the runner with a number. */
  record ByBib(String bib) implements Selection {
    @Override
    public String nothingFound() {
      return "No images found for bib number " + bib;
    }
  }

  /** Photos that a stored selfie search found. */
  record BySelfie(UUID requestId) implements Selection {
    @Override
    public String nothingFound() {
      return "No images found for this selfie search";
    }
  }

  /** One photo; the id is opaque, as the caller wrote it. */
  record ByImageId(String imageId) implements Selection {
    @Override
    public String nothingFound() {
      return "Image not found";
    }
  }

  /** At most 500 photos; the ids are opaque, as the caller wrote them, each of them once. */
  record ByImageIds(List<String> imageIds) implements Selection {
    public ByImageIds {
      imageIds = imageIds.stream().distinct().toList();
    }

    @Override
    public String nothingFound() {
      return "None of the images was found";
    }
  }
}
