package dev.setun.workbench.golden;

import java.util.stream.Collectors;

/// The `README.md` beside a vector set.
final class Readme {
  private static final String LINEAR =
      """
      # Golden vectors: %s of %s

      A ternary linear as the model computed it. Tokens M = %d, inputs K = %d, outputs N = %d.
      `manifest.json` says what each file holds, by which formula, and its SHA-256.

      The test bench with the example device, in Icarus Verilog, in this folder:

          iverilog -g2005 -o bench.vvp tb_golden.v example_dut.v
          vvp -n bench.vvp

      With your own module `my_module` (ports and stream order: the top of `tb_golden.v`):

          iverilog -g2005 -DGOLDEN_DUT=my_module -Ptb_golden.STALL_SEED=1 -o bench.vvp tb_golden.v my_module.v
          vvp -n bench.vvp

      The same in Verilator 5:

          verilator --binary --timing -Wno-fatal --top-module tb_golden -o bench tb_golden.v example_dut.v
          obj_dir/bench

      A line begins with PASS or FAIL.
      """;
  private static final String FLOAT =
      """
      # Golden vectors: %s of %s

      A binary32 operation as the model computed it. Tokens: %d, from position %d on. Arrays: %s.
      `manifest.json` says what each file holds, by which formula, and its SHA-256. In the .hex files
      a number is its IEEE 754 bits.
      """;

  private Readme() {}

  static String of(String model, VectorSet set) {
    return switch (set) {
      case LinearVectors linear ->
          String.format(
              java.util.Locale.ROOT,
              LINEAR,
              linear.name(),
              model,
              linear.m(),
              linear.k(),
              linear.n());
      case FloatVectors floats ->
          String.format(
              java.util.Locale.ROOT,
              FLOAT,
              floats.name(),
              model,
              floats.tokens().count(),
              floats.tokens().first(),
              floats.arrays().stream().map(GoldenArray::name).collect(Collectors.joining(", ")));
    };
  }
}
