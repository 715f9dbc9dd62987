package dev.setun.hdl.example;

import static dev.setun.hdl.Type.bool;
import static dev.setun.hdl.Type.sint;
import static dev.setun.hdl.Type.uint;

import dev.setun.hdl.Bool;
import dev.setun.hdl.Bundle;
import dev.setun.hdl.BundleType;
import dev.setun.hdl.Circuit;
import dev.setun.hdl.Fields;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;
import dev.setun.hdl.Signal;
import dev.setun.hdl.UInt;
import dev.setun.hdl.Vec;
import java.util.List;

/// Shows the last pixel, or with `swap` the one before it, and keeps the luma of pixels in a table:
/// a use of bundles within bundles and of vectors.
public record PixelFilter(int slots) implements Module<PixelFilter.Io> {
  /// A place in the picture, within a pixel.
  public record Place(UInt x, SInt dy) implements Bundle<Place> {
    /// The type.
    public static Place of(Fields f) {
      return new Place(f.field("x", uint(3)), f.field("dy", sint(2)));
    }

    @Override
    public List<Signal<?>> fields() {
      return List.of(x, dy);
    }
  }

  /// A pixel.
  public record Pixel(UInt luma, Place place, Bool last) implements Bundle<Pixel> {
    /// The type.
    public static Pixel of(Fields f) {
      return new Pixel(
          f.field("luma", uint(4)), f.bundle("place", Place::of), f.field("last", bool()));
    }

    @Override
    public List<Signal<?>> fields() {
      return List.of(luma, place.x(), place.dy(), last);
    }
  }

  /// The ports.
  public record Io(UInt index, Bool swap, Pixel in, Pixel out, Vec<UInt> lumas) {}

  @Override
  public Io ports(PortList p) {
    return new Io(
        p.in("index", uint(2)),
        p.in("swap", bool()),
        p.in("pixel", Pixel::of),
        p.out("shown", Pixel::of),
        p.out("lumas", Vec.of(slots, uint(4))));
  }

  @Override
  public void build(Circuit c, Io io) {
    BundleType<Pixel> pixel = Pixel::of;
    Pixel held = c.register("held", pixel);
    held.driveFrom(io.in());
    Pixel before = c.registerWithoutReset("before", pixel);
    before.driveFrom(pixel.from(held.asBits()));
    Pixel shown = c.wire("choice", pixel);
    shown.driveFrom(pixel.select(io.swap(), before, held));
    io.out().driveFrom(shown);
    Vec<UInt> lumas = c.register("table", Vec.of(slots, uint(4)));
    c.driveAt(lumas, io.index(), io.in().luma());
    c.when(io.swap(), () -> lumas.get(0).drive(lumas.get(io.index())));
    io.lumas().driveFrom(lumas);
  }
}
