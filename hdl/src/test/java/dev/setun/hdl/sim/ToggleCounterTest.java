package dev.setun.hdl.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.setun.hdl.Elaborator;
import dev.setun.hdl.example.Counter;
import dev.setun.hdl.ir.Design;
import dev.setun.hdl.random.RandomCircuit;
import dev.setun.hdl.random.RandomInputs;
import dev.setun.hdl.sim.Simulator.Engine;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToggleCounterTest {
  @ParameterizedTest
  @EnumSource(Engine.class)
  void aCounterTogglesAsBinaryNumbersDo(Engine engine) {
    Simulator simulator = Simulator.of(Elaborator.elaborate(new Counter(4)), engine);
    simulator.reset();
    simulator.poke("enable", 1);
    var counter = new ToggleCounter(simulator);
    simulator.listen(counter);
    simulator.step(17); // 0 to 15 and 0 again: 16 + 8 + 4 + 2 changes
    assertThat(counter.cycles()).isEqualTo(17);
    assertThat(counter.toggles())
        .containsEntry("count", 30L)
        .containsEntry("value", 30L)
        .containsEntry("enable", 0L);
    assertThat(counter.activity()).containsEntry("count", 30 / 64.0);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void theCountsAreThoseOfTheDump(Engine engine) {
    for (int seed = 0; seed < 10; seed++) {
      Design design = Elaborator.elaborate(new RandomCircuit(seed, 30, 2));
      Simulator simulator = Simulator.of(design, engine);
      StringBuilder vcd = new StringBuilder();
      var counter = new ToggleCounter(simulator);
      simulator.listen(new VcdWriter(simulator, vcd));
      simulator.listen(counter);
      JvmReplay.replay(simulator, RandomInputs.of(design, 40, seed));
      Map<String, Long> expected = toggles(vcd.toString());
      assertThat(counter.toggles()).isEqualTo(expected);
      assertThat(expected.values().stream().mapToLong(each -> each).sum()).isPositive();
    }
  }

  /// Counted in the text of a dump, by path.
  private static Map<String, Long> toggles(String vcd) {
    Map<String, String> paths = new HashMap<>();
    Map<String, BigInteger> values = new HashMap<>();
    Map<String, Long> toggles = new TreeMap<>();
    Deque<String> scopes = new ArrayDeque<>();
    for (String line : vcd.lines().toList()) {
      String[] words = line.split(" ");
      switch (line.charAt(0)) {
        case '$' -> {
          switch (words[0]) {
            case "$scope" -> scopes.push(scopes.isEmpty() ? "" : scopes.element() + words[2] + ".");
            case "$upscope" -> scopes.pop();
            case "$var" -> {
              if (!words[4].equals("clk") && !words[4].equals("rst")) {
                paths.put(words[3], scopes.element() + words[4]);
                toggles.put(scopes.element() + words[4], 0L);
              }
            }
            default -> {}
          }
        }
        case '#' -> {}
        case 'b' -> change(words[1], words[0].substring(1), paths, values, toggles);
        default -> change(line.substring(1), line.substring(0, 1), paths, values, toggles);
      }
    }
    return toggles;
  }

  private static void change(
      String code,
      String digits,
      Map<String, String> paths,
      Map<String, BigInteger> values,
      Map<String, Long> toggles) {
    String path = paths.get(code);
    if (path != null) {
      BigInteger now = new BigInteger(digits, 2);
      BigInteger before = values.put(code, now);
      toggles.merge(path, before == null ? 0L : now.xor(before).bitCount(), Long::sum);
    }
  }
}
