package dev.setun.accel.design;

/// One accelerator. See `docs/microarchitecture.md` for what the parts do, cycle by cycle.
///
/// @param name letters, digits and dashes; also the top module's name with dashes as underscores
/// @param clockHz clock frequency, 1 MHz..10 GHz
/// @param packing weight packing in memory and on the weight stream
public record Design(
    String name,
    long clockHz,
    ProcessNode node,
    ArraySpec array,
    Packing packing,
    BufferSpec buffers,
    PortSpec ports,
    MemorySpec memory,
    VectorUnitSpec vectorUnit) {
  public Design {
    if (!name.matches("[a-z][a-z0-9-]{0,62}")) {
      throw new DesignException("name", "lower-case letters, digits and dashes", name);
    }
    Check.range("clockHz", clockHz, 1_000_000, 10_000_000_000L);
    int word = array.macsPerCycle() * packing.bitsPerWeight();
    if (word % ports.weightBits() != 0) {
      throw new DesignException(
          "ports.weightBits",
          "a divisor of the weight word (" + word + " bits)",
          ports.weightBits());
    }
    if (array.rows() % ports.outputLanes() != 0) {
      throw new DesignException(
          "ports.outputLanes",
          "a divisor of array.rows (" + array.rows() + ")",
          ports.outputLanes());
    }
  }

  /// Bits of one weight word: the weights that the array takes in one cycle.
  public int weightWordBits() {
    return array.macsPerCycle() * packing.bitsPerWeight();
  }

  /// Weight beats in one weight word.
  public int beatsPerWeightWord() {
    return weightWordBits() / ports.weightBits();
  }

  /// The largest K of a linear that the activation buffer holds.
  public int largestInputs() {
    return buffers.activationWordsPerToken() * array.lanes();
  }
}
