package dev.recollect.kit.access;

/**
 * The switches of an event that a REST endpoint can depend on. All but NONE need the event enabled.
 */
public enum Feature {
  NONE(""),
  GALLERY("Event"),
  BIB_SEARCH("Bib search"),
  SELFIE_SEARCH("Selfie search"),
  VIDEO_SEARCH("Video search"),
  VIDEO_SELFIE_SEARCH("Video selfie search"),
  TIMELINE_SEARCH("Timeline search");

  private final String title;

  Feature(String title) {
    this.title = title;
  }

  /** As named to the caller of an event that has it switched off. */
  public String title() {
    return title;
  }
}
