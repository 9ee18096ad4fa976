package dev.recollect.clipping.search;

import dev.recollect.clipping.inference.FaceModelInUse;
import dev.recollect.clipping.inference.FaceModels;
import dev.recollect.clipping.inference.Inference;
import dev.recollect.clipping.inference.InferenceConfig;
import dev.recollect.imaging.EngineSettings;
import dev.recollect.imaging.ImageDecoder;
import dev.recollect.imaging.ImageEngine;
import dev.recollect.imaging.ImageLimits;
import dev.recollect.imaging.ImageProbe;
import dev.recollect.imaging.ImageRejectedException;
import dev.recollect.imaging.Pixels;
import dev.recollect.kit.access.EventAccess;
import dev.recollect.kit.error.RecollectException;
import dev.recollect.vision.DetectedFace;
import dev.recollect.vision.PhotoAnalyzer;
import dev.recollect.vision.model.SimilarityCalibration;
import dev.recollect.vision.pool.InferencePriority;
import dev.recollect.vision.pool.InferenceRejectedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Looks at a selfie. Stores nothing. */
@ApplicationScoped
class SelfieFace {
  private final FaceModels models;
  private final Inference inference;
  private final Duration patience;
  private final ImageDecoder decoder;

  SelfieFace(FaceModels models, Inference inference, SelfieConfig selfies, InferenceConfig config) {
    this.models = models;
    this.inference = inference;
    this.patience = config.patience();
    ImageEngine engine = ImageEngine.start(EngineSettings.DEFAULT);
    this.decoder =
        new ImageDecoder(
            engine,
            new ImageProbe(
                engine, ImageLimits.DEFAULT.withMaxBytes(Math.toIntExact(selfies.maxBytes()))));
  }

  /**
   * The largest face of a selfie. The file is read and decoded when its turn comes, so what waits
   * takes no memory; it must be there until this returns.
   *
   * @throws RecollectException malformed when the file is no image that is accepted, or shows no
   *     face; unavailable when too many wait already
   */
  QueryFaces look(EventAccess event, Path image) {
    return look(event, () -> decoder.decode(image, PhotoAnalyzer.SELFIE_SIZE));
  }

  /** As {@link #look(EventAccess, Path)}, of bytes. */
  QueryFaces look(EventAccess event, byte[] image) {
    return look(event, () -> decoder.decode(image, PhotoAnalyzer.SELFIE_SIZE));
  }

  private interface Decoding {
    Pixels run() throws ImageRejectedException, IOException;
  }

  private QueryFaces look(EventAccess event, Decoding decoding) {
    FaceModelInUse model = models.serving();
    try {
      return inference.run(
          InferencePriority.INTERACTIVE, patience, () -> look(event, model, decode(decoding)));
    } catch (InferenceRejectedException | TimeoutException busy) {
      throw RecollectException.unavailable(
          "Too many selfie searches are under way; try again shortly", busy);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw RecollectException.unavailable("The service is stopping", stopped);
    }
  }

  private static Pixels decode(Decoding decoding) {
    try {
      return decoding.run();
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    } catch (ImageRejectedException refused) {
      throw RecollectException.malformed("The selfie cannot be used: " + refused.getMessage());
    }
  }

  private QueryFaces look(EventAccess event, FaceModelInUse model, Pixels pixels) {
    List<DetectedFace> faces = model.detector().detectProminent(pixels, inference::executeIfIdle);
    if (faces.isEmpty()) {
      throw RecollectException.malformed(
          "No face was found in the selfie; try a clearer one, taken from the front");
    }
    return new QueryFaces(
        model.embedder().modelId(),
        List.of(model.embedder().embed(pixels, faces.getFirst())),
        event.faceThresholdPercent().orElse(SimilarityCalibration.DEFAULT_PERCENT),
        faces.size(),
        Optional.empty());
  }
}
