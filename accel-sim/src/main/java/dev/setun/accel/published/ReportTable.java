package dev.setun.accel.published;

import dev.setun.model.family.ModelFamilies;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// Table 1 of the BitNet b1.58 2B4T technical report (arXiv 2504.12285v2): memory and energy of six
/// models. Their shapes are those of the catalogue [ModelFamilies].
public final class ReportTable {
  /// Where the published values stand.
  public static final String SOURCE =
      "BitNet b1.58 2B4T technical report, arXiv 2504.12285v2, Table 1; energies per operation: Table 4 (7 nm)";

  /// What the computed values are.
  public static final List<String> FORMULAS =
      List.of(
          "Energy: 512 (N e + 2 x 512 d L 0.5 pJ), e = 0.5 pJ dense, 0.007 pJ ternary; N linear weights, d query width, L layers. Fitted: the report prints no formula.",
          "Memory: N to 0.1 x 10^9, times 2 bytes dense, 1.58 bit ternary. Fitted: exact counts would print 4.9 for MiniCPM; I2_S really takes 2 bits, 0.52 GB for 2B4T.");

  /// What the published energy is not.
  public static final List<String> LEFT_OUT =
      List.of(
          "Arithmetic only: no DRAM, no SRAM, no registers, no wires, no control, no leakage.",
          "For 512 tokens with 512 keys each, not for one token.",
          "Matrix products only: no LM head, no embedding, no norms, no softmax, no rotary embedding, no quantisation.",
          "One INT8 addition a ternary weight: the accumulation is really wider than 8 bits.",
          "Estimated from a table of operation energies, not measured.");

  private ReportTable() {}

  /// The six models, in the order of the report.
  public static List<ComparedModel> models() {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader =
            new InputStreamReader(
                Objects.requireNonNull(ReportTable.class.getResourceAsStream("2b4t-report.csv")),
                StandardCharsets.UTF_8);
        CSVParser rows = format.parse(reader)) {
      return rows.stream().map(ReportTable::model).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ComparedModel model(CSVRecord row) {
    return new ComparedModel(
        row.get("model"),
        ModelFamilies.named(row.get("family")),
        new BigDecimal(row.get("published_memory_gb")),
        new BigDecimal(row.get("published_energy_joules")));
  }
}
