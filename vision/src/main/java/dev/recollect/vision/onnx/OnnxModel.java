package dev.recollect.vision.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.recollect.vision.model.ModelException;
import dev.recollect.vision.model.VerifiedModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * One loaded ONNX model with one float input: sessions, buffers and nothing else. Safe for any
 * number of threads; each call borrows a set of buffers and gives it back, so that steady work
 * allocates nothing.
 */
public final class OnnxModel implements AutoCloseable {
  private static OrtEnvironment shared;

  private final String name;
  private final OrtSession session;
  private final InferenceObserver observer;
  private final String input;
  private final List<String> outputs;
  private final Semaphore turns;
  private final ConcurrentLinkedDeque<ModelCall> idle = new ConcurrentLinkedDeque<>();

  private OnnxModel(String name, OrtSession session, int atOnce, InferenceObserver observer) {
    this.name = name;
    this.turns = new Semaphore(atOnce);
    this.session = session;
    this.observer = observer;
    this.input = session.getInputNames().iterator().next();
    this.outputs = List.copyOf(session.getOutputNames());
  }

  /**
   * Loads a model.
   *
   * @throws ModelException if ONNX Runtime refuses the file or it has not exactly one input
   */
  public static OnnxModel load(
      VerifiedModel model, OnnxSettings settings, InferenceObserver observer) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(settings.threads());
      options.setInterOpNumThreads(1);
      // Errors come back as exceptions, so nothing is left to log.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      // Remembers a memory plan per input shape: doubles the memory for photos of ever new shapes,
      // and is no faster.
      options.setMemoryPatternOptimization(false);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      OrtSession session = environment().createSession(model.bytes(), options);
      if (session.getNumInputs() != 1) {
        session.close();
        throw new ModelException("model %s has more than one input".formatted(model.file().name()));
      }
      return new OnnxModel(model.file().name(), session, settings.atOnce(), observer);
    } catch (OrtException e) {
      throw new ModelException(
          "model %s: ONNX Runtime refuses %s: %s"
              .formatted(model.file().name(), model.file().path(), e.getMessage()),
          e);
    }
  }

  /**
   * One for the process, made when first needed: a native image must not make it while it is built.
   */
  static synchronized OrtEnvironment environment() {
    if (shared == null) {
      shared = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    }
    return shared;
  }

  /** The name of the file. */
  public String name() {
    return name;
  }

  /** The input's shape; -1 where it is free. */
  public long[] inputShape() {
    return shape(inputInfo());
  }

  /** The shape of output {@code index}, in the file's order; -1 where it is free. */
  public long[] outputShape(int index) {
    try {
      return shape(session.getOutputInfo().get(outputs.get(index)));
    } catch (OrtException e) {
      throw refused("has no readable output description", e);
    }
  }

  /**
   * Borrows buffers for one inference, waiting until fewer than {@link OnnxSettings#atOnce()} are
   * out; close it to give them back. A thread that holds buffers of a model must not ask for more.
   *
   * @param inputShape without free dimensions
   * @param outputShapes of all outputs, in the file's order
   */
  public ModelCall call(long[] inputShape, long[]... outputShapes) {
    turns.acquireUninterruptibly();
    ModelCall call = idle.pollFirst();
    try {
      if (call == null) {
        call = new ModelCall(this);
      }
      call.shape(inputShape, outputShapes);
      return call;
    } catch (RuntimeException | Error e) {
      turns.release();
      throw e;
    }
  }

  void giveBack(ModelCall call) {
    idle.addFirst(call);
    turns.release();
  }

  /** How many there are. */
  public int outputs() {
    return outputs.size();
  }

  /**
   * Gives the working memory of past runs back to the system, at the cost of one run.
   *
   * @param smallest input and output shapes of a run that is as cheap as can be
   */
  public void trim(long[] smallest, long[]... smallestOutputs) {
    dropBuffers();
    try (OrtSession.RunOptions shrinking = new OrtSession.RunOptions();
        ModelCall call = call(smallest, smallestOutputs)) {
      // ONNX Runtime frees the unused parts of its arena at the end of a run only.
      shrinking.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
      session
          .run(Map.of(input, call.inputTensor()), Set.of(), pinned(call.outputTensors()), shrinking)
          .close();
    } catch (OrtException e) {
      throw refused("cannot be trimmed", e);
    }
    dropBuffers();
  }

  private Map<String, OnnxTensor> pinned(OnnxTensor[] outputTensors) {
    Map<String, OnnxTensor> pinned = new HashMap<>();
    for (int i = 0; i < outputTensors.length; i++) {
      pinned.put(outputs.get(i), outputTensors[i]);
    }
    return pinned;
  }

  void run(OnnxTensor inputTensor, OnnxTensor[] outputTensors, long[] shape) {
    long start = System.nanoTime();
    try {
      Map<String, OnnxTensor> pinned = pinned(outputTensors);
      session.run(Map.of(input, inputTensor), pinned).close();
    } catch (OrtException e) {
      throw refused("failed on input " + Arrays.toString(shape), e);
    }
    observer.ran(name, shape, System.nanoTime() - start);
  }

  ModelException refused(String what, OrtException cause) {
    return new ModelException("model %s %s: %s".formatted(name, what, cause.getMessage()), cause);
  }

  private NodeInfo inputInfo() {
    try {
      return session.getInputInfo().get(input);
    } catch (OrtException e) {
      throw refused("has no readable input description", e);
    }
  }

  private long[] shape(NodeInfo node) {
    if (node.getInfo() instanceof TensorInfo tensor) {
      return tensor.getShape();
    }
    throw new ModelException("model %s has a part that is no tensor: %s".formatted(name, node));
  }

  private void dropBuffers() {
    for (ModelCall call = idle.pollFirst(); call != null; call = idle.pollFirst()) {
      call.free();
    }
  }

  /** Frees the native memory; no call may be in flight. */
  @Override
  public void close() {
    dropBuffers();
    try {
      session.close();
    } catch (OrtException e) {
      throw refused("cannot be closed", e);
    }
  }
}
