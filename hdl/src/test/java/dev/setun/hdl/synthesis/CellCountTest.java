package dev.setun.hdl.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.setun.hdl.replay.ReplayException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts in the form that Yosys 0.23 prints.
class CellCountTest {
  private static final String STATISTICS =
      """

      12. Printing statistics.

      === small ===

         Number of wires:                  9
         Number of processes:              0
         Number of cells:                 11
           NAND_TWO                        8
           FLIP_FLOP                       3

         Chip area for module '\\small': 34.250000

      """;

  @Test
  void cellsAndAreaAreRead() {
    CellCount count = CellCount.parse(STATISTICS);
    assertThat(count.cells())
        .containsExactly(java.util.Map.entry("FLIP_FLOP", 3L), java.util.Map.entry("NAND_TWO", 8L));
    assertThat(count.area().orElseThrow()).isEqualTo(34.25);
  }

  @Test
  void noCellsAtAllIsAnAnswer() {
    assertThat(CellCount.parse("   Number of cells:                  0\n").cells()).isEmpty();
  }

  @Test
  void theFormOfNewerVersionsIsReadToo() {
    String text =
        """
              11      34.25 cells
               8         16   NAND_TWO
               3      18.25   FLIP_FLOP

           Chip area for module '\\small': 34.250000
        """;
    assertThat(CellCount.parse(text)).isEqualTo(CellCount.parse(STATISTICS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Segmentation fault",
        "   Number of cells:                 11\n     NAND_TWO                        8\n",
        "   Number of cells:                 11\n     NAND_TWO                       -8\n",
        "   Number of cells:                 9999999999999999999\n",
      })
  void whatDoesNotAddUpIsNoNumber(String text) {
    assertThatThrownBy(() -> CellCount.parse(text))
        .isInstanceOf(ReplayException.class)
        .hasMessageStartingWith("yosys: stat: expected");
  }

  @Test
  void aPathThroughARegisterHasNoLength() {
    String longest = "Longest topological path in small (length=7):\n";
    assertThat(Synthesis.depth(longest)).isEqualTo(OptionalInt.of(7));
    assertThat(Synthesis.depth("Warning: Detected loop at \\y in small\n" + longest)).isEmpty();
    assertThatThrownBy(() -> Synthesis.depth("ERROR")).isInstanceOf(ReplayException.class);
  }

  @Test
  void timingWithoutADelayIsNoTiming() {
    assertThatThrownBy(() -> GateTiming.parse("ABC: netlist : i/o = 8/ 4 lev = 2\n"))
        .isInstanceOf(ReplayException.class)
        .hasMessage("yosys: abc: expected the delay of a path, found none");
  }
}
