package dev.setun.hdl.library;

import dev.setun.hdl.Memory.ReadDuringWrite;
import dev.setun.hdl.Module;
import dev.setun.hdl.proof.Claim;
import dev.setun.hdl.proof.Claims;
import java.util.List;
import java.util.Set;

/// The modules of the library, each with small parameters: the list that tests, proofs and golden
/// files go through. A proof speaks of the parameters that are here.
public final class Library {
  private static final String SYNCHRONISER_MODEL =
      """
      reg [1:0] age;
      reg first, second;
      always @(posedge clk) begin
        age <= rst ? 2'd0 : age == 2'd3 ? age : age + 2'd1;
        first <= in;
        second <= first;
      end
      """;

  private Library() {}

  /// All modules.
  public static List<LibraryEntry> entries() {
    var counter = new ModuloCounter(10);
    var queue = new Queue(4, 3);
    var skid = new SkidBuffer(4);
    var arbiter = new RoundRobinArbiter(3);
    var tree = new AdderTree(5, 3);
    var slice = new Axi4StreamSlice(2);
    var bus = new Axi4LiteRegisters(2, 1, 4);
    return List.of(
        entry(
            "counter",
            counter,
            new ModuloCounterProof(counter),
            "counts, wraps and clears as its inputs of the cycle before ask"),
        entry("queue", queue, new QueueProof(queue), "any word leaves unchanged and in its turn"),
        entry(
            "skid buffer",
            skid,
            new SkidBufferProof(skid),
            "any beat leaves unchanged and in its turn; what is shown stays until taken"),
        entry(
            "round-robin arbiter",
            arbiter,
            new RoundRobinArbiterProof(arbiter),
            "grants the nearest request; nobody waits for more than all others once"),
        entry("adder tree", tree, new AdderTreeProof(tree), "the sum, after its latency"),
        memory("two-port memory, old word", ReadDuringWrite.OLD_WORD),
        memory("two-port memory, new word", ReadDuringWrite.NEW_WORD),
        new LibraryEntry(
            "synchroniser",
            new Synchroniser(2),
            new Synchroniser(2),
            new Claims(
                List.of(Claim.prove("two_cycles_later", "age < 2 || out == second")),
                SYNCHRONISER_MODEL),
            "the bit, two cycles later"),
        entry(
            "AXI4-Stream register slice",
            slice,
            new Axi4StreamSliceProof(slice),
            "any transfer leaves unchanged and in its turn; tvalid stays until tready"),
        entry(
            "AXI4-Lite registers",
            bus,
            new Axi4LiteRegistersProof(bus),
            "each word is as last written; one true answer to each access, which stays until taken"));
  }

  private static LibraryEntry memory(String name, ReadDuringWrite collision) {
    var memory = new TwoPortMemory(3, 5, collision);
    return new LibraryEntry(
        name,
        memory,
        new TwoPortMemoryProof(memory),
        Claims.ofTheVerilog(),
        "what is read was written there last",
        Set.of("read_data"));
  }

  private static LibraryEntry entry(String name, Module<?> module, Module<?> proof, String proved) {
    return new LibraryEntry(name, module, proof, Claims.ofTheVerilog(), proved);
  }
}
