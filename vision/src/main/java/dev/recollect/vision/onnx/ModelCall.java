package dev.recollect.vision.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Input and output buffers of one inference, outside the heap, reused from call to call: tensors
 * over them are made anew only when a shape changes. For one thread at a time.
 */
public final class ModelCall implements AutoCloseable {
  private final OnnxModel model;
  private final Slot input = new Slot();
  private final Slot[] outputs;
  private final OnnxTensor[] outputTensors;

  ModelCall(OnnxModel model) {
    this.model = model;
    this.outputs = new Slot[model.outputs()];
    Arrays.setAll(outputs, i -> new Slot());
    this.outputTensors = new OnnxTensor[outputs.length];
  }

  void shape(long[] inputShape, long[][] outputShapes) {
    if (outputShapes.length != outputs.length) {
      throw new IllegalArgumentException(
          "%s has %d outputs, not %d".formatted(model.name(), outputs.length, outputShapes.length));
    }
    input.shape(inputShape);
    for (int i = 0; i < outputs.length; i++) {
      outputs[i].shape(outputShapes[i]);
      outputTensors[i] = outputs[i].tensor;
    }
  }

  /** The input, position 0, to be filled by absolute puts; holds what the last call left there. */
  public FloatBuffer input() {
    return input.values;
  }

  /** Output {@code index}, valid after {@link #run} until {@link #close}. */
  public FloatBuffer output(int index) {
    return outputs[index].values;
  }

  OnnxTensor inputTensor() {
    return input.tensor;
  }

  OnnxTensor[] outputTensors() {
    return outputTensors;
  }

  /** Runs the model. */
  public void run() {
    model.run(input.tensor, outputTensors, input.shape);
  }

  @Override
  public void close() {
    model.giveBack(this);
  }

  void free() {
    input.free();
    for (Slot output : outputs) {
      output.free();
    }
  }

  private final class Slot {
    private FloatBuffer memory = FloatBuffer.allocate(0);
    private FloatBuffer values = memory;
    private long[] shape = {};
    private OnnxTensor tensor;

    void shape(long[] wanted) {
      if (tensor != null && Arrays.equals(shape, wanted)) {
        return;
      }
      int size = Math.toIntExact(Arrays.stream(wanted).reduce(1, Math::multiplyExact));
      free();
      if (memory.capacity() < size) {
        memory =
            ByteBuffer.allocateDirect(Math.multiplyExact(size, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
      }
      values = memory.slice(0, size);
      shape = wanted.clone();
      try {
        tensor = OnnxTensor.createTensor(OnnxModel.environment(), values, shape);
      } catch (OrtException e) {
        throw model.refused("takes no buffer of shape " + Arrays.toString(shape), e);
      }
    }

    void free() {
      if (tensor != null) {
        tensor.close();
        tensor = null;
      }
    }
  }
}
