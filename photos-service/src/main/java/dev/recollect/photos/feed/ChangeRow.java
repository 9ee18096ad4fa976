package dev.recollect.photos.feed;

import jakarta.annotation.Nullable;
import java.util.UUID;

/**
 * A place in the feed and what changed there.
 *
 * @param photoId null unless a photo changed
 * @param videoKey null unless a source video changed; both null when the event itself changed
 */
record ChangeRow(long sequence, long eventId, @Nullable UUID photoId, @Nullable Long videoKey) {}
