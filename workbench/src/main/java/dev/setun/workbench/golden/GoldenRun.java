package dev.setun.workbench.golden;

import dev.setun.model.LinearBackend;
import dev.setun.model.LinearOp;
import dev.setun.model.Model;
import dev.setun.model.inference.Session;
import dev.setun.model.numerics.Profile;
import dev.setun.traces.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A prompt, up to the last token that vectors are wanted of, in one batch, and what it computed.
///
/// @param ids the token ids that were run
/// @param selection what vectors are wanted of
/// @param recorder what the layers computed
/// @param logits of the last token or, if those of several are wanted, of all that were run
@SuppressWarnings("ArrayRecordComponent") // a bundle to hand over, never compared
public record GoldenRun(
    Model model,
    Profile profile,
    int[] ids,
    Selection selection,
    ForwardRecorder recorder,
    float[] logits) {

  /// Runs a prompt.
  ///
  /// @param backend computes the linears; all give the same bits
  /// @param promptIds with the begin-of-text token; those after the wanted tokens are not run
  /// @throws InputException if a linear is not one integer matrix multiplication and one scale, or
  ///   the model lacks an op
  public static GoldenRun of(
      Model model, LinearBackend backend, Profile profile, int[] promptIds, Selection selection) {
    requireOneScale(model);
    requireOps(model, selection.ops());
    int[] ids = Arrays.copyOf(promptIds, selection.tokens().end());
    ForwardRecorder recorder = new ForwardRecorder(Set.copyOf(selection.layers()));
    Session.Options options =
        Session.Options.reference().with(backend).with(profile).with(recorder);
    try (Session session = new Session(model, options)) {
      float[] logits = selection.allLogits() ? session.allLogits(ids) : session.logits(ids);
      return new GoldenRun(model, profile, ids, selection, recorder, logits);
    }
  }

  /// Vectors of a linear have one weight scale and nothing after it.
  private static void requireOneScale(Model model) {
    model.requireIntegerLinears();
    boolean factors =
        model.layers().stream()
            .flatMap(layer -> layer.linears().values().stream())
            .anyMatch(linear -> linear.factor() != 1);
    if (factors) {
      throw new InputException(
          model.name(), "expected one scale a linear, found tensors blk.N.OP.scale besides");
    }
  }

  private static void requireOps(Model model, List<GoldenOp> ops) {
    for (GoldenOp op : ops) {
      if (op instanceof FloatOp each && !each.isIn(model)) {
        throw new InputException(
            "--op",
            "expected an op of " + model.name() + ", found " + op.label() + ", which it lacks");
      }
    }
  }

  /// The tokens that vectors are wanted of.
  public TokenRange tokens() {
    return selection.tokens();
  }

  /// The vector sets: layer by layer, then what comes after the last layer.
  public List<VectorSet> vectors() {
    List<VectorSet> sets = new ArrayList<>();
    FloatCapture floats = new FloatCapture(this);
    for (int layer : selection.layers()) {
      for (GoldenOp op : selection.ops()) {
        if (op.inLayers()) {
          sets.add(
              switch (op) {
                case GoldenOp.Ternary ternary -> linear(layer, ternary.op());
                case FloatOp each -> floats.inLayer(layer, each);
              });
        }
      }
    }
    for (GoldenOp op : selection.ops()) {
      if (op instanceof FloatOp each && !op.inLayers()) {
        sets.add(floats.afterLayers(each));
      }
    }
    return sets;
  }

  /// The vectors of a ternary linear.
  public LinearVectors linear(int layer, LinearOp op) {
    ForwardRecorder.Linear seen =
        integerLinear(layer, op)
            .orElseThrow(() ->
                new InputException(
                    "--profile",
                    "expected a profile in which blk."
                        + layer
                        + "."
                        + op.label()
                        + " of this file is a product of integers, found "
                        + profile.label()));
    int k = seen.call().weights().columns();
    int n = seen.call().weights().rows();
    return new LinearVectors(
        layer,
        op,
        tokens(),
        profile,
        seen.call().weights(),
        model.layers().get(layer).linear(op).scale(),
        tokens().rows(seen.inputs(), k),
        tokens().rows(seen.call().activations(), k),
        tokens().rows(seen.scales(), 1),
        tokens().rows(seen.call().accumulators(), n),
        tokens().rows(recorder.outputs(layer, op), n));
  }

  /// HF's BitLinear multiplies integers too, but its outputs are not those that the set describes.
  private Optional<ForwardRecorder.Linear> integerLinear(int layer, LinearOp op) {
    return switch (profile) {
      case CANONICAL, PLAIN, BITNET_CPP -> recorder.linear(layer, op);
      case HF -> Optional.empty();
    };
  }
}
