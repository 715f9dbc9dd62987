package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uintUpTo;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Memory;
import dev.setun.hdl.Memory.ReadDuringWrite;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.UInt;
import java.util.ArrayList;
import java.util.List;

/// A memory with one port to write and one to read, as block RAMs have it. The word of a read is
/// there in the next cycle and stays until the next read.
///
/// @param width bits of a word, 1 or more
/// @param depth words, 2 or more; beyond it nothing is written and 0 is read
/// @param collision what a read of the word that is being written gives
public record TwoPortMemory(int width, int depth, ReadDuringWrite collision)
    implements Module<TwoPortMemory.Io> {
  public TwoPortMemory {
    Parameters.require("width", width, 1);
    Parameters.require("depth", depth, 2);
  }

  /// The ports.
  public record Io(
      Bool writeEnable,
      UInt writeAddress,
      Bits writeData,
      Bool readEnable,
      UInt readAddress,
      Bits readData) {}

  /// What a proof looks at.
  record State(Memory<Bits> words, Bits read) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("write_enable", bool()),
        p.in("write_address", uintUpTo(depth - 1L)),
        p.in("write_data", bits(width)),
        p.in("read_enable", bool()),
        p.in("read_address", uintUpTo(depth - 1L)),
        p.out("read_data", bits(width)));
  }

  @Override
  public void build(Circuit c, Io io) {
    describe(c, io);
  }

  State describe(Circuit c, Io io) {
    Memory<Bits> words = c.memory("words", bits(width), depth);
    c.when(io.writeEnable(), () -> words.write(io.writeAddress(), io.writeData()));
    List<Bits> read = new ArrayList<>();
    c.when(
        io.readEnable(), () -> read.add(words.readRegistered("word", io.readAddress(), collision)));
    io.readData().drive(read.getFirst());
    return new State(words, read.getFirst());
  }
}
