package dev.setun.accel.machine;

import dev.setun.accel.design.Design;
import java.util.Optional;

/// One linear from `start` to `done`, cycle by cycle: first what the ports show, then what the
/// registers take.
final class Simulation {
  private static final long COUNTER_MASK = 0xffff_ffffL;

  private final Controller controller;
  private final WeightGatherer gatherer;
  private final WeightFifo fifo;
  private final CycleCounters counters = new CycleCounters();
  private final Datapath datapath;
  private final StreamOrder order;
  private final Streams streams;
  private final PortSample ports;
  private final Optional<PortListener> listener;
  private final Fault fault;
  private long cycle;

  Simulation(
      Design design,
      Fault fault,
      StreamOrder order,
      Streams streams,
      Datapath datapath,
      Optional<PortListener> listener) {
    this.controller = new Controller(design, fault);
    this.gatherer =
        new WeightGatherer(
            design.beatsPerWeightWord(), design.ports().weightBits(), streams.carriesData());
    this.fifo = new WeightFifo(design.buffers().weightWords());
    this.datapath = datapath;
    this.order = order;
    this.streams = streams;
    this.ports = new PortSample(design);
    this.listener = listener;
    this.fault = fault;
  }

  LinearTiming run() {
    step(true);
    while (controller.busy()) {
      step(false);
    }
    step(false); // the cycle of `done`
    return new LinearTiming(
        order.shape(),
        counters.counts(),
        streams.activations().passed(),
        streams.weights().passed(),
        streams.resultBeats());
  }

  private void step(boolean start) {
    boolean actValid = streams.activations().offer();
    boolean weightValid = streams.weights().offer();
    boolean outReady = streams.resultReady();
    boolean actPassed = actValid && controller.actReady();
    boolean weightPassed = weightValid && fifo.hasRoom();
    boolean outPassed = outReady && controller.outValid();
    boolean issue = controller.state() == Controller.State.RUN && !fifo.isEmpty();
    Cause cause = seen(controller.cause(issue, actPassed, outPassed));
    if (controller.outValid()) {
      datapath.select(controller.token(), controller.group(), streams.resultData());
    }
    if (listener.isPresent()) {
      showInputs(start, actValid, weightValid, outReady);
      showOutputs(cause);
      listener.get().cycle(cycle, ports);
    }
    stepData(issue, actPassed, outPassed);
    stepWeights(issue && controller.lastToken(), weightPassed);
    stepControl(start, issue, actPassed, outPassed, cause);
    cycle++;
  }

  private Cause seen(Cause cause) {
    return fault instanceof Fault.MissedCause missed && missed.cause() == cause
        ? Cause.NONE
        : cause;
  }

  private void stepData(boolean issue, boolean actPassed, boolean outPassed) {
    if (issue) {
      datapath.stepWithIssue(controller.token(), controller.k(), fifo.head());
    } else {
      datapath.step();
    }
    if (actPassed) {
      SourcePort activations = streams.activations();
      datapath.load(controller.token(), controller.k(), activations.data());
      activations.pass();
    }
    if (outPassed) {
      streams.passResult();
    }
  }

  private void stepWeights(boolean lastUse, boolean weightPassed) {
    if (lastUse) {
      fifo.pop();
    }
    if (weightPassed) {
      if (gatherer.step(streams.weights().data())) {
        fifo.push(gatherer.take());
      }
      streams.weights().pass();
    }
  }

  private void stepControl(
      boolean start, boolean issue, boolean actPassed, boolean outPassed, Cause cause) {
    if (controller.busy()) {
      counters.step(cause);
    }
    if (start) {
      counters.clear();
      controller.start(order.shape());
    } else {
      controller.step(issue, actPassed, outPassed);
    }
  }

  private void showInputs(boolean start, boolean actValid, boolean weightValid, boolean outReady) {
    LinearShape shape = order.shape();
    ports.set(MachinePort.START, start);
    ports.set(MachinePort.CFG_TOKENS, start ? shape.tokens() : 0);
    ports.set(MachinePort.CFG_INPUTS, start ? shape.inputs() : 0);
    ports.set(MachinePort.CFG_OUTPUTS, start ? shape.outputs() : 0);
    ports.set(MachinePort.ACT_VALID, actValid);
    ports.set(MachinePort.WEIGHT_VALID, weightValid);
    ports.set(MachinePort.OUT_READY, outReady);
    ports.setData(MachinePort.ACT_DATA, actValid, streams.activations()::data);
    ports.setData(MachinePort.WEIGHT_DATA, weightValid, streams.weights()::data);
  }

  private void showOutputs(Cause cause) {
    ports.set(MachinePort.ACT_READY, controller.actReady());
    ports.set(MachinePort.WEIGHT_READY, fifo.hasRoom());
    ports.set(MachinePort.OUT_VALID, controller.outValid());
    ports.setData(MachinePort.OUT_DATA, controller.outValid(), streams::resultData);
    ports.set(MachinePort.BUSY, controller.busy());
    ports.set(MachinePort.DONE, controller.done());
    ports.set(MachinePort.CAUSE, cause.code());
    ports.set(MachinePort.COUNT_TOTAL, counters.total() & COUNTER_MASK);
    ports.set(MachinePort.COUNT_COMPUTE, counter(Cause.COMPUTE));
    ports.set(MachinePort.COUNT_FILL, counter(Cause.FILL));
    ports.set(MachinePort.COUNT_DRAIN, counter(Cause.DRAIN));
    ports.set(MachinePort.COUNT_WEIGHT_WAIT, counter(Cause.WEIGHT_WAIT));
    ports.set(MachinePort.COUNT_ACTIVATION_WAIT, counter(Cause.ACTIVATION_WAIT));
    ports.set(MachinePort.COUNT_OUTPUT_BACKPRESSURE, counter(Cause.OUTPUT_BACKPRESSURE));
  }

  /// The counters' ports are 32 bits wide and wrap; the counts of [LinearTiming] do not.
  private long counter(Cause cause) {
    return counters.of(cause) & COUNTER_MASK;
  }
}
