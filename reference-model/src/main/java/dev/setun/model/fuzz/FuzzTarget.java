package dev.setun.model.fuzz;

import java.util.List;
import java.util.random.RandomGenerator;

/// One format to be fuzzed. A target is used by one thread.
public interface FuzzTarget {
  /// The name of the format.
  String name();

  /// Small files that are read without complaint.
  List<byte[]> seeds();

  /// Where in a file its counts, lengths, types and offsets are, as far as it can be followed: four
  /// bytes at `position(field)`, eight where `width(field)` says so.
  List<Field> fields(byte[] input);

  /// Byte sequences that mean something in the format.
  List<byte[]> words();

  /// May restore what hides all other changes, such as a length in front of the whole.
  byte[] repair(byte[] input, RandomGenerator random);

  /// Bytes that reading may allocate however small the input is, beside twice its size: the
  /// exception and its trace, and what libraries need for themselves.
  long constantBytes();

  /// Reads all of a file.
  ///
  /// @return a number that tells apart kinds of files, not files
  /// @throws dev.setun.traces.InputException if the file is not what it should be; anything else is
  ///   a finding
  long read(byte[] input);

  /// Where the inputs got to; empty where nothing tells.
  default CoverageMap coverage() {
    return new CoverageMap();
  }

  /// A number in a file.
  ///
  /// @param position of its first byte
  /// @param width 4 or 8 bytes, little-endian
  record Field(int position, int width) {
    public Field {
      if (position < 0 || width != 4 && width != 8) {
        throw new IllegalArgumentException("expected 4 or 8 bytes, found " + width);
      }
    }
  }
}
