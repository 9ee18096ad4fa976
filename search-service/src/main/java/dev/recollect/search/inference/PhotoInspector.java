package dev.recollect.search.inference;

import dev.recollect.imaging.EngineSettings;
import dev.recollect.imaging.ImageDecoder;
import dev.recollect.imaging.ImageEngine;
import dev.recollect.imaging.ImageLimits;
import dev.recollect.imaging.ImageProbe;
import dev.recollect.imaging.ImageRejectedException;
import dev.recollect.imaging.Pixels;
import dev.recollect.search.face.IndexedFace;
import dev.recollect.vision.FaceQuality;
import dev.recollect.vision.PhotoAnalysis;
import dev.recollect.vision.PhotoAnalyzer;
import dev.recollect.vision.PhotoFace;
import dev.recollect.vision.Selfie;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Decodes and looks, on the calling thread, which must be one of the inference pool. */
@ApplicationScoped
class PhotoInspector {
  private final FaceModels models;
  private final PhotoAnalyzer analyzer;
  private final ImageDecoder decoder;

  PhotoInspector(FaceModels models, LoadedModels loaded, InferenceConfig config) {
    this.models = models;
    this.analyzer = loaded.analyzer();
    ImageEngine engine = ImageEngine.start(EngineSettings.DEFAULT);
    this.decoder =
        new ImageDecoder(
            engine,
            new ImageProbe(engine, ImageLimits.DEFAULT.withMaxBytes(config.maxOriginalBytes())));
  }

  Optional<Selfie> selfie(Path image, Executor idle) throws ImageRejectedException, IOException {
    return analyzer.selfie(decoder.decode(image, PhotoAnalyzer.SELFIE_SIZE), idle);
  }

  PhotoFindings photo(byte[] original) throws ImageRejectedException {
    Pixels pixels = decoder.decode(original, PhotoAnalyzer.DECODE_LONG_SIDE);
    PhotoAnalysis analysis = analyzer.analyze(pixels);
    Map<Integer, List<IndexedFace>> faces = new HashMap<>();
    faces.put(
        models.serving().modelNo(),
        analysis.faces().stream()
            .map(face -> indexed(pixels, face, face.embedding().values()))
            .toList());
    models
        .next()
        .ifPresent(
            next ->
                faces.put(
                    next.modelNo(),
                    analysis.faces().stream()
                        .map(
                            face ->
                                indexed(
                                    pixels,
                                    face,
                                    next.embedder().embed(pixels, face.face()).values()))
                        .toList()));
    return new PhotoFindings(faces, readings(pixels, analysis));
  }

  private static List<PhotoReading> readings(Pixels pixels, PhotoAnalysis analysis) {
    return analysis.bibs().stream()
        .map(
            bib ->
                new PhotoReading(
                    bib.reading().text(),
                    bib.confidence(),
                    bib.reading().box().scaled(1.0 / pixels.width(), 1.0 / pixels.height()),
                    bib.face()))
        .toList();
  }

  private static IndexedFace indexed(Pixels pixels, PhotoFace face, float[] embedding) {
    return new IndexedFace(
        face.face().box().scaled(1.0 / pixels.width(), 1.0 / pixels.height()),
        face.face().confidence(),
        face.face().quality() == FaceQuality.LOW,
        embedding);
  }
}
