package dev.recollect.photos.feed;

import jakarta.annotation.Nullable;
import java.util.UUID;

/**
 * A place in the feed and what changed there.
 *
 * @param photoId null when the event itself changed
 */
record ChangeRow(long sequence, long eventId, @Nullable UUID photoId) {}
