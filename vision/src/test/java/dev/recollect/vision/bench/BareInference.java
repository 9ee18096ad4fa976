package dev.recollect.vision.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.recollect.vision.model.ModelFile;
import dev.recollect.vision.model.ModelStore;
import dev.recollect.vision.onnx.InferenceObserver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The floor: remembers which models ran on which shapes and runs the same again with plain ONNX
 * Runtime calls on prepared input, without anything before or after.
 */
final class BareInference implements InferenceObserver, AutoCloseable {
  private static final List<String> MODELS =
      List.of(
          "face-detector", "face-landmarks", "face-embedding", "bib-detector", "bib-recognizer");

  record Run(String model, List<Long> shape, long nanos) {}

  private final List<Run> runs = new ArrayList<>();
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Map<String, OrtSession> sessions = new HashMap<>();

  BareInference(ModelStore store) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setMemoryPatternOptimization(false);
      for (String id : MODELS) {
        ModelFile file = store.file(id);
        sessions.put(file.name(), environment.createSession(file.path().toString(), options));
      }
    }
  }

  @Override
  public void ran(String model, long[] shape, long nanos) {
    synchronized (runs) {
      runs.add(new Run(model, Arrays.stream(shape).boxed().toList(), nanos));
    }
  }

  /** What ran since the last call. */
  List<Run> take() {
    synchronized (runs) {
      List<Run> taken = List.copyOf(runs);
      runs.clear();
      return taken;
    }
  }

  /** Nanoseconds that the same inferences take on their own. */
  long replay(List<Run> recorded) throws OrtException {
    long nanos = 0;
    Map<List<Long>, OnnxTensor> inputs = new HashMap<>();
    try {
      for (Run run : recorded) {
        OnnxTensor input = inputs.get(run.shape);
        if (input == null) {
          input = tensor(run.shape);
          inputs.put(run.shape, input);
        }
        OrtSession session = sessions.get(run.model);
        Map<String, OnnxTensor> named = Map.of(session.getInputNames().iterator().next(), input);
        long start = System.nanoTime();
        session.run(named).close();
        nanos += System.nanoTime() - start;
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
    return nanos;
  }

  private OnnxTensor tensor(List<Long> shape) throws OrtException {
    long[] dimensions = shape.stream().mapToLong(Long::longValue).toArray();
    int size = (int) Arrays.stream(dimensions).reduce(1, Math::multiplyExact);
    var values = ByteBuffer.allocateDirect(4 * size).order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (int i = 0; i < size; i++) {
      values.put(i, (i % 255 - 127) / 128f);
    }
    return OnnxTensor.createTensor(environment, values, dimensions);
  }

  @Override
  public void close() throws OrtException {
    for (OrtSession session : sessions.values()) {
      session.close();
    }
  }
}
