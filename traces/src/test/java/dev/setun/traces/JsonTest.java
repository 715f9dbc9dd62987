package dev.setun.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.node.ObjectNode;

class JsonTest {

  @Test
  void keysKeepTheirOrderAndLinesEndInLf() {
    ObjectNode tree = Json.object().put("z", 1).put("a", "x");
    tree.putArray("list").add(1).add(2.5);
    assertThat(Json.indented(tree))
        .isEqualTo(
            """
            {
              "z" : 1,
              "a" : "x",
              "list" : [
                1,
                2.5
              ]
            }
            """);
    assertThat(Json.compact(tree)).isEqualTo("{\"z\":1,\"a\":\"x\",\"list\":[1,2.5]}");
  }

  @ResourceLock(Resources.LOCALE)
  @Test
  void aNumberIsTheShortestThatReadsBackInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      // 2.0E-3 and 2^-44 are cases in which JDKs before 19 printed more digits than needed.
      ObjectNode tree = Json.object().put("a", 2.0E-3).put("b", 0x1p-44).put("c", 0.1f);
      assertThat(Json.compact(tree))
          .isEqualTo("{\"a\":0.002,\"b\":5.684341886080802E-14,\"c\":0.1}");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aNumberThatIsNotFiniteIsRefusedWithItsPath() {
    ObjectNode tree = Json.object();
    tree.putObject("energy").putArray("pj").add(1.0).add(Double.NaN);
    assertThatThrownBy(() -> Json.compact(tree))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(".energy.pj[1]: expected a finite number");
  }

  @Test
  void badJsonIsRefusedInOneLineWithThePlace() {
    refused("{\"a\": 1,\n \"a\": 2}", "Duplicate");
    refused("{\"a\": 1} x", "x.json: line 1, column");
    refused("{\"a\": ", "expected JSON");
    refused("", "expected JSON, found nothing");
  }

  @Test
  void aFileThatIsTooLongIsNotRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("long.json");
    Files.writeString(file, "[1, 2, 3]");
    assertThat(Json.read(file, 9).size()).isEqualTo(3);
    assertThatThrownBy(() -> Json.read(file, 8))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected at most 8 bytes, found 9");
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> Json.read("x.json", text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("x.json: ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
