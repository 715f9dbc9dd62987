package dev.setun.traces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputExceptionTest {
  @Test
  void aMessageIsOneLineWithoutControlCharacters() {
    assertThat(new InputException("a.yaml", "found \"x\n  y\r\n\u2028z\""))
        .hasMessage("a.yaml: found \"x y z\"");
    assertThat(new InputException("a\u0000b", "found \u001b[31m\u0007"))
        .hasMessage("a?b: found ?[31m?");
  }

  @Test
  void aLongQuotationIsCut() {
    assertThat(new InputException("f", "x".repeat(10_000)).getMessage())
        .hasSize(803)
        .endsWith("xxx...");
  }
}
