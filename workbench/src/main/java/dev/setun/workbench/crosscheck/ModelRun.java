package dev.setun.workbench.crosscheck;

import dev.setun.model.LinearBackend;
import dev.setun.model.LinearCall;
import dev.setun.model.Model;
import dev.setun.model.inference.Observer;
import dev.setun.model.inference.Sampler;
import dev.setun.model.inference.ScalarBackend;
import dev.setun.model.inference.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A prompt in one batch and tokens one by one on a whole-model executor, with everything that it
/// computed. Step 0 is the prompt, step t the t-th generated token.
///
/// @param ids prompt with the begin-of-text token, then the generated tokens
/// @param promptLength tokens of the prompt
/// @param logits after each step
/// @param callsByStep the ternary linears of each step, in order
/// @param generatedText text of the generated tokens
record ModelRun(
    int[] ids,
    int promptLength,
    List<float[]> logits,
    List<List<LinearCall>> callsByStep,
    String generatedText) {

  /// The backend of the golden model.
  static LinearBackend scalar() {
    return new ScalarBackend();
  }

  /// Continues a prompt greedily.
  static ModelRun greedy(Model model, LinearBackend backend, String prompt, int tokens) {
    int[] prompted = model.promptIds(prompt);
    int[] ids = Arrays.copyOf(prompted, prompted.length + tokens);
    return run(model, backend, ids, prompted.length, 1, true);
  }

  /// Computes given tokens.
  static ModelRun forced(
      Model model, LinearBackend backend, int[] ids, int promptLength, int threads) {
    return run(model, backend, ids.clone(), promptLength, threads, false);
  }

  private static ModelRun run(
      Model model, LinearBackend backend, int[] ids, int promptLength, int threads, boolean pick) {
    List<List<LinearCall>> calls = new ArrayList<>();
    List<float[]> logits = new ArrayList<>();
    Observer recorder =
        new Observer() {
          @Override
          public void linear(LinearCall call, float[] scales) {
            calls.getLast().add(call);
          }
        };
    Session.Options options =
        Session.Options.reference().with(backend).withThreads(threads).with(recorder);
    Sampler greedy = new Sampler.Greedy();
    try (Session session = new Session(model, options)) {
      calls.add(new ArrayList<>());
      logits.add(session.logits(Arrays.copyOf(ids, promptLength)));
      for (int position = promptLength; position < ids.length; position++) {
        if (pick) {
          ids[position] = greedy.next(logits.getLast());
        }
        calls.add(new ArrayList<>());
        logits.add(session.logits(ids[position]));
      }
    }
    String text =
        model.tokenizer().decodeContinuation(Arrays.copyOfRange(ids, promptLength, ids.length));
    return new ModelRun(ids, promptLength, logits, calls, text);
  }

  /// All linears, in order.
  List<LinearCall> calls() {
    return callsByStep.stream().flatMap(List::stream).toList();
  }

  /// The linears of one step.
  List<LinearCall> calls(int step) {
    return callsByStep.get(step);
  }

  /// The ids for a report.
  List<Integer> idList() {
    return Arrays.stream(ids).boxed().toList();
  }
}
