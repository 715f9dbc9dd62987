package dev.setun.verilog.unit;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.sint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Memory;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;
import dev.setun.hdl.UInt;
import java.util.List;

/// Holds the activation words of one token tile; word k of a token is at token * W + k. A word
/// whose address is given in cycle t can be used in t + 1.
///
/// @param tokens T
/// @param wordsPerToken W, a power of two
/// @param lanes L int8 in a word
public record ActivationBuffer(int tokens, int wordsPerToken, int lanes)
    implements Module<ActivationBuffer.Io> {

  /// @param write `word` is written at the address
  /// @param read the word at the address is read; never together with `write`
  /// @param activations the word read, lane by lane
  public record Io(Bool write, Bool read, UInt token, UInt k, Bits word, List<SInt> activations) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("write", bool()),
        p.in("read", bool()),
        p.in("token", Widths.index(tokens)),
        p.in("k", Widths.index(wordsPerToken)),
        p.in("word", bits(Widths.ACTIVATION_BITS * lanes)),
        Widths.list(lanes, lane -> p.out("activation_" + lane, sint(Widths.ACTIVATION_BITS))));
  }

  @Override
  public void build(Circuit c, Io io) {
    Memory<Bits> words = c.memory("words", io.word().type(), tokens * wordsPerToken);
    UInt address = tokens == 1 ? io.k() : Bits.concat(io.token(), io.k()).asUInt();
    c.when(io.write(), () -> words.write(address, io.word()));
    Bits wordRead = c.registerWithoutReset("word_read", io.word().type());
    c.when(io.read(), () -> wordRead.drive(words.read(address)));
    for (int lane = 0; lane < lanes; lane++) {
      Bits activation = wordRead.slice(lane, Widths.ACTIVATION_BITS);
      io.activations().get(lane).drive(activation.asSInt());
    }
  }

  @Override
  public String description() {
    return "Holds the activation words of one token tile; word k of a token is at token * "
        + wordsPerToken
        + " + k. A word whose address is given in cycle t can be used in t + 1.";
  }
}
