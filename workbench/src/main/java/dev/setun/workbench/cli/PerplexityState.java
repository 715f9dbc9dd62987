package dev.setun.workbench.cli;

import dev.setun.traces.AtomicFile;
import dev.setun.traces.InputException;
import dev.setun.traces.Json;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How far the scoring of a text has come, as a file: what identifies the run, then the negative
/// log-likelihood of each chunk.
///
/// Executor, threads and batch are not in it, since they change no bit.
///
/// @param modelSha256 of the model's file or files
/// @param reading options that say how to read the model, and their values
/// @param textSha256 of the bytes that are scored
/// @param profile of the numerics
/// @param chunk tokens in a context
/// @param natsPerChunk of the chunks that are done
record PerplexityState(
    String modelSha256,
    String reading,
    String textSha256,
    String profile,
    int chunk,
    List<Double> natsPerChunk) {
  private static final String FORMAT = "setun perplexity 1";

  /// A number with its indentation, comma and line feed takes less.
  private static final long MOST_BYTES_A_CHUNK = 40;

  private static final long MOST_BYTES_BEFORE = 1 << 16;

  PerplexityState {
    natsPerChunk = List.copyOf(natsPerChunk);
  }

  PerplexityState with(List<Double> nats) {
    return new PerplexityState(modelSha256, reading, textSha256, profile, chunk, nats);
  }

  /// Replaces the file; whoever is killed meanwhile leaves the old one.
  void write(Path file, Overwrite overwrite) throws IOException {
    ObjectNode tree = identity();
    ArrayNode nats = tree.putArray("natsPerChunk");
    natsPerChunk.forEach(nats::add);
    AtomicFile.write(file, overwrite, Json.file(tree));
  }

  /// This run with the chunks of a file.
  ///
  /// @param mostChunks a file with more is refused
  /// @throws InputException if the file is no such state, or that of another run
  PerplexityState resumed(Path file, int mostChunks) throws IOException {
    JsonNode found = Json.read(file, MOST_BYTES_BEFORE + MOST_BYTES_A_CHUNK * mostChunks);
    for (var entry : identity().properties()) {
      JsonNode value = found.path(entry.getKey());
      if (!value.equals(entry.getValue())) {
        throw new InputException(
            file + ": " + entry.getKey(),
            "expected "
                + Json.compact(entry.getValue())
                + ", found "
                + (value.isMissingNode() ? "nothing" : Json.compact(value))
                + "; only the same run can be taken up");
      }
    }
    return with(nats(file, found.path("natsPerChunk"), mostChunks));
  }

  private ObjectNode identity() {
    return Json.object()
        .put("format", FORMAT)
        .put("modelSha256", modelSha256)
        .put("reading", reading)
        .put("textSha256", textSha256)
        .put("profile", profile)
        .put("chunk", chunk);
  }

  private static List<Double> nats(Path file, JsonNode array, int mostChunks) {
    String where = file + ": natsPerChunk";
    if (!array.isArray() || array.size() > mostChunks) {
      throw new InputException(
          where,
          "expected a list of at most "
              + mostChunks
              + " numbers, found "
              + (array.isArray() ? array.size() + " entries" : "no list"));
    }
    List<Double> nats = new ArrayList<>();
    for (JsonNode each : array) {
      if (!each.isNumber() || !Double.isFinite(each.doubleValue())) {
        throw new InputException(
            where + "[" + nats.size() + "]", "expected a finite number, found " + each);
      }
      nats.add(each.doubleValue());
    }
    return nats;
  }
}
