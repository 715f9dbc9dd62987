package dev.setun.hdl.ir;

import java.math.BigInteger;
import java.util.List;

/// A combinational value. Every node has a width in bits and a sign; operands are never extended or
/// cut implicitly. Compare nodes by identity: a node is often shared, and comparing by value walks
/// the whole tree.
public sealed interface Expr {
  /// Bits, 1..65536.
  int width();

  /// Whether the value is two's complement.
  boolean signed();

  /// The direct operands, left to right.
  List<Expr> operands();

  /// A number that fits its width.
  record Constant(BigInteger value, int width, boolean signed) implements Expr {
    @Override
    public List<Expr> operands() {
      return List.of();
    }
  }

  /// The value of a net.
  record Ref(Net net) implements Expr {
    @Override
    public int width() {
      return net.width();
    }

    @Override
    public boolean signed() {
      return net.signed();
    }

    @Override
    public List<Expr> operands() {
      return List.of();
    }
  }

  /// The word of a memory at an address, in the same cycle; 0 beyond the depth.
  record Read(MemoryDecl memory, Expr address) implements Expr {
    @Override
    public int width() {
      return memory.width();
    }

    @Override
    public boolean signed() {
      return memory.signed();
    }

    @Override
    public List<Expr> operands() {
      return List.of(address);
    }
  }

  /// An operation on one operand: `NOT` and `NEGATE` (modulo 2^width) keep its width and sign, the
  /// reductions give one unsigned bit.
  record Unary(Op op, Expr operand) implements Expr {
    /// The operations.
    public enum Op {
      NOT,
      NEGATE,
      REDUCE_AND,
      REDUCE_OR,
      REDUCE_XOR
    }

    @Override
    public int width() {
      return switch (op) {
        case NOT, NEGATE -> operand.width();
        case REDUCE_AND, REDUCE_OR, REDUCE_XOR -> 1;
      };
    }

    @Override
    public boolean signed() {
      return switch (op) {
        case NOT, NEGATE -> operand.signed();
        case REDUCE_AND, REDUCE_OR, REDUCE_XOR -> false;
      };
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }
  }

  /// An operation on two operands of equal width and sign: arithmetic modulo 2^width and bitwise
  /// operations keep both, comparisons give one unsigned bit.
  record Binary(Op op, Expr left, Expr right) implements Expr {
    /// The operations.
    public enum Op {
      ADD,
      SUBTRACT,
      MULTIPLY,
      AND,
      OR,
      XOR,
      EQUAL,
      NOT_EQUAL,
      LESS,
      LESS_OR_EQUAL;

      /// Whether the result is one bit that says how the operands compare.
      public boolean compares() {
        return switch (this) {
          case ADD, SUBTRACT, MULTIPLY, AND, OR, XOR -> false;
          case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL -> true;
        };
      }
    }

    @Override
    public int width() {
      return op.compares() ? 1 : left.width();
    }

    @Override
    public boolean signed() {
      return !op.compares() && left.signed();
    }

    @Override
    public List<Expr> operands() {
      return List.of(left, right);
    }
  }

  /// One of two values of equal width and sign, chosen by one bit.
  record Mux(Expr condition, Expr whenTrue, Expr whenFalse) implements Expr {
    @Override
    public int width() {
      return whenTrue.width();
    }

    @Override
    public boolean signed() {
      return whenTrue.signed();
    }

    @Override
    public List<Expr> operands() {
      return List.of(condition, whenTrue, whenFalse);
    }
  }

  /// Bits `high` down to `low` of a value, unsigned.
  record Slice(Expr operand, int high, int low) implements Expr {
    @Override
    public int width() {
      return high - low + 1;
    }

    @Override
    public boolean signed() {
      return false;
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }
  }

  /// Values side by side, the first in the most significant bits; unsigned.
  record Concat(List<Expr> parts) implements Expr {
    public Concat {
      parts = List.copyOf(parts);
    }

    @Override
    public int width() {
      return parts.stream().mapToInt(Expr::width).sum();
    }

    @Override
    public boolean signed() {
      return false;
    }

    @Override
    public List<Expr> operands() {
      return parts;
    }
  }

  /// The same number in more bits: sign bits are repeated if the operand is signed, else zeros
  /// added.
  record Extend(Expr operand, int width) implements Expr {
    @Override
    public boolean signed() {
      return operand.signed();
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }
  }

  /// The same bits, read with a sign or without.
  record Cast(Expr operand, boolean signed) implements Expr {
    @Override
    public int width() {
      return operand.width();
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }
  }
}
