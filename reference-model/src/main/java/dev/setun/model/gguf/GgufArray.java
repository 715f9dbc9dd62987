package dev.setun.model.gguf;

import dev.setun.model.bytes.LittleEndian;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;

/// An array of metadata: a view of the bytes in the file. Arrays of strings or of arrays keep four
/// bytes an element to find it; other elements are found by their size.
public final class GgufArray implements GgufValue {
  private final GgufType elementType;
  private final long size;
  private final MemorySegment elements;
  private final int[] starts;

  private GgufArray(GgufType elementType, long size, MemorySegment elements, int[] starts) {
    this.elementType = elementType;
    this.size = size;
    this.elements = elements;
    this.starts = starts;
  }

  /// The array whose element type is at `position`, which a [Cursor] has checked before.
  static GgufArray at(String file, MemorySegment segment, long position) {
    Cursor cursor = new Cursor(file, segment, position);
    GgufType type = cursor.type("element type");
    long size = cursor.int64("element count");
    long first = cursor.position();
    int[] starts = new int[type.bytes() == 0 ? Math.toIntExact(size) : 0];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = (int) (cursor.position() - first);
      cursor.value(type, 0);
    }
    if (type.bytes() > 0) {
      cursor.advance(size * type.bytes(), "array");
    }
    MemorySegment elements = segment.asSlice(first, cursor.position() - first);
    return new GgufArray(type, size, elements, starts);
  }

  /// A STRING array for a [GgufWriter].
  public static GgufArray ofTexts(List<String> texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] length = new byte[8];
    int[] starts = new int[texts.size()];
    for (int i = 0; i < starts.length; i++) {
      byte[] text = texts.get(i).getBytes(StandardCharsets.UTF_8);
      starts[i] = bytes.size();
      LittleEndian.putLong(MemorySegment.ofArray(length), 0, text.length);
      bytes.writeBytes(length);
      bytes.writeBytes(text);
    }
    MemorySegment elements = MemorySegment.ofArray(bytes.toByteArray());
    return new GgufArray(GgufType.STRING, starts.length, elements, starts);
  }

  /// An INT32 array for a [GgufWriter].
  public static GgufArray ofInts(int[] values) {
    MemorySegment elements = MemorySegment.ofArray(new byte[values.length * 4]);
    for (int i = 0; i < values.length; i++) {
      LittleEndian.putInt(elements, 4L * i, values[i]);
    }
    return new GgufArray(GgufType.INT32, values.length, elements, new int[0]);
  }

  /// A FLOAT32 array for a [GgufWriter].
  public static GgufArray ofFloats(float[] values) {
    MemorySegment elements = MemorySegment.ofArray(new byte[values.length * 4]);
    for (int i = 0; i < values.length; i++) {
      LittleEndian.putFloat(elements, 4L * i, values[i]);
    }
    return new GgufArray(GgufType.FLOAT32, values.length, elements, new int[0]);
  }

  @Override
  public GgufType type() {
    return GgufType.ARRAY;
  }

  public GgufType elementType() {
    return elementType;
  }

  /// Number of elements.
  public long size() {
    return size;
  }

  /// The elements as they are in the file.
  MemorySegment elements() {
    return elements;
  }

  /// Element `index` as a value of its own.
  ///
  /// @throws IndexOutOfBoundsException if there is none
  public GgufValue get(long index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("expected an index below " + size + ", found " + index);
    }
    long at = elementType.bytes() == 0 ? starts[(int) index] : index * elementType.bytes();
    return Values.read("array", elements, at, elementType);
  }

  /// The elements of a STRING array, each decoded when it is asked for.
  ///
  /// @throws IllegalStateException if the elements are not strings
  public List<String> texts() {
    if (elementType != GgufType.STRING) {
      throw new IllegalStateException("expected an array of STRING, found " + elementType);
    }
    return Collections.unmodifiableList(new Texts());
  }

  /// The elements of an INT32 array, each read when it is asked for.
  ///
  /// @throws IllegalStateException if the elements are not INT32
  public List<Integer> ints() {
    if (elementType != GgufType.INT32) {
      throw new IllegalStateException("expected an array of INT32, found " + elementType);
    }
    return Collections.unmodifiableList(new Ints());
  }

  /// A copy of the elements of a FLOAT32 array.
  ///
  /// @throws IllegalStateException if the elements are not FLOAT32
  public float[] floats() {
    if (elementType != GgufType.FLOAT32) {
      throw new IllegalStateException("expected an array of FLOAT32, found " + elementType);
    }
    float[] values = new float[Math.toIntExact(size)];
    for (int i = 0; i < values.length; i++) {
      values[i] = LittleEndian.getFloat(elements, 4L * i);
    }
    return values;
  }

  private final class Ints extends AbstractList<Integer> implements RandomAccess {
    @Override
    public Integer get(int index) {
      return LittleEndian.getInt(elements, 4L * index);
    }

    @Override
    public int size() {
      return (int) size;
    }
  }

  private final class Texts extends AbstractList<String> implements RandomAccess {
    @Override
    public String get(int index) {
      return Cursor.text(elements, starts[index]);
    }

    @Override
    public int size() {
      return starts.length;
    }
  }

  @Override
  public String toString() {
    return "[" + size + " x " + elementType + "]";
  }
}
