package dev.setun.model.tensor;

import dev.setun.model.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The bytes of a tensor in pieces of a few megabytes: each can be made on any thread at any time,
/// and one after the other they are the tensor. So a file can be written on all cores without any
/// large tensor being in memory.
///
/// TL1, TL2 and [HfPacked] spread a row over the whole tensor, which is then one piece.
public final class TensorPieces {
  private static final int PIECE_ELEMENTS = 1 << 21;

  private TensorPieces() {}

  /// Ternary weights in a packing; the same bytes as [TernaryTensor#pack].
  ///
  /// @throws IllegalArgumentException if there is an [TernaryTensor#obstacle]
  public static List<Supplier<byte[]>> ternary(
      TernaryTensor source, TernaryPacking target, ScaleRounding rounding) {
    source
        .obstacle(target, rounding)
        .ifPresent(obstacle -> {
          throw new IllegalArgumentException(obstacle);
        });
    return switch (target) {
      case TernaryBlocks blocks -> rows(source, blocks);
      case I2s layout -> {
        List<Supplier<byte[]>> pieces = rows(source, layout);
        pieces.add(() -> i2sTail(source.tensorScale()));
        yield pieces;
      }
      case Tl1 _, Tl2 _, HfPacked _ -> List.of(() -> whole(source, target, rounding));
    };
  }

  /// The bytes of a tensor as they are.
  public static List<Supplier<byte[]>> copy(MemorySegment data) {
    List<Supplier<byte[]>> pieces = new ArrayList<>();
    for (long first = 0; first < data.byteSize(); first += PIECE_ELEMENTS) {
      MemorySegment piece = data.asSlice(first, Math.min(PIECE_ELEMENTS, data.byteSize() - first));
      pieces.add(() -> piece.toArray(ValueLayout.JAVA_BYTE));
    }
    return pieces;
  }

  /// Numbers in a type that is no ternary packing; the same bytes as [TensorEncoder#encode].
  ///
  /// @param source read from several threads at once
  public static List<Supplier<byte[]>> plain(
      TensorType target, long rows, int columns, RowSource source) {
    List<Supplier<byte[]>> pieces = new ArrayList<>();
    long step = rowsPerPiece(columns);
    for (long first = 0; first < rows; first += step) {
      long from = first;
      long count = Math.min(step, rows - from);
      pieces.add(() -> {
        byte[] bytes = new byte[Math.toIntExact(target.byteSize(count, columns))];
        RowSource part = (row, into) -> source.read(from + row, into);
        TensorEncoder.encode(target, count, columns, part, MemorySegment.ofArray(bytes));
        return bytes;
      });
    }
    return pieces;
  }

  private static List<Supplier<byte[]>> rows(TernaryTensor source, TernaryPacking target) {
    int rows = source.weights().rows();
    int columns = source.weights().columns();
    List<Supplier<byte[]>> pieces = new ArrayList<>();
    int step = rowsPerPiece(columns);
    for (int first = 0; first < rows; first += step) {
      int from = first;
      int to = Math.min(rows, from + step);
      pieces.add(() -> {
        byte[] bytes = new byte[Math.toIntExact(codeBytes(target, to - from, columns))];
        source.packRows(target, from, to, MemorySegment.ofArray(bytes));
        return bytes;
      });
    }
    return pieces;
  }

  private static long codeBytes(TernaryPacking target, int rows, int columns) {
    return target instanceof I2s ? I2s.codeBytes(rows, columns) : target.byteSize(rows, columns);
  }

  private static int rowsPerPiece(int columns) {
    return Math.max(1, PIECE_ELEMENTS / columns);
  }

  private static byte[] i2sTail(float scale) {
    byte[] tail = new byte[I2s.TAIL_BYTES];
    LittleEndian.putFloat(MemorySegment.ofArray(tail), 0, scale);
    return tail;
  }

  private static byte[] whole(TernaryTensor source, TernaryPacking target, ScaleRounding rounding) {
    long size = target.byteSize(source.weights().rows(), source.weights().columns());
    byte[] bytes = new byte[Math.toIntExact(size)];
    source.pack(target, rounding, MemorySegment.ofArray(bytes));
    return bytes;
  }
}
