package dev.recollect.photos.feed;

import jakarta.annotation.Nullable;
import java.util.UUID;

/**
 * A place in the feed and what changed there.
 *
 * @param transaction id of the transaction that wrote it
 * @param photoId null when the event itself changed
 */
record ChangeRow(long transaction, long sequence, long eventId, @Nullable UUID photoId) {}
