package dev.setun.hdl.synthesis;

import dev.setun.hdl.replay.ReplayException;
import dev.setun.hdl.replay.Tool;
import dev.setun.hdl.replay.ToolFolder;
import dev.setun.hdl.replay.ToolRun;
import dev.setun.hdl.replay.VerilogTop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Places and routes Verilog on an iCE40 with nextpnr.
///
/// A module with more ports than the package has pins could not be placed. So all of them are tied
/// to two pins by shift registers, a flip-flop for each bit of an input and a lookup table and a
/// flip-flop for each bit of an output ([PinSaver]); they are part of the logic cells that are
/// counted, and every path of the module is one between registers.
public final class Placement {
  private static final String NETLIST = "netlist.json";
  private static final Pattern CELLS =
      Pattern.compile("Info:\\s+ICESTORM_LC:\\s+(\\d{1,9})/\\s*(\\d{1,9})\\s+\\d+%");
  private static final Pattern MEMORIES =
      Pattern.compile("Info:\\s+ICESTORM_RAM:\\s+(\\d{1,9})/\\s*(\\d{1,9})\\s+\\d+%");
  private static final Pattern FREQUENCY =
      Pattern.compile("Info: Max frequency for clock\\s+'[^']*': (\\d{1,6}\\.\\d+) MHz .*");
  private static final Pattern ERROR = Pattern.compile("ERROR: (.*)");

  private Placement() {}

  /// The device and package.
  public enum Device {
    /// 7680 logic cells, 32 memories of 4 kbit.
    HX8K("--hx8k", "ct256"),
    /// 5280 logic cells, 30 memories of 4 kbit, slow and saving of energy.
    UP5K("--up5k", "sg48");

    private final String option;
    private final String pins;

    Device(String option, String pins) {
      this.option = option;
      this.pins = pins;
    }
  }

  /// How it went.
  public sealed interface Result {
    /// The programs that say so.
    List<String> tools();
  }

  /// It has a place and its wires.
  ///
  /// @param logicCells of the device used and there, the shift registers for the ports included
  /// @param memories of the device used and there
  /// @param portBits bits of input and of output that the shift registers hold
  /// @param fastestMhz the fastest clock, after routing; empty if no path lies between registers
  public record Placed(
      Device device,
      List<String> tools,
      Used logicCells,
      Used memories,
      int portBits,
      OptionalDouble fastestMhz)
      implements Result {}

  /// It has none: too large, for example.
  ///
  /// @param reason what nextpnr said
  public record Refused(Device device, List<String> tools, String reason) implements Result {}

  /// So many of so many.
  public record Used(long used, long available) {}

  /// Places and routes a module.
  ///
  /// @param wantedMhz the clock that nextpnr works for, 1..1000
  /// @param seed of its placer; the same one gives the same result
  /// @throws dev.setun.hdl.replay.MissingToolException if Yosys or nextpnr-ice40 is missing
  /// @throws ReplayException if Yosys refuses the Verilog, a program takes more than `limit` or
  ///   says something that is not understood
  public static Result run(VerilogTop top, Device device, int wantedMhz, int seed, Duration limit) {
    if (wantedMhz < 1 || wantedMhz > 1000) {
      throw new IllegalArgumentException("expected 1..1000 MHz, found " + wantedMhz);
    }
    Tool yosys = Tool.require("yosys");
    Tool nextpnr = Tool.require("nextpnr-ice40");
    VerilogTop pinned = PinSaver.around(top);
    try (ToolFolder folder = ToolFolder.of(pinned)) {
      String script =
          "read_verilog "
              + String.join(" ", pinned.files().keySet())
              + "; synth_ice40 -top "
              + pinned.name()
              + " -json "
              + NETLIST;
      folder.mustRun(yosys, List.of("-q", "-p", script), limit);
      List<String> arguments = new ArrayList<>(List.of(device.option, "--package", device.pins));
      arguments.addAll(List.of("--json", NETLIST, "--freq", Integer.toString(wantedMhz)));
      arguments.addAll(List.of("--seed", Integer.toString(seed), "--timing-allow-fail"));
      ToolRun.Ended ended = folder.run(nextpnr, arguments, limit);
      List<String> tools = List.of(yosys.version(), nextpnr.version());
      return ended.exit() == 0
          ? placed(device, tools, PinSaver.bits(top), ended.text())
          : refused(device, tools, ended);
    }
  }

  static Placed placed(Device device, List<String> tools, int portBits, String text) {
    OptionalDouble fastest = OptionalDouble.empty();
    Matcher frequency = FREQUENCY.matcher(text);
    // It is estimated after placing and printed again after routing.
    while (frequency.find()) {
      fastest = OptionalDouble.of(Double.parseDouble(frequency.group(1)));
    }
    return new Placed(device, tools, used(CELLS, text), used(MEMORIES, text), portBits, fastest);
  }

  private static Used used(Pattern pattern, String text) {
    Matcher line = pattern.matcher(text);
    if (!line.find()) {
      throw new ReplayException("nextpnr-ice40", "expected the cells of the device, found none");
    }
    return new Used(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)));
  }

  private static Refused refused(Device device, List<String> tools, ToolRun.Ended ended) {
    Matcher error = ERROR.matcher(ended.text());
    if (!error.find()) {
      throw new ReplayException("nextpnr-ice40", "exit code " + ended.exit());
    }
    return new Refused(device, tools, error.group(1).strip());
  }
}
