package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Bundle;
import dev.setun.hdl.BundleType;
import dev.setun.hdl.Fields;
import dev.setun.hdl.Signal;
import dev.setun.hdl.UInt;
import java.util.List;

/// An AXI4-Lite interface (AMBA IHI 0022), as the master sees it: five channels, each with a valid
/// and a ready; what is valid stays until it is taken.
public record Axi4Lite(
    Address writeAddress, Data writeData, Response written, Address readAddress, Read read)
    implements Bundle<Axi4Lite> {
  /// RESP of an access that went well.
  public static final int OKAY = 0;

  /// RESP of an access to an address where nothing is.
  public static final int SLAVE_ERROR = 2;

  /// AW or AR. `prot` is carried and means nothing to the modules here.
  public record Address(UInt addr, Bits prot, Bool valid, Bool ready) {}

  /// W.
  ///
  /// @param strb a bit for each byte of `data`: whether it is written
  public record Data(Bits data, Bits strb, Bool valid, Bool ready) {}

  /// B.
  public record Response(Bits resp, Bool valid, Bool ready) {}

  /// R.
  public record Read(Bits data, Bits resp, Bool valid, Bool ready) {}

  /// The type of an interface.
  ///
  /// @param addressBits of a byte's address
  /// @param bytes of a data word: 4 or 8
  public static BundleType<Axi4Lite> of(int addressBits, int bytes) {
    return fields ->
        new Axi4Lite(
            address(fields, "aw", addressBits),
            new Data(
                fields.field("wdata", bits(8 * bytes)),
                fields.field("wstrb", bits(bytes)),
                fields.field("wvalid", bool()),
                fields.back("wready", bool())),
            new Response(
                fields.back("bresp", bits(2)),
                fields.back("bvalid", bool()),
                fields.field("bready", bool())),
            address(fields, "ar", addressBits),
            new Read(
                fields.back("rdata", bits(8 * bytes)),
                fields.back("rresp", bits(2)),
                fields.back("rvalid", bool()),
                fields.field("rready", bool())));
  }

  private static Address address(Fields fields, String channel, int addressBits) {
    return new Address(
        fields.field(channel + "addr", uint(addressBits)),
        fields.field(channel + "prot", bits(3)),
        fields.field(channel + "valid", bool()),
        fields.back(channel + "ready", bool()));
  }

  @Override
  public List<Signal<?>> fields() {
    return List.of(
        writeAddress.addr,
        writeAddress.prot,
        writeAddress.valid,
        writeData.data,
        writeData.strb,
        writeData.valid,
        written.ready,
        readAddress.addr,
        readAddress.prot,
        readAddress.valid,
        read.ready);
  }

  @Override
  public List<Signal<?>> backFields() {
    return List.of(
        writeAddress.ready,
        writeData.ready,
        written.resp,
        written.valid,
        readAddress.ready,
        read.data,
        read.resp,
        read.valid);
  }
}
