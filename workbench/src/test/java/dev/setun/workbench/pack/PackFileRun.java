package dev.setun.workbench.pack;

import dev.setun.kernels.load.Preparation;
import dev.setun.kernels.load.Prepared;
import dev.setun.traces.Overwrite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a run with a file of packed weights did.
///
/// @param arrays of each of the weights that it asked for
/// @param packed layouts that were packed, not read
@SuppressWarnings("ArrayRecordComponent") // never compared by value
record PackFileRun(
    short[][] arrays, List<String> packed, List<String> refusals, PackFile.Outcome outcome) {
  static PackFileRun of(Path file, Overwrite overwrite, List<Weights> asked) throws IOException {
    List<String> packed = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    try (PackFile pack = PackFile.open(file, overwrite, refusals::add)) {
      var preparation = new Preparation(pack, (made, of) -> {});
      var arrays =
          asked.stream()
              .map(weights -> preparation.prepare(weights.recipe(packed::add)))
              .toList()
              .stream()
              .map(Prepared::get)
              .toArray(short[][]::new);
      return new PackFileRun(arrays, packed, refusals, pack.finish());
    }
  }
}
