package dev.setun.hdl.synthesis;

import dev.setun.hdl.synthesis.Resource.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What Verilog is mapped to.
public sealed interface Target {
  /// The name in commands and reports.
  String name();

  /// Lattice iCE40: lookup tables of four inputs.
  record Ice40() implements Target {
    @Override
    public String name() {
      return "ice40";
    }
  }

  /// Lattice ECP5: lookup tables of four inputs, multipliers of 18 bits.
  record Ecp5() implements Target {
    @Override
    public String name() {
      return "ecp5";
    }
  }

  /// Xilinx 7 (Artix, Kintex, Virtex, Zynq): lookup tables of up to six inputs, DSP48E1.
  record Xilinx7() implements Target {
    @Override
    public String name() {
      return "xilinx7";
    }
  }

  /// The cells of a Liberty file, plain or with gzip.
  ///
  /// @param file the file
  /// @param periodPs the delay between registers that the mapping aims at, 1..1,000,000 ps
  record Liberty(Path file, long periodPs) implements Target {
    public Liberty {
      if (periodPs < 1 || periodPs > 1_000_000) {
        throw new IllegalArgumentException("expected a period of 1..1000000 ps, found " + periodPs);
      }
    }

    @Override
    public String name() {
      return "liberty";
    }
  }

  /// What its cells are used for. The cells of a Liberty file have names of their own: which of
  /// them are flip-flops, the mapping says.
  private List<Rule> rules() {
    return switch (this) {
      case Ice40 _ ->
          List.of(
              new Rule("SB_LUT4", Resource.LUT),
              new Rule("SB_DFF[A-Z]*", Resource.FLIP_FLOP),
              new Rule("SB_CARRY", Resource.CARRY),
              new Rule("SB_(RAM40|SPRAM).*", Resource.BLOCK_MEMORY),
              new Rule("SB_MAC16", Resource.MULTIPLIER));
      case Ecp5 _ ->
          List.of(
              new Rule("LUT[1-4]", Resource.LUT),
              new Rule("TRELLIS_FF", Resource.FLIP_FLOP),
              new Rule("CCU2C", Resource.CARRY),
              new Rule("TRELLIS_DPR16X4", Resource.LUT_MEMORY),
              new Rule("(DP16KD|PDPW16KD)", Resource.BLOCK_MEMORY),
              new Rule("MULT(9X9|18X18)[A-Z]", Resource.MULTIPLIER));
      case Xilinx7 _ ->
          List.of(
              new Rule("LUT[1-6](_2)?", Resource.LUT),
              new Rule("FD[CPRS]E(_1)?", Resource.FLIP_FLOP),
              new Rule("CARRY4", Resource.CARRY),
              new Rule("(RAM(16|32|64|128|256)[A-Z0-9]*|SRL.*)", Resource.LUT_MEMORY),
              new Rule("RAMB.*", Resource.BLOCK_MEMORY),
              new Rule("DSP48E1", Resource.MULTIPLIER));
      case Liberty _ -> List.of();
    };
  }

  /// The use of a cell of this target.
  default Optional<Resource> resource(String cell) {
    return Resource.of(cell, rules());
  }

  /// Patterns of Yosys for the cells that a path of logic starts or ends at.
  default List<String> pathEnds() {
    return switch (this) {
      case Ice40 _ -> List.of("SB_DFF*", "SB_RAM40*", "SB_SPRAM*");
      case Ecp5 _ -> List.of("TRELLIS_FF", "TRELLIS_DPR16X4", "DP16KD", "PDPW16KD");
      case Xilinx7 _ -> List.of("FD*", "RAM*", "SRL*");
      case Liberty _ -> List.of();
    };
  }
}
