package dev.setun.verilog.unit;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uint;

import dev.setun.accel.design.Design;
import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;
import dev.setun.hdl.Stream;
import dev.setun.hdl.UInt;
import dev.setun.verilog.unit.CycleCounters.Cause;
import java.util.List;

/// The whole accelerator, from the streams to the counters.
///
/// @param design what it is
public record Accelerator(Design design) implements Module<Accelerator.Io> {

  /// The ports of the table in `docs/microarchitecture.md`.
  public record Io(
      Bool start,
      UInt cfgTokens,
      UInt cfgInputs,
      UInt cfgOutputs,
      Stream<Bits> act,
      Stream<Bits> weight,
      Stream<Bits> out,
      Bool busy,
      Bool done,
      UInt cause,
      UInt countTotal,
      List<UInt> counts) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("start", bool()),
        p.in("cfg_tokens", uint(Controller.TOKENS_BITS)),
        p.in("cfg_inputs", uint(Controller.SIZE_BITS)),
        p.in("cfg_outputs", uint(Controller.SIZE_BITS)),
        p.streamIn("act", bits(Widths.ACTIVATION_BITS * lanes())),
        p.streamIn("weight", bits(design.ports().weightBits())),
        p.streamOut("out", bits(TernaryRow.RESULT_BITS * design.ports().outputLanes())),
        p.out("busy", bool()),
        p.out("done", bool()),
        p.out("cause", uint(Cause.BITS)),
        p.out("count_total", uint(CycleCounters.COUNTER_BITS)),
        Cause.counted().stream()
            .map(cause -> p.out(cause.counterName(), uint(CycleCounters.COUNTER_BITS)))
            .toList());
  }

  @Override
  public void build(Circuit c, Io io) {
    var walk =
        new Controller(rows(), lanes(), tokens(), wordsPerToken(), design.ports().outputLanes());
    Bool begins = c.named("begins", io.start().and(io.busy().not()));
    c.when(begins, () -> walk.assumeInRange(c, io.cfgTokens(), io.cfgInputs(), io.cfgOutputs()));
    Controller.Io controller = c.instance("controller", walk);
    UInt cause = controller.cause();
    connectController(io, controller);
    io.done().drive(controller.done());
    io.cause().drive(cause);
    WeightFifo.Io fifo = weightPath(c, io);
    controller.hasWord().drive(fifo.hasWord());
    fifo.pop().drive(controller.pop());
    TernaryArray.Io array = array(c, controller, fifo, activations(c, io, controller));
    results(c, io, controller, array);
    counters(c, io, controller.begin(), cause);
  }

  private void connectController(Io io, Controller.Io controller) {
    controller.start().drive(io.start());
    controller.cfgTokens().drive(io.cfgTokens());
    controller.cfgInputs().drive(io.cfgInputs());
    controller.cfgOutputs().drive(io.cfgOutputs());
    controller.actValid().drive(io.act().valid());
    controller.outReady().drive(io.out().ready());
    io.act().ready().drive(controller.actReady());
    io.out().valid().drive(controller.outValid());
    io.busy().drive(controller.busy());
  }

  private WeightFifo.Io weightPath(Circuit c, Io io) {
    int rowBits = lanes() * design.packing().bitsPerWeight();
    WeightGatherer.Io gatherer =
        c.instance("gatherer", new WeightGatherer(rows(), rowBits, design.ports().weightBits()));
    WeightFifo.Io fifo =
        c.instance("fifo", new WeightFifo(rows(), rowBits, design.buffers().weightWords()));
    io.weight().ready().drive(fifo.hasRoom());
    gatherer.passes().drive(io.weight().passes());
    gatherer.beat().drive(io.weight().data());
    fifo.push().drive(gatherer.complete());
    for (int row = 0; row < rows(); row++) {
      fifo.entering().get(row).drive(gatherer.weights().get(row));
    }
    return fifo;
  }

  private ActivationBuffer.Io activations(Circuit c, Io io, Controller.Io controller) {
    ActivationBuffer.Io buffer =
        c.instance("buffer", new ActivationBuffer(tokens(), wordsPerToken(), lanes()));
    buffer.write().drive(controller.load());
    buffer.read().drive(controller.issue());
    buffer.token().drive(controller.token());
    buffer.k().drive(controller.k());
    buffer.word().drive(io.act().data());
    return buffer;
  }

  private TernaryArray.Io array(
      Circuit c, Controller.Io controller, WeightFifo.Io fifo, ActivationBuffer.Io buffer) {
    TernaryArray.Io array =
        c.instance("array", new TernaryArray(rows(), lanes(), tokens(), design.array().pe()));
    array.issue().drive(controller.issue());
    array.first().drive(controller.first());
    array.token().drive(controller.token());
    array.resultToken().drive(controller.token());
    for (int row = 0; row < rows(); row++) {
      array.weights().get(row).drive(fifo.head().get(row));
    }
    for (int lane = 0; lane < lanes(); lane++) {
      SInt activation = buffer.activations().get(lane);
      array.activations().get(lane).drive(activation);
    }
    return array;
  }

  private void results(Circuit c, Io io, Controller.Io controller, TernaryArray.Io array) {
    OutputSelector.Io selector =
        c.instance("selector", new OutputSelector(rows(), design.ports().outputLanes()));
    selector.valid().drive(controller.outValid());
    selector.group().drive(controller.group());
    for (int row = 0; row < rows(); row++) {
      selector.results().get(row).drive(array.results().get(row));
    }
    io.out().data().drive(selector.data());
  }

  private static void counters(Circuit c, Io io, Bool begin, UInt cause) {
    CycleCounters.Io counters = c.instance("counters", new CycleCounters());
    counters.clear().drive(begin);
    counters.cause().drive(cause);
    io.countTotal().drive(counters.total());
    for (int i = 0; i < io.counts().size(); i++) {
      io.counts().get(i).drive(counters.counts().get(i));
    }
  }

  private int rows() {
    return design.array().rows();
  }

  private int lanes() {
    return design.array().lanes();
  }

  private int tokens() {
    return design.array().tokens();
  }

  private int wordsPerToken() {
    return design.buffers().activationWordsPerToken();
  }

  @Override
  public String moduleName() {
    return design.name().replace('-', '_');
  }

  @Override
  public String description() {
    return "Accelerator "
        + design.name()
        + ": "
        + rows()
        + " rows by "
        + lanes()
        + " lanes, "
        + tokens()
        + " tokens to a weight word.";
  }
}
