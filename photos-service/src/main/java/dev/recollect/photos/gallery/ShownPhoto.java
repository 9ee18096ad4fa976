package dev.recollect.photos.gallery;

import jakarta.annotation.Nullable;
import java.util.UUID;

/** What a gallery needs to know of a photo. */
record ShownPhoto(
    UUID photoId,
    int width,
    int height,
    int renditionVersion,
    String objectKey,
    @Nullable String filename,
    String contentType) {}
