package dev.setun.traces;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/// An array of numbers as NumPy's `.npy` files hold it: row-major, little-endian, any number of
/// dimensions.
///
/// Each kind carries its shape (outermost first; the empty list is a single number) and its values;
/// the arrays are not copied.
///
/// Format: NEP 1 ("A Simple File Format for NumPy Arrays"), version 1.0, C order.
public sealed interface NpyArray {
  /// Sizes of the dimensions, outermost first.
  List<Integer> shape();

  /// The element type.
  Element element();

  /// Number of values, the product of the shape.
  int size();

  /// Puts `count` values from index `first` on into a little-endian buffer that has room for them.
  void get(int first, int count, ByteBuffer target);

  /// The types that Setun reads and writes.
  enum Element {
    FLOAT32("<f4", 4),
    INT8("|i1", 1),
    INT32("<i4", 4);

    private final String descriptor;
    private final int bytes;

    Element(String descriptor, int bytes) {
      this.descriptor = descriptor;
      this.bytes = bytes;
    }

    /// NumPy's name of the type, with the byte order.
    public String descriptor() {
      return descriptor;
    }

    /// Bytes that a value takes.
    public int bytes() {
      return bytes;
    }
  }

  /// binary32 numbers. All bit patterns are kept, NaN payloads too.
  record Float32(List<Integer> shape, float[] values) implements NpyArray {
    public Float32 {
      shape = NpyHeader.requireShape(shape, values.length);
    }

    @Override
    public Element element() {
      return Element.FLOAT32;
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public void get(int first, int count, ByteBuffer target) {
      target.asFloatBuffer().put(values, first, count);
    }
  }

  /// Two's complement bytes.
  record Int8(List<Integer> shape, byte[] values) implements NpyArray {
    public Int8 {
      shape = NpyHeader.requireShape(shape, values.length);
    }

    @Override
    public Element element() {
      return Element.INT8;
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public void get(int first, int count, ByteBuffer target) {
      target.put(target.position(), values, first, count);
    }
  }

  /// Two's complement 32-bit integers.
  record Int32(List<Integer> shape, int[] values) implements NpyArray {
    public Int32 {
      shape = NpyHeader.requireShape(shape, values.length);
    }

    @Override
    public Element element() {
      return Element.INT32;
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public void get(int first, int count, ByteBuffer target) {
      target.asIntBuffer().put(values, first, count);
    }
  }

  /// The content of a `.npy` file, for [AtomicFile#write] and [RunFolder#write].
  default void writeTo(OutputStream out) throws IOException {
    out.write(NpyHeader.bytes(element(), shape()));
    int valuesPerPiece = (1 << 16) / element().bytes();
    ByteBuffer piece = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int first = 0; first < size(); first += valuesPerPiece) {
      int count = Math.min(valuesPerPiece, size() - first);
      get(first, count, piece.clear());
      out.write(piece.array(), 0, count * element().bytes());
    }
  }

  /// Reads a `.npy` file of version 1.0 in C order with one of the element types above.
  ///
  /// @throws InputException if it is something else, or its length is not what its header says;
  ///   nothing is allocated for the values before that is known
  static NpyArray read(Path file) throws IOException {
    return NpyReader.read(file);
  }
}
