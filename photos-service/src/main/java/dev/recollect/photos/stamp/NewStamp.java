package dev.recollect.photos.stamp;

import dev.recollect.imaging.StampPosition;

/** A stamp as it came in, checked; its overlays are PNG. */
@SuppressWarnings("ArrayRecordComponent") // files on their way into the database
record NewStamp(
    byte[] landscape,
    byte[] portrait,
    StampPosition position,
    double opacity,
    double scale,
    double margin) {}
