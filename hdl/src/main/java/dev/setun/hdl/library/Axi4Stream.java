package dev.setun.hdl.library;

import static dev.setun.hdl.Type.bits;
import static dev.setun.hdl.Type.bool;

import dev.setun.hdl.Bits;
import dev.setun.hdl.Bool;
import dev.setun.hdl.Bundle;
import dev.setun.hdl.BundleType;
import dev.setun.hdl.Signal;
import java.util.List;

/// An AXI4-Stream (AMBA IHI 0051): a transfer happens in a cycle in which `tvalid` and `tready` are
/// 1; once `tvalid` is 1 it and the rest stay until then. The optional signals TID, TDEST, TUSER
/// and TSTRB are absent.
///
/// @param tdata 8 bits for each byte lane
/// @param tkeep a bit for each byte lane: 0 marks a null byte
/// @param tlast the last transfer of a packet
public record Axi4Stream(Bits tdata, Bits tkeep, Bool tlast, Bool tvalid, Bool tready)
    implements Bundle<Axi4Stream> {
  /// The type of a stream of that many byte lanes.
  public static BundleType<Axi4Stream> of(int bytes) {
    return fields ->
        new Axi4Stream(
            fields.field("tdata", bits(8 * bytes)),
            fields.field("tkeep", bits(bytes)),
            fields.field("tlast", bool()),
            fields.field("tvalid", bool()),
            fields.back("tready", bool()));
  }

  /// Bits of [#payload] for that many byte lanes.
  public static int payloadWidth(int bytes) {
    return 9 * bytes + 1;
  }

  @Override
  public List<Signal<?>> fields() {
    return List.of(tdata, tkeep, tlast, tvalid);
  }

  @Override
  public List<Signal<?>> backFields() {
    return List.of(tready);
  }

  /// `tlast`, `tkeep` and `tdata`, from the highest bit down.
  public Bits payload() {
    return Bits.concat(tlast.asBits(), tkeep, tdata);
  }

  /// Drives `tdata`, `tkeep` and `tlast` with what [#payload] gave.
  public void drivePayload(Bits payload) {
    int lanes = tkeep.width();
    tdata.drive(payload.bits(8 * lanes - 1, 0));
    tkeep.drive(payload.bits(9 * lanes - 1, 8 * lanes));
    tlast.drive(payload.bit(9 * lanes));
  }

  /// 1 in a cycle in which a transfer happens.
  public Bool passes() {
    return tvalid.and(tready);
  }
}
