package dev.setun.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TimelineTest {

  @Test
  void theSampleTimelineIsWrittenByteForByte() throws IOException {
    assertThat(text(sample())).isEqualTo(Files.readString(Path.of("samples", "timeline.json")));
  }

  @Test
  void theFileIsJsonWithACycleAsTheTimeStamp() throws IOException {
    JsonNode root = Json.read("timeline", text(sample()).getBytes(StandardCharsets.UTF_8));
    assertThat(root.path("otherData").path("time_unit").asString())
        .isEqualTo("1 us in the viewer is 1 cycle");
    JsonNode span = root.path("traceEvents").get(2);
    assertThat(span.path("ph").asString()).isEqualTo("X");
    assertThat(span.path("ts").asLong()).isEqualTo(0);
    assertThat(span.path("dur").asLong()).isEqualTo(120);
  }

  @Test
  void argumentsAreSortedByName() throws IOException {
    Timeline timeline = new Timeline("order");
    timeline.span(timeline.lane("a", "b"), "s", 1, 2, Map.of("z", 1, "a", 2, "m", 3));
    assertThat(text(timeline)).contains("\"args\":{\"a\":2,\"m\":3,\"z\":1}");
  }

  @Test
  void theSameNamesGiveTheSameLane() {
    Timeline timeline = new Timeline("lanes");
    Timeline.Lane array = timeline.lane("machine", "array");
    Timeline.Lane port = timeline.lane("machine", "port");
    assertThat(timeline.lane("machine", "array")).isEqualTo(array).isNotEqualTo(port);
    assertThat(timeline.lane("memory", "array")).isNotEqualTo(array);
  }

  @Test
  void aNegativeCycleIsRefused() {
    Timeline timeline = new Timeline("negative");
    Timeline.Lane lane = timeline.lane("machine", "array");
    assertThatThrownBy(() -> timeline.span(lane, "s", -1, 2, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> timeline.span(lane, "s", 1, -2, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Timeline sample() {
    Timeline timeline = new Timeline("edge-16x16: blk.0.attn_q, decode");
    Timeline.Lane array = timeline.lane("edge-16x16", "array");
    timeline.span(array, "fold 0", 0, 120, Map.of("rows", 16, "lanes", 16));
    timeline.span(array, "weight wait", 40, 8, Map.of("cause", "WEIGHT_WAIT"));
    Timeline.Lane port = timeline.lane("edge-16x16", "weight port");
    timeline.counter(port, "fifo_words", 0, 0);
    timeline.counter(port, "fifo_words", 48, 4);
    timeline.mark(port, "last beat", 119, Map.of());
    return timeline;
  }

  private static String text(Timeline timeline) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    timeline.writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
