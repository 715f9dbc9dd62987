package dev.setun.traces;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// What happened in which cycle, as a file for <https://ui.perfetto.dev> or `chrome://tracing`.
///
/// The format ("Trace Event Format", JSON object form) counts in microseconds. Setun puts one cycle
/// at one microsecond, so what the viewer shows as `1 us` is one cycle; the file says so in
/// `otherData`. Events lie in the order in which they were added, their arguments sorted by name.
public final class Timeline {
  private final String title;
  private final Map<String, List<String>> lanesByGroup = new LinkedHashMap<>();
  private final List<ObjectNode> events = new ArrayList<>();

  /// @param title what ran, for example the design and the workload
  public Timeline(String title) {
    this.title = title;
  }

  /// A row of the timeline.
  ///
  /// @param process number of the group of rows, from 1
  /// @param thread number of the row in its group, from 1
  public record Lane(int process, int thread) {}

  /// The row `name` in the group `group`; the same two names give the same row.
  public Lane lane(String group, String name) {
    List<String> lanes = lanesByGroup.computeIfAbsent(group, key -> new ArrayList<>());
    int process = List.copyOf(lanesByGroup.keySet()).indexOf(group) + 1;
    int thread = lanes.indexOf(name) + 1;
    if (thread == 0) {
      lanes.add(name);
      thread = lanes.size();
      events.add(metadata(process, thread, "thread_name", name));
      if (thread == 1) {
        events.add(metadata(process, thread, "process_name", group));
      }
    }
    return new Lane(process, thread);
  }

  /// A span of cycles. Spans of one lane must nest or not touch.
  ///
  /// @param firstCycle 0 or more
  /// @param latencyCycles 0 or more; the last cycle is `firstCycle + latencyCycles - 1`
  /// @param arguments shown when the span is clicked: Boolean, Integer, Long, finite Double, or
  ///   anything else as text
  public void span(
      Lane lane, String name, long firstCycle, long latencyCycles, Map<String, ?> arguments) {
    if (latencyCycles < 0) {
      throw new IllegalArgumentException(
          name + ": expected 0 or more cycles, found " + latencyCycles);
    }
    ObjectNode event = event("X", lane, name, firstCycle).put("dur", latencyCycles);
    putArguments(event, arguments);
    events.add(event);
  }

  /// Something that happened in one cycle.
  public void mark(Lane lane, String name, long cycle, Map<String, ?> arguments) {
    ObjectNode event = event("i", lane, name, cycle).put("s", "t");
    putArguments(event, arguments);
    events.add(event);
  }

  /// A value that holds from this cycle on, drawn as a curve. All lanes of a group share a curve of
  /// one name.
  public void counter(Lane lane, String name, long cycle, long value) {
    ObjectNode event = event("C", lane, name, cycle);
    event.putObject("args").put(name, value);
    events.add(event);
  }

  /// Events so far, the names of lanes and groups included.
  public int size() {
    return events.size();
  }

  /// The content of the file, for [AtomicFile#write] and [RunFolder#write]: one event a line.
  public void writeTo(OutputStream out) throws IOException {
    ObjectNode other =
        Json.object().put("title", title).put("time_unit", "1 us in the viewer is 1 cycle");
    put(out, "{\"displayTimeUnit\":\"ns\",\n\"otherData\":" + Json.compact(other));
    put(out, ",\n\"traceEvents\":[");
    String separator = "\n";
    for (ObjectNode event : events) {
      put(out, separator + Json.compact(event));
      separator = ",\n";
    }
    put(out, "\n]}\n");
  }

  private static ObjectNode metadata(int process, int thread, String kind, String name) {
    ObjectNode event =
        Json.object().put("ph", "M").put("pid", process).put("tid", thread).put("name", kind);
    event.putObject("args").put("name", name);
    return event;
  }

  private static ObjectNode event(String phase, Lane lane, String name, long cycle) {
    if (cycle < 0) {
      throw new IllegalArgumentException(name + ": expected cycle 0 or later, found " + cycle);
    }
    return Json.object()
        .put("ph", phase)
        .put("pid", lane.process())
        .put("tid", lane.thread())
        .put("name", name)
        .put("ts", cycle);
  }

  private static void putArguments(ObjectNode event, Map<String, ?> arguments) {
    if (arguments.isEmpty()) {
      return;
    }
    ObjectNode target = event.putObject("args");
    new TreeMap<>(arguments)
        .forEach((key, value) -> {
          switch (value) {
            case Boolean flag -> target.put(key, flag);
            case Integer number -> target.put(key, number);
            case Long number -> target.put(key, number);
            case Double number -> target.put(key, number);
            default -> target.put(key, value.toString());
          }
        });
  }

  private static void put(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
