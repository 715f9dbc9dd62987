package dev.setun.hdl.synthesis;

/// A Liberty file with an inverter, a NAND and a flip-flop, of areas 1, 2 and 6 (and two gates that
/// are never worth their area), and 0.1 ns from each input to each output whatever the load.
final class TinyLibrary {
  private TinyLibrary() {}

  static String text() {
    return """
    library (tiny) {
      delay_model : table_lookup;
      time_unit : "1ns";
      voltage_unit : "1V";
      current_unit : "1mA";
      capacitive_load_unit (1, pf);
      lu_table_template (flat) {
        variable_1 : input_net_transition;
        variable_2 : total_output_net_capacitance;
        index_1 ("0.0, 1.0");
        index_2 ("0.0, 1.0");
      }
    """
        + gate("INVERTER", 1, "!A", "A")
        + gate("NAND_TWO", 2, "!(A & B)", "A", "B")
        // abc wants a few kinds of cells; these are too large to be chosen.
        + gate("NOR_TWO", 50, "!(A | B)", "A", "B")
        + gate("NAND_THREE", 50, "!(A & B & C)", "A", "B", "C")
        + gate("AND_TWO", 50, "A & B", "A", "B")
        + gate("BUFFER", 50, "A", "A")
        + """
          cell (FLIP_FLOP) {
            area : 6;
            ff (IQ, IQN) { clocked_on : "CK"; next_state : "D"; }
            pin (CK) { direction : input; clock : true; capacitance : 0.001; }
            pin (D) { direction : input; capacitance : 0.001; }
            pin (Q) { direction : output; function : "IQ"; max_capacitance : 10; }
          }
        }
        """;
  }

  private static String gate(String name, int area, String function, String... inputs) {
    StringBuilder text = new StringBuilder("  cell (" + name + ") {\n    area : " + area + ";\n");
    StringBuilder arcs = new StringBuilder();
    for (String input : inputs) {
      text.append("    pin (").append(input);
      text.append(") { direction : input; capacitance : 0.001; }\n");
      arcs.append(arc(input));
    }
    text.append("    pin (Y) { direction : output; max_capacitance : 10; function : \"");
    return text.append(function).append("\";\n").append(arcs).append("    }\n  }\n").toString();
  }

  private static String arc(String input) {
    return "      timing () { related_pin : \""
        + input
        + "\"; timing_sense : non_unate;\n"
        + table("cell_rise", "0.1")
        + table("cell_fall", "0.1")
        + table("rise_transition", "0.01")
        + table("fall_transition", "0.01")
        + "      }\n";
  }

  private static String table(String kind, String value) {
    String row = "\"" + value + ", " + value + "\"";
    return "        " + kind + " (flat) { values (" + row + ", " + row + "); }\n";
  }
}
