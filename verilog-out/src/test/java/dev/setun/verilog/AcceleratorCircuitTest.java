package dev.setun.verilog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.accel.design.Design;
import dev.setun.accel.design.DesignException;
import dev.setun.accel.design.Designs;
import dev.setun.accel.machine.LinearJob;
import dev.setun.model.TernaryMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The circuit by itself, in an environment that reacts to it.
final class AcceleratorCircuitTest {
  static Stream<Design> designs() {
    return Stream.concat(TestDesigns.ODD_ONES.stream(), Stream.of(Designs.load("edge-16x16")));
  }

  @ParameterizedTest
  @MethodSource("designs")
  void linearsOneAfterTheOtherGiveTheirProductsWithoutAReset(Design design) {
    Random random = new Random(11);
    ClosedLoop loop = new ClosedLoop(design, random);
    LinearJob first = RandomLinears.job(design, random, 40);
    LinearJob second = RandomLinears.job(design, random, 40);
    loop.enqueue(first);
    loop.enqueue(second);
    assertThat(loop.run(first)).isEqualTo(RandomLinears.product(first));
    assertThat(loop.run(second)).isEqualTo(RandomLinears.product(second));
    assertThat(loop.allBeatsTaken()).isTrue();
  }

  @Test
  void aResetInTheMiddleOfALinearLeavesNothingBehind() {
    Random random = new Random(12);
    ClosedLoop loop = new ClosedLoop(TestDesigns.ODD, random);
    for (int cycles : new int[] {1, 2, 7, 20, 33, 50}) {
      LinearJob aborted = RandomLinears.job(5, 12, 9, random);
      loop.enqueue(aborted);
      loop.start(aborted);
      for (int cycle = 0; cycle < cycles; cycle++) {
        loop.cycle();
      }
      assertThat(loop.sim().peek("busy")).isEqualTo(1);
      loop.reset();
      assertThat(loop.sim().peek("busy")).isZero();
      assertThat(loop.sim().peek("count_total")).isZero();
      LinearJob job = RandomLinears.job(TestDesigns.ODD, random, 12);
      loop.enqueue(job);
      assertThat(loop.run(job)).isEqualTo(RandomLinears.product(job));
      loop.reset();
    }
  }

  @Test
  void theExtremesOfTheArithmeticAreExact() {
    // All products of a row have the same sign and the largest magnitude.
    Design design = TestDesigns.WHOLE_WORD;
    int inputs = design.largestInputs();
    byte[] activations = new byte[inputs];
    Arrays.fill(activations, (byte) -128);
    byte[] weights = new byte[2 * inputs];
    Arrays.fill(weights, 0, inputs, (byte) -1);
    Arrays.fill(weights, inputs, 2 * inputs, (byte) 1);
    LinearJob job = new LinearJob(1, inputs, 2, TernaryMatrix.of(2, inputs, weights), activations);
    ClosedLoop loop = new ClosedLoop(design, new Random(13));
    loop.enqueue(job);
    assertThat(loop.run(job)).containsExactly(128 * inputs, -128 * inputs);
  }

  @Test
  void weightsAreTakenUpToTheDepthOfTheFifoWhileIdle() {
    Design design = TestDesigns.ODD;
    ClosedLoop loop = new ClosedLoop(design, new Random(14));
    loop.sim().poke("weight_valid", 1);
    int beats = 0;
    while (loop.sim().peek("weight_ready") == 1) {
      loop.sim().step();
      beats++;
    }
    assertThat(beats).isEqualTo(design.buffers().weightWords() * design.beatsPerWeightWord());
    assertThat(loop.sim().peek("busy")).isZero();
  }

  @Test
  void aDesignWhoseNameVerilogCannotHaveIsRefusedByItsKey() {
    for (String name : List.of("wire", "selectadd-8")) {
      Design design = TestDesigns.of(name, 1, 1, 1, 2, 2, 2, 1);
      assertThatThrownBy(() -> AcceleratorCircuit.of(design))
          .isInstanceOf(DesignException.class)
          .hasMessage(
              "name: expected a name that is no keyword of Verilog and no module of the"
                  + " accelerator, found "
                  + name);
    }
  }

  @Test
  void aLargeDesignElaborates() {
    Design design = TestDesigns.of("large-128x128", 128, 128, 16, 64, 4, 512, 8);
    AcceleratorCircuit circuit = AcceleratorCircuit.of(design);
    assertThat(circuit.topName()).isEqualTo("large_128x128");
    assertThat(circuit.verilog().files()).hasSize(10).containsKey("TernaryRow_128_16.v");
  }
}
