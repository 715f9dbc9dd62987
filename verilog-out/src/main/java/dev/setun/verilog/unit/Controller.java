package dev.setun.verilog.unit;

import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.StateMachine;
import dev.setun.hdl.UInt;
import dev.setun.verilog.unit.CycleCounters.Cause;

/// Walks a linear: token tiles, output tiles, words, tokens, result groups. Its state and registers
/// are those of the section "State" of `docs/microarchitecture.md`.
///
/// What is left to do is counted down in units of activations, tokens and rows, so that no size is
/// ever divided.
///
/// @param rows R
/// @param lanes L
/// @param tokens T
/// @param wordsPerToken W
/// @param outputLanes P
public record Controller(int rows, int lanes, int tokens, int wordsPerToken, int outputLanes)
    implements Module<Controller.Io> {
  /// Bits of M on the port.
  static final int TOKENS_BITS = 16;

  /// Bits of K and of N on the ports.
  static final int SIZE_BITS = 24;

  /// The states of the machine.
  enum State {
    IDLE,
    LOAD,
    RUN,
    FLUSH,
    OUTPUT
  }

  /// @param start starts a linear when idle
  /// @param cfgTokens M
  /// @param cfgInputs K
  /// @param cfgOutputs N
  /// @param actValid an activation word is offered
  /// @param hasWord the weight FIFO has a word
  /// @param outReady a result is taken
  /// @param begin a linear starts
  /// @param load an activation word is written
  /// @param issue an activation word is read and the head of the weight FIFO used
  /// @param first the issue has k = 0
  /// @param pop the head of the weight FIFO is used for the last time
  public record Io(
      Bool start,
      UInt cfgTokens,
      UInt cfgInputs,
      UInt cfgOutputs,
      Bool actValid,
      Bool hasWord,
      Bool outReady,
      Bool begin,
      Bool actReady,
      Bool load,
      Bool issue,
      Bool first,
      Bool pop,
      UInt token,
      UInt k,
      UInt group,
      Bool outValid,
      Bool busy,
      Bool done,
      UInt cause) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("start", bool()),
        p.in("cfg_tokens", uint(TOKENS_BITS)),
        p.in("cfg_inputs", uint(SIZE_BITS)),
        p.in("cfg_outputs", uint(SIZE_BITS)),
        p.in("act_valid", bool()),
        p.in("has_word", bool()),
        p.in("out_ready", bool()),
        p.out("begin_linear", bool()),
        p.out("act_ready", bool()),
        p.out("load", bool()),
        p.out("issue", bool()),
        p.out("first", bool()),
        p.out("pop", bool()),
        p.out("token", Widths.index(tokens)),
        p.out("k", Widths.index(wordsPerToken)),
        p.out("group", Widths.index(rows / outputLanes)),
        p.out("out_valid", bool()),
        p.out("busy", bool()),
        p.out("done", bool()),
        p.out("cause", uint(Cause.BITS)));
  }

  @Override
  public void build(Circuit c, Io io) {
    new Walk(c, io).build();
  }

  @Override
  public String description() {
    return "Walks a linear: token tiles, output tiles, words, tokens, result groups.";
  }

  /// What a user of the accelerator must keep to, in the cycle in which a linear starts.
  void assumeInRange(Circuit c, UInt cfgTokens, UInt cfgInputs, UInt cfgOutputs) {
    c.assume("tokens_in_range", cfgTokens.notEqual(0));
    c.assume("inputs_in_range", cfgInputs.notEqual(0).and(cfgInputs.atMost(mostInputs())));
    c.assume("outputs_in_range", cfgOutputs.notEqual(0));
  }

  /// The most inputs that the activation buffer and the port take.
  private long mostInputs() {
    return Math.min((long) wordsPerToken * lanes, (1L << SIZE_BITS) - 1);
  }

  /// The registers and what each state does with them.
  private final class Walk {
    private final Circuit c;
    private final Io io;
    private final StateMachine<State> state;

    /// K and N of the linear.
    private final UInt inputs;

    private final UInt outputs;

    /// What is left of the linear's tokens, the token's inputs, the token tile's outputs and the
    /// output tile's rows, each with what is being worked on.
    private final UInt tokensLeft;

    private final UInt inputsLeft;
    private final UInt outputsLeft;
    private final UInt rowsLeft;

    private final UInt k;
    private final UInt token;
    private final UInt group;
    private final Bool flushed;

    private final Bool lastWord;
    private final Bool lastToken;
    private final Bool lastGroup;

    Walk(Circuit c, Io io) {
      this.c = c;
      this.io = io;
      state = c.stateMachine("state", State.class, State.IDLE);
      inputs = c.register("inputs", uint(SIZE_BITS), 0);
      outputs = c.register("outputs", uint(SIZE_BITS), 0);
      tokensLeft = c.register("tokens_left", uint(TOKENS_BITS), 0);
      inputsLeft = c.register("inputs_left", uint(SIZE_BITS), 0);
      outputsLeft = c.register("outputs_left", uint(SIZE_BITS), 0);
      rowsLeft = c.register("rows_left", uint(SIZE_BITS), 0);
      k = c.register("word_index", Widths.index(wordsPerToken), 0);
      token = c.register("token_index", Widths.index(tokens), 0);
      group = c.register("group_index", Widths.index(rows / outputLanes), 0);
      flushed = c.register("flushed", bool(), 0);
      lastWord = c.named("last_word", inputsLeft.atMost(lanes));
      lastToken = c.named("last_token", lastToken());
      lastGroup =
          c.named(
              "last_group", rowsLeft.atMost(outputLanes).or(group.equal(rows / outputLanes - 1L)));
    }

    /// The last token of the tile: number T - 1, or the last that is left.
    private Bool lastToken() {
      Bool lastOfLinear = token.zext(TOKENS_BITS).equal(tokensLeft.subWrap(1));
      return token.equal(tokens - 1L).or(lastOfLinear);
    }

    void build() {
      Bool begin = c.named("starts", state.is(State.IDLE).and(io.start()));
      Bool load = c.named("loads", state.is(State.LOAD).and(io.actValid()));
      Bool issue = c.named("issues", state.is(State.RUN).and(io.hasWord()));
      Bool sent = c.named("sends", state.is(State.OUTPUT).and(io.outReady()));
      Bool done = c.register("finished", bool(), 0);
      done.drive(0);

      c.when(begin, this::takeConfiguration)
          .elseWhen(load, this::loaded)
          .elseWhen(issue, this::issued)
          .elseWhen(state.is(State.FLUSH), this::flush)
          .elseWhen(sent, () -> sent(done));
      driveOutputs(begin, load, issue, done);
      c.when(begin, () -> assumeInRange(c, io.cfgTokens(), io.cfgInputs(), io.cfgOutputs()));
      c.when(state.is(State.IDLE), this::claimAtRest).otherwise(this::claimAtWork);
      c.assertAlways("done_at_rest", done.not().or(state.is(State.IDLE)));
      io.cause().drive(cause(load, issue, sent));
    }

    private void claimAtRest() {
      c.assertAlways("word_index_rests", k.equal(0));
      c.assertAlways("token_index_rests", token.equal(0));
      c.assertAlways("group_index_rests", group.equal(0));
      c.assertAlways("flush_rests", flushed.not());
    }

    /// Nothing that is counted down passes zero, and the indices stay inside what they index.
    private void claimAtWork() {
      c.assertAlways("state_in_range", state.code().atMost(State.values().length - 1L));
      c.assertAlways("token_is_left", token.zext(TOKENS_BITS).lessThan(tokensLeft));
      claimBelow("token_index_in_range", token, tokens);
      claimBelow("word_index_in_range", k, wordsPerToken);
      claimBelow("group_index_in_range", group, rows / outputLanes);
      c.assertAlways("inputs_are_left", inputsLeft.notEqual(0).and(inputsLeft.atMost(inputs)));
      c.assertAlways("outputs_are_left", outputsLeft.notEqual(0).and(outputsLeft.atMost(outputs)));
      c.assertAlways("inputs_fit", inputs.atMost(mostInputs()));
      c.assertAlways("inputs_in_words", adds(inputs, inputsLeft, k, lanes));
      c.when(
          state.is(State.OUTPUT),
          () -> {
            c.assertAlways("rows_are_left", rowsLeft.notEqual(0));
            c.assertAlways("rows_in_groups", adds(outputsLeft, rowsLeft, group, outputLanes));
          });
      c.when(state.is(State.OUTPUT).not(), () -> c.assertAlways("no_group_yet", group.equal(0)));
      c.when(
          state.is(State.FLUSH).or(state.is(State.OUTPUT)),
          () -> c.assertAlways("words_are_done", k.equal(0)));
      c.when(state.is(State.FLUSH), () -> c.assertAlways("tokens_are_done", token.equal(0)));
      c.when(state.is(State.FLUSH).not(), () -> c.assertAlways("flush_is_over", flushed.not()));
    }

    /// Where every value that the index can have is below the size there is nothing to claim.
    private void claimBelow(String name, UInt index, int size) {
      if (size < 1 << index.width()) {
        c.assertAlways(name, index.lessThan(size));
      }
    }

    /// all = left + index x size.
    private static Bool adds(UInt all, UInt left, UInt index, int size) {
      UInt done = index.mulGrow(UInt.of(size, Integer.SIZE - Integer.numberOfLeadingZeros(size)));
      UInt sum = left.addGrow(done);
      return sum.equal(all.zext(sum.width()));
    }

    private void takeConfiguration() {
      inputs.drive(io.cfgInputs());
      outputs.drive(io.cfgOutputs());
      tokensLeft.drive(io.cfgTokens());
      inputsLeft.drive(io.cfgInputs());
      outputsLeft.drive(io.cfgOutputs());
      state.go(State.LOAD);
    }

    /// Words run within tokens.
    private void loaded() {
      nextWord();
      c.when(
          lastWord,
          () -> {
            nextToken();
            c.when(lastToken, () -> state.go(State.RUN));
          });
    }

    /// Tokens run within words.
    private void issued() {
      nextToken();
      c.when(
          lastToken,
          () -> {
            nextWord();
            c.when(lastWord, () -> state.go(State.FLUSH));
          });
    }

    private void nextWord() {
      c.when(
              lastWord,
              () -> {
                k.drive(0);
                inputsLeft.drive(inputs);
              })
          .otherwise(() -> {
            k.drive(k.addWrap(1));
            inputsLeft.drive(inputsLeft.subWrap(lanes));
          });
    }

    private void nextToken() {
      c.when(lastToken, () -> token.drive(0)).otherwise(() -> token.drive(token.addWrap(1)));
    }

    private void flush() {
      flushed.drive(flushed.not());
      rowsLeft.drive(outputsLeft);
      c.when(flushed, () -> state.go(State.OUTPUT));
    }

    private void sent(Bool done) {
      c.when(
              lastGroup,
              () -> {
                group.drive(0);
                rowsLeft.drive(outputsLeft);
                nextToken();
                c.when(lastToken, () -> outputTileDone(done));
              })
          .otherwise(() -> {
            group.drive(group.addWrap(1));
            rowsLeft.drive(rowsLeft.subWrap(outputLanes));
          });
    }

    private void outputTileDone(Bool done) {
      c.when(
              outputsLeft.atMost(rows).not(),
              () -> {
                outputsLeft.drive(outputsLeft.subWrap(rows));
                state.go(State.RUN);
              })
          .elseWhen(
              tokensLeft.atMost(tokens).not(),
              () -> {
                outputsLeft.drive(outputs);
                tokensLeft.drive(tokensLeft.subWrap(tokens));
                state.go(State.LOAD);
              })
          .otherwise(() -> {
            done.drive(1);
            state.go(State.IDLE);
          });
    }

    private void driveOutputs(Bool begin, Bool load, Bool issue, Bool done) {
      io.begin().drive(begin);
      io.actReady().drive(state.is(State.LOAD));
      io.load().drive(load);
      io.issue().drive(issue);
      io.first().drive(k.equal(0));
      io.pop().drive(issue.and(lastToken));
      io.token().drive(token);
      io.k().drive(k);
      io.group().drive(group);
      io.outValid().drive(state.is(State.OUTPUT));
      io.busy().drive(state.is(State.IDLE).not());
      io.done().drive(done);
    }

    private UInt cause(Bool load, Bool issue, Bool sent) {
      UInt inOutput = either(sent, Cause.DRAIN, Cause.OUTPUT_BACKPRESSURE);
      UInt afterRun = state.is(State.FLUSH).select(Cause.DRAIN.signal(), inOutput);
      UInt inRun = either(issue, Cause.COMPUTE, Cause.WEIGHT_WAIT);
      UInt afterLoad = state.is(State.RUN).select(inRun, afterRun);
      UInt inLoad = either(load, Cause.FILL, Cause.ACTIVATION_WAIT);
      UInt busy = state.is(State.LOAD).select(inLoad, afterLoad);
      return state.is(State.IDLE).select(Cause.NONE.signal(), busy);
    }

    private static UInt either(Bool condition, Cause one, Cause other) {
      return condition.select(one.signal(), other.signal());
    }
  }
}
