package dev.recollect.clipping.inference;

import dev.recollect.vision.FaceDetector;
import dev.recollect.vision.FaceEmbedder;

/**
 * A verified face model and its number in the schema.
 *
 * @param modelNo see table {@code model}
 * @param detector finds the faces that the embedder looks at
 */
public record FaceModelInUse(int modelNo, FaceDetector detector, FaceEmbedder embedder) {}
