package dev.setun.hdl.library;

import static dev.setun.hdl.Type.uintUpTo;

import dev.setun.hdl.Circuit;
import dev.setun.hdl.Module;
import dev.setun.hdl.PortList;
import dev.setun.hdl.SInt;
import dev.setun.hdl.UInt;

/// An [AdderTree] beside one sum from left to right that is delayed as a whole.
record AdderTreeProof(AdderTree tree) implements Module<AdderTree.Io> {
  @Override
  public AdderTree.Io ports(PortList p) {
    return tree.ports(p);
  }

  @Override
  public void build(Circuit c, AdderTree.Io io) {
    AdderTree.Io inside = c.instance("tree", tree);
    inside.x().drive(io.x());
    io.sum().drive(inside.sum());
    SInt fold = SInt.of(0, tree.sumWidth());
    for (var each : io.x().split(tree.width())) {
      fold = fold.addWrap(each.asSInt().sext(tree.sumWidth()));
    }
    UInt age = c.register("shadow_age", uintUpTo(tree.latencyCycles()), 0);
    c.when(age.notEqual(tree.latencyCycles()), () -> age.drive(age.addWrap(1)));
    for (int stage = 0; stage < tree.latencyCycles(); stage++) {
      fold = c.delay("shadow_fold_" + stage, fold);
    }
    c.assertAlways("is_the_sum", age.notEqual(tree.latencyCycles()).or(inside.sum().equal(fold)));
  }
}
