package dev.setun.hdl.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.example.Counter;
import dev.setun.hdl.example.SelectAddArray;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VcdWriterTest {
  @Test
  void aCounterIsDumpedChangeByChange() {
    StringBuilder vcd = new StringBuilder();
    Simulator simulator = Simulator.of(Elaborator.elaborate(new Counter(4)));
    simulator.listen(new VcdWriter(simulator, vcd));
    simulator.reset();
    simulator.poke("enable", 1);
    simulator.step(2);
    assertThat(vcd.toString().lines())
        .containsExactly(
            "$timescale 1ns $end",
            "$scope module Counter_4 $end",
            "$var wire 1 ! clk $end",
            "$var wire 1 \" rst $end",
            "$var wire 1 # enable $end",
            "$var wire 1 $ clear $end",
            "$var wire 4 % count [3:0] $end",
            "$var reg 4 & value [3:0] $end",
            "$upscope $end",
            "$enddefinitions $end",
            "#0",
            "1!",
            "1\"",
            "0#",
            "0$",
            "b0 %",
            "b0 &",
            "#5",
            "0!",
            "#10",
            "1!",
            "0\"",
            "1#",
            "#15",
            "0!",
            "#20",
            "1!",
            "b1 %",
            "b1 &",
            "#25",
            "0!");
  }

  @Test
  void aDumpReadBackHasEveryValueOfEverySignal() {
    StringBuilder vcd = new StringBuilder();
    Simulator simulator = Simulator.of(Elaborator.elaborate(new SelectAddArray(3, 20)));
    simulator.listen(new VcdWriter(simulator, vcd));
    Map<String, BigInteger> expected = new HashMap<>();
    simulator.listen(
        (cycle, s) -> s.paths().forEach(path -> expected.put(cycle + " " + path, bits(s, path))));
    simulator.reset();
    simulator.poke("add", 1);
    simulator.poke("load", 1);
    for (int cycle = 0; cycle < 20; cycle++) {
      simulator.poke(
          "x", BigInteger.valueOf(0x1234567890abcdefL).multiply(BigInteger.valueOf(cycle)));
      simulator.poke("codes", BigInteger.valueOf(0x8642086420864208L).shiftRight(cycle).abs());
      simulator.step();
    }
    Map<String, BigInteger> found = read(vcd.toString().lines().toList(), 21);
    assertThat(found).isEqualTo(expected);
  }

  private static BigInteger bits(Simulator simulator, String path) {
    Probe probe = simulator.probe(path);
    BigInteger number = probe.number();
    return number.signum() < 0 ? number.add(BigInteger.ONE.shiftLeft(probe.width())) : number;
  }

  /// The value of every variable but clk and rst in every cycle, by cycle and path.
  private static Map<String, BigInteger> read(List<String> lines, int cycles) {
    Map<String, String> paths = new HashMap<>();
    Map<String, BigInteger> values = new HashMap<>();
    Map<String, BigInteger> samples = new HashMap<>();
    StringBuilder scope = new StringBuilder();
    int depth = 0;
    for (String line : lines) {
      String[] words = line.split(" ");
      switch (line.charAt(0)) {
        case '$' -> {
          if (words[0].equals("$scope") && depth++ > 0) {
            scope.append(words[2]).append('.');
          } else if (words[0].equals("$upscope")) {
            depth--;
            scope.setLength(0);
          } else if (words[0].equals("$var") && !List.of("clk", "rst").contains(words[4])) {
            paths.put(words[3], scope + words[4]);
          }
        }
        case '#' -> {
          int time = Integer.parseInt(line.substring(1));
          if (time % 10 == 5) {
            paths.forEach((code, path) ->
                samples.put(time / 10 + " " + path, values.getOrDefault(code, BigInteger.TEN)));
          }
        }
        case 'b' -> values.put(words[1], new BigInteger(words[0].substring(1), 2));
        default -> values.put(line.substring(1), new BigInteger(line.substring(0, 1)));
      }
    }
    assertThat(samples).hasSize(paths.size() * cycles);
    return samples;
  }
}
